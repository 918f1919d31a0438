//! Microsoft Teams in the browser, simulated: a host page that speaks the protocol of TeamsJS from
//! Teams' own origin, and the reverse proxy before the tab's server.
//!
//! The peer is the unmodified TeamsJS in Chromium, which resolves the host names of this module to
//! [`TeamsHost::address`]. `page/` holds the host page; its `window.host` has the switches of a test
//! and the record of what the app did.

mod pages;
mod proxy;
pub(crate) mod tls;

use serde_json::Value;
use std::{
    net::{Ipv4Addr, SocketAddr},
    pin::Pin,
};
use tls::TlsListener;
use tokio::{net::TcpListener, task::JoinHandle};

/// Address of the host page.
pub const HOST_URL: &str = "https://teams.microsoft.com/";
/// The same page at an address that is not Microsoft's.
pub const STRANGE_HOST_URL: &str = "https://framer.example.test/";
/// Origin of the tab: what stands before it is the reverse proxy.
pub const TAB_ORIGIN: &str = "https://tab.example.test";

const TAB_DOMAIN: &str = "tab.example.test";
/// Where TeamsJS fetches the list of origins that may be hosts.
const HOST_LIST_DOMAIN: &str = "res.cdn.office.net";

/// Makes an access token with the given claims.
type IssueToken =
    Box<dyn Fn(Value) -> Pin<Box<dyn Future<Output = String> + Send>> + Send + Sync + 'static>;

/// A running host with its proxy. Stops when it is dropped.
pub struct TeamsHost {
    address: SocketAddr,
    server: JoinHandle<()>,
}

impl TeamsHost {
    /// Starts a host before the server of a tab. `issue_token` makes the tokens that `getAuthToken`
    /// answers with, from the claims of the person (`host.user`).
    ///
    /// # Panics
    /// If it cannot listen on a port of its own.
    pub async fn start<T>(
        tab: SocketAddr,
        issue_token: impl Fn(Value) -> T + Send + Sync + 'static,
    ) -> Self
    where
        T: Future<Output = String> + Send + 'static,
    {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("a free port");
        let address = listener.local_addr().expect("a bound address");
        let issue_token: IssueToken = Box::new(move |claims| Box::pin(issue_token(claims)));
        let router = pages::router(tab, issue_token);
        let listener = TlsListener::new(
            listener,
            [
                "teams.microsoft.com",
                "framer.example.test",
                TAB_DOMAIN,
                HOST_LIST_DOMAIN,
            ],
        );
        let server = tokio::spawn(async move {
            let served = axum::serve(listener, router).await;
            served.expect("axum serves until it is dropped");
        });
        Self { address, server }
    }

    /// Where the host listens, for all its names.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The value of Chromium's `--host-resolver-rules`: the names of this module and of this machine,
    /// and no others.
    #[must_use]
    pub fn resolver_rules(&self) -> String {
        let address = self.address;
        let names = ["teams.microsoft.com", HOST_LIST_DOMAIN, "*.example.test"];
        let rules = names.map(|name| format!("MAP {name} {address},")).concat();
        format!("{rules}MAP * ~NOTFOUND,EXCLUDE localhost,EXCLUDE 127.0.0.1")
    }
}

impl Drop for TeamsHost {
    fn drop(&mut self) {
        self.server.abort();
    }
}
