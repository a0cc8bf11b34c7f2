//! How much a device has to download before the first word can be written, and how much it may be.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::console;
use crate::error::{AtPath, Error};
use crate::fingerprint::collect_files;

const KILOBYTE: u64 = 1000;

/// All files of one kind together, as they travel: compressed with brotli, which every browser we support asks for and
/// the server sends. Not as built, and not as gzip.
struct Limit {
    /// How the names begin.
    start: &'static str,
    extension: &'static str,
    /// bytes
    most: u64,
}

/// What everybody fetches. It is to come down to 450 kB: this holds it where it is, so that it only becomes smaller.
const APP: Limit = Limit { start: "app-", extension: "wasm", most: 610 * KILOBYTE };
/// What the devices of the team fetch besides.
const TEAM: Limit = Limit { start: "team-", extension: "wasm", most: 310 * KILOBYTE };
/// Style sheets.
const CSS: Limit = Limit { start: "", extension: "css", most: 40 * KILOBYTE };
/// No module may stay outside the limits.
const OTHER: Limit = Limit { start: "", extension: "wasm", most: APP.most + TEAM.most };
const LIMITS: [Limit; 4] = [APP, TEAM, CSS, OTHER];

/// The size of one file as built, as gzip and as brotli, in bytes. What is not compressed is sent as built.
struct Sizes {
    plain: u64,
    gzip: u64,
    brotli: u64,
}

/// Prints a table of the app's files and fails if a kind is over its limit.
pub(super) fn check(app: &Path) -> Result<(), Error> {
    let mut files = Vec::new();
    collect_files(app, &mut files)?;
    files.retain(|file| !["br", "gz"].iter().any(|compressed| has_extension(file, compressed)));
    files.sort();

    console::note(format_args!("{:>9} {:>9} {:>9}", "as built", "gzip", "brotli"));
    let mut measured = Vec::new();
    for file in &files {
        let sizes = measure(file)?;
        let name = file.strip_prefix(app).unwrap_or(file).display();
        console::note(format_args!(
            "{:>9} {:>9} {:>9}  {name}",
            kilobytes(sizes.plain),
            kilobytes(sizes.gzip),
            kilobytes(sizes.brotli)
        ));
        measured.push((file.clone(), sizes.brotli));
    }
    let excess = LIMITS.iter().fold(String::new(), |text, limit| text + &excess(limit, &measured));
    if excess.is_empty() { Ok(()) } else { Err(Error::TooLarge(excess)) }
}

impl Limit {
    fn covers(&self, file: &Path) -> bool {
        let name = file.file_name().map(|name| name.to_string_lossy());
        has_extension(file, self.extension) && name.is_some_and(|name| name.starts_with(self.start))
    }
}

fn measure(file: &Path) -> Result<Sizes, Error> {
    let plain = fs::metadata(file).at(file)?.len();
    let compressed = |extension: &str| {
        let path = PathBuf::from(format!("{}.{extension}", file.display()));
        fs::metadata(path).map_or(plain, |metadata| metadata.len())
    };
    Ok(Sizes { plain, gzip: compressed("gz"), brotli: compressed("br") })
}

fn excess(limit: &Limit, measured: &[(PathBuf, u64)]) -> String {
    let total: u64 = measured.iter().filter(|(file, _)| limit.covers(file)).map(|(_, size)| size).sum();
    let mut text = String::new();
    if total > limit.most {
        let (total, most) = (kilobytes(total), kilobytes(limit.most));
        // Writing to a String cannot fail.
        let _ = write!(text, "\n  {}*.{}: {total} in brotli, at most {most}", limit.start, limit.extension);
    }
    text
}

fn has_extension(file: &Path, extension: &str) -> bool {
    file.extension().is_some_and(|found| found == extension)
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{} kB", bytes / KILOBYTE, bytes % KILOBYTE / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(brotli_bytes: usize) -> tempfile::TempDir {
        let app = tempfile::tempdir().unwrap();
        fs::write(app.path().join("app-1.wasm"), vec![0; 2_000_000]).unwrap();
        fs::write(app.path().join("app-1.wasm.br"), vec![0; brotli_bytes]).unwrap();
        app
    }

    #[test]
    fn the_compressed_size_counts() {
        let most = usize::try_from(APP.most).unwrap();
        check(app(most).path()).unwrap();
        let error = check(app(most + 1).path()).unwrap_err();
        assert!(error.to_string().contains("app-*.wasm:") && error.to_string().contains("in brotli"), "{error}");
    }

    #[test]
    fn a_module_of_another_name_counts_too() {
        let app = app(1000);
        let rest = usize::try_from(OTHER.most).unwrap() - 1000;
        fs::write(app.path().join("more.wasm"), vec![0; rest]).unwrap();
        check(app.path()).unwrap();
        fs::write(app.path().join("more.wasm"), vec![0; rest + 1]).unwrap();
        assert!(check(app.path()).unwrap_err().to_string().contains("\n  *.wasm: "));
    }

    #[test]
    fn several_files_of_one_kind_count_together() {
        let app = app(1000);
        for name in ["one.css", "two.css"] {
            fs::write(app.path().join(name), vec![0; 20_001]).unwrap();
        }
        assert!(check(app.path()).unwrap_err().to_string().contains("*.css: 40.0 kB"));
    }
}
