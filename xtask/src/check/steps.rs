//! The steps of `cargo xtask test`, the quick ones first.

use super::environment::Bench;
use super::scratch::Scratch;
use super::{sizes, targets};
use crate::build::Purpose;
use crate::error::Error;

/// One named check.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) name: &'static str,
    /// What it looks at, for the list and for the terminal.
    pub(super) what: &'static str,
    pub(super) run: fn(&Bench) -> Result<(), Error>,
}

/// Every check, in order.
pub(super) const ALL: [Step; 8] = [
    Step { name: "format", what: "files that `cargo fmt --all` would change", run: format },
    Step { name: "lint", what: "clippy on everything, natively", run: lint },
    Step { name: "lint-app", what: "clippy on the app, for the browser", run: lint_app },
    Step { name: "unit", what: "unit, contract, simulation and in-process tests", run: unit },
    Step { name: "corpus", what: "hostile input, in a release build", run: corpus },
    Step {
        name: "build",
        what: "app and server as they ship, and the page of its storage",
        run: Bench::build_for_the_browser,
    },
    Step { name: "size", what: "the app against its limits", run: size },
    Step { name: "browser", what: "real processes: kills, hostile input, stock clients, Chromium", run: browser },
];

/// The step of that name.
pub(super) fn named(name: &str) -> Result<&'static Step, Error> {
    ALL.iter().find(|step| step.name == name).ok_or_else(|| Error::UnknownStep(name.to_owned()))
}

const WARNINGS_FAIL: [&str; 3] = ["--", "--deny", "warnings"];

fn format(bench: &Bench) -> Result<(), Error> {
    bench.cargo(["fmt", "--all", "--", "--check", "--files-with-diff"]).run()
}

fn lint(bench: &Bench) -> Result<(), Error> {
    let everything = ["clippy", "--quiet", "--workspace", "--all-targets", "--features", BROWSER_OF_TESTS];
    bench.cargo(everything).args(WARNINGS_FAIL).run()
}

fn lint_app(bench: &Bench) -> Result<(), Error> {
    let app = ["clippy", "--quiet", "--package", "buurtboek-client", "--target", "wasm32-unknown-unknown"];
    // As it ships: in development it is not split, and is compiled for everything else here. In the profile of what ships,
    // too: what the compiler runs while it builds the app, macros above all, is then there already.
    bench.cargo(app).args(["--features", "split", "--profile", "wasm"]).args(WARNINGS_FAIL).run()
}

fn unit(bench: &Bench) -> Result<(), Error> {
    bench.cargo(["test", "--quiet", "--workspace"]).run()
}

/// Hostile input, read by the gate's rules. In release: what ships has neither overflow checks nor debug assertions to stop
/// at. Over a socket it goes to the product itself, with the other real processes.
fn corpus(bench: &Bench) -> Result<(), Error> {
    let rules = ["--package", "buurtboek-shared", "--test", "corpus", "--test", "mutations"];
    bench.cargo(["test", "--quiet", "--release"]).args(rules).run()
}

fn size(bench: &Bench) -> Result<(), Error> {
    bench.build_product()?;
    sizes::check(&Purpose::Release.app_folder(bench.workspace()))
}

/// A feature of the `tests` crate: it switches on the test targets that need the built product, Node or Chromium.
const BROWSER: &str = "browser";
const BROWSER_OF_TESTS: &str = "buurtboek-tests/browser";

fn browser(bench: &Bench) -> Result<(), Error> {
    bench.build_for_the_browser()?;
    let targets = targets::requiring(bench, BROWSER)?;
    let tests = targets.iter().flat_map(|target| ["--test", target.as_str()]);
    let command = bench.cargo(["test", "--quiet", "--workspace", "--features", BROWSER_OF_TESTS]).args(tests);
    // A failure says where and what by itself; a backtrace through the runtime pushes that off the end of a short report.
    let command = command.env("RUST_BACKTRACE", "0");
    let scratch = Scratch::new(bench.workspace())?;
    let command = command.env("TMPDIR", scratch.folder());
    // What a report costs in presses is said by a test that passes.
    command.args(["--", "--show-output"]).run()
}
