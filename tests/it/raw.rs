//! Requests that no good client makes, written byte by byte.

use tests::TestApp;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// What came back before the server closed the connection.
pub struct RawAnswer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// Sends `request` and reads until the server closes the connection, which the request asks for.
pub async fn exchange(app: &TestApp, request: &str) -> RawAnswer {
    let mut stream = TcpStream::connect(app.address())
        .await
        .expect("a connection");
    // A server that refuses early may have closed its side before all was written.
    let _ = stream.write_all(request.as_bytes()).await;
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head
        .get(9..12)
        .and_then(|status| status.parse().ok())
        .unwrap_or_else(|| panic!("no answer to {request}: {text}"));
    RawAnswer {
        status,
        head: head.to_ascii_lowercase(),
        body: body.to_owned(),
    }
}
