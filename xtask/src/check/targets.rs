//! Which test targets need the built product: cargo's own description of the `tests` crate says so.

use serde_json::Value;

use super::environment::Bench;
use crate::error::Error;

/// The names of all test targets that ask for `feature` by `required-features`.
pub(super) fn requiring(bench: &Bench, feature: &str) -> Result<Vec<String>, Error> {
    let answer = bench.cargo(["metadata", "--no-deps", "--format-version", "1"]).answer()?;
    let metadata: Value = serde_json::from_str(&answer)
        .map_err(|error| Error::UnexpectedAnswer { program: "cargo metadata", answer: error.to_string() })?;
    Ok(names(&metadata, feature))
}

fn names(metadata: &Value, feature: &str) -> Vec<String> {
    let packages = members(metadata, "packages");
    let targets = packages.flat_map(|package| members(package, "targets"));
    // A benchmark may need the product too; it is no test.
    let tests = targets.filter(|target| members(target, "kind").any(|kind| kind == "test"));
    let chosen = tests.filter(|target| members(target, "required-features").any(|required| required == feature));
    chosen.filter_map(|target| target["name"].as_str()).map(str::to_owned).collect()
}

fn members<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_targets_with_the_feature_are_named() {
        let metadata = serde_json::json!({"packages": [
            {"targets": [
                {"name": "plain", "kind": ["test"]},
                {"name": "one", "kind": ["test"], "required-features": ["browser"]},
                {"name": "figures", "kind": ["bench"], "required-features": ["browser"]},
            ]},
            {"targets": [{"name": "other", "kind": ["test"], "required-features": ["postgres"]}]},
        ]});
        assert_eq!(names(&metadata, "browser"), ["one"]);
    }
}
