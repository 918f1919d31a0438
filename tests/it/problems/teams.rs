//! Who asks, and through which window of Teams.

use super::provoked;
use crate::{
    script::{Answer, Script},
    tickets::{ada, dialog_of, person_of, sign_in, stranger, tab, ticket_of},
};
use futures::StreamExt as _;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{Issuer, Start, TestApp, in_teams};

const FOREIGN_TENANT_ID: &str = "77777777-7777-4777-8777-777777777777";

provoked! {
    a_dialog_that_did_not_report_back: HandoverLost = lost_handover();
    a_ticket_that_has_ended: TicketEnded = authorized_by("Ticket of-nobody");
    a_ticket_of_somebody_else: TicketOfSomebodyElse = somebody_elses_ticket();
    a_dialog_that_signs_out: TicketNotEnough = sign_out_in_dialog();
    a_result_code_that_is_made_up: ResultCodeRefused = made_up_result_code();
    a_call_without_a_token: TokenMissing = authorized_by("Basic abc");
    a_token_that_has_run_out: TokenExpired = with_claims(json!({ "exp": 1_000_000_000 }));
    a_token_for_something_else: TokenRefused = with_claims(json!({ "aud": FOREIGN_TENANT_ID }));
    a_token_of_another_tenant: TenantNotAllowed = with_claims(json!({
        "tid": FOREIGN_TENANT_ID,
        "iss": format!("https://login.microsoftonline.com/{FOREIGN_TENANT_ID}/v2.0"),
    }));
    an_entra_that_does_not_answer: EntraUnavailable = without_entra();
    a_person_who_tries_too_often: TooManyAttempts = too_many_tries();
    an_address_that_asks_too_often: TooManyRequests = too_many_requests();
    a_call_past_the_reverse_proxy: NotThroughProxy = past_the_proxy();
}

async fn lost_handover() -> Answer {
    let app = tab().await;
    let eve = stranger(&app).await;
    let dialog = dialog_of(&app, &eve).await;
    sign_in(&app, &dialog, "demo").await.step("Approved");
    eve.call("tab", &[]).await
}

async fn authorized_by(authorization: &str) -> Answer {
    let app = tab().await;
    let script = Script::in_teams(&app, authorization);
    script.call("tab", &[]).await
}

async fn with_claims(claims: Value) -> Answer {
    let token = Issuer::shared().await.token(claims).await;
    authorized_by(&format!("Bearer {token}")).await
}

async fn somebody_elses_ticket() -> Answer {
    let app = tab().await;
    let (ada, eve) = (ada(&app).await, stranger(&app).await);
    let theirs = ticket_of(&eve).await;
    let dialog = Script::in_teams(&app, format!("Ticket {theirs} {}", person_of(&ada)));
    dialog.call("tab", &[]).await
}

async fn sign_out_in_dialog() -> Answer {
    let app = tab().await;
    let dialog = dialog_of(&app, &ada(&app).await).await;
    dialog.call("sign-out", &[]).await
}

async fn made_up_result_code() -> Answer {
    let app = tab().await;
    let fields = [("result_code", "x")];
    ada(&app).await.call("commit", &fields).await
}

async fn started(teams_settings: String) -> TestApp {
    TestApp::start(Start {
        teams_settings,
        ..Start::default()
    })
    .await
}

async fn without_entra() -> Answer {
    let issuer = Issuer::start().await;
    let app = started(in_teams(&issuer)).await;
    let token = issuer.token(json!({})).await;
    drop(issuer);
    let script = Script::in_teams(&app, format!("Bearer {token}"));
    script.call("tab", &[]).await
}

async fn too_many_tries() -> Answer {
    let app = tab().await;
    let ada = ada(&app).await;
    refused_after(100, async || ada.call("connect", &[("jira", "demo")]).await).await
}

async fn too_many_requests() -> Answer {
    let app = tab().await;
    let ada = ada(&app).await;
    let url = format!("{}/privacy", app.url());
    let http = reqwest::Client::new();
    let knock = async || http.get(&url).send().await.expect("an answer").status();
    let knocking = (0..10_000).map(|_| knock());
    let mut statuses = futures::stream::iter(knocking).buffer_unordered(16);
    let refused = statuses
        .by_ref()
        .any(async |status| status == StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.await, "10,000 requests were answered");
    // On a slow machine the address may ask again by the time that the call arrives, so the others go on.
    loop {
        let others = statuses.by_ref().take(100).for_each(async |_| ());
        let (answer, ()) = tokio::join!(ada.call("tab", &[]), others);
        if answer.status != StatusCode::OK {
            return answer;
        }
        assert!(statuses.next().await.is_some(), "every call was answered");
    }
}

/// The first answer that is none of a verb, which must come within so many calls.
async fn refused_after(calls: usize, call: impl AsyncFn() -> Answer) -> Answer {
    for _ in 0..calls {
        let answer = call().await;
        if answer.status != StatusCode::OK {
            return answer;
        }
    }
    panic!("{calls} calls were let through");
}

async fn past_the_proxy() -> Answer {
    let settings = in_teams(Issuer::shared().await);
    let app = started(format!("trusted_proxies = [\"192.0.2.7\"]\n{settings}")).await;
    ada(&app).await.call("tab", &[]).await
}
