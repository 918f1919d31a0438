//! What changes an issue: each one request.

use super::{fields::json_of, read::Reader, rest, value::is_number};
use crate::{
    connection::AccessToken,
    jira::{
        Answered, IssueKey, JiraClient, JiraError,
        client::{Extent, Reply},
    },
};
use app::model::issue::{AUTOMATIC, Comment, NewValue, Restriction};
use bytes::Bytes;
use http::Method;
use serde_json::{Map, Value, json};

impl JiraClient {
    /// Adds a comment, or replaces the one with this id; what it is restricted to Jira forgets unless it
    /// is said again.
    ///
    /// # Errors
    /// [`JiraError`]; [`JiraError::Denied`] with Jira's words, also in all that follows.
    pub(crate) async fn put_comment(
        &self,
        token: &AccessToken,
        key: &IssueKey,
        (id, text): (Option<&str>, &str),
        restriction: Option<&Restriction>,
        reader: &Reader,
    ) -> Result<Answered<Comment>, JiraError> {
        let (method, tail) = match id {
            None => (Method::POST, "comment".to_owned()),
            Some(id) => (Method::PUT, comment(id)?),
        };
        let path = path(key, &tail);
        let call = rest(method, &path, &[("expand", "renderedBody")], token);
        let mut body = json!({ "body": text });
        if let Some(Restriction { kind, name }) = restriction {
            body["visibility"] = json!({ "type": kind.word(), "value": name });
        }
        let reply = self.write(&call, Some(&body)).await?;
        let wire: Value = reply.json()?;
        let read = reader.comment(&wire, &wire["renderedBody"]);
        Ok(Answered {
            value: read.ok_or_else(|| JiraError::unreadable(&"no comment"))?,
            to: reply.user_name(),
        })
    }

    /// Deletes a comment.
    ///
    /// # Errors
    /// [`JiraError`].
    pub(crate) async fn delete_comment(
        &self,
        token: &AccessToken,
        key: &IssueKey,
        id: &str,
    ) -> Result<Answered<()>, JiraError> {
        self.order(token, key, Method::DELETE, &comment(id)?, &[], None)
            .await
    }

    /// Goes a step of the workflow.
    ///
    /// # Errors
    /// [`JiraError`].
    pub(crate) async fn transition(
        &self,
        token: &AccessToken,
        key: &IssueKey,
        id: &str,
        fields: &[NewValue],
    ) -> Result<Answered<()>, JiraError> {
        let mut body = body_of(fields)?;
        body.insert("transition".to_owned(), json!({ "id": id }));
        let body = Value::Object(body);
        self.order(token, key, Method::POST, "transitions", &[], Some(&body))
            .await
    }

    /// Sets fields.
    ///
    /// # Errors
    /// [`JiraError`].
    pub(crate) async fn edit(
        &self,
        token: &AccessToken,
        key: &IssueKey,
        fields: &[NewValue],
    ) -> Result<Answered<()>, JiraError> {
        let body = Value::Object(body_of(fields)?);
        self.order(token, key, Method::PUT, "", &[], Some(&body))
            .await
    }

    /// Chooses the assignee: a user name, [`AUTOMATIC`], or nobody if it is empty.
    ///
    /// # Errors
    /// [`JiraError`].
    pub(crate) async fn assign(
        &self,
        token: &AccessToken,
        key: &IssueKey,
        name: &str,
    ) -> Result<Answered<()>, JiraError> {
        debug_assert_eq!(AUTOMATIC, "-1", "Jira's own word for it");
        let name = (!name.is_empty()).then_some(name);
        let body = json!({ "name": name });
        self.order(token, key, Method::PUT, "assignee", &[], Some(&body))
            .await
    }

    /// Lets the person `user` watch, or no longer.
    ///
    /// # Errors
    /// [`JiraError`].
    pub(crate) async fn watch(
        &self,
        token: &AccessToken,
        key: &IssueKey,
        user: &str,
        on: bool,
    ) -> Result<Answered<()>, JiraError> {
        if on {
            let body = json!(user);
            self.order(token, key, Method::POST, "watchers", &[], Some(&body))
                .await
        } else {
            let query = [("username", user)];
            self.order(token, key, Method::DELETE, "watchers", &query, None)
                .await
        }
    }

    /// Votes for the issue, or takes the vote back.
    ///
    /// # Errors
    /// [`JiraError`].
    pub(crate) async fn vote(
        &self,
        token: &AccessToken,
        key: &IssueKey,
        on: bool,
    ) -> Result<Answered<()>, JiraError> {
        let method = if on { Method::POST } else { Method::DELETE };
        self.order(token, key, method, "votes", &[], None).await
    }

    /// Logs work; Jira lowers the remaining estimate by itself.
    ///
    /// # Errors
    /// [`JiraError`].
    pub(crate) async fn log_work(
        &self,
        token: &AccessToken,
        key: &IssueKey,
        time: &str,
        comment: &str,
    ) -> Result<Answered<()>, JiraError> {
        let body = json!({ "timeSpent": time, "comment": comment });
        self.order(token, key, Method::POST, "worklog", &[], Some(&body))
            .await
    }

    async fn order(
        &self,
        token: &AccessToken,
        key: &IssueKey,
        method: Method,
        tail: &str,
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Answered<()>, JiraError> {
        let path = path(key, tail);
        let reply = self.write(&rest(method, &path, query, token), body).await?;
        Ok(Answered {
            value: (),
            to: reply.user_name(),
        })
    }

    pub(super) async fn write(
        &self,
        call: &crate::jira::client::Call<'_>,
        body: Option<&Value>,
    ) -> Result<Reply, JiraError> {
        let body = body.map_or_else(Bytes::new, |body| body.to_string().into());
        let extent = Extent {
            body: Some(body),
            ..Extent::default()
        };
        let reply = self.send_with(call, &extent).await?;
        reply.ensure_recognised()?;
        Ok(reply)
    }
}

fn path(key: &IssueKey, tail: &str) -> String {
    format!("/rest/api/2/issue/{}/{tail}", key.as_str())
}

fn comment(id: &str) -> Result<String, JiraError> {
    let path = is_number(id).then(|| format!("comment/{id}"));
    path.ok_or(JiraError::NotFound)
}

fn body_of(fields: &[NewValue]) -> Result<Map<String, Value>, JiraError> {
    json_of(fields).ok_or(JiraError::BadRequest { message: None })
}
