//! Who lives the day, and how.

use buurtboek_tests::browser::{Manner, Size};

use super::super::town::{Person, Town};

/// How the day is lived.
pub(super) struct Day {
    pub(super) manner: Manner,
    /// The screens of whoever coordinates and of the two professionals; the volunteer has a phone.
    pub(super) sizes: [Size; 3],
    pub(super) coordinates: Coordinates,
}

/// Who receives the signal, gives it and closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coordinates {
    /// Marijke, whose work it is.
    Marijke,
    /// Ilse, because Marijke is away until the last day.
    Deputy,
}

/// Everybody of this story, each with a device and a network of their own.
pub(super) struct People {
    pub(super) truus: Person,
    pub(super) samira: Person,
    pub(super) joost: Person,
    pub(super) marijke: Person,
    pub(super) ilse: Option<Person>,
}

impl People {
    pub(super) async fn arrive(town: &Town, day: &Day) -> Self {
        let [desk, samira, joost] = day.sizes;
        let marijke = town.arrive("Marijke Hoeksma", desk).await;
        let ilse = match day.coordinates {
            Coordinates::Marijke => None,
            Coordinates::Deputy => Some(town.arrive("Ilse van Rhee", desk).await),
        };
        let samira = town.arrive("Samira Bouzid", samira).await;
        let joost = town.arrive("Joost Wielinga", joost).await;
        let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
        for person in [&marijke, &samira, &joost, &truus].into_iter().chain(&ilse) {
            person.is_ready_for_offline().await.unwrap();
        }
        Self { truus, samira, joost, marijke, ilse }
    }

    /// Whoever receives the signal, gives it and closes it.
    pub(super) fn coordinator(&self) -> &Person {
        self.ilse.as_ref().unwrap_or(&self.marijke)
    }

    /// Who was at it finds the server again.
    pub(super) async fn find_the_server(&self) {
        for person in [&self.truus, &self.marijke].into_iter().chain(&self.ilse) {
            person.finds_connection().await;
        }
    }
}
