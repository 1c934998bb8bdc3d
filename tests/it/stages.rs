//! The public stages, called one by one on shuffled parts of a collection, give the labels of
//! `leitong dedup`.

use std::collections::{BTreeMap, HashMap};

use leitong::cluster::{RankedText, greedy};
use leitong::detector::{Detector, Scratch};
use leitong::document::UnitId;
use leitong::index::{BandEntry, Buckets, Forest, Limits};
use serde_json::json;

use crate::support::Numbers;
use crate::support::dedup::{Case, by_jaccard};

/// For each text the number of the text that is kept for it. `order` is cut into `parts` that are
/// processed apart.
fn labels(texts: &[String], order: &[usize], parts: usize) -> Vec<usize> {
    let detector = Detector::builder().build().expect("the defaults are valid");
    // Part by part: content hashes, band keys and shingles. Equal contents become one text.
    let mut hashes = vec![0; texts.len()];
    let mut contents: HashMap<u128, RankedText> = HashMap::new();
    for part in order.chunks(order.len().div_ceil(parts)) {
        let mut scratch = Scratch::default();
        for &record in part {
            let prepared = detector.prepare(&texts[record], &mut scratch);
            hashes[record] = prepared.content_hash();
            let ranked = prepared.to_ranked(record as u64);
            let first = contents.entry(hashes[record]).or_insert_with(|| ranked.clone());
            first.rank = first.rank.min(ranked.rank);
        }
    }
    let (contents, all): (Vec<u128>, Vec<RankedText>) = contents.into_iter().unzip();
    // Key range by key range: buckets, and the sets of texts that they connect.
    let mut forest = Forest::new(all.len());
    for part in 0..parts as u64 {
        let entries = UnitId::all(all.len()).flat_map(|unit| {
            let keys = all[unit.index()].keys.iter().filter(|&&key| key % parts as u64 == part);
            keys.map(move |&key| BandEntry { key, unit })
        });
        forest.merge(&Buckets::new(entries.collect()).forest(all.len()));
    }
    let mut components: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for text in 0..all.len() {
        components.entry(forest.root(text as u32)).or_default().push(text);
    }
    // Component by component: the kept text of each text.
    let mut kept = HashMap::new();
    for component in components.values() {
        let members: Vec<RankedText> = component.iter().map(|&text| all[text].clone()).collect();
        let duplicates =
            greedy(&members, detector.similarity(), Limits::default()).expect("nothing is read");
        for (at, &text) in component.iter().enumerate() {
            let text_kept =
                duplicates.kept_for(at).map_or(text, |duplicate| component[duplicate.kept.index()]);
            kept.insert(contents[text], all[text_kept].rank as usize);
        }
    }
    hashes.iter().map(|hash| kept[hash]).collect()
}

/// The labels of `leitong dedup`, from its list of duplicates.
fn labels_of_dedup(texts: &[String]) -> Vec<usize> {
    let lines = texts
        .iter()
        .enumerate()
        .map(|(id, text)| json!({ "id": id, "text": text }).to_string() + "\n");
    let mut case = Case::of(lines.collect::<String>());
    case.set(by_jaccard);
    let outcome = case.run();
    let number = |value: &serde_json::Value| {
        value.as_str().and_then(|id| id.parse::<usize>().ok()).expect("ids are numbers")
    };
    let mut labels: Vec<usize> = (0..texts.len()).collect();
    for line in &outcome.list {
        labels[number(&line["id"])] = number(&line["duplicate_of"]);
    }
    labels
}

#[test]
fn stages_on_shuffled_parts_give_the_labels_of_dedup() {
    let mut numbers = Numbers::new(7);
    let mut texts: Vec<String> =
        vec!["……".into(), "——".into(), "雷同".into(), "雷，同".into(), String::new()];
    for family in 0..60 {
        let len = numbers.between(3, 120);
        let original = numbers.text(len);
        // The last family is a large component.
        for _ in 0..if family == 59 { 60 } else { numbers.between(1, 6) } {
            let percent = numbers.between(0, 12);
            texts.push(numbers.edited(&original, percent).iter().collect());
        }
    }
    let expected = labels_of_dedup(&texts);
    assert!(expected.iter().enumerate().filter(|&(record, &kept)| record != kept).count() > 50);
    for parts in [1, 3, 7] {
        let mut order: Vec<usize> = (0..texts.len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, numbers.between(0, at));
        }
        assert_eq!(labels(&texts, &order, parts), expected, "{parts} parts");
    }
}
