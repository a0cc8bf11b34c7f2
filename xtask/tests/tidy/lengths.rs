//! One concept per file: a file that needs more lines than this has two.

use crate::tree;

const MOST_LINES: usize = 600;

const CRATES: [&str; 4] = ["shared/src", "server/src", "client/src", "xtask/src"];

fn excess(path: &str, content: &str) -> Option<String> {
    let lines = tree::without_tests(content).lines().count();
    (!tree::is_of_tests(path) && lines > MOST_LINES)
        .then(|| format!("{path}: {lines} lines, at most {MOST_LINES} without its tests"))
}

#[test]
fn no_file_is_too_long() {
    let sources = CRATES.iter().flat_map(|folder| tree::sources(folder));
    let complaints: Vec<String> = sources.filter_map(|text| excess(&text.path, &text.content)).collect();
    tree::none(&complaints);
}

#[test]
fn a_long_file_is_seen_and_its_tests_do_not_count() {
    let long = "line\n".repeat(MOST_LINES + 1);
    let tested = format!("{}\n#[cfg(test)]\nmod tests {{\n{long}}}\n", "line\n".repeat(MOST_LINES - 1));
    assert!(excess("server/src/a.rs", &long).is_some());
    assert!(excess("server/src/a.rs", &tested).is_none());
    assert!(excess("server/src/a/tests.rs", &long).is_none());
}
