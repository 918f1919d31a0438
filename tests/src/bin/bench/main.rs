//! `make bench`: measures what people and administrators wait for, beside the least that it could
//! cost on the same machine in the same run, and writes the table in `docs/performance.md`.
//!
//! Figures, not judgements: nothing here fails because it is slow. Needs the release build of
//! `jira-tab`; `make bench` makes it.

mod binary;
mod flood;
mod http;
mod in_teams;
mod measure;
mod memory;
mod pages;
mod proxied;
mod rotation;
mod signing;
mod storage;
mod table;

use table::Table;

/// What is measured, in the order of the table. A run without arguments measures all of it.
const PARTS: [&str; 7] = [
    "signing", "pages", "proxied", "storage", "memory", "flood", "rotation",
];

fn main() -> anyhow::Result<()> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Runtime::new()?;
    let mut table = Table::default();
    for part in PARTS {
        if !wanted.is_empty() && !wanted.iter().any(|it| it == part) {
            continue;
        }
        eprintln!("measuring: {part}");
        match part {
            "signing" => signing::measure(&mut table)?,
            "pages" => runtime.block_on(pages::measure(&mut table))?,
            "proxied" => runtime.block_on(proxied::measure(&mut table))?,
            "storage" => runtime.block_on(storage::measure(&mut table))?,
            "memory" => runtime.block_on(memory::measure(&mut table))?,
            "flood" => runtime.block_on(flood::measure(&mut table))?,
            _ => runtime.block_on(rotation::measure(&mut table))?,
        }
    }
    print!("{table}");
    if wanted.is_empty() {
        table.write_to_docs()?;
    }
    Ok(())
}
