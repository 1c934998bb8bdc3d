//! How fast a text becomes words of the model, and a vector.

use std::hint::black_box;
use std::{fs, path::Path};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leitong::embedding::Model;
use leitong::text::Script;

/// All seeds, a paragraph a line.
fn seeds() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("seeds").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).expect("UTF-8")).collect()
}

fn embed(criterion: &mut Criterion) {
    let text = seeds();
    let model = Model::embedded();
    let mut group = criterion.benchmark_group("embed");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("tokens", |b| {
        b.iter(|| {
            black_box(&text)
                .lines()
                .map(|line| model.tokens(line, Script::Simplified).len())
                .sum::<usize>()
        });
    });
    let tokens: Vec<_> = text.lines().map(|line| model.tokens(line, Script::Simplified)).collect();
    let mut sum = vec![0.0; model.dims()];
    group.bench_function("sum", |b| {
        b.iter(|| {
            for line in &tokens {
                model.sum(line.iter().filter_map(|token| token.id), &mut sum);
            }
        });
    });
    group.bench_function("embed", |b| {
        b.iter(|| {
            black_box(&text)
                .lines()
                .map(|line| model.embed(line, Script::Simplified)[0])
                .sum::<f32>()
        });
    });
    group.finish();
}

criterion_group!(benches, embed);
criterion_main!(benches);
