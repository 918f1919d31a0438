//! A store without a disk: the second subject of the contract, so that it describes no sled.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use crate::store::{BoxFuture, Rows, StoreError, Table, TokenStore, Write};

type Place = (Table, Vec<u8>);

#[derive(Default)]
pub(super) struct MemoryStore {
    rows: Mutex<BTreeMap<Place, Vec<u8>>>,
}

impl TokenStore for MemoryStore {
    fn load<'a>(
        &'a self,
        table: Table,
        key: &'a [u8],
    ) -> BoxFuture<'a, Result<Option<Vec<u8>>, StoreError>> {
        let rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        let value = rows.get(&(table, key.to_vec())).cloned();
        Box::pin(async { Ok(value) })
    }

    fn scan<'a>(
        &'a self,
        table: Table,
        prefix: &'a [u8],
    ) -> BoxFuture<'a, Result<Rows, StoreError>> {
        let rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        let found = rows
            .iter()
            .filter(|((of, key), _)| *of == table && key.starts_with(prefix))
            .map(|((_, key), value)| (key.clone(), value.clone()))
            .collect();
        Box::pin(async { Ok(found) })
    }

    fn slice<'a>(
        &'a self,
        table: Table,
        after: &'a [u8],
        limit: usize,
    ) -> BoxFuture<'a, Result<Rows, StoreError>> {
        let rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        let found = rows
            .iter()
            .filter(|((of, key), _)| *of == table && key.as_slice() > after)
            .take(limit)
            .map(|((_, key), value)| (key.clone(), value.clone()))
            .collect();
        Box::pin(async { Ok(found) })
    }

    fn snapshot(&self) -> BoxFuture<'_, Result<Vec<(Table, Rows)>, StoreError>> {
        let rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |wanted: Table| {
            let rows = rows.iter().filter(|((table, _), _)| *table == wanted);
            rows.map(|((_, key), value)| (key.clone(), value.clone()))
                .collect()
        };
        let tables = Table::ALL.map(|table| (table, of(table))).to_vec();
        Box::pin(async { Ok(tables) })
    }

    fn apply(&self, writes: Vec<Write>) -> BoxFuture<'_, Result<(), StoreError>> {
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        for write in writes {
            match write {
                Write::Put { table, key, value } => drop(rows.insert((table, key), value)),
                Write::Replace {
                    table,
                    key,
                    old,
                    value,
                } => {
                    if let Some(now) = rows.get_mut(&(table, key))
                        && *now == old
                    {
                        *now = value;
                    }
                }
                Write::Remove { table, key } => drop(rows.remove(&(table, key))),
            }
        }
        Box::pin(async { Ok(()) })
    }
}
