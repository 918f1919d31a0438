//! The bot: what Teams sends it, and that it was Teams.

pub(crate) mod token;
