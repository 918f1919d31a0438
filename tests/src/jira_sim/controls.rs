//! What tests can do to a running Jira.

use super::fault::{Fault, ScopedFault};
use super::model::filter::Filter;
use super::model::issue::Issue;
use super::model::permission::Permission;
use super::model::project::Project;
use super::oauth::signature::VerificationKey;
use super::options::{Consumer, User};
use super::request_log::LoggedRequest;
use super::server::JiraSim;
use super::state::Link;

impl JiraSim {
    /// Sets Jira's clock `offset_s` seconds ahead (or behind, if negative) of the system clock.
    pub fn set_clock_offset(&self, offset_s: i64) {
        self.shared.clock.set_offset_s(offset_s);
    }

    /// Plays a proxy that writes `Date` headers `offset_s` seconds off Jira's clock.
    pub fn set_date_offset(&self, offset_s: i64) {
        self.shared.clock.set_date_offset_s(offset_s);
    }

    /// Sets what Jira says of its version and its deployment, such as `8.20.30` and `Server`.
    pub fn set_version(&self, version: &str, deployment_type: &str) {
        let mut state = self.shared.state();
        version.clone_into(&mut state.version);
        deployment_type.clone_into(&mut state.deployment_type);
    }

    /// Presses Allow for `user` without a browser and returns the verification code.
    ///
    /// # Panics
    /// When there is no such request token or user.
    #[must_use]
    pub fn approve(&self, request_token: &str, user: &str) -> String {
        let mut state = self.shared.state();
        assert!(state.user(user).is_some(), "there is no user {user}");
        state
            .approve(request_token, user)
            .expect("there is such a request token")
    }

    /// Presses Allow for `user` and makes `code` the verification code.
    ///
    /// # Panics
    /// When there is no such request token.
    pub fn approve_with_code(&self, request_token: &str, user: &str, code: &str) {
        assert!(
            self.shared.state().approve_with(request_token, user, code),
            "there is no such request token"
        );
    }

    /// Presses Deny without a browser.
    ///
    /// # Panics
    /// When there is no such request token.
    pub fn deny(&self, request_token: &str) {
        assert!(
            self.shared.state().deny(request_token),
            "there is no such request token"
        );
    }

    /// Revokes every access token, as users or an administrator can: later calls see `token_rejected`.
    pub fn revoke_all(&self) {
        self.shared.state().access_tokens.clear();
    }

    /// Lets every access token expire now; renewal with the session handle stays possible.
    pub fn expire_access_tokens(&self) {
        let now_ms = self.shared.clock.now_ms();
        self.shared
            .state()
            .access_tokens
            .values_mut()
            .for_each(|token| token.expires_ms = now_ms - 1);
    }

    /// Lets every access token and its session expire now: renewal sees `permission_denied`.
    pub fn expire_sessions(&self) {
        self.expire_access_tokens();
        let now_ms = self.shared.clock.now_ms();
        self.shared
            .state()
            .access_tokens
            .values_mut()
            .for_each(|token| token.session_expires_ms = now_ms - 1);
    }

    /// Lets every request token expire now.
    pub fn expire_request_tokens(&self) {
        let now_ms = self.shared.clock.now_ms();
        self.shared
            .state()
            .request_tokens
            .values_mut()
            .for_each(|token| token.expires_ms = now_ms - 1);
    }

    /// Number of access tokens that exist, expired ones included.
    #[must_use]
    pub fn access_token_count(&self) -> usize {
        self.shared.state().access_tokens.len()
    }

    /// Activates or deactivates an account; unknown names change nothing.
    pub fn set_can_log_in(&self, user: &str, can_log_in: bool) {
        let mut state = self.shared.state();
        state
            .users
            .iter_mut()
            .filter(|it| it.name == user)
            .for_each(|it| it.can_log_in = can_log_in);
    }

    /// Deactivates an account: its tokens answer 401 without `oauth_problem`.
    pub fn deactivate_user(&self, user: &str) {
        self.set_can_log_in(user, false);
    }

    /// Switches three-legged OAuth of every application link on or off.
    pub fn set_allows_three_legged(&self, allows: bool) {
        let mut state = self.shared.state();
        state
            .links
            .iter_mut()
            .for_each(|link| link.consumer.allows_three_legged = allows);
    }

    /// Adds an application link, or replaces the one with the same consumer key; tokens stay.
    ///
    /// # Panics
    /// When the credential is no RSA public key in PEM.
    pub fn put_consumer(&self, consumer: Consumer) {
        let key = VerificationKey::from_credential(&consumer.credential)
            .expect("an RSA public key in PEM or a shared secret");
        let mut state = self.shared.state();
        state.links.retain(|link| link.consumer.key != consumer.key);
        state.links.push(Link { consumer, key });
    }

    /// Deletes an application link with all tokens of its consumer.
    pub fn remove_consumer(&self, consumer_key: &str) {
        let mut state = self.shared.state();
        state.links.retain(|link| link.consumer.key != consumer_key);
        state
            .request_tokens
            .retain(|_, token| token.consumer_key != consumer_key);
        state
            .access_tokens
            .retain(|_, token| token.consumer_key != consumer_key);
    }

    /// Sets or clears the callback of an application link.
    pub fn set_consumer_callback(&self, consumer_key: &str, callback: Option<String>) {
        let mut state = self.shared.state();
        let link = state
            .links
            .iter_mut()
            .find(|link| link.consumer.key == consumer_key);
        if let Some(link) = link {
            link.consumer.callback = callback;
        }
    }

    /// Replaces all faults by one that strikes every request; `None` ends all faults.
    pub fn set_fault(&self, fault: Option<Fault>) {
        let fault = fault.map(|fault| ScopedFault {
            path_contains: String::new(),
            fault,
            is_once: false,
        });
        self.shared.state().faults = fault.into_iter().collect();
    }

    /// Adds a fault for every request whose path holds `path_contains`.
    pub fn set_fault_on(&self, path_contains: &str, fault: Fault) {
        self.push_fault(path_contains, fault, false);
    }

    /// Adds a fault for the next request whose path holds `path_contains`.
    pub fn queue_fault(&self, path_contains: &str, fault: Fault) {
        self.push_fault(path_contains, fault, true);
    }

    /// Lets one request go on that [`Fault::Hold`] holds.
    pub fn release(&self) {
        self.shared.released.add_permits(1);
    }

    /// Every token, token secret, session handle and verification code ever given out.
    #[must_use]
    pub fn issued_secrets(&self) -> Vec<String> {
        self.shared.state().issued.clone()
    }

    /// Requests so far, in the order of their arrival.
    #[must_use]
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.shared.state().log.entries()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.shared.state().log.clear();
    }

    /// Gives a permission in a project to somebody, or takes it away.
    pub fn set_permission(
        &self,
        user: &str,
        project: &str,
        permission: Permission,
        is_given: bool,
    ) {
        let mut state = self.shared.state();
        state.permissions.set(user, project, permission, is_given);
    }

    /// Changes an issue behind everybody's back: as it is told, and its time of change.
    ///
    /// # Panics
    /// When there is no such issue.
    pub fn change_issue(&self, key: &str, change: impl FnOnce(&mut Issue)) {
        let now_ms = self.shared.clock.now_ms();
        let mut state = self.shared.state();
        let issue = state.issues.iter_mut().find(|it| it.key == key);
        let issue = issue.unwrap_or_else(|| panic!("there is no issue {key}"));
        issue.updated_ms = issue.updated_ms.max(now_ms);
        change(issue);
    }

    /// An issue as it is now.
    #[must_use]
    pub fn issue(&self, key: &str) -> Option<Issue> {
        let state = self.shared.state();
        state.issues.iter().find(|it| it.key == key).cloned()
    }

    /// Adds an issue, and its project when there is none.
    pub fn add_issue(&self, issue: Issue) {
        let mut state = self.shared.state();
        if state.project(issue.project_key()).is_none() {
            let project = Project::new(issue.project_key(), &issue.project_name, &issue.reporter);
            state.projects.push(project);
        }
        state.issues.push(issue);
    }

    /// Changes projects, such as their names and required fields.
    pub fn change_projects(&self, change: impl FnOnce(&mut Vec<Project>)) {
        change(&mut self.shared.state().projects);
    }

    /// Changes the saved filters.
    pub fn change_filters(&self, change: impl FnOnce(&mut Vec<Filter>)) {
        change(&mut self.shared.state().filters);
    }

    /// Changes the accounts, such as their display names.
    pub fn change_users(&self, change: impl FnOnce(&mut Vec<User>)) {
        change(&mut self.shared.state().users);
    }

    /// How many requests so far had this text in their path.
    #[must_use]
    pub fn count_requests(&self, path_contains: &str) -> usize {
        let all = self.requests();
        all.iter()
            .filter(|it| it.path.contains(path_contains))
            .count()
    }

    fn push_fault(&self, path_contains: &str, fault: Fault, is_once: bool) {
        let path_contains = path_contains.to_owned();
        self.shared.state().faults.push(ScopedFault {
            path_contains,
            fault,
            is_once,
        });
    }
}
