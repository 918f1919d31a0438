//! What differs in a form, whether somebody else changed the same, and the issue after it.

use app::model::issue::{
    AUTOMATIC, Clash, Field, IssueDetail, Kind, NewValue, Person, Refusal, Save,
};

/// What a person wants other than they saw it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Edits {
    pub(super) fields: Vec<NewValue>,
    /// A new assignee and the user name of the one before; a user name that is empty is nobody's.
    pub(super) assignee: Option<(Person, String)>,
}

impl Edits {
    /// Reads the form.
    ///
    /// # Errors
    /// What is wrong with the name of the assignee.
    pub(super) fn of(save: &Save) -> Result<Self, Refusal> {
        let fields = differing(&save.fields);
        let (text, shown) = (save.assignee.trim(), save.assignee_shown.trim());
        // Not every label can be read back.
        if text == shown && !shown.is_empty() {
            return Ok(Self {
                fields,
                assignee: None,
            });
        }
        let assignee = assignee(text)?;
        let was = save.assignee_was.clone();
        Ok(Self {
            fields,
            assignee: (assignee.name != was).then_some((assignee, was)),
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.assignee.is_none()
    }

    /// What somebody else has changed since the person saw it, and not to the same.
    pub(super) fn clashes(&self, issue: &IssueDetail) -> Vec<Clash> {
        let of_field = |new: &NewValue| {
            let now = issue.fields.iter().find(|field| field.id == new.id)?;
            let differs = |value: &str| !is_same(new.kind, &now.value, value);
            (differs(&new.was) && differs(&new.value)).then(|| Clash {
                id: new.id.clone(),
                value: now.value.clone(),
                theirs: in_words(now, &now.value),
                yours: in_words(now, &new.value),
            })
        };
        let of_assignee = |(new, was): &(Person, String)| {
            let now = issue.assignee.clone().unwrap_or_default();
            let name = |person: &Person| match person.display_name.as_str() {
                "" => "Unassigned".to_owned(),
                name => name.to_owned(),
            };
            (now.name != *was && now.name != new.name).then(|| Clash {
                id: "assignee".to_owned(),
                value: now.name.clone(),
                theirs: name(&now),
                yours: name(new),
            })
        };
        let fields = self.fields.iter().filter_map(of_field);
        fields
            .chain(self.assignee.iter().filter_map(of_assignee))
            .collect()
    }
}

/// Whom the field names: somebody, nobody, or whom Jira chooses.
fn assignee(text: &str) -> Result<Person, Refusal> {
    if text.is_empty() || text.eq_ignore_ascii_case("Unassigned") {
        return Ok(Person::default());
    }
    if text.eq_ignore_ascii_case("Automatic") {
        return Ok(Person {
            name: AUTOMATIC.to_owned(),
            display_name: "Automatic".to_owned(),
        });
    }
    let person = Person::from_label(text);
    if person.name == text && text.contains(char::is_whitespace) {
        return Err(Refusal {
            messages: Vec::new(),
            fields: vec![(
                "assignee".to_owned(),
                "Choose a person from the list.".to_owned(),
            )],
        });
    }
    Ok(person)
}

/// The fields that the person changed, with the line ends that Jira writes; a browser's form has others.
/// What was left alone is not sent: it would undo what somebody else has changed meanwhile.
pub(super) fn differing(fields: &[NewValue]) -> Vec<NewValue> {
    let tidy = |field: &NewValue| NewValue {
        value: field.value.replace("\r\n", "\n"),
        ..field.clone()
    };
    let differs = |field: &&NewValue| !is_same(field.kind, &field.value, &field.was);
    fields.iter().filter(differs).map(tidy).collect()
}

/// Whether two values say the same; the order of words and selections is Jira's.
fn is_same(kind: Kind, one: &str, other: &str) -> bool {
    let sorted = |text: &str| {
        let mut parts: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        parts.sort();
        parts
    };
    match kind {
        Kind::Words | Kind::Many => sorted(one) == sorted(other),
        Kind::Text => one.replace("\r\n", "\n") == other.replace("\r\n", "\n"),
        _ => one == other,
    }
}

/// The issue with what Jira has just accepted: asking how it stands would cost another request.
pub(super) fn apply(fields: &[NewValue], issue: &mut IssueDetail) {
    for new in fields {
        let value = match new.kind {
            Kind::Words | Kind::Many => new.value.split_whitespace().collect::<Vec<_>>().join("\n"),
            _ => new.value.clone(),
        };
        let screens = issue.transitions.iter_mut().flat_map(|it| &mut it.fields);
        for field in screens.filter(|field| field.id == new.id) {
            (field.value, field.was) = (value.clone(), value.clone());
        }
        let Some(field) = issue.fields.iter_mut().find(|field| field.id == new.id) else {
            continue;
        };
        (field.value, field.was) = (value.clone(), value);
        let shown = in_words(field, &field.value);
        match new.id.as_str() {
            "summary" => issue.summary = shown,
            "description" => issue.unrendered = Some(shown),
            id => {
                let name = fact(id);
                issue.facts.retain(|(known, _)| known != name);
                if !shown.is_empty() {
                    issue.facts.push((name.to_owned(), shown));
                }
            }
        }
    }
}

/// The name of a field among the facts.
fn fact(id: &str) -> &'static str {
    match id {
        "priority" => "Priority",
        "labels" => "Labels",
        "components" => "Components",
        "versions" => "Affects versions",
        "fixVersions" => "Fix versions",
        _ => "Due",
    }
}

/// A value for people.
fn in_words(field: &Field, value: &str) -> String {
    let named = |id: &str| {
        let found = field.choices.iter().find(|(known, _)| known == id);
        found.map_or_else(|| id.to_owned(), |(_, name)| name.clone())
    };
    match field.kind {
        Kind::One => named(value),
        Kind::Many => value.lines().map(named).collect::<Vec<_>>().join(", "),
        Kind::Words => value.split_whitespace().collect::<Vec<_>>().join(", "),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<String> {
        assignee(text).ok().map(|person| person.name)
    }

    #[test]
    fn the_assignee_is_named_by_a_label_a_user_name_or_a_word() {
        for (text, expected) in [
            ("Sam Sample (sam)", Some("sam")),
            ("Sam (Ops) (sam)", Some("sam")),
            ("sam", Some("sam")),
            ("build agent (build agent)", Some("build agent")),
            ("x (a) (x (a))", Some("x (a)")),
            ("unassigned", Some("")),
            ("", Some("")),
            ("Automatic", Some(AUTOMATIC)),
            ("Sam Sample", None),
        ] {
            assert_eq!(name(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn order_and_line_ends_are_no_change() {
        assert!(is_same(Kind::Words, "a b", "b\na"));
        assert!(is_same(Kind::Many, "1\n2", "2\n1"));
        assert!(is_same(Kind::Text, "a\r\nb", "a\nb"));
        assert!(!is_same(Kind::Line, "a b", "b a"));
    }
}
