//! `GET /rest/api/2/search`: the issues of a JQL query (Jira Data Center).

mod row;

use super::{
    Answered, JiraClient, JiraError,
    client::{Call, ProtocolStep, SignedWith},
};
use crate::connection::AccessToken;
#[cfg(fuzzing)]
use crate::jira_url::BaseUrl;
use app::model::{Issue, PAGE_SIZE};
use http::Method;
use row::{FIELDS, SearchResults};
use url::Url;

/// What is searched for.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    pub(crate) jql: String,
    /// How many issues to skip.
    pub(crate) start_at: u32,
    /// Whether Jira refuses a query with values that it does not know; otherwise they find nothing.
    pub(crate) is_strict: bool,
}

/// Jira's answer to a search.
pub(crate) struct Found {
    pub(crate) issues: Vec<Issue>,
    pub(crate) total: u64,
}

impl JiraClient {
    /// A page of the issues of `search` that the person behind `token` may see.
    ///
    /// # Errors
    /// [`JiraError`]; [`JiraError::Anonymous`] where Jira did not take us for anybody;
    /// [`JiraError::BadRequest`] for a query that Jira does not take.
    pub(crate) async fn search(
        &self,
        token: &AccessToken,
        search: &Search,
    ) -> Result<Answered<Found>, JiraError> {
        let (start_at, size) = (search.start_at.to_string(), PAGE_SIZE.to_string());
        let mut query = vec![
            ("jql", search.jql.as_str()),
            ("fields", FIELDS),
            ("maxResults", &size),
        ];
        if search.start_at > 0 {
            query.push(("startAt", &start_at));
        }
        if !search.is_strict {
            query.push(("validateQuery", "false"));
        }
        let results: Answered<SearchResults> =
            self.get(token, "/rest/api/2/search", &query).await?;
        let (issues, total) = results.value.rows(self.base_url());
        Ok(Answered {
            value: Found { issues, total },
            to: results.to,
        })
    }

    /// How many issues of `jql` the person behind `token` may see.
    ///
    /// # Errors
    /// As [`Self::search`].
    pub(crate) async fn count(
        &self,
        token: &AccessToken,
        jql: &str,
    ) -> Result<Answered<u64>, JiraError> {
        let query = [("jql", jql), ("fields", "issuetype"), ("maxResults", "0")];
        let results: Answered<SearchResults> =
            self.get(token, "/rest/api/2/search", &query).await?;
        Ok(results.map(|results| results.rows(self.base_url()).1))
    }

    /// The same list in Jira itself.
    pub(crate) fn search_url(&self, jql: &str) -> Url {
        self.issues_url("jql", jql)
    }

    /// A filter in Jira itself.
    pub(crate) fn filter_url(&self, id: &str) -> Url {
        self.issues_url("filter", id)
    }

    fn issues_url(&self, name: &str, value: &str) -> Url {
        let mut url = self.base_url().join("/issues");
        url.set_path(&format!("{}/", url.path()));
        url.query_pairs_mut().append_pair(name, value);
        url
    }

    /// Reads a resource as the person behind `token`.
    pub(super) async fn get<T: serde::de::DeserializeOwned>(
        &self,
        token: &AccessToken,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Answered<T>, JiraError> {
        let reply = self
            .send(&Call {
                method: Method::GET,
                path,
                query,
                signed_with: SignedWith::AccessToken(token.credentials()),
                step: ProtocolStep::Rest,
            })
            .await?;
        reply.ensure_recognised()?;
        Ok(Answered {
            value: reply.json()?,
            to: reply.user_name(),
        })
    }
}

/// What [`JiraClient::search`] makes of a body.
#[cfg(fuzzing)]
pub(crate) fn read_search(body: &[u8], base_url: &BaseUrl) -> Option<Vec<Issue>> {
    let results: SearchResults = serde_json::from_slice(body).ok()?;
    Some(results.rows(base_url).0)
}
