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

/// Node runs the style bundler, wasm-opt, what compresses the app, and the stock clients. The oldest release that README
/// asks for: that of Debian 12, so that the line below brings one that will do. All four were seen to run there.
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
        if prerequisite.program == NODE.program && !is_new_enough(&answer) {
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

/// Whether this is what a Node says that is not too old.
fn is_new_enough(answer: &str) -> bool {
    major_version(answer).is_some_and(|major| major >= OLDEST_NODE)
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

    #[test]
    fn an_older_node_than_readme_asks_for_is_refused() {
        assert!(is_new_enough("v18.20.4") && is_new_enough("v24.1.0"));
        assert!(!is_new_enough("v16.20.2") && !is_new_enough("no version"));
        assert!(include_str!("../../../README.md").contains(&format!("Node {OLDEST_NODE} or later")));
        assert_eq!(NODE.what, format!("Node.js {OLDEST_NODE} or newer"));
    }
}
