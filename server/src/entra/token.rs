//! What the claims of an access token must say (Microsoft identity platform: "Access tokens",
//! "Secure applications and APIs by validating claims"). Pure.

use super::{IdentifyError, TeamsUser};
use crate::{
    settings::{EntraSettings, is_guid},
    signing_keys::{SignedToken, SigningKey, Validity},
};
use serde::Deserialize;

/// The scope that the manifest's registration grants to Teams.
const SCOPE: &str = "access_as_user";

/// Who may ask for tokens on a person's behalf: Teams on desktops and phones, Teams in a browser.
/// Another app that a person consents to is not the tab.
const TEAMS: [&str; 2] = [
    "1fec8e78-bce4-4aaf-ab1b-5451cc387264",
    "5e3ce6c0-2b1f-4285-8d4b-75ee78787346",
];

const MAX_NAME_CHARS: usize = 100;

#[derive(Deserialize)]
struct Claims {
    ver: String,
    aud: String,
    iss: String,
    tid: String,
    exp: u64,
    nbf: u64,
    iat: u64,
    oid: Option<String>,
    scp: Option<String>,
    idtyp: Option<String>,
    azp: Option<String>,
    name: Option<String>,
    preferred_username: Option<String>,
}

/// Whom the token was made for, if `key` signed it and it is good for this tab at `now_s`.
pub(super) fn check(
    token: &SignedToken<'_>,
    key: &SigningKey,
    settings: &EntraSettings,
    now_s: u64,
) -> Result<TeamsUser, IdentifyError> {
    let claims: Claims = token.claims(key)?;
    let ensure = |holds: bool, reason| {
        if holds {
            Ok(())
        } else {
            Err(IdentifyError::Invalid(reason))
        }
    };
    ensure(
        claims.ver == "2.0",
        "not of version 2: set requestedAccessTokenVersion to 2 in the app registration",
    )?;
    ensure(
        claims.aud == settings.client_id,
        "made for another application",
    )?;
    ensure(is_guid(&claims.tid), "its tenant is no identifier")?;
    let issuer = format!("{}/{}/v2.0", settings.cloud.login_url(), claims.tid);
    ensure(
        claims.iss == issuer,
        "not issued by its tenant in this cloud",
    )?;
    let key_issuer = key.issuer.as_ref();
    ensure(
        key_issuer.is_none_or(|it| it.replace("{tenantid}", &claims.tid) == issuer),
        "signed with a key of another issuer",
    )?;
    Validity {
        exp: claims.exp,
        nbf: Some(claims.nbf),
        iat: Some(claims.iat),
    }
    .check(now_s)?;
    if !settings.tenant_ids.contains(&claims.tid) {
        return Err(IdentifyError::TenantNotAllowed);
    }
    ensure(
        claims.idtyp.is_none_or(|kind| kind == "user"),
        "made for no person",
    )?;
    let scopes = claims.scp.unwrap_or_default();
    ensure(
        scopes.split(' ').any(|scope| scope == SCOPE),
        "without the scope access_as_user",
    )?;
    ensure(
        claims.azp.is_some_and(|app| TEAMS.contains(&app.as_str())),
        "asked for by another application than Microsoft Teams",
    )?;
    let user = claims.oid.filter(|oid| is_guid(oid));
    let user = user.ok_or(IdentifyError::Invalid("made for no person"))?;
    Ok(TeamsUser {
        tenant: claims.tid,
        user,
        name: [claims.name, claims.preferred_username]
            .into_iter()
            .flatten()
            .find_map(|name| presentable(&name)),
    })
}

/// A name as it may be shown; people type theirs, and directories keep what they are given.
fn presentable(name: &str) -> Option<String> {
    let visible = name.chars().filter(|c| !c.is_control());
    let short: String = visible.take(MAX_NAME_CHARS).collect();
    let name = short.trim();
    (!name.is_empty()).then(|| name.to_owned())
}
