//! Finds what occurs more than once in files or folders: `cargo run --example find_passages PATH…`.

use std::path::PathBuf;

use leitong::corpus::{ReadOptions, read};
use leitong::{Result, Scan, ScanSettings};

fn main() -> Result<()> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let collection = read(&paths, &ReadOptions::default())?;
    let findings = Scan::new(ScanSettings::default())?.run(&collection, &|_| {})?;
    for found in &findings.matches {
        let [a, b] = [&found.a, &found.b].map(|side| &collection.documents[side.document]);
        println!("{} {:.2}: {} and {}", found.level, found.similarity, a.id, b.id);
        println!("  {}", found.a.span.of(&a.text).lines().next().unwrap_or_default());
    }
    Ok(())
}
