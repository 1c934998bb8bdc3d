//! How fast a text becomes content.

use std::hint::black_box;
use std::{fs, path::Path};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leitong::document::Span;
use leitong::text::{Content, Script, fold, words};

/// All seeds, one after the other.
fn seeds() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("seeds").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).expect("UTF-8")).collect()
}

/// Folds without keeping anything but a sum.
fn folded(text: &str, script: Script) -> u64 {
    let mut sum = 0u64;
    fold(text, script, |c, at| {
        sum = sum.rotate_left(1) ^ u64::from(c) ^ at as u64;
    });
    sum
}

fn normalise(criterion: &mut Criterion) {
    let text = seeds();
    let whole = Span::new(0, text.len());
    let content = Content::of(&text, whole, Script::AsWritten);
    let mut group = criterion.benchmark_group("normalise");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("fold as written", |b| {
        b.iter(|| folded(black_box(&text), Script::AsWritten));
    });
    group.bench_function("fold simplified", |b| {
        b.iter(|| folded(black_box(&text), Script::Simplified));
    });
    group.bench_function("content", |b| {
        b.iter(|| Content::of(black_box(&text), whole, Script::AsWritten));
    });
    group.bench_function("words", |b| b.iter(|| words(black_box(&text), &content)));
    group.finish();
}

criterion_group!(benches, normalise);
criterion_main!(benches);
