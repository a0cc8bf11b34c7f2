//! Turns `locales/` into the module that the screens take their words from; a key that one language lacks stops the build.

use std::{env, error::Error, fs, path::PathBuf};

use leptos_i18n_parser::parse_locales::{
    options::{Config, ParseOptions},
    parse_locales,
};

/// One file per language and part of the app: `locales/nl/status.json`.
const PARTS: [&str; 9] =
    ["app", "coordinator", "note", "professional", "refusal", "status", "today", "visit", "volunteer"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        // Where each function refers to others: without that no module can be taken out.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let config = Config::new("nl")?
        .add_locale("en")?
        .add_namespaces(PARTS)?
        .parse_options(ParseOptions::new().interpolate_display(true));
    let parsed = parse_locales(None, config)?;
    for file in parsed.tracked_files.iter().flatten() {
        println!("cargo::rerun-if-changed={file}");
    }
    let faults: Vec<String> = parsed
        .diag
        .warnings()
        .iter()
        .map(ToString::to_string)
        .chain(parsed.diag.errors().iter().map(ToString::to_string))
        .collect();
    if !faults.is_empty() {
        return Err(faults.join("\n").into());
    }
    let module = leptos_i18n_codegen::gen_code(&parsed, None, false, None, false)?;
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(folder.join("i18n.rs"), module.to_string())?;
    Ok(())
}
