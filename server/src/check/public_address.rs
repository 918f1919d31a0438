//! Whether the address that browsers use leads to a tab.

use super::Finding;
use crate::{outbound, settings::PublicUrl};
use http::StatusCode;
use std::{error::Error as _, time::Duration};

const LEG: &str = "public address";
const TIMEOUT: Duration = Duration::from_secs(10);

/// What answers there.
struct Answer {
    status: StatusCode,
    /// Every answer of a tab has a request ID, those of a proxy have none.
    is_tab: bool,
}

/// Asks for the tab's page, as a browser would.
pub(super) async fn check(public_url: &PublicUrl) -> Finding {
    let client = outbound::client(TIMEOUT).timeout(TIMEOUT).build();
    let Ok(client) = client else {
        return super::words::no_tls(LEG);
    };
    let answer = client.get(public_url.at("/")).send().await;
    let answer = answer.map(|answer| Answer {
        status: answer.status(),
        is_tab: answer.headers().contains_key("x-request-id"),
    });
    judge(&public_url.origin(), answer.map_err(|error| reason(&error)))
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
fn judge(origin: &str, answer: Result<Answer, String>) -> Finding {
    let Answer { status, is_tab } = match answer {
        Ok(answer) => answer,
        Err(reason) => {
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
            (Err("dns error".to_owned()), Verdict::Warning, "dns error"),
        ] {
            let finding = judge("https://tab.example.com", answer);
            assert_eq!(finding.verdict, verdict, "{}", finding.found);
            assert!(finding.found.contains(words), "{}", finding.found);
            assert!(finding.found.contains("https://tab.example.com"));
            assert_eq!(finding.cure.is_some(), verdict != Verdict::Ok);
        }
    }
}
