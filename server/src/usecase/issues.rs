//! The page of a connected person.

use super::{
    Bound, Failure, Instance,
    asking::NoAnswer,
    explain::{self, Asking},
    list::{LIST, Listed, Wanted, decided},
    page::{ended_page, plain_error},
};
use crate::{
    clock,
    connection::{Grant, Refusal},
    jira::{JiraError, SavedFilter},
};
use app::{
    error::Problem,
    model::{Columns, Connection, Filter, IssueList, List, Listing, Step, TabPage, View},
};
use std::{sync::Arc, time::Duration};
impl Bound {
    /// The page of a connected person. The list's answer is also the proof of the grant.
    pub(super) async fn connected_page(
        &self,
        id: &str,
        patience: Option<Duration>,
    ) -> Result<TabPage, Failure> {
        if self.view.list == List::Nothing {
            return self.page_with(id, no_issues()).await;
        }
        let (bound, owned_id) = (self.clone(), id.to_owned());
        let wanted = Wanted {
            tab: Arc::clone(&self.tab),
            view: self.view.clone(),
        };
        // A task of its own: a renewal goes on to its end although the page no longer waits.
        let asking = self
            .tab
            .tasks
            .spawn(async move { bound.ask(&owned_id, &wanted, LIST).await });
        let outcome = match patience {
            None => asking.await,
            Some(patience) => match tokio::time::timeout(patience, asking).await {
                Ok(outcome) => outcome,
                Err(_) => return self.page_with(id, IssueList::Loading).await,
            },
        };
        let outcome = outcome.unwrap_or_else(|_| Err(self.panicked()))?;
        let Some(instance) = self.tab.instance(id) else {
            return Err(Failure(Problem::Internal));
        };
        Ok(match outcome {
            Ok((grant, listed)) => {
                let (listing, issues) = listed_page(instance, listed);
                self.connection(instance, &grant, listing, issues).await?
            }
            Err(NoAnswer::Refused(grant, error)) => {
                tracing::warn!(%error, jira = instance.id, request_id = self.request_id, "no list of issues");
                let listing = self.unlisted(&grant);
                if let (
                    List::Jql,
                    JiraError::BadRequest {
                        message: Some(message),
                    },
                ) = (listing.view.list, &error)
                {
                    if listing.view.channel.is_some() {
                        // There is no field to say it at.
                        let refusal = Refusal {
                            problem: Problem::ChannelListRefused,
                            detail: Some(message.clone()),
                        };
                        return Ok(self
                            .connection(instance, &grant, listing, IssueList::Failed)
                            .await?
                            .with_problem(explain::error(&refusal, instance)));
                    }
                    let issues = IssueList::Refused(message.clone());
                    return self.connection(instance, &grant, listing, issues).await;
                }
                let refusal = explain::refusal(&error, Asking::ForData, instance);
                self.connection(instance, &grant, listing, IssueList::Failed)
                    .await?
                    .with_problem(explain::error(&refusal, instance))
            }
            Err(NoAnswer::NotRenewed(grant, problem)) => self
                .connection(instance, &grant, self.unlisted(&grant), IssueList::Failed)
                .await?
                .with_problem(plain_error(problem)),
            Err(NoAnswer::Ended(problem)) => ended_page(instance, problem),
            Err(NoAnswer::SignedOut | NoAnswer::Overtaken) => {
                self.connect_page(&self.tab.load_person(&self.caller).await?)
            }
        })
    }

    /// What is told of a list that could not be had. The other filters are a way on.
    fn unlisted(&self, grant: &Grant) -> Listing {
        let view = decided(&self.view);
        let filters = match view.list {
            List::MyFilters => self.tab.filters.get(grant, "", self.tab.clock.now_s()),
            _ => None,
        };
        Listing {
            filters: shown(&filters.unwrap_or_default()),
            ..listing(view)
        }
    }

    /// The page with a list that Jira has not been heard of.
    async fn page_with(&self, id: &str, issues: IssueList) -> Result<TabPage, Failure> {
        let grant = self.tab.load_grant(&self.caller, id).await?;
        Ok(match (self.tab.instance(id), grant) {
            (Some(instance), Some(grant)) => {
                let listing = listing(self.view.clone());
                self.connection(instance, &grant, listing, issues).await?
            }
            _ => self.connect_page(&self.tab.load_person(&self.caller).await?),
        })
    }

    async fn connection(
        &self,
        instance: &Instance,
        grant: &Grant,
        mut listing: Listing,
        issues: IssueList,
    ) -> Result<TabPage, Failure> {
        let person = self.tab.load_person(&self.caller).await?;
        listing.columns = Columns::chosen(person.columns.iter().map(String::as_str));
        let connected = self.connected_instances(&person).await?;
        let others = connected.iter().filter(|other| other.id != instance.id);
        let term = grant.access_token.term;
        let ends_at_s = term.and_then(|term| term.near_end_s(self.tab.clock.now_s()));
        Ok(TabPage::new(Step::Connected(Connection {
            instance: instance.model(),
            display_name: grant.account.display_name.clone(),
            teams_name: self.teams_name.clone(),
            access_ends_on: ends_at_s.map(clock::day),
            listing: Box::new(listing),
            issues,
            others: others.map(|other| other.model()).collect(),
            more: connected.len() < self.tab.instances.len(),
        })))
    }
}

/// Beside the form that sets a channel's tab up.
fn no_issues() -> IssueList {
    IssueList::Loaded {
        issues: Vec::new(),
        total: 0,
        jira_url: String::new(),
        sort: None,
    }
}

fn listing(view: View) -> Listing {
    Listing {
        view,
        ..Listing::default()
    }
}

pub(super) fn shown(filters: &[SavedFilter]) -> Vec<Filter> {
    let filters = filters.iter().map(|filter| Filter {
        id: filter.id.clone(),
        name: filter.name.clone(),
    });
    filters.collect()
}

/// What is shown of Jira's answer.
fn listed_page(instance: &Instance, listed: Listed) -> (Listing, IssueList) {
    let listing = Listing {
        filters: shown(&listed.filters),
        ..listing(listed.view)
    };
    let issues = match listed.page {
        Some(page) => IssueList::Loaded {
            issues: page.found.issues,
            total: page.found.total,
            jira_url: page.jira_url,
            sort: page.sort,
        },
        None => IssueList::NoFilters {
            jira_url: instance.client.manage_filters_url().into(),
        },
    };
    (listing, issues)
}
