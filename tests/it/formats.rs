//! Every format is read by every command.

use std::io::{Cursor, Write};

use leitong::corpus::{Collection, ReadOptions, read};
use leitong::document::Span;
use leitong::report::Report;
use leitong::scan::{Scan, ScanSettings};

use crate::support::dedup::Case;

/// A text that is two paragraphs in every fixture.
const POEM: [&str; 2] = [
    "清晨的渡口还笼着薄雾，摆渡人解开缆绳，把第一批赶集的乡亲送到对岸，橹声惊起芦苇丛里的白鹭。",
    "午后的集市渐渐散去，卖竹器的老人收起摊子，沿着河堤慢慢走回村里，身后是一路细碎的铃声。",
];
const OTHER: &str =
    "今天我们在这里召开社区建设工作会议，主要任务是总结今年以来社区建设取得的显著成绩。";

/// A file of each format that holds the text once.
fn fixtures() -> Vec<(&'static str, Vec<u8>)> {
    let [a, b] = POEM;
    let text = POEM.join("\n");
    let json = serde_json::json!({"text": text}).to_string();
    let page = format!(
        "<!DOCTYPE html><html><body><nav><a href='/'>首页</a></nav><article><p>{a}</p>\
         <p>{b}</p></article></body></html>"
    );
    vec![
        ("a.md", text.clone().into_bytes()),
        ("matter.md", format!("---\ntitle: 渡口\n---\n{text}\n").into_bytes()),
        ("a.jsonl", json.clone().into_bytes()),
        ("a.json", format!("[\n{json}\n]").into_bytes()),
        ("a.csv", format!("id,text\n1,\"{text}\"\n").into_bytes()),
        ("a.html", page.clone().into_bytes()),
        ("a.xml", format!("<doc><p>{a}</p><p>{b}</p></doc>").into_bytes()),
        (
            "a.srt",
            format!(
                "1\n00:00:01,000 --> 00:00:02,000\n{a}\n\n2\n00:00:03,000 --> 00:00:04,000\n{b}\n"
            )
            .into_bytes(),
        ),
        ("a.rtf", rtf(&text).into_bytes()),
        ("a.eml", mail(&text).into_bytes()),
        ("a.mbox", format!("From a@b Mon Jan  1\n{}", mail(&text)).into_bytes()),
        ("a.warc", web_archive(&page)),
        ("a.docx", docx(&POEM)),
        ("a.zip", zip(&[("in/a.txt", text.as_bytes())])),
        ("a.tar", tar("in/a.txt", text.as_bytes())),
    ]
}

fn rtf(text: &str) -> String {
    let escape = |c: char| match c {
        '\n' => "\\par ".into(),
        c => format!("\\u{}?", u32::from(c)),
    };
    format!("{{\\rtf1\\ansi {}}}", text.chars().map(escape).collect::<String>())
}

fn mail(text: &str) -> String {
    format!(
        "From: a@example.org\nSubject: =?utf-8?B?5rih5Y+j?=\nDate: Mon, 1 Jan 2024 00:00:00 +0000\n\
         Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"
    )
}

fn web_archive(page: &str) -> Vec<u8> {
    let response =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    format!(
        "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n\
         WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/a\r\n\
         Content-Length: {}\r\n\r\n{response}\r\n\r\n",
        response.len()
    )
    .into_bytes()
}

fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let body = paragraphs.join("</w:t></w:r></w:p><w:p><w:r><w:t>");
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:body><w:p><w:r><w:t>{body}</w:t></w:r></w:p></w:body></w:document>"
    );
    let relations = "<Relationships \
        xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
        Target=\"word/document.xml\"/></Relationships>";
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    zip(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", relations.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ])
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(*name, options).expect("memory suffices");
        archive.write_all(bytes).expect("memory suffices");
    }
    archive.finish().expect("memory suffices").into_inner()
}

fn tar(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    archive.append_data(&mut header, name, bytes).expect("memory suffices");
    archive.into_inner().expect("memory suffices")
}

fn collection(case: &Case, names: &[&str]) -> Collection {
    read(&case.paths(names), &ReadOptions::default()).expect("the files exist")
}

#[test]
fn the_text_of_every_format_is_found_in_a_plain_text() {
    let case = Case::new();
    case.write("plain.txt", format!("{OTHER}\n\n{}\n", POEM.join("\n")));
    for (name, bytes) in fixtures() {
        case.write(name, &bytes);
        let collection = collection(&case, &["plain.txt", name]);
        assert_eq!((collection.documents.len(), &collection.skipped[..]), (2, &[][..]), "{name}");
        let scan = Scan::new(ScanSettings::default()).expect("the defaults are valid");
        let findings = scan.run(&collection, &|_| {}).expect("there is memory");
        let report = Report::new(&collection, &findings, scan.settings()).expect("they belong");
        let found: Vec<_> = report.matches.iter().map(|found| found.b.text.as_ref()).collect();
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert!(POEM.iter().all(|part| found[0].contains(part)), "{name}: {found:?}");
    }
}

#[test]
fn a_compressed_file_is_read_as_what_is_in_it() {
    let case = Case::new();
    let text = POEM.join("\n");
    for name in ["a.txt.gz", "b.txt.zst", "c.txt.bz2", "d.txt.xz", "e.txt.lz4"] {
        let mut file = leitong::storage::AtomicFile::new(&case.path(name)).expect("there is room");
        file.write_all(text.as_bytes()).and_then(|()| file.finish()).expect("there is room");
        let collection = collection(&case, &[name]);
        assert_eq!(collection.documents.first().map(|d| d.text.as_str()), Some(text.as_str()));
    }
}

#[test]
fn records_before_a_broken_end_are_read() {
    let case = Case::new();
    let texts: Vec<String> =
        (0_u64..3000).map(|n| format!("{OTHER} {n} {}", n * n * 7919)).collect();
    let json: Vec<String> =
        texts.iter().map(|text| serde_json::json!({"text": text}).to_string()).collect();
    for (name, bytes) in [
        ("a.jsonl.gz", json.join("\n")),
        ("a.json.gz", format!("[{}]", json.join(","))),
        ("a.csv.gz", format!("text\n{}\n", texts.join("\n"))),
    ] {
        let path = case.path(name);
        let mut file = leitong::storage::AtomicFile::new(&path).expect("there is room");
        file.write_all(bytes.as_bytes()).and_then(|()| file.finish()).expect("there is room");
        let whole = case.read(name);
        case.write(name, &whole[..whole.len() * 3 / 4]);
        let collection = collection(&case, &[name]);
        assert!(collection.documents.len() > 1500, "{name}: {}", collection.documents.len());
        assert_eq!(collection.skipped.len(), 1, "{name}");
    }
}

#[test]
fn places_lead_to_the_bytes_of_the_original() {
    let case = Case::new();
    for (name, bytes) in fixtures() {
        if !["a.html", "a.xml", "a.srt", "matter.md"].contains(&name) {
            continue;
        }
        case.write(name, &bytes);
        let collection = collection(&case, &[name]);
        let document = &collection.documents[0];
        for part in POEM {
            let start = document.text.find(part).expect("the text is read");
            let place = document.places.original(Span::new(start, start + part.len()));
            let place = place.expect("the place is known");
            assert_eq!(&bytes[place.start..place.end], part.as_bytes(), "{name}");
        }
    }
}

/// A file of records and what `dedup` leaves of it: the second record is a copy of the first.
fn record_files() -> Vec<(&'static str, String, String)> {
    let [a, b] = POEM.map(|text| serde_json::json!({"text": text}).to_string());
    let a1 = &a[1..];
    vec![
        ("a.json", format!("[\n  {a},\n  {a},\n  {b}\n]\n"), format!("[\n  {a},\n  {b}\n]\n")),
        ("b.json", format!("[{a},{a}]"), format!("[{a}]")),
        ("c.json", format!("{{\n{a1}\n\n  {{\n{a1}\n{b}"), format!("{{\n{a1}\n{b}")),
        (
            "a.csv",
            format!("n,text\r\n1,{}\r\n2,{0}\r\n3,\"{}\"\r\n", POEM[0], POEM[1]),
            format!("n,text\r\n1,{}\r\n3,\"{}\"\r\n", POEM[0], POEM[1]),
        ),
        (
            "b.tsv",
            format!("text\tn\n{0}\t1\n{0}\t2", POEM[0]),
            format!("text\tn\n{}\t1\n", POEM[0]),
        ),
    ]
}

#[test]
fn records_that_are_kept_stay_as_they_are() {
    for (name, bytes, expected) in record_files() {
        let mut case = Case::new();
        case.write(name, &bytes);
        case.inputs = vec![name];
        let output = format!("out-{name}");
        case.output = Box::leak(output.into_boxed_str());
        assert_eq!(case.run().summary.removed, 1, "{name}");
        let left = String::from_utf8(case.read(case.output)).expect("UTF-8");
        assert_eq!(left, expected, "{name}");
    }
}

#[test]
fn the_first_record_of_an_array_takes_its_comma_along() {
    let record = |text: &str| serde_json::json!({"text": text}).to_string();
    let mut case = Case::new();
    case.write("known.jsonl", record(POEM[0]));
    case.write("a.json", format!("[ {}, {} ]", record(POEM[0]), record(OTHER)));
    (case.inputs, case.against, case.output) = (vec!["a.json"], vec!["known.jsonl"], "out.json");
    assert_eq!(case.run().summary.removed, 1);
    let left: serde_json::Value =
        serde_json::from_slice(&case.read("out.json")).expect("the array is JSON");
    assert_eq!(left, serde_json::json!([{"text": OTHER}]));
}

#[test]
fn tables_with_the_same_columns_come_out_as_one() {
    let mut case = Case::new();
    case.write("a.csv", format!("text,n\r\n{},1\r\n", POEM[0]));
    case.write("b.csv", format!("text,n\r\n{},2\r\n{},3", POEM[0], POEM[1]));
    (case.inputs, case.output) = (vec!["a.csv", "b.csv"], "out.csv");
    case.run();
    let left = String::from_utf8(case.read("out.csv")).expect("UTF-8");
    assert_eq!(left, format!("text,n\r\n{},1\r\n{},3", POEM[0], POEM[1]));
    case.write("c.csv", format!("text,m\n{OTHER},4\n"));
    case.inputs = vec!["a.csv", "c.csv"];
    std::fs::remove_file(case.path("out.csv")).expect("it was there");
    std::fs::remove_file(case.path("list.jsonl")).expect("it was there");
    assert!(case.failure(|_, _| ()).0.contains("do not have the same columns"));
}

#[test]
fn fields_may_be_nested_and_joined() {
    let case = Case::new();
    let record = serde_json::json!({"data": {"body": POEM[0], "n": 1}, "title": OTHER});
    case.write("a.jsonl", record.to_string());
    let text = |field: &str| {
        let options = ReadOptions::default().text_field(field);
        let collection = read(&case.paths(&["a.jsonl"]), &options).expect("the file exists");
        collection.documents.first().map(|document| document.text.clone())
    };
    assert_eq!(text("data.body").as_deref(), Some(POEM[0]));
    assert_eq!(text("/data/body").as_deref(), Some(POEM[0]));
    assert_eq!(text("title, data.body"), Some(format!("{OTHER}\n\n{}", POEM[0])));
    assert_eq!(text("title,lead").as_deref(), Some(OTHER));
    assert_eq!(text("data.none"), None);
    assert_eq!(text("data.n"), None);
}
