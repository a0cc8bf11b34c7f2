//! Build tools from the crate registry, in exactly the versions that work together.

use std::path::PathBuf;

use super::Requirement;
use crate::console;
use crate::error::Error;
use crate::process::Program;

/// Names the folder for installed tools.
const FOLDER_VARIABLE: &str = "BB_TOOLS";

/// A program that `cargo install` provides.
#[derive(Debug)]
pub(super) struct CargoTool {
    package: &'static str,
    program: &'static str,
    version: &'static str,
    /// A folder of its own for each version: another checkout may pin another one.
    root: PathBuf,
}

/// The tools, in the order in which they are got. `Trunk.toml` and `Cargo.toml` name the same wasm-bindgen.
pub(super) fn pinned() -> Result<[CargoTool; 2], Error> {
    let folder = folder()?;
    let tool = |package, program, version| CargoTool {
        package,
        program,
        version,
        root: folder.join(format!("{package}-{version}")),
    };
    Ok([tool("trunk", "trunk", "0.21.14"), tool("wasm-bindgen-cli", "wasm-bindgen", "0.2.130")])
}

fn folder() -> Result<PathBuf, Error> {
    let named = std::env::var_os(FOLDER_VARIABLE).map(PathBuf::from);
    let cache = || std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || std::env::home_dir().map(|home| home.join(".cache"));
    named.or_else(|| cache().or_else(home).map(|cache| cache.join("buurtboek"))).ok_or_else(|| Error::Missing {
        what: "a folder for tools (there is no home folder)".to_owned(),
        install: format!("export {FOLDER_VARIABLE}=/a/folder/for/tools"),
    })
}

impl CargoTool {
    /// The folder to put before `PATH`; `None`: the one on `PATH` is the right version.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        (!self.is_right(self.program.as_ref())).then(|| self.root.join("bin"))
    }

    fn installed(&self) -> PathBuf {
        self.root.join("bin").join(format!("{}{}", self.program, std::env::consts::EXE_SUFFIX))
    }

    fn is_right(&self, program: &std::ffi::OsStr) -> bool {
        let answer = Program::new(program).arg("--version").answer();
        answer.is_ok_and(|answer| answer.split_whitespace().any(|word| word == self.version))
    }

    fn install(&self) -> Program {
        Program::new("cargo")
            .args(["install", "--quiet", "--debug", "--root"])
            .arg(&self.root)
            .arg(format!("{}@{}", self.package, self.version))
            // Built in a few minutes instead of many; fast enough for what they do here.
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
    }
}

impl Requirement for CargoTool {
    fn name(&self) -> String {
        format!("{} {}", self.package, self.version)
    }

    fn is_met(&self) -> Result<bool, Error> {
        Ok(self.is_right(self.program.as_ref()) || self.is_right(self.installed().as_os_str()))
    }

    fn meet(&self) -> Result<(), Error> {
        console::note(format!("cargo install, into {}; this takes minutes, once", self.root.display()));
        if self.install().arg("--locked").run_quietly().is_ok() {
            return Ok(());
        }
        console::note("not with its own lock file (the registry may have withdrawn a version); trying without");
        self.install().run_quietly()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_project_pins_the_same_wasm_bindgen_everywhere() {
        let [_, wasm_bindgen] = pinned().unwrap();
        let root = crate::workspace::Workspace::locate();
        let trunk = std::fs::read_to_string(root.root().join("Trunk.toml")).unwrap();
        let cargo = std::fs::read_to_string(root.root().join("Cargo.toml")).unwrap();
        assert!(trunk.contains(&format!("wasm_bindgen = \"{}\"", wasm_bindgen.version)));
        assert!(cargo.contains(&format!("wasm-bindgen = \"={}\"", wasm_bindgen.version)));
    }

    #[test]
    fn a_program_of_another_version_is_not_taken() {
        let tool = CargoTool { package: "cargo", program: "cargo", version: "0.0.1", root: "nowhere".into() };
        assert!(!tool.is_met().unwrap());
    }
}
