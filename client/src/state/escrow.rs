//! What colleagues wrote whose access ended before it arrived: asked for by coordinators, never kept on the device.

use buurtboek_shared::{
    ids::{DocId, MemberId},
    time::Timestamp,
};
use serde::Deserialize;

use crate::platform::http::{self, HttpFailure};

const ESCROW: &str = "/api/v1/escrow";

/// A text that was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedText {
    /// Its number.
    pub id: u64,
    /// Where it was written.
    pub place: DocId,
    /// The dossier that belongs to; none when there is none.
    pub dossier: Option<DocId>,
    /// Who wrote it.
    pub author: MemberId,
    /// When, by the writer's device.
    pub written: Timestamp,
    /// The words.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    id: u64,
    document: DocId,
    dossier: Option<DocId>,
    note: Option<DocId>,
    author: MemberId,
    written: String,
    text: String,
}

/// The server's answer.
#[derive(Deserialize)]
struct Answer {
    items: Vec<Item>,
}

/// What the answer says; none when a moment in it does not read.
fn texts_of(answer: Answer) -> Option<Vec<HandedText>> {
    let text = |item: Item| {
        let Item { id, document, dossier, note, author, written, text } = item;
        let written = Timestamp::from_rfc3339(&written)?;
        Some(HandedText { id, place: note.unwrap_or(document), dossier, author, written, text })
    };
    answer.items.into_iter().map(text).collect()
}

/// What was handed over and not dealt with, the oldest first. For coordinators.
///
/// # Errors
/// When the server did not tell.
pub async fn handed_texts() -> Result<Vec<HandedText>, HttpFailure> {
    texts_of(http::get(ESCROW).await?).ok_or(HttpFailure::Unreadable)
}

/// Says that a text was dealt with: the server erases it. For coordinators.
///
/// # Errors
/// When the server did not do it.
pub async fn settle(id: u64) -> Result<(), HttpFailure> {
    http::delete(&format!("{ESCROW}/{id}")).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(written: &str) -> Answer {
        let (id, author) = ("0f".repeat(16), "01".repeat(16));
        let answer = format!(
            r#"{{"items": [{{"id": 7, "document": "dossier:{id}", "note": "note:{id}", "author": "{author}",
                "root": "talk", "written": "{written}", "received": "{written}", "text": "Zij belde."}}]}}"#
        );
        serde_json::from_str(&answer).unwrap()
    }

    #[test]
    fn the_answer_of_the_server_is_read_as_it_writes_it() {
        let texts = texts_of(answer("2026-11-23T09:00:00Z")).unwrap();
        let [text] = texts.as_slice() else { panic!("one text") };
        assert_eq!((text.id, text.text.as_str(), text.dossier), (7, "Zij belde.", None));
        assert_eq!(text.place.to_string(), format!("note:{}", "0f".repeat(16)), "the note says more than its dossier");
        assert_eq!(text.author, MemberId::from_bytes([1; 16]));
        assert_eq!(text.written, Timestamp(1_795_424_400_000));
    }

    #[test]
    fn a_moment_that_does_not_read_is_no_answer() {
        assert_eq!(texts_of(answer("gisteren")), None);
    }
}
