//! Saved reports: any JSON is read or refused, and what is read can be shown in every form.
//!
//! Input: a byte for the form, then a file; or, if that byte is odd, edits of a report that a scan
//! made.
#![no_main]

use std::io::{self, Write};
use std::sync::LazyLock;

use leitong::corpus::Collection;
use leitong::document::Document;
use leitong::report::{
    FindingNumber, Page, Report, Rows, TerminalOptions, read_report, write_csv, write_explained,
    write_html, write_json, write_jsonl, write_side_by_side, write_terminal,
};
use leitong::scan::{Scan, ScanSettings};
use leitong::seeds::{DocumentLimit, SeedLimits};
use leitong_fuzz::InputFile;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

static FILE: LazyLock<InputFile> = LazyLock::new(|| InputFile::named("report.jsonl"));
static REPORT: LazyLock<Value> = LazyLock::new(report);

fuzz_target!(|data: &[u8]| {
    let Some((&choice, bytes)) = data.split_first() else { return };
    let file =
        if choice & 1 == 0 { bytes.to_vec() } else { edited(bytes).to_string().into_bytes() };
    if let Ok(view) = read_report(FILE.holding(&file).path()) {
        let look = TerminalOptions::new(usize::from(choice >> 2)).color(choice & 2 != 0).limit(8);
        show(&view, look, &mut io::sink()).expect("a sink takes all");
        is_read_again(&view);
    }
});

fn show(view: &Report<'_>, look: TerminalOptions, out: &mut dyn Write) -> io::Result<()> {
    write_terminal(view, look, out)?;
    write_side_by_side(view, look, out)?;
    write_html(view, Page::default(), out)?;
    for rows in [Rows::Matches, Rows::Clusters, Rows::Members] {
        write_csv(view, rows, out)?;
        write_jsonl(view, rows, out)?;
    }
    (0..4).map(FindingNumber).try_for_each(|number| write_explained(view, number, look, out))
}

/// A report that was read is read again after it was written. Shares of more digits than a scan
/// writes may change in their last one.
fn is_read_again(view: &Report<'_>) {
    let mut json = Vec::new();
    write_json(view, &mut json).expect("a vector takes all");
    read_report(FILE.holding(&json).path()).expect("a report that was read is sound");
}

/// A report that has a family, a passage with edits, boilerplate, and something that was not read.
fn report() -> Value {
    let poem = "床前明月光，疑是地上霜。举头望明月，低头思故乡。春眠不觉晓，处处闻啼鸟。";
    let other = "同志们：今天我们召开社区建设工作会议，总结今年以来社区建设取得的显著成绩。";
    let texts = [
        format!("{poem}\n{other}"),
        format!("{other}\n{poem}"),
        format!("讲话\n{}。\n白日依山尽", poem.replace("春眠不觉晓", "春天")),
        other.replace("今年", "去年").replace('，', ","),
    ];
    let document = |(text, at)| Document { id: format!("d{at}"), text, ..Document::default() };
    let mut collection = Collection {
        documents: texts.into_iter().zip(0..).map(document).collect(),
        ..Collection::default()
    };
    for (document, day) in collection.documents.iter_mut().zip(1..) {
        document.metadata.insert("date".into(), json!(format!("2024-05-0{day}")));
    }
    let seeds = SeedLimits { common: DocumentLimit::Documents(2), ..SeedLimits::default() };
    let settings = ScanSettings::default().min_chars(8).seeds(seeds);
    let scan = Scan::new(settings).expect("the settings are sound");
    let findings = scan.run(&collection, &|_| ()).expect("there is memory");
    let mut json = Vec::new();
    write_json(
        &Report::new(&collection, &findings, scan.settings()).expect("the settings are valid"),
        &mut json,
    )
    .expect("a vector takes all");
    let mut report: Value = serde_json::from_slice(&json).expect("a report is JSON");
    report["skipped"] = json!([{"path": "a.txt", "line": 3, "reason": "no such file"}]);
    let found = &mut report["matches"][0];
    for (name, value) in [
        ("meaning", json!(0.9)),
        ("words", json!(0.5)),
        ("reworded", json!([["a", "b"]])),
        ("guards", json!([])),
    ] {
        found[name] = value;
    }
    report
}

/// The report with other values: each edit is the number of a value in two bytes, and a byte that
/// says what stands there instead.
fn edited(edits: &[u8]) -> Value {
    let mut report = REPORT.clone();
    for edit in edits.chunks_exact(3).take(16) {
        let mut left = usize::from(u16::from_le_bytes([edit[0], edit[1]]));
        let size = size(&report);
        left %= size;
        let place = find(&mut report, &mut left).expect("the number is below the size");
        *place = instead(place.take(), edit[2]);
    }
    report
}

/// Values in a value, itself one of them.
fn size(value: &Value) -> usize {
    let inside = match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(fields) => fields.values().map(size).sum(),
        _ => 0,
    };
    1 + inside
}

/// The value with this number, in depth-first order.
fn find<'v>(value: &'v mut Value, left: &mut usize) -> Option<&'v mut Value> {
    if *left == 0 {
        return Some(value);
    }
    *left -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| find(item, left)),
        Value::Object(fields) => fields.values_mut().find_map(|field| find(field, left)),
        _ => None,
    }
}

/// What stands in place of a value.
fn instead(value: Value, choice: u8) -> Value {
    match (value, choice) {
        (Value::Number(_), 0..0x80) => json!(choice),
        (Value::Number(number), 0x80..0xC0) => {
            json!(number.as_u64().unwrap_or(0).wrapping_add(u64::from(choice)).wrapping_sub(0xA0))
        }
        (Value::Number(_), 0xC0..) => json!(u64::MAX >> (choice & 0x3F)),
        (Value::String(text), 0..0x40) => {
            json!(text.chars().skip(usize::from(choice)).collect::<String>())
        }
        (Value::String(text), 0x40..0x80) => {
            json!(format!("{text}{}\u{1b}</script>", char::from(choice)))
        }
        (Value::String(_), _) => {
            json!(
                ["a", "d1", "passage", "moved", "semantic", "translated", "2024", "", "b"]
                    [usize::from(choice % 9)]
            )
        }
        (Value::Array(mut items), 0..0x80) => {
            items.truncate(usize::from(choice));
            json!(items)
        }
        (Value::Array(mut items), _) => {
            let by = usize::from(choice % 8).min(items.len());
            items.rotate_left(by);
            items.extend(items.first().cloned());
            json!(items)
        }
        (_, 0xF0..) => Value::Null,
        (other, _) => other,
    }
}
