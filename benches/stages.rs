//! How fast each stage behind the normalising works, on the seeds. Throughput is in bytes of the
//! original text.

use std::hint::black_box;
use std::path::Path;

use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use leitong::align::PassageFinder;
use leitong::corpus::{Collection, ReadOptions, read};
use leitong::document::{DocId, Span};
use leitong::index::{Bands, Buckets, Limits};
use leitong::scan::{Scan, ScanSettings};
use leitong::seeds::{NgramIndex, SeedLimits, SequenceId, SequenceSet};
use leitong::similarity::ShingleSet;
use leitong::sketch::{Shingling, Signature, SketchBuffer, Sketcher, hash_chars};
use leitong::text::{Content, HeadingRule, Outline, Script, fold_chars};

/// The seeds and what the stages before the measured one make of them.
struct Prepared {
    collection: Collection,
    text: String,
    content: Content,
    paragraphs: Vec<Vec<u64>>,
    signatures: Vec<Option<Signature>>,
}

impl Prepared {
    fn new() -> Self {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        let collection = read(&[seeds], &ReadOptions::default()).expect("nothing is fatal");
        let text: String =
            collection.documents.iter().map(|document| document.text.as_str()).collect();
        let content = Content::of(&text, Span::new(0, text.len()), Script::AsWritten);
        let paragraphs: Vec<Vec<u64>> = text.lines().map(shingles).collect();
        let signatures = paragraphs.iter().map(|unit| Sketcher::default().sketch(unit)).collect();
        Self { collection, text, content, paragraphs, signatures }
    }
}

fn shingles(text: &str) -> Vec<u64> {
    let content = Content::of(text, Span::new(0, text.len()), Script::AsWritten);
    Shingling::Chars(5).shingles(text, &content, 0..content.len())
}

fn group<'c>(
    criterion: &'c mut Criterion,
    name: &str,
    seeds: &Prepared,
) -> BenchmarkGroup<'c, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(seeds.text.len() as u64));
    group
}

fn cut(criterion: &mut Criterion) {
    let seeds = Prepared::new();
    let mut group = group(criterion, "cut", &seeds);
    let rule = HeadingRule::default();
    group.bench_function("outline", |b| b.iter(|| Outline::of(black_box(&seeds.text), &rule)));
}

fn shingle_and_sketch(criterion: &mut Criterion) {
    let seeds = Prepared::new();
    let Prepared { text, content, .. } = &seeds;
    let hashes = Shingling::Chars(5).shingles(text, content, 0..content.len());
    let mut shingle = group(criterion, "shingle", &seeds);
    for shingling in [Shingling::Width(5), Shingling::Chars(5), Shingling::Words(3)] {
        let run = || shingling.shingles(black_box(text), content, 0..content.len());
        shingle.bench_function(shingling.to_string(), |b| b.iter(run));
    }
    shingle.finish();
    let mut sketch = group(criterion, "sketch", &seeds);
    for slots in [128, 256] {
        let sketcher = Sketcher::new(slots, 0);
        sketch.bench_function(format!("{slots} slots"), |b| {
            b.iter(|| sketcher.sketch(black_box(&hashes)));
        });
    }
    let sketcher = Sketcher::default();
    let paragraphs =
        || seeds.paragraphs.iter().filter_map(|unit| sketcher.sketch(black_box(unit))).count();
    sketch.bench_function("128 slots, by paragraph", |b| b.iter(paragraphs));
    let whole = || sketcher.sketch(&shingles(black_box(text)));
    sketch.bench_function("normalise, shingle and sketch", |b| b.iter(whole));
}

fn content(text: &str) -> Vec<char> {
    let mut chars = Vec::new();
    fold_chars(text, Script::AsWritten, &mut chars);
    chars
}

/// Many units one after the other in buffers that are used again: long ones, and short ones as
/// poems are.
fn units(criterion: &mut Criterion) {
    let seeds = Prepared::new();
    let all: Vec<char> = seeds.text.chars().collect();
    for length in [2_000, 60] {
        let texts: Vec<String> = all.chunks(length).map(String::from_iter).collect();
        let mut group = group(criterion, &format!("units of {length} characters"), &seeds);
        let (mut chars, mut hashes, mut buffer) = (Vec::new(), Vec::new(), SketchBuffer::default());
        let contents: Vec<Vec<char>> = texts.iter().map(|text| content(text)).collect();
        let shingled: Vec<Vec<u64>> = texts.iter().map(|text| shingles(text)).collect();
        group.bench_function("normalise", |b| {
            b.iter(|| {
                for text in &texts {
                    chars.clear();
                    fold_chars(black_box(text), Script::Simplified, &mut chars);
                }
            });
        });
        group.bench_function("shingle", |b| {
            b.iter(|| {
                for content in &contents {
                    hash_chars(black_box(content), 5, &mut hashes);
                }
            });
        });
        for slots in [128, 256] {
            let sketcher = Sketcher::new(slots, 0);
            group.bench_function(format!("sketch, {slots} slots"), |b| {
                b.iter(|| {
                    for unit in &shingled {
                        black_box(sketcher.sketch_into(black_box(unit), &mut buffer));
                    }
                });
            });
        }
        let bands = Bands::for_similarity(0.7, 128, 0.99).expect("0.7 is reached by 128 slots");
        let signatures: Vec<Signature> =
            shingled.iter().filter_map(|unit| Sketcher::default().sketch(unit)).collect();
        let keys = || {
            signatures
                .iter()
                .flat_map(|unit| bands.keys(black_box(unit)))
                .fold(0, u64::wrapping_add)
        };
        group.bench_function("band keys", |b| b.iter(keys));
    }
}

fn index(criterion: &mut Criterion) {
    let seeds = Prepared::new();
    let bands = Bands::for_similarity(0.7, 128, 0.99).expect("0.7 is reached by 128 slots");
    let sequences = SequenceSet::new([(DocId(0), seeds.content.chars())]);
    let mut group = group(criterion, "index", &seeds);
    let candidates = || {
        Buckets::of_signatures(bands, black_box(&seeds.signatures)).candidates(Limits::default())
    };
    group.bench_function("buckets", |b| b.iter(candidates));
    group.bench_function("seeds", |b| {
        b.iter(|| {
            let index = NgramIndex::of(black_box(&sequences), SeedLimits::default());
            index.partition(0).expect("it is in memory").seeds(SequenceId(0), |_| true)
        });
    });
}

fn verify(criterion: &mut Criterion) {
    let seeds = Prepared::new();
    let set = ShingleSet::new(&shingles(&seeds.text));
    let half =
        ShingleSet::new(&shingles(seeds.text.split_at(seeds.collection.documents[0].text.len()).0));
    let sequences = SequenceSet::new([(DocId(0), seeds.content.chars())]);
    let finder = PassageFinder { min_chars: 25 };
    let mut group = group(criterion, "verify", &seeds);
    group.bench_function("overlap", |b| b.iter(|| black_box(&set).overlap(&half)));
    group.bench_function("align", |b| {
        b.iter(|| {
            finder.find(&NgramIndex::of(black_box(&sequences), SeedLimits::default()), |_, _| true)
        });
    });
}

fn whole(criterion: &mut Criterion) {
    let seeds = Prepared::new();
    let scan = Scan::new(ScanSettings::default()).expect("the settings can be");
    let mut group = group(criterion, "scan", &seeds);
    group.sample_size(20);
    group.bench_function("all levels", |b| {
        b.iter(|| scan.run(black_box(&seeds.collection), &|_| {}));
    });
}

criterion_group!(benches, cut, shingle_and_sketch, units, index, verify, whole);
criterion_main!(benches);
