//! The table, and its place in `docs/performance.md`.

use anyhow::Context as _;
use std::{fmt, fs, path::Path, thread::available_parallelism};

const BEGIN: &str = "<!-- figures: made by make bench -->\n";
const END: &str = "<!-- end of figures -->\n";

#[derive(Default)]
pub(crate) struct Table(Vec<[String; 5]>);

impl Table {
    /// A row with a target; `why` is shown where it is missed.
    pub(crate) fn judge(
        &mut self,
        what: &str,
        ours: &str,
        beside: &str,
        (target, met): (&str, bool),
        why: &str,
    ) {
        let verdict = if met {
            "met".to_owned()
        } else {
            format!("**missed**: {why}")
        };
        self.push([what, ours, beside, target, &verdict]);
    }

    /// A row without a target.
    pub(crate) fn note(&mut self, what: &str, ours: &str, beside: &str) {
        self.push([what, ours, beside, "", ""]);
    }

    fn push(&mut self, row: [&str; 5]) {
        eprintln!("  {}", row.join(" | "));
        self.0.push(row.map(str::to_owned));
    }

    /// Replaces what stands between the markers.
    pub(crate) fn write_to_docs(&self) -> anyhow::Result<()> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/performance.md");
        let text = fs::read_to_string(&path)?;
        let (before, rest) = text.split_once(BEGIN).context("the first marker is gone")?;
        let (_, after) = rest.split_once(END).context("the second marker is gone")?;
        fs::write(path, format!("{before}{BEGIN}\n{self}\n{END}{after}"))?;
        Ok(())
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cores = available_parallelism().map_or(1, usize::from);
        let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = load.split(' ').next().unwrap_or("unknown");
        writeln!(
            f,
            "Release build, {cores} cores, load {load} at the end of the run, some 1 of it by the run itself.\n"
        )?;
        writeln!(f, "| what | figure | beside | target | |")?;
        writeln!(f, "|---|---|---|---|---|")?;
        for row in &self.0 {
            writeln!(f, "| {} |", row.join(" | "))?;
        }
        Ok(())
    }
}
