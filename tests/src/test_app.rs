//! The tab as the tests see it: a server on a port of its own, over HTTP, with a clock to turn.

use crate::{
    issuer::{BOT_ID, BOT_SECRET, CLIENT_ID, Issuer, TENANT_ID},
    jira_sim::{Consumer, JiraSim, SignatureMethod, SimOptions},
    teams_host::TAB_ORIGIN,
};
use secrecy::ExposeSecret as _;
use server::{
    clock::Clock,
    oauth1::signature::{RsaSha1Key, rsa_sha1},
    settings::{Overrides, Settings},
};
use std::{
    fmt::Write as _,
    fs,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

/// Consumer key of the tab's application link in the simulated Jira.
pub const CONSUMER_KEY: &str = "jira-tab-test";
/// What a clock says that panics; it stands for a secret.
pub const CLOCK_PANIC: &str = "what-the-panic-says";
const SHARED_SECRET: &str = "s&cr et+";

/// How to start the tab and its Jira.
pub struct Start {
    /// The simulated Jira; its consumer is added by the start.
    pub jira: SimOptions,
    /// The signature method of the tab.
    pub signature_method: SignatureMethod,
    /// The only signature method that Jira takes, where it differs from the tab's.
    pub jira_takes: Option<SignatureMethod>,
    /// Lines added to the `[[jira]]` of the settings, such as `timeout_s = 1`.
    pub instance_settings: String,
    /// Further `[[jira]]` tables.
    pub more_settings: String,
    /// What goes before all tables: [`in_teams`] and [`with_bot`] write it.
    pub teams_settings: String,
}

/// Where people's browsers reach a tab inside Teams.
pub const PUBLIC_URL: &str = TAB_ORIGIN;

/// The settings of a tab inside Teams, whose people `issuer` knows.
#[must_use]
pub fn in_teams(issuer: &Issuer) -> String {
    let authority = issuer.authority();
    format!(
        "identity = \"entra\"\npublic_url = \"{PUBLIC_URL}\"\n\
         [entra]\ntenant_ids = [\"{TENANT_ID}\"]\nclient_id = \"{CLIENT_ID}\"\nauthority = \"{authority}\"\n\
         [developer]\nname = \"Example\"\n"
    )
}

/// The same with the bot, which may answer to `service_url_host`.
#[must_use]
pub fn with_bot(issuer: &Issuer, service_url_host: &str) -> String {
    let (metadata, token) = (issuer.bot_metadata_url(), issuer.token_url());
    in_teams(issuer)
        + &format!(
            "[bot]\napp_id = \"{BOT_ID}\"\nclient_secret_file = \"bot-secret\"\nmetadata_url = \"{metadata}\"\n\
             token_url = \"{token}\"\nservice_url_hosts = [\"{service_url_host}\"]\n"
        )
}

impl Default for Start {
    fn default() -> Self {
        Self {
            jira: SimOptions::default(),
            signature_method: SignatureMethod::RsaSha1,
            jira_takes: None,
            instance_settings: String::new(),
            more_settings: String::new(),
            teams_settings: String::new(),
        }
    }
}

/// A running tab with its Jira, `demo`. Dropping it stops both.
pub struct TestApp {
    /// The simulated Jira, for its controls.
    pub jira: JiraSim,
    folder: TempDir,
    address: SocketAddr,
    clock_offset_s: Arc<AtomicI64>,
    clock_panics: Arc<AtomicBool>,
    running: Option<Running>,
}

struct Running {
    stop: oneshot::Sender<()>,
    server: JoinHandle<anyhow::Result<()>>,
}

/// Making an RSA key takes a while; all tests share one.
fn private_key() -> &'static str {
    static KEY: OnceLock<String> = OnceLock::new();
    KEY.get_or_init(new_private_key)
}

/// Another private key, in PEM.
///
/// # Panics
/// If no key can be made.
#[must_use]
pub fn new_private_key() -> String {
    rsa_sha1::generate_private_key_pem()
        .expect("a key can be made")
        .expose_secret()
        .to_owned()
}

/// The public half of a private key, both in PEM.
///
/// # Panics
/// If it is no private key.
#[must_use]
pub fn public_key(private_key: &str) -> String {
    RsaSha1Key::from_pem(&private_key.into())
        .expect("a private key")
        .public_key_pem()
}

/// One more simulated Jira, and the `[[jira]]` that makes it known to the tab as `id`.
pub async fn another_jira(id: &str, name: &str) -> (JiraSim, String) {
    let consumer = Consumer::with_public_key(CONSUMER_KEY, "Jira tab", public_key(private_key()));
    let jira = JiraSim::start(SimOptions {
        consumers: vec![consumer],
        ..SimOptions::default()
    })
    .await;
    let settings = format!(
        "[[jira]]\nid = \"{id}\"\nname = \"{name}\"\nbase_url = \"{}\"\nconsumer_key = \"{CONSUMER_KEY}\"\nprivate_key_file = \"key.pem\"\n",
        jira.base_url()
    );
    (jira, settings)
}

impl TestApp {
    /// Starts the tab against the default Jira: RSA-SHA1, context path `/jira`.
    pub async fn spawn() -> Self {
        Self::start(Start::default()).await
    }

    /// Starts the tab as told.
    ///
    /// # Panics
    /// If the tab or the simulator does not start.
    pub async fn start(start: Start) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let (consumer, credential_setting) = match start.signature_method {
            SignatureMethod::RsaSha1 => {
                fs::write(folder.path().join("key.pem"), private_key()).expect("the key file");
                (
                    Consumer::with_public_key(CONSUMER_KEY, "Jira tab", public_key(private_key())),
                    "signature_method = \"RSA-SHA1\"\nprivate_key_file = \"key.pem\"",
                )
            }
            SignatureMethod::HmacSha1 => {
                fs::write(folder.path().join("secret"), format!("{SHARED_SECRET}\n"))
                    .expect("the secret file");
                (
                    Consumer::with_shared_secret(CONSUMER_KEY, "Jira tab", SHARED_SECRET),
                    "signature_method = \"HMAC-SHA1\"\nshared_secret_file = \"secret\"",
                )
            }
        };
        let mut options = start.jira;
        options.consumers.push(consumer);
        options.signature_methods = vec![start.jira_takes.unwrap_or(start.signature_method)];
        let jira = JiraSim::start(options).await;
        fs::write(folder.path().join("bot-secret"), BOT_SECRET).expect("the bot's secret");
        let mut settings = start.teams_settings;
        writeln!(
            settings,
            "[[jira]]\nid = \"demo\"\nname = \"Demo Jira\"\nbase_url = \"{}\"\nconsumer_key = \"{CONSUMER_KEY}\"\n{credential_setting}\n{}\n{}",
            jira.base_url(), start.instance_settings, start.more_settings
        )
        .expect("writing to a String cannot fail");
        fs::write(folder.path().join("jira-tab.toml"), settings).expect("the settings file");
        let mut app = Self {
            jira,
            folder,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            clock_offset_s: Arc::default(),
            clock_panics: Arc::default(),
            running: None,
        };
        app.serve().await;
        app
    }

    /// Stops the server as SIGTERM does and starts it again over the same data folder and port.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.serve().await;
    }

    /// Changes the settings file and starts the server anew.
    ///
    /// # Panics
    /// If the settings cannot be read, written or used.
    pub async fn restart_with(&mut self, change: impl FnOnce(String) -> String) {
        self.stop().await;
        let text = fs::read_to_string(self.settings_file()).expect("the settings file");
        fs::write(self.settings_file(), change(text)).expect("the settings file");
        self.serve().await;
    }

    /// Stops the server; its data folder stays.
    ///
    /// # Panics
    /// If the server ended with an error.
    pub async fn stop(&mut self) {
        if let Some(Running { stop, server }) = self.running.take() {
            // An error means that the server has ended already, which the join tells better.
            let _ = stop.send(());
            server
                .await
                .expect("the server does not panic")
                .expect("the server ends well");
        }
    }

    async fn serve(&mut self) {
        let overrides = Overrides {
            listen: Some(self.address),
            ..Overrides::default()
        };
        let settings = Settings::load(&self.settings_file(), overrides).expect("good settings");
        let listener = TcpListener::bind(settings.listen)
            .await
            .expect("a free port");
        self.address = listener.local_addr().expect("a bound address");
        let (stop, stopped) = oneshot::channel();
        let offset = Arc::clone(&self.clock_offset_s);
        let panics = Arc::clone(&self.clock_panics);
        let clock = Clock::from_fn(move || {
            assert!(!panics.load(Ordering::Relaxed), "{CLOCK_PANIC}");
            #[expect(
                clippy::disallowed_methods,
                reason = "the tests' clock runs beside the system's"
            )]
            let now = SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .expect("after 1970");
            let offset_s = offset.load(Ordering::Relaxed);
            let shift = Duration::from_secs(offset_s.unsigned_abs());
            if offset_s < 0 {
                now.saturating_sub(shift)
            } else {
                now + shift
            }
        });
        let server = tokio::spawn(server::run(settings, listener, clock, async {
            // Dropping the sender stops the server, too.
            let _ = stopped.await;
        }));
        self.running = Some(Running { stop, server });
    }

    /// Address of the tab as a browser on this machine opens it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }

    /// Host and port as the Host header says them.
    #[must_use]
    pub fn host(&self) -> String {
        format!("localhost:{}", self.address.port())
    }

    /// Address of the listener.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The settings file.
    #[must_use]
    pub fn settings_file(&self) -> PathBuf {
        self.folder.path().join("jira-tab.toml")
    }

    /// The folder of settings, keys and data.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Lets whatever in the tab asks for the time panic with [`CLOCK_PANIC`]: a defect to order.
    pub fn set_clock_panics(&self, panics: bool) {
        self.clock_panics.store(panics, Ordering::Relaxed);
    }

    /// Sets the tab's clock: seconds ahead of the system's.
    pub fn set_clock_offset(&self, seconds: i64) {
        self.clock_offset_s.store(seconds, Ordering::Relaxed);
    }
}
