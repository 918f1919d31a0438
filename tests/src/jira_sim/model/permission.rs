//! Who may do what: everybody the usual, nobody the rest, until a test switches one.

use std::collections::HashMap;

/// Permissions of projects, with the keys of Jira 7 and of Jira 6 that REST lists.
macro_rules! permissions {
    ($($name:ident $key:literal $old:literal $given:literal $title:literal;)*) => {
        /// A permission.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Permission {
            $(#[doc = $title] $name,)*
        }

        impl Permission {
            /// All of them, in the order of their ids.
            pub(in crate::jira_sim) const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Key, key of Jira 6 (empty for none) and name.
            pub(in crate::jira_sim) fn parts(self) -> (&'static str, &'static str, &'static str) {
                match self { $(Self::$name => ($key, $old, $title),)* }
            }

            /// Whether everybody has it unless told otherwise.
            fn is_given(self) -> bool {
                match self { $(Self::$name => $given,)* }
            }
        }
    };
}

permissions! {
    BrowseProjects "BROWSE_PROJECTS" "BROWSE" true "Browse Projects";
    CreateIssues "CREATE_ISSUES" "CREATE_ISSUE" true "Create Issues";
    EditIssues "EDIT_ISSUES" "EDIT_ISSUE" true "Edit Issues";
    TransitionIssues "TRANSITION_ISSUES" "" true "Transition Issues";
    ResolveIssues "RESOLVE_ISSUES" "RESOLVE_ISSUE" true "Resolve Issues";
    CloseIssues "CLOSE_ISSUES" "CLOSE_ISSUE" true "Close Issues";
    AssignIssues "ASSIGN_ISSUES" "ASSIGN_ISSUE" true "Assign Issues";
    AssignableUser "ASSIGNABLE_USER" "ASSIGNABLE_USER" true "Assignable User";
    ScheduleIssues "SCHEDULE_ISSUES" "SCHEDULE_ISSUE" true "Schedule Issues";
    ModifyReporter "MODIFY_REPORTER" "MODIFY_REPORTER" false "Modify Reporter";
    LinkIssues "LINK_ISSUES" "LINK_ISSUE" true "Link Issues";
    AddComments "ADD_COMMENTS" "COMMENT_ISSUE" true "Add Comments";
    EditOwnComments "EDIT_OWN_COMMENTS" "COMMENT_EDIT_OWN" true "Edit Own Comments";
    EditAllComments "EDIT_ALL_COMMENTS" "COMMENT_EDIT_ALL" false "Edit All Comments";
    DeleteOwnComments "DELETE_OWN_COMMENTS" "COMMENT_DELETE_OWN" true "Delete Own Comments";
    DeleteAllComments "DELETE_ALL_COMMENTS" "COMMENT_DELETE_ALL" false "Delete All Comments";
    WorkOnIssues "WORK_ON_ISSUES" "WORK_ISSUE" true "Work On Issues";
    CreateAttachments "CREATE_ATTACHMENTS" "CREATE_ATTACHMENT" true "Create Attachments";
    ViewVotersAndWatchers "VIEW_VOTERS_AND_WATCHERS" "VIEW_VOTERS_AND_WATCHERS" true "View Voters and Watchers";
    ManageWatchers "MANAGE_WATCHERS" "MANAGE_WATCHER_LIST" false "Manage Watchers";
    DeleteIssues "DELETE_ISSUES" "DELETE_ISSUE" false "Delete Issues";
    AdministerProjects "ADMINISTER_PROJECTS" "PROJECT_ADMIN" false "Administer Projects";
}

/// What tests switched: (user, project, permission) → given or not.
#[derive(Debug, Default)]
pub(in crate::jira_sim) struct Switches(HashMap<(String, String, Permission), bool>);

impl Switches {
    pub(in crate::jira_sim) fn set(
        &mut self,
        user: &str,
        project: &str,
        permission: Permission,
        is_given: bool,
    ) {
        let key = (user.to_owned(), project.to_owned(), permission);
        self.0.insert(key, is_given);
    }

    /// Without Browse Projects there is nothing else either.
    pub(in crate::jira_sim) fn allow(
        &self,
        user: &str,
        project: &str,
        permission: Permission,
    ) -> bool {
        let given = |it: Permission| {
            let key = (user.to_owned(), project.to_owned(), it);
            self.0.get(&key).copied().unwrap_or(it.is_given())
        };
        given(Permission::BrowseProjects) && given(permission)
    }
}
