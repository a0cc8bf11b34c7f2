//! A field of prose that several people write in at once.

mod binding;
pub mod mirror;
pub mod model;
pub mod splice;
pub mod stretch;

use leptos::{ev, html, prelude::*};

use self::{
    binding::{Binding, Step},
    mirror::{MirrorPiece, mirror},
};
use crate::{
    i18n::say,
    state::open_doc::OpenDoc,
    ui::{
        colleagues::colleagues,
        context::book,
        language::locale,
        parts::{
            dynamic::dynamic,
            field::{Field, LabelState},
            show::Show,
        },
        words::writers::writer_class,
    },
};

/// The field of one text of an open document.
#[component]
pub fn ProseField(
    /// The control's id.
    id: &'static str,
    /// The label.
    #[prop(into)]
    label: String,
    /// What belongs in it.
    #[prop(into)]
    help: String,
    /// The document.
    open: OpenDoc,
    /// The text.
    root: &'static str,
) -> impl IntoView {
    let (locale, book) = (locale(), book());
    let area = NodeRef::<html::Textarea>::new();
    let shown = RwSignal::new(String::new());
    let failed = RwSignal::new(false);
    let error = Signal::derive(move || match failed.get() {
        true => say!(locale, app.failed).to_owned(),
        false => String::new(),
    });
    let binding = Binding::new(open.text(root), area, shown, failed);
    let on_input = {
        let binding = binding.clone();
        move |_| binding.input()
    };
    let on_start = {
        let binding = binding.clone();
        move |_| binding.composition_started()
    };
    let on_end = {
        let binding = binding.clone();
        move |_| binding.composition_ended()
    };
    let on_before = {
        let binding = binding.clone();
        move |event: ev::InputEvent| before_input(&binding, &event)
    };
    let on_key = {
        let binding = binding.clone();
        move |event: ev::KeyboardEvent| key_down(&binding, &event)
    };
    let tell_caret = {
        let (binding, open) = (binding.clone(), open.clone());
        move || open.set_caret(binding.caret().map(|at| (root, at)))
    };
    let (on_focus, on_key_up, on_click) = (tell_caret.clone(), tell_caret.clone(), tell_caret);
    let leave = open.clone();
    let leaving = ["visibilitychange", "pagehide"].map(|event| {
        let binding = binding.clone();
        window_event_listener_untyped(event, move |_| {
            binding.write_composition();
            book.get().flush();
        })
    });
    let last = binding.clone();
    on_cleanup(move || {
        last.write_composition();
        leaving.into_iter().for_each(|listener| listener.remove());
    });
    let blurred = binding.clone();
    let on_blur = move |_| {
        blurred.write_composition();
        leave.set_caret(None);
        book.get().flush();
    };
    let help_id = format!("{id}-help");
    view! {
        <Field id=id label=label help=help error=error label_state=LabelState::Hidden>
            <div class="bb-prose">
                <textarea
                    class="utrecht-textarea utrecht-textarea--html-textarea"
                    id=id
                    rows="3"
                    dir="auto"
                    node_ref=area
                    aria-describedby=help_id
                    prop:value=binding.value()
                    on:input=on_input
                    on:beforeinput=on_before
                    on:keydown=on_key
                    on:compositionstart=on_start
                    on:compositionend=on_end
                    on:focus=move |_| on_focus()
                    on:keyup=move |_| on_key_up()
                    on:click=move |_| on_click()
                    on:blur=on_blur
                ></textarea>
                <CaretMirror open=open root=root text=shown/>
            </div>
        </Field>
    }
}

/// The browser's own undo knows nothing of what colleagues wrote: ours takes its place.
fn before_input(binding: &Binding, event: &ev::InputEvent) {
    let step = match event.input_type().as_str() {
        "historyUndo" => Step::Undo,
        "historyRedo" => Step::Redo,
        _ => return,
    };
    event.prevent_default();
    binding.step(step);
}

fn key_down(binding: &Binding, event: &ev::KeyboardEvent) {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return;
    }
    let step = match (event.key().to_lowercase().as_str(), event.shift_key()) {
        ("z", false) => Step::Undo,
        ("z", true) | ("y", _) => Step::Redo,
        _ => return,
    };
    event.prevent_default();
    binding.step(step);
}

/// Colleagues' carets behind the field.
#[component]
fn CaretMirror(open: OpenDoc, root: &'static str, text: RwSignal<String>) -> impl IntoView {
    let presence = open.presence();
    let carets = Memo::new(move |_| {
        presence.with(|carets| {
            let here = carets.iter().filter(|caret| caret.root == root);
            here.map(|caret| (usize::try_from(caret.at).unwrap_or_default(), caret.member)).collect::<Vec<_>>()
        })
    });
    let locale = locale();
    let pieces = move || {
        let pieces = text.with(|text| carets.with(|carets| mirror(text, carets)));
        let views = pieces.into_iter().map(|piece| match piece {
            MirrorPiece::Text(text) => text.into_any(),
            MirrorPiece::Caret(member) => {
                let name = move || colleagues().first_name(member);
                view! {
                    <span class=format!("bb-caret {}", writer_class(member))>
                        <span class="bb-caret__name">{dynamic(name)}</span>
                    </span>
                }
                .into_any()
            }
        });
        views.collect_view()
    };
    let spoken = move || {
        let names = carets.with(|carets| carets.iter().map(|(_, member)| *member).collect::<Vec<_>>());
        let sentences =
            names.into_iter().map(|member| say!(locale, note.caret_of, name = colleagues().first_name(member)));
        sentences.collect::<Vec<_>>().join(" ")
    };
    view! {
        <Show when=move || !carets.with(Vec::is_empty)>
            <div class="bb-prose__mirror" dir="auto" aria-hidden="true">{dynamic(pieces)}</div>
            <span class="bb-hidden" role="status">{dynamic(spoken)}</span>
        </Show>
    }
}
