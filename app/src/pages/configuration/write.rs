//! The form as the server writes it, and the parts of it that a choice makes anew. A part has an `id`
//! and an element in it: the browser puts it in the place of the one that it has.

use crate::model::{
    MAX_NAME_CHARS,
    configuration::{Choices, Configuration, Outcome, Wanted, What},
};
use leptos::{
    either::{Either, EitherOf3, EitherOf4},
    prelude::*,
};

/// The page, or the parts of it that differ from what the browser has.
#[must_use]
pub fn write_configuration(page: &Configuration, anew: bool) -> String {
    Owner::new().with(|| {
        if anew {
            whole(page).into_view().to_html()
        } else {
            changed(page).into_view().to_html()
        }
    })
}

fn changed(page: &Configuration) -> impl IntoView + use<> {
    let Configuration {
        wanted, choices, ..
    } = page;
    let fields = if choices.fields {
        EitherOf3::A(fields(page))
    } else if wanted.what == What::Project {
        let projects = choices
            .projects
            .is_some()
            .then(|| projects(wanted, choices));
        let parts = choices.parts.is_some().then(|| parts(wanted, choices));
        EitherOf3::B((projects, parts))
    } else {
        EitherOf3::C(())
    };
    (fields, outcome(page))
}

fn whole(page: &Configuration) -> impl IntoView + use<> {
    let Configuration {
        wanted,
        jiras,
        name,
        ..
    } = page;
    let kinds = What::ALL.map(|(what, word, label)| {
        view! {
            <label class="check">
                <input type="radio" name="wanted[what]" value=word checked=wanted.what == what data-now=""/>
                {label}
            </label>
        }
    });
    let shown_name = wanted.name_or(name);
    view! {
        {jira(wanted, jiras)}
        <fieldset class="kinds">
            <legend class="label">"What to show"</legend>
            {kinds.to_vec()}
        </fieldset>
        {fields(page)}
        <div class="field">
            <label class="label" for="name">"Tab name"</label>
            <input class="input" id="name" name="wanted[name]" type="text" value=shown_name
                maxlength=MAX_NAME_CHARS.to_string() autocomplete="off"/>
            <input type="hidden" id="proposed" name="wanted[proposed]"
                value=if wanted.has_proposed_name() { name.clone() } else { wanted.proposed.clone() }/>
        </div>
        <div role="status">{outcome(page)}</div>
    }
}

fn jira(wanted: &Wanted, jiras: &[(String, String)]) -> impl IntoView + use<> {
    if jiras.len() < 2 {
        return Either::Left(hidden("jira", &wanted.jira));
    }
    let jiras = jiras
        .iter()
        .map(|(id, name)| option(id, name, *id == wanted.jira));
    Either::Right(view! {
        <div class="field">
            <label class="label" for="jira">"Jira"</label>
            <select class="input" id="jira" name="wanted[jira]" data-now="">{jiras.collect_view()}</select>
        </div>
    })
}

/// The fields of one kind of choice. What was filled in for another kind is kept.
fn fields(page: &Configuration) -> impl IntoView + use<> {
    let Configuration {
        wanted, choices, ..
    } = page;
    let of_kind = match wanted.what {
        // Nothing can be chosen there; what was, is kept.
        _ if matches!(page.outcome, Outcome::Elsewhere(_)) => EitherOf4::D((
            hidden("filter", &wanted.filter),
            kept_project(wanted),
            hidden("jql", &wanted.jql),
        )),
        What::Filter => EitherOf4::A((
            filter(wanted, choices),
            kept_project(wanted),
            hidden("jql", &wanted.jql),
        )),
        What::Project => EitherOf4::B((
            hidden("filter", &wanted.filter),
            view! {
                <div class="field">
                    <label class="label" for="find">"Search projects"</label>
                    <input class="input" id="find" name="wanted[find]" type="text" value=wanted.find.clone()
                        placeholder="Name or key" maxlength="255" autocomplete="off"/>
                </div>
            },
            projects(wanted, choices),
            parts(wanted, choices),
            hidden("jql", &wanted.jql),
        )),
        What::Jql => EitherOf4::C((
            hidden("filter", &wanted.filter),
            kept_project(wanted),
            view! {
                <div class="field">
                    <label class="label" for="query">"JQL"</label>
                    <input class="input" id="query" name="wanted[jql]" type="text" value=wanted.jql.clone()
                        placeholder="project = ABC AND resolution = EMPTY" maxlength="2000" autocomplete="off"
                        autocapitalize="off" spellcheck="false" aria-describedby="outcome"/>
                </div>
            },
        )),
    };
    view! {
        <div class="configuration" id="choice">
            {hidden("shown", &wanted.shown)}
            {of_kind}
        </div>
    }
}

fn filter(wanted: &Wanted, choices: &Choices) -> impl IntoView + use<> {
    let is_known = choices.filters.iter().any(|it| it.id == wanted.filter);
    if choices.filters.is_empty() && wanted.filter.is_empty() {
        let url = choices.manage_filters_url.clone();
        return Either::Left(view! {
            <p>
                "You have no favourite filter yet. In Jira, save a search as a filter and mark it with the star: then it is here. "
                <a href=url target="_blank" rel="noopener">"Manage filters in Jira"</a>
            </p>
        });
    }
    // A filter that somebody else chose may be no favourite of this person.
    let other = (!is_known && !wanted.filter.is_empty())
        .then(|| option(&wanted.filter, &format!("Filter {}", wanted.filter), true));
    let filters = choices.filters.iter();
    let filters = filters.map(|it| option(&it.id, &it.name, it.id == wanted.filter));
    Either::Right(view! {
        <div class="field">
            <label class="label" for="filter">"Filter"</label>
            <select class="input" id="filter" name="wanted[filter]" data-now="">{other}{filters.collect_view()}</select>
        </div>
    })
}

fn projects(wanted: &Wanted, choices: &Choices) -> impl IntoView + use<> {
    let found = choices.projects.as_deref().unwrap_or_default();
    let key = wanted.project_key().to_owned();
    let is_found = found.iter().any(|(found, _)| *found == key);
    let chosen = (!is_found && !key.is_empty()).then(|| {
        let shown = project(&key, wanted.project_name());
        option(&wanted.project, &shown, true)
    });
    let options = found.iter().map(|(found, name)| {
        option(
            &format!("{found} {name}"),
            &project(found, name),
            *found == key,
        )
    });
    let none = (!wanted.find.trim().is_empty() && found.is_empty())
        .then_some("No project has that in its name or key.");
    view! {
        <div class="field" id="projects">
            {hidden("found", &wanted.find)}
            <label class="label" for="project">"Project"</label>
            <select class="input" id="project" name="wanted[project]" data-now="">
                {key.is_empty().then(|| option("", "Choose a project", true))}
                {chosen}
                {options.collect_view()}
            </select>
            <p class="hint" role="status">{none}</p>
        </div>
    }
}

fn project(key: &str, name: &str) -> String {
    if key == name {
        key.to_owned()
    } else {
        format!("{name} ({key})")
    }
}

/// What the issues of the project can be; nothing ticked is all of it.
fn parts(wanted: &Wanted, choices: &Choices) -> impl IntoView + use<> {
    let [types, statuses, priorities] = choices.parts.clone().unwrap_or_default();
    view! {
        <div class="configuration" id="parts">
            {hidden("narrowed", wanted.project_key())}
            {boxes("Issue type", "types", types, &wanted.types)}
            {boxes("Status", "statuses", statuses, &wanted.statuses)}
            {boxes("Priority", "priorities", priorities, &wanted.priorities)}
        </div>
    }
}

fn boxes(
    label: &'static str,
    field: &'static str,
    mut names: Vec<String>,
    ticked: &[String],
) -> impl IntoView + use<> {
    // What is not there any more stays chosen until the person says otherwise.
    let gone = ticked.iter().filter(|it| !names.contains(it));
    let gone: Vec<_> = gone.cloned().collect();
    names.extend(gone);
    (!names.is_empty()).then(|| {
        let one = |name: &String| {
            let is_ticked = ticked.contains(name);
            view! {
                <label class="check">
                    <input type="checkbox" name=format!("wanted[{field}][]") value=name.clone() checked=is_ticked/>
                    <span class="person">{name.clone()}</span>
                </label>
            }
        };
        view! {
            <fieldset class="narrow">
                <legend class="label">{label}" "<span class="hint">"(all, if none is ticked)"</span></legend>
                <div class="checks">{names.iter().map(one).collect_view()}</div>
            </fieldset>
        }
    })
}

fn kept_project(wanted: &Wanted) -> impl IntoView + use<> {
    let lists = [
        ("types", &wanted.types),
        ("statuses", &wanted.statuses),
        ("priorities", &wanted.priorities),
    ];
    let values = lists.into_iter().flat_map(|(field, names)| {
        names.iter().map(move |name| {
            view! { <input type="hidden" name=format!("wanted[{field}][]") value=name.clone()/> }
        })
    });
    (
        hidden("project", &wanted.project),
        hidden("find", &wanted.find),
        values.collect_view(),
    )
}

/// What came of the choice, and in its attributes what the browser is to do about it.
fn outcome(page: &Configuration) -> impl IntoView + use<> {
    let Configuration {
        wanted,
        name,
        outcome,
        ..
    } = page;
    let said = match outcome {
        Outcome::Counting => EitherOf3::A(view! { <p class="hint">"Counting…"</p> }),
        Outcome::Elsewhere(missing) | Outcome::Unfinished(missing) => {
            EitherOf3::A(view! { <p class="hint">{*missing}</p> })
        }
        Outcome::Refused(message) => EitherOf3::B(view! {
            <p class="refusal">"Jira does not take this: " {message.clone()}</p>
        }),
        Outcome::Ready(total, _) => {
            let issues = match total {
                0 => "No issue for you now.".to_owned(),
                1 => "1 issue for you now.".to_owned(),
                total => format!("{total} issues for you now."),
            };
            EitherOf3::C(view! {
                <p>
                    <strong>{issues}</strong>
                    " Others may see another number: what they see is what Jira lets them see. Press Save to keep this choice."
                </p>
            })
        }
    };
    let is_other = wanted.has_proposed_name() && wanted.name != *name;
    let tab = match outcome {
        Outcome::Ready(_, tab) => Some(tab.clone()),
        _ => None,
    };
    view! {
        <div id="outcome" data-proposed=is_other.then(|| name.clone())
            data-again=matches!(outcome, Outcome::Counting).then_some("")
            data-refused=matches!(outcome, Outcome::Refused(_)).then_some("")
            data-content=tab.as_ref().map(|tab| tab.content_url.clone())
            data-website=tab.as_ref().map(|tab| tab.website_url.clone())
            data-entity=tab.as_ref().map(|tab| tab.entity_id.clone())
            data-name=tab.map(|tab| tab.name)>{said}</div>
    }
}

fn option(value: &str, shown: &str, selected: bool) -> impl IntoView + use<> {
    view! { <option value=value.to_owned() selected=selected>{shown.to_owned()}</option> }
}

fn hidden(field: &'static str, value: &str) -> impl IntoView + use<> {
    view! { <input type="hidden" name=format!("wanted[{field}]") value=value.to_owned()/> }
}
