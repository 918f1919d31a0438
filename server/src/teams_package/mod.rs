//! The app package for Microsoft Teams: a zip with the manifest and two icons, made from the
//! settings. Pure: nothing is read but the settings, nothing is written.
//!
//! A manifest that Microsoft's schema takes can still be one that Teams refuses or that no one can
//! sign in with, so [`build`] checks it once more (`lint`).

mod icons;
mod lint;
mod manifest;
mod zipped;

pub use lint::Defect;

use crate::settings::TeamsSettings;
use manifest::Manifest;

/// What the operator may choose besides the settings.
#[derive(Clone, Copy, Debug)]
pub struct Label<'a> {
    /// What people see below the icon.
    pub name: &'a str,
    /// Three numbers. Teams takes an update only with a higher one.
    pub version: &'a str,
}

/// Why there is no package.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// Teams would not take it, or nobody could sign in.
    #[error("The app package would not work: {}.", list(.0))]
    Defects(Vec<Defect>),
    /// The zip could not be written.
    #[error("The app package could not be packed: {0}.")]
    Zip(#[from] zip::result::ZipError),
}

fn list(defects: &[Defect]) -> String {
    let defects: Vec<_> = defects.iter().map(ToString::to_string).collect();
    defects.join("; ")
}

/// The bytes of the package. The same settings and label give the same bytes.
///
/// # Errors
/// [`PackageError::Defects`] names every mistake that was found.
pub fn build(settings: &TeamsSettings, label: Label<'_>) -> Result<Vec<u8>, PackageError> {
    let manifest = Manifest::new(settings, label);
    let defects = lint::find_defects(&manifest);
    if !defects.is_empty() {
        return Err(PackageError::Defects(defects));
    }
    Ok(zipped::pack(&[
        ("manifest.json", &manifest.to_json()),
        (icons::COLOR_FILE, icons::COLOR),
        (icons::OUTLINE_FILE, icons::OUTLINE),
    ])?)
}
