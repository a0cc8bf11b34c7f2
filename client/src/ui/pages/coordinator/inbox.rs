//! "Postvak": a live list in which no row moves under the finger.

use buurtboek_shared::ids::Id128;
use leptos::prelude::*;

use super::{
    deciding::decided_offline,
    deputy::DeputyToday,
    handed_texts::HandedWaiting,
    inbox_list::{Arrivals, Group, Standing, are_whole, waits_too_long},
    minute,
    standing_in::StandingIn,
};
use crate::{
    i18n::{Locale, say},
    platform::dates,
    ui::{
        colleagues::colleagues,
        connection,
        context::notebook,
        language::locale,
        pages::professional::{signal_rows::row, team_signals},
        parts::{
            badge::{BadgeText, BadgeTone, CountBadge},
            button::{Button, ButtonLink, Look},
            dynamic::dynamic,
            notice::{Empty, Notice},
            page_title::ListTitle,
            row::{RowText, Rows},
            show::Show,
            split::{Split, chosen_below},
        },
        route,
        words::moments,
    },
};

/// The inbox with the signal that is being judged beside it.
#[component]
pub fn Inbox() -> impl IntoView {
    let locale = locale();
    let chosen = chosen_below(route::INBOX);
    view! {
        <Split chosen=chosen invitation=say!(locale, professional.signals.pick)>
            <InboxList chosen=chosen/>
        </Split>
    }
}

#[component]
fn InboxList(chosen: Signal<Option<String>>) -> impl IntoView {
    let locale = locale();
    let notebook = notebook();
    let now = minute::now();
    let me = notebook.identity().member;
    let colleagues = colleagues();
    let (status, ready) = (notebook.sync_status(), notebook.ready());
    let items = team_signals();
    let decided = decided_offline();
    let standing = RwSignal::new(Standing::default());
    // What comes in while the device catches up for the first time, or before anything stands here, takes its place at
    // once. Later every arrival waits to be shown. An empty list may be one that was not read yet.
    Effect::new(move |caught_up_before: Option<bool>| {
        let is_fetched = ready.with(|ready| ready.to_fetch == 0 && ready.fetched_at.is_some());
        items.with(|items| {
            let is_whole = are_whole(items);
            if caught_up_before != Some(true) || is_whole && standing.with_untracked(Standing::is_empty) {
                standing.set(Standing::of(items));
            }
            caught_up_before == Some(true) || is_fetched && is_whole && !items.is_empty()
        })
    });
    // Whoever turns to something else finds what was done meanwhile in its new place; under the finger nothing moves.
    Effect::new(move |before: Option<Option<String>>| {
        let now = chosen.get();
        if before.is_some_and(|before| before != now) {
            items.with_untracked(|items| standing.update(|standing| standing.follow(items)));
        }
        now
    });
    let rows = Memo::new(move |_| {
        let now = now.get();
        items.with(|items| {
            let row_of = |item| {
                let mut text = row(locale, item, route::judge(item.id), me, colleagues);
                if decided.with(|decided| decided.contains(&item.id)) {
                    text.badges.insert(0, BadgeText::new(BadgeTone::Calm, say!(locale, coordinator.inbox.decided)));
                } else if waits_too_long(item, now, dates::on_the_wall) {
                    text.badges.insert(0, BadgeText::new(BadgeTone::Alarm, say!(locale, coordinator.inbox.too_long)));
                }
                (item.id, text)
            };
            items.iter().map(row_of).collect::<Vec<(Id128, RowText)>>()
        })
    });
    let arrivals = Memo::new(move |_| items.with(|items| standing.with(|standing| standing.arrivals(items))));
    let reveal = move || items.with_untracked(|items| standing.set(Standing::of(items)));
    // After a reload without a connection: what the device remembers of the last one.
    let last = move || status.with(|status| status.last_synced).or(ready.with(|ready| ready.fetched_at));
    let is_lost = connection::is_lost();
    let is_offline = move || last().is_some() && is_lost.get();
    let since = move || last().map(|at| moments::moment(locale, at)).unwrap_or_default();
    // Before the server was heard of nobody knows whether there is something.
    let is_empty = move || last().is_some() && standing.with(Standing::is_empty);
    let top = move || {
        let first = items
            .with(|items| decided.with(|decided| standing.with(|standing| standing.first_to_judge(items, decided))));
        first.map(|id| {
            view! {
                <ButtonLink href=route::judge(id) look=Look::Primary>
                    {say!(locale, coordinator.inbox.judge)}
                    <span class="bb-hidden">": "{say!(locale, coordinator.inbox.judge_first)}</span>
                </ButtonLink>
            }
        })
    };
    let groups = Group::ALL.map(|group| view! { <GroupList group=group standing=standing rows=rows chosen=chosen/> });
    view! {
        <div class="bb-main">
            <ListTitle chosen=chosen text=say!(locale, coordinator.inbox.title)/>
            <StandingIn/>
            <HandedWaiting/>
            <Show when=is_offline>
                <Notice>{move || say!(locale, coordinator.inbox.offline, time = since())}</Notice>
            </Show>
            <div class="bb-arrivals" role="status">
                <Show when=move || arrivals.get().count != 0>
                    <span>{move || arrival_words(locale, arrivals.get())}</span>
                    <Button look=Look::Subtle name="show-arrivals" on_press=reveal>
                        {say!(locale, coordinator.inbox.show)}
                    </Button>
                </Show>
            </div>
            <Show when=is_empty>
                <Empty>{move || say!(locale, coordinator.inbox.empty, time = since())}</Empty>
            </Show>
            {groups}
            <DeputyToday/>
            <div class="bb-actions">{dynamic(top)}</div>
        </div>
    }
}

#[component]
fn GroupList(
    group: Group,
    standing: RwSignal<Standing>,
    rows: Memo<Vec<(Id128, RowText)>>,
    chosen: Signal<Option<String>>,
) -> impl IntoView {
    let locale = locale();
    let placed = Memo::new(move |_| {
        let ids = standing.with(|standing| standing.in_group(group));
        rows.with(|rows| {
            let text = |id: &Id128| rows.iter().find(|(of, _)| of == id).map(|(_, text)| text.clone());
            ids.iter().filter_map(text).collect::<Vec<_>>()
        })
    });
    let title = match group {
        Group::Now => say!(locale, coordinator.inbox.now),
        Group::New => say!(locale, coordinator.inbox.new),
        Group::WithColleagues => say!(locale, coordinator.inbox.with_colleagues),
    };
    let count = Signal::derive(move || placed.with(Vec::len));
    view! {
        <Show when=move || !placed.with(Vec::is_empty)>
            <section class="bb-stack bb-stack--tight">
                <h2 class="nl-heading nl-heading--level-3 bb-group">{title}<CountBadge count=count/></h2>
                <Rows rows=placed current=chosen/>
            </section>
        </Show>
    }
}

fn arrival_words(locale: Locale, Arrivals { count, known }: Arrivals) -> String {
    match (count, known) {
        (1, false) => say!(locale, coordinator.inbox.arrived_one).to_owned(),
        (count, false) => say!(locale, coordinator.inbox.arrived, count = count),
        (1, true) => say!(locale, coordinator.inbox.news_one).to_owned(),
        (count, true) => say!(locale, coordinator.inbox.news, count = count),
    }
}
