//! Pictures of an issue, by handles: an `<img>` cannot say who asks.

use super::super::{Caller, Tab};
use crate::{image_handle::Image, jira::ImageAnswer, oauth1::percent_encoding};
use url::Url;

/// Where Jira keeps pictures, behind the context path.
const FOLDERS: [&str; 6] = [
    "/secure/attachment/",
    "/secure/thumbnail/",
    "/secure/projectavatar",
    "/secure/useravatar",
    "/secure/viewavatar",
    "/images/",
];

/// The path on this server for a picture of the Jira with the ID `jira`; `None` for any other.
pub(super) fn path(tab: &Tab, caller: &Caller, jira: &str, url: &Url) -> Option<String> {
    let client = &tab.instance(jira)?.client;
    let path = percent_encoding::decode(url.path().as_bytes())?;
    // Behind a proxy Jira names its pictures as it sees itself; they are fetched as all else is.
    let path = [client.base_url(), client.signed_base_url()]
        .into_iter()
        .filter(|base_url| url.origin() == base_url.as_url().origin())
        .find_map(|base_url| path.strip_prefix(base_url.context_path()))?;
    let leads_out = path.contains('\\') || path.split('/').any(|part| part == "..");
    if leads_out || !FOLDERS.iter().any(|folder| path.starts_with(folder)) {
        return None;
    }
    let image = Image {
        tenant: caller.tenant.clone(),
        user: caller.user.clone(),
        instance: jira.to_owned(),
        path: path.to_owned(),
        query: url.query_pairs().into_owned().collect(),
    };
    let handle = tab.images.seal(&image, tab.clock.now_s());
    Some(format!("/image/{handle}"))
}

/// Opens the picture that `handle` names; `None` where there is none for its person any more.
pub(crate) async fn open_image(tab: &Tab, handle: &str) -> Option<ImageAnswer> {
    let image = tab.images.open(handle, tab.clock.now_s())?;
    let caller = Caller {
        tenant: image.tenant.clone(),
        user: image.user.clone(),
    };
    let instance = tab.instance(&image.instance)?;
    let grant = tab.load_grant(&caller, &instance.id).await.ok()??;
    let answer = instance.client.image(&grant.access_token, &image).await;
    answer
        .inspect_err(|error| tracing::info!(%error, jira = instance.id, "no picture"))
        .ok()
}
