//! What `dedup --by meaning` promises, against the texts themselves.
#![cfg(feature = "model")]

use std::collections::BTreeSet;

use leitong::dedup::{DuplicateKind, Measure};
use leitong::document::Level;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::cases;
use crate::support::dedup::{Case, Outcome, line, lines};

/// Sentences, each with one that says the same in other words.
const SENTENCES: [[&str; 2]; 6] = [
    [
        "我们要努力提高领导干部的工作能力和水平，得到群众的支持和帮助。",
        "我们要尽力提升领导干部的工作本事和水准，获得群众的支撑和帮忙。",
    ],
    [
        "全市各级部门必须加强社区服务，解决居民生活中的困难，让大家感到满意。",
        "全市各级部门务必增强社区服务，处理居民生活中的难题，让大伙觉得满意。",
    ],
    [
        "老师经常鼓励学生大胆提问，认真思考，逐步养成良好的学习习惯。",
        "教师常常鼓励学生大胆发问，认真思考，逐渐养成良好的学习习惯。",
    ],
    [
        "医院开设了夜间门诊，病人下班以后就能看病，路上的时间也缩短了。",
        "医院开办了夜间门诊，患者下班之后就能就医，路上的时间也缩短了。",
    ],
    [
        "今年夏天雨水很多，江河的水位上涨得很快，乡亲们把粮食搬到高处。",
        "今年夏季雨水很多，江河的水位上升得很快，乡亲们把粮食搬到高处。",
    ],
    [
        "公司决定扩大生产规模，购买新的设备，并且招聘一批年轻的技术人员。",
        "公司决定扩展生产规模，购置新的设备，并且招收一批年轻的技术人员。",
    ],
];

/// A text of sentences, each in one of its two forms.
fn text(sentences: &[usize], form: usize) -> String {
    sentences.iter().map(|&at| SENTENCES[at][form]).collect()
}

fn case_of(texts: &[String]) -> Case {
    let mut case = Case::of(lines(texts));
    case.set(|settings| settings.by(by_meaning()));
    case
}

/// The measures by default, and meaning.
fn by_meaning() -> Vec<Measure> {
    let mut by: Vec<Measure> = Measure::DEFAULT.into();
    by.push(Measure::Meaning);
    by
}

fn ids<'o>(outcome: &'o Outcome, name: &str) -> Vec<&'o str> {
    outcome.list.iter().map(|entry| entry[name].as_str().expect("a string")).collect()
}

fn reworded(outcome: &Outcome) -> Vec<(&str, &str)> {
    let entries = outcome.list.iter().filter(|entry| entry["kind"] == "reworded");
    let string = |value: &Value| value.as_str().map(str::len).expect("a string");
    entries
        .map(|entry| {
            assert_eq!(entry["measure"], "meaning");
            assert!(entry["similarity"].as_f64().is_some_and(|score| (0.5..=1.0).contains(&score)));
            assert!(string(&entry["id"]) > 0);
            let name = |name: &str| entry[name].as_str().expect("a string");
            (name("id"), name("duplicate_of"))
        })
        .collect()
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn what_is_removed_says_what_a_kept_record_says(
        records in prop::collection::vec((prop::sample::subsequence((0..6).collect::<Vec<_>>(), 2..4), 0..2_usize), 1..9),
        guard in any::<bool>(),
    ) {
        let texts: Vec<String> =
            records.iter().map(|(sentences, form)| text(sentences, *form)).collect();
        let mut case = case_of(&texts);
        case.set(|settings| settings.guard(guard));
        let outcome = case.run();
        let removed: BTreeSet<&str> = ids(&outcome, "id").into_iter().collect();
        prop_assert!(ids(&outcome, "duplicate_of").iter().all(|kept| !removed.contains(kept)));
        prop_assert_eq!(outcome.summary.removed_reworded, reworded(&outcome).len());
        for (id, kept) in reworded(&outcome) {
            let [of_id, of_kept] =
                [id, kept].map(|id| &records[id.parse::<usize>().expect("a number")].0);
            prop_assert_eq!(of_id, of_kept, "{} {}", id, kept);
        }
        // Of the records with the same sentences one stays, and those that others went for; one of
        // fewer sentences may be contained.
        let names: Vec<String> = (0..records.len()).map(|at| at.to_string()).collect();
        let sources: BTreeSet<&str> = ids(&outcome, "duplicate_of").into_iter().collect();
        let goes = |at: &usize| removed.contains(&*names[*at]) || sources.contains(&*names[*at]);
        let kept = (0..records.len()).filter(|at| !goes(at));
        let mut stay = BTreeSet::new();
        for at in kept {
            prop_assert!(stay.insert(&records[at].0), "{}", at);
        }
        case.threads = 1 + texts.len() % 3;
        prop_assert_eq!(case.run().list, outcome.list, "for any number of threads");
    }
}

#[test]
fn a_reworded_record_goes_by_meaning_only() {
    let texts = [text(&[0, 1], 0), text(&[2, 3], 0), text(&[0, 1], 1)];
    let mut case = case_of(&texts);
    assert_eq!(reworded(&case.run()), [("2", "0")]);
    case.set(|settings| settings.remove([DuplicateKind::Exact, DuplicateKind::Near]));
    let outcome = case.run();
    assert_eq!((outcome.summary.removed, outcome.summary.duplicates_kept), (0, 1));
    case.set(|settings| settings.by(Measure::DEFAULT).remove(DuplicateKind::ALL));
    assert_eq!(case.run().summary.removed, 0);
}

#[test]
fn a_reworded_record_with_another_number_stays_unless_the_guard_is_off() {
    let numbered = |form, number: &str| format!("{}参加会议的有{number}人。", text(&[0, 1], form));
    let texts = [numbered(0, "三百"), numbered(1, "五百")];
    let mut case = case_of(&texts);
    let outcome = case.run();
    assert_eq!((outcome.summary.removed, outcome.summary.lookalikes.variants), (0, 1));
    case.set(|settings| settings.guard(false));
    assert_eq!(reworded(&case.run()), [("1", "0")]);
}

#[test]
fn what_was_removed_for_a_reworded_record_is_compared_with_the_kept_one() {
    let plain = text(&[0, 1, 2, 3], 0);
    let spun = text(&[0, 1, 2, 3], 1);
    // Of nearly equal records the first stays, for which the last one went.
    let near = spun.replace("患者", "病患");
    let outcome = case_of(&[plain.clone(), spun.clone(), near.clone()]).run();
    assert_eq!(reworded(&outcome), [("1", "0"), ("2", "0")]);
    let other = format!("{spun}这是另外一件事情，与会议没有关系。");
    let outcome = case_of(&[plain, other, near]).run();
    for (id, kept) in reworded(&outcome) {
        assert_eq!(kept, "0", "{id}");
    }
}

#[test]
fn short_long_and_strange_records_stay() {
    let short = ["努力提高能力。".to_owned(), "尽力提升本事。".to_owned()];
    let codes: Vec<String> =
        ["a17 b22 qzx9", "a18 b23 qzx8"].iter().map(|code| format!("{code} ").repeat(30)).collect();
    let long = |form| text(&[0, 1, 2, 3, 4, 5], form).repeat(80);
    let texts = [&short[..], &codes, &[long(0), long(1)], &[String::new()]].concat();
    let mut case = case_of(&texts);
    case.set(|settings| settings.guard(false));
    let outcome = case.run();
    assert_eq!(outcome.summary.removed_reworded, 0);
    assert_eq!(outcome.summary.capped, 2, "the long ones are not compared");
}

#[test]
fn a_reworded_record_of_the_reference_stays() {
    let mut case = Case::of(line("own", &text(&[0, 1], 0)));
    case.write("ref.jsonl", line("other", &text(&[0, 1], 1)));
    case.against = vec!["ref.jsonl"];
    case.set(|settings| settings.by(by_meaning()));
    let outcome = case.run();
    assert_eq!((outcome.summary.removed_reworded, outcome.summary.removed_by_reference), (1, 1));
    // Two records of the reference are not compared with each other.
    case.write("in.jsonl", line("own", &text(&[2, 3], 0)));
    case.write("ref.jsonl", line("a", &text(&[0, 1], 0)) + &line("b", &text(&[0, 1], 1)));
    assert_eq!(case.run().summary.removed, 0);
}

#[test]
fn records_of_one_input_are_not_compared_across_inputs() {
    let mut case = Case::of(line("a", &text(&[0, 1], 0)) + &line("b", &text(&[0, 1], 1)));
    case.write("other.jsonl", line("c", &text(&[2, 3], 0)));
    (case.inputs, case.output) = (vec!["in.jsonl", "other.jsonl"], "out");
    case.set(|settings| settings.by(by_meaning()).across(true));
    assert_eq!(case.run().summary.removed, 0);
    case.write("in.jsonl", line("a", &text(&[0, 1], 0)) + &line("b", &text(&[2, 3], 1)));
    case.write("other.jsonl", line("c", &text(&[0, 1], 1)));
    assert_eq!(reworded(&case.run()), [("c", "a")]);
}

#[test]
fn parts_of_records_are_not_compared_by_meaning() {
    let mut case = case_of(&[text(&[0, 1], 0)]);
    case.set(|settings| settings.level(Level::Paragraph));
    let (refused, _) = case.failure(|_, _| ());
    assert!(refused.contains("meaning measures whole records"), "{refused}");
    case.set(|settings| settings.level(Level::Document).common(3));
    let (refused, _) = case.failure(|_, _| ());
    assert!(refused.contains("meaning measures whole records"), "{refused}");
}
