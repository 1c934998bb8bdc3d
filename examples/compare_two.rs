//! Prints the Jaccard similarity of two files: `cargo run --example compare_two A B`.

use std::path::Path;

use leitong::corpus::read_text;
use leitong::detector::Scratch;
use leitong::{Detector, Result};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [a, b] = &arguments[..] else {
        eprintln!("usage: compare_two A B");
        return Ok(());
    };
    let detector = Detector::builder().build()?;
    let mut scratch = Scratch::default();
    let a = detector.prepare(&read_text(Path::new(a))?, &mut scratch).to_set();
    let b = detector.prepare(&read_text(Path::new(b))?, &mut scratch).to_set();
    let overlap = a.overlap(&b);
    println!("Jaccard similarity {:.4}", overlap.jaccard());
    println!("in the other file: {:.4}, {:.4}", overlap.containment_a(), overlap.containment_b());
    Ok(())
}
