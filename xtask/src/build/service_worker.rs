//! The service worker: its template, with the list of files that make the app complete offline.

use std::fs;
use std::path::Path;

use crate::error::{AtPath, Error};
use crate::fingerprint::{Fingerprint, collect_files};
use crate::workspace::Workspace;

/// Replaced by a JSON array of paths, each from the root of the site.
const FILES: &str = "/*PRECACHE*/[]";
/// Replaced by a JSON string that differs whenever any file does.
const VERSION: &str = "/*VERSION*/\"\"";
/// The worker itself: the browser keeps it, never the cache.
const NAME: &str = "sw.js";

/// Writes `sw.js` into the built app.
///
/// The version covers contents too, because `index.html` and the icons keep their names while they change.
pub(super) fn generate(workspace: &Workspace, app: &Path) -> Result<(), Error> {
    let template_path = workspace.client().join(NAME);
    let template = fs::read_to_string(&template_path).at(&template_path)?;
    let files = served_files(app)?;
    let names: Vec<&str> = files.iter().map(String::as_str).collect();
    let version = Fingerprint::of(app, &names, "")?;
    let worker =
        filled(&template, &files, version.short()).map_err(|marker| Error::NoMarker { path: template_path, marker })?;
    let path = app.join(NAME);
    fs::write(&path, worker).at(&path)
}

/// Every file of the app, relative to its folder, in order.
fn served_files(app: &Path) -> Result<Vec<String>, Error> {
    let mut files = Vec::new();
    collect_files(app, &mut files)?;
    let relative = |file: &Path| file.strip_prefix(app).unwrap_or(file).to_string_lossy().replace('\\', "/");
    let mut names: Vec<String> =
        files.iter().map(|file| relative(file)).filter(|name| is_for_the_cache(name)).collect();
    names.sort();
    Ok(names)
}

fn is_for_the_cache(name: &str) -> bool {
    name != NAME && !name.ends_with(".br") && !name.ends_with(".gz")
}

fn filled(template: &str, files: &[String], version: &str) -> Result<String, &'static str> {
    if let Some(missing) = [FILES, VERSION].into_iter().find(|marker| !template.contains(marker)) {
        return Err(missing);
    }
    let paths: Vec<String> = files.iter().map(|name| format!("/{name}")).collect();
    let list = serde_json::Value::from(paths).to_string();
    let version = serde_json::Value::from(version).to_string();
    Ok(template.replace(FILES, &list).replace(VERSION, &version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_markers_become_the_list_and_the_version() {
        let template = "const FILES = /*PRECACHE*/[]; const VERSION = /*VERSION*/\"\";";
        let worker = filled(template, &["index.html".into(), "a\"b.js".into()], "abc").unwrap();
        assert_eq!(worker, "const FILES = [\"/index.html\",\"/a\\\"b.js\"]; const VERSION = \"abc\";");
    }

    #[test]
    fn a_template_without_a_marker_is_refused() {
        assert_eq!(filled("/*PRECACHE*/[]", &[], ""), Err(VERSION));
        assert_eq!(filled("/*VERSION*/\"\"", &[], ""), Err(FILES));
    }

    #[test]
    fn the_cache_holds_neither_the_worker_nor_compressed_copies() {
        let app = tempfile::tempdir().unwrap();
        for name in ["index.html", "sw.js", "app.wasm", "app.wasm.br", "app.wasm.gz"] {
            fs::write(app.path().join(name), name).unwrap();
        }
        fs::create_dir(app.path().join("icons")).unwrap();
        fs::write(app.path().join("icons/one.svg"), "").unwrap();
        assert_eq!(served_files(app.path()).unwrap(), ["app.wasm", "icons/one.svg", "index.html"]);
    }
}
