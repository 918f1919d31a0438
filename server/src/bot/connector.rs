//! The way back: answers to where Teams takes them, and nowhere else.
//!
//! The requests are those of the Bot Framework's Connector, "reply to activity".

use super::{
    activity::Activity,
    own_token::{OwnToken, OwnTokenError},
};
use crate::{
    clock::Clock,
    oauth1::percent_encoding,
    outbound,
    settings::{BotSettings, Cloud},
};
use http::{HeaderMap, StatusCode, header};
use reqwest::Response;
use secrecy::ExposeSecret as _;
use serde_json::Value;
use std::{future::pending, time::Duration};
use tokio::time::timeout;
use url::{Host, Url};

/// How long to wait before the second try where Teams does not say.
const USUAL_PAUSE: Duration = Duration::from_secs(1);

/// Where Teams asks for a longer pause there is no second try: nobody waits for that answer.
const MAX_PAUSE: Duration = Duration::from_secs(10);

/// A token, an answer, a pause and another answer take no longer, or are given up.
const MAX_DURATION: Duration = Duration::from_secs(30);

/// Why an answer did not reach the person.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConnectorError {
    #[error("the bot has no token: {0}")]
    NoToken(#[from] OwnTokenError),
    #[error("Teams answered {0}")]
    Refused(StatusCode),
    #[error("Teams cannot be reached")]
    Unreachable,
    #[error("Teams did not answer in time")]
    Timeout,
}

impl From<reqwest::Error> for ConnectorError {
    /// Without the error's own words: they hold the address, and that names a conversation.
    fn from(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            Self::Timeout
        } else {
            Self::Unreachable
        }
    }
}

/// Where an answer goes: below a host of the operator's list, for only [`Connector::address`] makes
/// one.
pub(super) struct ReplyAddress(Url);

/// Sends answers.
pub(super) struct Connector {
    http: reqwest::Client,
    hosts: Vec<String>,
    token: OwnToken,
}

impl Connector {
    pub(super) fn new(
        settings: &BotSettings,
        cloud: Cloud,
        clock: Clock,
    ) -> Result<Self, reqwest::Error> {
        let http = outbound::client(Duration::from_secs(5))
            .timeout(Duration::from_secs(10))
            .build()?;
        Ok(Self {
            hosts: settings.service_url_hosts.clone(),
            token: OwnToken::new(settings, cloud, http.clone(), clock),
            http,
        })
    }

    /// Where the answer to `activity` goes, if that is an address the bot may send its token to.
    pub(super) fn address(&self, activity: &Activity) -> Option<ReplyAddress> {
        reply_address(activity, &self.hosts)
    }

    /// Sends an answer; once more where Teams is busy or no longer takes the token.
    pub(super) async fn send(
        &self,
        address: &ReplyAddress,
        reply: &Value,
    ) -> Result<(), ConnectorError> {
        let sending = async {
            let first = self.post(address, reply).await?;
            if !is_worth_another_try(first.status()) {
                return accept(&first);
            }
            wait_as_told(first.headers())
                .await
                .ok_or(ConnectorError::Refused(first.status()))?;
            accept(&self.post(address, reply).await?)
        };
        timeout(MAX_DURATION, sending)
            .await
            .unwrap_or(Err(ConnectorError::Timeout))
    }

    /// Gets the token that answers are sent with.
    pub(super) async fn check_token(&self) -> Result<(), OwnTokenError> {
        self.token.get().await.map(drop)
    }

    async fn post(
        &self,
        address: &ReplyAddress,
        reply: &Value,
    ) -> Result<Response, ConnectorError> {
        let token = self.token.get().await?;
        let request = self
            .http
            .post(address.0.clone())
            .bearer_auth(token.expose_secret())
            .header(header::CONTENT_TYPE, "application/json")
            .body(reply.to_string());
        // The answer's body is only an identifier, and is not read.
        let response = request.send().await?;
        if response.status() == StatusCode::UNAUTHORIZED {
            self.token.forget(&token).await;
        }
        Ok(response)
    }
}

fn accept(response: &Response) -> Result<(), ConnectorError> {
    let status = response.status();
    if status.is_success() {
        Ok(())
    } else {
        Err(ConnectorError::Refused(status))
    }
}

/// After 401 the next token is a new one.
fn is_worth_another_try(status: StatusCode) -> bool {
    [StatusCode::UNAUTHORIZED, StatusCode::TOO_MANY_REQUESTS].contains(&status)
        || status.is_server_error()
}

/// Waits as long as `Retry-After` (RFC 9110 section 10.2.3) says; `None` if that is too long.
async fn wait_as_told(headers: &HeaderMap) -> Option<()> {
    let told = headers.get(header::RETRY_AFTER);
    let told = told.and_then(|value| value.to_str().ok()?.parse().ok());
    let pause = told.map_or(USUAL_PAUSE, Duration::from_secs);
    if pause > MAX_PAUSE {
        return None;
    }
    // Nothing is waited for but the time itself.
    let _ = timeout(pause, pending::<()>()).await;
    Some(())
}

fn reply_address(activity: &Activity, hosts: &[String]) -> Option<ReplyAddress> {
    let mut url = Url::parse(&activity.service_url).ok()?;
    let is_loopback = match url.host()? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    let is_secure = url.scheme() == "https" || (url.scheme() == "http" && is_loopback);
    let is_plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    let host = url.host_str()?;
    let host = match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    if !(is_secure && is_plain && hosts.contains(&host)) {
        return None;
    }
    let mut path = url.path().trim_end_matches('/').to_owned();
    path.push_str("/v3/conversations/");
    percent_encoding::append(&mut path, &activity.conversation.id);
    path.push_str("/activities/");
    percent_encoding::append(&mut path, &activity.id);
    url.set_path(&path);
    Some(ReplyAddress(url))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn address(service_url: &str, conversation: &str) -> Option<String> {
        let body = json!({
            "type": "message", "id": "f:1/2", "channelId": "msteams", "serviceUrl": service_url,
            "from": {"id": "29:user"}, "recipient": {"id": "28:bot"},
            "conversation": {"id": conversation},
        });
        let activity = Activity::parse(body.to_string().as_bytes()).unwrap();
        let hosts = [
            "smba.trafficmanager.net",
            "localhost:8080",
            "127.0.0.1:8080",
            "10.0.0.1",
        ];
        reply_address(&activity, &hosts.map(str::to_owned)).map(|address| address.0.into())
    }

    #[test]
    fn an_answer_goes_to_its_conversation_with_every_identifier_encoded() {
        for service_url in [
            "https://smba.trafficmanager.net/emea/",
            "https://smba.trafficmanager.net/emea",
            "HTTPS://SMBA.trafficmanager.net:443/emea//",
        ] {
            assert_eq!(
                address(service_url, "19:a@thread.tacv2;messageid=1").as_deref(),
                Some(
                    "https://smba.trafficmanager.net/emea/v3/conversations/\
                     19%3Aa%40thread.tacv2%3Bmessageid%3D1/activities/f%3A1%2F2"
                ),
                "{service_url}"
            );
        }
        assert_eq!(
            address("http://localhost:8080/_connector", "a:1").as_deref(),
            Some("http://localhost:8080/_connector/v3/conversations/a%3A1/activities/f%3A1%2F2")
        );
        assert_eq!(
            address("https://smba.trafficmanager.net", "../../x?y#z").as_deref(),
            Some(
                "https://smba.trafficmanager.net/v3/conversations/..%2F..%2Fx%3Fy%23z/activities/f%3A1%2F2"
            )
        );
    }

    #[test]
    fn the_bots_token_goes_to_no_other_host() {
        for service_url in [
            "smba.trafficmanager.net",
            "https://evil.example/",
            "https://smba.trafficmanager.net.evil.example/",
            "https://evil.example/smba.trafficmanager.net",
            "https://smba.trafficmanager.net@evil.example/",
            "https://evil.example#@smba.trafficmanager.net",
            "https://evil.example\\@smba.trafficmanager.net",
            "https://user@smba.trafficmanager.net/",
            "https://smba.trafficmanager.net:8443/",
            "https://smba.trafficmanager.net./",
            "https://smba.trafficmanager.net/?to=x",
            "https://smba.trafficmanager.net/#x",
            "http://smba.trafficmanager.net/",
            "http://10.0.0.1/",
            "ftp://localhost:8080/",
            "http://localhost/",
            "http://localhost:8081/",
            "javascript:alert(1)",
            "file:///etc/passwd",
        ] {
            assert_eq!(address(service_url, "a:1"), None, "{service_url}");
        }
    }
}
