//! Which tokens name a person.

mod claims;
mod identify;
mod properties;

use super::{IdentifyError, TeamsUser, token};
use crate::{
    settings::{Cloud, EntraSettings},
    signing_keys::{
        SignedToken,
        test_issuer::{KEY, changed},
    },
};
use serde_json::{Value, json};
use url::Url;

const TENANT: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const OTHER_TENANT: &str = "aaaaaaaa-0000-4000-8000-000000000002";
const FOREIGN_TENANT: &str = "aaaaaaaa-0000-4000-8000-000000000003";
const USER: &str = "bbbbbbbb-0000-4000-8000-000000000001";
const CLIENT: &str = "cccccccc-0000-4000-8000-000000000001";
const NAME: &str = "Ada Example";
const NOW_S: u64 = 1_800_000_000;

/// Two tenants in the worldwide cloud.
fn settings() -> EntraSettings {
    EntraSettings {
        tenant_ids: vec![TENANT.to_owned(), OTHER_TENANT.to_owned()],
        client_id: CLIENT.to_owned(),
        app_id_uri: format!("api://tab.example.com/{CLIENT}"),
        cloud: Cloud::Global,
        authority: Url::parse("https://login.microsoftonline.com").expect("an address"),
    }
}

fn issuer(tenant: &str) -> String {
    format!("https://login.microsoftonline.com/{tenant}/v2.0")
}

/// Good claims with `changes`; null removes one.
fn claims(changes: Value) -> Value {
    let usual = json!({
        "aud": CLIENT,
        "iss": issuer(TENANT),
        "iat": NOW_S - 60,
        "nbf": NOW_S - 60,
        "exp": NOW_S + 4000,
        "name": NAME,
        "oid": USER,
        "preferred_username": "ada@example.com",
        "azp": "5e3ce6c0-2b1f-4285-8d4b-75ee78787346",
        "scp": "access_as_user",
        "tid": TENANT,
        "ver": "2.0",
    });
    changed(usual, changes)
}

/// Whom a token with good claims and `changes` names, signed by a key with no issuer of its own.
fn check(changes: Value) -> Result<TeamsUser, IdentifyError> {
    check_with(json!({}), &settings(), &claims(changes))
}

fn check_with(
    published: Value,
    settings: &EntraSettings,
    claims: &Value,
) -> Result<TeamsUser, IdentifyError> {
    let jwt = KEY.sign(claims);
    let token = SignedToken::parse(&jwt)?;
    token::check(&token, &KEY.published(published), settings, NOW_S)
}

/// The usual person, by this name.
fn person(name: Option<&str>) -> TeamsUser {
    TeamsUser {
        tenant: TENANT.to_owned(),
        user: USER.to_owned(),
        name: name.map(str::to_owned),
    }
}
