//! The list of settings: each with its name, what is allowed, and how a text becomes its value.

use std::path::PathBuf;

use super::{Config, LogFormat, Mode, Secret, Transport};
use crate::auth::origin::Origin;

/// One setting.
#[derive(Debug)]
pub struct Setting {
    /// Its name in the file; in capitals after [`PREFIX`] the variable's.
    pub name: &'static str,
    /// What is allowed, in words for whoever wrote something else.
    pub allowed: &'static str,
    /// What it is for.
    pub purpose: &'static str,
    /// Whether an error may repeat what was given.
    pub secrecy: Secrecy,
    /// Puts the text in its place; none when it is not allowed.
    pub(super) set: fn(&mut Config, &str) -> Option<()>,
}

/// Whether a value may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrecy {
    /// It may.
    Open,
    /// It may not.
    Secret,
}

impl Setting {
    /// The setting with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        SETTINGS.iter().find(|setting| setting.name == name)
    }

    /// The name of its environment variable.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("{PREFIX}{}", self.name.to_uppercase())
    }
}

const fn open(
    name: &'static str,
    allowed: &'static str,
    purpose: &'static str,
    set: fn(&mut Config, &str) -> Option<()>,
) -> Setting {
    Setting { name, allowed, purpose, secrecy: Secrecy::Open, set }
}

/// How every variable of ours begins.
pub(super) const PREFIX: &str = "BUURTBOEK_";

/// The variable that names the settings file: the one that is no setting itself.
pub const CONFIG_VARIABLE: &str = "BUURTBOEK_CONFIG";

/// The name of the setting that moves a demonstration's clock.
pub(super) const DAYS_LATER: &str = "days_later";

/// Every setting there is.
pub const SETTINGS: &[Setting] = &[
    open("listen", "an address and port, such as 127.0.0.1:8080 or [::]:8080", "where to listen", |config, text| {
        config.listen = text.parse().ok()?;
        Some(())
    }),
    open("data", "a folder; it is made when it is not there", "the database and its key", |config, text| {
        config.data = path(text)?;
        Some(())
    }),
    open("app", "a folder that holds index.html", "the built app", |config, text| {
        config.app = Some(path(text)?).filter(|folder| folder.join("index.html").is_file());
        config.app.as_ref().map(|_| ())
    }),
    open("demo", "true or false", "a demonstration with invented people", |config, text| {
        config.mode = either(text, Mode::Demo, Mode::Real)?;
        Some(())
    }),
    open(
        DAYS_LATER,
        "a number from 0 to 365",
        "days that the demonstration's clock runs ahead, to see what a later day brings; move the devices' clocks too",
        |config, text| {
            config.days_later = within(text, 0..=365)?;
            Some(())
        },
    ),
    open(
        "origins",
        "origins separated by commas, such as https://buurtboek.example.nl, without a path",
        "other origins that may use the server",
        |config, text| {
            let list = text.split(',').map(str::trim).filter(|origin| !origin.is_empty());
            config.origins =
                list.map(|origin| Origin::parse(origin).map(|origin| origin.to_string())).collect::<Option<_>>()?;
            Some(())
        },
    ),
    open("behind_tls", "true or false", "something before it ends TLS", |config, text| {
        config.transport = either(text, Transport::BehindTls, Transport::Plain)?;
        Some(())
    }),
    open("proxies", "a number from 0 to 5", "proxies that add to X-Forwarded-For", |config, text| {
        config.proxies = within(text, 0..=5)?;
        Some(())
    }),
    open("log_format", "text or json", "how log lines look", |config, text| {
        config.log_format = match text {
            "text" => LogFormat::Text,
            "json" => LogFormat::Json,
            _ => return None,
        };
        Some(())
    }),
    open("log", "a tracing filter, such as info or warn,buurtboek_server=debug", "which log lines", |config, text| {
        text.parse::<tracing_subscriber::filter::Targets>().ok()?;
        text.clone_into(&mut config.log);
        Some(())
    }),
    Setting {
        name: "metrics_token",
        allowed: "at least 16 characters without spaces",
        purpose: "bearer token that /metrics wants",
        secrecy: Secrecy::Secret,
        set: |config, text| {
            let usable = text.len() >= 16 && text.chars().all(|c| c.is_ascii_graphic());
            config.metrics_token = usable.then(|| Secret(text.to_owned()));
            usable.then_some(())
        },
    },
    open("contact_name", "1 to 100 characters on one line", "whom to ask about the API", |config, text| {
        let usable = (1..=100).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        config.contact.name = usable.then(|| text.to_owned());
        usable.then_some(())
    }),
    open("contact_email", "a mail address, such as api@example.nl", "their mail address", |config, text| {
        config.contact.email = mail_address(text);
        config.contact.email.as_ref().map(|_| ())
    }),
    open("contact_url", "an address that begins with https://", "a page about them", |config, text| {
        config.contact.url = web_address(text);
        config.contact.url.as_ref().map(|_| ())
    }),
    open("volunteer_session_days", "a number from 1 to 90", "days a volunteer stays logged in", |config, text| {
        config.volunteer_session_days = within(text, 1..=90)?;
        Some(())
    }),
    open("staff_session_hours", "a number from 1 to 168", "hours everybody else stays logged in", |config, text| {
        config.staff_session_hours = within(text, 1..=168)?;
        Some(())
    }),
    open("token_hours", "a number from 1 to 168", "hours a token for one document is valid", |config, text| {
        config.token_hours = within(text, 1..=168)?;
        Some(())
    }),
    open(
        "ping_seconds",
        "a number from 5 to 300",
        "seconds within which a client says something; silence of twice that and 10 more closes",
        |config, text| {
            config.ping_seconds = within(text, 5..=300)?;
            Some(())
        },
    ),
    open("max_sockets", "a number from 1 to 100000", "most sockets at once", |config, text| {
        config.max_sockets = within(text, 1..=100_000)?;
        Some(())
    }),
    open("max_body_bytes", "a number from 1024 to 1048576", "largest request body, in bytes", |config, text| {
        config.max_body_bytes = within(text, 1024..=1_048_576)?;
        Some(())
    }),
    open("password_hashes", "a number from 1 to 32", "passwords hashed at once, 19 MiB each", |config, text| {
        config.password_hashes = within(text, 1..=32)?;
        Some(())
    }),
    open(
        "address_failures",
        "a number from 10 to 100000",
        "wrong passwords from one address in an hour before it must wait",
        |config, text| {
            config.address_failures = within(text, 10..=100_000)?;
            Some(())
        },
    ),
    open(
        "stop_seconds",
        "a number from 1 to 5",
        "seconds within which a stopping server has ended, whatever its connections do",
        |config, text| {
            config.stop_seconds = within(text, 1..=5)?;
            Some(())
        },
    ),
];

fn mail_address(text: &str) -> Option<String> {
    let (local, domain) = text.split_once('@')?;
    let named = !local.is_empty() && !domain.is_empty() && !domain.contains('@');
    (named && text.chars().all(|c| c.is_ascii_graphic())).then(|| text.to_owned())
}

fn web_address(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://")?;
    let host = rest.split('/').next().filter(|host| !host.is_empty())?;
    (Origin::parse(&format!("https://{host}")).is_some() && rest.chars().all(|c| c.is_ascii_graphic()))
        .then(|| text.to_owned())
}

fn path(text: &str) -> Option<PathBuf> {
    (!text.is_empty()).then(|| PathBuf::from(text))
}

fn either<T>(text: &str, yes: T, no: T) -> Option<T> {
    match text {
        "true" => Some(yes),
        "false" => Some(no),
        _ => None,
    }
}

fn within<T: std::str::FromStr + PartialOrd>(text: &str, range: std::ops::RangeInclusive<T>) -> Option<T> {
    text.parse().ok().filter(|number| range.contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Settings that have no default which one could give.
    const WITHOUT: [&str; 6] = ["app", "origins", "metrics_token", "contact_name", "contact_email", "contact_url"];

    #[test]
    fn readme_lists_every_setting_with_its_default_and_what_it_is_for() {
        let rows = include_str!("../../../README.md").lines().filter(|line| line.contains("| `BUURTBOEK_"));
        let rows: Vec<Vec<&str>> = rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect();
        assert_eq!(rows.len(), SETTINGS.len());
        for (row, setting) in rows.into_iter().zip(SETTINGS) {
            let [name, variable, default, purpose] = row[..] else { panic!("{row:?}") };
            assert_eq!(name, format!("`{}`", setting.name));
            assert_eq!(variable, format!("`{}`", setting.variable()));
            assert_eq!(purpose, setting.purpose);
            let value = default.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
            assert_eq!(value.is_none(), WITHOUT.contains(&setting.name), "{default}");
            if let Some(value) = value {
                let mut config = Config::default();
                assert_eq!((setting.set)(&mut config, value), Some(()), "{name}");
                assert_eq!(config, Config::default(), "{name} is not {value} unless it is set");
            }
        }
    }

    #[test]
    fn a_contact_is_a_name_a_mail_address_and_a_page() {
        let taken = |name: &str, text: &str| {
            let mut config = Config::default();
            (Setting::named(name).unwrap().set)(&mut config, text).is_some()
        };
        assert!(taken("contact_name", "Wijkteam Noord, functioneel beheer"));
        assert!(taken("contact_email", "api@example.nl"));
        assert!(taken("contact_url", "https://example.nl/buurtboek/contact?taal=nl"));
        for (name, text) in [
            ("contact_name", ""),
            ("contact_name", "two\nlines"),
            ("contact_email", "example.nl"),
            ("contact_email", "@example.nl"),
            ("contact_email", "a@b@example.nl"),
            ("contact_email", "Desk <api@example.nl>"),
            ("contact_url", "http://example.nl"),
            ("contact_url", "https://"),
            ("contact_url", "https://example.nl/a page"),
            ("contact_url", "javascript:alert(1)"),
        ] {
            assert!(!taken(name, text), "{name} {text:?}");
        }
    }
}
