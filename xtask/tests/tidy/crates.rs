//! Directions between crates: shared ← server, shared ← client, tests → all; server and client never meet.

use serde_json::Value;

use crate::tree;

/// What a crate must not depend on.
struct Ban {
    package: &'static str,
    /// Our own crates: not even for tests.
    ours: &'static [&'static str],
    /// Others' crates: not in the product.
    others: &'static [&'static str],
}

const BANS: [Ban; 3] = [
    Ban {
        package: "buurtboek-shared",
        ours: &["buurtboek-server", "buurtboek-client", "buurtboek-tests"],
        others: &[
            "tokio",
            "web-sys",
            "js-sys",
            "wasm-bindgen",
            "leptos",
            "axum",
            "rusqlite",
            "getrandom",
            "rand",
            "chrono",
        ],
    },
    Ban {
        package: "buurtboek-server",
        ours: &["buurtboek-client", "buurtboek-tests"],
        others: &["web-sys", "js-sys", "wasm-bindgen", "leptos"],
    },
    Ban {
        package: "buurtboek-client",
        ours: &["buurtboek-server", "buurtboek-tests"],
        others: &["tokio", "axum", "rusqlite"],
    },
];

fn wrong_directions(metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().unwrap();
    let mut complaints = Vec::new();
    for ban in &BANS {
        let package = packages.iter().find(|package| package["name"] == ban.package).unwrap();
        for dependency in package["dependencies"].as_array().unwrap() {
            let name = dependency["name"].as_str().unwrap();
            let is_in_product = dependency["kind"] != "dev";
            if ban.ours.contains(&name) || (is_in_product && ban.others.contains(&name)) {
                complaints.push(format!("{} must not depend on {name}", ban.package));
            }
        }
    }
    complaints
}

#[test]
fn crates_depend_in_one_direction() {
    tree::none(&wrong_directions(&tree::metadata(&["--no-deps"])));
}

#[test]
fn a_wrong_direction_is_seen() {
    let package = |name: &str, dependencies: Value| serde_json::json!({"name": name, "dependencies": dependencies});
    let metadata = serde_json::json!({"packages": [
        package("buurtboek-shared", serde_json::json!([{"name": "tokio", "kind": null}])),
        package("buurtboek-server", serde_json::json!([{"name": "leptos", "kind": "dev"}])),
        package("buurtboek-client", serde_json::json!([{"name": "buurtboek-server", "kind": "dev"}])),
    ]});
    let complaints = wrong_directions(&metadata);
    assert_eq!(
        complaints,
        ["buurtboek-shared must not depend on tokio", "buurtboek-client must not depend on buurtboek-server"]
    );
}
