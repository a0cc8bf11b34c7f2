//! How a choice field is answered, and what its answers are called.

use buurtboek_shared::domain::{choice::ChoiceEntry, signal::YesNo};

use crate::{
    i18n::say,
    ui::{
        colleagues::colleagues,
        language::locale,
        parts::field::LineKind,
        words::{answers, moments},
    },
};

/// How the field is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answering {
    /// By one of these codes, with their words.
    Options(Vec<(&'static str, &'static str)>),
    /// By a line in own words, or a day.
    Line(LineKind),
    /// By ticks before these names: those that are there, joined by commas.
    Names(Vec<String>),
    /// By a tick: `yes` when it is there, `no` when it was taken away.
    Tick,
}

impl Answering {
    /// The words of an answer.
    pub(super) fn words(&self, value: &str) -> String {
        let known = self.options().into_iter().find(|(code, _)| *code == value).map(|(_, words)| words);
        match (known, self) {
            (Some(words), _) => words.to_owned(),
            (None, Self::Line(LineKind::Day)) if !value.is_empty() => moments::written_day(locale(), value),
            (None, Self::Options(_) | Self::Line(_) | Self::Names(_) | Self::Tick) if value.is_empty() => {
                say!(locale(), note.two.nothing).to_owned()
            }
            (None, Self::Options(_) | Self::Line(_) | Self::Names(_) | Self::Tick) => value.to_owned(),
        }
    }

    /// The codes to choose from, with their words; none for a line.
    pub(super) fn options(&self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Options(options) => options.clone(),
            Self::Line(_) | Self::Names(_) => Vec::new(),
            Self::Tick => YesNo::ALL.iter().map(|answer| (answer.code(), answers::yes_no(locale(), *answer))).collect(),
        }
    }

    /// "Ernstig (Samira, 10:42)"
    pub(super) fn given(&self, entry: &ChoiceEntry) -> String {
        say!(
            locale(),
            note.two.given,
            value = self.words(&entry.value),
            name = colleagues().first_name(entry.author),
            time = moments::moment(locale(), entry.at)
        )
    }
}
