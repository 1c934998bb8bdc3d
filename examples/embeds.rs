//! dump embeddings
use leitong::embed::Model;
use leitong::text::Script;
use std::io::{self, BufRead, Write};
fn main() {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for l in io::stdin().lock().lines() {
        let v: serde_json::Value = serde_json::from_str(&l.unwrap()).unwrap();
        for x in Model::embedded().embed(v["text"].as_str().unwrap(), Script::Simplified) {
            out.write_all(&x.to_le_bytes()).unwrap();
        }
    }
}
