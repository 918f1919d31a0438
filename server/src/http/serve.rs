//! Connections: how long one may be idle, how large a head may be, and how all of them end.

use axum::Router;
use axum_server::{Handle, Server, accept::NoDelayAcceptor};
use hyper_util::rt::TokioTimer;
use std::{
    convert::Infallible,
    future::{Future, pending},
    io,
    net::SocketAddr,
    time::Duration,
};
use tokio::net::TcpListener;

/// Where reading ahead ends; a head of twice as much is refused. A token of Entra's has about 3 kB.
const READ_BUFFER_BYTES: usize = 32 * 1024;

/// How long a connection is waited for.
pub(crate) struct Patience {
    /// Until the next head is there. Longer than a reverse proxy keeps an idle connection, which
    /// should be the first to close it.
    pub(crate) idle: Duration,
    /// Until an answer under way is given, when the server is told to stop.
    pub(crate) grace: Duration,
}

/// Answers requests until `shutdown` resolves, then those under way.
///
/// # Errors
/// If the listener fails.
pub(crate) async fn serve(
    router: Router,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
    patience: Patience,
) -> io::Result<()> {
    let handle = Handle::new();
    // Small answers must not wait for the other side's delayed acknowledgement.
    let mut listening = Server::<SocketAddr>::from_listener(listener)
        .acceptor(NoDelayAcceptor::new())
        .handle(handle.clone())
        .http1_only();
    listening
        .http_builder()
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.idle)
        .max_buf_size(READ_BUFFER_BYTES);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let stop = async {
        shutdown.await;
        handle.graceful_shutdown(Some(patience.grace));
        pending::<Infallible>().await
    };
    tokio::select! {
        served = listening.serve(service) => served,
        never = stop => match never {},
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpStream,
        sync::oneshot,
    };

    async fn start(idle: Duration) -> (SocketAddr, oneshot::Sender<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new().route("/", get(|| async { "here" }));
        let (running, ended) = oneshot::channel();
        let shutdown = async {
            let _ = ended.await;
        };
        let patience = Patience {
            idle,
            grace: Duration::from_secs(5),
        };
        tokio::spawn(serve(router, listener, shutdown, patience));
        (address, running)
    }

    /// What comes back for `request` until the server closes the connection.
    async fn exchange(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut answer = String::new();
        let reading = stream.read_to_string(&mut answer);
        let closed = tokio::time::timeout(Duration::from_secs(10), reading).await;
        closed.expect("closed in time").expect("text");
        answer
    }

    #[tokio::test]
    async fn a_head_that_never_ends_holds_no_connection() {
        let (address, _running) = start(Duration::from_millis(200)).await;
        let answer = exchange(address, "GET / HTTP/1.1\r\nHost: x\r\nX-A: ").await;
        assert!(!answer.contains("200"), "{answer}");
    }

    #[tokio::test]
    async fn an_idle_connection_is_closed() {
        let (address, _running) = start(Duration::from_millis(200)).await;
        let answer = exchange(address, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
        assert!(answer.ends_with("here"), "{answer}");
    }

    #[tokio::test]
    async fn a_server_that_stops_closes_idle_connections() {
        let (address, running) = start(Duration::from_mins(1)).await;
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        let request = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";
        stream.write_all(request).await.expect("sent");
        let mut answer = Vec::new();
        while !answer.ends_with(b"here") {
            stream.read_buf(&mut answer).await.expect("an answer");
        }
        running.send(()).expect("a server");
        let read = stream.read_buf(&mut answer);
        let closed = tokio::time::timeout(Duration::from_secs(10), read).await;
        assert_eq!(closed.expect("closed in time").expect("no error"), 0);
    }
}
