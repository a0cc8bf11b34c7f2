//! The words of the screens: every key is said by some screen, and stands in both languages.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::tree;

const LANGUAGES: [&str; 2] = ["nl", "en"];

/// What says a word: the language, then the key, with dots between its parts.
const SAY: &str = "say!(";

/// The keys of a part of the words: `app.login.title`.
fn keys(path: &str, words: &Value, found: &mut BTreeSet<String>) {
    match words {
        Value::Object(parts) => parts.iter().for_each(|(name, words)| keys(&format!("{path}.{name}"), words, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            found.insert(path.to_owned());
        }
    }
}

/// Every key of a language, from all its files.
fn keys_of(language: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in tree::texts(&format!("client/locales/{language}")) {
        let part = text.path.rsplit('/').next().and_then(|name| name.strip_suffix(".json")).unwrap();
        keys(part, &serde_json::from_str(&text.content).unwrap(), &mut found);
    }
    found
}

/// The keys that a source file says, however the lines of the call are broken.
fn said(content: &str) -> BTreeSet<String> {
    let calls = content.split(SAY).skip(1);
    let keys = calls.filter_map(|call| {
        let (_language, rest) = call.split_once(',')?;
        let key = rest.split([',', ')']).next()?;
        Some(key.split_whitespace().collect::<String>())
    });
    keys.collect()
}

/// What is wrong with keys that are there and keys that are said.
fn complaints(languages: &[(&str, BTreeSet<String>)], said: &BTreeSet<String>) -> Vec<String> {
    let all: BTreeSet<&String> = languages.iter().flat_map(|(_, keys)| keys).collect();
    let lacking = languages.iter().flat_map(|(language, keys)| {
        let lacks = all.iter().filter(|key| !keys.contains(key.as_str()));
        lacks.map(move |key| format!("{key} is lacking in {language}"))
    });
    let unsaid = all.iter().filter(|key| !said.contains(key.as_str())).map(|key| format!("nothing says {key}"));
    lacking.chain(unsaid).collect()
}

#[test]
fn every_word_is_said_and_stands_in_both_languages() {
    let said = tree::sources("client/src").iter().flat_map(|text| said(&text.content)).collect();
    let languages = LANGUAGES.map(|language| (language, keys_of(language)));
    tree::none(&complaints(&languages, &said));
}

#[test]
fn a_word_that_nothing_says_or_that_one_language_lacks_is_seen() {
    let of = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<BTreeSet<_>>();
    let source = "say!(locale, app.back)\nsay!(\n    locale(),\n    note.two\n        .chosen,\n    name = name)";
    let mut found = BTreeSet::new();
    keys("app", &serde_json::json!({"back": "Terug", "login": {"title": "Inloggen"}}), &mut found);
    assert_eq!(found, of(&["app.back", "app.login.title"]));
    assert_eq!(said(source), of(&["app.back", "note.two.chosen"]));
    let languages = [("nl", of(&["app.back", "app.you"])), ("en", of(&["app.back"]))];
    let expected = ["app.you is lacking in en", "nothing says app.you"];
    assert_eq!(complaints(&languages, &said(source)), expected);
}
