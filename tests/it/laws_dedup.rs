//! What `dedup` promises, against every record compared with every other.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::Read;

use leitong::dedup::Keep;
use leitong::document::Level;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::dedup::{
    Case, LIST, Outcome, by_jaccard, grams, jaccard, line, lines, text_of,
};
use crate::support::{Numbers, cases, gzip, utf_16, zstd};

const THRESHOLD: f64 = 0.7;

/// Texts and edited copies of them in any order: also empty ones, short ones, and some without
/// content.
fn texts(seed: u64, families: usize, copies: usize, longest: usize) -> Vec<String> {
    let mut numbers = Numbers::new(seed);
    let mut texts = Vec::new();
    for _ in 0..families {
        let len = numbers.between(0, longest);
        let text = numbers.text(len);
        for _ in 0..numbers.between(1, copies) {
            let percent = numbers.between(0, 30) * numbers.between(0, 30) / 30;
            let mut copy: String = numbers.edited(&text, percent).iter().collect();
            if numbers.percent(30) {
                copy.push(['。', '\n', ' ', '!'][numbers.between(0, 3)]);
            }
            texts.push(copy);
        }
    }
    for at in (1..texts.len()).rev() {
        texts.swap(at, numbers.between(0, at));
    }
    texts
}

/// Records with more than their texts, one a line, some behind blank lines.
fn records(seed: u64, texts: &[String]) -> Vec<String> {
    let mut numbers = Numbers::new(seed);
    let record = |(at, text): (usize, &String)| {
        let day = numbers.between(1, 5);
        let blank = if numbers.percent(10) { " \n" } else { "" };
        format!(
            "{blank}{}\n",
            json!({"day": day, "id": format!("r{at}"), "text": text, "n": [1, {"x": null}]})
        )
    };
    texts.iter().enumerate().map(record).collect()
}

/// Where a removed record stood, or the one for which it was removed: its file and line.
pub(crate) type Place = (String, u64);

pub(crate) fn place(entry: &Value, path: &str, line: &str) -> Place {
    (entry[path].as_str().expect("a path").to_owned(), entry[line].as_u64().unwrap_or(0))
}

/// The texts of all records of a file of lines, by file and line.
fn by_place(case: &Case, names: &[&str]) -> BTreeMap<Place, String> {
    let mut all = BTreeMap::new();
    for name in names {
        let path = case.path(name).to_string_lossy().into_owned();
        let text = String::from_utf8(case.read(name)).expect("UTF-8");
        for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
            all.insert((path.clone(), number), text_of(line));
        }
    }
    all
}

/// Checks what holds of every run over files of lines: nothing is lost, and for what goes something
/// stays that is like it.
fn check(case: &Case, outcome: &Outcome) {
    let summary = &outcome.summary;
    assert_eq!(summary.kept + summary.removed + summary.skipped, summary.read);
    assert_eq!(summary.removed, outcome.list.len());
    let own = by_place(case, &case.inputs);
    let all = by_place(case, &[case.against.as_slice(), &case.inputs].concat());
    assert_eq!(summary.read, own.len() + summary.skipped);
    let removed: BTreeSet<Place> =
        outcome.list.iter().map(|entry| place(entry, "path", "line")).collect();
    assert_eq!(removed.len(), outcome.list.len(), "nothing is removed twice");
    for entry in &outcome.list {
        let (goes, stays) = (place(entry, "path", "line"), place(entry, "of_path", "of_line"));
        assert!(own.contains_key(&goes) && all.contains_key(&stays), "{entry}");
        assert!(!removed.contains(&stays), "what something is removed for stays: {entry}");
        if entry["measure"] != "jaccard" {
            continue;
        }
        let (similarity, truth) =
            (entry["similarity"].as_f64().expect("a number"), jaccard(&all[&goes], &all[&stays]));
        assert!((similarity - truth).abs() <= 1e-4, "{entry} {truth}");
        assert!(truth >= case.settings.get_matching().get_similarity(), "{entry} {truth}");
    }
    let mut left = String::new();
    for name in &case.inputs {
        let path = case.path(name).to_string_lossy().into_owned();
        let text = String::from_utf8(case.read(name)).expect("UTF-8");
        let stays = |number| !removed.contains(&(path.clone(), number));
        left.extend(
            text.split_inclusive('\n')
                .zip(1..)
                .filter(|&(_, number)| stays(number))
                .map(|(line, _)| line),
        );
    }
    assert_eq!(case.out(), left, "the output is the input without what is listed");
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn every_record_stays_as_it_is_or_is_listed(
        seed: u64, longest in 0_usize..40, similarity in 0.4_f64..1.0, keep in 0_usize..6, split in 0_usize..30,
    ) {
        let all = records(seed, &texts(seed, 8, 5, longest));
        let split = split.min(all.len());
        let mut case = Case::new();
        case.inputs = vec!["a.jsonl", "b.jsonl"];
        case.write("a.jsonl", all[..split].concat());
        case.write("b.jsonl", all[split..].concat());
        case.compare_with(|matching| matching.similarity(similarity));
        let keep = ["first", "last", "longest", "day:min", "day:max", "none:min"][keep];
        case.set(|settings| settings.keep(keep.parse().expect("known")));
        check(&case, &case.run());
    }

    #[test]
    fn what_a_reference_holds_goes(seed: u64, longest in 0_usize..40, all_stay: bool) {
        let all = records(seed, &texts(seed, 8, 5, longest));
        let mut case = Case::of(all[all.len() / 3..].concat());
        case.write("reference.jsonl", all[..all.len() / 3].concat());
        case.against = vec!["reference.jsonl"];
        case.set(|settings| settings.keep(if all_stay { Keep::All } else { Keep::Last }));
        let outcome = case.run();
        check(&case, &outcome);
        let by_reference = outcome.list.iter().filter(|entry| entry["of_path"] == json!(case.path("reference.jsonl"))).count();
        prop_assert_eq!(by_reference, outcome.summary.removed_by_reference);
        prop_assert!(!all_stay || by_reference == outcome.summary.removed, "inner duplicates stay");
        let reference = by_place(&case, &["reference.jsonl"]);
        for text in case.out().lines().filter(|line| !line.trim().is_empty()).map(text_of) {
            let equal = reference.values().any(|of| !grams(of).contains(&vec![]) && grams(of) == grams(&text));
            prop_assert!(!equal, "{text:?} stands in the reference");
        }
    }

    #[test]
    fn which_one_is_kept_for_its_field_does_not_depend_on_the_order(seed: u64, shift in 0_usize..40, largest: bool) {
        let mut all: Vec<String> = records(seed, &texts(seed, 8, 5, 30)).iter().map(|line| line.trim_start().to_owned()).collect();
        let kept = |all: &[String]| {
            let mut case = Case::new();
            case.inputs = vec!["a.jsonl", "b.jsonl"];
            case.write("a.jsonl", all[..all.len() / 2].concat());
            case.write("b.jsonl", all[all.len() / 2..].concat());
            let keep = if largest { Keep::Largest } else { Keep::Smallest };
            case.set(|settings| settings.keep(keep("day".into())));
            case.run();
            case.out().lines().map(str::to_owned).collect::<BTreeSet<_>>()
        };
        let before = kept(&all);
        let len = all.len();
        all.rotate_left(shift % len);
        all.reverse();
        prop_assert_eq!(kept(&all), before);
    }

    #[test]
    fn short_texts_are_alike_only_when_equal(texts in prop::collection::vec("[ab，\n ]{0,5}", 0..12)) {
        let case = Case::of(lines(&texts));
        case.run();
        let content = |text: &str| {
            let content: String = text.chars().filter(|char| char.is_alphabetic()).collect();
            if content.is_empty() { (true, text.to_owned()) } else { (false, content) }
        };
        let mut seen = HashSet::new();
        let stays: Vec<String> = texts.iter().filter(|text| seen.insert(content(text))).cloned().collect();
        prop_assert_eq!(case.out().lines().map(text_of).collect::<Vec<_>>(), stays);
    }
}

/// How many pairs are clearly alike, and how many alike at all.
fn pairs(sets: &[BTreeSet<usize>]) -> (usize, usize) {
    let (mut clear, mut any) = (0, 0);
    for (at, a) in sets.iter().enumerate() {
        for b in &sets[at + 1..] {
            let most = a.len().min(b.len()) as f64 / a.len().max(b.len()) as f64;
            if most < THRESHOLD {
                continue;
            }
            let shared = a.intersection(b).count();
            let similarity = shared as f64 / (a.len() + b.len() - shared) as f64;
            any += usize::from(similarity >= THRESHOLD);
            clear += usize::from(similarity >= THRESHOLD + 0.05);
        }
    }
    (clear, any)
}

#[test]
fn pairs_that_are_alike_do_not_both_stay() {
    let all = texts(7, 500, 9, 250);
    let case = Case::of(lines(&all));
    check(&case, &case.run());
    let mut numbers = HashMap::new();
    let mut numbered = |text: &str| {
        let mut known = |gram| {
            let next = numbers.len();
            *numbers.entry(gram).or_insert(next)
        };
        grams(text).into_iter().map(&mut known).collect::<BTreeSet<usize>>()
    };
    let kept: Vec<BTreeSet<usize>> =
        case.out().lines().map(|line| numbered(&text_of(line))).collect();
    let all: Vec<BTreeSet<usize>> = all.iter().map(|text| numbered(text)).collect();
    let ((clear, any), (clear_left, left)) = (pairs(&all), pairs(&kept));
    println!("{clear_left} of {clear} clear pairs and {left} of {any} pairs stay");
    assert!(clear > 1_000 && any > clear, "{clear} {any}");
    assert!(clear_left * 100 <= clear && left * 100 <= any * 3);
}

#[test]
fn what_was_deduplicated_has_no_duplicates() {
    let mut case = Case::of(lines(&texts(11, 300, 6, 150)));
    case.set(by_jaccard);
    assert!(case.run().summary.removed > 200);
    let mut again = Case::of(case.out());
    again.set(by_jaccard);
    let outcome = again.run();
    assert_eq!(
        (outcome.summary.removed, again.out() == case.out()),
        (0, true),
        "{:?}",
        outcome.list
    );
}

/// A paragraph of its own, long enough to be compared.
fn paragraph(numbers: &mut Numbers) -> String {
    let len = numbers.between(30, 60);
    numbers.text(len).into_iter().chain(['。']).collect()
}

/// A text of paragraphs that come from a few, with the ends of lines, the blanks and the short
/// lines of real texts.
fn repetitive(numbers: &mut Numbers, few: &[String]) -> String {
    let mut text = String::new();
    for _ in 0..numbers.between(1, 6) {
        text.push_str(["", "", "　　", "\t"][numbers.between(0, 3)]);
        text.push_str(&few[numbers.between(0, few.len() - 1)]);
        text.push_str(["\n", "\r\n", "\n\n", " \n短\n"][numbers.between(0, 3)]);
    }
    if numbers.percent(30) { text.trim_end().to_owned() } else { text }
}

fn few_paragraphs(numbers: &mut Numbers) -> Vec<String> {
    (0..12).map(|_| paragraph(numbers)).collect()
}

/// `text` without the characters of these parts, and without the lines on which nothing else stood.
fn without(text: &str, parts: &[(usize, usize)]) -> String {
    let is_cut = |at: usize| parts.iter().any(|&(start, end)| (start..end).contains(&at));
    let (mut left, mut at) = (String::new(), 0);
    for line in text.split_inclusive('\n') {
        let chars: Vec<(usize, char)> = (at..).zip(line.chars()).collect();
        at += chars.len();
        let rest: String =
            chars.iter().filter(|&&(at, _)| !is_cut(at)).map(|&(_, char)| char).collect();
        if chars.iter().all(|&(at, _)| !is_cut(at)) || !rest.trim().is_empty() {
            left.push_str(&rest);
        }
    }
    left
}

/// The parts that a list has, by the lines or files they were taken from.
pub(crate) fn parts(outcome: &Outcome) -> BTreeMap<Place, Vec<(usize, usize)>> {
    let mut parts: BTreeMap<Place, Vec<(usize, usize)>> = BTreeMap::new();
    for entry in &outcome.list {
        let bound = |name: &str| entry[name].as_u64().expect("a number") as usize;
        parts.entry(place(entry, "path", "line")).or_default().push((bound("start"), bound("end")));
    }
    parts
}

#[test]
fn paragraphs_go_and_all_else_stays() {
    for seed in 0..40 {
        let mut numbers = Numbers::new(seed);
        let few = few_paragraphs(&mut numbers);
        let texts: Vec<String> = (0..12).map(|_| repetitive(&mut numbers, &few)).collect();
        let record = |text: &str| {
            format!("{{ \"a\": 1.50,\"text\" :{} , \"b\":\"\\u96f7\" }}\u{3000}\r\n", json!(text))
        };
        let mut case = Case::of(texts.iter().map(|text| record(text)).collect::<String>());
        case.set(|settings| settings.level(Level::Paragraph));
        let outcome = case.run();
        let (parts, path) = (parts(&outcome), case.path("in.jsonl").to_string_lossy().into_owned());
        let mut expected = String::new();
        for (text, line) in texts.iter().zip(1..) {
            let left =
                without(text, parts.get(&(path.clone(), line)).map_or(&[][..], Vec::as_slice));
            if !left.trim().is_empty() {
                expected.push_str(&record(&left));
            }
        }
        assert_eq!(case.out(), expected, "seed {seed}");
        let mut seen = HashSet::new();
        let first: Vec<&str> = texts
            .iter()
            .flat_map(|text| text.lines())
            .map(str::trim)
            .filter(|line| line.len() > 30 && seen.insert(*line))
            .collect();
        let outs: Vec<String> = case.out().lines().map(|line| text_of(line.trim())).collect();
        let kept: Vec<&str> = outs
            .iter()
            .flat_map(|text| text.lines())
            .map(str::trim)
            .filter(|line| line.len() > 30)
            .collect();
        assert_eq!(kept, first, "the first of each paragraph stays");
        assert_eq!(outcome.summary.parts_removed, outcome.list.len());
    }
}

#[test]
fn a_speech_goes_with_its_heading() {
    let mut numbers = Numbers::new(3);
    let speeches: Vec<String> = (0..4)
        .map(|_| format!("同志们：\n{}\n{}\n", paragraph(&mut numbers), paragraph(&mut numbers)))
        .collect();
    let collection = |which: &[usize]| -> String {
        let speech = |(&at, number): (&usize, i32)| {
            ["范文", &number.to_string(), "\n", &speeches[at]].concat()
        };
        which.iter().zip(1..).map(speech).collect()
    };
    let mut case = Case::new();
    (case.inputs, case.output) = (vec!["in"], "out");
    case.set(|settings| settings.level(Level::Speech));
    case.write("in/a.txt", collection(&[0, 1]));
    case.write("in/b.txt", collection(&[2, 1, 3, 0]));
    case.write("in/c.txt", collection(&[3, 2]));
    let outcome = case.run();
    assert_eq!(case.names("out"), ["a.txt", "b.txt"], "nothing is left of the third");
    assert_eq!(case.read("out/a.txt"), case.read("in/a.txt"));
    let left = collection(&[2, 1, 3, 0])
        .replace(&format!("范文2\n{}", speeches[1]), "")
        .replace(&format!("范文4\n{}", speeches[0]), "");
    assert_eq!(String::from_utf8(case.read("out/b.txt")).expect("UTF-8"), left);
    assert_eq!(
        (outcome.summary.parts_removed, outcome.summary.emptied, outcome.summary.changed),
        (4, 1, 1)
    );
}

/// How a text is written in an encoding.
type Encode = dyn Fn(&str) -> Vec<u8>;

/// What can be read in an encoding is more than what can be written in it: rare characters in GBK,
/// Cantonese in Big5.
#[test]
fn texts_come_out_in_their_encodings() {
    let common = "同志們今天我們在這裡舉行新學期的開學典禮首先請允許我代表學校向新來的老師和同學們表示熱烈的歡迎。";
    let own = "過去一年我們的圖書館增加了三千多冊新書操場也重新鋪設了跑道大家都很高興。";
    let rare = |rare: &'static [u8]| move |bytes: Vec<u8>| [&bytes[..], rare].concat();
    let wide = |order| move |text: &str| utf_16(text, order);
    let marked = |order| move |text: &str| utf_16(&format!("\u{FEFF}{text}"), order);
    let encodings: [(&str, Box<Encode>); 6] = [
        ("utf-8", Box::new(|text| format!("\u{FEFF}{text}𠮷").into_bytes())),
        ("utf-16le", Box::new(marked(u16::to_le_bytes))),
        ("utf-16be", Box::new(marked(u16::to_be_bytes))),
        ("utf-16le without a mark", Box::new(wide(u16::to_le_bytes))),
        (
            "gb18030",
            Box::new(move |text| {
                rare(b"\x95\x32\xB7\x37")(encoding_rs::GB18030.encode(text).0.into_owned())
            }),
        ),
        (
            "big5",
            Box::new(move |text| {
                rare(b"\x9D\xF7\x9D\xEF")(encoding_rs::BIG5.encode(text).0.into_owned())
            }),
        ),
    ];
    for (name, encode) in encodings {
        let mut case = Case::new();
        (case.inputs, case.output) = (vec!["in"], "out");
        case.set(|settings| settings.level(Level::Paragraph));
        let first = encode(&format!("{common}\n短短。"));
        case.write("in/a.txt", &first);
        case.write("in/b.txt", encode(&format!("{own}\n{common}\n短。")));
        assert_eq!(case.run().summary.parts_removed, 1, "{name}");
        assert_eq!(case.read("out/a.txt"), first, "{name}");
        assert_eq!(case.read("out/b.txt"), encode(&format!("{own}\n短。")), "{name}");
    }
}

#[test]
fn lines_come_out_in_their_encodings() {
    let mut numbers = Numbers::new(5);
    let (a, b): (String, String) =
        (numbers.text(40).into_iter().collect(), numbers.text(40).into_iter().collect());
    let all = format!("{}{}", line("甲", &a), line("乙𠮷", &format!("{a}\n{b}\n")));
    let left = format!("{}{}", line("甲", &a), line("乙𠮷", &format!("{b}\n")));
    let encodings: [&Encode; 3] = [
        &|text| encoding_rs::GB18030.encode(text).0.into_owned(),
        &|text| utf_16(&format!("\u{FEFF}{text}"), u16::to_le_bytes),
        &|text| utf_16(text, u16::to_be_bytes),
    ];
    for encode in encodings {
        let mut case = Case::of(encode(&all));
        case.set(|settings| settings.level(Level::Paragraph));
        case.run();
        let out = case.read("out.jsonl");
        // The text itself is written in ASCII, which every encoding has.
        let ascii = |text: &str| {
            text.chars()
                .map(|char| {
                    if char.is_ascii() {
                        char.to_string()
                    } else {
                        format!("\\u{:04x}", u32::from(char))
                    }
                })
                .collect::<String>()
        };
        assert_eq!(out, encode(&left.replace(&format!("{b}\\n"), &ascii(&format!("{b}\\n")))));
    }
}

/// More texts than the keys of one chunk, and more keys than a small budget holds.
#[test]
fn threads_memory_blocks_and_packing_change_nothing() {
    // Families of more than a few look their members up by their keys, which lie on disk then.
    let all = [texts(2, 20, 60, 60), texts(1, 40_000, 4, 24)].concat();
    let all = records(1, &all);
    let whole = all.concat();
    let mut case = Case::of(&whole);
    case.compare_with(|matching| matching.slots(1024).similarity(0.5));
    let outcome = case.run();
    check(&case, &outcome);
    let removed = outcome.summary.removed;
    assert!(
        whole.len() > 4 << 20 && removed > 5_000,
        "{} bytes, {removed} of {}",
        whole.len(),
        all.len()
    );
    let (out, list) = (case.out(), case.read(LIST));

    case.threads = 8;
    case.set(|settings| settings.memory(64 << 20));
    let small = case.run();
    assert!(small.summary.spilled > 0 && outcome.summary.spilled == 0);
    assert!(case.out() == out && case.read(LIST) == list, "8 threads and little memory");
    assert_eq!(
        (small.summary.clusters, &small.summary.largest),
        (outcome.summary.clusters, &outcome.summary.largest)
    );

    case.threads = 1;
    case.set(|settings| settings.memory(4 << 30));
    case.inputs = vec!["a.jsonl.gz", "b.jsonl", "c.jsonl.zst"];
    case.write("a.jsonl.gz", gzip(all[..100].concat()));
    case.write("b.jsonl", all[100..20_001].concat());
    case.write("c.jsonl.zst", zstd(all[20_001..].concat()));
    case.output = "out.jsonl.zst";
    case.run();
    let unpacked = zstd::decode_all(&*case.read("out.jsonl.zst")).expect("the name packs");
    assert!(unpacked == out.as_bytes(), "one thread, files, and packed ones");
}

#[test]
fn a_folder_comes_out_as_a_folder() {
    let mut numbers = Numbers::new(9);
    let few = few_paragraphs(&mut numbers);
    let mut case = Case::new();
    (case.inputs, case.output) = (vec!["in"], "out");
    case.write("in/0-empty.jsonl", "");
    case.write("in/a/one.txt", &few[0]);
    case.write("in/a/two.md.gz", gzip(&few[1]));
    case.write("in/b/one.txt", format!("{}！\n", few[0]));
    case.write("in/b/two.jsonl", lines(&[&few[1], &few[2], &few[2]]));
    case.write("in/c.jsonl.zst", zstd(lines(&[&few[2]])));
    case.write("in/d.txt", "");
    let outcome = case.run();
    assert_eq!((outcome.summary.read, outcome.summary.removed), (8, 4));
    assert_eq!(
        (case.names("out"), case.names("out/b")),
        (
            ["0-empty.jsonl", "a", "b", "c.jsonl.zst", "d.txt"].map(str::to_owned).to_vec(),
            vec!["two.jsonl".to_owned()]
        )
    );
    for name in ["0-empty.jsonl", "a/one.txt", "d.txt"] {
        assert_eq!(case.read(&format!("out/{name}")), case.read(&format!("in/{name}")));
    }
    assert_eq!(case.read("out/b/two.jsonl"), line("1", &few[2]).into_bytes());
    assert_eq!(zstd::decode_all(&*case.read("out/c.jsonl.zst")).expect("zstd"), b"");
    let mut unpacked = String::new();
    flate2::read::GzDecoder::new(&*case.read("out/a/two.md.gz"))
        .read_to_string(&mut unpacked)
        .expect("gzip");
    assert_eq!(unpacked, few[1]);
}

/// Forms and templates: most of every text stands in all of them.
#[test]
fn what_all_texts_share_does_not_count_if_it_is_common() {
    let mut numbers = Numbers::new(13);
    let shared: Vec<String> = (0..9).map(|_| paragraph(&mut numbers)).collect();
    let texts: Vec<String> = (0..600)
        .map(|_| {
            format!(
                "{}\n{}\n{}",
                shared[..5].join("\n"),
                numbers.text(40).iter().collect::<String>(),
                shared[5..].join("\n")
            )
        })
        .collect();
    let mut case = Case::of(lines(&texts));
    case.set(by_jaccard);
    assert_eq!(case.run().summary.kept, 1, "nine tenths are the same: all are alike");
    case.set(|settings| settings.common(20));
    assert_eq!(case.run().summary.kept, 600);
    assert_eq!(case.out().into_bytes(), case.read("in.jsonl"));
    let twice = format!("{}{}", lines(&texts), lines(&texts[..50]));
    case.write("in.jsonl", twice);
    assert_eq!(case.run().summary.kept, 600, "what is the same without them is still removed");
    case.set(|settings| settings.common(600 + 50));
    assert_eq!(case.run().summary.kept, 1, "what stands in no more texts than that is not common");
}

/// Comparing each with each would take days.
#[test]
fn a_million_copies_cost_no_more_than_reading_them() {
    let three = lines(&[
        "床前明月光，疑是地上霜。举头望明月，低头思故乡。",
        "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。",
        "短",
    ]);
    let mut case = Case::of(three.repeat(333_334));
    case.threads = 2;
    let summary = case.run_unlisted();
    assert_eq!((summary.read, summary.kept, summary.removed_equal), (1_000_002, 3, 999_999));
    assert_eq!(case.out(), three);
}

/// One bucket holds everything, and nothing is alike.
#[test]
fn a_shingle_that_all_share_joins_nothing() {
    let mut numbers = Numbers::new(17);
    let texts: Vec<String> =
        (0..50_000).map(|_| "转发微博转".chars().chain(numbers.text(4)).collect()).collect();
    let distinct: HashSet<&String> = texts.iter().collect();
    let case = Case::of(lines(&texts));
    let summary = case.run_unlisted();
    assert_eq!(summary.kept, distinct.len(), "{summary:?}");
}

#[test]
fn the_first_the_last_or_the_longest_stays() {
    let text = "床前明月光，疑是地上霜。举头望明月，低头思故乡。";
    let mut case = Case::of(lines(&[
        text.to_owned(),
        format!("{text}！！！"),
        text.to_owned(),
        format!("{text}静夜思"),
        "别的".to_owned(),
    ]));
    case.compare_with(|matching| matching.similarity(0.6));
    for (keep, kept) in [("first", [0, 4]), ("last", [3, 4]), ("longest", [1, 4])] {
        case.set(|settings| settings.keep(keep.parse().expect("known")));
        check(&case, &case.run());
        let expected: Vec<Value> = kept.map(|id| json!(id.to_string())).to_vec();
        let ids = case
            .out()
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["id"].clone())
            .collect::<Vec<_>>();
        assert_eq!(ids, expected, "{keep}");
    }
    case.set(|settings| settings.keep(Keep::All));
    assert_eq!((case.run().summary.removed, case.out().into_bytes()), (0, case.read("in.jsonl")));
}
