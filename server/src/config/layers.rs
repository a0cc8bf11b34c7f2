//! Where settings come from, and which of them wins.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use thiserror::Error;

use super::{
    Config, Mode,
    settings::{DAYS_LATER, SETTINGS, Secrecy, Setting},
};

/// Where a value was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// In the file.
    File(PathBuf),
    /// In this environment variable.
    Variable(String),
    /// On the command line.
    Flag,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "in {}", path.display()),
            Self::Variable(name) => write!(f, "in {name}"),
            Self::Flag => f.write_str("on the command line"),
        }
    }
}

/// Why the server does not start with what it was told.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The value is not allowed.
    #[error("setting `{name}` {place}: `{value}` is not allowed; give {allowed}")]
    NotAllowed {
        /// Its name.
        name: &'static str,
        /// Where it was found.
        place: Source,
        /// What was given; hidden when secret.
        value: String,
        /// What is allowed.
        allowed: &'static str,
    },
    /// It is for a demonstration, and this is none.
    #[error("setting `{name}` {place}: only a demonstration has it; set `demo` too")]
    OnlyInDemo {
        /// Its name.
        name: &'static str,
        /// Where it was found.
        place: Source,
    },
    /// There is no such setting.
    #[error("there is no setting `{name}` ({place}); there are: {}", names())]
    Unknown {
        /// What was given.
        name: String,
        /// Where it was found.
        place: Source,
    },
    /// The file cannot be read.
    #[error("the settings file {path} cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not TOML.
    #[error("the settings file {path} is not valid TOML: {source}")]
    NotToml {
        /// The file.
        path: PathBuf,
        /// Why.
        source: toml::de::Error,
    },
}

fn names() -> String {
    SETTINGS.iter().map(|setting| setting.name).collect::<Vec<_>>().join(", ")
}

/// Values as texts, each layer above the one before.
#[derive(Debug, Default)]
pub struct Layers {
    found: BTreeMap<&'static str, (String, Source)>,
}

impl Layers {
    /// Adds the values of a TOML file. An unknown name is refused: a typing error must not go unnoticed.
    ///
    /// # Errors
    /// When the file cannot be read, is not TOML or names an unknown setting.
    pub fn file(self, path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        let table: toml::Table =
            toml::from_str(&text).map_err(|source| ConfigError::NotToml { path: path.to_owned(), source })?;
        table
            .iter()
            .try_fold(self, |layers, (name, value)| layers.put(name, plain(value), Source::File(path.to_owned())))
    }

    /// Adds the values of environment variables; variables of other programs, or of other tools with the same
    /// beginning, are left alone.
    #[must_use]
    pub fn variables(mut self, variable: impl Fn(&str) -> Option<String>) -> Self {
        for setting in SETTINGS {
            let name = setting.variable();
            if let Some(value) = variable(&name) {
                self.found.insert(setting.name, (value, Source::Variable(name)));
            }
        }
        self
    }

    /// Adds a value of the command line.
    ///
    /// # Errors
    /// When there is no such setting.
    pub fn flag(self, name: &str, value: impl Into<String>) -> Result<Self, ConfigError> {
        self.put(name, value.into(), Source::Flag)
    }

    /// Adds a value of the command line, if it was given.
    ///
    /// # Errors
    /// When there is no such setting.
    pub fn maybe_flag(self, name: &str, value: Option<String>) -> Result<Self, ConfigError> {
        match value {
            Some(value) => self.flag(name, value),
            None => Ok(self),
        }
    }

    fn put(mut self, name: &str, value: String, place: Source) -> Result<Self, ConfigError> {
        let Some(setting) = Setting::named(name) else {
            return Err(ConfigError::Unknown { name: name.to_owned(), place });
        };
        self.found.insert(setting.name, (value, place));
        Ok(self)
    }

    /// The settings that follow.
    ///
    /// # Errors
    /// When a value is not allowed, or not where the work is real.
    pub fn config(self) -> Result<Config, ConfigError> {
        let mut config = Config::default();
        for setting in SETTINGS {
            let Some((value, place)) = self.found.get(setting.name) else { continue };
            if (setting.set)(&mut config, value).is_none() {
                let value = match setting.secrecy {
                    Secrecy::Open => value.clone(),
                    Secrecy::Secret => "(hidden)".to_owned(),
                };
                let place = place.clone();
                return Err(ConfigError::NotAllowed { name: setting.name, place, value, allowed: setting.allowed });
            }
        }
        self.without_playing_in_real_work(&config)?;
        Ok(config)
    }

    fn without_playing_in_real_work(&self, config: &Config) -> Result<(), ConfigError> {
        let Some((_, place)) = self.found.get(DAYS_LATER).filter(|_| config.mode == Mode::Real) else { return Ok(()) };
        Err(ConfigError::OnlyInDemo { name: DAYS_LATER, place: place.clone() })
    }
}

/// A TOML value as the text that a variable would have: lists are separated by commas.
fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(","),
        toml::Value::Integer(_)
        | toml::Value::Float(_)
        | toml::Value::Boolean(_)
        | toml::Value::Datetime(_)
        | toml::Value::Table(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Transport;

    fn written(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("buurtboek.toml");
        std::fs::write(&path, text).unwrap();
        (folder, path)
    }

    #[test]
    fn a_flag_goes_before_a_variable_before_the_file_before_the_default() {
        let (_folder, path) = written("listen = \"127.0.0.1:1\"\nping_seconds = 90\ntoken_hours = 3\ndemo = true\n");
        let variable = |name: &str| match name {
            "BUURTBOEK_LISTEN" => Some("127.0.0.1:2".to_owned()),
            "BUURTBOEK_PING_SECONDS" => Some("80".to_owned()),
            _ => None,
        };
        let layers = Layers::default().file(&path).unwrap().variables(variable);
        let config = layers.flag("listen", "127.0.0.1:3").unwrap().config().unwrap();
        assert_eq!(config.listen.port(), 3);
        assert_eq!(config.ping_seconds, 80);
        assert_eq!(config.token_hours, 3);
        assert_eq!(config.mode, Mode::Demo);
        assert_eq!(config.max_sockets, Config::default().max_sockets);
    }

    #[test]
    fn a_wrong_value_is_refused_with_its_name_its_place_and_what_is_allowed() {
        let layers = Layers::default().variables(|name| (name == "BUURTBOEK_PROXIES").then(|| "many".to_owned()));
        let error = layers.config().unwrap_err().to_string();
        assert_eq!(error, "setting `proxies` in BUURTBOEK_PROXIES: `many` is not allowed; give a number from 0 to 5");
    }

    #[test]
    fn only_a_demonstration_can_be_some_days_later() {
        let later = || Layers::default().flag("days_later", "2").unwrap();
        assert_eq!(later().flag("demo", "true").unwrap().config().unwrap().days_later, 2);
        let error = later().config().unwrap_err().to_string();
        assert_eq!(error, "setting `days_later` on the command line: only a demonstration has it; set `demo` too");
    }

    #[test]
    fn a_name_that_does_not_exist_is_refused_with_those_that_do() {
        let (_folder, path) = written("listne = \"127.0.0.1:1\"\n");
        let error = Layers::default().file(&path).unwrap_err().to_string();
        assert!(error.contains("`listne`") && error.contains("listen"), "{error}");
    }

    #[test]
    fn a_secret_is_shown_by_neither_error_nor_debug() {
        let error = Layers::default().flag("metrics_token", "too short").unwrap().config().unwrap_err();
        assert!(!error.to_string().contains("too short"), "{error}");
        let config = Layers::default().flag("metrics_token", "0123456789abcdef").unwrap().config().unwrap();
        assert!(!format!("{config:?}").contains("0123456789abcdef"));
        assert_eq!(config.metrics_token.unwrap().reveal(), "0123456789abcdef");
    }

    #[test]
    fn lists_are_lists_in_toml_and_commas_elsewhere() {
        let (_folder, path) =
            written("origins = [\"https://a.example\", \"https://b.example:8443\"]\nbehind_tls = true");
        let config = Layers::default().file(&path).unwrap().config().unwrap();
        assert_eq!(config.origins, ["https://a.example", "https://b.example:8443"]);
        assert_eq!(config.transport, Transport::BehindTls);
        let config = Layers::default().flag("origins", "https://a.example/path").unwrap().config();
        assert!(config.is_err(), "an origin has no path");
    }
}
