//! A server whose TLS can be found wanting: it shakes hands and says nothing more.

use crate::teams_host::tls::TlsListener;
use axum::serve::Listener as _;
use std::net::Ipv4Addr;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    task::JoinSet,
};

/// The alert `handshake_failure` (RFC 8446 section 6), as a record of TLS 1.2.
const HANDSHAKE_FAILURE: [u8; 7] = [21, 3, 3, 0, 2, 2, 40];

/// Something that listens on `localhost`. Dropping it stops it.
pub struct TlsPeer {
    port: u16,
    certificate_pem: String,
    _serving: JoinSet<()>,
}

impl TlsPeer {
    /// Shows a certificate of its own making, for `name`.
    ///
    /// # Panics
    /// If there is no free port.
    pub async fn with_certificate_for(name: &str) -> Self {
        let (tcp, port) = listen().await;
        let mut listener = TlsListener::new(tcp, [name]);
        let certificate_pem = listener.certificate_pem().to_owned();
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            loop {
                drop(listener.accept().await);
            }
        });
        Self {
            port,
            certificate_pem,
            _serving: serving,
        }
    }

    /// Has nothing in common with any client.
    ///
    /// # Panics
    /// If there is no free port.
    pub async fn that_refuses_handshakes() -> Self {
        let (tcp, port) = listen().await;
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            while let Ok((mut stream, _)) = tcp.accept().await {
                // A client that has gone already is no concern of this server's.
                let _ = stream.read(&mut [0; 4096]).await;
                let _ = stream.write_all(&HANDSHAKE_FAILURE).await;
            }
        });
        Self {
            port,
            certificate_pem: String::new(),
            _serving: serving,
        }
    }

    /// Where it listens.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    /// Its certificate, for a client that is to trust it.
    #[must_use]
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }
}

async fn listen() -> (TcpListener, u16) {
    let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .expect("a free port");
    let port = tcp.local_addr().expect("a bound address").port();
    (tcp, port)
}
