//! features of pairs: JSON Lines of {"a","b"} on stdin -> cosine words reworded order
use leitong::document::Span;
use leitong::embed::Model;
use leitong::sketch::WordCounts;
use leitong::text::{Content, Script};
use leitong::verify::Reader;
use std::io::{self, BufRead, Write};
fn main() {
    let lines: Vec<serde_json::Value> =
        io::stdin().lock().lines().map(|l| serde_json::from_str(&l.unwrap()).unwrap()).collect();
    let content = |t: &str| Content::of(t, Span::new(0, t.len()), Script::Simplified);
    let mut counts = WordCounts::default();
    for l in &lines {
        for k in ["a", "b"] {
            let t = l[k].as_str().unwrap();
            counts.add(t, &content(t));
        }
    }
    let weights = counts.weights();
    let reader = Reader { model: Model::embedded(), weights: &weights };
    let mut out = io::BufWriter::new(io::stdout().lock());
    for l in &lines {
        let (a, b) = (l["a"].as_str().unwrap(), l["b"].as_str().unwrap());
        let (x, y) = (reader.model.embed(a, Script::Simplified), reader.model.embed(b, Script::Simplified));
        let cos: f32 = x.iter().zip(&y).map(|(x, y)| x * y).sum();
        let r = reader.compare(&reader.read(a, &content(a)), &reader.read(b, &content(b)));
        writeln!(out, "{cos} {} {} {}", r.words, r.reworded, r.order).unwrap();
    }
}
