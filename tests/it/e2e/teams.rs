//! Microsoft Teams in Chromium, with a tab in it and the dialog that the tab opens.

use super::browser::Browser;
use fantoccini::wd::WindowHandle;
use serde_json::{Value, json};
use std::net::SocketAddr;
use tests::teams_host::{HOST_URL, TAB_ORIGIN, TeamsHost};

/// A browser at the host page. Each step says where it is done: in the host, the tab or the dialog.
pub(super) struct Teams {
    /// The browser, wherever it is just now.
    pub(super) browser: Browser,
    window: WindowHandle,
    _host: TeamsHost,
}

impl Teams {
    /// Opens the host page before the server of a tab; no app is open yet.
    pub(super) async fn start<T>(
        tab: SocketAddr,
        issue_token: impl Fn(Value) -> T + Send + Sync + 'static,
    ) -> Self
    where
        T: Future<Output = String> + Send + 'static,
    {
        let host = TeamsHost::start(tab, issue_token).await;
        let browser = Browser::open_for_teams(&host).await;
        browser.goto(HOST_URL).await;
        let window = browser.client.window().await.unwrap();
        let teams = Self {
            browser,
            window,
            _host: host,
        };
        teams.until("typeof host === 'object'").await;
        teams
    }

    /// Opens an app whose manifest has this page, with `more` members for `host.open`.
    pub(super) async fn open(&self, path: &str, more: Value) {
        self.go_to_host().await;
        let domain = TAB_ORIGIN.trim_start_matches("https://");
        let app = json!({ "contentUrl": format!("{TAB_ORIGIN}{path}"), "validDomains": [domain] });
        let open = "host.open({ ...arguments[0], ...arguments[1] })";
        self.browser
            .client
            .execute(open, vec![app, more])
            .await
            .unwrap();
    }

    /// Runs a script in the host page.
    pub(super) async fn host(&self, script: &str) -> Value {
        self.go_to_host().await;
        self.browser.script(script).await
    }

    /// Waits until an expression is true in the host page.
    pub(super) async fn until(&self, condition: &str) {
        self.go_to_host().await;
        self.browser.until_true(condition).await;
    }

    /// Goes into the frame of the tab.
    pub(super) async fn tab(&self) -> &Browser {
        self.go_to_host().await;
        self.browser.client.enter_frame(0).await.unwrap();
        &self.browser
    }

    /// Goes into the dialog, once it is open.
    pub(super) async fn dialog(&self) -> &Browser {
        let client = &self.browser.client;
        self.browser
            .until("the dialog", async || {
                for window in client.windows().await.ok()? {
                    client.switch_to_window(window.clone()).await.ok()?;
                    let url = client.current_url().await.ok()?;
                    if window != self.window && url.as_str().starts_with(TAB_ORIGIN) {
                        return Some(());
                    }
                }
                None
            })
            .await;
        &self.browser
    }

    /// Closes the dialog as a person does.
    pub(super) async fn close_dialog(&self) {
        self.dialog().await.close_window(self.window.clone()).await;
    }

    /// Waits until no window is left but the host's.
    pub(super) async fn until_alone(&self) {
        self.browser
            .until("the other windows to close", async || {
                let windows = self.browser.client.windows().await.ok()?;
                (windows == [self.window.clone()]).then_some(())
            })
            .await;
    }

    /// What the app did wrong.
    pub(super) async fn errors(&self) -> Vec<Value> {
        let errors = self.host("return host.errors").await;
        errors.as_array().expect("a list").clone()
    }

    /// Every test ends with this, unless it is about an error.
    pub(super) async fn assert_no_errors(&self) {
        assert_eq!(self.errors().await, [] as [Value; 0]);
    }

    async fn go_to_host(&self) {
        let client = &self.browser.client;
        client.switch_to_window(self.window.clone()).await.unwrap();
    }
}
