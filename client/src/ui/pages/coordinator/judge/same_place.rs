//! What there is at the address of a signal, and what it was linked with.

use buurtboek_shared::{
    domain::{command::Outcome, signal::Place, triage::TriagePhase},
    ids::{DocId, DocKind},
    sorting,
    time::Timestamp,
};

use crate::{
    state::{Summary, ViewRow},
    ui::{pages::professional::signal_list::SignalItem, words::answers},
};

/// A signal or a dossier that may belong with a signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The triage, or the dossier.
    pub doc: DocId,
    /// What it is.
    pub what: RelatedKind,
    /// When it came.
    pub at: Timestamp,
    /// True when it was linked.
    pub linked: bool,
}

/// What may belong with a signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelatedKind {
    /// Another signal.
    Signal {
        /// Where it is.
        place: Place,
        /// Where it stands.
        phase: TriagePhase,
        /// How it ended; none while it is open.
        outcome: Option<Outcome>,
    },
    /// A dossier.
    Dossier {
        /// What it is called; may be empty.
        name: String,
    },
    /// Something that is linked and not on this device.
    Elsewhere,
}

/// The other signals and the dossiers at the address of a signal, open and closed, and everything that it was linked
/// with: the newest first. Empty while the signal is not on the device.
#[must_use]
pub fn related(own: DocId, items: &[SignalItem], dossiers: &[ViewRow], links: &[DocId]) -> Vec<Related> {
    let place = items.iter().find(|item| item.id == own.id).map(|item| item.place.clone());
    let signals = items.iter().filter(|item| item.id != own.id).map(|item| {
        let doc = DocId::new(DocKind::Triage, item.id);
        let what = RelatedKind::Signal { place: item.place.clone(), phase: item.phase, outcome: item.outcome };
        let is_here = place.as_ref().is_some_and(|place| item.is_at(place));
        (Related { doc, what, at: item.received, linked: links.contains(&doc) }, is_here)
    });
    let dossiers = dossiers.iter().filter_map(|row| {
        let Summary::Dossier(dossier) = &row.summary else { return None };
        // A dossier that came of this signal needs no link.
        let (is_here, is_own) = (is_address(place.as_ref(), &dossier.address), row.parent == Some(own));
        let what = RelatedKind::Dossier { name: dossier.name.clone() };
        Some((Related { doc: row.doc, what, at: row.created, linked: links.contains(&row.doc) }, is_here && !is_own))
    });
    let mut related: Vec<Related> = signals
        .chain(dossiers)
        .filter(|(related, is_here)| *is_here || related.linked)
        .map(|(related, _)| related)
        .collect();
    sorting::sort_by(&mut related, |one, other| other.at.cmp(&one.at).then(one.doc.cmp(&other.doc)));
    let missing = links.iter().filter(|link| !related.iter().any(|related| related.doc == **link));
    let elsewhere: Vec<Related> = missing
        .map(|doc| Related { doc: *doc, what: RelatedKind::Elsewhere, at: Timestamp::default(), linked: true })
        .collect();
    related.into_iter().chain(elsewhere).collect()
}

/// True when a dossier's address, in own words, is the place.
fn is_address(place: Option<&Place>, address: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    match place {
        Some(place @ Place::Address { .. }) => plain(&answers::place(place)) == plain(address),
        Some(Place::Description(_)) | None => false,
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::triage::Urgency,
        ids::{Id128, Seq},
        protocol::frames::Access,
    };

    use super::*;
    use crate::{state::DossierSummary, ui::pages::professional::signal_list::tests::item};

    fn triage(id: u8) -> DocId {
        DocId::new(DocKind::Triage, Id128([id; 16]))
    }

    fn dossier(id: u8, address: &str) -> ViewRow {
        ViewRow {
            doc: DocId::new(DocKind::Dossier, Id128([id; 16])),
            parent: None,
            created: Timestamp(i64::from(id)),
            access: Access::Read,
            seq: Seq(1),
            summary: Summary::Dossier(DossierSummary { address: address.to_owned(), ..DossierSummary::default() }),
            words: String::new(),
        }
    }

    fn found(items: &[SignalItem], dossiers: &[ViewRow], links: &[DocId]) -> Vec<(u8, bool)> {
        let related = related(triage(1), items, dossiers, links);
        related.iter().map(|related| (related.doc.id.0[0], related.linked)).collect()
    }

    #[test]
    fn open_and_closed_signals_and_dossiers_at_the_address_are_offered_the_newest_first() {
        let closed = SignalItem { phase: TriagePhase::Closed, ..item(3, "nevelstraat", Urgency::Today) };
        let items = [
            item(1, "Nevelstraat", Urgency::Today),
            item(2, "Nevelstraat", Urgency::CanWait),
            closed,
            item(4, "Dauwpad", Urgency::Today),
        ];
        let dossiers = [dossier(5, "Nevelstraat  14"), dossier(6, "Dauwpad 8")];
        assert_eq!(found(&items, &dossiers, &[]), [(5, false), (3, false), (2, false)]);
    }

    #[test]
    fn what_is_linked_shows_wherever_it_is() {
        let items = [item(1, "Nevelstraat", Urgency::Today), item(4, "Dauwpad", Urgency::Today)];
        assert_eq!(found(&items, &[], &[triage(4)]), [(4, true)]);
        assert_eq!(found(&items, &[], &[triage(9)]), [(9, true)], "also when it is not on this device");
    }

    #[test]
    fn the_dossier_that_came_of_a_signal_is_not_offered() {
        let own = ViewRow { parent: Some(triage(1)), ..dossier(5, "Nevelstraat 14") };
        assert_eq!(found(&[item(1, "Nevelstraat", Urgency::Today)], &[own], &[]), []);
    }
}
