//! A whole table, some records at a time: it may be larger than what should be in memory at once, and
//! nobody waits while it is gone through.

use super::{Rows, StoreError, Table, TokenStore};

/// The slices of one table, in the order of keys.
pub(super) struct Slices<'a> {
    store: &'a dyn TokenStore,
    table: Table,
    limit: usize,
    /// The last key that was seen; no record has the empty one.
    after: Vec<u8>,
}

impl<'a> Slices<'a> {
    pub(super) fn of(store: &'a dyn TokenStore, table: Table, limit: usize) -> Self {
        Self {
            store,
            table,
            limit,
            after: Vec::new(),
        }
    }

    /// The next records, or `None` after the last.
    pub(super) async fn next(&mut self) -> Result<Option<Rows>, StoreError> {
        let rows = self
            .store
            .slice(self.table, &self.after, self.limit)
            .await?;
        if let Some((last, _)) = rows.last() {
            self.after.clone_from(last);
        }
        Ok((!rows.is_empty()).then_some(rows))
    }
}
