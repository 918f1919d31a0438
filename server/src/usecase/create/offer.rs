//! What Jira offers for a new issue: two requests, which are kept for some minutes.

use super::super::{
    Tab,
    asking::{Asked, Call, both_to},
};
use crate::{
    connection::Grant,
    jira::{Answered, JiraClient, JiraError, Screen},
};
use app::model::create::Project;
use std::sync::Arc;

/// A form that somebody wants to see.
pub(super) struct Wanted {
    pub(super) tab: Arc<Tab>,
    /// Key of the project; none for the projects to choose from.
    pub(super) project: String,
    /// Jira's id of the type; another one if it is not offered.
    pub(super) kind: String,
}

/// What there is for it.
#[derive(Default)]
pub(super) struct Offer {
    /// Projects to choose from, where none was chosen.
    pub(super) projects: Vec<Project>,
    /// The types that the person may create.
    pub(super) types: Arc<Vec<(String, String)>>,
    /// The type that the screen is of.
    pub(super) kind: String,
    pub(super) screen: Arc<Screen>,
}

pub(super) const OFFER: Call<Wanted, Offer> =
    |client, grant, wanted| -> Asked<'_, Offer> { Box::pin(offer(client, grant, wanted)) };

/// What the kept screen is about.
pub(super) fn about(project: &str, kind: &str) -> String {
    format!("{project} {kind}")
}

async fn offer(
    client: &JiraClient,
    grant: &Grant,
    wanted: &Wanted,
) -> Result<Answered<Offer>, JiraError> {
    let Wanted { tab, project, kind } = wanted;
    let (token, now_s) = (&grant.access_token, tab.clock.now_s());
    if project.is_empty() {
        let projects = client.projects(token, "").await?;
        return Ok(projects.map(|projects| Offer {
            projects,
            ..Offer::default()
        }));
    }
    let types = client.issue_types(token, project);
    let types = tab
        .issue_types
        .get_or_ask(grant, project, now_s, types)
        .await?;
    let offered = types.value.iter().find(|(id, _)| id == kind);
    let Some((kind, _)) = offered.or(types.value.first()) else {
        // Whoever is given the right does not wait for it.
        tab.issue_types.forget(grant, project);
        let value = Offer::default();
        return Ok(Answered {
            value,
            to: types.to,
        });
    };
    let screen = client.create_screen(token, project, kind);
    let about = about(project, kind);
    let screen = tab.screens.get_or_ask(grant, &about, now_s, screen).await?;
    Ok(Answered {
        value: Offer {
            kind: kind.clone(),
            types: Arc::clone(&types.value),
            screen: screen.value,
            ..Offer::default()
        },
        to: both_to(grant, types.to, screen.to)?,
    })
}
