//! What must stand nowhere: paths of one machine, package registries' hosts in lock files, work left for later.

use crate::tree;

/// In pieces, so that this file passes its own test.
const NOWHERE: [&str; 8] = [
    concat!("/", "root/"),
    concat!("/", "work/"),
    concat!("..", "/shared"),
    concat!("registry.", "npmjs.org"),
    concat!("arti", "factory"),
    concat!("FIX", "ME"),
    concat!("todo", "!("),
    concat!("unimple", "mented!("),
];

fn found(path: &str, content: &str) -> Vec<String> {
    let lines = content.lines().zip(1..);
    let hits = lines.flat_map(|(line, number)| {
        NOWHERE.iter().filter(|word| line.contains(**word)).map(move |word| format!("{path}:{number}: {word}"))
    });
    hits.collect()
}

#[test]
fn nothing_of_one_machine_and_nothing_left_for_later() {
    let complaints: Vec<String> = tree::texts("").iter().flat_map(|text| found(&text.path, &text.content)).collect();
    tree::none(&complaints);
}

#[test]
fn a_path_of_a_machine_is_seen() {
    assert_eq!(found("a", &["fine", concat!("in /", "root/x")].join("\n")), [concat!("a:2: /", "root/")]);
}
