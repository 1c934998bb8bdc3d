//! What `dedup` does with collections that are all alike, or that are alike in circles: nothing is
//! lost, whatever counts as a duplicate.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::dedup::{Case, Outcome, line};
use crate::support::{Numbers, cases, content_text};

/// All policies that keep one of several; `n` is a field that may be equal in all.
const POLICIES: [&str; 5] = ["first", "last", "longest", "n:min", "n:max"];

/// The ids of the records of a file of lines.
fn ids(lines: &str) -> Vec<String> {
    let id = |line: &str| {
        let record: Value = serde_json::from_str(line).expect("JSON");
        record["id"].as_str().expect("a string").to_owned()
    };
    lines.lines().map(id).collect()
}

fn record(id: &str, n: u32, text: &str) -> String {
    format!("{}\n", json!({"id": id, "n": n, "text": text}))
}

fn text_of(line: &str) -> String {
    let record: Value = serde_json::from_str(line).expect("JSON");
    content_text(record["text"].as_str().expect("a string"))
}

/// The records of all inputs, by id.
fn by_id(case: &Case) -> BTreeMap<String, String> {
    let files = case.inputs.iter().map(|name| case.read(name));
    let text: String = files.map(|file| String::from_utf8(file).expect("UTF-8")).collect();
    ids(&text).into_iter().zip(text.lines().map(str::to_owned)).collect()
}

/// Runs, and checks what holds whatever the measure of similarity: no record is lost, what goes
/// goes for one that stays, and of records with equal content no two stay.
fn sane(case: &Case) -> Outcome {
    let (outcome, all) = (case.run(), by_id(case));
    let summary = &outcome.summary;
    assert_eq!(summary.kept + summary.removed + summary.skipped, summary.read);
    assert_eq!((summary.read, summary.skipped), (all.len(), 0), "every record is read");
    let name = |entry: &Value, field: &str| entry[field].as_str().expect("a name").to_owned();
    let is_removed = |entry: &&Value| entry["removed"] != json!(false);
    let removed: BTreeSet<String> =
        outcome.list.iter().filter(is_removed).map(|entry| name(entry, "id")).collect();
    assert_eq!(removed.len(), summary.removed, "what is removed is listed once");
    let out = case.out();
    let kept: BTreeSet<String> = ids(&out).into_iter().collect();
    let expected: BTreeSet<String> =
        all.keys().filter(|&id| !removed.contains(id)).cloned().collect();
    assert_eq!(kept, expected, "what is not listed stays");
    assert!(out.lines().all(|line| all[&ids(line)[0]] == line), "what stays is as it was");
    for entry in outcome.list.iter().filter(is_removed) {
        assert!(kept.contains(&name(entry, "duplicate_of")), "what stays is there: {entry}");
    }
    let mut contents = HashSet::new();
    for content in out.lines().map(text_of).filter(|content| !content.is_empty()) {
        assert!(contents.insert(content.clone()), "{content:?} stays twice");
    }
    outcome
}

/// Checks a collection under every policy; gives the number of records that each keeps.
fn sane_by_every_policy(records: &str) -> Vec<usize> {
    let mut case = Case::of(records);
    let run = |policy: &str| {
        case.set(|settings| settings.keep(policy.parse().expect("known")));
        sane(&case).summary.kept
    };
    POLICIES.into_iter().map(run).collect()
}

/// Records with ids, all with the same value of `n`.
fn numbered<T: AsRef<str>>(texts: &[T]) -> String {
    let records = texts.iter().enumerate();
    records.map(|(at, text)| record(&format!("r{at:04}"), 1, text.as_ref())).collect()
}

fn ideographs(numbers: &mut Numbers, len: usize) -> String {
    numbers.text(len).into_iter().collect()
}

#[test]
fn of_equal_records_one_stays() {
    let text = "床前明月光，疑是地上霜。举头望明月，低头思故乡。";
    let records = numbered(&vec![text; 3_000]);
    assert_eq!(sane_by_every_policy(&records), [1; 5]);
    for text in ["a", "一", "一二三"] {
        assert_eq!(sane_by_every_policy(&numbered(&vec![text; 40])), [1; 5], "{text}");
    }
}

#[test]
fn records_of_one_template_are_not_lost() {
    let mut numbers = Numbers::new(23);
    let [head, foot] = [200, 160].map(|len| ideographs(&mut numbers, len));
    let mut texts: Vec<String> = (0..600)
        .map(|at| format!("{head}\n第{at}号，{}\n{foot}", ideographs(&mut numbers, 40)))
        .collect();
    texts.extend_from_within(..60);
    assert_eq!(sane_by_every_policy(&numbered(&texts)), [600; 5], "equal ones go");
}

#[test]
fn records_of_a_few_characters_are_not_lost() {
    let texts = [
        "",
        "。",
        "！！！",
        " ",
        "\u{200B}",
        "a",
        "A",
        "ab",
        "ba",
        "abc",
        "ab c",
        "一",
        "二",
        "一二",
        "二一",
        "一二三",
        "一二四",
        "一,二",
        "1",
        "12",
        "1 2",
        "¹",
        "é",
        "e\u{301}",
        "𠀀",
        "😀",
        "ａ",
    ];
    let contents: BTreeSet<String> = texts.iter().map(|text| content_text(text)).collect();
    // Those without content all stay, and of each content one.
    let empty = texts.iter().filter(|text| content_text(text).is_empty()).count();
    assert_eq!(sane_by_every_policy(&numbered(&texts)), [contents.len() - 1 + empty; 5]);
}

#[test]
fn a_record_of_ten_megabytes_is_compared_like_others() {
    let mut numbers = Numbers::new(29);
    let long = ideographs(&mut numbers, 3_500_000);
    let at = long.char_indices().nth(1_000_000).expect("it is longer").0;
    let copy = format!("{}某{}", &long[..at], &long[at..]);
    let part: String = long.chars().skip(2_000_000).take(300).collect();
    let other = ideographs(&mut numbers, 300);
    let outcome = sane(&Case::of(numbered(&[other.as_str(), &long, &copy, &part])));
    assert!((1..=2).contains(&outcome.summary.removed), "the copy goes, and the part may");
    let gone: Vec<&Value> = outcome.list.iter().map(|entry| &entry["id"]).collect();
    assert!(gone.contains(&&json!("r0002")) && !gone.contains(&&json!("r0000")), "{gone:?}");
}

#[test]
fn many_records_with_one_long_boilerplate_are_not_lost() {
    let mut numbers = Numbers::new(31);
    let boilerplate = ideographs(&mut numbers, 800);
    let texts: Vec<String> =
        (0..3_000).map(|_| format!("{boilerplate}\n{}", ideographs(&mut numbers, 30))).collect();
    let case = Case::of(numbered(&texts));
    let on_one = || {
        let mut case = Case::of(case.read("in.jsonl"));
        case.threads = 1;
        sane(&case);
        case.out()
    };
    assert_eq!(sane(&case).summary.removed, 0, "each has a text of its own");
    assert_eq!(case.out(), on_one());
}

/// All orders of three.
const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/// The text with a character replaced at each of these places.
fn edited_at(text: &str, places: &[usize]) -> String {
    let edited = |(at, char)| if places.contains(&at) { '雷' } else { char };
    text.chars().enumerate().map(edited).collect()
}

/// The text with so many ideographs before it and behind it.
fn surrounded(text: &str, len: usize, numbers: &mut Numbers) -> String {
    let [before, behind] = [0, 1].map(|_| ideographs(numbers, len));
    format!("{before}{text}{behind}")
}

#[test]
fn of_records_that_stand_edited_in_each_other_the_longest_stays() {
    let mut numbers = Numbers::new(37);
    let mut around = |text: &str| surrounded(text, 150, &mut numbers);
    let a: String = around("");
    let b = around(&edited_at(&a, &[120]));
    let c = around(&edited_at(&b, &[200]));
    let texts = [&a, &b, &c];
    for order in ORDERS {
        for policy in POLICIES {
            let records: String = order.map(|at| record(&format!("r{at}"), 1, texts[at])).concat();
            let mut case = Case::of(records);
            case.set(|settings| settings.keep(policy.parse().expect("known")));
            let outcome = sane(&case);
            assert_eq!(ids(&case.out()), ["r2"], "{order:?} {policy}");
            assert_eq!(outcome.summary.removed_contained, 2);
            assert!(outcome.list.iter().all(|entry| entry["duplicate_of"] == "r2"));
        }
    }
}

#[test]
fn what_stands_in_a_removed_record_and_not_in_the_kept_one_stays() {
    let mut numbers = Numbers::new(41);
    let mut around = |text: &str| surrounded(text, 300, &mut numbers);
    let a: String = ideographs(&mut Numbers::new(42), 200);
    // Each step leaves .9 of the shingles, both together do not.
    let b = around(&edited_at(&a, &[40, 90, 140]));
    let c = around(&edited_at(&b, &[320, 360, 410, 460]));
    let texts = [&a, &b, &c];
    for order in ORDERS {
        let records: String = order.map(|at| record(&format!("r{at}"), 1, texts[at])).concat();
        let case = Case::of(records);
        let outcome = sane(&case);
        let kept: BTreeSet<String> = ids(&case.out()).into_iter().collect();
        assert_eq!(kept, ["r0", "r2"].map(String::from).into(), "{order:?}");
        assert_eq!(
            (&outcome.list[0]["id"], &outcome.list[0]["duplicate_of"]),
            (&json!("r1"), &json!("r2"))
        );
    }
}

#[test]
fn of_two_records_that_hold_each_other_one_stays() {
    let mut numbers = Numbers::new(47);
    let [x, y] = [0, 1].map(|_| ideographs(&mut numbers, 200));
    // The sets of shingles are the same but for the seams.
    let texts = [format!("{x}{y}{x}"), format!("{y}{x}{y}"), format!("{x}{y}{x}{y}{x}")];
    for order in ORDERS {
        let texts = order.map(|at| &texts[at]);
        assert_eq!(sane_by_every_policy(&numbered(&texts)), [1; 5], "{order:?}");
    }
}

/// Records whose values are the same moment, or all the same number, and whose texts are near copies.
#[test]
fn of_near_copies_that_tie_one_stays_in_any_order() {
    let text = ideographs(&mut Numbers::new(53), 90);
    let dates = ["2024-09-30", "2024/9/30", "2024年9月30日"];
    let all: Vec<String> = (0..3)
        .map(|at| {
            let text = edited_at(&text, &[20 + 20 * at]);
            format!("{}\n", json!({"id": format!("r{at}"), "n": 7, "day": dates[at], "text": text}))
        })
        .collect();
    for policy in ["first", "last", "longest", "n:min", "n:max", "day:min", "day:max"] {
        let mut kept = BTreeSet::new();
        for order in ORDERS {
            let mut case = Case::of(order.map(|at| all[at].as_str()).concat());
            case.set(|settings| settings.keep(policy.parse().expect("known")));
            sane(&case);
            let out = ids(&case.out());
            assert_eq!(out.len(), 1, "{policy} {order:?}");
            match policy {
                "first" | "longest" => assert_eq!(out[0], format!("r{}", order[0]), "{policy}"),
                "last" => assert_eq!(out[0], format!("r{}", order[2])),
                _ => drop(kept.insert(out[0].clone())),
            }
        }
        assert!(kept.len() <= 1, "{policy}: {kept:?}");
    }
}

/// Sets of shingles of texts that repeat themselves hold one another.
#[test]
fn texts_that_repeat_themselves_do_not_all_go() {
    let (a, b) = ("床前明月光疑是地上霜", "举头望明月低头思故乡");
    let mut texts = Vec::new();
    for times in [1, 2, 3, 7, 40] {
        texts.push(a.repeat(times));
        texts.push(format!("{a}{b}").repeat(times));
        texts.push(format!("{b}{a}").repeat(times));
        texts.push(format!("{a}{b}{a}").repeat(times));
    }
    let kept = sane_by_every_policy(&numbered(&texts));
    assert!(kept.iter().all(|&kept| kept >= 1), "{kept:?}");
    texts.reverse();
    sane_by_every_policy(&numbered(&texts));
}

/// Texts each of which stands in the next one, edited, and the last one in the first.
fn circle(seed: u64, members: usize, percent: usize) -> Vec<String> {
    let mut numbers = Numbers::new(seed);
    let core = numbers.text(120);
    let mut texts: Vec<String> = Vec::new();
    let mut inner = core.clone();
    for _ in 0..members {
        let [before, after] = [0, 1].map(|_| numbers.between(0, 30));
        let edited = numbers.edited(&inner, percent);
        inner = [numbers.text(before), edited, numbers.text(after)].concat();
        texts.push(inner.iter().collect());
    }
    // The core of the last one again, in which the first one has nearly all it has.
    let edited = numbers.edited(&inner[..core.len().min(inner.len())], percent);
    texts.push(edited.into_iter().collect());
    texts.push(core.into_iter().collect());
    texts
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn of_texts_that_hold_each_other_in_circles_some_stay(
        seed: u64, members in 2_usize..6, percent in 0_usize..6, policy in 0_usize..5, similarity in 0.4_f64..1.0,
    ) {
        let mut texts = circle(seed, members, percent);
        texts.extend(circle(seed, members, percent + 1));
        let mut case = Case::of(numbered(&texts));
        case.compare_with(|matching| matching.similarity(similarity));
        case.set(|settings| settings.keep(POLICIES[policy].parse().expect("known")));
        let outcome = sane(&case);
        prop_assert!(outcome.summary.kept >= 1);
        let out = case.out();
        for threads in [1, 3] {
            case.threads = threads;
            case.run();
            prop_assert_eq!(case.out(), out.as_str(), "{} threads", threads);
        }
    }

    /// What ranks first in one order ranks last in the other.
    #[test]
    fn the_last_of_a_collection_is_the_first_of_it_turned_round(seed: u64, members in 2_usize..6) {
        let mut all: Vec<String> = numbered(&circle(seed, members, 4)).split_inclusive('\n').map(str::to_owned).collect();
        let kept = |all: &[String], policy: &str| {
            let mut case = Case::of(all.concat());
            case.set(|settings| settings.keep(policy.parse().expect("known")));
            sane(&case);
            ids(&case.out()).into_iter().collect::<BTreeSet<_>>()
        };
        let last = kept(&all, "last");
        all.reverse();
        prop_assert_eq!(kept(&all, "first"), last);
    }

    /// `FIELD:min` and `FIELD:max` do not depend on the order of the records and files, whatever
    /// the values are.
    #[test]
    fn equal_values_are_told_apart_by_what_the_records_hold(seed: u64, members in 2_usize..6, values in 1_u32..3, largest: bool) {
        let texts = circle(seed, members, 3);
        let all = texts.iter().zip(0_u32..).map(|(text, at)| record(&format!("r{at}"), at % values, text));
        let mut all: Vec<String> = all.collect();
        let kept = |all: &[String], names: [&'static str; 2]| {
            let mut case = Case::new();
            case.inputs = names.to_vec();
            case.write(names[0], all[..all.len() / 2].concat());
            case.write(names[1], all[all.len() / 2..].concat());
            let policy = if largest { "n:max" } else { "n:min" };
            case.set(|settings| settings.keep(policy.parse().expect("known")));
            sane(&case);
            ids(&case.out()).into_iter().collect::<BTreeSet<_>>()
        };
        let before = kept(&all, ["a.jsonl", "b.jsonl"]);
        prop_assert_eq!(&kept(&all, ["b.jsonl", "a.jsonl"]), &before, "the names of the files");
        all.reverse();
        prop_assert_eq!(&kept(&all, ["a.jsonl", "b.jsonl"]), &before, "the order of the records");
    }
}

#[test]
fn of_equally_long_records_the_first_stays() {
    let text = "床前明月光，疑是地上霜。举头望明月，低头思故乡。";
    let records = [line("b", text), line("a", text), line("c", &text.replace('，', ","))].concat();
    for threads in [1, 4] {
        let mut case = Case::of(&records);
        case.threads = threads;
        case.set(|settings| settings.keep("longest".parse().expect("known")));
        sane(&case);
        assert_eq!(ids(&case.out()), ["b"]);
    }
}
