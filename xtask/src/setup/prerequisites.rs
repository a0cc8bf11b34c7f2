//! What set-up cannot install by itself, each named with the line that does.

use crate::error::Error;
use crate::process::Program;

struct Prerequisite {
    what: &'static str,
    program: &'static str,
    /// The line where apt-get is the system's package manager.
    with_apt: &'static str,
    /// The line, or the place, anywhere else.
    elsewhere: &'static str,
}

/// Node runs the style bundler, wasm-opt and the stock clients; the oldest release that all of them support.
const OLDEST_NODE: u32 = 18;

const NODE: Prerequisite = Prerequisite {
    what: "Node.js 18 or newer",
    program: "node",
    with_apt: "sudo apt-get install nodejs npm",
    elsewhere: "brew install node      # or your system's own package of Node.js",
};

const PREREQUISITES: [Prerequisite; 3] = [
    Prerequisite {
        what: "a C compiler (SQLite is compiled into the server)",
        program: "cc",
        with_apt: "sudo apt-get install build-essential",
        elsewhere: "xcode-select --install      # or your system's own package of gcc",
    },
    NODE,
    Prerequisite { what: "npm", program: "npm", ..NODE },
];

impl Prerequisite {
    fn missing(&self) -> Error {
        let install = if has_apt() { self.with_apt } else { self.elsewhere };
        Error::Missing { what: self.what.to_owned(), install: install.to_owned() }
    }
}

/// Stops at the first prerequisite that is missing or too old.
pub(super) fn check() -> Result<(), Error> {
    for prerequisite in &PREREQUISITES {
        let Ok(answer) = Program::new(prerequisite.program).arg("--version").answer() else {
            return Err(prerequisite.missing());
        };
        if prerequisite.program == NODE.program && major_version(&answer).is_none_or(|major| major < OLDEST_NODE) {
            return Err(prerequisite.missing());
        }
    }
    Ok(())
}

/// Stops when the toolchain lacks what judges the sources.
pub(super) fn check_components() -> Result<(), Error> {
    for component in ["clippy", "rustfmt"] {
        let command = component.trim_start_matches("rust");
        if Program::new("cargo").args([command, "--version"]).answer().is_err() {
            let install = format!("rustup component add {component}");
            return Err(Error::Missing { what: component.to_owned(), install });
        }
    }
    Ok(())
}

/// Whether this system installs its packages with apt-get.
pub(super) fn has_apt() -> bool {
    Program::new("apt-get").arg("--version").answer().is_ok()
}

/// `v20.3.1` → 20
fn major_version(answer: &str) -> Option<u32> {
    answer.trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_are_understood() {
        assert_eq!(major_version("v20.3.1"), Some(20));
        assert_eq!(major_version("no version"), None);
    }
}
