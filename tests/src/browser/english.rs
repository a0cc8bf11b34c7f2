//! What the app says in English, by its own locales. The people of a story say its Dutch words.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use serde_json::Value;

static APP: LazyLock<io::Result<Texts>> = LazyLock::new(Texts::read);

/// The English of what the app says in Dutch: of a whole text, of one of its sentences, or of how one begins before
/// something is filled in; with what is filled in, in English too. None for what the app does not say.
///
/// # Panics
/// When these Dutch words are several things in English, so that nobody knows which is meant, or the locales cannot be read.
#[must_use]
pub fn english(dutch: &str) -> Option<String> {
    let app = APP.as_ref().unwrap_or_else(|error| panic!("the app's locales: {error}"));
    app.english(dutch)
}

/// What stands between the pieces of a line, each of which says something by itself.
const BESIDE: &str = " · ";

#[derive(Default)]
struct Texts {
    whole: BTreeMap<String, BTreeSet<String>>,
    parts: BTreeMap<String, BTreeSet<String>>,
    /// Texts and sentences in which something is filled in.
    forms: BTreeSet<(String, String)>,
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

    fn english(&self, dutch: &str) -> Option<String> {
        let found = match self.whole.get(dutch).or_else(|| self.parts.get(dutch)) {
            Some(found) => found.clone(),
            None if dutch.contains(BESIDE) => {
                let said = |piece: &str| self.english(piece).unwrap_or_else(|| piece.to_owned());
                return Some(dutch.split(BESIDE).map(said).collect::<Vec<_>>().join(BESIDE));
            }
            None => {
                // The form with the most words of its own leaves the least open.
                let fitting =
                    self.forms.iter().filter(|(form, _)| values(form, dutch).is_some()).map(|form| own_words(&form.0));
                let most = fitting.max().unwrap_or_default();
                let best = self.forms.iter().filter(|(form, _)| own_words(form) == most);
                best.filter_map(|(form, english)| self.filled(form, english, dutch)).collect()
            }
        };
        assert!(found.len() < 2, "'{dutch}' is one of {found:?}");
        found.into_iter().next()
    }

    /// The English form with in it what these words have where the Dutch form leaves something open.
    fn filled(&self, form: &str, english: &str, words: &str) -> Option<String> {
        let mut filled = english.to_owned();
        for (name, value) in values(form, words)? {
            let value = self.english(value).unwrap_or_else(|| value.to_owned());
            filled = filled.replace(&format!("{{{{{name}}}}}"), &value);
        }
        Some(filled)
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
        self.add_part(dutch, english);
        let sentences =
            [dutch, english].map(|text| text.split_inclusive(['.', '?', '!']).map(str::trim).collect::<Vec<_>>());
        if sentences[0].len() == sentences[1].len() {
            sentences[0].iter().zip(&sentences[1]).for_each(|(dutch, english)| self.add_part(dutch, english));
        }
    }

    /// A text or a sentence, how it begins before something is filled in, and how it looks where it does not end.
    fn add_part(&mut self, dutch: &str, english: &str) {
        self.add_form(dutch, english);
        for (place, _) in dutch.match_indices("{{") {
            let opens = &dutch[place..];
            let Some(length) = opens.find("}}") else { continue };
            let [before, after] = [&dutch[..place], &opens[length + 2..]];
            let Some((before_too, after_too)) = english.split_once(&opens[..length + 2]) else { continue };
            self.add_cut(before, before_too);
            if !after.contains("{{") {
                self.add_cut(after, after_too);
            }
        }
        let unended = [dutch, english].map(|words| words.trim_end_matches(['.', '…']));
        for [dutch, english] in [[dutch, english], unended] {
            put(&mut self.parts, dutch, english);
        }
    }

    /// What stands before or after something that is filled in.
    fn add_cut(&mut self, dutch: &str, english: &str) {
        let [dutch, english] = [dutch, english].map(|words| words.trim_start().trim_end_matches([' ', '(']));
        self.add_form(dutch, english);
        put(&mut self.parts, dutch, english);
    }

    /// Words with something filled in. When it is nearly all that there is, they look like anything.
    fn add_form(&mut self, dutch: &str, english: &str) {
        if dutch.contains("{{") && own_words(dutch) >= ENOUGH {
            self.forms.insert((dutch.to_owned(), english.to_owned()));
        }
    }
}

/// A form is known by at least so many letters of its own.
const ENOUGH: usize = 7;

/// How many letters of a form are its own.
fn own_words(form: &str) -> usize {
    let own = form.split("{{").map(|piece| piece.split_once("}}").map_or(piece, |(_, after)| after));
    own.map(|piece| piece.trim().len()).sum()
}

/// What these words have where a form leaves something open, by its names; none when they do not have that form.
fn values<'a>(form: &'a str, words: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let mut pieces = form.split("{{");
    let mut rest = words.strip_prefix(pieces.next()?)?;
    let mut values = Vec::new();
    for piece in pieces {
        let (name, after) = piece.split_once("}}")?;
        let end = if after.is_empty() { rest.len() } else { rest.find(after)? };
        values.push((name, &rest[..end]));
        rest = &rest[end + after.len()..];
    }
    rest.is_empty().then_some(values)
}

fn put(texts: &mut BTreeMap<String, BTreeSet<String>>, dutch: &str, english: &str) {
    texts.entry(dutch.to_owned()).or_default().insert(english.to_owned());
}

fn locales() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../client/locales")
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_filled_in_is_found_and_put_where_english_has_it() {
        for (dutch, english) in [
            ("Ontvangen", Some("Received")),
            ("Staat op tablet van Joost ✓", Some("On the tablet of Joost ✓")),
            ("Misschien heeft Joost nog tekst.", Some("Joost may still have text.")),
            ("Fatou koos 'Acuut, vandaag handelen'.", Some("Fatou chose 'Acute, act today'.")),
            ("Geschreven door Samira samen met Joost", Some("Written by Samira together with Joost")),
            ("Joost synchroniseerde voor het laatst om", Some("Joost last synchronised at")),
            ("aan de beheerder.", Some("to the administrator.")),
            ("Dauwpad 3 · Verbeterd op", Some("Dauwpad 3 · Corrected on")),
            ("U antwoordde: Ik kan niet · Ontvangen", Some("You answered: I cannot come · Received")),
            ("De koelkast was leeg.", None),
        ] {
            assert_eq!(super::english(dutch).as_deref(), english, "{dutch}");
        }
    }
}
