//! What `dedup` promises of several inputs, of values, kinds and marks.

use std::collections::BTreeSet;

use leitong::corpus::SkipLimit;
use leitong::dedup::{DuplicateKind, InputCounts, Keep};
use leitong::document::Level;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::dedup::{Case, by_jaccard, jaccard, line, lines};
use crate::support::program::leitong;
use crate::support::{Numbers, cases, utf_16};

/// Above it two texts are duplicates; the texts of a family are well above it, others well below.
const THRESHOLD: f64 = 0.5;
const NAMES: [&str; 3] = ["a.jsonl", "b.jsonl", "c.jsonl"];

/// A record of an input: the input, and the text.
type Placed = (usize, String);

/// Texts of a few families, some equal, some with one other character, and some short, in inputs.
fn placed(seed: u64, count: usize) -> Vec<Placed> {
    let mut numbers = Numbers::new(seed);
    let families: Vec<Vec<char>> =
        (0..4).map(|family| numbers.text(if family == 0 { 3 } else { 60 })).collect();
    let text = |numbers: &mut Numbers| {
        let mut text = families[numbers.between(0, 3)].clone();
        if text.len() > 3 && numbers.percent(60) {
            let at = numbers.between(0, 59);
            text[at] = '雷';
        }
        text.into_iter().collect()
    };
    (0..count).map(|_| (numbers.between(0, 2), text(&mut numbers))).collect()
}

/// A case that reads the records of each input from a file.
fn case_of(records: &[Placed]) -> Case {
    let mut case = Case::new();
    case.inputs = NAMES.to_vec();
    for (input, name) in NAMES.iter().enumerate() {
        let own = records.iter().enumerate().filter(|(_, (of, _))| *of == input);
        let own: String = own.map(|(at, (_, text))| line(&at.to_string(), text)).collect();
        case.write(name, own);
    }
    case.compare_with(|matching| matching.similarity(THRESHOLD));
    case.set(by_jaccard);
    case
}

/// The ids of an output.
fn ids(out: &str) -> BTreeSet<usize> {
    let id = |line: &str| {
        let record: Value = serde_json::from_str(line).expect("JSON");
        record["id"].as_str().and_then(|id| id.parse().ok()).expect("a number")
    };
    out.lines().map(id).collect()
}

/// What is kept if each record, in this order, is compared with all that are kept before it of an
/// input with which it is compared.
fn naive(
    records: &[Placed],
    order: &[usize],
    are_compared: impl Fn(usize, usize) -> bool,
) -> BTreeSet<usize> {
    let mut kept: Vec<usize> = Vec::new();
    for &at in order {
        let (input, text) = &records[at];
        let is_like = |&other: &usize| {
            let (of, kept) = &records[other];
            are_compared(*input, *of) && (kept == text || jaccard(kept, text) >= THRESHOLD)
        };
        if !kept.iter().any(is_like) {
            kept.push(at);
        }
    }
    kept.into_iter().collect()
}

/// The records by the number of their input in `inputs`.
fn ordered(records: &[Placed], inputs: [usize; 3]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.sort_by_key(|&at| (inputs[records[at].0], records[at].0));
    order
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn only_records_of_other_inputs_remove_a_record(seed: u64, count in 0_usize..40, prefer: bool) {
        let records = placed(seed, count);
        let mut case = case_of(&records);
        let preferred = if prefer { vec![case.path("c.jsonl")] } else { Vec::new() };
        case.set(|settings| settings.across(true).prefer(preferred));
        let outcome = case.run();
        let order = ordered(&records, if prefer { [1, 1, 0] } else { [0, 0, 0] });
        prop_assert_eq!(ids(&case.out()), naive(&records, &order, |a, b| a != b));
        for entry in &outcome.list {
            prop_assert_ne!(&entry["path"], &entry["of_path"]);
            let [own, kept] = ["id", "duplicate_of"].map(|name| entry[name].as_str().and_then(|id| id.parse::<usize>().ok()).expect("a number"));
            let is_equal = records[own].1 == records[kept].1;
            prop_assert_eq!(entry["kind"] == "exact", is_equal, "{}", entry);
        }
        let sum = |of: fn(&InputCounts) -> usize| outcome.summary.inputs.iter().map(of).sum::<usize>();
        prop_assert_eq!(sum(|counts| counts.removed), outcome.summary.removed);
        prop_assert_eq!(sum(|counts| counts.removed_equal), outcome.summary.removed_equal);
    }

    #[test]
    fn a_record_of_a_preferred_input_stays(seed: u64, count in 0_usize..40, last: bool) {
        let records = placed(seed, count);
        let mut case = case_of(&records);
        let preferred = vec![case.path("c.jsonl"), case.path("b.jsonl")];
        case.set(|settings| settings.prefer(preferred).keep(if last { Keep::Last } else { Keep::First }));
        let outcome = case.run();
        let mut order = ordered(&records, [0, 0, 0]);
        if last { order.reverse(); }
        order.sort_by_key(|&at| [2, 1, 0][records[at].0]);
        prop_assert_eq!(ids(&case.out()), naive(&records, &order, |_, _| true));
        for counts in &outcome.summary.inputs {
            let for_others: usize = counts.removed_for.iter().map(|of| of.records).sum();
            prop_assert_eq!((counts.kept + counts.removed, for_others), (counts.read, counts.removed));
        }
    }

    #[test]
    fn marked_records_that_are_kept_are_those_that_a_run_keeps(seed: u64, count in 0_usize..40, only_exact: bool, last: bool) {
        let records = placed(seed, count);
        let mut case = case_of(&records);
        case.set(|settings| settings.keep(if last { Keep::Last } else { Keep::First }));
        if only_exact {
            case.set(|settings| settings.remove([DuplicateKind::Exact]));
        }
        let plain = case.run();
        let kept = case.out();
        prop_assert_eq!(plain.summary.bytes_kept, kept.len() as u64);
        case.set(|settings| settings.mark("duplicate_".to_owned()));
        let marked = case.run();
        prop_assert_eq!(&marked.list, &plain.list);
        prop_assert_eq!(marked.summary.kept, plain.summary.kept);
        prop_assert_eq!(marked.summary.bytes_kept, case.out().len() as u64);
        let (mut left, mut found) = (String::new(), Vec::new());
        for line in case.out().lines() {
            let record: Value = serde_json::from_str(line).expect("JSON");
            let (own, _) = line.split_once(",\"duplicate_cluster\"").expect("it is marked");
            if record["duplicate_keep"] == true {
                left.extend([own, "}\n"]);
            }
            if record["duplicate_of"] != Value::Null {
                found.push(json!([record["id"], record["duplicate_of"], record["duplicate_similarity"], record["duplicate_kind"], record["duplicate_cluster"]]));
            }
        }
        prop_assert_eq!(left, kept);
        let listed: Vec<Value> = plain.list.iter().map(|entry| json!([entry["id"], entry["duplicate_of"], entry["similarity"], entry["kind"], entry["cluster"]])).collect();
        prop_assert_eq!(found, listed);
    }

    #[test]
    fn the_newest_stays_in_any_order_of_the_input(seed: u64, shift in 0_usize..40) {
        let mut numbers = Numbers::new(seed);
        let forms = ["2024-9-30", "2024-10-01", "2024年10月2日", "Thu, 3 Oct 2024 08:00:00 +0800", "unknown"];
        let records: Vec<String> = placed(seed, 30).into_iter().enumerate().map(|(at, (_, text))| {
            let day = if at == 0 { json!(1_728_000_000) } else { json!(forms[numbers.between(0, 4)]) };
            format!("{}\n", json!({"id": at.to_string(), "day": day, "text": text}))
        }).collect();
        let kept = |records: &[String], threads: usize| {
            let mut case = Case::of(records.concat());
            case.threads = threads;
            case.set(|settings| settings.keep(Keep::Largest("day".into())));
            let ranking = case.run().summary.kept_by;
            (ids(&case.out()), ranking)
        };
        let mut turned = records.clone();
        turned.rotate_left(shift % records.len());
        prop_assert_eq!(kept(&records, 1), kept(&turned, 3));
    }
}

/// The id of the one record that is kept of equal ones with these values.
fn kept_of(keep: &str, values: &[Value]) -> String {
    let record = |(at, value): (usize, &Value)| {
        format!(
            "{}\n",
            json!({"id": at.to_string(), "v": value, "text": "床前明月光，疑是地上霜。"})
        )
    };
    let mut case = Case::of(values.iter().enumerate().map(record).collect::<String>());
    case.set(|settings| settings.keep(keep.parse().expect("known")));
    case.run();
    let ids = ids(&case.out());
    values[*ids.first().expect("one is kept")].to_string()
}

#[test]
fn the_greatest_value_is_that_of_its_kind() {
    for (values, greatest) in [
        (json!(["2024-9-30", "2024-10-01"]), "\"2024-10-01\""),
        (json!(["2024/10/1", 1_700_000_000, "2024.9.30"]), "\"2024/10/1\""),
        (json!(["9", "100"]), "\"100\""),
        (json!(["1,200", "１２", 700]), "\"1,200\""),
        (json!(["1.10", "1.9"]), "\"1.10\""),
        (json!(["v2.0-rc1", "v2.0"]), "\"v2.0\""),
        (json!(["2024-9-30", "unknown", "2023"]), "\"2024-9-30\""),
    ] {
        let values = values.as_array().expect("a list");
        assert_eq!(kept_of("v:max", values), greatest);
        let turned: Vec<Value> = values.iter().rev().cloned().collect();
        assert_eq!(kept_of("v:max", &turned), greatest);
    }
}

#[test]
fn of_three_inputs_what_was_removed_removes_nothing() {
    let text = "床前明月光，疑是地上霜。举头望明月，低头思故乡。";
    let records: Vec<Placed> = [0, 0, 1, 1, 2].map(|input| (input, text.to_owned())).to_vec();
    let mut case = case_of(&records);
    case.set(|settings| settings.across(true));
    let outcome = case.run();
    assert_eq!(ids(&case.out()), BTreeSet::from([0, 1]));
    assert!(outcome.list.iter().all(|entry| entry["of_path"] == json!(case.path("a.jsonl"))));
    case.inputs = vec!["a.jsonl"];
    let (said, _) = case.failure(|_, _| ());
    assert!(said.contains("only one is named"), "{said}");
}

#[test]
fn a_loss_above_the_limit_leaves_the_old_output() {
    let texts: Vec<String> = (0..25).map(|at| format!("第{}篇很短的文字", at % 5)).collect();
    let mut case = Case::of(lines(&texts));
    let outcome = case.run();
    assert_eq!((outcome.summary.losses.len(), outcome.summary.losses[0].exact), (1, 20));
    let old = case.out();
    case.write("in.jsonl", lines(&texts[..20]));
    for (percent, fails) in [(74.9, true), (75.0, false)] {
        case.set(|settings| settings.max_removed(SkipLimit::Percent(percent)));
        let result = case.try_run(|_, _| ());
        assert_eq!(result.is_err(), fails, "{percent}");
        if let Err(error) = result {
            let said = error.to_string();
            assert!(
                said.contains("in.jsonl would lose 15 of 20 (75.0 %), 15 equal and 0 alike"),
                "{said}"
            );
            assert_eq!(case.out(), old, "the old output stays");
        }
    }
}

#[test]
fn kinds_that_are_not_removed_stay_and_are_listed() {
    let text: String = Numbers::new(3).text(60).into_iter().collect();
    let near = format!("{text}！再加几个字");
    let texts = [&text, &near, &text, &near].map(String::as_str);
    let kept = |kinds: &[DuplicateKind]| {
        let mut case = Case::of(lines(&texts));
        case.set(|settings| settings.remove(kinds));
        let outcome = case.run();
        let stayed = outcome.list.iter().filter(|entry| entry["removed"] == false).count();
        assert_eq!(stayed, outcome.summary.duplicates_kept);
        assert_eq!(outcome.list.len(), 3, "all duplicates are listed");
        assert!(outcome.list.iter().all(|entry| entry["cluster"] == 1), "they are one cluster");
        ids(&case.out())
    };
    assert_eq!(kept(&DuplicateKind::ALL), BTreeSet::from([0]));
    assert_eq!(kept(&[DuplicateKind::Exact]), BTreeSet::from([0, 1]));
    assert_eq!(kept(&[DuplicateKind::Near]), BTreeSet::from([0, 2]));
}

#[test]
fn marks_are_added_in_the_format_of_the_input() {
    let mut case = Case::new();
    case.set(|settings| settings.mark("dup_".to_owned()));
    let columns = "dup_cluster,dup_of,dup_similarity,dup_measure,dup_kind,dup_keep";
    (case.inputs, case.output) = (vec!["in.csv"], "out.csv");
    case.write("in.csv", "id,text,n\r\n1,\"甲,\n乙\",1.50\r\n2,\"甲，乙\"\r\n3,丙,");
    case.run();
    let expected = format!(
        "id,text,n,{columns}\r\n1,\"甲,\n乙\",1.50,1,,,,,true\r\n2,\"甲，乙\",,1,1,1.0,jaccard,exact,\
         false\r\n3,丙,,,,,,,true"
    );
    assert_eq!(case.out(), expected);

    (case.inputs, case.output) = (vec!["in.json"], "out.json");
    case.write("in.json", "[ {\"text\":\"甲\"},\n {\"text\":\"甲\" } ]\n");
    case.run();
    let out: Value = serde_json::from_str(&case.out()).expect("JSON");
    assert_eq!((&out[0]["dup_keep"], &out[1]["dup_keep"]), (&json!(true), &json!(false)));
    assert!(case.out().starts_with("[ {\"text\":\"甲\",\"dup_cluster\":1,"), "{}", case.out());

    (case.inputs, case.output) = (vec!["in.jsonl"], "out.jsonl");
    case.write(
        "in.jsonl",
        utf_16("{\"id\":\"一\",\"text\":\"甲\"}\n{\"text\":\"甲\"} \n", u16::to_be_bytes),
    );
    case.run();
    let units: Vec<u16> = case
        .read("out.jsonl")
        .chunks(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    let out = String::from_utf16(&units).expect("UTF-16");
    let second: Value = serde_json::from_str(out.lines().nth(1).expect("a line")).expect("JSON");
    assert_eq!(second["dup_of"], "一", "{out}");
}

#[test]
fn marks_replace_no_field() {
    let mut case = Case::of("{\"text\":\"甲\"}\n{\"text\":\"乙\",\"duplicate_of\":7}\n");
    case.set(|settings| settings.mark("duplicate_".to_owned()));
    let (said, names) = case.failure(|_, _| ());
    assert!(said.contains("in.jsonl:2: there is a field \"duplicate_of\" already"), "{said}");
    assert_eq!(names, ["in.jsonl"]);
    case.inputs = vec!["in.csv"];
    case.output = "out.csv";
    case.write("in.csv", "text,duplicate_keep\n甲,1\n");
    assert!(case.failure(|_, _| ()).0.contains("there is a field \"duplicate_keep\" already"));
    case.inputs = vec!["in.txt"];
    case.output = "out.txt";
    case.write("in.txt", "甲");
    assert!(case.failure(|_, _| ()).0.contains("no records of JSON, CSV or Parquet"));
    (case.inputs, case.output) = (vec!["in.jsonl"], "out.jsonl");
    case.set(|settings| settings.level(Level::Paragraph));
    assert!(case.failure(|_, _| ()).0.contains("marks whole records"));
}

#[test]
fn a_folder_that_loses_much_is_told_though_its_input_does_not() {
    let mut numbers = Numbers::new(41);
    let texts: Vec<String> = (0..100).map(|_| numbers.text(60).into_iter().collect()).collect();
    let near: Vec<String> = texts[..25].iter().map(|text| format!("{text}完")).collect();
    let named = |prefix: &str, texts: &[String]| -> String {
        texts.iter().enumerate().map(|(at, text)| line(&format!("{prefix}{at}"), text)).collect()
    };
    let mut case = Case::new();
    (case.inputs, case.output) = (vec!["in"], "out");
    case.write("in/a/1.jsonl", named("a", &texts));
    case.write("in/b/1.jsonl", named("b", &near[..12]));
    case.write("in/b/2.jsonl", named("c", &near[12..]));
    let losses = case.run().summary.losses;
    assert_eq!(losses.len(), 1, "{losses:?}");
    let loss = &losses[0];
    assert_eq!((loss.path.clone(), loss.compared, loss.near), (case.path("in/b"), 25, 25));
    let example = loss.example.as_ref().expect("some are near");
    assert_eq!((example.id.as_str(), example.duplicate_of.as_str()), ("b0", "a0"));
    for (limit, fails) in [(SkipLimit::Count(24), true), (SkipLimit::Count(25), false)] {
        let mut limited = Case::new();
        (limited.inputs, limited.output) = (case.inputs.clone(), case.output);
        for name in ["in/a/1.jsonl", "in/b/1.jsonl", "in/b/2.jsonl"] {
            limited.write(name, case.read(name));
        }
        limited.set(|settings| settings.max_removed(limit));
        let result = limited.try_run(|_, _| ());
        assert_eq!(result.is_err(), fails, "{limit}");
        assert_eq!(limited.path("out").exists(), !fails);
    }
}

/// Texts that share most of what they have, and no other.
fn loosely_alike(number: usize) -> Vec<String> {
    let mut numbers = Numbers::new(43);
    let mut text = |len| -> String { numbers.text(len).into_iter().collect() };
    let shared = text(100);
    (0..number).map(|_| shared.clone() + &text(15)).collect()
}

#[test]
fn a_cluster_of_a_hundred_that_are_little_alike_is_told() {
    for (members, is_told) in [(99, false), (100, true)] {
        let mut case = Case::of(lines(&loosely_alike(members)));
        case.set(by_jaccard);
        let summary = case.run().summary;
        assert_eq!((summary.removed, summary.clusters), (members - 1, 1));
        assert_eq!(summary.loose_clusters.len(), usize::from(is_told), "{members}");
        let args = ["dedup", "in.jsonl", "--by", "jaccard", "--guard", "off"];
        let said = leitong(&case, &args).out;
        let warning = "warning: cluster 1 has 100 members with a median similarity of 0.";
        assert_eq!(said.contains(warning), is_told, "{said}");
        let Some(cluster) = summary.loose_clusters.first() else { continue };
        assert_eq!((cluster.cluster, cluster.size), (1, 100));
        assert!((0.7..0.85).contains(&cluster.median_similarity), "{cluster:?}");
        let example = cluster.example.as_ref().expect("a member is named");
        assert!(example.duplicate_of == "0" && example.similarity <= cluster.median_similarity);
    }
    // With as many copies as others it is not.
    let texts = loosely_alike(100);
    let mut case = Case::of(lines(&[texts.clone(), vec![texts[0].clone(); 100]].concat()));
    case.set(by_jaccard);
    let summary = case.run().summary;
    assert_eq!((summary.removed, summary.clusters, summary.loose_clusters.len()), (199, 1, 0));
}

#[test]
fn an_input_that_is_named_twice_is_counted_once() {
    let mut case =
        Case::of(lines(&["床前明月光，疑是地上霜。", "床前明月光，疑是地上霜。", "别的"]));
    case.inputs = vec!["in.jsonl", "in.jsonl"];
    let summary = case.run().summary;
    assert_eq!((summary.read, summary.inputs.len(), summary.inputs[0].removed), (3, 1, 1));
    case.set(|settings| settings.across(true));
    assert!(case.failure(|_, _| ()).0.contains("only one is named"));
}
