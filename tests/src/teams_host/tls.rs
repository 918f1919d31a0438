//! A listener that speaks TLS with a certificate of its own making.

use axum::serve::Listener;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use std::{io, net::SocketAddr, sync::Arc};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::aws_lc_rs, pki_types::PrivateKeyDer},
    server::TlsStream,
};

/// Listens on a port; a slow handshake keeps nobody else waiting.
pub(crate) struct TlsListener {
    certificate_pem: String,
    tcp: TcpListener,
    tls: TlsAcceptor,
    handshakes: JoinSet<io::Result<(TlsStream<TcpStream>, SocketAddr)>>,
}

impl TlsListener {
    pub(crate) fn new<const N: usize>(tcp: TcpListener, names: [&str; N]) -> Self {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(names.map(str::to_owned)).expect("names are good");
        let base64 = STANDARD.encode(cert.der());
        let certificate_pem =
            format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n");
        let key = PrivateKeyDer::Pkcs8(signing_key.serialize_der().into());
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider knows them")
            .with_no_client_auth()
            .with_single_cert(vec![cert.into()], key)
            .expect("the key is the certificate's");
        Self {
            certificate_pem,
            tcp,
            tls: TlsAcceptor::from(Arc::new(config)),
            handshakes: JoinSet::new(),
        }
    }

    /// What a client must trust.
    pub(crate) fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            tokio::select! {
                (stream, peer) = Listener::accept(&mut self.tcp) => {
                    let handshake = self.tls.accept(stream);
                    self.handshakes.spawn(async move { Ok((handshake.await?, peer)) });
                }
                // Browsers open connections that they then do not use.
                Some(Ok(Ok(connection))) = self.handshakes.join_next() => return connection,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.tcp.local_addr()
    }
}
