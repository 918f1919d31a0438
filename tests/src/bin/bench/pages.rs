//! The first page and a verb in local mode, beside a bare axum handler that answers the same bytes;
//! and what a browser loads at first.

use crate::{
    http::{Connection, get, header, post},
    measure::{Times, per_second},
    table::Table,
};
use anyhow::ensure;
use axum::{
    Router,
    http::header::CONTENT_TYPE,
    routing::{get as on_get, post as on_post},
};
use std::{
    net::{Ipv4Addr, SocketAddr},
    time::Instant,
};
use tests::TestApp;
use tokio::{net::TcpListener, task::JoinSet};

const CONNECTIONS: usize = 8;
const REQUESTS_EACH: usize = 300;
const ROUNDS: usize = 7;

pub(crate) async fn measure(table: &mut Table) -> anyhow::Result<()> {
    let app = TestApp::spawn().await;
    let address = app.address();
    let page = get(address, "/", "");
    let verb = post(address, "/api/tab", "at_once=false");
    for (what, request) in [("First page, GET /", page), ("A verb, POST /api/tab", verb)] {
        let (head, body) = Connection::open(address).await?.ask(&request).await?;
        ensure!(head.starts_with("HTTP/1.1 200 "), "{what} answered: {head}");
        let bytes = body.len();
        let content_type = header(&head, "content-type").unwrap_or_default().to_owned();
        let bare = serve_bare(body, content_type).await?;
        let (mut ours, mut theirs) = (0.0_f64, 0.0_f64);
        for _ in 0..ROUNDS {
            ours = ours.max(throughput(address, &request).await?);
            theirs = theirs.max(throughput(bare, &request).await?);
        }
        let alone = alone(address, &request).await?;
        let ratio = ours / theirs;
        table.judge(
            &format!("{what}, {bytes} bytes, {CONNECTIONS} connections"),
            &format!("{ours:.0}/s; alone {alone}"),
            &format!("bare axum handler {theirs:.0}/s (ratio {ratio:.2})"),
            ("≥ 0.5 × the bare handler", ratio >= 0.5),
            "each answer reads sealed records on blocking threads, and leptos renders it for its reader; \
             reads on the workers and less rendering would be needed. It is thousands of pages a second",
        );
    }
    first_load(table, address).await
}

async fn serve_bare(body: Vec<u8>, content_type: String) -> anyhow::Result<SocketAddr> {
    let answer = move || {
        let answer = ([(CONTENT_TYPE, content_type.clone())], body.clone());
        async move { answer }
    };
    let router = Router::new()
        .route("/", on_get(answer.clone()))
        .route("/api/tab", on_post(answer));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    // It ends with the runtime, as nothing waits for it.
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

/// Answers in a second, over all connections.
async fn throughput(address: SocketAddr, request: &str) -> anyhow::Result<f64> {
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        connections.push(Connection::open(address).await?);
    }
    let mut tasks = JoinSet::new();
    let start = Instant::now();
    for mut connection in connections {
        let request = request.to_owned();
        tasks.spawn(async move { connection.times(&request, "200", REQUESTS_EACH).await });
    }
    for result in tasks.join_all().await {
        result?;
    }
    Ok(per_second(CONNECTIONS * REQUESTS_EACH, start.elapsed()))
}

async fn alone(address: SocketAddr, request: &str) -> anyhow::Result<Times> {
    Connection::open(address)
        .await?
        .times(request, "200", 500)
        .await
}

/// Bodies as they travel, of the page and of everything that its head names.
async fn first_load(table: &mut Table, address: SocketAddr) -> anyhow::Result<()> {
    let mut connection = Connection::open(address).await?;
    let (_, plain) = connection.ask(&get(address, "/", "")).await?;
    let html = String::from_utf8_lossy(&plain).into_owned();
    let mut paths: Vec<&str> = html
        .split(['"', '\''])
        .filter(|text| text.starts_with("/pkg/"))
        .collect();
    paths.sort_unstable();
    paths.dedup();
    ensure!(!paths.is_empty(), "the page names no files");
    paths.push("/");
    let (mut bytes, mut wasm_bytes) = (0, 0);
    for path in &paths {
        let request = get(address, path, "Accept-Encoding: br\r\n");
        let (_, body) = connection.ask(&request).await?;
        bytes += body.len();
        if path.contains("_bg.wasm") {
            wasm_bytes = body.len();
        }
    }
    table.note(
        &format!("Bodies of a first load, {} answers, Brotli", paths.len()),
        &format!("{bytes} bytes"),
        &format!("{wasm_bytes} of them WebAssembly"),
    );
    Ok(())
}
