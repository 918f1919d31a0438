//! A Chromium: addresses, windows, keys, scripts, logs. What is on a page, [`super::roles`] tells.

use super::driver::{Driver, Setup};
use fantoccini::{
    Client, ClientBuilder,
    actions::{InputSource as _, KeyAction, KeyActions, MouseActions, PointerAction},
    elements::Element,
    error::CmdError,
    wd::{WebDriverCompatibleCommand, WindowHandle},
};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;
use tests::{TestApp, teams_host::TeamsHost};
use url::{ParseError, Url};

/// How long a page may take to show what is waited for; two busy cores are slow.
const DEADLINE: Duration = Duration::from_secs(20);

/// A browser of its own, with an empty profile.
pub(super) struct Browser {
    /// The session, for what has no method here.
    pub(super) client: Client,
    _driver: Driver,
}

/// A command of the driver that its client has no method for.
#[derive(Debug)]
struct RawCommand {
    method: Method,
    path: String,
    body: Option<String>,
}

impl WebDriverCompatibleCommand for RawCommand {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (self.method.clone(), self.body.clone())
    }
}

impl Browser {
    /// A browser as people have it.
    pub(super) async fn open() -> Self {
        Self::start(Setup::default()).await
    }

    /// A browser that runs no script of any page.
    pub(super) async fn open_without_javascript() -> Self {
        Self::start(Setup::without_javascript()).await
    }

    /// A browser of a person who has set text to twice the usual size.
    pub(super) async fn open_with_large_text() -> Self {
        Self::start(Setup::with_large_text()).await
    }

    /// A browser for which the simulated host is Microsoft Teams.
    pub(super) async fn open_for_teams(host: &TeamsHost) -> Self {
        Self::start(Setup::for_teams(host)).await
    }

    async fn start(setup: Setup) -> Self {
        let mut driver = Driver::start();
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(driver.capabilities(setup))
            .connect(&driver.url())
            .await
            .expect("Chromium starts");
        let session = client.session_id().await.unwrap().expect("a session");
        let process = client
            .capabilities()
            .and_then(|capabilities| capabilities.get("goog:processID")?.as_u64());
        driver.owns(session, process);
        Self {
            client,
            _driver: driver,
        }
    }

    /// Opens an address.
    pub(super) async fn goto(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    /// Opens the tab and waits until its script has taken the page over.
    pub(super) async fn open_tab(&self, app: &TestApp) {
        self.goto(&format!("{}/?script=awaited", app.url())).await;
        self.until_hydrated().await;
    }

    /// Reloads the tab and waits until its script has taken the page over.
    pub(super) async fn reload_tab(&self) {
        self.script("history.replaceState(null, '', '/?script=awaited')")
            .await;
        self.client.refresh().await.unwrap();
        self.until_hydrated().await;
    }

    /// The script's last act of taking a page over is to tidy the address.
    pub(super) async fn until_hydrated(&self) {
        self.until_true("!location.search.includes('script=')")
            .await;
    }

    /// Runs a script of the test in the page.
    pub(super) async fn script(&self, script: &str) -> Value {
        self.try_script(script).await.unwrap()
    }

    /// Runs a script where there may be no page just now.
    pub(super) async fn try_script(&self, script: &str) -> Result<Value, CmdError> {
        self.client.execute(script, Vec::new()).await
    }

    /// All text that a person can read on the page.
    pub(super) async fn text(&self) -> String {
        let text = self.script("return document.body.innerText").await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// A command of the driver.
    pub(super) async fn command(
        &self,
        method: Method,
        path: String,
        body: Option<Value>,
    ) -> Result<Value, CmdError> {
        let body = body.map(|body| body.to_string());
        self.client
            .issue_cmd(RawCommand { method, path, body })
            .await
    }

    /// A command of the protocol of Chromium's developer tools.
    pub(super) async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.command(Method::POST, "goog/cdp/execute".to_owned(), Some(body))
            .await
            .unwrap()
    }

    /// Holds the WebAssembly back, as a slow network does, until [`Self::release_script`].
    pub(super) async fn hold_script(&self) {
        self.devtools(
            "Fetch.enable",
            json!({ "patterns": [{ "urlPattern": "*.wasm" }] }),
        )
        .await;
    }

    /// Lets the WebAssembly through.
    pub(super) async fn release_script(&self) {
        self.devtools("Fetch.disable", json!({})).await;
    }

    /// Plays a preference of the person, such as `prefers-color-scheme: dark`.
    pub(super) async fn prefer(&self, feature: &str, value: &str) {
        let features = json!([{ "name": feature, "value": value }]);
        self.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await;
    }

    /// Gives the page another size, in CSS pixels at a scale of 1.
    pub(super) async fn resize(&self, width: u32, height: u32) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    /// New entries of a log: `browser` is the console, `performance` the network.
    pub(super) async fn log(&self, kind: &str) -> Vec<Value> {
        let body = json!({ "type": kind });
        let log = self
            .command(Method::POST, "se/log".to_owned(), Some(body))
            .await
            .unwrap();
        log.as_array().expect("a list").clone()
    }

    /// Presses and releases each key of `keys`; [`fantoccini::key::Key`] names the special ones.
    pub(super) async fn keys(&self, keys: &str) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in keys.chars() {
            actions = actions
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        self.client.perform_actions(actions).await.unwrap();
    }

    /// Moves the pointer over an element.
    pub(super) async fn point_at(&self, element: &Element) {
        let args = vec![serde_json::to_value(element).unwrap()];
        let script = "arguments[0].scrollIntoView({ block: 'center' })";
        self.client.execute(script, args).await.unwrap();
        self.point(PointerAction::MoveToElement {
            element: element.clone(),
            duration: None,
            x: 0.0,
            y: 0.0,
        })
        .await;
    }

    /// Moves the pointer into the corner of the page.
    pub(super) async fn point_at_nothing(&self) {
        self.point(PointerAction::MoveTo {
            duration: None,
            x: 0.0,
            y: 0.0,
        })
        .await;
    }

    async fn point(&self, action: PointerAction) {
        let actions = MouseActions::new("mouse".to_owned()).then(action);
        self.client.perform_actions(actions).await.unwrap();
    }

    /// Does what opens a window, and goes on there; returns the window that it was in.
    pub(super) async fn open_window(&self, act: impl AsyncFnOnce()) -> WindowHandle {
        let here = self.client.window().await.unwrap();
        let known = self.client.windows().await.unwrap();
        act().await;
        let opened = self
            .until("a new window", async || {
                let windows = self.client.windows().await.ok()?;
                windows.into_iter().find(|window| !known.contains(window))
            })
            .await;
        self.client.switch_to_window(opened).await.unwrap();
        here
    }

    /// Closes this window and goes on in another.
    pub(super) async fn close_window(&self, other: WindowHandle) {
        self.client.close_window().await.unwrap();
        self.client.switch_to_window(other).await.unwrap();
    }

    /// Waits until an expression is true in the page.
    pub(super) async fn until_true(&self, condition: &str) {
        let script = format!("return {condition}");
        self.until(condition, async || {
            let holds = self.try_script(&script).await.ok()?;
            (holds == true).then_some(())
        })
        .await;
    }

    /// Asks again and again until `check` has an answer.
    ///
    /// # Panics
    /// When it has none in time, with what the page says.
    pub(super) async fn until<T>(&self, what: &str, check: impl AsyncFn() -> Option<T>) -> T {
        let asking = async {
            let mut again = tokio::time::interval(Duration::from_millis(25));
            loop {
                again.tick().await;
                if let Some(answer) = check().await {
                    break answer;
                }
            }
        };
        if let Ok(answer) = tokio::time::timeout(DEADLINE, asking).await {
            return answer;
        }
        let url = self.client.current_url().await;
        let page = self.text().await;
        panic!("waited in vain for {what}; the page {url:?} says:\n{page}");
    }
}
