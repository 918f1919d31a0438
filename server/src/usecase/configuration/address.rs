//! The choice as the address that Microsoft Teams keeps.

use super::NEWEST_FIRST;
use crate::{bearer::Digest, jql::Choice, settings::PublicUrl};
use app::model::{
    Channel, List, View,
    configuration::{ChannelTab, Wanted, What},
};

/// Microsoft Teams keeps no longer address.
/// <https://learn.microsoft.com/microsoft-365/extensibility/schema/root-static-tabs>
const MAX_URL_BYTES: usize = 2048;

/// An address that Microsoft Teams would not keep.
pub(super) struct TooLong;

/// A good choice.
pub(super) struct Chosen<'a> {
    pub(super) jira: &'a str,
    pub(super) jql: &'a str,
    pub(super) name: &'a str,
    /// The same list in Jira.
    pub(super) website_url: String,
}

impl Chosen<'_> {
    /// What Teams is to keep. The tab's own address is where people's browsers reach it.
    pub(super) fn tab(self, public_url: Option<&PublicUrl>) -> Result<ChannelTab, TooLong> {
        let view = View {
            jql: self.jql.to_owned(),
            channel: Channel::new(self.name, self.jira.to_owned()),
            ..View::of(List::Jql)
        };
        // Teams fills the theme in; braces of the choice are encoded.
        let path = format!("{}&theme={{app.theme}}", view.href());
        let content_url =
            public_url.map_or_else(|| path.clone(), |public_url| public_url.at(&path));
        if content_url.len() > MAX_URL_BYTES || self.website_url.len() > MAX_URL_BYTES {
            return Err(TooLong);
        }
        let entity = Digest::of(&format!("{} {}", self.jira, self.jql));
        Ok(ChannelTab {
            entity_id: format!("list-{:.32}", entity.as_str()),
            content_url,
            website_url: self.website_url,
            name: self.name.to_owned(),
        })
    }
}

/// What was chosen for the tab that has this address, and its query; `None` for an address without a
/// choice. Only who knows the order of a saved filter knows whether the query has another.
pub(super) fn read(address: &str) -> Option<(Wanted, String)> {
    let view = View::from_query(address.split_once('?')?.1);
    let Channel { name, jira } = view.channel?;
    let wanted = Wanted {
        jira,
        name,
        ..Wanted::default()
    };
    let choice = Choice::parse(&view.jql).unwrap_or_default();
    let wanted = match choice {
        Choice {
            filter: Some(id), ..
        } if choice == only_filter(id) => Wanted {
            what: What::Filter,
            filter: id.to_string(),
            ..wanted
        },
        Choice {
            filter: None,
            project: Some(ref project),
            ..
        } if choice.to_jql().ordered_else(NEWEST_FIRST).to_string() == view.jql => Wanted {
            what: What::Project,
            project: project.clone(),
            types: choice.types,
            statuses: choice.statuses,
            priorities: choice.priorities,
            ..wanted
        },
        _ => Wanted {
            what: What::Jql,
            jql: view.jql.clone(),
            ..wanted
        },
    };
    Some((wanted, view.jql))
}

fn only_filter(id: u64) -> Choice {
    Choice {
        filter: Some(id),
        ..Choice::default()
    }
}
