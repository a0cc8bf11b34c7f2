//! What is worth knowing of this browser: a private window, a clock that is wrong, another tab.

use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    state::{
        Company,
        readiness::{StorageInfo, Window},
        sync_status::{ClockSkew, SyncStatus},
    },
    ui::{
        context::notebook,
        language::locale,
        parts::button::{Button, Look},
    },
};

/// One thing that is worth knowing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DeviceNotice {
    /// "U gebruikt een privévenster."
    PrivateWindow,
    /// "De klok van dit apparaat loopt niet gelijk."
    WrongClock,
    /// "De app staat ook in een ander tabblad open."
    OtherTabs,
}

impl DeviceNotice {
    /// What holds now, the gravest first.
    fn all(storage: &StorageInfo, status: &SyncStatus, company: Company) -> Vec<Self> {
        let holds = [
            (Self::PrivateWindow, storage.window == Window::Private),
            (Self::WrongClock, status.skew.is_some_and(ClockSkew::is_noticeable)),
            (Self::OtherTabs, company == Company::OtherTabs),
        ];
        holds.into_iter().filter(|(_, holds)| *holds).map(|(notice, _)| notice).collect()
    }

    fn words(self, locale: Locale) -> &'static str {
        match self {
            Self::PrivateWindow => say!(locale, app.device.private_window),
            Self::WrongClock => say!(locale, app.device.clock),
            Self::OtherTabs => say!(locale, app.device.other_tab),
        }
    }
}

/// The banners. Whoever has read one may close it; it comes back when what it says begins anew.
#[component]
pub fn DeviceNotices() -> impl IntoView {
    let locale = locale();
    let notebook = notebook();
    let (storage, status, company) = (notebook.storage_info(), notebook.sync_status(), notebook.company());
    let all = Memo::new(move |_| {
        storage.with(|storage| status.with(|status| DeviceNotice::all(storage, status, company.get())))
    });
    let closed = RwSignal::new(Vec::<DeviceNotice>::new());
    Effect::new(move |_| all.with(|all| closed.update(|closed| closed.retain(|notice| all.contains(notice)))));
    let banner = move |notice: DeviceNotice| {
        view! {
            <div class="bb-banner" role="status" data-name="device">
                <span>{notice.words(locale)}</span>
                <Button look=Look::Subtle on_press=move || closed.update(|closed| closed.push(notice))>
                    {say!(locale, app.close)}
                </Button>
            </div>
        }
    };
    let banners = move || {
        let closed = closed.get();
        all.get().into_iter().filter(|notice| !closed.contains(notice)).map(banner).collect_view()
    };
    view! { {banners} }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_is_said_the_gravest_first() {
        let private = StorageInfo { window: Window::Private, ..StorageInfo::default() };
        let wrong = SyncStatus { skew: Some(ClockSkew(86_400_000)), ..SyncStatus::default() };
        let said = DeviceNotice::all(&private, &wrong, Company::OtherTabs);
        assert_eq!(said, [DeviceNotice::PrivateWindow, DeviceNotice::WrongClock, DeviceNotice::OtherTabs]);
        let nothing = DeviceNotice::all(&StorageInfo::default(), &SyncStatus::default(), Company::Alone);
        assert!(nothing.is_empty(), "what is not known is not said");
        assert_eq!(DeviceNotice::OtherTabs.words(Locale::nl), "De app staat ook in een ander tabblad open. Dat mag.");
    }
}
