//! How much a device has to download before the first word can be written, and how much it may be.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::console;
use crate::error::{AtPath, Error};
use crate::fingerprint::collect_files;

const KILOBYTE: u64 = 1000;

/// Files of one kind together, as they travel: compressed with brotli, which every browser we support asks for and the
/// server sends. Not as built, and not as gzip.
struct Limit {
    /// What it is.
    what: &'static str,
    /// How the names begin.
    starts: &'static [&'static str],
    extension: &'static str,
    /// bytes
    most: u64,
}

/// What must be there before the first screen shows and a volunteer can write. Somebody of the team waits for [`TEAM`] too.
const FIRST: Limit = Limit { what: "the first screen", starts: &["app-"], extension: "wasm", most: 450 * KILOBYTE };
/// What the phone of a volunteer fetches in all: what synchronises comes while the first screen is there.
const VOLUNTEER: Limit = Limit {
    what: "a volunteer's phone",
    starts: &["app-", "sync-", "shared-"],
    extension: "wasm",
    most: 525 * KILOBYTE,
};
/// What the devices of the team fetch besides.
const TEAM: Limit = Limit { what: "the team's pages", starts: &["team-"], extension: "wasm", most: 375 * KILOBYTE };
/// Style sheets.
const CSS: Limit = Limit { what: "styles", starts: &[""], extension: "css", most: 40 * KILOBYTE };
const LIMITS: [Limit; 4] = [FIRST, VOLUNTEER, TEAM, CSS];
/// Kinds of which no file may stay outside the limits.
const LIMITED: [&str; 2] = ["wasm", "css"];

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
    let excess = LIMITS.iter().map(|limit| excess(limit, &measured)).collect::<String>() + &outside(&measured);
    if excess.is_empty() { Ok(()) } else { Err(Error::TooLarge(excess)) }
}

impl Limit {
    fn covers(&self, file: &Path) -> bool {
        let name = file.file_name().map(|name| name.to_string_lossy());
        has_extension(file, self.extension)
            && name.is_some_and(|name| self.starts.iter().any(|start| name.starts_with(start)))
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
        let _ = write!(text, "\n  {} (.{}): {total} in brotli, at most {most}", limit.what, limit.extension);
    }
    text
}

fn outside(measured: &[(PathBuf, u64)]) -> String {
    let limited =
        measured.iter().map(|(file, _)| file).filter(|file| LIMITED.iter().any(|kind| has_extension(file, kind)));
    let outside = limited.filter(|file| !LIMITS.iter().any(|limit| limit.covers(file)));
    outside.map(|file| format!("\n  {}: no limit covers it", file.display())).collect()
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
        let most = usize::try_from(FIRST.most).unwrap();
        check(app(most).path()).unwrap();
        let error = check(app(most + 1).path()).unwrap_err();
        assert!(
            error.to_string().contains("the first screen (.wasm):") && error.to_string().contains("in brotli"),
            "{error}"
        );
    }

    #[test]
    fn what_a_phone_fetches_later_counts_together() {
        let app = app(1000);
        let rest = usize::try_from(VOLUNTEER.most).unwrap() - 1000;
        fs::write(app.path().join("sync-1.wasm"), vec![0; rest]).unwrap();
        check(app.path()).unwrap();
        fs::write(app.path().join("shared-1-1.wasm"), vec![0; 1]).unwrap();
        assert!(check(app.path()).unwrap_err().to_string().contains("a volunteer's phone (.wasm): "));
    }

    #[test]
    fn a_module_of_another_name_is_refused() {
        let app = app(1000);
        fs::write(app.path().join("more.wasm"), "").unwrap();
        let error = check(app.path()).unwrap_err();
        assert!(error.to_string().contains("more.wasm: no limit covers it"), "{error}");
    }

    #[test]
    fn several_files_of_one_kind_count_together() {
        let app = app(1000);
        for name in ["one.css", "two.css"] {
            fs::write(app.path().join(name), vec![0; 20_001]).unwrap();
        }
        assert!(check(app.path()).unwrap_err().to_string().contains("styles (.css): 40.0 kB"));
    }
}
