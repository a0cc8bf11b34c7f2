//! Makes this machine ready, once: what is there already is found again and left alone.

mod browser;
mod debian;
mod npm;
mod prerequisites;
mod standard_library;
mod tools;
mod wasm_target;

use std::ffi::OsString;
use std::path::PathBuf;

pub(crate) use browser::Browser;

use crate::console;
use crate::error::Error;
use crate::workspace::Workspace;

/// Something a build or a test needs on this machine.
trait Requirement {
    /// How it is called at the terminal.
    fn name(&self) -> String;

    /// Whether it is there, in the right version. Cheap: asked at every start.
    fn is_met(&self) -> Result<bool, Error>;

    /// Gets it.
    fn meet(&self) -> Result<(), Error>;
}

fn ensure(requirement: &dyn Requirement) -> Result<(), Error> {
    let name = requirement.name();
    if requirement.is_met()? {
        console::already(&name);
        return Ok(());
    }
    console::step(&name, || {
        requirement.meet()?;
        if requirement.is_met()? { Ok(()) } else { Err(Error::StillMissing(name.clone())) }
    })
}

/// What set-up found or installed, for the steps that come after it.
#[derive(Debug)]
pub(crate) struct Toolbox {
    /// `PATH` with the pinned tools before anything else.
    pub(crate) path: OsString,
}

/// Gets all that building needs.
pub(crate) fn for_builds(workspace: &Workspace) -> Result<Toolbox, Error> {
    prerequisites::check()?;
    ensure(&wasm_target::WasmTarget::new(workspace))?;
    let tools = tools::pinned()?;
    for tool in &tools {
        ensure(tool)?;
    }
    let packages = npm::Packages::new("npm packages of the app", workspace.client());
    ensure(&packages)?;

    let mut folders: Vec<PathBuf> = tools.iter().filter_map(tools::CargoTool::folder).collect();
    folders.push(packages.programs());
    if let Some(path) = std::env::var_os("PATH") {
        folders.extend(std::env::split_paths(&path));
    }
    Ok(Toolbox { path: std::env::join_paths(folders)? })
}

/// Gets all that building and testing need, a browser included.
pub(crate) fn for_tests(workspace: &Workspace) -> Result<(Toolbox, Browser), Error> {
    let toolbox = for_builds(workspace)?;
    prerequisites::check_components()?;
    ensure(&npm::Packages::new("npm packages of the tests", workspace.tests()))?;
    ensure(&browser::Chromium)?;
    Ok((toolbox, browser::find()?))
}
