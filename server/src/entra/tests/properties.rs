//! What holds for all claims, also for those that nobody thought of.

use super::{CLIENT, FOREIGN_TENANT, TENANT, USER, check, check_with, settings};
use crate::entra::IdentifyError;
use proptest::prelude::*;
use serde_json::{Value, json};

const CLAIMS: [&str; 12] = [
    "aud",
    "iss",
    "iat",
    "nbf",
    "exp",
    "name",
    "oid",
    "preferred_username",
    "scp",
    "tid",
    "ver",
    "idtyp",
];

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,40}".prop_map(Value::from),
        prop::sample::select(vec![TENANT, CLIENT, FOREIGN_TENANT, USER]).prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| {
        let members = prop::collection::btree_map("[a-z]{1,5}", inner.clone(), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            members.prop_map(|members| json!(members)),
        ]
    })
}

proptest! {
    #[test]
    fn no_single_claim_leads_to_another_tenant_or_person(
        name in prop::sample::select(CLAIMS.to_vec()),
        value in any_json(),
    ) {
        if let Ok(person) = check(json!({name: value.clone()})) {
            prop_assert_eq!(person.tenant, TENANT);
            let user = if name == "oid" { value } else { json!(USER) };
            prop_assert_eq!(json!(person.user), user);
        }
    }

    #[test]
    fn no_other_json_names_a_person(claims in any_json()) {
        let outcome = check_with(json!({}), &settings(), &claims);
        prop_assert!(matches!(outcome, Err(IdentifyError::Invalid(_))));
    }
}
