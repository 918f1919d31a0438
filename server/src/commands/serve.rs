//! `jira-tab serve`.

use super::ServeArguments;
use anyhow::Context as _;
use server::{
    clock::Clock,
    settings::{Overrides, Settings},
    telemetry,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

/// Serves until SIGTERM or Ctrl-C.
#[tokio::main]
pub(super) async fn serve(arguments: ServeArguments) -> anyhow::Result<()> {
    telemetry::init(arguments.log_format);
    let overrides = Overrides {
        listen: arguments.listen,
        data: arguments.data,
        key_ring: super::key_ring_from_environment(),
        accept_gap: arguments.accept_gap,
    };
    let settings = Settings::load(&arguments.settings.config, overrides)?;
    let listen = settings.listen;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("The address {listen} cannot be listened on; another program may have it. Choose another with --listen"))?;
    let mut terminate = signal(SignalKind::terminate()).context("Signals cannot be received")?;
    let shutdown = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        tracing::info!("stopping");
    };
    server::run(settings, listener, Clock::system(), shutdown).await
}
