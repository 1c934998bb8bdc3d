//! The running example: what reappears in the five documents of `seeds/`.

use std::path::PathBuf;

use leitong::corpus::{Collection, ReadOptions, read};
use leitong::document::Level;
use leitong::report::{Report, TerminalOptions, write_json, write_terminal};
use leitong::scan::{Findings, Kind, Match, MatchSide, ScanSettings};

use crate::support::{content_text, on_threads, root, scan, scan_with};

fn collection() -> Collection {
    let seeds = root().join("seeds");
    let mut collection = read(&[seeds], &ReadOptions::default()).expect("nothing is fatal");
    for document in &mut collection.documents {
        document.path = PathBuf::from("seeds").join(&document.id);
    }
    collection
}

/// The content of one side of a match.
fn side(collection: &Collection, side: &MatchSide) -> String {
    content_text(side.span.of(&collection.documents[side.document].text))
}

fn title<'f>(findings: &'f Findings, side: &MatchSide) -> &'f str {
    let speeches = &findings.outlines[side.document].speeches;
    side.speech.map_or("", |speech| speeches[speech].title.as_str())
}

/// The only match whose first side has `text` in it.
fn only_match<'f>(collection: &Collection, findings: &'f Findings, text: &str) -> &'f Match {
    let text = content_text(text);
    let mut found =
        findings.matches.iter().filter(|found| side(collection, &found.a).contains(&text));
    let first = found.next().unwrap_or_else(|| panic!("{text} was not found"));
    assert!(found.next().is_none(), "{text} is reported twice");
    first
}

#[test]
fn the_nankai_speech_stands_twice_and_is_told_once() {
    let collection = collection();
    let findings = scan(&collection);
    let found = only_match(&collection, &findings, "朱峰区长、赵萍部长分别就社区");
    assert_eq!((found.level, found.kind), (Level::Speech, Kind::Exact));
    assert_eq!(title(&findings, &found.a), "社区建设会议讲话内容篇一");
    assert_eq!(title(&findings, &found.b), "社区建设会议讲话内容篇九 (2)");
    assert!(found.a.coverage >= 0.99 && found.b.coverage >= 0.99);
    let text = |side: &MatchSide| side.span.of(&collection.documents[side.document].text);
    assert!(text(&found.a).starts_with("同志们:") && text(&found.b).starts_with("同志们:"));
    assert!(text(&found.b).ends_with("贡献!"), "page numbers are no part of the speech");
    assert_eq!(findings.matches.iter().filter(|found| found.level < Level::Passage).count(), 1);
}

/// Each passage: its text, the number of equal characters, and the titles of the two speeches.
const PASSAGES: [(&str, usize, &str, &str); 3] = [
    (
        "同志们:时值年末,各项工作都进入了冲刺阶段",
        109,
        "003_93dac5edb7565754.txt",
        "003_93dac5edb7565754.txt",
    ),
    (
        "社区建设是构建和谐社会的基础单元",
        63,
        "社区建设会议讲话内容篇六",
        "社区建设会议讲话内容篇六",
    ),
    ("各有关职能部门要围绕社区建设", 39, "安全社区建设工作会议简报", "003_93dac5edb7565754.txt"),
];

#[test]
fn every_known_passage_is_told_once_by_its_right_ends() {
    let collection = collection();
    let findings = scan(&collection);
    for (text, chars, a, b) in PASSAGES {
        let found = only_match(&collection, &findings, text);
        assert_eq!(found.level, Level::Passage, "{text}");
        assert_eq!((title(&findings, &found.a), title(&findings, &found.b)), (a, b));
        for one in [&found.a, &found.b] {
            assert!(
                side(&collection, one).starts_with(&content_text(text)),
                "{text} begins elsewhere"
            );
            assert!(
                one.content_chars.abs_diff(chars) <= 2,
                "{text}: {} characters",
                one.content_chars
            );
        }
    }
}

#[test]
fn a_reworked_sentence_is_found_with_its_neighbourhood() {
    let collection = collection();
    let findings = scan(&collection);
    let found =
        only_match(&collection, &findings, "高新武器装备、依托国民教育资源培养新型军事人才");
    assert_eq!(title(&findings, &found.a), "社区建设会议讲话内容篇二");
    assert_eq!(title(&findings, &found.b), "社区建设会议讲话内容篇十二");
    assert!(side(&collection, &found.a).starts_with("利用国家科技资源研发高新武器"));
    assert!(side(&collection, &found.b).starts_with("利用国家科技资源研发和生产高新武器"));
}

#[test]
fn common_phrases_are_no_findings_unless_asked_for() {
    let collection = collection();
    let short = |findings: &Findings| {
        findings.matches.iter().any(|found| {
            side(&collection, &found.a).contains("习近平新时代中国特色社会主义思想和党的十九大精神")
        })
    };
    assert!(!short(&scan(&collection)));
    assert!(short(&scan_with(ScanSettings::default().min_chars(12), &collection)));
}

#[test]
fn the_compilation_is_cut_into_its_fourteen_speeches() {
    let collection = collection();
    let findings = scan_with(ScanSettings::default().levels([]), &collection);
    let titles: Vec<&str> =
        findings.outlines[0].speeches.iter().map(|speech| speech.title.as_str()).collect();
    let ordinals = [
        "一", "二", "三", "四", "五", "六", "六 (2)", "七", "八", "九", "九 (2)", "十", "十一",
        "十二",
    ];
    assert_eq!(titles, ordinals.map(|ordinal| format!("社区建设会议讲话内容篇{ordinal}")));
    let text = &collection.documents[0].text;
    for speech in &findings.outlines[0].speeches {
        for debris in ["手机阅读", "格式:DOC", "小编:ZTFB", "页,当前第", "您可能关注"]
        {
            assert!(!speech.body().of(text).contains(debris), "{}: {debris}", speech.title);
        }
    }
}

#[test]
fn every_span_slices_back_from_the_bytes_of_the_file() {
    let collection = collection();
    let findings = scan_with(ScanSettings::default().min_chars(12), &collection);
    let view = Report::new(&collection, &findings, &ScanSettings::default())
        .expect("the settings are valid");
    assert!(view.matches.len() > 50);
    for found in &view.matches {
        for side in [&found.a, &found.b] {
            let path = root().join("seeds").join(&*side.document);
            let bytes = std::fs::read(path).expect("the seed can be read");
            assert_eq!(&bytes[side.place.byte_start..side.place.byte_end], side.text.as_bytes());
            let text = String::from_utf8(bytes).expect("the seeds are UTF-8");
            let chars = side.place.end - side.place.start;
            assert!(text.chars().skip(side.place.start).take(chars).eq(side.text.chars()));
        }
    }
}

#[test]
fn the_result_does_not_depend_on_threads() {
    let collection = collection();
    let settings = ScanSettings::default().min_chars(12);
    let on = |threads| on_threads(threads, || scan_with(settings.clone(), &collection));
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(8));
}

#[test]
fn the_report_reads_as_it_did() {
    let collection = collection();
    let findings = scan(&collection);
    let view = Report::new(&collection, &findings, &ScanSettings::default())
        .expect("the settings are valid");
    let (mut text, mut json) = (Vec::new(), Vec::new());
    let look = TerminalOptions::new(100);
    write_terminal(&view, look, &mut text).expect("memory can be written");
    write_json(&view, &mut json).expect("memory can be written");
    insta::assert_snapshot!("text", String::from_utf8(text).expect("reports are UTF-8"));
    insta::assert_snapshot!("json", String::from_utf8(json).expect("reports are UTF-8"));
}
