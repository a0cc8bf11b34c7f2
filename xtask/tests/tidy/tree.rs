//! The repository's files, as the tests read them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// `.git` is a folder, or in a second worktree a file.
const NOT_OURS: [&str; 3] = [".git", "node_modules", "target"];

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// A text file, by its path from the root with `/` between the parts.
pub(crate) struct Text {
    pub(crate) path: String,
    pub(crate) content: String,
}

/// Every text file below `folder`; what is no UTF-8 is left out.
pub(crate) fn texts(folder: &str) -> Vec<Text> {
    let mut paths = Vec::new();
    collect(&root().join(folder), &mut paths);
    paths.sort();
    paths.iter().filter_map(|path| read(path)).collect()
}

/// Every Rust file below `folder`.
pub(crate) fn sources(folder: &str) -> Vec<Text> {
    texts(folder).into_iter().filter(|text| text.path.ends_with(".rs")).collect()
}

/// Cargo's description of the workspace; with `arguments` such as `--no-deps`.
pub(crate) fn metadata(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1"])
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The file without its unit tests, which stand last.
pub(crate) fn without_tests(content: &str) -> &str {
    content.split("\n#[cfg(test)]\nmod ").next().unwrap_or(content)
}

/// True of a file that holds nothing but unit tests.
pub(crate) fn is_of_tests(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// Fails with every complaint at once.
pub(crate) fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

fn collect(path: &Path, paths: &mut Vec<PathBuf>) {
    if NOT_OURS.iter().any(|name| path.ends_with(name)) {
        return;
    }
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            collect(&entry.unwrap().path(), paths);
        }
    } else {
        paths.push(path.to_owned());
    }
}

fn read(path: &Path) -> Option<Text> {
    let content = fs::read_to_string(path).ok()?;
    let path = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
    Some(Text { path, content })
}
