//! What the app says in English, by its own locales. The people of a story say its Dutch words.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use serde_json::Value;

static APP: LazyLock<io::Result<Texts>> = LazyLock::new(Texts::read);

/// The English of what the app says in Dutch: of a whole text, of one of its sentences, or of how a sentence begins before
/// something is filled in. None for what the app does not say.
///
/// # Panics
/// When these Dutch words are several things in English, so that nobody knows which is meant, or the locales cannot be read.
#[must_use]
pub fn english(dutch: &str) -> Option<&'static str> {
    let app = APP.as_ref().unwrap_or_else(|error| panic!("the app's locales: {error}"));
    let found = app.whole.get(dutch).or_else(|| app.parts.get(dutch))?;
    assert_eq!(found.len(), 1, "'{dutch}' is one of {found:?}");
    found.first().map(String::as_str)
}

#[derive(Default)]
struct Texts {
    whole: BTreeMap<String, BTreeSet<String>>,
    parts: BTreeMap<String, BTreeSet<String>>,
}

impl Texts {
    fn read() -> io::Result<Self> {
        let mut texts = Self::default();
        for file in fs::read_dir(locales().join("nl"))? {
            let name = file?.file_name();
            let words = |language: &str| -> io::Result<Value> {
                Ok(serde_json::from_slice(&fs::read(locales().join(language).join(&name))?)?)
            };
            texts.add(&words("nl")?, &words("en")?);
        }
        Ok(texts)
    }

    fn add(&mut self, dutch: &Value, english: &Value) {
        match (dutch, english) {
            (Value::String(dutch), Value::String(english)) => self.add_text(dutch, english),
            (Value::Object(dutch), english) => dutch.iter().for_each(|(key, dutch)| self.add(dutch, &english[key])),
            (dutch, english) => panic!("{dutch} beside {english}"),
        }
    }

    fn add_text(&mut self, dutch: &str, english: &str) {
        put(&mut self.whole, dutch, english);
        let sentences =
            [dutch, english].map(|text| text.split_inclusive(['.', '?', '!']).map(str::trim).collect::<Vec<_>>());
        if sentences[0].len() != sentences[1].len() {
            return;
        }
        for (dutch, english) in sentences[0].iter().zip(&sentences[1]) {
            let beginnings = [dutch, english].map(|words| words.split("{{").next().unwrap_or_default());
            let unended = [dutch, english].map(|words| words.trim_end_matches(['.', '…']));
            for [dutch, english] in [[*dutch, *english], beginnings, unended] {
                put(&mut self.parts, dutch.trim_end_matches([' ', '(']), english.trim_end_matches([' ', '(']));
            }
        }
    }
}

fn put(texts: &mut BTreeMap<String, BTreeSet<String>>, dutch: &str, english: &str) {
    texts.entry(dutch.to_owned()).or_default().insert(english.to_owned());
}

fn locales() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../client/locales")
}
