//! What `dedup --level passage` promises, against the texts themselves.

use std::collections::BTreeMap;

use leitong::corpus::SkipLimit;
use leitong::dedup::{DuplicateKind, Keep, PASSAGE_CHARS, PASSAGE_SIMILARITY};
use leitong::document::Level;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::laws_dedup::{Place, parts, place};
use crate::support::dedup::{Case, Outcome, lines, text_of};
use crate::support::program::leitong;
use crate::support::{Numbers, cases, content_chars};

/// A case that cuts passages of at least so many ideographs.
fn case_of(texts: &[String], min_chars: usize) -> Case {
    let mut case = Case::of(lines(texts));
    case.set(|settings| settings.level(Level::Passage));
    case.compare_with(|matching| matching.similarity(PASSAGE_SIMILARITY).min_chars(min_chars));
    case
}

/// The texts that come out.
fn out(case: &Case) -> Vec<String> {
    case.out().lines().map(text_of).collect()
}

/// A sentence of its own, of one or two clauses.
pub(crate) fn sentence(numbers: &mut Numbers, from: usize, to: usize) -> String {
    let len = numbers.between(from, to);
    let mut text: Vec<char> = numbers.text(len);
    if numbers.percent(50) {
        text.insert(len / 2, '，');
    }
    text.push(['。', '！', '？'][numbers.between(0, 2)]);
    text.into_iter().collect()
}

/// `text` without the characters of these parts.
fn without(text: &str, parts: &[(usize, usize)]) -> String {
    let is_cut = |at: usize| parts.iter().any(|&(start, end)| (start..end).contains(&at));
    text.chars().enumerate().filter(|&(at, _)| !is_cut(at)).map(|(_, char)| char).collect()
}

/// The lines of a text that are not blank: lines on which nothing is left go with their ends.
fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim_end).filter(|line| !line.is_empty())
}

/// Number of characters that two texts have in common, in order.
pub(crate) fn common_subsequence(a: &[char], b: &[char]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (at, y) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if x == y { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

fn chars(text: &str, entry: &Value, start: &str, end: &str) -> Vec<char> {
    let bound = |name: &str| entry[name].as_u64().expect("a number") as usize;
    let part: String = text.chars().take(bound(end)).skip(bound(start)).collect();
    content_chars(&part)
}

/// Whether a cut may lie between two characters of a text.
fn divides_clauses(before: Option<char>, behind: Option<char>) -> bool {
    let is_sign = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '、');
    is_sign(before) || is_sign(behind)
}

/// Checks what holds of every run over records of one file, of which the first ranks first: what
/// remains and what was cut are the text, and what was cut stands in what remains of an earlier
/// record, or earlier in the same one.
fn check(case: &Case, texts: &[String], outcome: &Outcome) {
    let summary = &outcome.summary;
    assert_eq!(summary.kept + summary.removed + summary.skipped, summary.read);
    assert_eq!(summary.parts_removed, outcome.list.len());
    let cuts: BTreeMap<Place, Vec<(usize, usize)>> = parts(outcome);
    let of = |place: &Place| cuts.get(place).map_or(&[][..], Vec::as_slice);
    let path = case.path("in.jsonl").to_string_lossy().into_owned();
    let mut out = out(case).into_iter();
    for (line, text) in (1..).zip(texts) {
        let cut = of(&(path.clone(), line));
        let left = without(text, cut);
        if cut.is_empty() {
            assert_eq!(out.next().as_ref(), Some(text), "nothing else changes");
        } else if !left.trim().is_empty() {
            let out = out.next().expect("something is left");
            assert!(lines_of(&out).eq(lines_of(&left)), "{out:?} {left:?}");
        }
    }
    assert_eq!(out.next(), None);
    for entry in &outcome.list {
        let (own, kept) = (place(entry, "path", "line"), place(entry, "of_path", "of_line"));
        let [text, source] = [&own, &kept].map(|place| &texts[place.1 as usize - 1]);
        let bound = |name: &str| entry[name].as_u64().expect("a number") as usize;
        let (start, end) = (bound("start"), bound("end"));
        let is_first = kept.1 < own.1 || kept.1 == own.1 && bound("of_end") <= start;
        assert!(is_first, "{entry}");
        let is_kept =
            |&(from, to): &(usize, usize)| to <= bound("of_start") || bound("of_end") <= from;
        assert!(of(&kept).iter().all(is_kept), "what it stands in is kept: {entry}");
        let [cut, stays] =
            [chars(text, entry, "start", "end"), chars(source, entry, "of_start", "of_end")];
        let similarity = entry["similarity"].as_f64().expect("a number");
        let truth = common_subsequence(&cut, &stays) as f64 / cut.len() as f64;
        assert!(similarity >= PASSAGE_SIMILARITY && similarity <= truth + 1e-4, "{entry} {truth}");
        assert_eq!(entry["kind"] == "exact", cut == stays, "{entry}");
        assert_eq!(entry["measure"], "edit");
        let at = |at: usize| text.chars().nth(at);
        let before = start.checked_sub(1).and_then(at);
        assert!(
            divides_clauses(before, at(start)) && divides_clauses(at(end - 1), at(end)),
            "{entry}"
        );
    }
    for spans in cuts.values() {
        assert!(spans.is_sorted() && spans.windows(2).all(|pair| pair[0].1 <= pair[1].0));
    }
}

#[test]
fn a_passage_has_the_minimum_length() {
    let (passage, own) = (long_text(61, 1), [62, 63].map(|seed| long_text(seed, 1)));
    let texts = [format!("{}{passage}", own[0]), format!("{}{passage}", own[1])];
    for (min_chars, cuts) in [(60, 1), (61, 0)] {
        let case = case_of(&texts, min_chars);
        assert_eq!(case.run().list.len(), cuts, "{min_chars}");
    }
}

/// Texts of sentences that come from a few, with the ends of lines and the signs of real texts.
fn repetitive(numbers: &mut Numbers, few: &[String]) -> String {
    let mut text = String::new();
    for _ in 0..numbers.between(0, 8) {
        text.push_str(["", "", "　　", "“"][numbers.between(0, 3)]);
        text.push_str(&few[numbers.between(0, few.len() - 1)]);
        text.push_str(["", "”", "\n", "\r\n", "\n\n"][numbers.between(0, 4)]);
    }
    text
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn what_remains_and_what_was_cut_are_the_text(seed: u64, records in 1_usize..14, edits in 0_usize..8) {
        let mut numbers = Numbers::new(seed);
        let few: Vec<String> = (0..10).map(|_| sentence(&mut numbers, 8, 60)).collect();
        let texts: Vec<String> = (0..records)
            .map(|_| {
                let text: Vec<char> = repetitive(&mut numbers, &few).chars().collect();
                numbers.edited(&text, edits).into_iter().collect()
            })
            .collect();
        let mut case = case_of(&texts, 20);
        let outcome = case.run();
        check(&case, &texts, &outcome);
        let (text, list) = (case.out(), outcome.list);
        case.threads = 1 + records % 4 * 2;
        let again = case.run();
        prop_assert_eq!((case.out(), again.list), (text, list), "for any number of threads");
    }

    #[test]
    fn of_each_sentence_that_is_long_enough_the_first_stays(seed: u64, records in 1_usize..14) {
        let mut numbers = Numbers::new(seed);
        let few: Vec<String> = (0..10).map(|_| sentence(&mut numbers, 24, 60)).collect();
        let texts: Vec<String> = (0..records).map(|_| repetitive(&mut numbers, &few)).collect();
        let case = case_of(&texts, 24);
        let outcome = case.run();
        check(&case, &texts, &outcome);
        prop_assert_eq!(outcome.summary.capped, 0);
        let left = out(&case).concat();
        for sentence in &few {
            let stood = texts.iter().any(|text| text.contains(sentence));
            prop_assert_eq!(left.matches(sentence).count(), usize::from(stood), "{}", sentence);
        }
    }
}

/// Documents of sentences that nothing else has, and passages of several of them that were put into
/// other documents.
struct Planted {
    texts: Vec<String>,
    /// Characters of the passages that were put in.
    put_in: usize,
    /// Characters of everything else.
    own: usize,
}

impl Planted {
    fn new(seed: u64, percent: usize) -> Self {
        let mut numbers = Numbers::new(seed);
        let document = |numbers: &mut Numbers| -> Vec<String> {
            (0..12).map(|_| sentence(numbers, 20, 50)).collect()
        };
        let sources: Vec<Vec<String>> = (0..60).map(|_| document(&mut numbers)).collect();
        let mut planted = Self { texts: Vec::new(), put_in: 0, own: 0 };
        let mut targets: Vec<String> = Vec::new();
        for source in &sources {
            let (from, len) = (numbers.between(0, 7), numbers.between(3, 5));
            let passage: Vec<String> = source[from..from + len]
                .iter()
                .map(|sentence| {
                    let (text, end) = sentence.split_at(sentence.len() - 3);
                    let text: Vec<char> = text.chars().collect();
                    numbers.edited(&text, percent).into_iter().chain(end.chars()).collect()
                })
                .collect();
            let mut target = document(&mut numbers);
            let at = numbers.between(0, target.len());
            planted.put_in += passage.concat().chars().count();
            planted.own += (source.concat() + &target.concat()).chars().count();
            target.insert(at, passage.concat());
            targets.push(target.concat());
        }
        planted.texts = sources.into_iter().map(|source| source.concat()).chain(targets).collect();
        planted
    }

    /// Shares of the planted and of the other characters that are cut.
    fn cut(&self) -> (f64, f64) {
        let mut case = case_of(&self.texts, PASSAGE_CHARS);
        // Among edits with any characters some are names or negations.
        case.set(|settings| settings.guard(false));
        let outcome = case.run();
        check(&case, &self.texts, &outcome);
        let cut: usize = parts(&outcome).values().flatten().map(|(start, end)| end - start).sum();
        let own: usize = out(&case)[..60].iter().map(|text| text.chars().count()).sum();
        let sources: usize = self.texts[..60].iter().map(|text| text.chars().count()).sum();
        (cut as f64 / self.put_in as f64, (sources - own) as f64 / self.own as f64)
    }
}

#[test]
fn passages_that_were_put_into_other_documents_are_cut() {
    for (percent, least) in [(0, 0.99), (2, 0.98), (4, 0.95)] {
        for seed in 1..4 {
            let (recall, wrong) = Planted::new(seed, percent).cut();
            assert!((least..=1.0).contains(&recall), "{percent} % edited: {recall}");
            assert!(wrong < f64::EPSILON, "{wrong} of the sources is cut");
        }
    }
}

#[test]
fn nothing_is_cut_from_texts_without_repeats() {
    let mut numbers = Numbers::new(9);
    let texts: Vec<String> = (0..80)
        .map(|_| (0..20).map(|_| sentence(&mut numbers, 5, 60)).collect::<String>())
        .collect();
    let case = case_of(&texts, PASSAGE_CHARS);
    let outcome = case.run();
    assert_eq!((outcome.list.len(), outcome.summary.kept), (0, 80));
    assert_eq!(case.out().into_bytes(), case.read("in.jsonl"));
}

/// A text of this many ideographs, in sentences of sixty.
fn long_text(seed: u64, sentences: usize) -> String {
    let mut numbers = Numbers::new(seed);
    (0..sentences).map(|_| sentence(&mut numbers, 60, 60)).collect()
}

#[test]
fn samples_that_do_not_fit_into_the_memory_are_refused() {
    let mut numbers = Numbers::new(3);
    let texts: Vec<String> =
        (0..12).map(|_| numbers.text(600_000).into_iter().collect::<String>()).collect();
    let mut case = case_of(&texts, 10);
    case.set(|settings| settings.memory(64 << 20).guard(false));
    let (said, names) = case.failure(|_, _| ());
    let reason = "memory: the samples of passages take more than 32 MiB, half of the memory; allow more, such as ";
    assert!(said.starts_with(reason), "{said}");
    assert_eq!(names, ["in.jsonl"]);
    let needed: u64 = said[reason.len()..].trim_end_matches('M').parse().expect("a number");
    assert!((65..400).contains(&needed), "{needed}");
}

#[test]
fn a_record_that_repeats_itself_keeps_its_beginning() {
    for (text, times) in [(long_text(1, 3), 40), (long_text(2, 1), 3), (long_text(3, 30), 2)] {
        let texts = [text.repeat(times)];
        let case = case_of(&texts, PASSAGE_CHARS);
        let outcome = case.run();
        check(&case, &texts, &outcome);
        assert_eq!(out(&case), [text]);
    }
}

#[test]
fn of_equal_records_one_stays() {
    let texts = vec![long_text(1, 3); 70];
    let case = case_of(&texts, PASSAGE_CHARS);
    let outcome = case.run();
    check(&case, &texts, &outcome);
    assert_eq!(out(&case), texts[..1]);
    assert_eq!((outcome.summary.emptied, outcome.summary.removed_equal), (69, 69));
}

#[test]
fn texts_without_clauses_or_without_an_end_are_no_trouble() {
    let texts: Vec<String> =
        ["", "甲", "甲乙", "甲乙丙", "……", "甲", "\n", "\u{FEFF}"].map(String::from).into();
    let case = case_of(&texts, 10);
    assert_eq!(case.run().list.len(), 0);
    assert_eq!(case.out().into_bytes(), case.read("in.jsonl"));
    let texts =
        ["甲".repeat(20_000), "甲乙".repeat(9_000), "ab ".repeat(9_000), "丁。".repeat(9_000)];
    let case = case_of(&texts, PASSAGE_CHARS);
    let outcome = case.run();
    check(&case, &texts, &outcome);
    let left = out(&case);
    assert_eq!(left[..3], texts[..3], "there is no clause to cut");
    assert!(left[3].chars().count() < 600, "{}", left[3].chars().count());
}

#[test]
fn what_stands_in_what_stands_in_another_is_cut_once() {
    let [a, b, c] = [3, 6, 9].map(|sentences| long_text(5, sentences));
    let texts = [a.clone(), b.clone(), c.clone()];
    let case = case_of(&texts, PASSAGE_CHARS);
    let outcome = case.run();
    check(&case, &texts, &outcome);
    assert_eq!(out(&case), [a.clone(), b[a.len()..].into(), c[b.len()..].into()]);
    // The other way round, nothing is left of what is inside.
    let texts = [c.clone(), b, a];
    let case = case_of(&texts, PASSAGE_CHARS);
    check(&case, &texts, &case.run());
    assert_eq!(out(&case), [c]);
}

/// The text with every `step`th character from `first` on replaced.
fn changed(text: &str, first: usize, step: usize) -> String {
    let is_changed = |(at, c): &(usize, char)| c.is_alphanumeric() && at % step == first;
    text.chars().enumerate().map(|char| if is_changed(&char) { '新' } else { char.1 }).collect()
}

#[test]
fn nothing_is_cut_for_a_passage_that_was_cut() {
    let a = long_text(7, 4);
    let b = changed(&a, 3, 16);
    let c = changed(&b, 9, 16);
    // Both steps change a sixteenth of the characters, together an eighth.
    let texts = [a.clone(), b, c.clone()];
    let case = case_of(&texts, PASSAGE_CHARS);
    let outcome = case.run();
    check(&case, &texts, &outcome);
    assert_eq!(out(&case), [a, c]);
}

#[test]
fn the_signs_and_widths_of_a_passage_do_not_matter() {
    let text = "在去年十二月召开的会议上，代表们一致通过了２０２５年度的预算报告，并对环境保护、教育公平和医疗改革等议题进行了深入讨论，提出了三十多条具体的建议。";
    let copy = "在去年十二月召开的会议上 代表们一致通过了2025年度的\n预算报告, 并对环境保护/教育公平和医疗改革等议题进行了深入讨论; 提出了三十多条具体的建议!";
    let texts = [format!("甲方记录。{text}"), format!("乙方的说法。\n{copy}\n下文另叙。")];
    let case = case_of(&texts, PASSAGE_CHARS);
    let outcome = case.run();
    check(&case, &texts, &outcome);
    assert_eq!(out(&case)[1], "乙方的说法。\n下文另叙。");
    assert_eq!(outcome.list[0]["kind"], "exact");
}

#[test]
fn an_inserted_sentence_stays() {
    let text = long_text(11, 6);
    let middle =
        text.char_indices().filter(|(_, c)| "。！？".contains(*c)).nth(2).expect("there are six");
    let (before, behind) = text.split_at(middle.0 + middle.1.len_utf8());
    let new = "这里插进一句别处都没有的新话，说的是完全不同的事情。";
    let texts = [text.clone(), format!("{before}{new}{behind}")];
    let case = case_of(&texts, PASSAGE_CHARS);
    check(&case, &texts, &case.run());
    assert_eq!(out(&case), [text, new.into()]);
}

/// Two files that share a passage, the first of which has it twice.
fn two_inputs() -> (Case, String) {
    let (passage, own) = (long_text(21, 2), [31, 32, 33].map(|seed| long_text(seed, 1)));
    let mut case = case_of(&[], PASSAGE_CHARS);
    case.inputs = vec!["a.jsonl", "b.jsonl"];
    case.write("a.jsonl", lines(&[format!("{}{passage}", own[0]), format!("{passage}{}", own[1])]));
    case.write("b.jsonl", lines(&[format!("{passage}{}", own[2])]));
    (case, passage)
}

/// The numbers of the records that still have the passage.
fn holders(case: &Case, passage: &str) -> Vec<usize> {
    let out = out(case);
    (0..out.len()).filter(|&at| out[at].contains(passage)).collect()
}

#[test]
fn settings_say_which_occurrence_stays() {
    let (mut case, passage) = two_inputs();
    case.run();
    assert_eq!(holders(&case, &passage), [0]);
    case.set(|settings| settings.keep(Keep::Last));
    case.run();
    assert_eq!(holders(&case, &passage), [2]);
    let path = case.path("b.jsonl");
    case.set(|settings| settings.keep(Keep::First).prefer(vec![path.clone()]));
    case.run();
    assert_eq!(holders(&case, &passage), [2]);
    case.set(|settings| settings.prefer(Vec::new()).across(true));
    case.run();
    assert_eq!(holders(&case, &passage), [0, 1], "copies within an input stay");
    case.set(|settings| settings.across(false).remove([DuplicateKind::Near]));
    let outcome = case.run();
    assert_eq!(holders(&case, &passage), [0, 1, 2]);
    assert_eq!((outcome.list.len(), outcome.summary.duplicates_kept), (2, 2));
    case.set(|settings| settings.remove(DuplicateKind::ALL).max_removed(SkipLimit::Percent(50.0)));
    assert!(case.failure(|_, _| ()).0.contains("b.jsonl would lose"));
}

#[test]
fn the_reference_is_cut_from_the_collection_and_stays_whole() {
    let (mut case, passage) = two_inputs();
    (case.against, case.inputs) = (vec!["b.jsonl"], vec!["a.jsonl"]);
    case.run();
    assert_eq!(holders(&case, &passage), [0; 0]);
    case.write("b.jsonl", lines(&[long_text(40, 2)]));
    case.set(|settings| settings.keep(Keep::All));
    case.run();
    assert_eq!(holders(&case, &passage), [0, 1], "the collection is not compared with itself");
}

#[test]
fn passages_are_cut_from_all_formats_that_come_out_as_they_came() {
    let (passage, own) = (long_text(51, 2), long_text(52, 1));
    let (first, second) = (format!("{own}{passage}"), format!("开头。\n{passage}结尾。"));
    let expected = "开头。\n结尾。";
    let mut case = case_of(&[], PASSAGE_CHARS);
    (case.inputs, case.output) = (vec!["in"], "out");
    case.write("in/a.txt", &first);
    case.write("in/b.md", &second);
    case.write("in/c.json", json!([{"text": first}, {"n": 1, "text": second}]).to_string());
    case.write("in/d.csv", format!("text,n\n\"{second}\",7\n"));
    let outcome = case.run();
    assert_eq!(outcome.summary.parts_removed, 4, "{:?}", outcome.list);
    assert_eq!(case.read("out/a.txt"), first.as_bytes());
    assert_eq!(String::from_utf8(case.read("out/b.md")).expect("UTF-8"), expected);
    let json = json!([{"n": 1, "text": expected}]);
    let left: Value = serde_json::from_slice(&case.read("out/c.json")).expect("JSON");
    assert_eq!(left, json);
    let csv = String::from_utf8(case.read("out/d.csv")).expect("UTF-8");
    assert_eq!(csv, format!("text,n\n\"{expected}\",7\n"));
}

/// The data of the page of a run.
fn page_data(case: &Case) -> Value {
    let args = ["dedup", "in.jsonl", "--level", "passage", "--guard", "off", "--html", "page.html"];
    assert_eq!(leitong(case, &args).code, Some(0));
    let page = String::from_utf8(case.read("page.html")).expect("UTF-8");
    let data = page.split_once(r#"id="data">"#).expect("the page has data").1;
    let (data, _) = data.split_once("</script>").expect("they end");
    serde_json::from_str(data).expect("JSON")
}

#[test]
fn equal_copies_are_one_variant_of_the_page() {
    let passage = long_text(74, 2);
    let copies = [passage.clone(), changed(&passage, 5, 40), changed(&passage, 9, 50)];
    let own = [75, 76, 77, 78, 79].map(|seed| long_text(seed, 1));
    let of = [0, 1, 1, 0, 2].iter().zip(&own);
    let texts: Vec<String> = of.map(|(&copy, own)| format!("{own}{}", copies[copy])).collect();
    let data = page_data(&case_of(&texts, PASSAGE_CHARS));
    let clusters = data["clusters"].as_array().expect("a list");
    assert_eq!(clusters.len(), 1);
    assert_eq!(clusters[0]["variants"], 3);
    let members = clusters[0]["members"].as_array().expect("a list");
    let variants: Vec<u64> =
        members.iter().map(|member| member["variant"].as_u64().expect("a number")).collect();
    assert_eq!(variants, [0, 1, 1, 0, 2]);
}

#[test]
fn the_page_counts_each_passage_once() {
    // A record of which nothing is left, and one that loses a passage twice over.
    let [a, b, own] = [71, 72, 73].map(|seed| long_text(seed, 3));
    let case = case_of(&[format!("{a}{b}"), a.clone(), format!("{a}{own}{b}")], PASSAGE_CHARS);
    let data = page_data(&case);
    let removed = &data["removed"];
    assert_eq!([&removed["removed"], &removed["parts"]], [1, 3]);
    assert_eq!([&removed["all"], &removed["listed"], &removed["laid"]], [3; 3]);
    assert!(data["ledger"].is_null(), "no seeds were searched: {}", data["ledger"]);
}

#[test]
fn a_clause_with_another_name_stays_unless_the_guard_is_off() {
    let notice = |name: &str| {
        format!(
            "受省委委托，慰问困难群众的工作组到县里，这次由{name}带队，走访三个乡镇的学校和敬老院。\
             各地要继续落实好帮扶措施，做到不漏一户，不落一人，让群众温暖过冬。"
        )
    };
    let mut case = case_of(&[notice("王建国"), notice("李志强")], 20);
    let rest =
        "受省委委托，慰问困难群众的工作组到县里，这次由李志强带队，走访三个乡镇的学校和敬老院。";
    case.run();
    assert_eq!(out(&case), [notice("王建国"), rest.into()]);
    case.set(|settings| settings.guard(false));
    case.run();
    assert_eq!(out(&case), [notice("王建国")]);
}

#[test]
fn places_of_formulas_that_are_not_looked_at_are_counted() {
    let mut numbers = Numbers::new(1);
    let formula: String = numbers.text(40).into_iter().collect();
    let mut own = || numbers.text(200).into_iter().collect::<String>();
    let texts: Vec<String> = (0..6).map(|_| format!("{}。{formula}。{}", own(), own())).collect();
    // The formula is too short to be cut. Of each of its samples four places in a batch are looked at.
    for (records, is_capped) in [(5, false), (6, true)] {
        let summary = case_of(&texts[..records], PASSAGE_CHARS).run().summary;
        assert_eq!((summary.parts_removed, summary.capped > 0), (0, is_capped), "{records}");
    }
}
