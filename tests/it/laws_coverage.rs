//! What `dedup --by coverage` promises, against the texts themselves.

use std::collections::{BTreeMap, BTreeSet};

use leitong::dedup::{DuplicateKind, Inputs, Keep, Measure, Removals};
use leitong::document::Level;
use leitong::scan::{Cluster, MatchSide};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::laws_passages::{common_subsequence, sentence};
use crate::support::dedup::{Case, LIST, Outcome, line, lines};
use crate::support::{Numbers, cases, content_chars};

/// The measures by default, and coverage.
fn with_coverage() -> Vec<Measure> {
    let mut by: Vec<Measure> = Measure::DEFAULT.into();
    by.push(Measure::Coverage);
    by
}

fn case_of(texts: &[String]) -> Case {
    let mut case = Case::of(lines(texts));
    case.set(|settings| settings.by(with_coverage()));
    case
}

fn id(entry: &Value) -> &str {
    entry["id"].as_str().expect("a string")
}

/// The ids of the records that are covered, in order, each with those of its parts.
fn covered(outcome: &Outcome) -> Vec<(String, Vec<String>)> {
    let entries = outcome.list.iter().filter(|entry| entry["kind"] == "covered");
    let of = |part: &Value| part["duplicate_of"].as_str().expect("a string").to_owned();
    let parts = |entry: &Value| entry["parts"].as_array().expect("parts").iter().map(of).collect();
    entries.map(|entry| (id(entry).to_owned(), parts(entry))).collect()
}

fn span_of(text: &str, entry: &Value, names: [&str; 2]) -> Vec<char> {
    let [start, end] = names.map(|name| entry[name].as_u64().expect("a number") as usize);
    let part: String = text.chars().take(end).skip(start).collect();
    content_chars(&part)
}

/// Checks what holds of every record that is removed by coverage: the parts are apart and stand in
/// records that are kept, have enough of it, and the record that is named has most.
fn check(texts: &BTreeMap<String, String>, outcome: &Outcome) {
    let removed: BTreeSet<&str> =
        outcome.list.iter().filter(|entry| entry["removed"] != false).map(id).collect();
    let listed: BTreeSet<&str> = outcome.list.iter().map(id).collect();
    assert_eq!(outcome.summary.removed, removed.len());
    for entry in &outcome.list {
        let kept = entry["duplicate_of"].as_str().expect("a string");
        assert!(!removed.contains(kept), "{entry}");
        if entry["kind"] != "covered" {
            assert!(entry.get("parts").is_none(), "{entry}");
            continue;
        }
        assert_eq!(entry["measure"], "coverage");
        let text = &texts[id(entry)];
        let (mut equal, mut last) = (0, 0);
        let mut by_source: BTreeMap<&str, usize> = BTreeMap::new();
        for part in entry["parts"].as_array().expect("it has parts") {
            let source = part["duplicate_of"].as_str().expect("a string");
            assert!(!listed.contains(source) && source != id(entry), "{entry}");
            let own = span_of(text, part, ["start", "end"]);
            let place = span_of(&texts[source], part, ["of_start", "of_end"]);
            let start = part["start"].as_u64().expect("a number");
            assert!(start >= last, "{entry}");
            last = part["end"].as_u64().expect("a number");
            let common = common_subsequence(&own, &place);
            // Lists have four digits.
            let told = part["similarity"].as_f64().expect("a number") - 1e-4;
            assert!(common as f64 >= told * own.len() as f64, "{entry}");
            equal += common;
            *by_source.entry(source).or_default() += common;
        }
        let share = equal as f64 / content_chars(text).len() as f64;
        let told = entry["similarity"].as_f64().expect("a number");
        assert!(told >= Measure::Coverage.threshold(0.7) - 1e-4, "{entry}");
        assert!(share >= told - 1e-4, "{entry} {share}");
        // The alignment may count fewer characters than stand there at best.
        let most = by_source.values().max().expect("it has parts");
        assert!(by_source[kept] * 10 >= most * 9, "{entry}");
    }
}

fn by_id(texts: &[String]) -> BTreeMap<String, String> {
    texts.iter().enumerate().map(|(at, text)| (at.to_string(), text.clone())).collect()
}

/// What a run without coverage lists, and what one with it does.
fn both(case: &mut Case) -> [Outcome; 2] {
    let with = case.run();
    case.set(|settings| settings.by(Measure::DEFAULT));
    let without = case.run();
    case.set(|settings| settings.by(with_coverage()));
    [without, with]
}

/// The list without what depends on other lines.
fn others(outcome: &Outcome) -> Vec<Value> {
    let entries = outcome.list.iter().filter(|entry| entry["kind"] != "covered").cloned();
    let without_cluster = entries.map(|mut entry| {
        entry.as_object_mut().expect("an object").remove("cluster");
        entry
    });
    without_cluster.collect()
}

/// Sentences of 60 ideographs that nothing else has.
fn sentences(seed: u64, number: usize) -> Vec<String> {
    let mut numbers = Numbers::new(seed);
    (0..number).map(|_| sentence(&mut numbers, 60, 60)).collect()
}

/// Sentences of two records, and a text that has some of both and is longer than each.
fn longer_digest() -> [String; 3] {
    let [a, b] = [1, 2].map(|seed| sentences(seed, 7));
    let digest = format!("{}{}", a[1..6].concat(), b[2..7].concat());
    [a.concat(), b.concat(), digest]
}

/// A digest of passages of two records, and the two.
fn digest() -> [String; 3] {
    let [a, b] = [1, 2].map(|seed| sentences(seed, 7));
    let digest = format!("{}{}", a[1..4].concat(), b[2..5].concat());
    [a.concat(), b.concat(), digest]
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn what_is_covered_stands_in_kept_records(
        seed: u64, records in 1_usize..24, pool in 3_usize..16, edits in 0_usize..6, guard: bool,
    ) {
        let mut numbers = Numbers::new(seed);
        let few: Vec<Vec<char>> =
            (0..pool).map(|_| sentence(&mut numbers, 40, 70).chars().collect()).collect();
        let texts: Vec<String> = (0..records)
            .map(|_| {
                let own = |numbers: &mut Numbers| {
                    let of = numbers.between(0, pool - 1);
                    let percent = if numbers.percent(30) { edits } else { 0 };
                    numbers.edited(&few[of], percent).into_iter().collect::<String>()
                };
                (0..numbers.between(0, 7)).map(|_| own(&mut numbers)).collect()
            })
            .collect();
        let mut case = case_of(&texts);
        case.set(|settings| settings.guard(guard));
        let [without, with] = both(&mut case);
        check(&by_id(&texts), &with);
        // A copy of a text that is covered is covered too; nothing else changes.
        let gone: BTreeSet<String> = covered(&with).into_iter().map(|(id, _)| id).collect();
        let mut expected = others(&without);
        expected.retain(|entry| !gone.contains(id(entry)));
        prop_assert_eq!(others(&with), expected);
        prop_assert_eq!(with.summary.removed_covered, gone.len());
        case.threads = 1 + records % 4 * 2;
        prop_assert_eq!(case.run().list, with.list, "for any number of threads");
    }
}

#[test]
fn a_digest_of_two_records_goes_wherever_it_stands() {
    let [a, b, digest] = digest();
    for (texts, at) in [
        ([a.clone(), b.clone(), digest.clone()], "2"),
        ([digest.clone(), a.clone(), b.clone()], "0"),
    ] {
        let mut case = case_of(&texts);
        let [without, with] = both(&mut case);
        check(&by_id(&texts), &with);
        assert_eq!((without.summary.removed, with.summary.removed_covered), (0, 1));
        let [(id, parts)] = &covered(&with)[..] else { panic!("{:?}", with.list) };
        assert_eq!((id.as_str(), parts.len()), (at, 2));
        assert_eq!(with.list[0]["similarity"], 1.0);
        assert_eq!(with.list[0]["duplicate_of"], parts[0], "of two that have as much, the first");
        case.set(|settings| settings.remove([DuplicateKind::Exact, DuplicateKind::Near]));
        let outcome = case.run();
        check(&by_id(&texts), &outcome);
        assert_eq!((outcome.summary.removed, outcome.summary.duplicates_kept), (0, 1));
        assert_eq!(outcome.list[0]["removed"], false);
    }
}

#[test]
fn a_digest_that_is_longer_than_each_of_its_records_goes() {
    let texts = longer_digest();
    let outcome = case_of(&texts).run();
    check(&by_id(&texts), &outcome);
    let ids: Vec<String> = covered(&outcome).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["2"]);
}

#[test]
fn a_tenth_of_a_covered_record_may_be_its_own() {
    let [a, b, digest] = digest();
    let own = sentences(9, 1).concat();
    for (own_chars, removed) in [(30, 1), (50, 0)] {
        let end: String = own.chars().take(own_chars).collect();
        let texts = [a.clone(), b.clone(), format!("{digest}{end}")];
        let outcome = case_of(&texts).run();
        check(&by_id(&texts), &outcome);
        assert_eq!(outcome.summary.removed_covered, removed, "{own_chars}");
    }
}

#[test]
fn of_records_that_cover_each_other_enough_stay() {
    // Each has two of three passages: any two of them cover the third one.
    let [x, y, z] = [1, 2, 3].map(|seed| sentences(seed, 3).concat());
    let texts = [format!("{x}{y}"), format!("{y}{z}"), format!("{z}{x}")];
    let outcome = case_of(&texts).run();
    check(&by_id(&texts), &outcome);
    assert_eq!((outcome.summary.removed, outcome.summary.kept), (1, 2));
}

#[test]
fn equal_and_short_records_are_not_covered_by_themselves() {
    let mut texts: Vec<String> = ["", "甲", "甲乙", "甲乙丙", "甲", "\n"].map(String::from).into();
    texts.extend(vec![sentences(1, 3).concat(); 5]);
    texts.push(sentences(2, 1).concat().repeat(4));
    let mut case = case_of(&texts);
    let [without, with] = both(&mut case);
    check(&by_id(&texts), &with);
    assert_eq!(with.summary.removed_covered, 0);
    assert_eq!(with.list, without.list);
}

/// `of` stands in `a` and `b`, but for a sentence of its own, and `rest` in `of` and in another one.
#[test]
fn a_removed_record_covers_nothing() {
    let [a, b] = [1, 2].map(|seed| sentences(seed, 14));
    let (own, other) = (sentences(3, 1).concat(), sentences(4, 9));
    let of = format!("{}{own}{}", a[..6].concat(), b[..6].concat());
    let others = [a.concat(), b.concat(), of, other.concat()];
    for (sentence, part, expected) in
        [(&own, &other[..3], &["2"][..]), (&a[5], &other[..3], &["2", "4"])]
    {
        let mut texts = others.to_vec();
        texts.push(format!("{}{sentence}", part.concat()));
        let outcome = case_of(&texts).run();
        check(&by_id(&texts), &outcome);
        let ids: Vec<String> = covered(&outcome).into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, expected);
    }
}

#[test]
fn a_digest_of_a_removed_copy_is_covered_by_what_stays() {
    let [a, b, _] = digest();
    let edited = |seed| -> Vec<char> {
        let chars: Vec<char> = a.chars().collect();
        Numbers::new(seed).edited(&chars, 2)
    };
    let copy: String = edited(5).into_iter().collect();
    let part = |text: &str, from, to| -> String { text.chars().take(to).skip(from).collect() };
    let texts = [a.clone(), copy.clone(), b.clone(), part(&copy, 61, 244) + &part(&b, 122, 305)];
    let outcome = case_of(&texts).run();
    check(&by_id(&texts), &outcome);
    assert_eq!((outcome.summary.removed, outcome.summary.removed_covered), (2, 1));
    assert_eq!(covered(&outcome)[0].0, "3");
}

#[test]
fn records_that_a_text_is_not_aligned_with_are_counted() {
    // Each of ten sentences stands in four longer records. A text of so many samples is aligned with 32
    // records of its batch.
    let shared = sentences(1, 10);
    let mut texts: Vec<String> = (0..40)
        .map(|at| {
            let own = sentences(100 + at, 14);
            [&own[..7].concat(), &shared[at as usize / 4], &own[7..].concat()]
                .map(String::as_str)
                .concat()
        })
        .collect();
    texts.push(shared.concat());
    let [without, with] = both(&mut case_of(&texts));
    check(&by_id(&texts), &with);
    assert_eq!((without.summary.capped, with.summary.capped), (0, 8));
    let [(id, parts)] = &covered(&with)[..] else { panic!("{:?}", with.list) };
    assert!(id == "40" && parts.len() >= 9, "{parts:?}");
}

#[test]
fn places_that_are_not_looked_at_are_counted() {
    let formula = sentences(1, 1).concat();
    let texts: Vec<String> = (0..20)
        .map(|at| {
            let own = sentences(100 + at, 6);
            format!("{}{formula}{}", own[..3].concat(), own[3..].concat())
        })
        .collect();
    let capped = |texts: &[String]| {
        let [without, with] = both(&mut case_of(texts));
        assert_eq!((without.summary.capped, with.summary.removed), (0, 0));
        with.summary.capped
    };
    // Of a record four places in its batch are looked at: all of the first five records.
    assert_eq!(capped(&texts[..5]), 0);
    // A sentence of sixty ideographs has a sample in each ten or so.
    let one = capped(&texts[..6]);
    assert!((5..15).contains(&one), "{one}");
    // Every further record has these samples, or one more at an end, and leaves out places of each.
    let all = capped(&texts[..16]);
    assert!((11 * one..12 * one).contains(&all), "{one} {all}");
    // From the seventeenth on they are not entered into the table either.
    let beyond = capped(&texts[..18]);
    assert!((15 * one..17 * one).contains(&beyond), "{one} {beyond}");
}

#[test]
fn what_others_were_removed_for_stays() {
    let [a, b, digest] = digest();
    let chars: Vec<char> = digest.chars().collect();
    let copy: String = Numbers::new(3).edited(&chars, 2).into_iter().collect();
    let texts = [a, b, digest, copy];
    let outcome = case_of(&texts).run();
    check(&by_id(&texts), &outcome);
    assert_eq!((outcome.summary.removed, outcome.summary.removed_covered), (1, 0));
}

#[test]
fn a_sentence_with_another_number_is_not_covered() {
    let [a, b] = [1, 2].map(|seed| sentences(seed, 4));
    let numbered = "在这一年的十二月里代表们讨论了预算并且提出了许多条具体的建议，总数为37件，其中多数得到了采纳。";
    let other = numbered.replace("37", "52");
    let whole = |text: &str| format!("{}{text}{}", a[..2].concat(), a[2..].concat());
    let part = |text: &str| format!("{}{text}{}{}", a[1], a[2], b[1..3].concat());
    for (number, removed) in [(numbered, 1), (&*other, 0)] {
        let texts = [whole(numbered), b.concat(), part(number)];
        let outcome = case_of(&texts).run();
        check(&by_id(&texts), &outcome);
        assert_eq!(covered(&outcome).len(), removed, "{number}");
    }
}

#[test]
fn references_cover_and_stay() {
    let [a, b, digest] = digest();
    let mut case = Case::of(line("digest", &digest));
    case.write("ref.jsonl", line("a", &a) + &line("b", &b));
    case.against = vec!["ref.jsonl"];
    case.set(|settings| settings.by(with_coverage()).keep(Keep::All));
    let outcome = case.run();
    assert_eq!((outcome.summary.removed_covered, outcome.summary.removed_by_reference), (1, 1));
    // The other way round, what is in the reference stays, and with `keep all` nothing else covers.
    case.write("in.jsonl", line("a", &a) + &line("b", &b) + &line("again", &digest));
    case.write("ref.jsonl", line("other", &sentences(8, 3).concat()));
    assert_eq!(case.run().summary.removed, 0);
    case.write("ref.jsonl", line("digest", &digest));
    let outcome = case.run();
    assert_eq!((outcome.summary.removed, outcome.summary.removed_equal), (1, 1));
    // A text of the reference is not covered by others of it.
    case.write("in.jsonl", line("again", &digest));
    case.write("ref.jsonl", line("a", &a) + &line("b", &b) + &line("digest", &digest));
    case.set(|settings| settings.keep(Keep::default()));
    let summary = case.run().summary;
    assert_eq!((summary.removed, summary.removed_equal, summary.removed_covered), (1, 1, 0));
}

#[test]
fn records_of_several_batches_are_all_compared() {
    // The least memory has batches of 2 MiB, and there are nearly 3 MB.
    let mut texts = Vec::new();
    for seed in 0..40 {
        let [a, b] = [2 * seed, 2 * seed + 1].map(|seed| sentences(seed + 100, 200));
        texts.extend([a.concat(), b.concat(), format!("{}{}", a[1..5].concat(), b[2..6].concat())]);
    }
    let mut case = case_of(&texts);
    case.set(|settings| settings.memory(64 << 20));
    let outcome = case.run();
    assert_eq!((outcome.summary.removed, outcome.summary.removed_covered), (40, 40));
}

#[test]
fn only_other_inputs_cover_across_inputs() {
    let [a, b, digest] = digest();
    for (own, other, removed) in [
        (format!("{}{}", line("a", &a), line("digest", &digest)), line("b", &b), 0),
        (line("digest", &digest), format!("{}{}", line("a", &a), line("b", &b)), 1),
    ] {
        let mut case = Case::of(own);
        case.write("other.jsonl", other);
        (case.inputs, case.output) = (vec!["in.jsonl", "other.jsonl"], "out");
        case.set(|settings| settings.by(with_coverage()).across(true));
        assert_eq!(case.run().summary.removed_covered, removed);
    }
}

/// More records of one input hold the digest than places of a run are looked at.
#[test]
fn places_are_counted_for_each_input_across_inputs() {
    let [a, b, digest] = longer_digest();
    let longer = |seed| format!("{digest}{}", sentences(seed, 3).concat());
    let mut own: String = (0..17).map(|at| line(&format!("f{at}"), &longer(100 + at))).collect();
    own.push_str(&line("digest", &digest));
    let mut case = Case::of(own);
    case.write("other.jsonl", line("a", &a) + &line("b", &b));
    (case.inputs, case.output) = (vec!["in.jsonl", "other.jsonl"], "out");
    case.set(|settings| settings.by(with_coverage()).across(true));
    let outcome = case.run();
    let [(id, parts)] = &covered(&outcome)[..] else { panic!("{:?}", outcome.list) };
    assert_eq!((id.as_str(), parts.join(" ").as_str()), ("digest", "a b"));
    assert!(outcome.summary.capped > 0, "two of eighteen places are not looked at");
}

#[test]
fn a_preferred_record_is_not_covered_by_others() {
    let [a, b, digest] = digest();
    let mut case = Case::of(line("a", &a) + &line("b", &b));
    case.write("best.jsonl", line("digest", &digest));
    (case.inputs, case.output) = (vec!["in.jsonl", "best.jsonl"], "out");
    case.set(|settings| settings.by(with_coverage()));
    assert_eq!(case.run().summary.removed_covered, 1);
    let best = case.path("best.jsonl");
    case.set(|settings| settings.prefer([best]));
    assert_eq!(case.run().summary.removed_covered, 0);
}

#[test]
fn records_that_the_guard_keeps_stay() {
    let [a, b, digest] = digest();
    let named = format!("王建国说，{digest}");
    let texts = [a, b, named.clone(), named.replace("王建国", "李卫东")];
    let mut case = case_of(&texts);
    let outcome = case.run();
    check(&by_id(&texts), &outcome);
    assert_eq!((outcome.summary.lookalikes.variants, outcome.summary.removed), (1, 0));
    case.set(|settings| settings.guard(false));
    assert_eq!(case.run().summary.removed, 1);
}

#[test]
fn a_covered_record_is_marked() {
    let texts = digest();
    let mut case = case_of(&texts);
    case.set(|settings| settings.mark("d_".to_owned()));
    case.run();
    let marked: Vec<Value> =
        case.out().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!((&marked[2]["d_kind"], &marked[2]["d_keep"]), (&json!("covered"), &json!(false)));
}

#[test]
fn more_may_not_be_removed_than_is_allowed() {
    let mut case = case_of(&digest());
    case.set(|settings| settings.max_removed("10%".parse().ok()));
    assert!(case.try_run(|_, _| ()).is_err());
}

#[test]
fn parts_of_records_are_not_covered() {
    let texts = digest();
    for level in [Level::Speech, Level::Paragraph, Level::Passage] {
        let mut case = case_of(&texts);
        case.set(|settings| settings.level(level));
        let error = case.try_run(|_, _| ()).err().expect("it is refused").to_string();
        assert!(error.contains("coverage measures whole records"), "{error}");
    }
    let mut case = case_of(&texts);
    case.set(|settings| settings.common(3));
    assert!(case.try_run(|_, _| ()).is_err());
}

#[test]
fn the_page_has_a_covered_record_beside_all_that_covers_it() {
    let [a, b, digest] = digest();
    // A copy of the first record goes for it, and so is in the cluster of the list that the digest is in.
    let chars: Vec<char> = a.chars().collect();
    let copy: String = Numbers::new(3).edited(&chars, 2).into_iter().collect();
    let case = case_of(&[a.clone(), b.clone(), digest.clone(), copy]);
    let outcome = case.run();
    assert_eq!((outcome.summary.removed, outcome.summary.removed_covered), (2, 1));
    let inputs = Inputs::find(&[case.path("in.jsonl")], &[], &case.options).expect("it is there");
    let removals = Removals::read(&case.path(LIST), &inputs, &case.options, &case.settings)
        .expect("it was written");
    assert_eq!((removals.listed, removals.laid), (2, 2));
    let documents = &removals.collection.documents;
    let side = |side: &MatchSide| (documents[side.document].text.as_str(), side.span);
    let covered: Vec<&Cluster> =
        removals.findings.clusters.iter().filter(|cluster| cluster.matches.len() == 3).collect();
    let [cluster] = covered[..] else { panic!("{:?}", removals.findings.clusters) };
    let members: Vec<&str> = cluster.members.iter().map(|member| side(member).0).collect();
    assert_eq!(members, [&digest, &a, &b], "the record, then what covers it");
    assert_eq!(cluster.members[cluster.representative].span.end, digest.len());
    assert_eq!(cluster.lowest_similarity.to_bits(), 1.0_f64.to_bits());
    let matches = cluster.matches.iter().map(|&at| &removals.findings.matches[at]);
    let mut end = 0;
    for (found, member) in matches.zip(&cluster.members).skip(1) {
        assert_eq!(side(&found.a), side(member));
        let ((kept, place), (own, part)) = (side(&found.a), side(&found.b));
        assert_eq!((own, part.start), (&*digest, end), "the parts are all of it");
        assert_eq!(content_chars(place.of(kept)), content_chars(part.of(own)));
        assert!(found.edits.is_empty(), "{:?}", found.edits);
        end = part.end;
    }
    assert_eq!(end, digest.len());
    let others = removals.findings.clusters.iter().filter(|cluster| cluster.matches.len() == 1);
    let others: Vec<&str> = others.map(|cluster| side(&cluster.members[0]).0).collect();
    assert_eq!(others, [&a]);
}
