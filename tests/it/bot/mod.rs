//! The bot, from outside: a Teams that posts activities and takes answers.

pub mod chat;
mod playground;
mod tab;
mod teams;

mod answers;
mod delivery;
mod disconnect;
mod log;
mod peer;
mod refusals;
mod shape;
mod welcome;
