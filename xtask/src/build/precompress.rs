//! Compressed copies beside each file, made once with the greatest effort instead of at every request.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use brotli::enc::BrotliEncoderParams;

use crate::error::{AtPath, Error};
use crate::fingerprint::collect_files;

/// Kinds of files that are not compressed already.
const COMPRESSIBLE: [&str; 8] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

const BROTLI_QUALITY: i32 = 11;
/// Log2 of the window, in bytes: the largest that every browser accepts.
const BROTLI_WINDOW: i32 = 24;
/// Log2 of the longest stretch that is compressed as one, in bytes: a module of the app is less. Its default costs some
/// thousandths.
const BROTLI_BLOCK: i32 = 22;

/// Writes `name.br` and `name.gz` beside every file in `app` that becomes smaller by it.
pub(super) fn folder(app: &Path) -> Result<(), Error> {
    let mut files = Vec::new();
    collect_files(app, &mut files)?;
    for file in files.iter().filter(|file| is_compressible(file)) {
        let plain = fs::read(file).at(file)?;
        keep_if_smaller(file, "br", &plain, &brotli(&plain).at(file)?)?;
        keep_if_smaller(file, "gz", &plain, &gzip(&plain).at(file)?)?;
    }
    Ok(())
}

fn is_compressible(file: &Path) -> bool {
    let extension = file.extension().map(|extension| extension.to_string_lossy());
    extension.is_some_and(|extension| COMPRESSIBLE.contains(&extension.as_ref()))
}

fn keep_if_smaller(file: &Path, extension: &str, plain: &[u8], compressed: &[u8]) -> Result<(), Error> {
    if compressed.len() >= plain.len() {
        return Ok(());
    }
    let path = PathBuf::from(format!("{}.{extension}", file.display()));
    fs::write(&path, compressed).at(&path)
}

fn brotli(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let how = BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        lgblock: BROTLI_BLOCK,
        size_hint: plain.len(),
        ..BrotliEncoderParams::default()
    };
    brotli::BrotliCompress(&mut io::Cursor::new(plain), &mut compressed, &how)?;
    Ok(compressed)
}

fn gzip(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(plain)?;
    writer.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn both_copies_unpack_to_the_same_bytes() {
        let app = tempfile::tempdir().unwrap();
        let plain = "the same words, again and again; ".repeat(1000);
        fs::write(app.path().join("app.js"), &plain).unwrap();
        folder(app.path()).unwrap();

        let mut unpacked = String::new();
        let brotli = fs::File::open(app.path().join("app.js.br")).unwrap();
        brotli::Decompressor::new(brotli, 64 * 1024).read_to_string(&mut unpacked).unwrap();
        assert!(unpacked == plain);

        unpacked.clear();
        let gzip = fs::File::open(app.path().join("app.js.gz")).unwrap();
        flate2::read::GzDecoder::new(gzip).read_to_string(&mut unpacked).unwrap();
        assert!(unpacked == plain);
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
