//! The browser's way to Microsoft Teams: the functions of `frontend/teams.js`, and who we are there.
//!
//! The page's first script loads that module inside a frame or an opened window and keeps the
//! promise of it as `window.jiraTabHost`; elsewhere there is none, and no TeamsJS either.

use crate::{
    error::{Problem, TabError},
    model::{Channel, Place, Timestamp, View},
};
use js_sys::{Promise, Reflect};
use leptos::prelude::{document, window};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    type Host;
    #[wasm_bindgen(method, catch)]
    async fn start(this: &Host) -> Result<JsValue, JsValue>;

    /// What Teams says of the page.
    type Context;
    #[wasm_bindgen(method, getter)]
    fn link(this: &Context) -> String;
    #[wasm_bindgen(method, getter)]
    fn person(this: &Context) -> String;

    #[wasm_bindgen(method, catch)]
    async fn token(this: &Host, silent: bool) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = openDialog)]
    async fn open_dialog(this: &Host, url: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn finish(this: &Host, result: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn succeeded(this: &Host);
    #[wasm_bindgen(method)]
    fn explained(this: &Host);
    #[wasm_bindgen(method)]
    fn configure(this: &Host, entity_id: &str, content_url: &str, website_url: &str, name: &str);
}

/// How the calls of this page prove who asks.
#[derive(Clone)]
enum Proof {
    /// By Entra's token, which Teams gives; asked for right before each call.
    Entra(Host),
    /// By the connect ticket of this dialog, and who Teams says sits here.
    Ticket { ticket: String, person: String },
}

thread_local! {
    static PROOF: RefCell<Option<Proof>> = const { RefCell::new(None) };
    static HOST: RefCell<Option<Host>> = const { RefCell::new(None) };
}

/// Connects the page at `place` to Teams; answers with what a deep link points at, or "";
/// on the configuration page with the address that Teams keeps so far.
///
/// # Errors
/// [`Problem::OutsideTeams`], also for a dialog without a ticket; [`Problem::TeamsSilent`];
/// [`Problem::Offline`].
pub(crate) async fn start(place: Place) -> Result<String, TabError> {
    let outside = || TabError::in_browser(Problem::OutsideTeams);
    let module = Reflect::get(&window(), &"jiraTabHost".into()).unwrap_or_default();
    let module: Promise = module.dyn_into().map_err(|_| outside())?;
    // The module is a file of ours: without it the way to the server is broken.
    let offline = |_| TabError::in_browser(Problem::Offline);
    let host = JsFuture::from(module).await.map_err(offline)?;
    let host: Host = host.unchecked_into();
    let context = host.start().await.map_err(|error| {
        // "No Parent window found" comes from a window that merely has an opener.
        let silent = error.as_string().is_some_and(|word| word == "TeamsSilent");
        TabError::in_browser(if silent {
            Problem::TeamsSilent
        } else {
            Problem::OutsideTeams
        })
    })?;
    let context: Context = context.unchecked_into();
    let proof = match place {
        Place::Dialog => Proof::Ticket {
            ticket: ticket().ok_or_else(outside)?,
            person: context.person(),
        },
        _ => Proof::Entra(host.clone()),
    };
    HOST.set(Some(host));
    PROOF.set(Some(proof));
    Ok(context.link())
}

/// The ticket stands in the fragment, which no browser sends to a server. It stays there: whoever
/// reloads the dialog goes on.
fn ticket() -> Option<String> {
    let fragment = window().location().hash().ok()?;
    fragment
        .strip_prefix("#ticket=")
        .filter(|ticket| !ticket.is_empty())
        .map(str::to_owned)
}

/// The value of the `Authorization` header; none on a plain web page.
///
/// # Errors
/// Why Teams gives no token.
pub(crate) async fn authorization() -> Result<Option<String>, TabError> {
    match PROOF.with_borrow(Clone::clone) {
        None => Ok(None),
        Some(Proof::Ticket { ticket, person }) => Ok(Some(format!("Ticket {ticket} {person}"))),
        Some(Proof::Entra(host)) => bearer(&host, true).await.map(Some),
    }
}

/// Lets Teams ask the person for what Entra wants: consent, a second factor. Only after a press.
///
/// # Errors
/// Why Teams gives no token nevertheless.
pub(crate) async fn ask_aloud() -> Result<(), TabError> {
    let Some(host) = HOST.with_borrow(Clone::clone) else {
        return Err(TabError::in_browser(Problem::OutsideTeams));
    };
    bearer(&host, false).await.map(drop)
}

async fn bearer(host: &Host, silent: bool) -> Result<String, TabError> {
    let refused = |error: JsValue| {
        let problem = match error.as_string().as_deref() {
            Some("resourceRequiresConsent") => Problem::ConsentNeeded,
            Some("resourceRequiresMfa") => Problem::MfaNeeded,
            Some("tokenRevoked") => Problem::SessionRevoked,
            Some("resourceDisabled") => Problem::AppDisabled,
            Some("TeamsSilent") => Problem::TeamsSilent,
            _ => Problem::TeamsRefused,
        };
        TabError::in_browser(problem)
    };
    let token = host.token(silent).await.map_err(refused)?;
    let token = token.as_string().ok_or(JsValue::NULL).map_err(refused)?;
    Ok(format!("Bearer {token}"))
}

/// What became of the sign-in dialog.
pub(crate) enum DialogEnd {
    /// It reported a result code, or "" if the person was connected already.
    Reported(String),
    /// The browser did not open it.
    Blocked,
    /// It was closed, or got lost.
    Closed,
}

/// Opens the sign-in dialog with `ticket`, for the Jira with the ID `jira` if a channel's tab belongs
/// to one, and waits for its end.
pub(crate) async fn open_dialog(ticket: &str, jira: &str) -> DialogEnd {
    let Some(host) = HOST.with_borrow(Clone::clone) else {
        return DialogEnd::Blocked;
    };
    // Relative: behind a rewriting proxy the dialog must stay on the tab's own origin.
    let theme = setting("theme").unwrap_or_default();
    let channel = Channel::new("", jira.to_owned());
    let view = View {
        channel,
        ..View::default()
    };
    let mut query = format!("theme={theme}");
    if view.channel.is_some() {
        query = format!("{query}&{}", view.to_query());
    }
    let url = format!("/popup/connect?{query}#ticket={ticket}");
    match host.open_dialog(&url).await {
        Ok(result) => DialogEnd::Reported(result.as_string().unwrap_or_default()),
        Err(error) => match error.as_string().as_deref() {
            Some("FailedToOpenWindow") => DialogEnd::Blocked,
            _ => DialogEnd::Closed,
        },
    }
}

/// What Teams said about the look of things: `theme` or `locale`.
fn setting(name: &str) -> Option<String> {
    let root = document().document_element()?;
    root.get_attribute(&format!("data-{name}"))
}

/// The moment as people in the locale of Teams write it; as Jira wrote it where Teams has none.
pub(crate) fn human_time(at: &Timestamp) -> String {
    #[cfg(feature = "hydrate")]
    if let Some(locale) = setting("locale") {
        let options = js_sys::Object::new();
        let medium = |name: &str, value: &str| {
            // Only a frozen object refuses, and this one is new.
            drop(Reflect::set(&options, &name.into(), &value.into()));
        };
        medium("dateStyle", "medium");
        medium("timeStyle", "short");
        let date = js_sys::Date::new(&at.machine.as_str().into());
        return date.to_locale_string(&locale, &options).into();
    }
    at.human.clone()
}

/// The number as people in the locale of Teams write it.
pub(crate) fn human_number(number: u64) -> String {
    #[cfg(feature = "hydrate")]
    if let Some(locale) = setting("locale") {
        // Counts of issues are far below 2^53.
        return js_sys::BigInt::from(number)
            .to_locale_string(&locale.as_str().into(), &js_sys::Object::new().into())
            .into();
    }
    number.to_string()
}

/// In the dialog: hands `result` over to the tab. `false` where there is nobody to hand it to.
pub(crate) fn finish(result: &str) -> bool {
    HOST.with_borrow(|host| {
        host.as_ref()
            .is_some_and(|host| host.finish(result).is_ok())
    })
}

/// Tells Teams what the page came to after its start; there is only one such word.
pub(crate) fn tell_outcome(explained_a_problem: bool) {
    HOST.with_borrow(|host| match host {
        Some(host) if explained_a_problem => host.explained(),
        Some(host) => host.succeeded(),
        None => {}
    });
}

/// On the configuration page: lets the person save what they chose; nothing as long as the texts are
/// empty.
pub(crate) fn configure([entity_id, content_url, website_url, name]: [&str; 4]) {
    HOST.with_borrow(|host| {
        if let Some(host) = host {
            host.configure(entity_id, content_url, website_url, name);
        }
    });
}
