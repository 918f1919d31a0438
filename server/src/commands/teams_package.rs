//! `jira-tab teams-package`.

use super::{TeamsPackageArguments, output::say};
use anyhow::{Context as _, bail};
use server::{
    settings::{Identity, Overrides, Settings},
    teams_package::{self, Label},
};
use std::fs;

/// Writes the app package for the tab that the settings describe.
pub(super) fn write(arguments: &TeamsPackageArguments) -> anyhow::Result<()> {
    let settings = Settings::load(&arguments.settings.config, Overrides::default())?;
    let Identity::Entra(teams) = settings.identity else {
        bail!(
            "These settings serve one person at this machine, so there is nothing to put into Teams. \
             `jira-tab setup --domain DOMAIN` prints what to add to them"
        );
    };
    let label = Label {
        name: &arguments.name,
        version: &arguments.app_version,
    };
    let package = teams_package::build(&teams, label)?;
    let out = arguments.out.display();
    fs::write(&arguments.out, package)
        .with_context(|| format!("The file {out} cannot be written; choose another with --out"))?;
    say(format_args!(
        "{out} holds the app {:?}, version {}, for {}.\n\
         Upload it in the Teams admin centre (https://admin.teams.microsoft.com): \
         Teams apps > Manage apps > Actions > Upload new app.",
        label.name,
        label.version,
        teams.public_url.origin(),
    ))?;
    Ok(())
}
