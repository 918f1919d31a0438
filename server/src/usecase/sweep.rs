//! Deletes what people left unfinished: attempts, tickets of dialogs, access that no tab committed, drafts;
//! and grants that nobody uses, where the operator wants that.
//!
//! A person who never comes back changes no record any more, so nobody else would delete these.

use super::{Caller, Revoked, Selection, Tab};
use crate::{
    connection::{Attempt, DraftPart, Person},
    store::{RecordKey, VaultError},
};
use std::{collections::HashSet, future::Future, pin::pin, time::Duration};

const PERIOD: Duration = Duration::from_hours(24);

/// By so much the most recent use of any grant may be older than what is swept.
const STANDSTILL: Duration = Duration::from_hours(7 * 24);

impl Tab {
    /// Sweeps at once and then once a day, until `stopped`.
    pub(crate) async fn sweep_daily(
        &self,
        grant_max_idle: Option<Duration>,
        stopped: impl Future<Output = ()>,
    ) {
        let mut stopped = pin!(stopped);
        let mut days = tokio::time::interval(PERIOD);
        // The first tick does not wait for a day to pass.
        days.tick().await;
        loop {
            self.sweep().await;
            if let Some(max_idle) = grant_max_idle {
                self.sweep_grants(max_idle).await;
            }
            tokio::select! {
                () = &mut stopped => return,
                _ = days.tick() => {}
            }
        }
    }

    /// Sweeps the records of everybody. What cannot be read is left as it is.
    async fn sweep(&self) {
        let callers = match self.callers().await {
            Ok(callers) => callers,
            Err(error) => {
                tracing::warn!(%error, "unfinished sign-ins could not be deleted");
                return;
            }
        };
        for caller in callers {
            if let Err(error) = self.sweep_records_of(&caller).await {
                tracing::warn!(%error, "somebody's unfinished sign-in could not be deleted");
            }
        }
    }

    async fn sweep_grants(&self, max_idle: Duration) {
        let idle = Selection {
            unused_for: Some(max_idle),
            ..Selection::default()
        };
        let swept = match self.stands_still(max_idle).await {
            Ok(true) => {
                return tracing::warn!(
                    "no grant was used for much longer than grant_max_idle, so the clock of this machine may be \
                     wrong: none is deleted. If it is right, the administrator can run `jira-tab grants revoke --unused-for`"
                );
            }
            Ok(false) => self.revoke_grants(&idle).await,
            Err(error) => Err(error),
        };
        match swept {
            Ok(Revoked { grants: 0, .. }) => {}
            Ok(Revoked { grants, .. }) => {
                tracing::info!(grants, "grants that nobody used were deleted");
            }
            Err(error) => tracing::warn!(%error, "grants that nobody used could not be deleted"),
        }
    }

    /// Whether even the grant that was used last is idle for longer than a daily sweep leaves any: a machine
    /// that wakes up in a wrong year must not end everybody's access.
    async fn stands_still(&self, max_idle: Duration) -> Result<bool, VaultError> {
        let grants = self.list_grants(&Selection::default()).await?;
        let newest_s = grants.iter().filter_map(|grant| grant.last_used_s).max();
        let limit_s = (max_idle + STANDSTILL).as_secs();
        Ok(newest_s.is_some_and(|used_s| self.clock.now_s() > used_s.saturating_add(limit_s)))
    }

    /// Of whom an attempt, the person's own record or a draft is stored.
    pub(super) async fn callers(&self) -> Result<HashSet<Caller>, VaultError> {
        let mut keys = self.vault.keys::<Attempt>(&RecordKey::any()).await?;
        keys.extend(self.vault.keys::<Person>(&RecordKey::any()).await?);
        keys.extend(self.vault.keys::<DraftPart>(&RecordKey::any()).await?);
        Ok(keys.iter().filter_map(Caller::of).collect())
    }

    async fn sweep_records_of(&self, caller: &Caller) -> Result<(), VaultError> {
        let now_s = self.clock.now_s();
        // An abandoned attempt is not among these records, so that the commit removes it.
        let mut records = self.change(caller).await?;
        let attempt = records.attempt.as_ref();
        let ticket = records.person.ticket.take();
        records.person.ticket = ticket.filter(|ticket| ticket.is_live(attempt, now_s));
        if let Some(attempt) = &mut records.attempt {
            attempt.drop_ended_handover(now_s);
        }
        records.remove_old_drafts(now_s).await?;
        records.commit().await
    }
}
