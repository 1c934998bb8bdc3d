//! How alike the embedding model finds pairs of texts.
//!
//! `cargo run --release --example similarities < pairs.jsonl` reads JSON Lines with the fields `a`
//! and `b` and prints the cosine of each pair, one a line. A folder as the argument is a
//! `Model2Vec` model to use instead of the one that is built in.

use std::io::{self, BufRead, Write};
use std::path::Path;

use leitong::embedding::Model;
use leitong::text::Script;

#[derive(serde::Deserialize)]
struct Pair {
    a: String,
    b: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1);
    let opened = folder.map(|folder| Model::open(Path::new(&folder))).transpose()?;
    let model = opened.as_ref().unwrap_or_else(|| Model::embedded());
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let Pair { a, b } = serde_json::from_str(&line?)?;
        writeln!(out, "{:.6}", cosine(model, &a, &b))?;
    }
    Ok(out.flush()?)
}

/// Cosine of the vectors of two texts.
fn cosine(model: &Model, a: &str, b: &str) -> f32 {
    let [a, b] = [a, b].map(|text| model.embed(text, Script::Simplified));
    a.iter().zip(&b).map(|(a, b)| a * b).sum()
}
