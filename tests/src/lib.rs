//! Black-box tests of the Jira tab: a real server, a real sled, a strict simulator of Jira and one of
//! Microsoft Teams, an issuer of tokens in the place of Microsoft's.

pub mod issuer;
pub mod jira_sim;
pub mod teams_host;
mod test_app;
mod tls_peer;

pub use issuer::Issuer;
pub use test_app::{
    CLOCK_PANIC, CONSUMER_KEY, PUBLIC_URL, Start, TestApp, another_jira, in_teams, new_private_key,
    public_key, with_bot,
};
pub use tls_peer::TlsPeer;
