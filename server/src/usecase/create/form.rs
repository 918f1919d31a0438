//! The form: its fields, with what was typed.

use super::{
    super::{Bound, Instance, explain::Asking},
    Told,
    offer::{OFFER, Offer, Wanted},
};
use crate::{connection::Draft, jira::is_project_key};
use app::model::{
    View,
    create::{IssueForm, NewIssue, Project, Shown},
    issue::{Field, Kind, Refusal},
};
use std::sync::Arc;

/// What is to be shown.
struct Chosen {
    /// What stands in the field.
    label: String,
    /// Empty where none was chosen.
    project: String,
    kind: String,
    /// What was found instead of one project.
    found: Vec<Project>,
}

impl Bound {
    /// The form for the project and the type of `view`, or for those of `new`, whose fields are kept.
    /// Without a `jira` it is the one of the channel, or the one in use.
    pub(super) async fn form(
        &self,
        jira: &str,
        view: &View,
        new: Option<&NewIssue>,
    ) -> Told<Box<IssueForm>> {
        if let Some(new) = new {
            // The grant may be gone.
            self.keep_typed(new).await?;
        }
        let of_channel = view.channel.as_ref().map(|it| it.jira.as_str());
        let jira = match jira {
            "" => of_channel.unwrap_or_default(),
            jira => jira,
        };
        let instance = self.instance_named(jira).await?;
        let mut is_kept = true;
        let (chosen, draft) = match new {
            None => {
                let draft = self.tab.load_draft(&self.caller, &instance.id).await?;
                (chosen(view, draft.as_ref()), draft)
            }
            Some(new) => {
                let mut draft = self.draft_of(&instance.id, new).await?;
                // Whatever Jira says of the project: what was typed is not lost.
                is_kept = self.store_draft(&instance.id, &draft).await?;
                let chosen = match self.chosen_by(instance, new).await? {
                    Ok(chosen) => chosen,
                    Err(error) => return Ok(Err(error)),
                };
                if !chosen.project.is_empty() {
                    draft.project.clone_from(&chosen.project);
                    draft.kind.clone_from(&chosen.kind);
                    is_kept = self.store_draft(&instance.id, &draft).await?;
                }
                (chosen, Some(draft))
            }
        };
        let is_unknown = new.is_some() && chosen.project.is_empty() && !chosen.label.is_empty();
        let wanted = Wanted {
            tab: Arc::clone(&self.tab),
            project: chosen.project.clone(),
            kind: chosen.kind.clone(),
        };
        let offer = if is_unknown {
            Offer {
                projects: chosen.found.clone(),
                ..Offer::default()
            }
        } else {
            match self.ask(&instance.id, &wanted, OFFER).await? {
                Ok((_, offer)) => offer,
                Err(none) => return self.no_answer(none, Asking::ForData, instance),
            }
        };
        let mut form = written(instance, chosen, offer, draft.unwrap_or_default());
        form.is_kept = is_kept;
        if is_unknown {
            let message = "Jira shows you no such project. Choose one from the list.";
            form.refusal.fields = vec![("project".to_owned(), message.to_owned())];
        }
        Ok(Ok(Box::new(form)))
    }

    /// Which project the form names: a label and the key of the one shown say so themselves, another
    /// text is looked for.
    async fn chosen_by(&self, instance: &Instance, new: &NewIssue) -> Told<Chosen> {
        let text = new.project.trim();
        let chosen = |project: &str, label: &str| Chosen {
            label: label.to_owned(),
            project: project.to_owned(),
            kind: new.kind.clone(),
            found: Vec::new(),
        };
        let key = Project::key_of(text).filter(|key| is_project_key(key));
        let shown = Some(new.shown.project.as_str()).filter(|key| is_project_key(key));
        let shown = shown.filter(|key| text.eq_ignore_ascii_case(key));
        if let Some(key) = key.or(shown) {
            return Ok(Ok(chosen(key, text)));
        }
        let found = match self.find_projects(instance, text).await? {
            Ok(found) => found,
            Err(error) => return Ok(Err(error)),
        };
        let lower = text.to_lowercase();
        let is_it =
            |it: &&Project| it.key.eq_ignore_ascii_case(text) || it.name.to_lowercase() == lower;
        let only = match found.as_slice() {
            [only] => Some(only),
            _ => None,
        };
        Ok(Ok(match found.iter().find(is_it).or(only) {
            Some(project) => chosen(&project.key, &project.label()),
            None => Chosen {
                found,
                ..chosen("", text)
            },
        }))
    }
}

/// What the address says; where it leaves something open, the draft.
fn chosen(view: &View, draft: Option<&Draft>) -> Chosen {
    let named = view.create.as_deref().unwrap_or_default().trim();
    let drafted = draft.map(|draft| draft.project.as_str());
    let project = match named {
        "" => drafted.unwrap_or_default(),
        named => named,
    };
    let kind = match (&view.kind, draft) {
        (Some(kind), _) => kind.as_str(),
        (None, Some(draft)) if draft.project == project => &draft.kind,
        (None, _) => "",
    };
    Chosen {
        label: project.to_owned(),
        project: if is_project_key(project) {
            project.to_owned()
        } else {
            String::new()
        },
        kind: kind.to_owned(),
        found: Vec::new(),
    }
}

fn written(instance: &Instance, chosen: Chosen, offer: Offer, draft: Draft) -> IssueForm {
    let summary = draft.value("summary").unwrap_or_default();
    let project_id = offer.screen.project_id.as_deref();
    let in_jira = instance.client.create_url(project_id, &offer.kind, summary);
    let fields = offer.screen.fields.iter();
    let is_of_these = draft.project == chosen.project && draft.kind == offer.kind;
    IssueForm {
        jira: instance.id.clone(),
        project: chosen.label,
        shown: Shown {
            project: chosen.project,
            kind: offer.kind,
        },
        projects: offer.projects,
        types: offer.types.to_vec(),
        fields: fields.map(|field| filled(field, &draft)).collect(),
        lacking: offer.screen.lacking.clone(),
        in_jira: in_jira.into(),
        is_draft: !draft.is_empty(),
        is_kept: true,
        refusal: if is_of_these {
            Refusal {
                messages: draft.messages,
                fields: draft.refused,
            }
        } else {
            Refusal::default()
        },
        outcome_is_unknown: draft.outcome_is_unknown,
    }
}

/// The field with what was typed, as far as it fits here.
fn filled(field: &Field, draft: &Draft) -> Field {
    let Some(typed) = draft.value(&field.id) else {
        return field.clone();
    };
    let is_choice = |id: &str| field.choices.iter().any(|(known, _)| known == id);
    let value = match field.kind {
        Kind::One | Kind::Nested if !typed.is_empty() && !is_choice(typed) => return field.clone(),
        Kind::Many => {
            let known: Vec<&str> = typed.lines().filter(|id| is_choice(id)).collect();
            known.join("\n")
        }
        _ => typed.to_owned(),
    };
    Field {
        value,
        ..field.clone()
    }
}
