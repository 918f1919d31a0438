//! What is read of an activity, and what it means.

use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};

const TENANT: &str = "11111111-2222-3333-4444-555555555555";
const PERSON: &str = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";

fn message() -> Value {
    json!({
        "type": "message",
        "id": "1485983408511",
        "timestamp": "2026-11-20T09:15:02.000Z",
        "channelId": "msteams",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "from": {"id": "29:user", "name": "A. Person", "aadObjectId": PERSON},
        "recipient": {"id": "28:bot", "name": "Jira"},
        "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}, "settings": {"x": 1}},
        "text": "status",
        "entities": [{"type": "clientInfo"}],
    })
}

/// The message with members put in at paths, `null` removing them.
fn with(changes: &[(&str, Value)]) -> Value {
    let mut activity = message();
    for (path, value) in changes {
        let (parent, name) = path.rsplit_once('/').expect("a path");
        let parent = activity.pointer_mut(parent).expect("a parent");
        let parent = parent.as_object_mut().expect("an object");
        if value.is_null() {
            parent.remove(name);
        } else {
            parent.insert(name.to_owned(), value.clone());
        }
    }
    activity
}

fn parse(activity: &Value) -> Result<Activity, ActivityError> {
    Activity::parse(activity.to_string().as_bytes())
}

fn event(changes: &[(&str, Value)]) -> Event {
    parse(&with(changes)).unwrap().event()
}

#[test]
fn a_message_of_teams_is_read_with_its_unknown_fields() {
    let activity = parse(&message()).unwrap();
    assert_eq!(activity.person(), Some((TENANT.into(), PERSON.into())));
    assert_eq!(activity.event(), Event::Said(Command::Status));
    assert_eq!(
        activity.claimed().service_url,
        "https://smba.trafficmanager.net/emea/"
    );
    assert_eq!(activity.claimed().channel_id, "msteams");
}

#[test]
fn what_is_no_activity_is_refused() {
    for body in [
        "",
        "{",
        "[]",
        "null",
        "7",
        "\"message\"",
        "{}",
        "\u{feff}{}",
        "[[[[[[[[",
    ] {
        assert!(Activity::parse(body.as_bytes()).is_err(), "{body:?}");
    }
    for missing in [
        "/type",
        "/id",
        "/channelId",
        "/serviceUrl",
        "/from",
        "/from/id",
        "/recipient",
        "/recipient/id",
        "/conversation",
        "/conversation/id",
    ] {
        assert!(
            parse(&with(&[(missing, Value::Null)])).is_err(),
            "{missing}"
        );
    }
    for path in [
        "/id",
        "/serviceUrl",
        "/from/id",
        "/recipient/id",
        "/conversation/id",
    ] {
        for value in [json!(""), json!(".."), json!("x".repeat(3000))] {
            let problem = parse(&with(&[(path, value)])).err();
            assert_eq!(problem, Some(ActivityError::OutOfBounds), "{path}");
        }
    }
}

#[test]
fn an_error_shows_nothing_of_what_was_sent() {
    let problem = parse(&with(&[("/text", json!(["secret words"]))]))
        .err()
        .unwrap();
    assert!(!format!("{problem} {problem:?}").contains("secret"));
}

#[test]
fn the_tenant_stands_in_either_place_and_in_both_alike() {
    let person = |changes: &[(&str, Value)]| parse(&with(changes)).unwrap().person();
    let known = Some((TENANT.to_owned(), PERSON.to_owned()));
    assert_eq!(person(&[("/channelData", Value::Null)]), known);
    assert_eq!(person(&[("/channelData/tenant", Value::Null)]), known);
    assert_eq!(person(&[("/conversation/tenantId", Value::Null)]), known);
    let upper = json!(TENANT.to_uppercase());
    assert_eq!(person(&[("/conversation/tenantId", upper)]), known);
    let other = json!(PERSON);
    assert_eq!(person(&[("/conversation/tenantId", other)]), None);
    assert_eq!(person(&[("/channelData/tenant/id", json!("tenant"))]), None);
    assert_eq!(person(&[("/conversation/tenantId", json!(""))]), None);
    assert_eq!(person(&[("/from/aadObjectId", Value::Null)]), None);
    assert_eq!(person(&[("/from/aadObjectId", json!("29:user"))]), None);
    let nowhere = [
        ("/channelData", Value::Null),
        ("/conversation/tenantId", Value::Null),
    ];
    assert_eq!(person(&nowhere), None);
}

#[test]
fn only_a_personal_chat_is_told_anything() {
    for kind in [
        json!("groupChat"),
        json!("channel"),
        json!("Personal"),
        Value::Null,
    ] {
        let elsewhere = ("/conversation/conversationType", kind);
        assert_eq!(
            event(std::slice::from_ref(&elsewhere)),
            Event::SaidAmongOthers
        );
        let added = [
            elsewhere,
            ("/type", json!("conversationUpdate")),
            ("/membersAdded", json!([{"id": "28:bot"}])),
        ];
        assert_eq!(event(&added), Event::Other);
    }
}

#[test]
fn the_bot_is_installed_when_it_is_added_and_not_when_a_person_is() {
    let update = |members: Value| {
        event(&[
            ("/type", json!("conversationUpdate")),
            ("/membersAdded", members),
        ])
    };
    assert_eq!(update(json!([{"id": "28:bot"}])), Event::Installed);
    assert_eq!(
        update(json!([{"id": "29:user"}, {"id": "28:bot"}])),
        Event::Installed
    );
    assert_eq!(update(json!([{"id": "29:user"}])), Event::Other);
    assert_eq!(update(json!([])), Event::Other);
    assert_eq!(update(Value::Null), Event::Other);
    let installation =
        |action: Value| event(&[("/type", json!("installationUpdate")), ("/action", action)]);
    assert_eq!(installation(json!("add")), Event::Installed);
    assert_eq!(installation(json!("remove")), Event::Removed);
    assert_eq!(installation(json!("add-upgrade")), Event::Other);
    assert_eq!(installation(Value::Null), Event::Other);
}

#[test]
fn what_is_neither_message_nor_installation_is_nothing_to_answer() {
    for kind in [
        "typing",
        "invoke",
        "messageReaction",
        "event",
        "Message",
        "",
    ] {
        assert_eq!(event(&[("/type", json!(kind))]), Event::Other, "{kind}");
    }
}

#[test]
fn a_message_without_text_is_no_command() {
    assert_eq!(
        event(&[("/text", Value::Null)]),
        Event::Said(Command::Unknown)
    );
}

proptest! {
    #[test]
    fn no_bytes_are_too_odd_to_read(body in proptest::collection::vec(any::<u8>(), 0..64)) {
        prop_assert!(Activity::parse(&body).is_err());
    }
}
