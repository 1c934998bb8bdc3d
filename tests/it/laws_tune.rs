//! What `tune` promises: its removals are those of `dedup`, its pairs those of the collection.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::AtomicBool;

use leitong::corpus::ReadOptions;
use leitong::dedup::{DedupSettings, Inputs, Monitor, Tune, Tuning};
use leitong::document::Level;
use leitong::scan::ScanSettings;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::dedup::{Case, jaccard, lines, text_of};
use crate::support::{Numbers, cases, on_threads, root};

/// Texts of a few families, whose members differ by up to half of their characters.
fn texts(seed: u64, families: usize, longest: usize) -> Vec<String> {
    let mut numbers = Numbers::new(seed);
    let mut texts = Vec::new();
    for _ in 0..families {
        let len = numbers.between(1, longest);
        let text = numbers.text(len);
        for _ in 0..numbers.between(1, 6) {
            let percent = numbers.between(0, 30) * numbers.between(0, 30) / 60;
            texts.push(numbers.edited(&text, percent).iter().collect());
        }
    }
    texts.retain(|text: &String| !text.is_empty());
    texts
}

/// Records of a few of these texts each, one a line.
fn compiled(texts: &[String]) -> Vec<String> {
    texts.chunks(3).map(|texts| texts.join("\n")).collect()
}

/// Runs `tune` on the lines of `in.jsonl`.
fn tuned(case: &Case, level: Level, change: impl FnOnce(Tune) -> Tune) -> Tuning {
    let settings = DedupSettings::default().level(level);
    let tune = change(Tune::new(settings, ReadOptions::default()).expect("valid settings"));
    let inputs = Inputs::find(&[case.path("in.jsonl")], &[], &ReadOptions::default());
    let monitor = Monitor { bytes: &|_| (), phase: &|_| (), stop: &AtomicBool::new(false) };
    tune.run(&inputs.expect("it is there"), monitor).expect("the run is sound")
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let run = Command::new(env!("CARGO_BIN_EXE_leitong")).args(args).current_dir(folder).output();
    let run = run.expect("the program runs");
    assert!(run.status.success(), "{args:?} {}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).expect("JSON")
}

/// Checks that every threshold of `tune` removes what `dedup` removes. Both have the arguments
/// `shared`, and `tune` has some of its own.
fn check_removals(folder: &Path, shared: &[&str], own: &[&str]) {
    let tuning = json(folder, &[&["tune", "--json"], shared, own].concat());
    let thresholds = tuning["thresholds"].as_array().expect("a list");
    assert!(thresholds.len() >= 11);
    for counts in thresholds {
        let similarity = counts["similarity"].to_string();
        let summary = json(folder, &[&["dedup", "--json", "-t", &similarity], shared].concat());
        for name in ["removed", "removed_equal", "parts_removed", "changed", "clusters", "capped"] {
            assert_eq!(counts[name], summary[name], "{shared:?} {similarity} {name}");
        }
        assert_eq!(tuning["records"], summary["read"]);
    }
}

#[test]
fn the_removals_are_those_of_dedup() {
    check_removals(root(), &["seeds", "--level", "paragraph"], &[]);
    check_removals(root(), &["seeds", "--level", "speech"], &["-t", "0.72"]);
    let texts = texts(11, 60, 300);
    let case = Case::of(lines(&texts));
    check_removals(&case.path(""), &["in.jsonl"], &[]);
    check_removals(&case.path(""), &["in.jsonl", "--shingle", "char:3"], &["--sample", "20"]);
    let case = Case::of(lines(&compiled(&texts)));
    check_removals(&case.path(""), &["in.jsonl", "--level", "paragraph", "--min-chars", "10"], &[]);
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn the_bins_hold_all_pairs(seed: u64, families in 1_usize..12, longest in 20_usize..200) {
        let texts = texts(seed, families, longest);
        let case = Case::of(lines(&texts));
        let tuning = tuned(&case, Level::Document, |tune| tune);
        prop_assert_eq!((tuning.records, tuning.sampled), (texts.len(), texts.len()));
        let mut pairs: BTreeMap<usize, u64> = BTreeMap::new();
        for (at, a) in texts.iter().enumerate() {
            for b in &texts[at + 1..] {
                let similarity = jaccard(a, b);
                let steps = (6..=20).filter(|&step| similarity >= f64::from(step) / 20.0).count();
                *pairs.entry(steps).or_default() += 1;
            }
        }
        for (step, bin) in (1..).zip(&tuning.histogram.bins) {
            let all = pairs.get(&step).copied().unwrap_or(0);
            // The bands find a pair of 0.5 with all but certainty, and one of 0.3 almost always.
            let is_right = bin.pairs == all || bin.from < 0.5 && bin.pairs < all;
            prop_assert!(is_right, "{:?} of {}", bin, all);
        }
    }

    #[test]
    fn the_pairs_are_the_closest_on_both_sides(seed: u64, families in 1_usize..12) {
        let texts = texts(seed, families, 150);
        let case = Case::of(lines(&texts));
        let tuning = tuned(&case, Level::Document, |tune| tune.examples(4));
        let found: Vec<f64> =
            tuning.close_pairs.findings.matches.iter().map(|found| found.similarity).collect();
        let (above, below) = found.split_at(tuning.above);
        prop_assert!(above.iter().all(|&similarity| similarity >= 0.7) && above.is_sorted());
        prop_assert!(below.iter().all(|&similarity| similarity < 0.7));
        prop_assert!(below.is_sorted_by(|x, y| x >= y) && above.len().max(below.len()) <= 4);
        let (mut least, mut most) = (f64::INFINITY, 0.0);
        for (at, a) in texts.iter().enumerate() {
            for b in &texts[at + 1..] {
                match jaccard(a, b) {
                    _ if a == b => {}
                    similarity if similarity >= 0.7 => least = similarity.min(least),
                    similarity => most = similarity.max(most),
                }
            }
        }
        let is_close = |x: f64, y: f64| (x - y).abs() < 1e-4;
        prop_assert!(above.first().map_or(least.is_infinite(), |&first| is_close(first, least)));
        // Below 0.5 a pair may be missed.
        prop_assert!(most < 0.5 || below.first().is_some_and(|&first| is_close(first, most)));
    }
}

#[test]
fn a_sample_estimates_the_pairs_and_changes_no_removal() {
    let texts: Vec<String> = (0..400)
        .flat_map(|number| {
            let text: String = Numbers::new(number).text(60).iter().collect();
            [text.clone(), text]
        })
        .collect();
    let case = Case::of(lines(&texts));
    let all = tuned(&case, Level::Document, |tune| tune);
    let last = |tuning: &Tuning| tuning.histogram.bins.last().map_or(0, |bin| bin.pairs);
    assert_eq!((last(&all), all.sampled), (400, 800));
    let sample = || tuned(&case, Level::Document, |tune| tune.sample(400));
    let part = sample();
    assert!((300..500).contains(&part.sampled) && (320..480).contains(&last(&part)));
    assert_eq!(part.thresholds, all.thresholds);
    let on_one = on_threads(1, sample);
    assert_eq!((on_one.sampled, &on_one.histogram), (part.sampled, &part.histogram));
}

#[test]
fn the_examples_are_the_texts_and_the_same_on_any_number_of_threads() {
    let texts = texts(5, 40, 200);
    let case = Case::of(lines(&compiled(&texts)));
    let args = ["tune", "in.jsonl", "--level", "paragraph", "--min-chars", "10", "--json"];
    let found = json(&case.path(""), &args);
    assert_eq!(json(&case.path(""), &[&args[..], &["-j", "1"]].concat()), found);
    let records: Vec<String> =
        String::from_utf8(case.read("in.jsonl")).expect("UTF-8").lines().map(text_of).collect();
    let pairs: Vec<&Value> = ["above", "below"]
        .iter()
        .flat_map(|side| found[side].as_array().expect("a list"))
        .collect();
    assert!(pairs.len() > 3);
    for side in pairs.iter().flat_map(|pair| [&pair["a"], &pair["b"]]) {
        let record: usize =
            side["document"].as_str().and_then(|id| id.parse().ok()).expect("an id");
        let text = side["text"].as_str().expect("a text");
        assert!(records[record].lines().any(|line| line == text), "{side}");
    }
}

#[test]
fn thresholds_that_the_slots_do_not_serve_are_left_out() {
    let texts = texts(3, 10, 100);
    let case = Case::of(lines(&texts));
    let settings =
        DedupSettings::default().matching(ScanSettings::default().slots(8).similarity(0.9));
    let tune = Tune::new(settings, ReadOptions::default()).expect("valid settings");
    let inputs = Inputs::find(&[case.path("in.jsonl")], &[], &ReadOptions::default());
    let monitor = Monitor { bytes: &|_| (), phase: &|_| (), stop: &AtomicBool::new(false) };
    let tuning = tune.run(&inputs.expect("it is there"), monitor).expect("the run is sound");
    // With eight bands of one row a pair of 0.4 is missed in 1 of 60 cases.
    assert_eq!(tuning.histogram.bins.first().map(|bin| bin.from), Some(0.45));
    assert_eq!(tuning.thresholds.len(), 11);
}
