//! The sign-in dialog's connect ticket, and the result code that brings its outcome to the tab.
//!
//! A link with a ticket may have been sent to somebody else, who then allows access to their own
//! Jira. So what the dialog exchanges becomes a grant only when the tab commits the result code,
//! with its own proof of who the person is.

use super::{Bound, Failure, Instance, Tab, Visitor, records::Bearer};
use crate::{
    bearer::Digest,
    connection::{AccessToken, Account, Attempt, Grant, Ticket, Window},
    entropy,
};
use app::{
    error::Problem,
    model::{Approval, Notice, Step, TabPage},
};

impl Tab {
    /// Who holds this connect ticket. `person` is whom Teams names in the dialog, as `tid/oid`: a
    /// dialog that another app has opened with somebody else's ticket names whoever sits there.
    ///
    /// # Errors
    /// [`Problem::TicketEnded`] if it is none, or has ended, or was replaced by a newer one;
    /// [`Problem::TicketOfSomebodyElse`].
    pub(super) async fn ticket_holder(
        &self,
        ticket: &str,
        person: &str,
    ) -> Result<Visitor, Failure> {
        let ended = Failure(Problem::TicketEnded);
        let digest = Digest::of(ticket);
        let Some(caller) = self.owner(Bearer::Ticket, &digest).await? else {
            return Err(ended);
        };
        let attempt = self.load_attempt(&caller).await?;
        let newest = self.load_person(&caller).await?.ticket;
        let newest = newest.filter(|newest| {
            newest.digest == digest && newest.is_live(attempt.as_ref(), self.clock.now_s())
        });
        let teams_name = newest.ok_or(ended)?.teams_name;
        if person != format!("{}/{}", caller.tenant, caller.user) {
            return Err(Failure(Problem::TicketOfSomebodyElse));
        }
        Ok(Visitor {
            caller,
            window: Window::Dialog,
            teams_name,
        })
    }
}

impl Bound {
    /// Makes the ticket for one more sign-in dialog; the one before ends.
    pub(super) async fn make_ticket(&self) -> Result<String, Failure> {
        let ticket = entropy::token_128();
        let mut records = self.tab.change(&self.caller).await?;
        records.person.ticket = Some(Ticket::make(
            Digest::of(&ticket),
            self.teams_name.clone(),
            self.tab.clock.now_s(),
        ));
        records.commit().await?;
        Ok(ticket)
    }

    /// In the dialog Jira named the owner of what was exchanged: the tab has to commit it. `None`
    /// if the attempt has ended meanwhile.
    pub(super) async fn hand_over(
        &self,
        attempt: &Attempt,
        instance: &Instance,
        access_token: AccessToken,
        account: Account,
    ) -> Result<Option<TabPage>, Failure> {
        let result_code = entropy::token_128();
        let jira_name = account.display_name.clone();
        let digest = Digest::of(&result_code);
        let now_s = self.tab.clock.now_s();
        let hand_over = |attempt: &mut Attempt| {
            attempt.hand_over(access_token, account, digest, now_s);
        };
        let handed_over = self
            .tab
            .update_attempt(&self.caller, &attempt.handle, hand_over)
            .await?;
        Ok(handed_over.map(|_| {
            TabPage::new(Step::Approved(Approval {
                instance: instance.model(),
                result_code: Some(result_code),
                jira_name: Some(jira_name),
                teams_name: self.teams_name.clone(),
            }))
        }))
    }

    /// Connected already: the dialog has nothing to do.
    pub(super) fn nothing_to_do_page(instance: &Instance) -> TabPage {
        TabPage::new(Step::Approved(Approval {
            instance: instance.model(),
            result_code: None,
            jira_name: None,
            teams_name: None,
        }))
    }

    /// Turns what the dialog handed over into a grant: the tab's own proof of who the person is
    /// must match the ticket's owner, whose attempt this is.
    pub(super) async fn commit(&self, result_code: &str) -> Result<TabPage, Failure> {
        let refused = Failure(Problem::ResultCodeRefused);
        let now_s = self.tab.clock.now_s();
        let mut records = self.tab.change(&self.caller).await?;
        let Some(attempt) = &records.attempt else {
            return Err(refused);
        };
        let committed = attempt.commit(&Digest::of(result_code), now_s);
        let Some((access_token, account)) = committed else {
            return Err(refused);
        };
        let id = attempt.instance.clone();
        let grant = Grant {
            access_token: access_token.clone(),
            account: account.clone(),
            connected_at_s: now_s,
            used_at_s: None,
        };
        records.connect(&id, &grant)?;
        records.commit().await?;
        tracing::info!(
            jira = id,
            request_id = self.request_id,
            "connected through the dialog"
        );
        let page = self.connected_page(&id, None).await?;
        Ok(page.with_notice(Notice::Connected))
    }
}
