//! What the claims must say. Each row of the tables has one defect.

use super::{
    CLIENT, FOREIGN_TENANT, NAME, NOW_S, OTHER_TENANT, TENANT, USER, check, check_with, claims,
    issuer, person, settings,
};
use crate::{
    entra::IdentifyError,
    settings::{Cloud, EntraSettings},
};
use serde_json::{Value, json};

const SHAPE: &str = "a claim is missing or of a wrong type";

/// Each row of changes makes the token invalid for `reason`.
#[track_caller]
fn assert_invalid(reason: &'static str, rows: &[Value]) {
    for changes in rows {
        let outcome = check(changes.clone());
        assert_eq!(outcome, Err(IdentifyError::Invalid(reason)), "{changes}");
    }
}

#[test]
fn a_good_token_names_tenant_and_person() {
    assert_eq!(check(json!({})), Ok(person(Some(NAME))));
    let other = json!({"tid": OTHER_TENANT, "iss": issuer(OTHER_TENANT)});
    let tenant = check(other).map(|person| person.tenant);
    assert_eq!(tenant, Ok(OTHER_TENANT.to_owned()));
}

#[test]
fn only_version_2_is_taken() {
    assert_invalid(
        "not of version 2: set requestedAccessTokenVersion to 2 in the app registration",
        &[
            json!({"ver": "1.0"}),
            json!({"ver": "2"}),
            json!({"ver": ""}),
        ],
    );
    assert_invalid(SHAPE, &[json!({"ver": null}), json!({"ver": 2.0})]);
}

#[test]
fn the_audience_is_the_client_id_to_the_letter() {
    assert_invalid(
        "made for another application",
        &[
            json!({"aud": OTHER_TENANT}),
            json!({"aud": format!("api://tab.example.com/{CLIENT}")}),
            json!({"aud": CLIENT.to_uppercase()}),
            json!({"aud": format!("{CLIENT} ")}),
            json!({"aud": ""}),
        ],
    );
    assert_invalid(SHAPE, &[json!({"aud": [CLIENT]}), json!({"aud": null})]);
}

#[test]
fn the_issuer_is_that_of_the_tenant_to_the_letter() {
    assert_invalid(
        "not issued by its tenant in this cloud",
        &[
            json!({"iss": issuer(OTHER_TENANT)}),
            json!({"iss": format!("https://sts.windows.net/{TENANT}/")}),
            json!({"iss": format!("https://login.microsoftonline.us/{TENANT}/v2.0")}),
            json!({"iss": format!("{}/", issuer(TENANT))}),
            json!({"iss": issuer(TENANT).replace("https", "http")}),
            json!({"iss": issuer("{tenantid}")}),
            json!({"iss": issuer("common")}),
            json!({"tid": OTHER_TENANT}),
        ],
    );
    assert_invalid(
        SHAPE,
        &[json!({"iss": null}), json!({"iss": [issuer(TENANT)]})],
    );
}

#[test]
fn the_tenant_is_an_identifier() {
    let tenant = |tenant: &str| json!({"tid": tenant, "iss": issuer(tenant)});
    assert_invalid(
        "its tenant is no identifier",
        &[
            tenant("common"),
            tenant(""),
            tenant(&TENANT.to_uppercase()),
            tenant(&format!("{TENANT}/x")),
            tenant(&format!("{TENANT}\u{0}")),
        ],
    );
    assert_invalid(SHAPE, &[json!({"tid": null}), json!({"tid": 7})]);
}

#[test]
fn the_scope_is_granted_as_a_whole_word() {
    assert_invalid(
        "without the scope access_as_user",
        &[
            json!({"scp": null}),
            json!({"scp": ""}),
            json!({"scp": "User.Read"}),
            json!({"scp": "access_as_user_too"}),
            json!({"scp": "not_access_as_user"}),
            json!({"scp": "Access_As_User"}),
            json!({"scp": "access_as_user\u{a0}x"}),
            json!({"scp": null, "roles": ["access_as_user"]}),
        ],
    );
    assert_invalid(SHAPE, &[json!({"scp": ["access_as_user"]})]);
    for scopes in [
        "access_as_user User.Read",
        "openid access_as_user",
        "a access_as_user b",
    ] {
        assert!(check(json!({"scp": scopes})).is_ok(), "{scopes}");
    }
}

#[test]
fn it_is_made_for_a_person() {
    assert_invalid(
        "made for no person",
        &[
            json!({"idtyp": "app"}),
            json!({"idtyp": "device"}),
            json!({"oid": null}),
            json!({"oid": ""}),
            json!({"oid": "ada@example.com"}),
            json!({"oid": USER.to_uppercase()}),
        ],
    );
    assert_invalid(SHAPE, &[json!({"oid": [USER]}), json!({"idtyp": 1})]);
    assert!(check(json!({"idtyp": "user"})).is_ok());
}

#[test]
fn its_time_is_now_within_five_minutes() {
    assert_eq!(
        check(json!({"exp": NOW_S - 360})),
        Err(IdentifyError::Expired)
    );
    assert_invalid("its time has not come", &[json!({"nbf": NOW_S + 360})]);
    assert_invalid(
        "it was issued in the future",
        &[json!({"iat": NOW_S + 360})],
    );
    for name in ["exp", "nbf", "iat"] {
        let word = (NOW_S - 60).to_string();
        let rows = [
            json!(null),
            json!(word),
            json!(-1),
            json!(1.5),
            json!(1e300),
        ];
        assert_invalid(SHAPE, &rows.map(|value| json!({name: value})));
    }
    for changes in [
        json!({"exp": NOW_S - 240}),
        json!({"nbf": NOW_S + 240}),
        json!({"iat": NOW_S + 240}),
    ] {
        assert!(check(changes.clone()).is_ok(), "{changes}");
    }
}

#[test]
fn another_tenant_of_the_cloud_may_not_use_the_tab() {
    let foreign = json!({"tid": FOREIGN_TENANT, "iss": issuer(FOREIGN_TENANT)});
    assert_eq!(check(foreign), Err(IdentifyError::TenantNotAllowed));
}

#[test]
fn a_key_signs_only_for_its_own_issuer() {
    let outcome = |key_issuer: &str| {
        let published = json!({"issuer": key_issuer});
        check_with(published, &settings(), &claims(json!({})))
    };
    for key_issuer in [issuer("{tenantid}"), issuer(TENANT)] {
        assert_eq!(outcome(&key_issuer), Ok(person(Some(NAME))), "{key_issuer}");
    }
    for key_issuer in [
        &issuer(OTHER_TENANT),
        &issuer("{tenantId}"),
        "https://login.microsoftonline.us/{tenantid}/v2.0",
        "https://sts.windows.net/{tenantid}/",
        "",
    ] {
        let wrong = IdentifyError::Invalid("signed with a key of another issuer");
        assert_eq!(outcome(key_issuer), Err(wrong), "{key_issuer}");
    }
}

#[test]
fn each_cloud_has_its_own_issuer() {
    let government = EntraSettings {
        cloud: Cloud::UsGovernment,
        ..settings()
    };
    let iss = format!("https://login.microsoftonline.us/{TENANT}/v2.0");
    let template = json!({"issuer": "https://login.microsoftonline.us/{tenantid}/v2.0"});
    let good = check_with(template, &government, &claims(json!({"iss": iss})));
    assert_eq!(good, Ok(person(Some(NAME))));
    let global = check_with(json!({}), &government, &claims(json!({})));
    let wrong = "not issued by its tenant in this cloud";
    assert_eq!(global, Err(IdentifyError::Invalid(wrong)));
}

#[test]
fn a_name_is_short_and_plain_or_missing() {
    let long = "x".repeat(120);
    let rows = [
        (json!({"name": null}), Some("ada@example.com")),
        (json!({"name": " \u{7}"}), Some("ada@example.com")),
        (json!({"name": null, "preferred_username": null}), None),
        (json!({"name": "", "preferred_username": "\n"}), None),
        (
            json!({"name": " Ada\r\n\u{1b}[31m X\u{0} "}),
            Some("Ada[31m X"),
        ),
        (json!({"name": "Ádá 例"}), Some("Ádá 例")),
        (json!({"name": long}), Some(&long[..100])),
    ];
    for (changes, name) in rows {
        assert_eq!(check(changes.clone()), Ok(person(name)), "{changes}");
    }
}
