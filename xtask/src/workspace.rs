//! Where things are in the repository.

use std::path::{Path, PathBuf};

/// The repository's folders, by what they hold.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace that xtask itself belongs to.
    pub(crate) fn locate() -> Self {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self { root: manifest.parent().unwrap_or(manifest).to_owned() }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn client(&self) -> PathBuf {
        self.root.join("client")
    }

    pub(crate) fn tests(&self) -> PathBuf {
        self.root.join("tests")
    }

    pub(crate) fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    /// Folder of fingerprints: what the last build of each kind was made from.
    pub(crate) fn fingerprints(&self) -> PathBuf {
        self.target().join("xtask")
    }

    /// The release server.
    pub(crate) fn server_binary(&self) -> PathBuf {
        self.target().join("release").join(format!("buurtboek{}", std::env::consts::EXE_SUFFIX))
    }
}
