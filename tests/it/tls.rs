//! A server whose certificate is not what it should be.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use std::sync::Arc;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::aws_lc_rs, pki_types::PrivateKeyDer},
};

/// What is wrong with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Certificate {
    /// Its issuer is not the trusted one.
    Untrusted,
    Expired,
    OfAnotherName,
    /// The server speaks no TLS at all.
    None,
}

/// Shakes hands with whoever comes and says nothing more. Ends when it is dropped.
pub struct Tls {
    pub port: u16,
    /// The certificate of an issuer to trust, in PEM.
    pub trusted: String,
    serving: JoinHandle<()>,
}

impl Tls {
    pub async fn listen(certificate: Certificate) -> Self {
        let (trusted, other) = (issuer(), issuer());
        let by = if certificate == Certificate::Untrusted {
            &other
        } else {
            &trusted
        };
        let name = if certificate == Certificate::OfAnotherName {
            "jira.example"
        } else {
            "localhost"
        };
        let mut params = CertificateParams::new([name.to_owned()]).expect("a good name");
        if certificate == Certificate::Expired {
            params.not_before = date_time_ymd(2020, 1, 1);
            params.not_after = date_time_ymd(2021, 1, 1);
        }
        let key = KeyPair::generate().expect("a key");
        let chain = vec![params.signed_by(&key, by).expect("a certificate").into()];
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider knows them")
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .expect("the key is the certificate's");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let tcp = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = tcp.local_addr().expect("a bound address").port();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = tcp.accept().await {
                if certificate == Certificate::None {
                    let answer = b"HTTP/1.1 400 Bad Request\r\n\r\n";
                    // Whoever has gone needs no answer; a connection for the look alone sends nothing.
                    let _ = tokio::io::AsyncWriteExt::write_all(&mut { stream }, answer).await;
                } else {
                    // The client refuses the certificate, which is what the test is about.
                    let _ = acceptor.accept(stream).await;
                }
            }
        });
        Self {
            port,
            trusted: pem::encode(&pem::Pem::new(
                "CERTIFICATE",
                AsRef::<rcgen::Certificate>::as_ref(&trusted).der().to_vec(),
            )),
            serving,
        }
    }
}

impl Drop for Tls {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// An issuer of certificates.
fn issuer() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    CertifiedIssuer::self_signed(params, key).expect("an issuer")
}
