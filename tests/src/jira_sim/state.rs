//! Everything the simulated Jira remembers, behind one lock.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};

use super::clock::SimClock;
use super::fault::ScopedFault;
use super::model::filter::Filter;
use super::model::issue::Issue;
use super::model::permission::Switches;
use super::model::project::Project;
use super::oauth::signature::VerificationKey;
use super::options::{Consumer, SignatureMethod, User};
use super::request_log::RequestLog;
use super::tokens::{AccessToken, Authorization, RequestToken, new_verifier};

/// Shared by all handlers: settings, clock and the locked state.
pub(super) struct Shared {
    /// Address with context path, no trailing slash.
    pub(super) base_url: String,
    pub(super) context_path: String,
    pub(super) connector_origin: Option<String>,
    pub(super) signature_methods: Vec<SignatureMethod>,
    pub(super) request_token_ttl: Duration,
    pub(super) access_token_ttl: Duration,
    pub(super) session_ttl: Duration,
    pub(super) clock: SimClock,
    /// Turns `true` when the simulator stops.
    pub(super) stopped: watch::Receiver<bool>,
    /// A permit for each request that [`Fault::Hold`](super::Fault::Hold) may let go on.
    pub(super) released: Semaphore,
    pub(super) state: Mutex<State>,
}

impl Shared {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state
            .lock()
            .expect("no handler panics while it holds the lock")
    }
}

/// What changes while the simulator runs.
#[derive(Default)]
pub(super) struct State {
    pub(super) version: String,
    pub(super) deployment_type: String,
    pub(super) links: Vec<Link>,
    pub(super) users: Vec<User>,
    pub(super) projects: Vec<Project>,
    pub(super) issues: Vec<Issue>,
    pub(super) filters: Vec<Filter>,
    pub(super) permissions: Switches,
    /// (user, issue key), the last viewed last.
    pub(super) viewed: Vec<(String, String)>,
    /// How many ids were given to new comments, worklogs and changes.
    pub(super) last_id: u64,
    pub(super) request_tokens: HashMap<String, RequestToken>,
    pub(super) access_tokens: HashMap<String, AccessToken>,
    /// Session cookie → user name.
    pub(super) browser_sessions: HashMap<String, String>,
    /// (consumer key, nonce): per consumer and for ever, as in Jira.
    pub(super) nonces: HashSet<(String, String)>,
    pub(super) faults: Vec<ScopedFault>,
    pub(super) log: RequestLog,
    /// Every token, secret and handle ever given out, and every verification code.
    pub(super) issued: Vec<String>,
}

/// An application link with its key read.
pub(super) struct Link {
    pub(super) consumer: Consumer,
    pub(super) key: VerificationKey,
}

impl State {
    pub(super) fn link(&self, consumer_key: &str) -> Option<&Link> {
        self.links
            .iter()
            .find(|link| link.consumer.key == consumer_key)
    }

    pub(super) fn user(&self, name: &str) -> Option<&User> {
        self.users.iter().find(|user| user.name == name)
    }

    /// The user of a browser session, if that user may still log in.
    pub(super) fn browser_user(&self, session: Option<&str>) -> Option<User> {
        let name = self.browser_sessions.get(session?)?;
        self.user(name).filter(|user| user.can_log_in).cloned()
    }

    /// Stores the user's Allow and makes the verification code.
    pub(super) fn approve(&mut self, request_token: &str, user: &str) -> Option<String> {
        let verifier = new_verifier();
        self.approve_with(request_token, user, &verifier)
            .then_some(verifier)
    }

    /// Stores the user's Allow with a given code; `false` when there is no such token.
    pub(super) fn approve_with(&mut self, request_token: &str, user: &str, verifier: &str) -> bool {
        let Some(token) = self.request_tokens.get_mut(request_token) else {
            return false;
        };
        token.authorization = Authorization::Approved {
            user: user.to_owned(),
            verifier: verifier.to_owned(),
        };
        self.issued.push(verifier.to_owned());
        true
    }

    /// Stores the user's Deny; `false` when there is no such token.
    pub(super) fn deny(&mut self, request_token: &str) -> bool {
        let token = self.request_tokens.get_mut(request_token);
        token
            .map(|token| token.authorization = Authorization::Denied)
            .is_some()
    }
}
