//! Which tokens name a person. Each row of the tables has one defect.

use super::{Entra, IdentifyError, TeamsUser, metadata_url, token};
use crate::{
    clock::Clock,
    settings::{Cloud, EntraSettings},
    signing_keys::{
        SignedToken,
        test_issuer::{KEY, OTHER_KEY, TestIssuer, changed},
    },
};
use http::StatusCode;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::time::Duration;
use url::Url;

const TENANT: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const OTHER_TENANT: &str = "aaaaaaaa-0000-4000-8000-000000000002";
const FOREIGN_TENANT: &str = "aaaaaaaa-0000-4000-8000-000000000003";
const USER: &str = "bbbbbbbb-0000-4000-8000-000000000001";
const CLIENT: &str = "cccccccc-0000-4000-8000-000000000001";
const NOW_S: u64 = 1_800_000_000;

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

fn claims(changes: Value) -> Value {
    let usual = json!({
        "aud": CLIENT,
        "iss": issuer(TENANT),
        "iat": NOW_S - 60,
        "nbf": NOW_S - 60,
        "exp": NOW_S + 4000,
        "name": "Ada Example",
        "oid": USER,
        "preferred_username": "ada@example.com",
        "scp": "access_as_user",
        "tid": TENANT,
        "ver": "2.0",
    });
    changed(usual, changes)
}

fn check_with(
    jwk: Value,
    settings: &EntraSettings,
    claims: &Value,
) -> Result<TeamsUser, IdentifyError> {
    let jwt = KEY.sign(claims);
    token::check(
        &SignedToken::parse(&jwt)?,
        &KEY.published(jwk),
        settings,
        NOW_S,
    )
}

fn check(changes: Value) -> Result<TeamsUser, IdentifyError> {
    check_with(json!({}), &settings(), &claims(changes))
}

fn somebody(name: Option<&str>) -> TeamsUser {
    TeamsUser {
        tenant: TENANT.to_owned(),
        user: USER.to_owned(),
        name: name.map(str::to_owned),
    }
}

#[test]
fn a_good_token_names_tenant_and_person() {
    assert_eq!(check(json!({})), Ok(somebody(Some("Ada Example"))));
    let other = json!({"tid": OTHER_TENANT, "iss": issuer(OTHER_TENANT)});
    assert_eq!(
        check(other).map(|it| it.tenant),
        Ok(OTHER_TENANT.to_owned())
    );
}

#[test]
fn every_claim_must_be_right() {
    let shape = "a claim is missing or of a wrong type";
    let version = "not of version 2: set requestedAccessTokenVersion to 2 in the app registration";
    let audience = "made for another application";
    let cloud = "not issued by its tenant in this cloud";
    let scope = "without the scope access_as_user";
    let person = "made for no person";
    let rows = [
        ("version 1", json!({"ver": "1.0"}), version),
        ("no version", json!({"ver": null}), shape),
        ("a number for a version", json!({"ver": 2.0}), shape),
        ("another audience", json!({"aud": OTHER_TENANT}), audience),
        (
            "the audience of version 1",
            json!({"aud": format!("api://tab.example.com/{CLIENT}")}),
            audience,
        ),
        (
            "an audience in capitals",
            json!({"aud": CLIENT.to_uppercase()}),
            audience,
        ),
        (
            "an audience with more behind",
            json!({"aud": format!("{CLIENT} ")}),
            audience,
        ),
        ("a list of audiences", json!({"aud": [CLIENT]}), shape),
        ("no audience", json!({"aud": null}), shape),
        (
            "the issuer of another tenant",
            json!({"iss": issuer(OTHER_TENANT)}),
            cloud,
        ),
        (
            "the issuer of version 1",
            json!({"iss": format!("https://sts.windows.net/{TENANT}/")}),
            cloud,
        ),
        (
            "the issuer of another cloud",
            json!({"iss": format!("https://login.microsoftonline.us/{TENANT}/v2.0")}),
            cloud,
        ),
        (
            "an issuer with a slash behind",
            json!({"iss": format!("{}/", issuer(TENANT))}),
            cloud,
        ),
        (
            "an issuer over plain http",
            json!({"iss": issuer(TENANT).replace("https", "http")}),
            cloud,
        ),
        (
            "the template for an issuer",
            json!({"iss": issuer("{tenantid}")}),
            cloud,
        ),
        ("no issuer", json!({"iss": null}), shape),
        ("no tenant", json!({"tid": null}), shape),
        (
            "a tenant that is no identifier",
            json!({"tid": "common", "iss": issuer("common")}),
            "its tenant is no identifier",
        ),
        (
            "a tenant with a path",
            json!({"tid": format!("{TENANT}/x"), "iss": issuer(&format!("{TENANT}/x"))}),
            "its tenant is no identifier",
        ),
        (
            "a tenant in capitals",
            json!({"tid": TENANT.to_uppercase(), "iss": issuer(&TENANT.to_uppercase())}),
            "its tenant is no identifier",
        ),
        ("no scope", json!({"scp": null}), scope),
        ("an empty scope", json!({"scp": ""}), scope),
        ("another scope", json!({"scp": "User.Read"}), scope),
        (
            "a longer scope",
            json!({"scp": "access_as_user_too"}),
            scope,
        ),
        (
            "a scope with a prefix",
            json!({"scp": "not_access_as_user"}),
            scope,
        ),
        (
            "the scope in capitals",
            json!({"scp": "Access_As_User"}),
            scope,
        ),
        (
            "a role of that name",
            json!({"scp": null, "roles": ["access_as_user"]}),
            scope,
        ),
        (
            "a list of scopes",
            json!({"scp": ["access_as_user"]}),
            shape,
        ),
        ("an app", json!({"idtyp": "app"}), person),
        ("a device", json!({"idtyp": "device"}), person),
        ("no person", json!({"oid": null}), person),
        (
            "a person that is no identifier",
            json!({"oid": "ada@example.com"}),
            person,
        ),
        (
            "a person in capitals",
            json!({"oid": USER.to_uppercase()}),
            person,
        ),
        ("an empty person", json!({"oid": ""}), person),
        ("no end", json!({"exp": null}), shape),
        (
            "an end that is a word",
            json!({"exp": (NOW_S + 60).to_string()}),
            shape,
        ),
        ("an end before 1970", json!({"exp": -1}), shape),
        ("no beginning", json!({"nbf": null}), shape),
        ("a beginning that is a word", json!({"nbf": "now"}), shape),
        (
            "a beginning in six minutes",
            json!({"nbf": NOW_S + 360}),
            "its time has not come",
        ),
        ("no time of issue", json!({"iat": null}), shape),
        (
            "issued in six minutes",
            json!({"iat": NOW_S + 360}),
            "it was issued in the future",
        ),
    ];
    for (what, changes, reason) in rows {
        assert_eq!(
            check(changes),
            Err(IdentifyError::Invalid(reason)),
            "{what}"
        );
    }
}

#[test]
fn an_old_token_and_a_foreign_tenant_have_names_of_their_own() {
    let old = json!({"exp": NOW_S - 360});
    assert_eq!(check(old), Err(IdentifyError::Expired));
    let foreign = json!({"tid": FOREIGN_TENANT, "iss": issuer(FOREIGN_TENANT)});
    assert_eq!(check(foreign), Err(IdentifyError::TenantNotAllowed));
}

#[test]
fn clocks_may_differ_by_five_minutes() {
    for changes in [
        json!({"exp": NOW_S - 240}),
        json!({"nbf": NOW_S + 240}),
        json!({"iat": NOW_S + 240}),
    ] {
        assert!(check(changes.clone()).is_ok(), "{changes}");
    }
}

#[test]
fn more_scopes_and_a_user_s_type_do_no_harm() {
    for scopes in [
        "access_as_user User.Read",
        "openid access_as_user",
        "a access_as_user b",
    ] {
        assert!(check(json!({"scp": scopes})).is_ok(), "{scopes}");
    }
    assert!(check(json!({"idtyp": "user"})).is_ok());
}

#[test]
fn a_key_signs_only_for_its_own_issuer() {
    let wrong = IdentifyError::Invalid("signed with a key of another issuer");
    let rows = [
        (
            "the template",
            "https://login.microsoftonline.com/{tenantid}/v2.0".to_owned(),
            true,
        ),
        ("the tenant", issuer(TENANT), true),
        ("another tenant", issuer(OTHER_TENANT), false),
        (
            "another cloud",
            "https://login.microsoftonline.us/{tenantid}/v2.0".to_owned(),
            false,
        ),
        (
            "another template",
            "https://login.microsoftonline.com/{tenantId}/v2.0".to_owned(),
            false,
        ),
        (
            "the template of version 1",
            "https://sts.windows.net/{tenantid}/".to_owned(),
            false,
        ),
        ("nothing", String::new(), false),
    ];
    for (what, key_issuer, good) in rows {
        let outcome = check_with(
            json!({"issuer": key_issuer}),
            &settings(),
            &claims(json!({})),
        );
        let expected = if good {
            Ok(somebody(Some("Ada Example")))
        } else {
            Err(wrong.clone())
        };
        assert_eq!(outcome, expected, "{what}");
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
    assert!(good.is_ok(), "{good:?}");
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
            json!({"name": " Ada\r\n\u{1b}[31m Example\u{0} "}),
            Some("Ada[31m Example"),
        ),
        (json!({"name": "Ádá Ëxample 例"}), Some("Ádá Ëxample 例")),
        (json!({"name": long}), Some(&long[..100])),
    ];
    for (changes, name) in rows {
        assert_eq!(check(changes.clone()), Ok(somebody(name)), "{changes}");
    }
}

#[test]
fn metadata_are_those_of_the_only_tenant_or_of_all() {
    let mut settings = settings();
    let tail = "v2.0/.well-known/openid-configuration";
    let common = format!("https://login.microsoftonline.com/common/{tail}");
    assert_eq!(metadata_url(&settings).as_str(), common);
    settings.tenant_ids.pop();
    let one = format!("https://login.microsoftonline.com/{TENANT}/{tail}");
    assert_eq!(metadata_url(&settings).as_str(), one);
    for authority in [
        "http://127.0.0.1:8080/entra",
        "http://127.0.0.1:8080/entra/#part",
    ] {
        settings.authority = Url::parse(authority).expect("an address");
        let one = format!("http://127.0.0.1:8080/entra/{TENANT}/{tail}");
        assert_eq!(metadata_url(&settings).as_str(), one);
    }
}

fn entra(issuer: &TestIssuer) -> Entra {
    let settings = EntraSettings {
        authority: issuer.url.clone(),
        ..settings()
    };
    let clock = Clock::from_fn(|| Duration::from_secs(NOW_S));
    Entra::new(&settings, clock).expect("TLS")
}

#[tokio::test]
async fn a_person_is_identified_by_the_published_keys() {
    let issuer = TestIssuer::start(&[KEY.jwk(json!({}))]).await;
    let entra = entra(&issuer);
    let claims = claims(json!({}));
    let person = entra.identify(&KEY.sign(&claims)).await;
    assert_eq!(person, Ok(somebody(Some("Ada Example"))));
    let unknown = IdentifyError::Invalid("signed with a key that Entra does not have");
    assert_eq!(entra.identify(&OTHER_KEY.sign(&claims)).await, Err(unknown));
    let forged = OTHER_KEY.sign_with(json!({"kid": KEY.kid}), &claims);
    let wrong = IdentifyError::Invalid("its signature is wrong");
    assert_eq!(entra.identify(&forged).await, Err(wrong));
    assert_eq!(entra.check_keys().await.expect("keys").keys, 1);
}

#[tokio::test]
async fn nothing_is_fetched_for_what_is_no_token() {
    let issuer = TestIssuer::start(&[KEY.jwk(json!({}))]).await;
    let entra = entra(&issuer);
    for jwt in [
        "",
        "token",
        &KEY.sign_with(json!({"alg": "HS256"}), &claims(json!({}))),
    ] {
        let outcome = entra.identify(jwt).await;
        assert!(
            matches!(outcome, Err(IdentifyError::Invalid(_))),
            "{jwt}: {outcome:?}"
        );
    }
    assert_eq!(issuer.change(|it| it.asked), (0, 0));
}

#[tokio::test]
async fn without_keys_nobody_is_identified() {
    let issuer = TestIssuer::start(&[KEY.jwk(json!({}))]).await;
    issuer.change(|it| it.keys.0 = StatusCode::SERVICE_UNAVAILABLE);
    let outcome = entra(&issuer).identify(&KEY.sign(&claims(json!({})))).await;
    assert_eq!(outcome, Err(IdentifyError::KeysUnavailable));
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,40}".prop_map(Value::from),
        Just(json!(TENANT)),
        Just(json!(CLIENT)),
        Just(json!(FOREIGN_TENANT)),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,5}", inner, 0..4).prop_map(|it| json!(it)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_claim_can_make_a_stranger_of_a_tenant_s_person(
        name in prop::sample::select(vec![
            "aud", "iss", "iat", "nbf", "exp", "name", "oid", "preferred_username", "scp", "tid",
            "ver", "idtyp",
        ]),
        value in any_json(),
    ) {
        if let Ok(person) = check(json!({name: value.clone()})) {
            prop_assert_eq!(person.tenant, TENANT);
            if name == "oid" {
                prop_assert_eq!(json!(person.user), value);
            } else {
                prop_assert_eq!(person.user, USER);
            }
        }
    }

    #[test]
    fn no_signed_claims_make_it_panic(claims in any_json()) {
        let outcome = check_with(json!({}), &settings(), &claims);
        prop_assert!(matches!(outcome, Err(IdentifyError::Invalid(_))));
    }
}
