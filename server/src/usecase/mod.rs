//! What the tab does for one person: decisions only.
//!
//! May use the clients of Jira, Entra and the bot, the store and the pure modules; knows nothing of
//! requests and responses, only which status and which path of the tab belong to an outcome
//! ([`bound`]). Each verb is a method of [`Bound`] in a file of its own and answers with the page as
//! it then stands. What nobody comes back for is deleted by [`sweep`].

mod asking;
mod authorize;
mod bot;
mod bound;
mod cache;
mod channel;
mod columns;
mod complete;
mod configuration;
mod connect;
mod create;
mod exchange;
mod explain;
mod grants;
mod identify;
mod issue;
mod issues;
mod list;
mod locks;
mod page;
mod records;
mod sign_out;
mod sweep;
mod ticket;

pub(crate) use authorize::{Destination, open_link};
pub(crate) use bound::{Bound, Query, status};
pub(crate) use explain::{Failure, explain_health};
pub(crate) use grants::Revoked;
pub use grants::{GrantEntry, Selection};
pub(crate) use issue::open_image;

use crate::{
    clock::Clock,
    connection::Window,
    entra::Entra,
    image_handle::ImageHandles,
    jira::{JiraClient, SavedFilter, Screen, Standing, Vocabulary},
    settings::PublicUrl,
    store::Vault,
};
use app::model;
use cache::Cache;
use locks::Locks;
use tokio_util::task::TaskTracker;

/// Who has just marked a filter in Jira does not look for it for long.
const FILTERS_LIFE_S: u64 = 60;

/// Administrators change fields seldom.
const SCREEN_LIFE_S: u64 = 10 * 60;
const VOCABULARY_LIFE_S: u64 = 10 * 60;

/// Everything the verbs work with; one for the whole server.
pub(crate) struct Tab {
    pub(crate) vault: Vault,
    pub(crate) instances: Vec<Instance>,
    /// Who checks tokens, where the tab is inside Teams.
    pub(crate) entra: Option<Entra>,
    /// Where people's browsers reach the tab, if it is inside Teams.
    pub(crate) public_url: Option<PublicUrl>,
    pub(crate) clock: Clock,
    /// What the pictures on a page are named by.
    images: ImageHandles,
    locks: Locks,
    filters: Cache<Vec<SavedFilter>>,
    vocabularies: Cache<Vocabulary>,
    /// Id and name of each type that a person may create in a project.
    issue_types: Cache<Vec<(String, String)>>,
    screens: Cache<Screen>,
    /// Work that must reach its end although the person closed the page: an exchange that was
    /// sent to Jira is lost if its answer is not stored.
    pub(crate) tasks: TaskTracker,
}

/// A configured Jira with its client.
pub(crate) struct Instance {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) client: JiraClient,
}

impl Instance {
    /// How the next sign-in request of this person is let through.
    fn standing(&self, caller: &Caller) -> Standing {
        let Caller { tenant, user } = caller;
        self.client.standing(&[tenant.clone(), user.clone()])
    }

    fn model(&self) -> model::Instance {
        let base_url = self.client.base_url();
        model::Instance {
            id: self.id.clone(),
            name: self.name.clone(),
            address: format!("{}{}", base_url.host_for_display(), base_url.context_path()),
            authorized_applications_url: self.client.authorized_applications_url().into(),
            log_out_url: self.client.log_out_url().into(),
        }
    }
}

impl Tab {
    pub(crate) fn new(
        vault: Vault,
        instances: Vec<Instance>,
        teams: Option<(Entra, PublicUrl)>,
        clock: Clock,
    ) -> Self {
        let (entra, public_url) = teams.unzip();
        Self {
            vault,
            instances,
            entra,
            public_url,
            clock,
            images: ImageHandles::new(),
            locks: Locks::default(),
            filters: Cache::new(FILTERS_LIFE_S),
            vocabularies: Cache::new(VOCABULARY_LIFE_S),
            issue_types: Cache::new(SCREEN_LIFE_S),
            screens: Cache::new(SCREEN_LIFE_S),
            tasks: TaskTracker::new(),
        }
    }

    /// The configured instance with this ID; the operator may have removed it since.
    fn instance(&self, id: &str) -> Option<&Instance> {
        self.instances.iter().find(|instance| instance.id == id)
    }
}

/// Who asks, and through which window.
#[derive(Clone)]
pub(crate) struct Visitor {
    pub(crate) caller: Caller,
    pub(crate) window: Window,
    /// What Teams calls the person; for people to read, never to decide by.
    pub(crate) teams_name: Option<String>,
}

impl Visitor {
    /// The one person whom a tab on loopback knows.
    pub(crate) fn local() -> Self {
        let local = || "local".to_owned();
        Self {
            caller: Caller {
                tenant: local(),
                user: local(),
            },
            window: Window::Tab,
            teams_name: None,
        }
    }

    /// A person whom the Bot Framework vouches for. They may do what they may in the tab.
    pub(crate) fn in_chat(tenant: String, user: String) -> Self {
        Self {
            caller: Caller { tenant, user },
            window: Window::Tab,
            teams_name: None,
        }
    }
}

/// A person: the tenant and the user in it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Caller {
    /// Entra's `tid`; `local` for the person at this machine.
    pub(crate) tenant: String,
    /// Entra's `oid`; `local` for the person at this machine.
    pub(crate) user: String,
}
