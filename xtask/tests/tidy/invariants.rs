//! Every invariant in ARCHITECTURE.md names tests that exist.

use crate::tree;

/// The names in the right-hand column of the table of invariants.
fn named(document: &str) -> Vec<&str> {
    let section = document.split("\n## ").find(|section| section.starts_with("Invariants"));
    let rows = section.unwrap_or_default().lines().filter(|line| line.starts_with('|')).skip(2);
    rows.filter_map(|row| row.trim_end_matches('|').rsplit_once('|'))
        .flat_map(|(_, tests)| tests.split('`').skip(1).step_by(2))
        .collect()
}

#[test]
fn every_invariant_names_tests_that_exist() {
    let document = std::fs::read_to_string(tree::root().join("ARCHITECTURE.md")).unwrap();
    let names = named(&document);
    assert!(names.len() > 20, "the table of invariants was not found");
    let sources = tree::sources("");
    let missing: Vec<String> = names
        .into_iter()
        .filter(|name| !sources.iter().any(|source| defines(&source.content, name)))
        .map(str::to_owned)
        .collect();
    tree::none(&missing);
}

/// A test is a function, or a name given to the macro that makes one per store.
fn defines(source: &str, name: &str) -> bool {
    source.contains(&format!("fn {name}(")) || source.contains(&format!("{name},\n"))
}

#[test]
fn names_are_read_from_the_table() {
    let document = "# A\n\n## Invariants\n\n| what | held by |\n|---|---|\n| a `thing` | `one`, `two` |\n\n## Next\n| x | `no` |\n";
    assert_eq!(named(document), ["one", "two"]);
}
