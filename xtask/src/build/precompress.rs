//! Compressed copies beside each file, made once with the greatest effort instead of at every request.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::fingerprint::collect_files;
use crate::process::Program;

/// Kinds of files that are not compressed already.
const COMPRESSIBLE: [&str; 8] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// Node has the encoder that brotli's authors wrote; what it makes of the app is half a percent smaller than what others do.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/build/precompress.mjs");

/// Writes `name.br` and `name.gz` beside every file in `app` that becomes smaller by it.
pub(super) fn folder(app: &Path) -> Result<(), Error> {
    let mut files: Vec<PathBuf> = Vec::new();
    collect_files(app, &mut files)?;
    let files = files.iter().filter(|file| is_compressible(file));
    Program::new("node").arg(SCRIPT).args(files).run()
}

fn is_compressible(file: &Path) -> bool {
    let extension = file.extension().map(|extension| extension.to_string_lossy());
    extension.is_some_and(|extension| COMPRESSIBLE.contains(&extension.as_ref()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn both_copies_unpack_to_the_same_bytes() {
        let app = tempfile::tempdir().unwrap();
        let plain = "the same words, again and again; ".repeat(1000);
        let file = app.path().join("app.js");
        fs::write(&file, &plain).unwrap();
        folder(app.path()).unwrap();
        for (unpack, ending) in [("brotliDecompressSync", "br"), ("gunzipSync", "gz")] {
            let copy = app.path().join(format!("app.js.{ending}"));
            assert!(fs::metadata(&copy).unwrap().len() < 200, "{ending}");
            let script = format!("process.stdout.write(zlib.{unpack}(fs.readFileSync(process.argv[1])))");
            let unpacked = Program::new("node").args(["--eval", &script, "--"]).arg(copy).answer().unwrap();
            assert!(unpacked == plain.trim_end(), "{ending}");
        }
    }

    #[test]
    fn what_gains_nothing_is_left_alone() {
        let app = tempfile::tempdir().unwrap();
        fs::write(app.path().join("tiny.js"), "1").unwrap();
        fs::write(app.path().join("icon.png"), "png ".repeat(100)).unwrap();
        folder(app.path()).unwrap();
        assert_eq!(fs::read_dir(app.path()).unwrap().count(), 2);
    }
}
