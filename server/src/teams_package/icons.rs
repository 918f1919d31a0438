//! The app's own icons, drawn in `style/icons/*.svg`. The tests prove that Teams takes them
//! (<https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons>).

/// Name of the colour icon in the package.
pub(super) const COLOR_FILE: &str = "color.png";

/// 192 × 192; the symbol lies in the central 96 × 96.
pub(super) const COLOR: &[u8] = include_bytes!("../../../style/icons/color.png");

/// Name of the outline icon in the package.
pub(super) const OUTLINE_FILE: &str = "outline.png";

/// 32 × 32, white on transparent.
pub(super) const OUTLINE: &[u8] = include_bytes!("../../../style/icons/outline.png");

/// The background of the colour icon.
pub(super) const ACCENT_COLOR: &str = "#0b6a75";

#[cfg(test)]
mod tests;
