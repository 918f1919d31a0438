//! The Jira tab's server. [`run`] is the only wiring:
//!
//! ```text
//! http  ->  usecase  ->  jira | entra | bot | store  ->  outbound  ->  bearer, chat, connection,
//!                                               jira_url, oauth1, verification_code (pure)
//! ```
//!
//! Imports go down only. `http` answers requests and logs them; `usecase` decides; `jira`, `entra`,
//! `bot` and `store` touch network and disk; the pure modules know neither time nor chance.

// The types of a page nest one level for each element.
#![recursion_limit = "256"]

pub mod admin;

mod bearer;
mod bot;
mod chat;
mod connection;
mod entra;
mod entropy;
mod html;
mod http;
mod image_handle;
mod jira;
mod jql;
mod keyed_rate;
mod outbound;
mod signing_keys;
mod usecase;

pub mod check;
pub mod clock;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzz;
pub mod jira_url;
pub mod oauth1;
pub mod settings;
pub mod setup;
pub mod store;
pub mod teams_package;
pub mod telemetry;
pub mod verification_code;

use admin::{Answer, Desk, Request, Socket};
use anyhow::Context as _;
use bot::Bot;
use clock::Clock;
use entra::Entra;
use http::{BotSide, Patience, TeamsSide};
use jira::JiraClient;
use settings::{Identity, InstanceSettings, Settings};
use std::{future::Future, io, sync::Arc, time::Duration};
use store::{KeyRingSource, SledOptions, SledStore, TokenStore, Vault};
use tokio::{net::TcpListener, sync::watch, time::Instant};
use usecase::{Instance, Tab};

const PATIENCE: Patience = Patience {
    // nginx and others keep an idle connection for a minute.
    idle: Duration::from_secs(75),
    // One answer of a slow Jira, so that an exchange it has answered is stored.
    grace: Duration::from_secs(35),
};

/// Serves the tab until `shutdown` resolves, then finishes what is under way and closes the store.
///
/// # Errors
/// One sentence for the operator: the browser side is missing, the store or its keys cannot be
/// used, TLS cannot be set up, the listener fails.
pub async fn run(
    settings: Settings,
    listener: TcpListener,
    clock: Clock,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let browser_side = http::BrowserSide::load()?;
    let port = listener
        .local_addr()
        .context("The listening address cannot be read.")?
        .port();
    let store = open_store(&settings).await?;
    // Before anybody hears that the tab is there; who asks earlier waits.
    let socket = Socket::bind(&settings.data).inspect_err(|error| {
        tracing::warn!(%error, "grants, keys, export and import work only while the tab is stopped: its socket cannot be made in the data folder");
    });
    let vault = store.vault.clone();
    let instances = instances(settings.instances, &clock)?;
    let (entra, teams, bot) = match &settings.identity {
        Identity::Local => {
            tracing::info!("the tab is at http://localhost:{port}");
            (None, None, None)
        }
        Identity::Entra(teams) => {
            let entra = Entra::new(&teams.entra, clock.clone()).context(
                "TLS cannot be set up for Entra; on Debian, install the package ca-certificates.",
            )?;
            tracing::info!(
                "the tab is at {}, by its reverse proxy; it listens on port {port}",
                teams.public_url.origin()
            );
            let bot = teams
                .bot
                .as_ref()
                .map(|bot| Bot::new(bot, &teams.entra, clock.clone()));
            let bot = bot.transpose().context(
                "TLS cannot be set up for the bot; on Debian, install the package ca-certificates.",
            )?;
            (
                Some((entra, teams.public_url.clone())),
                Some(TeamsSide::new(teams)),
                bot.map(BotSide::new),
            )
        }
    };
    let tab = Arc::new(Tab::new(vault, instances, entra, clock.clone()));
    let router = http::router(Arc::clone(&tab), browser_side, port, teams, bot);
    // By when all must have ended, once it is stopping.
    let (stopping, deadline) = watch::channel(None);
    let shutdown = async move {
        shutdown.await;
        stopping.send_replace(Some(Instant::now() + PATIENCE.grace));
    };
    let end = || {
        let mut deadline = deadline.clone();
        async move {
            // An error means that the sender is gone, and with it the server.
            let _ = deadline.wait_for(Option::is_some).await;
        }
    };
    let (sweeper, sweep_end) = (Arc::clone(&tab), end());
    let grant_max_idle = settings.grant_max_idle;
    tab.tasks
        .spawn(async move { sweeper.sweep_daily(grant_max_idle, sweep_end).await });
    if let Ok(socket) = socket {
        let keys = KeyRingSource::or_own(settings.key_ring.as_ref(), &settings.data);
        let desk = Desk {
            tab: Arc::clone(&tab),
            keys,
            gap: store.sled.gap().cloned(),
        };
        tab.tasks.spawn(socket.serve(desk, end()));
    }
    // Exports of what is left would push the good ones out of their folder.
    if let Some(export) = settings.export.filter(|_| store.sled.gap().is_none()) {
        let exporting = admin::export_regularly(tab.vault.clone(), export, clock, end());
        tab.tasks.spawn(exporting);
    }
    http::serve(router, listener, shutdown, PATIENCE)
        .await
        .context("The server stopped.")?;
    tab.tasks.close();
    let deadline = deadline.borrow().unwrap_or_else(Instant::now);
    if tokio::time::timeout_at(deadline, tab.tasks.wait())
        .await
        .is_err()
    {
        tracing::warn!("work was cut off at the end of the grace period");
    }
    store
        .sled
        .close()
        .await
        .context("The store could not be closed.")
}

fn instances(settings: Vec<InstanceSettings>, clock: &Clock) -> anyhow::Result<Vec<Instance>> {
    let instance = |instance: InstanceSettings| {
        let (id, name) = (instance.id, instance.name);
        if instance.client.base_url.as_url().scheme() == "http" {
            tracing::warn!(
                jira = id,
                "base_url is plain http: whoever listens on the way can act for your people"
            );
        }
        let client = JiraClient::new(instance.client, clock.clone())
            .with_context(|| format!("TLS cannot be set up for the Jira {id:?}; on Debian, install the package ca-certificates."))?;
        Ok(Instance { id, name, client })
    };
    settings.into_iter().map(instance).collect()
}

/// Does what an administrator asks for, by the tab that runs with this data folder or, where none does,
/// in its place. `body` is the file of an import; each line of the answer goes to `take`.
///
/// # Errors
/// One sentence for the operator.
pub async fn administer(
    settings: Settings,
    request: Request,
    body: Vec<u8>,
    take: impl FnMut(Answer) -> io::Result<()>,
) -> anyhow::Result<()> {
    let data = &settings.data;
    if let Some(stream) = admin::running_tab(data).await? {
        return Ok(admin::ask_running(stream, &request, &body, take).await?);
    }
    let keys = KeyRingSource::or_own(settings.key_ring.as_ref(), data);
    if matches!(request, Request::Import { .. }) {
        // Nothing is made for an export that cannot be read.
        store::check_export(&body, keys.read())?;
        store::allow_import(data)?;
    } else if !data.join("db").exists() && !data.join("epoch").exists() {
        anyhow::bail!(
            "There is no database in the data folder {}. Name the tab's own with --config or --data.",
            data.display()
        );
    }
    let store = open_store(&settings).await?;
    let gap = store.sled.gap().cloned();
    let clock = Clock::system();
    let instances = instances(settings.instances, &clock)?;
    let tab = Arc::new(Tab::new(store.vault, instances, None, clock));
    let asked = Desk { tab, keys, gap }.ask(request, body, take).await;
    let closed = store.sled.close().await;
    asked?;
    closed.context("The store could not be closed.")
}

struct OpenStore {
    vault: Vault,
    sled: Arc<SledStore>,
}

/// Opens keys, database and vault, in this order: each step relies on the one before.
async fn open_store(settings: &Settings) -> anyhow::Result<OpenStore> {
    store::ensure_ours(&settings.data)?;
    let keys = store::load_or_create(&settings.data, settings.key_ring.as_ref())?;
    let options = SledOptions {
        accept_gap: settings.accept_gap,
        ..SledOptions::new(&settings.data)
    };
    let sled = tokio::task::spawn_blocking(move || SledStore::open(options))
        .await
        .context("Opening the store failed.")??;
    let sled = Arc::new(sled);
    let store: Arc<dyn TokenStore> = Arc::clone(&sled) as _;
    let vault = Vault::open(store, Arc::new(keys.ring)).await?;
    for warning in &keys.warnings {
        tracing::warn!("{warning}");
    }
    Ok(OpenStore { vault, sled })
}
