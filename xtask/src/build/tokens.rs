//! Design tokens that nothing in the style sheet refers to.
//!
//! The theme defines some five thousand custom properties for every component there is. A browser computes all of them
//! for every element that they apply to, so an old telephone pays for each; the app refers to a few hundred.

use std::collections::{BTreeMap, BTreeSet};

/// The style sheet without the custom properties that no other declaration refers to, directly or through others.
pub(super) fn without_unused(css: &str) -> String {
    let pieces = pieces(css);
    let used = used(&pieces);
    pieces.iter().filter(|piece| definition(piece).is_none_or(|(name, _)| used.contains(name))).copied().collect()
}

/// The names that ordinary declarations refer to, and those that these refer to in turn.
fn used<'a>(pieces: &[&'a str]) -> BTreeSet<&'a str> {
    let mut values: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut waiting: Vec<&str> = Vec::new();
    for piece in pieces {
        match definition(piece) {
            Some((name, value)) => values.entry(name).or_default().push(value),
            None => waiting.extend(references(piece)),
        }
    }
    let mut used = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        if used.insert(name) {
            waiting.extend(values.get(name).into_iter().flatten().flat_map(|value| references(value)));
        }
    }
    used
}

/// Declarations, each with its semicolon, and what stands between them. A semicolon or brace in quotes ends nothing.
fn pieces(css: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut quote, mut is_escaped) = (0, None, false);
    for (at, character) in css.char_indices() {
        let ends = match (quote, character) {
            _ if is_escaped => false,
            (Some(open), closing) if open == closing => {
                quote = None;
                false
            }
            (None, '"' | '\'') => {
                quote = Some(character);
                false
            }
            (None, ';' | '{') => true,
            (None, '}') => {
                pieces.push(&css[start..at]);
                start = at;
                true
            }
            (Some(_) | None, _) => false,
        };
        is_escaped = character == '\\' && !is_escaped;
        if ends {
            pieces.push(&css[start..=at]);
            start = at + 1;
        }
    }
    pieces.push(&css[start..]);
    pieces
}

/// Name and value of a custom property that a piece defines.
fn definition(piece: &str) -> Option<(&str, &str)> {
    let (name, value) = piece.split_once(':')?;
    let name = name.trim();
    (name.starts_with("--") && !piece.ends_with('{')).then_some((name, value))
}

/// The names in every `var(…)`, fallbacks included.
fn references(value: &str) -> impl Iterator<Item = &str> {
    value.split("var(").skip(1).filter_map(|rest| {
        let rest = rest.trim_start();
        let end = rest.find([',', ')', ' ', '\n']).unwrap_or(rest.len());
        rest.starts_with("--").then(|| &rest[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_something_refers_to_stays() {
        let css = ".t{--a:1px;--b:var(--a);--c:red;--d:var(--c)}p{margin:var(--b);color:var(--x,var( --e ))}.t{--e:2}";
        assert_eq!(
            without_unused(css),
            ".t{--a:1px;--b:var(--a);}p{margin:var(--b);color:var(--x,var( --e ))}.t{--e:2}"
        );
    }

    #[test]
    fn what_is_quoted_ends_nothing_and_selectors_are_no_definitions() {
        let css = r#"a:hover{--icon:url("data:;}--x:{");content:"\";";background:var(--icon)}.b--x:focus{color:red}"#;
        assert_eq!(without_unused(css), css);
    }

    #[test]
    fn media_queries_keep_their_braces() {
        let css = "@media (min-width:1px){:root{--a:1;--b:2}p{top:var(--b)}}";
        assert_eq!(without_unused(css), "@media (min-width:1px){:root{--b:2}p{top:var(--b)}}");
    }
}
