//! Watchers, votes and work of an issue.

use serde::Deserialize;
use serde_json::Value;

use super::attached;
use super::call::{Answer, Call, Reply};
use super::issue::{may, visible};
use super::json::user_json;
use crate::jira_sim::jql::dates::parse_date;
use crate::jira_sim::model::issue::{Issue, Worklog};
use crate::jira_sim::model::permission::Permission;
use crate::jira_sim::state::State;

fn people(call: &Call<'_>, state: &State, names: &[String]) -> Value {
    let users = names.iter().filter_map(|name| state.user(name));
    users.map(|user| user_json(call.shared, user)).collect()
}

/// `GET issue/{key}/watchers`.
pub(super) fn watchers(call: &Call<'_>, key: &str) -> Answer {
    let state = call.state();
    let issue = visible(call, &state, key)?;
    let mut answer = attached::watches(call, &issue);
    if may(call, &state, &issue, Permission::ViewVotersAndWatchers) {
        answer["watchers"] = people(call, &state, &issue.watchers);
    }
    Reply::ok(answer)
}

/// `POST issue/{key}/watchers`: a name as JSON text, or nobody for oneself.
pub(super) fn watch(call: &Call<'_>, key: &str) -> Answer {
    let name: Option<String> = if call.request.body.is_empty() {
        None
    } else {
        call.body()?
    };
    let person = call.person()?.name.clone();
    change_watchers(call, key, &name.unwrap_or(person), true)
}

/// `DELETE issue/{key}/watchers?username=`.
pub(super) fn unwatch(call: &Call<'_>, key: &str) -> Answer {
    let name = call.parameter("username");
    let name = name.ok_or_else(|| Reply::message(400, "Username is required."))?;
    change_watchers(call, key, &name, false)
}

fn change_watchers(call: &Call<'_>, key: &str, name: &str, is_watching: bool) -> Answer {
    let mut state = call.state();
    let mut issue = visible(call, &state, key)?;
    let person = call.person()?;
    let is_allowed = name == person.name || may(call, &state, &issue, Permission::ManageWatchers);
    if !is_allowed {
        let message = format!(
            "User '{}' is not allowed to add watchers to issue '{key}'",
            person.name
        );
        return Err(Reply::message(401, message));
    }
    if state.user(name).is_none() {
        let message = format!("The user \"{name}\" does not exist.");
        return Err(Reply::message(404, message));
    }
    issue.watchers.retain(|it| it != name);
    if is_watching {
        issue.watchers.push(name.to_owned());
    }
    state.put_issue(issue);
    Reply::no_content()
}

/// `GET issue/{key}/votes`.
pub(super) fn votes(call: &Call<'_>, key: &str) -> Answer {
    let state = call.state();
    let issue = visible(call, &state, key)?;
    let mut answer = attached::votes(call, &issue);
    if may(call, &state, &issue, Permission::ViewVotersAndWatchers) {
        answer["voters"] = people(call, &state, &issue.voters);
    }
    Reply::ok(answer)
}

/// `POST` or `DELETE issue/{key}/votes`.
pub(super) fn vote(call: &Call<'_>, key: &str, is_for: bool) -> Answer {
    let mut state = call.state();
    let mut issue = visible(call, &state, key)?;
    let name = &call.person()?.name;
    let has_voted = issue.voters.contains(name);
    let refusal = if issue.reporter == *name {
        Some("You cannot vote for an issue you have reported.")
    } else if issue.resolution.is_some() {
        Some("You cannot vote or change your vote on resolved issues.")
    } else if !is_for && !has_voted {
        Some("Cannot remove a vote for an issue that the user has not already voted for.")
    } else {
        None
    };
    if let Some(refusal) = refusal {
        return Err(Reply::message(404, refusal));
    }
    issue.voters.retain(|it| it != name);
    if is_for {
        issue.voters.push(name.clone());
    }
    state.put_issue(issue);
    Reply::no_content()
}

/// `GET issue/{key}/worklog`.
pub(super) fn worklogs(call: &Call<'_>, key: &str) -> Answer {
    let state = call.state();
    let issue = visible(call, &state, key)?;
    Reply::ok(attached::worklogs(call, &state, &issue))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Work {
    time_spent: Option<String>,
    time_spent_seconds: Option<u64>,
    #[serde(default)]
    comment: String,
    started: Option<String>,
}

/// `POST issue/{key}/worklog?adjustEstimate=auto|leave|new|manual`.
pub(super) fn log_work(call: &Call<'_>, key: &str) -> Answer {
    let work: Work = call.body()?;
    let mut state = call.state();
    let mut issue = visible(call, &state, key)?;
    if !may(call, &state, &issue, Permission::WorkOnIssues) {
        let refusal = "You do not have the permission to associate a worklog to this issue.";
        return Err(Reply::error("worklog", refusal));
    }
    let spent_s = match (&work.time_spent, work.time_spent_seconds) {
        (Some(text), _) => span_s(text)
            .ok_or_else(|| Reply::error("timeLogged", "Invalid time duration entered."))?,
        (None, Some(seconds)) => seconds,
        (None, None) => 0,
    };
    if spent_s == 0 {
        return Err(Reply::error(
            "timeLogged",
            "You must indicate the time spent working.",
        ));
    }
    adjust(call, &mut issue, spent_s)?;
    let now_ms = call.now_ms();
    let started_ms = match work.started.as_deref() {
        Some(text) => {
            parse_started(text).ok_or_else(|| Reply::error("startDate", "Invalid date format."))?
        }
        None => now_ms,
    };
    let author = call.person()?.name.clone();
    issue.worklogs.push(Worklog {
        id: state.new_id(),
        author,
        comment: work.comment,
        started_ms,
        created_ms: now_ms,
        spent_s,
    });
    let items = vec![("timespent".to_owned(), String::new(), spent_s.to_string())];
    super::edit::record(call, &mut state, &mut issue, items);
    let added = issue.worklogs.last().expect("one was added");
    let answer = attached::worklog(call, &state, &issue, added);
    state.put_issue(issue);
    Ok(Reply::of(201, Some(answer)))
}

/// The remaining estimate after this work.
fn adjust(call: &Call<'_>, issue: &mut Issue, spent_s: u64) -> Result<(), Reply> {
    let time = |name: &str| {
        let text = call.parameter(name).unwrap_or_default();
        span_s(&text)
            .ok_or_else(|| Reply::error(name, "Invalid time entered for adjusting the estimate."))
    };
    let remaining_s = issue.remaining_s.unwrap_or(0);
    match call.parameter("adjustEstimate").as_deref() {
        None | Some("auto") if issue.remaining_s.is_none() => {}
        None | Some("auto") => issue.remaining_s = Some(remaining_s.saturating_sub(spent_s)),
        Some("leave") => {}
        Some("new") => issue.remaining_s = Some(time("newEstimate")?),
        Some("manual") => {
            issue.remaining_s = Some(remaining_s.saturating_sub(time("reduceBy")?));
        }
        Some(other) => {
            let message = format!("'{other}' is no way to adjust the estimate.");
            return Err(Reply::error("adjustEstimate", message));
        }
    }
    Ok(())
}

/// `1w 2d 3h 30m`, weeks of five days of eight hours; a bare number is minutes.
pub(super) fn span_s(text: &str) -> Option<u64> {
    let mut total_s = 0_u64;
    for part in text.split_whitespace() {
        let digits = part.trim_end_matches(|it: char| it.is_ascii_alphabetic());
        let (whole, tenths) = digits.split_once('.').unwrap_or((digits, "0"));
        let unit_s = match &part[digits.len()..] {
            "w" => 144_000,
            "d" => 28_800,
            "h" => 3600,
            "m" | "" => 60,
            _ => return None,
        };
        let (whole, tenths): (u64, u64) = (whole.parse().ok()?, tenths.get(..1)?.parse().ok()?);
        total_s = total_s.checked_add(whole.checked_mul(unit_s)? + unit_s / 10 * tenths)?;
    }
    (!text.trim().is_empty()).then_some(total_s)
}

/// `2026-11-20T09:15:00.000+0000`, which has to have its milliseconds and zone.
fn parse_started(text: &str) -> Option<i64> {
    let is_whole = text.is_ascii() && text.len() == 28 && text.as_bytes()[10] == b'T';
    let minute = text.get(..16).filter(|_| is_whole)?.replacen('T', " ", 1);
    let zone: i64 = text[24..].parse().ok()?;
    let sign = if text.as_bytes()[23] == b'-' { -1 } else { 1 };
    let seconds: i64 = text[17..19].parse().ok()?;
    let offset_minutes = sign * (zone / 100 * 60 + zone % 100);
    Some(parse_date(&minute, 0)? + seconds * 1000 - offset_minutes * 60_000)
}
