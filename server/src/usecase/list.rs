//! What a view asks Jira for.

use super::{
    Tab,
    asking::{Asked, Call, both_to},
};
use crate::{
    connection::Grant,
    jira::{Answered, Found, IssueKey, JiraClient, JiraError, SavedFilter, Search},
    jira_url::BaseUrl,
    jql::{self, Jql},
};
use app::model::{List, Sort, View};
use std::sync::Arc;

/// Newest change first, as people look for what moved.
pub(super) const NEWEST_FIRST: &str = "updated DESC";

/// A list that somebody wants to see.
pub(super) struct Wanted {
    pub(super) tab: Arc<Tab>,
    pub(super) view: View,
}

/// A list as Jira gave it.
pub(super) struct Listed {
    /// What is shown: a search for what was typed is one for words or for a query by now.
    pub(super) view: View,
    pub(super) filters: Arc<Vec<SavedFilter>>,
    /// None where there is no filter to search by.
    pub(super) page: Option<Page>,
}

/// A page of a list.
pub(super) struct Page {
    pub(super) found: Found,
    pub(super) sort: Option<Sort>,
    /// The same list in Jira.
    pub(super) jira_url: String,
}

/// Asks for the list: one request, and one more for the favourite filters where they are wanted.
pub(super) const LIST: Call<Wanted, Listed> =
    |client, grant, wanted| -> Asked<'_, Listed> { Box::pin(list(client, grant, wanted)) };

async fn list(
    client: &JiraClient,
    grant: &Grant,
    wanted: &Wanted,
) -> Result<Answered<Listed>, JiraError> {
    let mut view = decided(&wanted.view);
    let filters = match view.list {
        List::MyFilters => wanted.tab.favourite_filters(client, grant).await?,
        _ => Answered {
            value: Arc::default(),
            to: None,
        },
    };
    let (filters, filters_to) = (filters.value, filters.to);
    if view.list == List::MyFilters && view.filter.is_none() {
        view.filter = filters.first().map(|filter| filter.id.clone());
    }
    let Some(query) = query(&view, &filters, client.base_url()) else {
        let page = None;
        let value = Listed {
            view,
            filters,
            page,
        };
        let to = filters_to;
        return Ok(Answered { value, to });
    };
    let search = Search {
        jql: query.to_string(),
        start_at: view.start_at,
        // Words may look like the key of an issue that nobody has.
        is_strict: view.list != List::Text,
    };
    let Answered { value: found, to } = client.search(&grant.access_token, &search).await?;
    let jira_url = match (&view.filter, view.sort) {
        (Some(id), None) => client.filter_url(id),
        _ => client.search_url(&search.jql),
    };
    let page = Some(Page {
        found,
        sort: query.sort(),
        jira_url: jira_url.into(),
    });
    let value = Listed {
        view,
        filters,
        page,
    };
    let to = both_to(grant, filters_to, to)?;
    Ok(Answered { value, to })
}

/// Decides whether what was typed is a query or words.
pub(super) fn decided(view: &View) -> View {
    if view.list != List::Search {
        return view.clone();
    }
    let typed = view.text.clone();
    let is_query = typed.trim().is_empty() || jql::is_query(&typed);
    let (list, jql, text) = if is_query {
        (List::Jql, typed, String::new())
    } else {
        (List::Text, String::new(), typed)
    };
    View {
        list,
        jql,
        text,
        ..view.clone()
    }
}

/// The query of a view; `None` where a filter is to be shown and there is none.
fn query(view: &View, filters: &[SavedFilter], base_url: &BaseUrl) -> Option<Jql> {
    let query = match view.list {
        List::Nothing => return None,
        List::AssignedToMe => Jql::fixed("assignee = currentUser()").ordered_else(NEWEST_FIRST),
        List::ReportedByMe => Jql::fixed("reporter = currentUser()").ordered_else(NEWEST_FIRST),
        List::WatchedByMe => Jql::fixed("watcher = currentUser()")
            .and(Jql::fixed("assignee != currentUser() OR assignee is EMPTY"))
            .ordered_else(NEWEST_FIRST),
        List::RecentlyViewed => {
            Jql::fixed("issuekey in issueHistory()").ordered_else("lastViewed DESC")
        }
        List::MyFilters => by_filter(view.filter.as_deref()?, filters)?,
        List::Text | List::Search => {
            let key = IssueKey::find(&view.text, base_url);
            let key = key.as_ref().map(IssueKey::as_str);
            jql::search_for(key.unwrap_or(&view.text), key).ordered_else(NEWEST_FIRST)
        }
        List::Jql if view.jql.trim().is_empty() => Jql::default().ordered_else("created DESC"),
        List::Jql => Jql::typed(&view.jql),
    };
    Some(match view.sort {
        Some(sort) => query.ordered(sort),
        None => query,
    })
}

/// Jira takes the conditions of a filter by its id, but not its order.
fn by_filter(id: &str, filters: &[SavedFilter]) -> Option<Jql> {
    let query = Jql::filter(id.parse().ok()?);
    let saved = filters.iter().find(|filter| filter.id == id);
    Some(match saved {
        Some(saved) => query.ordered_as(&saved.order),
        None => query,
    })
}

impl Tab {
    pub(super) async fn favourite_filters(
        &self,
        client: &JiraClient,
        grant: &Grant,
    ) -> Result<Answered<Arc<Vec<SavedFilter>>>, JiraError> {
        let ask = client.favourite_filters(&grant.access_token);
        self.filters
            .get_or_ask(grant, "", self.clock.now_s(), ask)
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jql(view: &str) -> String {
        let base_url = BaseUrl::parse("https://jira.example.com").expect("an address");
        let filters = [SavedFilter {
            id: "10001".to_owned(),
            name: "Open bugs".to_owned(),
            order: Jql::default().ordered_else("priority DESC, key"),
        }];
        let view = decided(&View::from_query(view));
        query(&view, &filters, &base_url).map_or_else(String::new, |jql| jql.to_string())
    }

    #[test]
    fn each_list_has_its_query_and_its_order() {
        for (view, expected) in [
            ("", "assignee = currentUser() ORDER BY updated DESC"),
            (
                "list=reported",
                "reporter = currentUser() ORDER BY updated DESC",
            ),
            (
                "list=watched",
                "(watcher = currentUser()) AND (assignee != currentUser() OR assignee is EMPTY) ORDER BY updated DESC",
            ),
            (
                "list=recent",
                "issuekey in issueHistory() ORDER BY lastViewed DESC",
            ),
            ("list=filters", ""),
            (
                "list=filters&filter=10001",
                "filter = 10001 ORDER BY priority DESC, key",
            ),
            ("list=filters&filter=2", "filter = 2"),
            ("list=jql", "ORDER BY created DESC"),
            ("list=search", "ORDER BY created DESC"),
            ("sort=key", "assignee = currentUser() ORDER BY key ASC"),
            (
                "list=filters&filter=10001&sort=type&desc=1",
                "filter = 10001 ORDER BY issuetype DESC",
            ),
        ] {
            assert_eq!(jql(view), expected, "{view}");
        }
    }

    #[test]
    fn what_was_typed_is_a_query_or_words_or_the_key_of_an_issue() {
        let typed = |text: &str| {
            let view = View {
                text: text.to_owned(),
                ..View::of(List::Search)
            };
            jql(&view.to_query())
        };
        assert_eq!(typed("status = Open"), "status = Open");
        assert_eq!(
            typed("status = \"Open"),
            "status = \"Open",
            "for Jira to refuse"
        );
        assert_eq!(typed("status = Open ORDER BY"), "status = Open ORDER BY");
        assert_eq!(typed("invoice"), "text ~ \"invoice\" ORDER BY updated DESC");
        let by_key = "issuekey = \"TS-3\" OR text ~ \"TS\\\\-3\" ORDER BY updated DESC";
        assert_eq!(typed("TS-3"), by_key);
        assert_eq!(typed("https://jira.example.com/browse/TS-3"), by_key);
    }
}
