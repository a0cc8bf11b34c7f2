//! Takes the app's WebAssembly apart: what the first screen needs, what synchronises, and the pages of the team, which only
//! its devices fetch.
//!
//! Trunk knows one module. So it builds the page around the whole; then the parts, made from what the compiler wrote, take
//! the place of that. Names carry one hash over all parts: they fit each other and nothing else.

use std::path::{Path, PathBuf};
use std::{fs, panic, thread};

use wasm_split_cli_support::{Options, transform};

use crate::error::{AtPath, Error};
use crate::fingerprint::{Fingerprint, collect_files};
use crate::process::Program;
use crate::setup::Toolbox;
use crate::workspace::Workspace;

/// What cargo calls the app.
const APP: &str = "buurtboek-client";
/// How the splitter calls the parts that the app's code marks, and what several of those have in common; and we.
const PARTS: [(&str, &str); 2] = [("split_", ""), ("chunk_", "shared-")];
/// The script that fetches the parts.
const LINKS: &str = "links";
/// What every browser we support understands; the app's code uses no more.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Replaces the one module in `folder`, where Trunk put the app, by its parts.
pub(super) fn take_apart(workspace: &Workspace, toolbox: &Toolbox, folder: &Path) -> Result<(), Error> {
    let scratch = tempfile::tempdir().at(std::env::temp_dir())?;
    let scratch = scratch.path();
    split(&workspace.target().join("wasm32-unknown-unknown/wasm").join(format!("{APP}.wasm")), scratch)?;
    let bound = scratch.join("bound");
    Program::new("wasm-bindgen")
        .args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", APP, "--out-dir"])
        .arg(&bound)
        .arg(scratch.join(format!("{APP}.wasm")))
        .env("PATH", &toolbox.path)
        .run()?;
    let script = format!("{LINKS}.js");
    fs::rename(scratch.join(&script), bound.join(&script)).at(&bound)?;
    let mut modules = vec![bound.join(format!("{APP}_bg.wasm"))];
    for part in parts_in(scratch)? {
        let file = format!("{part}.wasm");
        fs::rename(scratch.join(&file), bound.join(&file)).at(&bound)?;
        modules.push(bound.join(file));
    }
    optimise_all(toolbox, &modules)?;
    put(&bound, folder)
}

/// Writes the parts of `module` into `scratch`: `buurtboek-client.wasm`, the others and `links.js`.
fn split(module: &Path, scratch: &Path) -> Result<(), Error> {
    let whole = fs::read(module).at(module)?;
    let (main, script, main_script) =
        (scratch.join(format!("{APP}.wasm")), format!("./{LINKS}.js"), format!("./{APP}.js"));
    let mut options = Options::new(&whole);
    options.output_dir = scratch;
    options.main_out_path = &main;
    options.link_name = &script;
    options.main_module = &main_script;
    transform(options).map(drop).map_err(|cause| Error::NotSplit(format!("{cause:#}")))
}

/// All at once: the optimiser of npm's package uses one core, for minutes where a module is large.
fn optimise_all(toolbox: &Toolbox, modules: &[PathBuf]) -> Result<(), Error> {
    thread::scope(|all| {
        let started: Vec<_> = modules.iter().map(|module| all.spawn(|| optimise(toolbox, module))).collect();
        let ended = started.into_iter().map(|one| one.join().unwrap_or_else(|panic| panic::resume_unwind(panic)));
        // Every one has ended before the first failure is told.
        ended.collect::<Vec<_>>().into_iter().collect()
    })
}

fn optimise(toolbox: &Toolbox, module: &Path) -> Result<(), Error> {
    // Loops and branches are made anew from flat code: half a hundredth of the app. What later rounds find alike in what the
    // ones before them made: three thousandths. The last go on until they find nothing.
    for passes in [["-Oz", "--flatten", "--rereloop", "-Oz", "-Oz"].as_slice(), &["-Oz", "--converge"]] {
        Program::new("wasm-opt")
            .args(FEATURES)
            .args(passes)
            .arg("--low-memory-unused")
            .arg(module)
            .arg("-o")
            .arg(module)
            .env("PATH", &toolbox.path)
            .run()?;
    }
    Ok(())
}

/// The splitter's names of the parts in a folder, the main one aside, in order.
fn parts_in(folder: &Path) -> Result<Vec<String>, Error> {
    let mut files: Vec<PathBuf> = Vec::new();
    collect_files(folder, &mut files)?;
    let stems = files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "wasm"));
    let names = stems.filter_map(|file| file.file_stem()).map(|name| name.to_string_lossy().into_owned());
    let mut parts: Vec<String> = names.filter(|name| public_name(name).is_some()).collect();
    parts.sort();
    Ok(parts)
}

/// What a part is called where it is served: "team" for `split_team`.
fn public_name(part: &str) -> Option<String> {
    PARTS.iter().find_map(|(theirs, ours)| part.strip_prefix(theirs).map(|name| format!("{ours}{name}")))
}

/// Puts the parts from `parts` in the place of Trunk's files in `folder`.
fn put(parts: &Path, folder: &Path) -> Result<(), Error> {
    let hash = Fingerprint::of(parts, &["."], "")?.short().to_owned();
    let page = folder.join("index.html");
    let mut html = fs::read_to_string(&page).at(&page)?;
    for (made, ending, name) in [
        (format!("{APP}_bg.wasm"), "_bg.wasm", format!("app-{hash}.wasm")),
        (format!("{APP}.js"), ".js", format!("app-{hash}.js")),
    ] {
        let trunks = trunks_file(folder, ending)?;
        html = html.replace(&trunks, &name);
        fs::remove_file(folder.join(&trunks)).at(folder)?;
        fs::copy(parts.join(made), folder.join(name)).at(folder)?;
    }
    fs::write(&page, html).at(&page)?;
    // How the script names each part, and its file's name.
    let mut named = Vec::new();
    for part in parts_in(parts)? {
        let Some(name) = public_name(&part) else { continue };
        let (theirs, ours) = (format!("{part}.wasm"), format!("{name}-{hash}.wasm"));
        fs::copy(parts.join(&theirs), folder.join(&ours)).at(folder)?;
        named.push((format!("./{theirs}"), format!("./{ours}")));
    }
    let links = parts.join(format!("{LINKS}.js"));
    fs::copy(&links, folder.join(format!("{LINKS}-{hash}.js"))).at(folder)?;

    // The scripts name each other and the modules.
    let renamed = |text: &str| {
        // Only where it is fetched: the module itself goes on calling it by its own name.
        let text = text
            .replace(&format!("from \"./{LINKS}.js\""), &format!("from \"./{LINKS}-{hash}.js\""))
            .replace(&format!("./{APP}.js"), &format!("./app-{hash}.js"))
            .replace(&format!("{APP}_bg.wasm"), &format!("app-{hash}.wasm"));
        named.iter().fold(text, |text, (theirs, ours)| text.replace(theirs, ours))
    };
    for script in ["app", LINKS] {
        let path = folder.join(format!("{script}-{hash}.js"));
        let text = fs::read_to_string(&path).at(&path)?;
        fs::write(&path, renamed(&text)).at(&path)?;
    }
    Ok(())
}

/// The name of the file of the app in Trunk's folder with this ending.
fn trunks_file(folder: &Path, ending: &str) -> Result<String, Error> {
    let mut files: Vec<PathBuf> = Vec::new();
    collect_files(folder, &mut files)?;
    let names = files.iter().filter_map(|file| file.file_name()).map(|name| name.to_string_lossy().into_owned());
    let mut found = names.filter(|name| name.starts_with(APP) && name.ends_with(ending));
    found.next().ok_or_else(|| Error::NotSplit(format!("{}: no {APP}…{ending}", folder.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    #[test]
    fn the_parts_take_the_place_of_the_whole_and_name_each_other() {
        let app = written(&[
            ("index.html", "import init from '/buurtboek-client-1.js'; init('/buurtboek-client-1_bg.wasm')"),
            ("buurtboek-client-1.js", "whole"),
            ("buurtboek-client-1_bg.wasm", "whole"),
        ]);
        let parts = written(&[
            (
                "buurtboek-client.js",
                "import * as l from \"./links.js\"; ({\"./links.js\": l}, 'buurtboek-client_bg.wasm')",
            ),
            ("buurtboek-client_bg.wasm", "main"),
            ("split_team.wasm", "team"),
            ("chunk_1.wasm", "common"),
            (
                "links.js",
                "import { initSync } from \"./buurtboek-client.js\"; \"./split_team.wasm\" \"./chunk_1.wasm\"",
            ),
        ]);
        put(parts.path(), app.path()).unwrap();

        let mut files = Vec::new();
        collect_files(app.path(), &mut files).unwrap();
        let mut names: Vec<String> =
            files.iter().map(|file| file.file_name().unwrap().to_string_lossy().into_owned()).collect();
        names.sort();
        let [main_script, main, page, links, common, team] = names.as_slice() else { panic!("{names:?}") };
        let read = |name: &str| fs::read_to_string(app.path().join(name)).unwrap();
        assert_eq!(read(page), format!("import init from '/{main_script}'; init('/{main}')"));
        assert_eq!(read(main_script), format!("import * as l from \"./{links}\"; ({{\"./links.js\": l}}, '{main}')"));
        assert_eq!(read(links), format!("import {{ initSync }} from \"./{main_script}\"; \"./{team}\" \"./{common}\""));
        assert_eq!([read(main), read(common), read(team)], ["main", "common", "team"]);
    }

    #[test]
    fn other_parts_have_other_names() {
        let hash = |main: &str| {
            let parts = written(&[("buurtboek-client_bg.wasm", main)]);
            Fingerprint::of(parts.path(), &["."], "").unwrap()
        };
        assert_ne!(hash("one"), hash("other"));
    }
}
