//! Directions between the modules of one crate, read from what each file names with `crate::`.

use crate::tree;

/// Modules of a crate that others may name, but that must not name these.
struct Direction {
    folder: &'static str,
    module: &'static str,
    must_not_name: &'static [&'static str],
}

const fn direction(folder: &'static str, module: &'static str, must_not_name: &'static [&'static str]) -> Direction {
    Direction { folder, module, must_not_name }
}

const SHARED: &str = "shared/src";
const SERVER: &str = "server/src";
const CLIENT: &str = "client/src";

const DIRECTIONS: [Direction; 17] = [
    // protocol → doc → domain → ids
    direction(SHARED, "ids", &["domain", "doc", "protocol"]),
    direction(SHARED, "time", &["domain", "doc", "protocol"]),
    direction(SHARED, "domain", &["doc", "protocol"]),
    direction(SHARED, "doc", &["protocol"]),
    // http, demo → deputy → state → conn, directory → docs, auth → authz → store. The state holds what is below it
    direction(SERVER, "store", &["docs", "authz", "auth", "directory", "deputy", "state", "http", "conn", "demo"]),
    direction(SERVER, "docs", &["auth", "directory", "deputy", "state", "http", "conn", "demo"]),
    direction(SERVER, "authz", &["docs", "auth", "directory", "deputy", "state", "http", "conn", "demo"]),
    direction(SERVER, "auth", &["docs", "authz", "directory", "deputy", "state", "http", "conn", "demo"]),
    direction(SERVER, "directory", &["deputy", "state", "http", "conn", "demo"]),
    direction(SERVER, "conn", &["deputy", "state", "http", "demo"]),
    direction(SERVER, "metrics", &["docs", "authz", "auth", "state", "http", "conn", "demo"]),
    direction(SERVER, "state", &["deputy", "http", "demo", "serve", "cli", "admin"]),
    // app → ui → state → platform → sync → storage
    direction(CLIENT, "storage", &["state", "sync", "ui", "app"]),
    direction(CLIENT, "sync", &["state", "ui", "app"]),
    direction(CLIENT, "state", &["ui", "app"]),
    direction(CLIENT, "platform", &["state", "ui", "app"]),
    direction(CLIENT, "ui", &["storage", "sync", "app"]),
];

fn wrong_directions(path: &str, content: &str) -> Vec<String> {
    let product = if tree::is_of_tests(path) { "" } else { tree::without_tests(content) };
    let named = DIRECTIONS.iter().filter(|direction| is_of_module(path, direction)).flat_map(|direction| {
        let wrong = direction.must_not_name.iter().filter(|module| names(product, module));
        wrong.map(|module| format!("{path}: {} must not know {module}", direction.module))
    });
    named.collect()
}

fn is_of_module(path: &str, direction: &Direction) -> bool {
    let inside = path.strip_prefix(direction.folder).and_then(|path| path.strip_prefix('/'));
    inside.and_then(|path| path.strip_prefix(direction.module)).is_some_and(|rest| rest.starts_with(['/', '.']))
}

/// Whether a line of code (not of documentation) names `crate::module`, alone or in a braced list after `crate::`.
fn names(content: &str, module: &str) -> bool {
    let code = content.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code: String = code.flat_map(|line| [line.trim(), " "]).collect();
    code.split("crate::").skip(1).any(|after| match after.strip_prefix('{') {
        Some(list) => top_level(list).any(|item| first_word(item) == module),
        None => first_word(after) == module,
    })
}

/// The items of a braced list up to its end, the inner lists left out.
fn top_level(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let items = list.split(move |character| {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && character == ','
    });
    items.map(str::trim).take_while(|item| !item.contains(';'))
}

fn first_word(text: &str) -> &str {
    let end = text.find(|character: char| !character.is_alphanumeric() && character != '_');
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

#[test]
fn modules_know_each_other_in_one_direction() {
    let sources = [SHARED, SERVER, CLIENT].into_iter().flat_map(tree::sources);
    let complaints: Vec<String> = sources.flat_map(|text| wrong_directions(&text.path, &text.content)).collect();
    tree::none(&complaints);
}

/// Everything but `platform/` compiles natively; the binary alone may start the browser's side.
#[test]
fn the_browser_is_known_to_the_platform_only() {
    let of_browser = ["web_sys::", "js_sys::", "wasm_bindgen::", "indexed_db_futures::"];
    let elsewhere = tree::sources(CLIENT).into_iter().filter(|text| !text.path.starts_with("client/src/platform"));
    let complaints = elsewhere.flat_map(|text| {
        let named = of_browser.into_iter().filter(|name| tree::without_tests(&text.content).contains(name));
        named.map(|name| format!("{}: {name} outside platform", text.path)).collect::<Vec<_>>()
    });
    tree::none(&complaints.collect::<Vec<_>>());
}

#[test]
fn a_wrong_direction_is_seen_however_it_is_written() {
    let is_seen = |content: &str| !wrong_directions("server/src/store/sqlite/read.rs", content).is_empty();
    assert!(is_seen("use crate::http::router;"));
    assert!(is_seen("fn f() { crate::docs::open() }"));
    assert!(is_seen("use crate::{\n    clock::{Clock, http},\n    http::{self, Router},\n};"));
    assert!(!is_seen("use crate::{clock::{Clock, http}, store::Commit};\nuse axum::http::Request;"));
    assert!(!is_seen("/// See [`crate::http::router`].\nuse crate::https_only::X;"));
    assert!(wrong_directions("server/src/store/sqlite/tests.rs", "use crate::http::router;").is_empty());
    assert!(!is_seen("use crate::store::X;\n\n#[cfg(test)]\nmod tests {\n    use crate::http::router;\n}"));
    assert!(!wrong_directions("server/src/store.rs", "use crate::http;").is_empty());
    assert!(wrong_directions("server/src/stores.rs", "use crate::http;").is_empty());
}
