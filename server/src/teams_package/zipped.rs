//! Files into a zip.

use std::io::{Cursor, Write as _};
use zip::{
    ZipWriter,
    result::ZipError,
    write::{FileOptions, SimpleFileOptions},
};

/// A zip of `files` at its root. Its entries have no time of their own, so that the same files
/// give the same bytes.
pub(super) fn pack(files: &[(&str, &[u8])]) -> Result<Vec<u8>, ZipError> {
    // The constant, unlike `default()`, does not read the clock.
    let options: SimpleFileOptions = FileOptions::DEFAULT;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
