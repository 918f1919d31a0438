//! Flows over HTTP against a running simulator.

mod around;
mod authorize;
mod client;
mod exchange;
mod faults;
mod issues;
mod messages;
mod rest;
mod search;
