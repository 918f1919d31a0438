//! The columns that a person wants to see.

use super::{Bound, Failure};
use app::model::Columns;

impl Bound {
    /// Remembers the choice, for every Jira of the person.
    pub(super) async fn choose_columns(&self, words: &[String]) -> Result<Columns, Failure> {
        let shown = Columns::chosen(words.iter().map(String::as_str));
        let mut records = self.tab.change(&self.caller).await?;
        records.person.columns = if shown == Columns::all() {
            // Columns that come with a new version are shown to whoever wants them all.
            Vec::new()
        } else {
            shown.iter().map(|it| it.word().to_owned()).collect()
        };
        records.commit().await?;
        Ok(shown)
    }
}
