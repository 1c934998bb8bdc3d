//! Writes a folder without its duplicates: `cargo run --example dedup_folder FROM TO`.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use leitong::corpus::ReadOptions;
use leitong::dedup::{Inputs, Monitor, Outputs};
use leitong::{Dedup, DedupSettings, Result};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to] = &arguments[..] else {
        eprintln!("usage: dedup_folder FROM TO");
        return Ok(());
    };
    let dedup = Dedup::new(DedupSettings::default(), ReadOptions::default())?;
    let inputs = Inputs::find(&[from.into()], &[], &ReadOptions::default())?;
    let monitor = Monitor { bytes: &|_| (), phase: &|_| (), stop: &AtomicBool::new(false) };
    let summary = dedup.run(&inputs, &Outputs::at(Path::new(to), &inputs)?, None, monitor)?;
    println!("{} read, {} kept, {} removed", summary.read, summary.kept, summary.removed);
    Ok(())
}
