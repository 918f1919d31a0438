//! A person's issues through the tab, beside the same signed call sent to Jira directly.

use crate::{
    http::{Connection, get, header, post},
    measure::{Times, show},
    table::Table,
};
use anyhow::{Context as _, ensure};
use secrecy::SecretString;
use server::{
    clock::Clock,
    oauth1::{
        authorization::{SignedRequest, sign},
        credentials::{ClientCredentials, TokenCredentials},
        signature::{RsaSha1Key, SigningKey},
    },
};
use std::{fs, sync::Arc, time::Instant};
use tests::{CONSUMER_KEY, TestApp};
use url::Url;

const CALLS: usize = 400;

pub(crate) async fn measure(table: &mut Table) -> anyhow::Result<()> {
    let app = TestApp::spawn().await;
    let mut tab = Connection::open(app.address()).await?;
    connect(&app, &mut tab).await?;
    let request = post(app.address(), "/api/tab", "at_once=false");
    let (head, body) = tab.ask(&request).await?;
    ensure!(
        head.starts_with("HTTP/1.1 200 ") && String::from_utf8_lossy(&body).contains("DEMO-1"),
        "no issues: {head}"
    );
    let direct = Direct::like_the_last_call(&app)?;
    direct.call(0).await?;
    app.jira.clear_requests();

    let (mut through, mut beside, mut signing) = (vec![], vec![], vec![]);
    for nonce in 1..=CALLS {
        let start = Instant::now();
        tab.ask(&request).await?;
        through.push(start.elapsed());
        let start = Instant::now();
        direct.call(nonce).await?;
        beside.push(start.elapsed());
        let start = Instant::now();
        direct.header(nonce).await?;
        signing.push(start.elapsed());
    }
    let (through, beside, signing) = (Times::new(through), Times::new(beside), Times::new(signing));
    let added = through.percentile(50).saturating_sub(beside.percentile(50));
    table.judge(
        "Issues through the tab, POST /api/tab",
        &format!("{through}; added at p50 {}", show(added)),
        &format!(
            "signed call to the simulated Jira {beside}, its signature (3072 bits) p50 {}",
            show(signing.percentile(50))
        ),
        (
            "≤ 0.5 ms added at p50, beyond signing",
            added.as_micros() <= 500,
        ),
        "the tab's own work is a twentieth of its signature; the rest is one more connection, and waking \
         its task, the task that goes on when the person goes away, and the thread that signs",
    );
    Ok(())
}

/// Signs the local person in, as they would.
async fn connect(app: &TestApp, tab: &mut Connection) -> anyhow::Result<()> {
    let address = app.address();
    let (_, page) = tab.ask(&post(address, "/api/connect", "jira=demo")).await?;
    let page = String::from_utf8_lossy(&page).into_owned();
    let (_, link) = page
        .split_once("/authorize/")
        .context("no Authorize link")?;
    let handle: String = link
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
        .collect();
    let (head, _) = tab
        .ask(&get(address, &format!("/authorize/{handle}"), ""))
        .await?;
    let location = Url::parse(header(&head, "location").context("no way to Jira")?)?;
    let (_, token) = location
        .query_pairs()
        .find(|(name, _)| name == "oauth_token")
        .context("no request token")?;
    let code = app.jira.approve(&token, "demo");
    let form = format!("verification_code={code}");
    let (head, _) = tab.ask(&post(address, "/api/continue", &form)).await?;
    ensure!(head.starts_with("HTTP/1.1 200 "), "not connected: {head}");
    Ok(())
}

/// The search that the tab made, to be made again without it.
struct Direct {
    http: reqwest::Client,
    url: Url,
    client: Arc<ClientCredentials>,
    token: TokenCredentials,
    clock: Clock,
}

impl Direct {
    fn like_the_last_call(app: &TestApp) -> anyhow::Result<Self> {
        let calls = app.jira.requests();
        let search = calls.iter().rev().find(|it| it.path.ends_with("/search"));
        let search = search.context("the tab searched for nothing")?;
        let token = search.oauth_parameter("oauth_token").context("no token")?;
        let mut url = Url::parse(app.jira.base_url())?;
        url.set_path(&search.path);
        url.set_query(Some(&search.query));
        let pem = SecretString::from(fs::read_to_string(app.folder().join("key.pem"))?);
        let key = SigningKey::RsaSha1(RsaSha1Key::from_pem(&pem)?);
        Ok(Self {
            http: reqwest::Client::builder().no_proxy().build()?,
            url,
            client: Arc::new(ClientCredentials::new(CONSUMER_KEY, key)),
            token: TokenCredentials::new(token, ""),
            clock: Clock::system(),
        })
    }

    /// RSA belongs off the workers, here as in the tab.
    async fn header(&self, nonce: usize) -> anyhow::Result<String> {
        let (client, token, url) = (
            Arc::clone(&self.client),
            self.token.clone(),
            self.url.clone(),
        );
        let timestamp_s = self.clock.now_s();
        let signing = tokio::task::spawn_blocking(move || {
            let request = SignedRequest {
                method: "GET",
                url: &url,
                form_body: None,
                token: Some((&token).into()),
                extra: &[],
                timestamp_s,
                nonce: &format!("figures-{timestamp_s}-{nonce}"),
            };
            sign(&client, &request).map(|header| header.as_str().to_owned())
        });
        Ok(signing.await??)
    }

    async fn call(&self, nonce: usize) -> anyhow::Result<()> {
        let header = self.header(nonce).await?;
        let request = self
            .http
            .get(self.url.clone())
            .header("authorization", header);
        let answer = request.send().await?.error_for_status()?;
        ensure!(!answer.bytes().await?.is_empty(), "an empty answer");
        Ok(())
    }
}
