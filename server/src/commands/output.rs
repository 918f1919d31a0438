//! What commands print.

use std::{
    fmt,
    io::{self, Write as _},
};

/// Prints a line. That nobody reads on, as behind `| head`, stops no command and is no error.
///
/// # Errors
/// What the operating system says, such as of a full disk.
pub(super) fn say(text: impl fmt::Display) -> io::Result<()> {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}
