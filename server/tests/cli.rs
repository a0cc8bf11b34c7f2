//! The `buurtboek` program as an administrator meets it.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Output, Stdio},
};

use rusqlite::Connection;

fn buurtboek(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_buurtboek"));
    command.args(arguments).arg("--data").arg(data).env_clear();
    command
}

/// Runs it with a line on standard input; the answer is what it printed.
fn told(data: &Path, input: &str, arguments: &[&str]) -> Output {
    let mut command = buurtboek(data, arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that reads nothing may be gone already.
    let _ = writeln!(child.stdin.take().unwrap(), "{input}");
    child.wait_with_output().unwrap()
}

fn done(data: &Path, input: &str, arguments: &[&str]) -> String {
    let output = told(data, input, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn refused(data: &Path, arguments: &[&str]) -> String {
    let output = told(data, "kort", arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// An organisation, a team with a neighbourhood, and a coordinator.
fn furnish(data: &Path) {
    done(data, "", &["admin", "organisation", "create", "Welzijn Oost"]);
    done(data, "", &["admin", "team", "create", "Buurtteam Oost", "--phone", "099 123"]);
    let area = ["--team", "Buurtteam Oost", "--code", "BU99000000", "--year", "2026"];
    let streets = ["--street", "Nevelstraat", "--street", "Dauwpad", "Havenbuurt"];
    done(data, "", &[&["admin", "neighbourhood", "create"][..], &area, &streets].concat());
    let who = ["--team", "Buurtteam Oost", "--role", "coordinator", "--username", "Marijke", "Marijke Hoeksma"];
    let rest = ["--organisation", "Welzijn Oost", "--password-stdin"];
    done(data, "een lang wachtwoord", &[&["admin", "member", "create"][..], &who, &rest].concat());
}

#[test]
fn what_is_made_is_listed_and_passwords_are_kept_as_hashes() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    furnish(data);
    let members = done(data, "", &["admin", "member", "list"]);
    assert!(members.ends_with("\tmarijke\tMarijke Hoeksma\tcoordinator\tactive\n"), "{members}");
    let areas = done(data, "", &["admin", "neighbourhood", "list", "--team", "Buurtteam Oost"]);
    assert_eq!(areas, "BU99000000\t2026\tHavenbuurt\tDauwpad, Nevelstraat\n");
    assert!(done(data, "", &["admin", "organisation", "list"]).ends_with("\tWelzijn Oost\tmember\n"));
    assert!(done(data, "", &["admin", "team", "list"]).ends_with("\tBuurtteam Oost\t099 123\n"));
    assert_eq!(done(data, "", &["admin", "session", "list", "marijke"]), "");

    for entry in std::fs::read_dir(data).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(19).any(|window| window == b"een lang wachtwoord"));
    }
    let reset =
        done(data, "een ander wachtwoord", &["admin", "member", "reset-password", "marijke", "--password-stdin"]);
    assert_eq!(reset, "marijke\t0 sessions ended\n");
    assert_eq!(done(data, "", &["admin", "member", "set-phone", "Marijke", " 099 1 "]), "marijke\t099 1\n");
}

#[test]
fn what_cannot_be_done_is_said_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    furnish(data);
    for (arguments, words) in [
        (vec!["admin", "session", "list", "nobody"], "there is no member `nobody`"),
        (vec!["admin", "neighbourhood", "list", "--team", "West"], "there is no team `West`"),
        (vec!["admin", "team", "create", "Buurtteam Oost"], "this team exists already"),
        (vec!["admin", "member", "set-phone", "nobody", "1"], "there is no member `nobody`"),
        (vec!["admin", "session", "revoke", "12"], "`12` is not the id of a session"),
        (vec!["admin", "member", "reset-password", "marijke", "--password-stdin"], "at least 10 characters"),
        (vec!["serve", "--listen", "here"], "setting `listen` on the command line: `here` is not allowed"),
        (vec!["serve", "--set", "lisen=1"], "there is no setting `lisen`"),
        (vec!["serve", "--demo", "--listen", "127.0.0.1:0"], "a demonstration is served with --demo"),
    ] {
        let said = refused(data, &arguments);
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
}

/// Everybody who is there works in a dossier.
fn gives_a_dossier(data: &Path) {
    let database = Connection::open(data.join("buurtboek.db")).unwrap();
    // The first byte of a document's column is its kind.
    let dossier = [&[3][..], &[0xdd; 16]].concat();
    for works_in in [
        "INSERT INTO documents (doc, team, schema, created_by, created_at, head, chain)
            SELECT ?1, team, 1, id, 0, 0, zeroblob(32) FROM members",
        "INSERT INTO grants (doc, member, access, state, change) SELECT ?1, id, 'write', 'granted', 99 FROM members",
    ] {
        database.execute(works_in, [&dossier]).unwrap();
    }
}

#[test]
fn whoever_ends_a_membership_is_told_that_the_server_cannot_know_what_is_unsent() {
    let unknown = "the server cannot know what is still unsent on their devices, signals included";
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    furnish(data);
    gives_a_dossier(data);
    let leave = ["admin", "member", "deactivate", "marijke"];
    let said = refused(data, &leave);
    assert!(said.contains(&format!("`marijke` works in 1 dossiers, and {unknown}: it would stay there")), "{said}");
    let said = done(data, "", &[&leave[..], &["--at-once"]].concat());
    assert_eq!(said, format!("marijke\tdeactivated\t{unknown}: it stays there and reaches nobody\n"));
}

#[test]
fn a_variable_with_a_typing_error_is_refused_by_every_command() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["serve"][..], &["verify"], &["admin", "team", "list"]] {
        let output = buurtboek(folder.path(), arguments).env("BUURTBOEK_LISTNE", "[::]:80").output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(said.contains("no variable `BUURTBOEK_LISTNE`; the nearest is `BUURTBOEK_LISTEN`"), "{said}");
    }
}

#[test]
fn verify_finds_nothing_until_something_was_changed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    furnish(data);
    let said = done(data, "", &["verify"]);
    assert!(said.ends_with(": 0 faults\n"), "{said}");
    let database = Connection::open(data.join("buurtboek.db")).unwrap();
    let guard: String = database
        .query_row(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%UPDATE ON audit%'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    database.execute_batch(&format!("DROP TRIGGER {guard}; UPDATE audit SET at = at + 1")).unwrap();
    drop(database);
    let output = told(data, "", &["verify"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!output.stdout.ends_with(b": 0 faults\n"));
}

#[test]
fn a_signal_ends_it_in_order() {
    for signal in ["-TERM", "-INT"] {
        let folder = tempfile::tempdir().unwrap();
        let mut command = buurtboek(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--log-format", "json"]);
        let mut server = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(server.stderr.take().unwrap()).lines();
        let serving: serde_json::Value = serde_json::from_str(&log.next().unwrap().unwrap()).unwrap();
        assert_eq!(serving["message"], "serving");
        let address = serving["address"].as_str().unwrap();
        let _idle = std::net::TcpStream::connect(address).unwrap();

        assert!(Command::new("kill").args([signal, &server.id().to_string()]).status().unwrap().success());
        assert_eq!(server.wait().unwrap().code(), Some(0), "{signal}");
        assert!(log.last().unwrap().unwrap().contains("stopped"));
    }
}
