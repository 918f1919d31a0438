//! Fields that can be filled in, as plain controls. The browser puts what is wrong into the places
//! that say `data-error`.

use crate::model::issue::{Field, Kind};
use leptos::{
    either::{Either, EitherOf3},
    prelude::*,
};

/// A text of many lines.
pub(super) struct Control<'a> {
    pub(super) id: String,
    pub(super) label: &'a str,
    pub(super) name: String,
    pub(super) value: &'a str,
    /// Jira's ids of the field.
    pub(super) error: &'a str,
}

/// What people see and screen readers hear as a property of the control: it is no part of its name.
fn required_hint(is_required: bool) -> impl IntoView {
    is_required.then(|| view! { <span class="hint" aria-hidden="true">" (required)"</span> })
}

/// The text field with its label and the place for what is wrong with it.
pub(super) fn control(control: &Control<'_>) -> impl IntoView + use<> {
    text(control, false)
}

fn text(control: &Control<'_>, is_required: bool) -> impl IntoView + use<> {
    let id = control.id.clone();
    // leptos escapes the text of every element but this one, and browsers drop the first line end.
    let text = control.value.replace('&', "&amp;").replace('<', "&lt;");
    let text = format!("\n{text}");
    let area = view! {
        <textarea class="input" rows="4" id=id.clone() name=control.name.clone() aria-describedby=format!("{id}-error")
            aria-required=is_required.then_some("true")>
            {text}
        </textarea>
    };
    labelled_as(&id, (control.label, is_required), control.error, area)
}

/// A control with its label and the place for what is wrong with it.
pub(super) fn labelled<V: IntoView>(
    id: &str,
    label: &str,
    error: &str,
    control: V,
) -> impl IntoView + use<V> {
    labelled_as(id, (label, false), error, control)
}

/// The same, for one that must perhaps be filled in.
pub(super) fn labelled_as<V: IntoView>(
    id: &str,
    (label, is_required): (&str, bool),
    error: &str,
    control: V,
) -> impl IntoView + use<V> {
    view! {
        <div class="field">
            <label class="label" for=id.to_owned()>{label.to_owned()} {required_hint(is_required)}</label>
            {control}
            {place_for_error(id, error)}
        </div>
    }
}

fn place_for_error(id: &str, error: &str) -> impl IntoView + use<> {
    view! { <p class="field-error" id=format!("{id}-error") data-error=error.to_owned()></p> }
}

/// A field of an edit, of a transition's screen or of a new issue: its parts are named `NAME[id]`,
/// `NAME[value]`…. Where people are looked for, `look` says.
pub(super) fn field(
    field: &Field,
    id_prefix: &str,
    name: &str,
    look: Option<String>,
) -> impl IntoView + use<> {
    let id = format!("{id_prefix}-{}", field.id);
    let part = |part: &str| format!("{name}[{part}]");
    let (label, required) = (&shown_name(field), field.required);
    let aria_required = required.then_some("true");
    let shown = field.value.replace('\n', " ");
    let control = match field.kind {
        Kind::Many => EitherOf3::A(many(field, &id, part("value"))),
        Kind::Text | Kind::Comment => {
            let control = Control {
                id: id.clone(),
                label,
                name: part("value"),
                value: &field.value,
                error: &field.id,
            };
            EitherOf3::B(text(&control, required))
        }
        kind => {
            let described = format!("{id}-error");
            // What can be chosen no longer stays unless the person chooses something else.
            let is_known =
                field.value.is_empty() || field.choices.iter().any(|(id, _)| *id == field.value);
            let control = if matches!(kind, Kind::One | Kind::Nested) {
                Either::Left(view! {
                    <select class="input" id=id.clone() name=part("value") aria-describedby=described
                        aria-required=aria_required>
                        {(!field.required || field.value.is_empty()).then(|| option("", "–", field.value.is_empty()))}
                        {(!is_known).then(|| option(&field.value, "As it is", true))}
                        {field.choices.iter().map(|(choice, shown)| option(choice, shown, *choice == field.value)).collect_view()}
                    </select>
                })
            } else {
                let kind = match kind {
                    Kind::Date => "date",
                    Kind::Moment => "datetime-local",
                    _ => "text",
                };
                let people = look.as_ref().map(|_| format!("{id}-people"));
                Either::Right(view! {
                    <input class="input" autocomplete="off" type=kind id=id.clone() name=part("value")
                        list=people.clone() data-look=look aria-describedby=described
                        aria-required=aria_required value=shown.clone()/>
                    {people.map(|people| view! { <datalist id=people></datalist> })}
                })
            };
            EitherOf3::C(labelled_as(&id, (label, required), &field.id, control))
        }
    };
    let hidden = |name: &str, value: String| {
        view! { <input type="hidden" name=part(name) value=value/> }
    };
    let was = view! {
        <input type="hidden" name=part("was") value=field.value.clone() data-was=field.id.clone()/>
    };
    (
        hidden("id", field.id.clone()),
        hidden("kind", format!("{:?}", field.kind)),
        hidden("name", field.name.clone()),
        was,
        control,
    )
}

/// What people call the field. Jira is told moments with their zone.
fn shown_name(field: &Field) -> String {
    let zone = if field.kind == Kind::Moment {
        " (UTC)"
    } else {
        ""
    };
    format!("{}{zone}", field.name)
}

/// Some of several choices. Only the hidden field is sent: the browser keeps in it what is ticked.
fn many(field: &Field, id: &str, name: String) -> impl IntoView + use<> {
    let choice = |(choice, shown): &(String, String)| {
        let checked = field.value.lines().any(|it| it == choice);
        view! {
            <label class="check">
                <input type="checkbox" id=format!("{id}-{choice}") value=choice.clone() checked=checked/>
                <span>{shown.clone()}</span>
            </label>
        }
    };
    let noscript = "<p class=\"hint\">This needs JavaScript.</p>";
    view! {
        <fieldset class="field checks" data-many="" aria-describedby=format!("{id}-error")>
            <legend class="label">{field.name.clone()} {required_hint(field.required)}</legend>
            <input type="hidden" name=name value=field.value.clone()/>
            {field.choices.iter().map(choice).collect_view()}
            <noscript inner_html=noscript></noscript>
            {place_for_error(id, &field.id)}
        </fieldset>
    }
}

pub(super) fn option(value: &str, shown: &str, selected: bool) -> impl IntoView + use<> {
    view! { <option value=value.to_owned() selected=selected>{shown.to_owned()}</option> }
}
