//! The report's published forms: its JSON keeps the schema, is read back as it was, and tables tell
//! the same.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use leitong::corpus::{ReadOptions, read};
use leitong::document::Level;
use leitong::report::{
    Page, Report, Rows, read_report, write_csv, write_html, write_json, write_jsonl,
};
use leitong::scan::{Scan, ScanSettings, Semantic};
use leitong::seeds::{DocumentLimit, SeedLimits};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{root, temporary_folder};

/// The report of some files as JSON.
fn scanned(paths: &[PathBuf], settings: ScanSettings) -> String {
    let mut collection =
        read(paths, &ReadOptions::default()).expect("what cannot be read is skipped");
    collection.sort_by_id();
    let scan = Scan::new(settings).expect("the settings can be");
    let findings = scan.run(&collection, &|_| {}).expect("there is memory");
    let mut json = Vec::new();
    write_json(
        &Report::new(&collection, &findings, scan.settings()).expect("the settings are valid"),
        &mut json,
    )
    .expect("it is written to memory");
    String::from_utf8(json).expect("JSON is UTF-8")
}

/// Reports that have, together, every field.
fn reports() -> Vec<String> {
    let of = |name: &str| vec![root().join(name)];
    let records = ScanSettings::default().min_chars(12);
    let documents = ScanSettings::default().levels([Level::Document]);
    let seeds = SeedLimits { common: DocumentLimit::Documents(1), ..SeedLimits::default() };
    let common = ScanSettings::default().min_chars(8).seeds(seeds);
    let mut reports = vec![
        scanned(&of("seeds"), ScanSettings::default()),
        scanned(&of("tests/cmd/families.in"), records),
        scanned(&of("tests/cmd/families.in"), common),
        scanned(
            &[root().join("seeds"), root().join("tests/cmd/on-error.in/broken.txt")],
            documents,
        ),
    ];
    if cfg!(feature = "model") {
        let translated = ScanSettings::default().translated(Semantic::default());
        reports.push(scanned(&of("tests/cmd/translated.in"), translated));
    }
    reports
}

fn saved(json: &str) -> (TempDir, PathBuf) {
    let folder = temporary_folder();
    let path = folder.path().join("saved.json");
    fs::write(&path, json).expect("there is room");
    (folder, path)
}

fn read_back(json: &str) -> Report<'static> {
    let (_folder, path) = saved(json);
    read_report(&path).expect("it was written by the same program")
}

fn refused(json: &str) -> String {
    let (_folder, path) = saved(json);
    read_report(&path).expect_err("it is not sound").to_string()
}

#[test]
fn real_output_keeps_the_published_schema() {
    let schema = fs::read_to_string(root().join("docs/report.schema.json")).expect("it is there");
    let schema: Value = serde_json::from_str(&schema).expect("it is JSON");
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    for json in reports() {
        let report: Value = serde_json::from_str(&json).expect("it is JSON");
        let faults: Vec<String> = validator
            .iter_errors(&report)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert_eq!(faults, [""; 0]);
        let wrong = json.replacen("\"level\"", "\"Level\"", 1);
        assert!(
            wrong == json
                || !validator.is_valid(&serde_json::from_str(&wrong).expect("it is JSON"))
        );
    }
}

#[test]
fn every_field_that_is_written_is_in_the_schema_and_explained() {
    let schema = fs::read_to_string(root().join("docs/report.schema.json")).expect("it is there");
    let text = fs::read_to_string(root().join("docs/reference/report.md")).expect("it is there");
    for json in reports() {
        for name in names(&serde_json::from_str(&json).expect("it is JSON")) {
            assert!(schema.contains(&format!("\"{name}\"")), "the schema does not know {name}");
            assert!(
                text.contains(&format!("`{name}`")),
                "docs/reference/report.md does not explain {name}"
            );
        }
    }
}

/// Names of all fields, at any depth.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| [vec![name.clone()], names(value)].concat())
            .collect(),
        Value::Array(items) => items.iter().flat_map(names).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn a_saved_report_is_read_back_as_it_was() {
    for json in reports() {
        let mut again = Vec::new();
        write_json(&read_back(&json), &mut again).expect("it is written to memory");
        assert!(again == json.as_bytes());
    }
}

#[test]
fn the_page_of_a_saved_report_is_that_of_the_scan() {
    let page = |json: &str| {
        let mut page = Vec::new();
        write_html(&read_back(json), Page::default(), &mut page).expect("it is written to memory");
        page
    };
    let folder = temporary_folder();
    let path = folder.path().join("seeds.html");
    let mut scan = Command::new(env!("CARGO_BIN_EXE_leitong"));
    let run = scan
        .current_dir(root())
        // A saved report has no whole texts.
        .args(["scan", "seeds", "--html-texts", "0", "-o"])
        .arg(folder.path().join("x"))
        .arg("--html")
        .arg(&path);
    assert!(run.status().expect("it is built").success());
    let by_scan = fs::read_to_string(&path).expect("it was written").replace("seeds/", "");
    let of_saved = String::from_utf8(page(&reports()[0])).expect("pages are UTF-8");
    assert!(by_scan == of_saved.replace(&format!("{}/", root().join("seeds").display()), ""));
}

#[test]
fn a_broken_or_foreign_file_is_refused_with_its_place() {
    let json = &reports()[1];
    let (head, tail) = json.split_at(json.len() / 2);
    let head = head.trim_end();
    let lines = head.lines().count();
    assert!(
        refused(head)
            .contains(&format!("saved.json:{lines}: no report of scan --format json: EOF")),
        "{}",
        refused(head)
    );
    assert!(refused(&format!("{head}\u{0}{tail}")).contains("column"));
    let other = refused(&json.replace("leitong/report/1", "leitong/report/2"));
    assert!(
        other.ends_with(
            "its schema is \"leitong/report/2\", and \"leitong/report/1\" is what can be read"
        ),
        "{other}"
    );
    assert!(refused("{\"schema\": \"leitong/dedup/1\"}").contains("leitong/dedup/1"));
    assert!(
        refused(&json.replacen("\"document\": \"town\"", "\"document\": \"nowhere\"", 1))
            .contains("\"nowhere\" is not among")
    );
    let mut report: Value = serde_json::from_str(json).expect("it is JSON");
    report["clusters"][0]["matches"] = serde_json::json!([999]);
    assert!(refused(&report.to_string()).contains("cluster 0 names a match that it does not have"));
    report["clusters"][0]["representative"] = serde_json::json!(999);
    assert!(
        refused(&report.to_string()).contains("cluster 0 names a member that it does not have")
    );
}

#[test]
fn a_place_that_does_not_lie_in_its_document_is_refused() {
    let report: Value = serde_json::from_str(&reports()[1]).expect("it is JSON");
    for place in ["/matches/0/a", "/matches/0/edits/0/b", "/clusters/0/members/0"] {
        for (field, value) in [("start", 1_u64 << 40), ("end", 1 << 40), ("end", u64::MAX)] {
            let mut report = report.clone();
            let place = report.pointer_mut(place).expect("the report has one");
            place[field] = serde_json::json!(value);
            let said = refused(&report.to_string());
            assert!(said.contains("do not lie in document"), "{said}");
        }
    }
}

#[test]
fn tables_have_a_row_for_each_and_agree_with_each_other() {
    for json in reports() {
        let view = read_back(&json);
        let members = view.clusters.iter().map(|cluster| cluster.members.len()).sum();
        for (rows, count) in [
            (Rows::Matches, view.matches.len()),
            (Rows::Clusters, view.clusters.len()),
            (Rows::Members, members),
        ] {
            let (mut csv, mut jsonl) = (Vec::new(), Vec::new());
            write_csv(&view, rows, &mut csv).expect("it is written to memory");
            write_jsonl(&view, rows, &mut jsonl).expect("it is written to memory");
            let mut table = csv::Reader::from_reader(&*csv);
            let columns = table.headers().expect("there is a row of names").len();
            let records: Vec<_> =
                table.records().map(|row| row.expect("rows are as long as the first")).collect();
            assert!(records.iter().all(|row| row.len() == columns));
            assert_eq!(
                (records.len(), jsonl.split(|&byte| byte == b'\n').count() - 1),
                (count, count)
            );
        }
    }
}

#[test]
fn columns_are_those_that_are_documented() {
    let text = fs::read_to_string(root().join("docs/reference/report.md")).expect("it is there");
    let view = read_back(&reports()[1]);
    for rows in [Rows::Matches, Rows::Clusters, Rows::Members] {
        let mut csv = Vec::new();
        write_csv(&view, rows, &mut csv).expect("it is written to memory");
        let names = String::from_utf8(csv).expect("CSV is UTF-8");
        let names = names.lines().next().expect("there is a row of names").split(',');
        for name in
            names.map(|name| name.strip_prefix("a_").or(name.strip_prefix("b_")).unwrap_or(name))
        {
            assert!(
                text.contains(&format!("`{name}`")) || text.contains(&format!("_{name}`")),
                "{name} is not documented"
            );
        }
    }
}

#[test]
fn a_page_that_cannot_be_written_leaves_nothing() {
    let folder = temporary_folder();
    let page = folder.path().join("missing/page.html");
    let mut scan = Command::new(env!("CARGO_BIN_EXE_leitong"));
    let run = scan
        .current_dir(root())
        .args(["scan", "seeds", "--html"])
        .arg(&page)
        .output()
        .expect("it is built");
    assert_eq!(run.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&run.stderr).contains("cannot write"));
    assert_eq!(fs::read_dir(folder.path()).expect("it is there").count(), 0);
}

#[test]
fn a_page_of_a_deduplication_tells_what_went_for_what() {
    let folder = temporary_folder();
    let (input, page) = (folder.path().join("in.jsonl"), folder.path().join("page.html"));
    let poem = "床前明月光，疑是地上霜。举头望明月，低头思故乡。人生得意须尽欢，莫使金樽空对月。";
    let line = |id: &str, text: &str| serde_json::json!({"id": id, "text": text}).to_string();
    let changed = poem.replace("尽欢", "尽兴");
    let lines = [
        line("一", poem),
        line("二", &poem.replace('，', ",")),
        line("别", "山重水复疑无路"),
        line("三", &changed),
    ];
    fs::write(&input, lines.join("\n")).expect("there is room");
    let mut dedup = Command::new(env!("CARGO_BIN_EXE_leitong"));
    let run = dedup
        .arg("dedup")
        .arg(&input)
        .args(["--similarity", "0.5", "--duplicates", "-", "--html"])
        .arg(&page);
    let run = run.output().expect("it is built");
    assert_eq!(
        String::from_utf8_lossy(&run.stdout).lines().count(),
        2,
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let page = fs::read_to_string(&page).expect("it was written");
    let data = page.split_once("id=\"data\">").and_then(|(_, rest)| rest.split_once("</script>"));
    let data: Value =
        serde_json::from_str(data.expect("the page has data").0).expect("they are JSON");
    assert_eq!(data["removed"]["removed"], 2);
    assert_eq!(
        (&data["removed"]["listed"], &data["removed"]["laid"]),
        (&Value::from(2), &Value::from(2))
    );
    let kinds: Vec<&str> = data["matches"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["exact", "near"]);
    assert_eq!(data["clusters"][0]["members"].as_array().map(Vec::len), Some(3));
    assert_eq!(data["matches"][1]["counts"][0], 1, "one character was replaced");
}
