//! What the browser and the server of the Jira tab both know.
//!
//! The crate is compiled twice: natively with feature `ssr`, where it renders HTML, and to
//! WebAssembly with feature `hydrate`, where it takes that HTML over. Data flows one way:
//! [`pages`] shows a [`model::TabPage`], every verb of the server (`api`) answers with the next one.

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod backend;
mod client;
pub mod components;
pub mod error;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod shell;
mod teams;
mod verbs;
