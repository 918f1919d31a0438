//! What the tab of a channel or chat shows somebody who looks at it.

use super::{Bound, Failure, page::ended_page};
use crate::connection::Window;
use app::{error::Problem, model::TabPage};
use std::time::Duration;

impl Bound {
    /// The list that whoever added the tab chose, with this person's own grant for its Jira. Who has
    /// none is asked to connect to that Jira, whatever other Jiras they use.
    pub(super) async fn channel_page(
        &self,
        jira: &str,
        patience: Option<Duration>,
    ) -> Result<TabPage, Failure> {
        let instance = self.tab.instance(jira);
        let instance = instance.ok_or(Failure(Problem::ChannelJiraUnknown))?;
        if self.window == Window::Tab && self.is_connected(instance).await? {
            return self.connected_page(jira, patience).await;
        }
        if let Some(attempt) = self.tab.load_attempt(&self.caller).await?
            && attempt.instance == jira
        {
            return Ok(self.attempt_page(&attempt, instance));
        }
        let person = self.tab.load_person(&self.caller).await?;
        Ok(match person.ended {
            Some((id, problem)) if id == jira => ended_page(instance, problem),
            _ => self.connect_form(jira, false),
        })
    }
}
