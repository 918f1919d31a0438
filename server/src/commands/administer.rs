//! `jira-tab grants`, `keys`, `export`, `import`.

use super::{
    ExportArguments, ImportArguments, ListGrantsArguments, ListKeysArguments,
    RevokeGrantsArguments, RotateKeysArguments, SelectionArguments, StoreArguments, output::say,
};
use anyhow::Context as _;
use server::{
    admin::{Answer, GrantEntry, Request, Selection},
    clock::day,
    settings::{Overrides, Settings},
    store, telemetry,
};
use std::{
    fs,
    io::{self, Write as _},
};

pub(super) fn list_grants(arguments: ListGrantsArguments) -> anyhow::Result<()> {
    let entries = grants(&arguments.store, arguments.selection.into())?;
    if arguments.json {
        say(format_args!("{:#}", serde_json::json!(entries)))?;
        return Ok(());
    }
    entries.iter().try_for_each(print_grant)?;
    Ok(say(format_args!("{} in all.", entries.len()))?)
}

/// Shows what would be deleted and asks first.
pub(super) fn revoke_grants(arguments: RevokeGrantsArguments) -> anyhow::Result<()> {
    let selection: Selection = arguments.selection.into();
    if !arguments.yes {
        let entries = grants(&arguments.store, selection.clone())?;
        entries.iter().try_for_each(print_grant)?;
        let question = format!("Delete these grants ({})?", entries.len());
        if !agrees(&question, "Nothing was deleted.")? {
            return Ok(());
        }
    }
    ask(&arguments.store, Request::GrantsRevoke(selection), tell)
}

/// Whether a person agrees; `otherwise` is said where they do not. Where nobody is there to be asked, the
/// command fails: a script must not take it for done.
fn agrees(question: &str, otherwise: &str) -> anyhow::Result<bool> {
    write!(io::stdout(), "{question} [y/N] ")?;
    io::stdout().flush()?;
    let mut answer = String::new();
    if io::stdin().read_line(&mut answer)? == 0 {
        anyhow::bail!("{otherwise} Nobody answered the question; a script says --yes.");
    }
    let agreed = matches!(answer.trim(), "y" | "Y" | "yes");
    if !agreed {
        say(otherwise)?;
    }
    Ok(agreed)
}

pub(super) fn list_keys(arguments: &ListKeysArguments) -> anyhow::Result<()> {
    let mut keys = Vec::new();
    ask(&arguments.store, Request::KeysList, |answer| {
        if let Answer::Key(key) = answer {
            keys.push(key);
        }
        Ok(())
    })?;
    if arguments.json {
        say(format_args!("{:#}", serde_json::json!(keys)))?;
        return Ok(());
    }
    for key in keys {
        let seals = if key.seals { "seals" } else { "older" };
        say(format_args!(
            "{}  {seals}  records: {}, grants among them: {}",
            key.id, key.records, key.grants
        ))?;
    }
    Ok(())
}

/// Asks first: nothing brings a key back that has left the key ring.
pub(super) fn rotate_keys(arguments: &RotateKeysArguments) -> anyhow::Result<()> {
    let question = "Every record will be sealed by a new key, and the older keys leave the key ring. Exports \
                    and backups of before need them: do you have a copy of the key ring as it is now?";
    if !arguments.yes && !agrees(question, "Nothing was changed.")? {
        return Ok(());
    }
    ask(&arguments.store, Request::KeysRotate, tell)
}

pub(super) fn export(arguments: &ExportArguments) -> anyhow::Result<()> {
    let file = &arguments.file;
    ask(&arguments.store, Request::Export, |answer| match answer {
        Answer::Export(text) => store::write_export(file, &text).map_err(|error| {
            let told = format!("The file {} cannot be written: {error}", file.display());
            io::Error::new(error.kind(), told)
        }),
        answer => tell(answer),
    })
}

pub(super) fn import(arguments: &ImportArguments) -> anyhow::Result<()> {
    let file = &arguments.file;
    let body =
        fs::read(file).with_context(|| format!("The file {} cannot be read", file.display()))?;
    let request = Request::Import {
        force: arguments.force,
    };
    ask_with(&arguments.store, request, body, tell)
}

fn grants(store: &StoreArguments, selection: Selection) -> anyhow::Result<Vec<GrantEntry>> {
    let mut entries = Vec::new();
    ask(store, Request::GrantsList(selection), |answer| {
        if let Answer::Grant(entry) = answer {
            entries.push(entry);
        }
        Ok(())
    })?;
    Ok(entries)
}

fn ask(
    store: &StoreArguments,
    request: Request,
    take: impl FnMut(Answer) -> io::Result<()>,
) -> anyhow::Result<()> {
    ask_with(store, request, vec![], take)
}

#[tokio::main]
async fn ask_with(
    store: &StoreArguments,
    request: Request,
    body: Vec<u8>,
    take: impl FnMut(Answer) -> io::Result<()>,
) -> anyhow::Result<()> {
    let overrides = Overrides {
        data: store.data.clone(),
        key_ring: super::key_ring_from_environment(),
        ..Overrides::default()
    };
    // What the store has to say of itself, such as a gap.
    telemetry::init_for_command();
    let settings = Settings::load(&store.settings.config, overrides)?;
    server::administer(settings, request, body, take).await
}

fn tell(answer: Answer) -> io::Result<()> {
    match answer {
        Answer::Told(sentence) => say(sentence),
        _ => Ok(()),
    }
}

fn print_grant(entry: &GrantEntry) -> io::Result<()> {
    let GrantEntry {
        tenant,
        user,
        instance,
        ..
    } = entry;
    let Some(account) = &entry.account else {
        let unread = format_args!("tenant {tenant}  user {user}  Jira {instance}  cannot be read");
        return say(unread);
    };
    let date = |at_s: Option<u64>| at_s.map_or_else(|| "not known".to_owned(), day);
    say(format_args!(
        "tenant {tenant}  user {user}  Jira {instance} as {account}  since {}  last used {}  ends {}",
        date(entry.since_s),
        date(entry.last_used_s),
        date(entry.ends_s)
    ))
}

impl From<SelectionArguments> for Selection {
    fn from(arguments: SelectionArguments) -> Self {
        let SelectionArguments {
            user,
            tenant,
            instance,
            unused_for,
        } = arguments;
        Self {
            tenant,
            user,
            instance,
            unused_for,
        }
    }
}
