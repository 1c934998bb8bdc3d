//! What `dedup` removes by other measures than the Jaccard similarity, and what it keeps though it is
//! similar.

use std::collections::{BTreeMap, BTreeSet};

use leitong::dedup::{DuplicateKind, Measure};
use leitong::similarity::ShingleSet;
use leitong::sketch::hash_widths;
use proptest::prelude::*;
use serde_json::json;

use crate::support::dedup::{Case, Outcome, jaccard};
use crate::support::{Numbers, cases, content_chars};

fn records<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let mut lines = String::new();
    for (at, text) in texts.into_iter().enumerate() {
        lines.push_str(&json!({"id": format!("r{at}"), "text": text}).to_string());
        lines.push('\n');
    }
    lines
}

/// The removed records, each with the one that is kept for it and the kind.
fn removed(outcome: &Outcome) -> Vec<(String, String, String)> {
    let field =
        |entry: &serde_json::Value, name: &str| entry[name].as_str().expect("a string").to_owned();
    let entries = outcome.list.iter();
    entries
        .map(|entry| (field(entry, "id"), field(entry, "duplicate_of"), field(entry, "kind")))
        .collect()
}

fn ids(outcome: &Outcome) -> BTreeSet<String> {
    removed(outcome).into_iter().map(|(id, ..)| id).collect()
}

fn text(numbers: &mut Numbers, len: usize) -> String {
    numbers.text(len).into_iter().collect()
}

/// The share of the shingles of `part` that `whole` has.
fn containment(whole: &str, part: &str) -> f64 {
    let [whole, part] = [whole, part].map(|text| {
        let mut shingles = Vec::new();
        hash_widths(&content_chars(text), 5, &mut shingles);
        ShingleSet::new(&shingles)
    });
    whole.overlap(&part).containment_b()
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn what_goes_is_like_what_stays_for_it_by_the_measure_that_is_told(
        seed: u64, families in 1_usize..8, guard: bool, last: bool,
    ) {
        let mut numbers = Numbers::new(seed);
        let mut texts = Vec::new();
        for _ in 0..families {
            let len = numbers.between(10, 200);
            let base = numbers.text(len);
            for _ in 0..numbers.between(1, 5) {
                let percent = [0, 2, 5, 12][numbers.between(0, 3)];
                let mut copy = numbers.edited(&base, percent);
                if numbers.percent(50) {
                    let (before, behind) = (numbers.between(0, 150), numbers.between(0, 150));
                    copy.splice(0..0, numbers.text(before));
                    copy.extend(numbers.text(behind));
                }
                texts.push(copy.into_iter().collect::<String>());
            }
        }
        let mut case = Case::of(records(texts.iter().map(String::as_str)));
        case.set(|settings| settings.guard(guard));
        if last {
            case.set(|settings| settings.keep("last".parse().expect("known")));
        }
        let outcome = case.run();
        let by_id: BTreeMap<String, &str> =
            (0..).zip(&texts).map(|(at, text): (usize, _)| (format!("r{at}"), text.as_str())).collect();
        let gone = ids(&outcome);
        prop_assert_eq!(outcome.summary.kept + outcome.summary.removed, texts.len());
        for entry in &outcome.list {
            let [goes, stays] = ["id", "duplicate_of"].map(|name| entry[name].as_str().expect("an id"));
            prop_assert!(!gone.contains(stays), "{}", entry);
            let (goes, stays) = (by_id[goes], by_id[stays]);
            let measure: Measure = entry["measure"].as_str().expect("a name").parse().expect("known");
            let similarity = entry["similarity"].as_f64().expect("a number");
            prop_assert!(similarity >= measure.threshold(0.7) - 1e-4, "{}", entry);
            match measure {
                Measure::Jaccard => prop_assert!((similarity - jaccard(goes, stays)).abs() < 1e-3),
                Measure::Containment => prop_assert!((similarity - containment(stays, goes)).abs() < 1e-3),
                _ => prop_assert!(jaccard(goes, stays) < 0.7),
            }
        }
        // The number of threads does not matter.
        case.threads = 1;
        prop_assert_eq!(removed(&case.run()), removed(&outcome));
    }
}

#[test]
fn a_text_that_stands_in_a_longer_one_goes_whichever_comes_first() {
    let mut numbers = Numbers::new(1);
    let part = text(&mut numbers, 80);
    let ends = [300, 200].map(|len| text(&mut numbers, len));
    let whole = format!("{}。{part}。{}", ends[0], ends[1]);
    let other = text(&mut numbers, 80);
    for texts in [[&part, &whole, &other], [&whole, &part, &other]] {
        let mut case = Case::of(records(texts.map(String::as_str)));
        let outcome = case.run();
        let at = |text: &String| {
            let found = texts.iter().position(|&other| other == text);
            format!("r{}", found.expect("it is one of them"))
        };
        assert_eq!(removed(&outcome), [(at(&part), at(&whole), "contained".to_owned())]);
        assert_eq!(outcome.summary.removed_contained, 1);
        case.set(|settings| settings.by([Measure::Jaccard]));
        assert_eq!(case.run().summary.removed, 0);
        case.set(|settings| {
            settings.by(Measure::ALL).remove([DuplicateKind::Exact, DuplicateKind::Near])
        });
        assert_eq!(case.run().summary.removed, 0, "those of other kinds stay");
    }
}

#[test]
fn the_longest_text_is_named_and_not_the_longest_record() {
    let mut numbers = Numbers::new(2);
    let part = text(&mut numbers, 80);
    let [longer, shorter] = [400, 300].map(|len| format!("{}。{part}", text(&mut numbers, len)));
    let note = "note ".repeat(1_000);
    let lines = [
        json!({"id": "part", "text": part}),
        json!({"id": "shorter", "text": shorter, "note": note}),
        json!({"id": "longer", "text": longer}),
    ];
    let case = Case::of(lines.map(|line| format!("{line}\n")).concat());
    let expected = ["part", "longer", "contained"].map(str::to_owned);
    assert_eq!(removed(&case.run()), [expected.into()]);
}

#[test]
fn copies_of_a_text_that_stands_in_a_longer_one_go_for_the_longer_one() {
    let mut numbers = Numbers::new(2);
    let part = text(&mut numbers, 200);
    let copy = part.replacen(part.chars().nth(100).expect("a character"), "某", 1);
    let ends = [300, 200].map(|len| text(&mut numbers, len));
    let whole = format!("{}{part}{}", ends[0], ends[1]);
    let case = Case::of(records([part.as_str(), &copy, &whole]));
    let of: Vec<String> = removed(&case.run()).into_iter().map(|(_, of, _)| of).collect();
    assert_eq!(of, ["r2", "r2"]);
}

#[test]
fn a_text_that_too_many_were_removed_for_stays_and_is_counted() {
    let mut numbers = Numbers::new(6);
    let part = text(&mut numbers, 200);
    let whole = format!("{}{part}{}", text(&mut numbers, 300), text(&mut numbers, 200));
    let copy = |at| -> String {
        part.chars()
            .enumerate()
            .map(|(place, char)| if place == at { '雷' } else { char })
            .collect()
    };
    for (copies, kept) in [(64, 1), (65, 2)] {
        let mut texts = vec![part.clone()];
        texts.extend((0..copies).map(|at| copy(2 * at + 10)));
        texts.push(whole.clone());
        let mut case = Case::of(records(texts.iter().map(String::as_str)));
        case.set(|settings| settings.guard(false));
        let summary = case.run().summary;
        assert_eq!((summary.kept, summary.capped), (kept, kept as u64 - 1), "{copies}");
    }
}

#[test]
fn a_short_text_with_two_other_characters_goes() {
    let texts = [
        "人生得意须尽欢莫使金樽空对月天生我材必有用千金散尽还复来",
        "人生得意需尽欢莫使金樽空对月天生我才必有用千金散尽还复来",
    ];
    let mut case = Case::of(records(texts));
    let outcome = case.run();
    assert_eq!(removed(&outcome), [("r1".to_owned(), "r0".to_owned(), "near".to_owned())]);
    assert_eq!(outcome.list[0]["measure"], "edit");
    case.set(|settings| settings.by([Measure::Jaccard, Measure::Containment]));
    assert_eq!(case.run().summary.removed, 0);
}

#[test]
fn variants_stay_and_are_told_and_go_without_the_guard() {
    let notice = |day: usize, rate: &str| {
        format!(
            "关于今日汇率的公告：中国外汇交易中心宣布，9月{day}日银行间外汇市场人民币汇率中间价为1美元对人民币{rate}元，请各会员单位遵照执行。"
        )
    };
    let texts = [notice(3, "7.1024"), notice(4, "7.0987"), notice(5, "7.1130")];
    let mut case = Case::of(records(texts.iter().map(String::as_str)));
    let outcome = case.run();
    assert_eq!((outcome.summary.removed, outcome.summary.lookalikes.variants), (0, 2));
    assert!(!outcome.summary.lookalikes.examples.is_empty());
    case.set(|settings| settings.guard(false));
    let outcome = case.run();
    assert_eq!((outcome.summary.removed, outcome.summary.lookalikes.variants), (2, 0));
}

#[test]
fn records_of_one_template_stay_and_their_copies_go() {
    let mut numbers = Numbers::new(3);
    let form = [400, 400].map(|len| text(&mut numbers, len));
    let bodies: Vec<String> = (0..60).map(|_| text(&mut numbers, 90)).collect();
    let mut texts: Vec<String> =
        bodies.iter().map(|body| format!("{}\n{body}\n{}", form[0], form[1])).collect();
    // Copies of the first twenty, with a character in a hundred changed.
    for at in 0..20 {
        let chars: Vec<char> = texts[at].chars().collect();
        texts.push(numbers.edited(&chars, 1).into_iter().collect());
    }
    let mut case = Case::of(records(texts.iter().map(String::as_str)));
    let outcome = case.run();
    let pairs: BTreeSet<(String, String)> =
        removed(&outcome).into_iter().map(|(id, of, _)| (id, of)).collect();
    let expected: BTreeSet<(String, String)> =
        (0..20).map(|at| (format!("r{}", 60 + at), format!("r{at}"))).collect();
    assert_eq!(pairs, expected);
    assert!(outcome.summary.lookalikes.templates > 0);
    case.set(|settings| settings.guard(false));
    assert!(case.run().summary.removed > 70, "without the guard they are all alike");
}

#[test]
fn a_few_records_of_one_form_are_no_template() {
    let mut numbers = Numbers::new(4);
    let form = text(&mut numbers, 800);
    let texts: Vec<String> = (0..4).map(|_| format!("{form}{}", text(&mut numbers, 60))).collect();
    let outcome = Case::of(records(texts.iter().map(String::as_str))).run();
    assert_eq!(outcome.summary.removed, 3);
}

#[test]
fn a_preferred_record_goes_for_no_longer_one_of_another_input() {
    let mut numbers = Numbers::new(5);
    let part = text(&mut numbers, 100);
    let whole = format!("{}{part}", text(&mut numbers, 300));
    let mut case = Case::new();
    case.inputs = vec!["a.jsonl", "b.jsonl"];
    let paths = [("a.jsonl", &part), ("b.jsonl", &whole)]
        .map(|(name, text)| case.write(name, records([text.as_str()])));
    assert_eq!(case.run().summary.removed, 1);
    case.set(|settings| settings.prefer([paths[0].clone()]));
    assert_eq!(case.run().summary.removed, 0);
    case.set(|settings| settings.prefer([paths[1].clone()]));
    assert_eq!(case.run().summary.removed, 1);
}
