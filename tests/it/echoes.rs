//! No refusal repeats what the refused request held, neither in the answer nor in the log.

use crate::{log::Log, raw::exchange};
use tests::{Issuer, PUBLIC_URL, Start, TestApp, in_teams};

/// Stands for a token, a ticket, a handle, a code, wherever somebody may put one.
const CANARY: &str = "c0ffee00c0ffee00c0ffee00c0ffee00";

/// A request line and further lines, the body, and the status that it must be refused with.
type Case = (&'static str, &'static str, u16);

const FORM: &str = "verification_code=CANARY&result_code=CANARY";

const AT_THIS_MACHINE: &[Case] = &[
    ("GET /CANARY?ticket=CANARY", "", 404),
    ("GET /authorize/CANARY?code=CANARY", "", 410),
    ("GET /pkg/CANARY.js", "", 404),
    ("POST /api/CANARY\nOrigin: OWN", FORM, 404),
    ("PUT /api/continue\nOrigin: OWN", FORM, 405),
    ("DELETE /?token=CANARY\nOrigin: OWN", "", 405),
    ("TRACE /authorize/CANARY\nOrigin: OWN", "", 405),
    (
        "POST /api/continue\nOrigin: https://CANARY.example",
        FORM,
        403,
    ),
    (
        "POST /api/continue\nOrigin: OWN\nSec-Fetch-Site: CANARY",
        FORM,
        403,
    ),
    ("GET /authorize/CANARY\nVia: 1.1 CANARY", "", 403),
    ("GET /authorize/CANARY\nX-Forwarded-For: CANARY", "", 403),
    ("GET http://CANARY.example/authorize/CANARY", "", 421),
    (
        "POST /api/continue\nOrigin: OWN\nContent-Length: 65537",
        "",
        413,
    ),
    ("GET /authorize/CANARY\nno header CANARY", "", 400),
];

const IN_TEAMS: &[Case] = &[
    ("GET /CANARY?ticket=CANARY", "", 404),
    ("GET /authorize/CANARY?code=CANARY", "", 410),
    ("PUT /api/continue\nOrigin: OWN", FORM, 401),
    ("POST /api/tab\nOrigin: OWN", FORM, 401),
    (
        "POST /api/tab\nOrigin: OWN\nAuthorization: Ticket CANARY CANARY",
        FORM,
        401,
    ),
    ("POST /api/tab\nOrigin: https://CANARY.example", FORM, 403),
    ("GET /authorize/CANARY\nX-Forwarded-Proto: CANARY", "", 403),
    (
        "POST /api/continue\nOrigin: OWN\nContent-Length: 65537",
        "",
        413,
    ),
    ("POST /api/messages", FORM, 404),
];

/// Sends each request as a browser that navigates and as the tab's script.
async fn assert_no_echo(app: &TestApp, own: &str, log: &Log, cases: &[Case]) {
    for (head, body, status) in cases {
        let body = body.replace("CANARY", CANARY);
        for accept in ["text/html", "application/json"] {
            let (line, more) = head.split_once('\n').unwrap_or((head, ""));
            let mut lines = vec![format!("{line} HTTP/1.1"), format!("Host: {}", app.host())];
            lines.extend(more.lines().map(str::to_owned));
            lines.push(format!("Accept: {accept}"));
            lines.extend(
                [
                    "Cookie: session=CANARY",
                    "Referer: https://x.example/CANARY",
                    "User-Agent: CANARY",
                    "X-Request-Id: CANARY",
                    "Content-Type: application/x-www-form-urlencoded",
                    "Connection: close",
                ]
                .map(str::to_owned),
            );
            if !more.contains("Authorization") {
                lines.push("Authorization: Bearer CANARY".to_owned());
            }
            if !more.contains("Content-Length") {
                lines.push(format!("Content-Length: {}", body.len()));
            }
            let head = lines.join("\r\n").replace("OWN", own);
            let request = format!("{head}\r\n\r\n{body}").replace("CANARY", CANARY);
            let answer = exchange(app, &request).await;
            assert_eq!(answer.status, *status, "{request}: {}", answer.head);
            for text in [&answer.head, &answer.body] {
                assert!(!text.contains(CANARY), "{request}: {text}");
            }
        }
    }
    let log = log.text();
    let requests = log.lines().filter(|line| line.contains("request_id"));
    assert!(requests.count() >= cases.len(), "{log}");
    let line = log.lines().find(|line| line.contains(CANARY));
    assert_eq!(line, None, "in the log");
}

#[tokio::test]
async fn no_refusal_at_this_machine_repeats_what_the_request_held() {
    let log = Log::start();
    let app = TestApp::spawn().await;
    assert_no_echo(&app, &app.url(), &log, AT_THIS_MACHINE).await;
}

#[tokio::test]
async fn no_refusal_in_teams_repeats_what_the_request_held() {
    let issuer = Issuer::shared().await;
    let log = Log::start();
    let mut app = TestApp::start(Start {
        teams_settings: in_teams(issuer),
        ..Start::default()
    })
    .await;
    assert_no_echo(&app, PUBLIC_URL, &log, IN_TEAMS).await;
    let elsewhere = "trusted_proxies = [\"192.0.2.1\"]\n";
    app.restart_with(|text| elsewhere.to_owned() + &text).await;
    let past_the_proxy = ("GET /authorize/CANARY", "", 403);
    assert_no_echo(&app, PUBLIC_URL, &log, &[past_the_proxy]).await;
}
