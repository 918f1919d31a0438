//! The columns that a person wants to see.

use super::{Bound, Failure};
use app::model::Column;

impl Bound {
    /// Remembers the choice, for every Jira of the person.
    pub(super) async fn choose_columns(&self, columns: &[Column]) -> Result<Vec<Column>, Failure> {
        let mut records = self.tab.change(&self.caller).await?;
        records.person.columns = match Column::shown(columns) {
            // Columns that come with a new version are shown to whoever wants them all.
            all if all == Column::ALL => Vec::new(),
            shown => shown,
        };
        let shown = Column::shown(&records.person.columns);
        records.commit().await?;
        Ok(shown)
    }
}
