//! Where a reporter can go with what is nothing for the team.

use buurtboek_shared::domain::command::Signpost;

use crate::i18n::{Locale, say};

/// "De gemeente".
#[must_use]
pub fn words(locale: Locale, signpost: Signpost) -> &'static str {
    match signpost {
        Signpost::Municipality => say!(locale, coordinator.signpost.municipality),
        Signpost::Police => say!(locale, coordinator.signpost.police),
        Signpost::HousingAssociation => say!(locale, coordinator.signpost.housing_association),
        Signpost::GeneralPractitioner => say!(locale, coordinator.signpost.general_practitioner),
        Signpost::SafeAtHome => say!(locale, coordinator.signpost.safe_at_home),
        Signpost::AnimalAmbulance => say!(locale, coordinator.signpost.animal_ambulance),
        Signpost::NeighbourMediation => say!(locale, coordinator.signpost.neighbour_mediation),
        Signpost::OtherServices => say!(locale, coordinator.signpost.other_services),
    }
}
