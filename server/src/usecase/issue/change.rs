//! What a person changes, and what Jira makes of it.

use super::{
    Told,
    edits::{Edits, apply, differing},
    parse_key,
};
use crate::{
    connection::AccessToken,
    jira::{Answered, IssueKey, JiraClient, JiraError, Reader},
    usecase::{
        Bound,
        asking::{Asked, Call, NoAnswer},
        explain::Asking,
    },
};
use app::model::issue::{
    AUTOMATIC, Change, IssueDetail, May, Outcome, Person, Refusal, Restriction, Save,
};

/// The change as the log names it.
pub(in super::super) fn verb(change: &Change) -> &'static str {
    match change {
        Change::Comment { .. } => "issue/change/comment",
        Change::EditComment { .. } => "issue/change/edit-comment",
        Change::DeleteComment { .. } => "issue/change/delete-comment",
        Change::Save(_) => "issue/change/save",
        Change::AssignToMe { .. } => "issue/change/assign",
        Change::Watch { .. } => "issue/change/watch",
        Change::Vote { .. } => "issue/change/vote",
        Change::Work { .. } => "issue/change/work",
    }
}

/// What became of a change, or why it was not even begun.
type Tried = Result<Outcome, JiraError>;

const CHANGE: Call<(IssueKey, Reader, May, Change), Tried> =
    |client, grant, (key, reader, may, change)| -> Asked<'_, Tried> {
        Box::pin(async move {
            let order = Order {
                client,
                key,
                reader,
                may: *may,
            };
            let mut answer = order.carry_out(&grant.access_token, change).await?;
            // Where Jira does not say whom it answered, nothing more is asked: it is done.
            answer.to.get_or_insert_with(|| reader.user_name.clone());
            Ok(answer)
        })
    };

impl Bound {
    /// Changes an issue; Jira's refusal comes back in its own words.
    pub(in super::super) async fn change(
        &self,
        jira: &str,
        key: &str,
        may: May,
        change: &Change,
    ) -> Told<Outcome> {
        if let Some(outcome) = without_jira(change) {
            return Ok(Ok(outcome));
        }
        let (instance, key) = (self.instance_named(jira).await?, parse_key(key)?);
        let question = (key, self.reader(instance).await?, may, change.clone());
        match self.ask(&instance.id, &question, CHANGE).await? {
            Ok((_, Ok(outcome))) => Ok(Ok(outcome)),
            Ok((grant, Err(error))) => {
                self.no_answer(NoAnswer::Refused(grant, error), Asking::ForData, instance)
            }
            Err(NoAnswer::Refused(_, JiraError::Denied(_, words))) => {
                let refusal = Refusal {
                    messages: words.messages,
                    fields: words.fields,
                };
                Ok(Ok(Outcome::Refused(refusal, None)))
            }
            Err(none) => self.no_answer(none, Asking::ToChange, instance),
        }
    }
}

/// What need not be asked of Jira: a form that is empty, or in which nothing differs.
fn without_jira(change: &Change) -> Option<Outcome> {
    let (id, text, message) = match change {
        Change::Comment { text } | Change::EditComment { text, .. } => {
            ("comment", text, "Write something first.")
        }
        Change::Work { time, .. } => ("timeSpent", time, "Enter a time, such as 1h 30m."),
        Change::Save(save) => {
            return match Edits::of(save) {
                Err(refusal) => Some(Outcome::Refused(refusal, None)),
                Ok(edits) => {
                    (edits.is_empty() && save.transition.is_empty()).then_some(Outcome::Unchanged)
                }
            };
        }
        _ => return None,
    };
    let refusal = || Refusal {
        messages: Vec::new(),
        fields: vec![(id.to_owned(), message.to_owned())],
    };
    text.trim()
        .is_empty()
        .then(|| Outcome::Refused(refusal(), None))
}

struct Order<'a> {
    client: &'a JiraClient,
    key: &'a IssueKey,
    reader: &'a Reader,
    may: May,
}

type Done = Result<Answered<Tried>, JiraError>;

impl Order<'_> {
    /// After the first write nothing may fail but the grant: the whole is done once more with a renewed
    /// token, and what is done by then is no change any more.
    async fn carry_out(&self, token: &AccessToken, change: &Change) -> Done {
        let Self {
            client,
            key,
            reader,
            ..
        } = *self;
        let comment = async |id: Option<&str>, text: &str, restriction: Option<&Restriction>| {
            let put = client.put_comment(token, key, (id, text), restriction, reader);
            let said = |comment| Ok(Outcome::Comment(Box::new(comment), id.is_none()));
            Ok(put.await?.map(said))
        };
        let counted = |on: bool, count: u64| {
            if on {
                (true, count.saturating_add(1))
            } else {
                (false, count.saturating_sub(1))
            }
        };
        let (done, outcome) = match change {
            Change::Comment { text } => return comment(None, text, None).await,
            Change::EditComment {
                id,
                text,
                restriction,
            } => return comment(Some(id), text, restriction.as_ref()).await,
            Change::Save(save) => return self.save(token, save).await,
            Change::AssignToMe { was } => {
                let me = Person {
                    name: reader.user_name.clone(),
                    display_name: reader.display_name.clone(),
                };
                let edits = Edits {
                    assignee: Some((me, was.clone())),
                    ..Edits::default()
                };
                return self.edit(token, &edits, &Save::default()).await;
            }
            Change::DeleteComment { id } => (
                client.delete_comment(token, key, id).await?,
                Outcome::CommentGone(id.clone()),
            ),
            Change::Watch { on, count } => {
                let (on, count) = counted(*on, *count);
                let done = client.watch(token, key, &reader.user_name, on).await?;
                (done, Outcome::Watching(on, count))
            }
            Change::Vote { on, count } => {
                let (on, count) = counted(*on, *count);
                (
                    client.vote(token, key, on).await?,
                    Outcome::Voted(on, count),
                )
            }
            Change::Work { time, comment } => (
                client.log_work(token, key, time, comment).await?,
                Outcome::Worked,
            ),
        };
        Ok(done.map(|()| Ok(outcome)))
    }

    async fn save(&self, token: &AccessToken, save: &Save) -> Done {
        // What is wrong with the form was said before Jira was asked.
        let edits = Edits::of(save).unwrap_or_default();
        if edits.is_empty() {
            let done = self.step(token, save).await?;
            let issue = self.now(token).await;
            return Ok(done.map(|()| Ok(Outcome::Saved(issue))));
        }
        self.edit(token, &edits, save).await
    }

    /// Saves what differs, then goes the step of the workflow; stops where Jira refuses. How the issue
    /// stands is asked before an edit, and after what changes more than was asked for: a step of the
    /// workflow, and a new assignee, who may be offered other steps.
    async fn edit(&self, token: &AccessToken, edits: &Edits, save: &Save) -> Done {
        let read = match self.client.issue(token, self.key, self.reader).await {
            // Nothing was sent that could have been done.
            Err(error) if error.may_have_been_done() => {
                return Ok(Answered {
                    value: Err(error),
                    to: None,
                });
            }
            read => read?,
        };
        let clashes = edits.clashes(&read.value);
        if !clashes.is_empty() {
            return Ok(read.map(|_| Ok(Outcome::Clash(clashes))));
        }
        let Answered { value, to } = read;
        let answer = |value| {
            Ok(Answered {
                value: Ok(value),
                to,
            })
        };
        let mut issue = Box::new(value);
        issue.may = Some(self.may);
        if !edits.fields.is_empty() {
            self.client.edit(token, self.key, &edits.fields).await?;
            apply(&edits.fields, &mut issue);
        }
        let mut is_whole = true;
        let mut is_known = true;
        if let Some((person, _)) = &edits.assignee {
            match self.client.assign(token, self.key, &person.name).await {
                Err(error) if edits.fields.is_empty() => return Err(error),
                Err(error) => return answer(Outcome::Refused(rest(error)?, Some(issue))),
                Ok(_) => issue.assignee = (!person.name.is_empty()).then(|| person.clone()),
            }
            // Whom Jira chose only Jira knows.
            is_known = person.name != AUTOMATIC;
            is_whole = false;
        }
        if !save.transition.is_empty() {
            if let Err(error) = self.step(token, save).await {
                return answer(Outcome::Refused(rest(error)?, Some(issue)));
            }
            (is_known, is_whole) = (false, false);
        }
        let known = is_known.then_some(issue);
        let issue = if is_whole {
            known
        } else {
            self.now(token).await.or(known)
        };
        answer(Outcome::Saved(issue))
    }

    async fn step(&self, token: &AccessToken, save: &Save) -> Result<Answered<()>, JiraError> {
        let screen = differing(&save.screen);
        let id = &save.transition;
        self.client.transition(token, self.key, id, &screen).await
    }

    /// The issue as it stands after a write, if Jira says so.
    async fn now(&self, token: &AccessToken) -> Option<Box<IssueDetail>> {
        let issue = self.client.issue(token, self.key, self.reader).await;
        let mut issue = Box::new(issue.ok()?.value);
        issue.may = Some(self.may);
        Some(issue)
    }
}

/// Why the rest of what was wanted is not done.
///
/// # Errors
/// What is wrong with the grant.
fn rest(error: JiraError) -> Result<Refusal, JiraError> {
    let says = |message: &str| Refusal {
        messages: vec![message.to_owned()],
        fields: Vec::new(),
    };
    match error {
        JiraError::OAuth(_) => Err(error),
        JiraError::Denied(_, words) => Ok(Refusal {
            messages: words.messages,
            fields: words.fields,
        }),
        error if error.may_have_been_done() => Ok(says(
            "Jira did not say whether it carried out the rest. Press Reload and look before you try again.",
        )),
        _ => Ok(says(
            "Jira did not carry out the rest. Press Save to try again.",
        )),
    }
}
