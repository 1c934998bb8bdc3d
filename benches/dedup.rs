//! How fast the parts of a deduplication work that are no stage of a scan, on records made of the
//! seeds.

#[path = "../src/cli/bench/generate.rs"]
mod generate;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leitong::corpus::{ReadOptions, find, read};
use leitong::dedup::{Dedup, DedupSettings, Inputs, Monitor, Outputs};
use leitong::document::Span;
use leitong::index::{BandTable, Components};
use leitong::similarity::ShingleSet;
use leitong::sketch::Shingling;
use leitong::text::{Content, Script};
use serde_json::json;
use tempfile::TempDir;

/// Characters of a record.
const RECORD: usize = 500;
/// Bands of a signature at similarity 0.7.
const BANDS: usize = 25;
/// Units whose keys are sorted.
const UNITS: usize = 200_000;

/// The seeds as records, in a file.
fn records(folder: &TempDir) -> (PathBuf, Vec<String>) {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let collection = read(&[seeds], &ReadOptions::default()).expect("nothing is fatal");
    let all: Vec<char> =
        collection.documents.iter().flat_map(|document| document.text.chars()).collect();
    let texts: Vec<String> = all.chunks(RECORD).map(String::from_iter).collect();
    let lines: Vec<String> = texts
        .iter()
        .map(|text| json!({"id": "a", "source": "seeds", "text": text}).to_string())
        .collect();
    let path = folder.path().join("seeds.jsonl");
    std::fs::write(&path, lines.join("\n")).expect("written into a folder of ours");
    (path, texts)
}

fn parse(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("the bench may write temporary files");
    let (path, texts) = records(&folder);
    let options = ReadOptions::default();
    let listing = find(&[path], &options).expect("the file is there");
    let source = listing.sources[0].as_ref().expect("the file is there");
    let mut group = criterion.benchmark_group("records");
    group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
    group.bench_function("read", |b| {
        b.iter(|| source.blocks(&options, &|_| (), 1 << 20).flatten().count());
    });
    let blocks: Vec<_> = source.blocks(&options, &|_| (), 1 << 20).flatten().collect();
    group.bench_function("parse", |b| {
        b.iter(|| {
            let records = blocks.iter().flat_map(|block| black_box(block).records());
            records
                .filter_map(|record| record.read(&options, &[], |fields| fields.text.len()).ok())
                .sum::<usize>()
        });
    });
}

fn sort(criterion: &mut Criterion) {
    let mut table = BandTable::new(BANDS, u64::MAX);
    let mut key = 1_u64;
    let mut next = || {
        key = key.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
        BandTable::truncate_key(key)
    };
    for _ in 0..UNITS {
        let keys: Vec<u32> = (0..BANDS).map(|_| next()).collect();
        table.push(&keys).expect("nothing is written");
    }
    let mut group = criterion.benchmark_group("sort");
    group.sample_size(10);
    group.throughput(Throughput::Elements((UNITS * BANDS) as u64));
    group.bench_function("band keys into families", |b| {
        b.iter(|| Components::of(black_box(&table)));
    });
}

fn verify(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("the bench may write temporary files");
    let (_, texts) = records(&folder);
    let shingles = |text: &String| {
        let content = Content::of(text, Span::new(0, text.len()), Script::AsWritten);
        Shingling::default().shingles(text, &content, 0..content.len())
    };
    let all: Vec<Vec<u64>> = texts.iter().map(shingles).collect();
    let sets: Vec<(ShingleSet, Box<[u64]>)> = all
        .iter()
        .map(|shingles| ShingleSet::new(shingles))
        .map(|set| (set.clone(), set.distinct().into()))
        .collect();
    let mut group = criterion.benchmark_group("verify");
    group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
    group.bench_function("make sets", |b| {
        b.iter(|| all.iter().map(|unit| ShingleSet::new(black_box(unit)).len()).sum::<usize>());
    });
    group.bench_function("overlap of equals", |b| {
        b.iter(|| {
            sets.iter()
                .filter_map(|(set, distinct)| set.overlap_of(black_box(distinct), 0.7))
                .count()
        });
    });
    group.bench_function("overlap of strangers", |b| {
        let pairs = sets.windows(2);
        b.iter(|| {
            pairs
                .clone()
                .filter_map(|pair| pair[0].0.overlap_of(black_box(&pair[1].1), 0.7))
                .count()
        });
    });
}

fn whole(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("the bench may write temporary files");
    let path = folder.path().join("generated.jsonl");
    let mut collection = Vec::new();
    generate::generate(1 << 22, &mut collection).expect("memory takes whatever is written");
    std::fs::write(&path, &collection).expect("written into a folder of ours");
    let dedup =
        Dedup::new(DedupSettings::default(), ReadOptions::default()).expect("the settings can be");
    let stop = AtomicBool::new(false);
    let mut group = criterion.benchmark_group("dedup");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(collection.len() as u64));
    group.bench_function("whole, nothing written", |b| {
        b.iter(|| {
            let inputs = Inputs::find(std::slice::from_ref(&path), &[], &ReadOptions::default())
                .expect("the file is there");
            let watch = Monitor { bytes: &|_| (), phase: &|_| (), stop: &stop };
            dedup.run(&inputs, &Outputs::Nowhere, None, watch).expect("the file can be read").kept
        });
    });
}

criterion_group!(benches, parse, sort, verify, whole);
criterion_main!(benches);
