//! `WWW-Authenticate` values, and problem reports in headers and bodies.

#![no_main]

use libfuzzer_sys::fuzz_target;
use server::oauth1::{challenge, problem::Problem};

fuzz_target!(|value: &str| {
    let challenges = challenge::parse(value);
    let read: usize = challenges
        .iter()
        .flatten()
        .map(|(name, value)| name.len() + value.len())
        .sum();
    assert!(read <= value.len(), "more was read than there is");
    let _ = Problem::from_header(value);
    let _ = Problem::from_body(value.as_bytes());
});
