//! The data folder: where its files are, who may read them, who has it now.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use super::OpenError;

/// How the name of a file ends that is not yet whole.
pub(crate) const HALF: &str = ".jira-tab-new";

/// The paths inside a data folder.
#[derive(Debug, Clone)]
pub(crate) struct DataFolder {
    root: PathBuf,
}

/// Holds a data folder for this process until dropped.
///
/// The lock lies on the folder itself, as everything in it may be replaced. It is taken before
/// the first change: sled's own lock comes too late for that.
#[derive(Debug)]
pub(crate) struct FolderLock {
    folder: Option<File>,
}

impl Drop for FolderLock {
    /// To close the file is not enough: a process that another thread is just about to start holds a copy
    /// of it for a moment (flock(2)), and the next start would meet its own lock.
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            // An error leaves what closing does.
            let _ = folder.unlock();
        }
    }
}

impl DataFolder {
    /// Makes sure that the folder exists; one that is made here is the owner's alone.
    ///
    /// # Errors
    /// [`OpenError::FolderUnusable`], [`OpenError::DiskFull`].
    pub(crate) fn prepare(root: &Path) -> Result<Self, OpenError> {
        create_private_dir(root).map_err(|error| OpenError::io(root, error))?;
        Ok(Self {
            root: root.to_owned(),
        })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// sled's own folder.
    pub(crate) fn db_dir(&self) -> PathBuf {
        self.root.join("db")
    }

    /// The log in which sled keeps every record.
    pub(crate) fn db_file(&self) -> PathBuf {
        self.db_dir().join("db")
    }

    /// The witness.
    pub(crate) fn epoch(&self) -> PathBuf {
        self.root.join("epoch")
    }

    /// The key ring that is made when none is configured.
    pub(crate) fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }

    /// Where files go that are in the way.
    pub(crate) fn set_aside(&self) -> PathBuf {
        self.root.join("set-aside")
    }

    /// Whether sled has written anything here.
    pub(crate) fn has_log(&self) -> bool {
        fs::metadata(self.db_file()).is_ok_and(|metadata| metadata.len() > 0)
    }

    /// The refusal where a database was and nothing of it is left.
    pub(crate) fn without_database(&self) -> OpenError {
        OpenError::DatabaseMissing {
            path: self.db_file(),
        }
    }

    /// Takes the folder for this process.
    ///
    /// # Errors
    /// [`OpenError::AnotherProcess`] if somebody has it; [`OpenError::FolderUnusable`].
    #[cfg(unix)]
    pub(crate) fn lock(&self) -> Result<FolderLock, OpenError> {
        let failed = |error| OpenError::io(&self.root, error);
        let folder = File::open(&self.root).map_err(failed)?;
        match folder.try_lock() {
            Ok(()) => Ok(FolderLock {
                folder: Some(folder),
            }),
            Err(TryLockError::WouldBlock) => Err(OpenError::AnotherProcess {
                path: self.root.clone(),
            }),
            // Some network file systems know no locks; sled's own lock is all there is then.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                Ok(FolderLock { folder: None })
            }
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// Folders cannot be opened as files here; sled's own lock has to do.
    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "the other platforms can fail")]
    pub(crate) fn lock(&self) -> Result<FolderLock, OpenError> {
        Ok(FolderLock { folder: None })
    }
}

/// Refuses to work in a database of another account: root could, and what it writes there would keep that
/// account from its own database.
///
/// # Errors
/// [`OpenError::OtherOwner`], [`OpenError::FolderUnusable`].
pub fn ensure_ours(data_dir: &Path) -> Result<(), OpenError> {
    #[cfg(unix)]
    match fs::metadata(data_dir.join("epoch")) {
        Ok(epoch) => {
            let owner = std::os::unix::fs::MetadataExt::uid(&epoch);
            if owner != rustix::process::geteuid().as_raw() {
                return Err(OpenError::OtherOwner {
                    path: data_dir.to_owned(),
                    owner,
                });
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(OpenError::io(data_dir, error)),
    }
    Ok(())
}

/// Creates a folder and what is missing above it, for the owner alone (0700), durably.
pub(crate) fn create_private_dir(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let above = path.parent().unwrap_or(Path::new(""));
    if !above.as_os_str().is_empty() {
        create_private_dir(above)?;
    }
    let mut builder = fs::DirBuilder::new();
    // Somebody else may make it at the same moment.
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    sync_dir(above)
}

/// Writes a file for the owner alone (0600) so that it is there whole or not at all. Behind a symbolic
/// link it is the file that the link names.
pub(crate) fn write_private_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = &match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
        named => named?,
    };
    let mut name = path.file_name().unwrap_or_default().to_owned();
    // A name of our own: what lies beside the file may be anybody's.
    name.push(HALF);
    let half = path.with_file_name(name);
    if half.exists() {
        // Left by a start that was cut short; it may have other permissions.
        fs::remove_file(&half)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&half)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    let renamed = written.and_then(|()| fs::rename(&half, path));
    if renamed.is_err() {
        // A half that stays would take a full disk more of its room. The first error says more.
        let _ = fs::remove_file(&half);
    }
    renamed?;
    path.parent().map_or(Ok(()), sync_dir)
}

/// Makes created, renamed and removed entries of a folder survive a power cut.
pub(crate) fn sync_dir(path: &Path) -> io::Result<()> {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    if cfg!(unix) {
        File::open(path)?.sync_all()
    } else {
        Ok(())
    }
}

/// Takes the permissions of group and others away, as far as the file system has any.
pub(crate) fn make_private(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let metadata = fs::metadata(path)?;
        let mode = if metadata.is_dir() { 0o700 } else { 0o600 };
        if metadata.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
        }
    }
    Ok(())
}

/// Whether anybody but the owner may read the file.
pub(crate) fn readable_by_others(path: &Path) -> io::Result<bool> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        Ok(fs::metadata(path)?.permissions().mode() & 0o044 != 0)
    }
    #[cfg(not(unix))]
    {
        fs::metadata(path).map(|_| false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_what_lies_beside_it_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for name in ["ring", "ring.new", "ring.old"] {
            fs::write(at(name), "before").expect("a file");
        }
        for name in ["ring", "ring.new"] {
            write_private_file(&at(name), b"after").expect("a file");
            assert_eq!(fs::read(at(name)).expect("a file"), b"after");
        }
        assert_eq!(fs::read(at("ring.old")).expect("a file"), b"before");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 3);
    }

    #[test]
    fn a_lock_ends_although_a_process_just_started_has_a_copy_of_its_file() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = DataFolder::prepare(root.path()).expect("a data folder");
        let lock = folder.lock().expect("nobody has it");
        assert!(folder.lock().is_err(), "somebody has it");
        let copy = lock.folder.as_ref().map(File::try_clone);
        drop(lock);
        folder.lock().expect("nobody has it any more");
        drop(copy);
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_stays_one_and_its_target_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let (link, target) = (folder.path().join("keys"), folder.path().join("elsewhere"));
        fs::write(&target, "before").expect("a file");
        std::os::unix::fs::symlink(&target, &link).expect("a link");
        write_private_file(&link, b"after").expect("a file");
        assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
        assert_eq!(fs::read(&target).expect("a file"), b"after");
    }
}
