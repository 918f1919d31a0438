//! Whether the address that browsers use leads to a tab.

use super::Finding;
use crate::{outbound, settings::PublicUrl};
use app::shell::APPLICATION_NAME;
use http::{StatusCode, header};
use reqwest::Response;
use std::{error::Error as _, time::Duration};
use tokio::net::lookup_host;

const LEG: &str = "public address";
const TIMEOUT: Duration = Duration::from_secs(10);

/// Whatever tells who answers stands at the start of a page.
const MAX_START_BYTES: usize = 16 * 1024;

/// What answers there.
struct Answer {
    status: StatusCode,
    is_tab: bool,
}

/// Why nothing answers.
enum Silence {
    /// The name leads to this machine, which only a tab's own proxy would be right to ask.
    LeadsHere,
    Because(String),
}

/// Asks for the tab's page, as a browser would.
pub(super) async fn check(public_url: &PublicUrl) -> Finding {
    let client = outbound::client(TIMEOUT).timeout(TIMEOUT).build();
    let Ok(client) = client else {
        return super::words::no_tls(LEG);
    };
    let request = client
        .get(public_url.at("/"))
        .header(header::ACCEPT, "text/html");
    let answer = match request.send().await {
        Ok(answer) => Ok(Answer {
            status: answer.status(),
            is_tab: is_tab(answer).await,
        }),
        Err(_) if leads_here(public_url.host()).await => Err(Silence::LeadsHere),
        Err(error) => Err(Silence::Because(reason(&error))),
    };
    judge(&public_url.origin(), answer)
}

/// Every page of a tab names its program, refusals too.
async fn is_tab(mut answer: Response) -> bool {
    let mut start = Vec::new();
    while start.len() < MAX_START_BYTES
        && let Ok(Some(chunk)) = answer.chunk().await
    {
        start.extend_from_slice(&chunk);
    }
    let name = format!("name=\"application-name\" content=\"{APPLICATION_NAME}\"");
    String::from_utf8_lossy(&start).contains(&name)
}

/// Whether `host` is this machine, such as by `/etc/hosts`: [`outbound`] does not ask that.
async fn leads_here(host: &str) -> bool {
    // The port is not used.
    let found = lookup_host((host, 0)).await;
    let ips: Vec<_> = found.into_iter().flatten().map(|it| it.ip()).collect();
    !ips.is_empty() && ips.iter().all(|it| it.to_canonical().is_loopback())
}

fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("no answer within {} seconds", TIMEOUT.as_secs());
    }
    let mut cause = error.source();
    let mut reason = error.to_string();
    while let Some(error) = cause {
        reason = error.to_string();
        cause = error.source();
    }
    reason
}

/// A proxy that only people's browsers can reach is no fault, and neither is a tab that is about to
/// be started.
fn judge(origin: &str, answer: Result<Answer, Silence>) -> Finding {
    let Answer { status, is_tab } = match answer {
        Ok(answer) => answer,
        Err(Silence::LeadsHere) => {
            return Finding::warning(
                LEG,
                format!(
                    "On this machine the name of {origin} leads to the machine itself, such as by \
                     /etc/hosts; the check asks no such address."
                ),
                "If the reverse proxy runs here, open that address in the browser of another \
                 machine. If not, take the name out of /etc/hosts."
                    .to_owned(),
            );
        }
        Err(Silence::Because(reason)) => {
            return Finding::warning(
                LEG,
                format!("This machine does not reach {origin}: {reason}."),
                "See that its name leads to the reverse proxy, and that the proxy runs. Where only \
                 people's browsers reach it, open it in one."
                    .to_owned(),
            );
        }
    };
    match (is_tab, status) {
        (true, StatusCode::OK) => Finding::ok(LEG, format!("{origin} leads to a running tab")),
        (true, StatusCode::FORBIDDEN) => Finding::failed(
            LEG,
            format!("The tab refuses what comes by {origin}."),
            "Name the address of the reverse proxy in trusted_proxies, and let it set \
             X-Forwarded-Proto to https."
                .to_owned(),
        ),
        (true, StatusCode::TOO_MANY_REQUESTS) => Finding::warning(
            LEG,
            format!("The tab at {origin} has had too many requests of this machine just now."),
            "Wait a minute and check again.".to_owned(),
        ),
        (true, _) => Finding::failed(
            LEG,
            format!("The tab at {origin} answers {status}."),
            "Look at the lines of that request in the tab's log.".to_owned(),
        ),
        (false, _) if status.is_server_error() => Finding::warning(
            LEG,
            format!("The reverse proxy at {origin} answers {status}; no tab runs behind it."),
            "Start the tab. If it runs, the proxy must lead to its listen address.".to_owned(),
        ),
        _ => Finding::failed(
            LEG,
            format!("What answers at {origin} ({status}) is not the tab's page."),
            "The reverse proxy must lead everything at that address to the tab's listen address."
                .to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Verdict, *};

    #[test]
    fn each_answer_has_its_verdict_and_cure() {
        let answer = |status, is_tab| Ok(Answer { status, is_tab });
        for (answer, verdict, words) in [
            (answer(StatusCode::OK, true), Verdict::Ok, "running tab"),
            (
                answer(StatusCode::OK, false),
                Verdict::Failed,
                "not the tab's page",
            ),
            (
                answer(StatusCode::FORBIDDEN, true),
                Verdict::Failed,
                "The tab refuses",
            ),
            (
                answer(StatusCode::FORBIDDEN, false),
                Verdict::Failed,
                "not the tab's page",
            ),
            (answer(StatusCode::FOUND, false), Verdict::Failed, "302"),
            (
                answer(StatusCode::BAD_GATEWAY, false),
                Verdict::Warning,
                "no tab runs",
            ),
            (
                answer(StatusCode::TOO_MANY_REQUESTS, true),
                Verdict::Warning,
                "too many requests",
            ),
            (
                answer(StatusCode::INTERNAL_SERVER_ERROR, true),
                Verdict::Failed,
                "The tab at https://tab.example.com answers 500",
            ),
            (Err(Silence::LeadsHere), Verdict::Warning, "/etc/hosts"),
            (
                Err(Silence::Because("dns error".to_owned())),
                Verdict::Warning,
                "dns error",
            ),
        ] {
            let finding = judge("https://tab.example.com", answer);
            assert_eq!(finding.verdict, verdict, "{}", finding.found);
            assert!(finding.found.contains(words), "{}", finding.found);
            assert!(finding.found.contains("https://tab.example.com"));
            assert_eq!(finding.cure.is_some(), verdict != Verdict::Ok);
        }
    }
    #[tokio::test]
    async fn only_a_name_of_this_machine_leads_here() {
        for (host, expected) in [
            ("localhost", true),
            ("127.0.0.1", true),
            ("192.0.2.1", false),
            ("tab.invalid", false),
        ] {
            assert_eq!(leads_here(host).await, expected, "{host}");
        }
    }

    #[tokio::test]
    async fn a_request_id_alone_makes_no_tab() {
        for (body, expected) in [
            ("<title>Jira</title>", false),
            (
                "<meta name=\"application-name\" content=\"jira-tab\">",
                true,
            ),
        ] {
            let answer = http::Response::builder()
                .header("x-request-id", "0123")
                .body(body);
            assert_eq!(
                is_tab(answer.expect("an answer").into()).await,
                expected,
                "{body}"
            );
        }
    }
}
