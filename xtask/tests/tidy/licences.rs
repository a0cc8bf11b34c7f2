//! Every dependency's licence is one that `deny.toml` allows beside the EUPL.

use std::collections::BTreeSet;

use crate::tree;

/// The list `allow` of `deny.toml`.
fn allowed() -> BTreeSet<String> {
    let content = std::fs::read_to_string(tree::root().join("deny.toml")).unwrap();
    let list = content.split("\nallow = [").nth(1).and_then(|rest| rest.split(']').next()).unwrap();
    list.split(',').map(|item| item.trim().trim_matches('"').to_owned()).filter(|item| !item.is_empty()).collect()
}

/// Whether an SPDX expression can be satisfied. `AND` binds stronger than `OR`; the old `/` means `OR`.
fn is_satisfied(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, allowed };
    reader.either() && reader.words.is_empty()
}

struct Reader<'a> {
    words: &'a [&'a str],
    allowed: &'a BTreeSet<String>,
}

impl Reader<'_> {
    fn either(&mut self) -> bool {
        let mut satisfied = self.both();
        while self.skip("OR") {
            satisfied |= self.both();
        }
        satisfied
    }

    fn both(&mut self) -> bool {
        let mut satisfied = self.one();
        while self.skip("AND") {
            satisfied &= self.one();
        }
        satisfied
    }

    fn one(&mut self) -> bool {
        if self.skip("(") {
            let satisfied = self.either();
            return self.skip(")") && satisfied;
        }
        let mut name = self.next();
        if self.skip("WITH") {
            name = format!("{name} WITH {}", self.next());
        }
        self.allowed.contains(&name)
    }

    fn skip(&mut self, word: &str) -> bool {
        let is_next = self.words.first() == Some(&word);
        if is_next {
            self.next();
        }
        is_next
    }

    fn next(&mut self) -> String {
        let Some((first, rest)) = self.words.split_first() else {
            return String::new();
        };
        self.words = rest;
        (*first).to_owned()
    }
}

#[test]
fn every_dependency_may_be_used() {
    let allowed = allowed();
    let metadata = tree::metadata(&[]);
    let packages = metadata["packages"].as_array().unwrap().iter();
    let complaints = packages.filter_map(|package| {
        let licence = package["license"].as_str().unwrap_or("no licence named");
        (!is_satisfied(licence, &allowed)).then(|| format!("{}: {licence}", package["name"]))
    });
    tree::none(&complaints.collect::<Vec<_>>());
}

/// Packages of the Dutch government's house style, which only its own organisations may use.
const HOUSE_STYLES: [&str; 2] = ["@utrecht/design-tokens", "@rijkshuisstijl-community/design-tokens"];

#[test]
fn every_npm_package_may_be_used() {
    let allowed = allowed();
    let mut complaints = Vec::new();
    for folder in ["client", "tests"] {
        let lock = std::fs::read_to_string(tree::root().join(folder).join("package-lock.json")).unwrap();
        let lock: serde_json::Value = serde_json::from_str(&lock).unwrap();
        for (path, package) in lock["packages"].as_object().unwrap() {
            let licence = package["license"].as_str().unwrap_or("no licence named");
            let is_house_style = HOUSE_STYLES.iter().any(|name| path.ends_with(name));
            if is_house_style || !is_satisfied(licence, &allowed) {
                complaints.push(format!("{folder}: {path}: {licence}"));
            }
        }
    }
    tree::none(&complaints);
}

#[test]
fn expressions_are_read_as_spdx_means_them() {
    let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned).into();
    for good in ["MIT", "GPL-3.0 OR MIT", "GPL-3.0/MIT", "MIT AND Apache-2.0", "(GPL-3.0 OR MIT) AND Apache-2.0"] {
        assert!(is_satisfied(good, &allowed), "{good}");
    }
    assert!(is_satisfied("Apache-2.0 WITH LLVM-exception", &allowed));
    for bad in ["GPL-3.0", "MIT AND GPL-3.0", "GPL-3.0 OR MIT AND GPL-3.0", "MIT WITH LLVM-exception", "", "(MIT"] {
        assert!(!is_satisfied(bad, &allowed), "{bad}");
    }
}
