//! Choosing what the tab of a channel or chat shows.
//!
//! Nothing of it is stored here: Microsoft Teams keeps the address that comes of it. Whoever opens that
//! address sees what their own grant shows them.

mod address;
mod fields;

use super::{
    Bound, Failure, Instance,
    asking::{Asked, Call, NoAnswer},
    explain::Asking,
    list::NEWEST_FIRST,
};
use crate::{
    jira::{JiraError, SavedFilter},
    jql::{Choice, Jql},
};
use address::{Chosen, TooLong};
use app::{
    error::{Problem, TabError},
    model::{
        MAX_NAME_CHARS,
        configuration::{Choices, Configuration, Outcome, Wanted, What},
    },
};
use fields::{FIELDS, Fields};
use std::sync::Arc;

/// Where a query does not say what it finds.
const NAME: &str = "Jira issues";

const TOO_LONG: &str = "This choice is too long: Microsoft Teams keeps up to 2,048 characters of an address. Choose less, or save the search as a filter in Jira and choose that.";

const LONG_JQL: &str = "This query is too long: a tab can have up to 2,000 characters. Shorten it, or save the search as a filter in Jira and choose that.";

/// The field takes no more, and no more is read.
const MAX_JQL_CHARS: usize = 2000;

const NOT_CONNECTED: &str = "You are not connected to this Jira. To change its choice, open the tab in the conversation, sign in to Jira there and come back to these settings. Or choose another Jira above.";

const UNKNOWN_JIRA: &str = "This tab belongs to a Jira that its server does not know. Choose another Jira above. If this one should be there, ask the administrator of this tab to add it again.";

/// How many issues a query finds: one request.
const COUNT: Call<String, u64> =
    |client, grant, jql| -> Asked<'_, u64> { Box::pin(client.count(&grant.access_token, jql)) };

impl Bound {
    /// The page as it is filled in. What it has fields for already is not asked for again; a choice
    /// that has its fields is counted.
    pub(super) async fn configuration(
        &self,
        saved: &str,
        wanted: Wanted,
    ) -> Result<Result<Configuration, TabError>, Failure> {
        let (wanted, kept) = match address::read(saved) {
            Some((wanted, jql)) => (wanted, Some(jql)),
            None => (wanted, None),
        };
        let person = self.tab.load_person(&self.caller).await?;
        let connected = self.connected_instances(&person).await?;
        let Some(first) = connected.first() else {
            return Err(Failure(Problem::NotConnected));
        };
        let jiras = connected.iter();
        let jiras = jiras.map(|it| (it.id.clone(), it.name.clone())).collect();
        let chosen = connected.iter().find(|it| it.id == wanted.jira);
        let instance = match chosen {
            Some(instance) => instance,
            None if wanted.jira.is_empty() => first,
            // Whoever saves must not move the tab to another Jira without a word.
            None => return Ok(Ok(self.elsewhere(wanted, jiras))),
        };
        let mut fields = Fields::new(Arc::clone(&self.tab), wanted, &instance.id);
        let found = match self.ask(&instance.id, &fields, FIELDS).await? {
            Ok((_, found)) => found,
            Err(none) => return self.no_answer(none, Asking::ForData, instance),
        };
        if let Some(jql) = kept
            && is_other_filter(&fields.wanted, &found.filters, &jql)
        {
            let wanted = Wanted {
                what: What::Jql,
                filter: String::new(),
                jql,
                ..fields.wanted.unshown()
            };
            fields = Fields::new(Arc::clone(&self.tab), wanted, &instance.id);
        }
        if fields.wanted.filter.is_empty() {
            let first = found.filters.first();
            fields.wanted.filter = first.map(|it| it.id.clone()).unwrap_or_default();
        }
        let name = proposed_name(&fields.wanted, &found.filters);
        let outcome = match query(&fields.wanted, &found.filters) {
            Err(missing) => Outcome::Unfinished(missing),
            Ok(_) if fields.are_new() => Outcome::Counting,
            Ok(query) => {
                let name = fields.wanted.name_or(&name);
                match self.count(instance, &query, name).await? {
                    Ok(outcome) => outcome,
                    Err(error) => return Ok(Err(error)),
                }
            }
        };
        Ok(Ok(Configuration {
            choices: fields.choices(&found, instance),
            wanted: fields.wanted,
            jiras,
            name,
            outcome,
        }))
    }

    /// The page for a choice in a Jira that the person is not connected to, or that is unknown here.
    fn elsewhere(&self, wanted: Wanted, mut jiras: Vec<(String, String)>) -> Configuration {
        let (shown_as, why) = match self.tab.instance(&wanted.jira) {
            Some(instance) => (instance.name.clone(), NOT_CONNECTED),
            None => ("Unknown Jira".to_owned(), UNKNOWN_JIRA),
        };
        jiras.insert(0, (wanted.jira.clone(), shown_as));
        let jira = wanted.jira.clone();
        let fields = Fields::new(Arc::clone(&self.tab), wanted, &jira);
        Configuration {
            name: proposed_name(&fields.wanted, &[]),
            wanted: fields.wanted,
            jiras,
            choices: Choices {
                fields: true,
                ..Choices::default()
            },
            outcome: Outcome::Elsewhere(why),
        }
    }

    /// What comes of a choice that lacks nothing but perhaps a name.
    async fn count(
        &self,
        instance: &Instance,
        query: &Jql,
        name: String,
    ) -> Result<Result<Outcome, TabError>, Failure> {
        if name.trim().is_empty() {
            return Ok(Ok(Outcome::Unfinished("Give the tab a name.")));
        }
        let jql = query.to_string();
        let chosen = Chosen {
            jira: &instance.id,
            jql: &jql,
            name: name.trim(),
            website_url: instance.client.search_url(&jql).into(),
        };
        let tab = match chosen.tab(self.tab.public_url.as_ref()) {
            Ok(tab) => tab,
            Err(TooLong) => return Ok(Ok(Outcome::Unfinished(TOO_LONG))),
        };
        match self.ask(&instance.id, &jql, COUNT).await? {
            Ok((_, total)) => Ok(Ok(Outcome::Ready(total, tab))),
            Err(NoAnswer::Refused(
                _,
                JiraError::BadRequest {
                    message: Some(message),
                },
            )) => Ok(Ok(Outcome::Refused(message))),
            Err(none) => self.no_answer(none, Asking::ForData, instance),
        }
    }
}

/// The query of a choice, or what it still lacks.
fn query(wanted: &Wanted, filters: &[SavedFilter]) -> Result<Jql, &'static str> {
    let query = match wanted.what {
        What::Filter => {
            let id = wanted.filter.parse();
            let choice = Choice {
                filter: Some(id.map_err(|_| "Choose a filter.")?),
                ..Choice::default()
            };
            let saved = filters.iter().find(|it| it.id == wanted.filter);
            match saved {
                Some(saved) => choice.to_jql().ordered_as(&saved.order),
                None => choice.to_jql(),
            }
        }
        What::Project if wanted.project.is_empty() => return Err("Choose a project."),
        What::Project => project(wanted).to_jql(),
        What::Jql if wanted.jql.trim().is_empty() => return Err("Enter a query."),
        What::Jql if is_long(&wanted.jql) => return Err(LONG_JQL),
        // One that breaks off is for Jira to refuse.
        What::Jql => match Jql::parse(&wanted.jql) {
            Ok(query) => query,
            Err(_) => return Ok(Jql::typed(&wanted.jql)),
        },
    };
    Ok(query.ordered_else(NEWEST_FIRST))
}

fn is_long(jql: &str) -> bool {
    jql.chars().nth(MAX_JQL_CHARS).is_some()
}

/// Whether the choice of a saved filter would come to another query than `jql`, such as to another
/// order.
fn is_other_filter(wanted: &Wanted, filters: &[SavedFilter], jql: &str) -> bool {
    wanted.what == What::Filter
        && !query(wanted, filters).is_ok_and(|query| query.to_string() == jql)
}

fn project(wanted: &Wanted) -> Choice {
    Choice {
        filter: None,
        project: Some(wanted.project_key().to_owned()),
        types: wanted.types.clone(),
        statuses: wanted.statuses.clone(),
        priorities: wanted.priorities.clone(),
    }
}

/// What a tab with this choice is called, unless the person says otherwise.
fn proposed_name(wanted: &Wanted, filters: &[SavedFilter]) -> String {
    let name = match wanted.what {
        What::Filter => {
            let saved = filters.iter().find(|it| it.id == wanted.filter);
            saved.map(|it| it.name.clone()).unwrap_or_default()
        }
        What::Project => {
            let (project, parts) = (wanted.project_name(), project(wanted).heading());
            if parts.is_empty() {
                project.to_owned()
            } else {
                format!("{project}: {parts}")
            }
        }
        What::Jql if is_long(&wanted.jql) => String::new(),
        What::Jql => Choice::parse(&wanted.jql).unwrap_or_default().heading(),
    };
    let name: String = name.trim().chars().take(MAX_NAME_CHARS).collect();
    if name.is_empty() {
        NAME.to_owned()
    } else {
        name
    }
}
