//! What judges the product: the steps of `test`, the benches, the size.

mod environment;
mod scratch;
mod sizes;
mod steps;
mod targets;

use crate::build::{self, Purpose};
use crate::cli::Selection;
use crate::console;
use crate::error::Error;
use crate::setup;
use crate::workspace::Workspace;

/// Sets up and runs the chosen steps in order, stopping at the first that fails.
pub(crate) fn test(workspace: &Workspace, selection: &Selection) -> Result<(), Error> {
    let chosen = match selection {
        Selection::All => steps::ALL.iter().collect(),
        Selection::Named(names) => names.iter().map(|name| steps::named(name)).collect::<Result<Vec<_>, _>>()?,
        Selection::List => {
            for step in &steps::ALL {
                console::line(format_args!("{:10} {}", step.name, step.what));
            }
            return Ok(());
        }
    };
    let (toolbox, browser) = setup::for_tests(workspace)?;
    let bench = environment::Bench::new(workspace, toolbox, browser);
    console::step("cargo xtask test", || {
        chosen
            .iter()
            .try_for_each(|step| console::step(&format!("{}: {}", step.name, step.what), || (step.run)(&bench)))
    })
}

/// Builds and runs the benchmarks: they print figures and judge nothing.
pub(crate) fn bench(workspace: &Workspace) -> Result<(), Error> {
    let (toolbox, browser) = setup::for_tests(workspace)?;
    let bench = environment::Bench::new(workspace, toolbox, browser);
    bench.build_product()?;
    bench.cargo(["bench", "--quiet", "--package", "buurtboek-tests", "--features", "browser", "--benches"]).run()
}

/// Builds the app as it ships and holds it against its limits.
pub(crate) fn size(workspace: &Workspace) -> Result<(), Error> {
    let toolbox = setup::for_builds(workspace)?;
    build::app(workspace, &toolbox, Purpose::Release)?;
    sizes::check(&Purpose::Release.app_folder(workspace))
}
