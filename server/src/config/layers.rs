//! Where settings come from, and which of them wins.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fmt,
    path::{Path, PathBuf},
};

use thiserror::Error;

use super::{
    Config, Mode,
    settings::{CONFIG_VARIABLE, DAYS_LATER, PREFIX, SETTINGS, Secrecy, Setting},
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
    #[error("there is no setting `{name}` ({place}); {}", those_there_are(name, names()))]
    Unknown {
        /// What was given.
        name: String,
        /// Where it was found.
        place: Source,
    },
    /// There is no such variable.
    #[error("there is no variable `{name}`; {}", those_there_are(name, variables()))]
    UnknownVariable {
        /// What was given.
        name: String,
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

fn names() -> Vec<String> {
    SETTINGS.iter().map(|setting| setting.name.to_owned()).collect()
}

fn variables() -> Vec<String> {
    std::iter::once(CONFIG_VARIABLE.to_owned()).chain(SETTINGS.iter().map(Setting::variable)).collect()
}

/// What whoever made a typing error probably meant, and what else there is.
fn those_there_are(name: &str, allowed: Vec<String>) -> String {
    let distance = |allowed: &&String| strsim::damerau_levenshtein(&allowed.to_lowercase(), &name.to_lowercase());
    let nearest = allowed.iter().min_by_key(distance);
    format!("the nearest is `{}`, and there are: {}", nearest.map_or("", String::as_str), allowed.join(", "))
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

    /// Adds the values of those environment variables that are ours by their beginning, and leaves other programs' alone.
    /// An unknown one of ours is refused like an unknown name in the file.
    ///
    /// # Errors
    /// When one of ours names no setting, or holds what is no text.
    pub fn variables(self, variables: impl IntoIterator<Item = (OsString, OsString)>) -> Result<Self, ConfigError> {
        let ours = variables.into_iter().filter_map(|(name, value)| Some((name.to_str()?.to_owned(), value)));
        ours.filter(|(name, _)| name.starts_with(PREFIX) && name != CONFIG_VARIABLE)
            .try_fold(self, |layers, (name, value)| layers.variable(name, value))
    }

    fn variable(mut self, name: String, value: OsString) -> Result<Self, ConfigError> {
        let Some(setting) = SETTINGS.iter().find(|setting| setting.variable() == name) else {
            return Err(ConfigError::UnknownVariable { name });
        };
        let place = Source::Variable(name);
        let value = value.into_string().map_err(|value| not_allowed(setting, &value.to_string_lossy(), &place))?;
        self.found.insert(setting.name, (value, place));
        Ok(self)
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
            (setting.set)(&mut config, value).ok_or_else(|| not_allowed(setting, value, place))?;
        }
        self.without_playing_in_real_work(&config)?;
        Ok(config)
    }

    fn without_playing_in_real_work(&self, config: &Config) -> Result<(), ConfigError> {
        let Some((_, place)) = self.found.get(DAYS_LATER).filter(|_| config.mode == Mode::Real) else { return Ok(()) };
        Err(ConfigError::OnlyInDemo { name: DAYS_LATER, place: place.clone() })
    }
}

fn not_allowed(setting: &Setting, value: &str, place: &Source) -> ConfigError {
    let value = match setting.secrecy {
        Secrecy::Open => value.to_owned(),
        Secrecy::Secret => "(hidden)".to_owned(),
    };
    ConfigError::NotAllowed { name: setting.name, place: place.clone(), value, allowed: setting.allowed }
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

    fn variables(pairs: &[(&str, &str)]) -> Result<Layers, ConfigError> {
        Layers::default().variables(pairs.iter().map(|(name, value)| (name.into(), value.into())))
    }

    #[test]
    fn a_flag_goes_before_a_variable_before_the_file_before_the_default() {
        let (_folder, path) = written("listen = \"127.0.0.1:1\"\nping_seconds = 90\ntoken_hours = 3\ndemo = true\n");
        let variables = [("BUURTBOEK_LISTEN", "127.0.0.1:2"), ("BUURTBOEK_PING_SECONDS", "80")];
        let layers = Layers::default().file(&path).unwrap();
        let layers = layers.variables(variables.map(|(name, value)| (name.into(), value.into()))).unwrap();
        let config = layers.flag("listen", "127.0.0.1:3").unwrap().config().unwrap();
        assert_eq!(config.listen.port(), 3);
        assert_eq!(config.ping_seconds, 80);
        assert_eq!(config.token_hours, 3);
        assert_eq!(config.mode, Mode::Demo);
        assert_eq!(config.max_sockets, Config::default().max_sockets);
    }

    #[test]
    fn a_wrong_value_is_refused_with_its_name_its_place_and_what_is_allowed() {
        let error = variables(&[("BUURTBOEK_PROXIES", "many")]).unwrap().config().unwrap_err().to_string();
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
        assert!(
            error.contains("`listne`") && error.contains("the nearest is `listen`, and there are: listen, data"),
            "{error}"
        );
    }

    #[test]
    fn a_variable_of_ours_that_does_not_exist_is_refused_with_the_nearest_that_does() {
        for (wrong, nearest) in [
            ("BUURTBOEK_LISTNE", "BUURTBOEK_LISTEN"),
            ("BUURTBOEK_BEHIND_TSL", "BUURTBOEK_BEHIND_TLS"),
            ("BUURTBOEK_listen", "BUURTBOEK_LISTEN"),
            ("BUURTBOEK_CONFIGG", "BUURTBOEK_CONFIG"),
        ] {
            let error = variables(&[("PATH", "/bin"), (wrong, "a secret")]).unwrap_err().to_string();
            assert!(
                error.starts_with(&format!("there is no variable `{wrong}`; the nearest is `{nearest}`, and")),
                "{error}"
            );
            assert!(error.contains("BUURTBOEK_PING_SECONDS") && !error.contains("a secret"), "{error}");
        }
        let others = [("PATH", "/bin"), ("BUURT", "Oost"), ("BUURTBOEK", "x"), ("BUURTBOEK_CONFIG", "a.toml")];
        assert!(variables(&others).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_variable_that_is_no_text_is_refused_and_not_passed_over() {
        use std::os::unix::ffi::OsStringExt as _;
        let value = OsString::from_vec(vec![b'a', 0xff]);
        let error = Layers::default().variables([("BUURTBOEK_DATA".into(), value)]).unwrap_err().to_string();
        assert!(error.starts_with("setting `data` in BUURTBOEK_DATA: `a\u{fffd}` is not allowed"), "{error}");
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
