//! Records in memory are read, and deduplicated, as the file of JSON Lines with the same records is.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use leitong::corpus::{Listing, ReadOptions, RecordRows, find, read, read_listings};
use leitong::dedup::{Decisions, Dedup, Inputs, Measure, Monitor};
use leitong::document::{Level, Role};
use proptest::prelude::*;
use serde_json::json;

use crate::support::dedup::{Case, LIST, text_of};
use crate::support::{Numbers, cases, on_threads};

/// Lines of a file, without their ends.
#[derive(Debug)]
struct Lines(Vec<String>);

impl RecordRows for Lines {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn write_json(&self, row: usize, line: &mut Vec<u8>) {
        line.extend_from_slice(self.0[row].as_bytes());
    }
}

/// Records whose texts share sentences: whole copies, edited ones, and some that cannot be read.
fn records(seed: u64, count: usize) -> Vec<String> {
    let mut numbers = Numbers::new(seed);
    let sentences: Vec<Vec<char>> = (0..count.div_ceil(2) + 3)
        .map(|_| {
            let length = numbers.between(3, 60);
            numbers.text(length)
        })
        .collect();
    (0..count).map(|at| record(at, &sentences, &mut numbers)).collect()
}

/// The line of one record.
fn record(at: usize, sentences: &[Vec<char>], numbers: &mut Numbers) -> String {
    let mut text = String::new();
    for _ in 0..numbers.between(0, 4) {
        let sentence = &sentences[numbers.between(0, sentences.len() - 1)];
        let percent = numbers.between(0, 8);
        text.extend(numbers.edited(sentence, percent));
        text.push_str(["。", "。\n\n", "\n"][numbers.between(0, 2)]);
    }
    match numbers.between(0, 20) {
        0 => json!({"text": null, "n": at}).to_string(),
        1 => json!({"text": text, "id": at}).to_string(),
        2 => json!({"id": format!("甲\"{at}"), "text": text, "day": "1998"}).to_string(),
        _ => json!({"text": text, "day": numbers.between(1, 5)}).to_string(),
    }
}

/// The listing of lines in memory, under the name of a file.
fn listing(lines: &[String], path: &Path) -> Listing {
    Listing::of_rows(
        path.to_str().expect("the folder has a plain name"),
        Arc::new(Lines(lines.to_vec())),
    )
}

/// What is decided about lines in memory.
fn decided(case: &Case, own: &[String], reference: &[String]) -> Decisions {
    let [own, reference] = [(own, "in.jsonl"), (reference, "reference.jsonl")]
        .map(|(lines, name)| listing(lines, &case.path(name)));
    let reference = if case.against.is_empty() { Listing::default() } else { reference };
    let inputs = Inputs::new(own, reference).expect("nothing is read yet");
    let dedup = Dedup::new(case.settings.clone(), case.options.clone()).expect("sound settings");
    let stop = AtomicBool::new(false);
    let monitor = Monitor { bytes: &|_| (), phase: &|_| (), stop: &stop };
    on_threads(case.threads, || dedup.decide(&inputs, monitor)).expect("the run is sound")
}

/// Checks that lines in memory have the result that their file has.
fn check(case: &Case, own: &[String], reference: &[String]) {
    let outcome = case.run();
    let decisions = decided(case, own, reference);
    assert_eq!(decisions.summary, outcome.summary);
    let list =
        decisions.duplicates.iter().map(|line| serde_json::to_string(line).expect("JSON") + "\n");
    assert_eq!(list.collect::<String>().as_bytes(), case.read(LIST));
    let mut texts: Vec<Option<String>> =
        own.iter().zip(&decisions.kept).map(|(line, kept)| kept.then(|| text_of(line))).collect();
    assert_eq!((texts.len(), decisions.kept.len()), (own.len(), own.len()));
    for change in &decisions.changed {
        assert!(texts[change.record].is_some(), "it is kept");
        texts[change.record] = Some(change.text.clone());
    }
    let left: Vec<String> = case.out().lines().map(text_of).collect();
    assert_eq!(texts.into_iter().flatten().collect::<Vec<_>>(), left);
}

fn in_lines(records: &[String]) -> String {
    records.iter().flat_map(|record| [record.as_str(), "\n"]).collect()
}

const MEASURES: [&[Measure]; 5] = [
    &[Measure::Jaccard],
    &[Measure::Jaccard, Measure::Containment],
    &[Measure::Jaccard, Measure::Edit],
    &[Measure::Jaccard, Measure::Containment, Measure::Edit],
    &[Measure::Jaccard, Measure::Coverage],
];

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn records_in_memory_lose_what_their_file_loses(
        seed: u64, count in 0_usize..40, against in 0_usize..10, measures in 0_usize..5,
        keep in 0_usize..6, guard: bool, threads in 1_usize..4,
    ) {
        let (own, reference) = (records(seed, count), records(seed, against));
        let mut case = Case::of(in_lines(&own));
        case.threads = threads;
        if against > 0 {
            case.write("reference.jsonl", in_lines(&reference));
            case.against = vec!["reference.jsonl"];
        }
        let keep = ["first", "last", "longest", "all", "day:min", "day:max"][keep];
        case.set(|settings| {
            settings.by(MEASURES[measures]).keep(keep.parse().expect("known")).guard(guard)
        });
        check(&case, &own, &reference);
    }

    #[test]
    fn they_lose_the_same_parts(seed: u64, count in 1_usize..30, level in 0_usize..3, last: bool) {
        let own = records(seed, count);
        let mut case = Case::of(in_lines(&own));
        let level = [Level::Speech, Level::Paragraph, Level::Passage][level];
        let keep = if last { "last" } else { "first" }.parse().expect("known");
        case.compare_with(|matching| matching.min_chars(10));
        case.set(|settings| settings.level(level).keep(keep));
        check(&case, &own, &[]);
    }

    #[test]
    fn they_are_read_as_their_file_is(seed: u64, count in 1_usize..30) {
        let own = records(seed, count);
        let case = Case::of(in_lines(&own));
        let (path, options) = (case.path("in.jsonl"), ReadOptions::default());
        let rows = vec![(Role::Collection, listing(&own, &path))];
        let in_memory = read_listings(rows, &options, &|_| ()).expect("nothing is refused");
        prop_assert_eq!(&in_memory, &read(std::slice::from_ref(&path), &options).expect("it is there"));
        let file = Inputs::new(find(std::slice::from_ref(&path), &options).expect("it is there"), Listing::default());
        let rows = Inputs::new(listing(&own, &path), Listing::default());
        let [file, rows] = [file, rows].map(|inputs| inputs.expect("nothing is read"));
        prop_assert_eq!(file.size(), rows.size());
        prop_assert_eq!(file.script_mix(&options), rows.script_mix(&options));
    }
}
