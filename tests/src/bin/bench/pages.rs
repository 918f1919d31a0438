//! The page inside Teams, and the first page and a verb in local mode, beside a bare axum handler that
//! answers the same bytes; and what a browser loads at first.

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
use tests::{
    PUBLIC_URL, Start, TestApp,
    issuer::{CLIENT_ID, TENANT_ID},
};
use tokio::{net::TcpListener, task::JoinSet};

const CONNECTIONS: usize = 8;
/// Few, so that a busy machine leaves some rounds alone.
const REQUESTS_EACH: usize = 100;
const ROUNDS: usize = 21;

pub(crate) async fn measure(table: &mut Table) -> anyhow::Result<()> {
    let teams = TestApp::start(Start {
        teams_settings: in_teams(),
        ..Start::default()
    })
    .await;
    let page = Asked {
        what: "Page inside Teams, GET /",
        address: teams.address(),
        request: get(
            teams.address(),
            "/?theme=default",
            "X-Forwarded-Proto: https\r\n",
        ),
        of_many: true,
    };
    let beside = page.beside_bare().await?;
    beside.judge(table, "what every answer has takes the rest: id, log line, limits, headers, and the net for panics");

    let app = TestApp::spawn().await;
    let address = app.address();
    let verb = Asked {
        what: "A verb, POST /api/tab",
        address,
        request: post(address, "/api/tab", "at_once=false"),
        of_many: false,
    };
    let beside = verb.beside_bare().await?;
    beside.judge(
        table,
        "what every answer has takes most of the rest, then the three sealed records that are read, \
         and leptos's server functions",
    );
    let page = Asked {
        what: "Page at this machine, for its one person, GET /",
        address,
        request: get(address, "/", ""),
        of_many: false,
    };
    page.beside_bare().await?.note(table);
    first_load(table, address).await
}

/// Nobody's keys are fetched for a page, so nobody has to be at the authority's address.
fn in_teams() -> String {
    format!(
        "identity = \"entra\"\npublic_url = \"{PUBLIC_URL}\"\n\
         [entra]\ntenant_ids = [\"{TENANT_ID}\"]\nclient_id = \"{CLIENT_ID}\"\n\
         [developer]\nname = \"Example\"\n"
    )
}

struct Asked {
    what: &'static str,
    address: SocketAddr,
    request: String,
    /// Each connection says that it is somebody else's, as a reverse proxy would: one address may not
    /// ask so often.
    of_many: bool,
}

struct Beside {
    what: String,
    ours: f64,
    theirs: f64,
    alone: Times,
}

impl Asked {
    async fn beside_bare(&self) -> anyhow::Result<Beside> {
        let what = self.what;
        let request = self.from(0);
        let (head, body) = Connection::open(self.address).await?.ask(&request).await?;
        ensure!(head.starts_with("HTTP/1.1 200 "), "{what} answered: {head}");
        let bytes = body.len();
        let content_type = header(&head, "content-type").unwrap_or_default().to_owned();
        let bare = serve_bare(body, content_type).await?;
        let (mut ours, mut theirs) = (0.0_f64, 0.0_f64);
        for _ in 0..ROUNDS {
            ours = ours.max(self.throughput(self.address).await?);
            theirs = theirs.max(self.throughput(bare).await?);
        }
        let mut connection = Connection::open(self.address).await?;
        Ok(Beside {
            what: format!("{what}, {bytes} bytes, {CONNECTIONS} connections"),
            ours,
            theirs,
            alone: connection.times(&request, "200", 500).await?,
        })
    }

    /// Answers in a second, over all connections.
    async fn throughput(&self, address: SocketAddr) -> anyhow::Result<f64> {
        let mut connections = Vec::new();
        for from in 1..=CONNECTIONS {
            connections.push((Connection::open(address).await?, self.from(from)));
        }
        let mut tasks = JoinSet::new();
        let start = Instant::now();
        for (mut connection, request) in connections {
            tasks.spawn(async move { connection.times(&request, "200", REQUESTS_EACH).await });
        }
        for result in tasks.join_all().await {
            result?;
        }
        Ok(per_second(CONNECTIONS * REQUESTS_EACH, start.elapsed()))
    }

    fn from(&self, somebody: usize) -> String {
        let forwarded_for = format!("\r\nX-Forwarded-For: 203.0.113.{somebody}\r\nAccept:");
        if self.of_many {
            self.request.replacen("\r\nAccept:", &forwarded_for, 1)
        } else {
            self.request.clone()
        }
    }
}

impl Beside {
    fn judge(&self, table: &mut Table, why: &str) {
        let ratio = self.ours / self.theirs;
        let target = ("≥ 0.5 × the bare handler", ratio >= 0.5);
        table.judge(&self.what, &self.figure(), &self.bare(), target, why);
    }

    fn note(&self, table: &mut Table) {
        table.note(&self.what, &self.figure(), &self.bare());
    }

    fn figure(&self) -> String {
        format!("{:.0}/s; alone {}", self.ours, self.alone)
    }

    fn bare(&self) -> String {
        let (theirs, ratio) = (self.theirs, self.ours / self.theirs);
        format!("bare axum handler {theirs:.0}/s (ratio {ratio:.2})")
    }
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
        let request = get(address, path, "Accept-Encoding: br, gzip\r\n");
        let (_, body) = connection.ask(&request).await?;
        bytes += body.len();
        if path.contains("_bg.wasm") {
            wasm_bytes = body.len();
        }
    }
    table.note(
        &format!(
            "Bodies of a first load, {} answers, compressed",
            paths.len()
        ),
        &format!("{bytes} bytes"),
        &format!("{wasm_bytes} of them WebAssembly"),
    );
    Ok(())
}
