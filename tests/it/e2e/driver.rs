//! chromedriver and its Chromium, one of each for a test, gone when the test is.

use fantoccini::wd::Capabilities;
use serde_json::{Map, Value, json};
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, TcpStream},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use tests::teams_host::TeamsHost;

pub(super) const CHROMIUM: &str = "/usr/bin/chromium";
const CHROMEDRIVER: &str = "/usr/bin/chromedriver";

/// Chromium's switches: no window, nothing asked of the network but what pages ask.
const SWITCHES: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
];

/// How a browser differs from the usual one.
#[derive(Default)]
pub(super) struct Setup {
    switches: Vec<String>,
    preferences: Map<String, Value>,
}

impl Setup {
    /// Runs no script of any page; the driver's own still run.
    pub(super) fn without_javascript() -> Self {
        Self::default().prefer("profile.managed_default_content_settings.javascript", 2)
    }

    /// Shows text of twice the usual size: 32 pixels where a page says nothing.
    pub(super) fn with_large_text() -> Self {
        Self::default().prefer("webkit.webprefs.default_font_size", 32)
    }

    /// Knows Microsoft's names and the tab's as the simulated host's, and keeps the storage of a
    /// frame apart from that of the same site elsewhere.
    pub(super) fn for_teams(host: &TeamsHost) -> Self {
        let rules = format!("--host-resolver-rules={}", host.resolver_rules());
        let setup = Self {
            switches: vec![
                rules,
                "--ignore-certificate-errors".to_owned(),
                // The driver knows no roles in a frame that has a process of its own.
                "--disable-site-isolation-trials".to_owned(),
            ],
            ..Self::default()
        };
        // 1 blocks cookies of third parties.
        setup.prefer("profile.cookie_controls_mode", 1)
    }

    fn prefer(mut self, name: &str, value: u8) -> Self {
        self.preferences.insert(name.to_owned(), value.into());
        self
    }
}

/// A running chromedriver. Dropping it ends the browser and the driver.
pub(super) struct Driver {
    port: u16,
    process: Child,
    /// Kept open: the driver may write more.
    _stdout: BufReader<ChildStdout>,
    profile: TempDir,
    session: Option<(String, Option<u64>)>,
}

impl Driver {
    pub(super) fn start() -> Self {
        for program in [CHROMIUM, CHROMEDRIVER] {
            assert!(
                Path::new(program).exists(),
                "{program} is missing: apt-get install chromium chromium-driver"
            );
        }
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../dist/index.html");
        assert!(
            Path::new(page).exists(),
            "the browser side is missing: run make build"
        );
        // The driver chooses a free port itself, which another one may take before it listens.
        (0..3)
            .find_map(|_| Self::start_once())
            .expect("chromedriver ended without saying its port")
    }

    fn start_once() -> Option<Self> {
        let mut process = Command::new(CHROMEDRIVER)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let mut stdout = BufReader::new(process.stdout.take().expect("a pipe"));
        let mut line = String::new();
        let port = loop {
            line.clear();
            let length = stdout.read_line(&mut line).expect("chromedriver writes");
            if length == 0 {
                // It has ended; an error would say the same.
                let _ = process.wait();
                return None;
            }
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim().trim_end_matches('.').parse().expect("a port");
            }
        };
        Some(Self {
            port,
            process,
            _stdout: stdout,
            profile: TempDir::new().expect("a temporary folder"),
            session: None,
        })
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What a new session asks for.
    pub(super) fn capabilities(&self, setup: Setup) -> Capabilities {
        let profile = format!("--user-data-dir={}", self.profile.path().display());
        let switches = SWITCHES.into_iter().map(str::to_owned);
        let switches: Vec<_> = switches.chain([profile]).chain(setup.switches).collect();
        let capabilities = json!({
            // A page whose script is held back never finishes loading.
            "pageLoadStrategy": "eager",
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
            "goog:chromeOptions": {
                "binary": CHROMIUM,
                "args": switches,
                // The driver would open windows that nobody clicked for.
                "excludeSwitches": ["disable-popup-blocking"],
                "prefs": setup.preferences,
            },
        });
        capabilities.as_object().expect("an object").clone()
    }

    /// Remembers the session, to end it with the driver.
    pub(super) fn owns(&mut self, session: String, chromium: Option<u64>) {
        self.session = Some((session, chromium));
    }

    /// Lets the driver close the browser. Blocks, for there is no waiting in `drop`.
    fn end_session(&self, session: &str) -> std::io::Result<()> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(
            stream,
            "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        )?;
        // The driver answers when the browser has ended, and leaves the connection open.
        stream.read_exact(&mut [0])
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if let Some((session, chromium)) = &self.session
            && self.end_session(session).is_err()
            && let Some(process) = chromium
        {
            // A browser that does not listen any more is ended by force.
            let _ = Command::new("kill")
                .args(["-9", &process.to_string()])
                .stderr(Stdio::null())
                .status();
        }
        // Errors say that the driver has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
