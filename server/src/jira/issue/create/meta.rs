//! `GET /rest/api/2/issue/createmeta/…` since Jira 8.4, `GET /rest/api/2/issue/createmeta?…` before:
//! <https://developer.atlassian.com/server/jira/platform/rest/v10000/api-group-issue/>.

use super::screen::{Screen, read_screen};
use crate::{
    connection::AccessToken,
    jira::{
        Answered, JiraClient, JiraError,
        issue::value::{at, id, list, name},
    },
};
use serde_json::Value;

/// No project has more types, and no screen more fields, than so many pages of so many.
const MAX_PAGES: usize = 5;
const PAGE_SIZE: &str = "200";

impl JiraClient {
    /// Id and name of each type of which the person may create an issue in the project, without those of
    /// subtasks; none where they may create nothing, or see no such project.
    ///
    /// # Errors
    /// [`JiraError`].
    pub(crate) async fn issue_types(
        &self,
        token: &AccessToken,
        project: &str,
    ) -> Result<Answered<Vec<(String, String)>>, JiraError> {
        let path = format!("/rest/api/2/issue/createmeta/{project}/issuetypes");
        let types = match self.pages(token, &path).await {
            Err(JiraError::NotFound) => {
                let classic = self.classic(token, &[("projectKeys", project)]).await?;
                classic.map(|project| list(&project["issuetypes"]).to_vec())
            }
            types => types?,
        };
        let kind = |kind: &Value| Some((id(&kind["id"])?, name(&kind["name"])?));
        let offered = |types: Vec<Value>| {
            let types = types.iter().filter(|kind| kind["subtask"] != true);
            types.filter_map(kind).collect()
        };
        Ok(types.map(offered))
    }

    /// What the form for an issue of this type asks for.
    ///
    /// # Errors
    /// [`JiraError`].
    pub(crate) async fn create_screen(
        &self,
        token: &AccessToken,
        project: &str,
        kind: &str,
    ) -> Result<Answered<Screen>, JiraError> {
        let path = format!("/rest/api/2/issue/createmeta/{project}/issuetypes/{kind}");
        match self.pages(token, &path).await {
            Err(JiraError::NotFound) => {
                let query = [
                    ("projectKeys", project),
                    ("issuetypeIds", kind),
                    ("expand", "projects.issuetypes.fields"),
                ];
                let classic = self.classic(token, &query).await?;
                Ok(classic.map(|project| {
                    let fields = &project["issuetypes"][0]["fields"];
                    let fields = fields.as_object().into_iter().flatten();
                    read_screen(fields.map(|(id, meta)| (id.as_str(), meta)))
                }))
            }
            fields => Ok(fields?.map(|fields| {
                read_screen(fields.iter().filter_map(|meta| {
                    let id = meta["fieldId"].as_str().or_else(|| meta["key"].as_str());
                    Some((id?, meta))
                }))
            })),
        }
    }

    async fn pages(
        &self,
        token: &AccessToken,
        path: &str,
    ) -> Result<Answered<Vec<Value>>, JiraError> {
        let mut all = Vec::new();
        let mut to = None;
        for _ in 0..MAX_PAGES {
            let start_at = all.len().to_string();
            let query = [("startAt", start_at.as_str()), ("maxResults", PAGE_SIZE)];
            let reply = self.get_issue(token, path, &query).await?;
            to = reply.user_name();
            let page: Value = reply.json()?;
            let values = list(&page["values"]);
            all.extend_from_slice(values);
            let total = page["total"].as_u64().unwrap_or_default();
            if values.is_empty() || page["isLast"] == true || all.len() as u64 >= total {
                break;
            }
        }
        Ok(Answered { value: all, to })
    }

    /// The project as older Jiras say it; null where there is none, and where Jira is no older one.
    async fn classic(
        &self,
        token: &AccessToken,
        query: &[(&str, &str)],
    ) -> Result<Answered<Value>, JiraError> {
        let path = "/rest/api/2/issue/createmeta";
        match self.get_issue(token, path, query).await {
            Err(JiraError::NotFound) => Ok(Answered {
                value: Value::Null,
                to: None,
            }),
            reply => {
                let reply = reply?;
                let meta: Value = reply.json()?;
                let first = at(&meta, &["projects"])[0].clone();
                Ok(Answered {
                    value: first,
                    to: reply.user_name(),
                })
            }
        }
    }
}
