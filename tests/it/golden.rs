//! What the commands write for the seeds and for generated collections, down to the last byte.
//!
//! A snapshot holds counts, the first lines, and a digest of each part of an output, so that a
//! failure says which part changed. After a change that is meant, `INSTA_UPDATE=always cargo test
//! --test it golden` writes the new snapshots; read the difference.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use serde_json::value::RawValue;
use tempfile::TempDir;
use xxhash_rust::xxh3::xxh3_64;

use crate::support::generated::{dedup_files, json_lines, pair_case, passage_case, scan_files};
use crate::support::{root, temporary_folder};

/// So many matches, or lines of a list, stand in a snapshot.
const EXCERPT: usize = 12;

/// Runs a command line in a folder, and gives what it wrote to standard output.
fn leitong(folder: &Path, arguments: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leitong"));
    command.current_dir(folder).env("COLUMNS", "100").args(arguments.split_whitespace());
    let output = command.output().expect("the program was built");
    // Some files have lines that cannot be read.
    let is_complete = matches!(output.status.code(), Some(0 | 3));
    assert!(is_complete, "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the outputs are UTF-8")
}

fn folder_of<T: AsRef<[u8]>>(files: &[(&str, T)]) -> TempDir {
    let folder = temporary_folder();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("there is room");
    }
    folder
}

/// The size and digest of a part of an output.
fn digest(name: &str, part: &str) -> String {
    format!("{name}: {} bytes, {:016x}\n", part.len(), xxh3_64(part.as_bytes()))
}

/// The digest of each field of a JSON object. The version is left out: each release changes it.
fn digests_of_fields(prefix: &str, object: &str) -> String {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(object).expect("an object");
    let fields = fields.iter().filter(|(name, _)| *name != "version");
    fields.map(|(name, value)| digest(&format!("{prefix}.{name}"), value.get())).collect()
}

/// The digest of each block of data in a page.
fn digests_of_page(page: &str) -> String {
    let blocks = page.split("<script type=\"application/json\" id=\"").skip(1);
    blocks.map(digests_of_block).collect()
}

/// The digests of a block of data, which begins with its name.
fn digests_of_block(block: &str) -> String {
    let (name, rest) = block.split_once("\">").expect("the name ends");
    let (data, _) = rest.split_once("</script>").expect("the block ends");
    if name == "data" {
        digests_of_fields("html data", data)
    } else {
        digest(&format!("html {name}"), data)
    }
}

/// How many matches a report has of each level and kind, and the first of them.
fn outline_of_report(json: &str) -> String {
    let report: Value = serde_json::from_str(json).expect("a report is JSON");
    let matches = report["matches"].as_array().expect("there is a list of matches");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for found in matches {
        *counts
            .entry(format!("{} {}", found["level"], found["kind"]).replace('"', ""))
            .or_default() += 1;
    }
    let counts = counts.iter().map(|(what, count)| format!("{what}: {count}\n"));
    let clusters = report["clusters"].as_array().map_or(0, Vec::len);
    let boilerplate = report["boilerplate"].as_array().map_or(0, Vec::len);
    let more = [format!("clusters: {clusters}, boilerplate: {boilerplate}\n")];
    counts.chain(more).chain(matches.iter().take(EXCERPT).map(line_of_match)).collect()
}

fn line_of_match(found: &Value) -> String {
    let [a, b] = ["a", "b"].map(|side| {
        let side = &found[side];
        format!("{}:{}-{}", side["document"], side["start"], side["end"])
    });
    format!("  {} {} {} {a} {b}\n", found["level"], found["kind"], found["similarity"])
        .replace('"', "")
}

/// Checks the JSON report of a scan, and the data of its page.
fn check_scan(name: &str, folder: &Path, arguments: &str) {
    let outputs = temporary_folder();
    let page = outputs.path().join("page.html");
    let arguments_and_page = format!("{arguments} --format json --html {}", page.display());
    let json = leitong(folder, &format!("scan {arguments_and_page}"));
    let page = fs::read_to_string(page).expect("the page was written");
    let all = [
        outline_of_report(&json),
        digest("json", &json),
        digests_of_fields("json", &json),
        digests_of_page(&page),
    ];
    insta::assert_snapshot!(name, all.concat(), arguments);
}

#[test]
fn a_scan_of_the_seeds_writes_what_it_did() {
    check_scan("seeds", root(), "seeds");
    check_scan("seeds_in_small", root(), "seeds --min-chars 12");
}

#[cfg(feature = "model")]
#[test]
fn a_scan_of_the_seeds_by_meaning_writes_what_it_did() {
    check_scan("seeds_by_meaning", root(), "seeds --semantic=0.3");
}

/// Checks a scan of the generated collection.
fn check_generated_scan(name: &str, arguments: &str) {
    check_scan(name, folder_of(&scan_files()).path(), arguments);
}

#[test]
fn a_scan_of_a_generated_collection_writes_what_it_did() {
    check_generated_scan("scan", "a.jsonl b.jsonl");
    check_generated_scan("scan_boilerplate", "a.jsonl b.jsonl --common 8");
    check_generated_scan(
        "scan_exhaustive",
        "a.jsonl b.jsonl --exhaustive --min-chars 12 --memory 40M",
    );
}

#[test]
fn a_scan_of_chosen_pairs_writes_what_it_did() {
    let roles = "a.jsonl --against b.jsonl --ignore known.txt --within-document no";
    check_generated_scan("scan_roles", roles);
    check_generated_scan("scan_within", "a.jsonl b.jsonl --within-document only");
}

#[test]
fn a_scan_of_chosen_levels_writes_what_it_did() {
    for level in ["document", "speech", "paragraph", "passage"] {
        check_generated_scan(&format!("scan_{level}"), &format!("a.jsonl b.jsonl --level {level}"));
    }
}

#[test]
fn a_scan_of_words_writes_what_it_did() {
    check_generated_scan("scan_word_shingles", "a.jsonl b.jsonl --shingle word:3 --similarity 0.5");
    check_generated_scan("scan_weighted", "a.jsonl b.jsonl --weight idf");
}

#[cfg(feature = "model")]
#[test]
fn a_scan_by_meaning_writes_what_it_did() {
    check_generated_scan("scan_by_meaning", "a.jsonl b.jsonl --semantic");
}

#[test]
fn the_forms_of_a_report_say_what_they_did() {
    let folder = folder_of(&scan_files());
    leitong(folder.path(), "scan a.jsonl b.jsonl --common 8 --format json -o saved.json");
    let report = |form: &str| leitong(folder.path(), &format!("report saved.json {form}"));
    insta::assert_snapshot!("report_text", report("--format text --color never"));
    insta::assert_snapshot!("report_explained", report("--format text --color never --explain 3"));
    let tables = ["csv", "jsonl"]
        .into_iter()
        .flat_map(|form| ["matches", "clusters", "members"].map(|rows| (form, rows)));
    let digests: String = tables
        .map(|(form, rows)| {
            digest(&format!("{form} {rows}"), &report(&format!("--format {form} --table {rows}")))
        })
        .collect();
    insta::assert_snapshot!("report_tables", digests);
}

/// The lines of a pretty JSON object but those of these fields.
fn without_fields(json: &str, fields: &[&str]) -> String {
    let names = |line: &&str| {
        fields.iter().any(|field| line.trim_start().starts_with(&format!("\"{field}\":")))
    };
    json.lines().filter(|line| !names(line)).map(|line| line.to_owned() + "\n").collect()
}

/// Checks the output, the list of duplicates and the summary of a deduplication.
fn check_dedup(name: &str, arguments: &str) {
    let folder = folder_of(&dedup_files());
    let run =
        format!("dedup {arguments} -o out.jsonl --duplicates list.jsonl --format json --quiet");
    let summary = without_fields(&leitong(folder.path(), &run), &["seconds"]);
    let [out, list] = ["out.jsonl", "list.jsonl"]
        .map(|name| fs::read_to_string(folder.path().join(name)).expect("the file was written"));
    let excerpt: String = list.split_inclusive('\n').take(EXCERPT).collect();
    let all = [digest("output", &out), digest("list", &list), excerpt, summary];
    insta::assert_snapshot!(name, all.concat(), arguments);
}

#[test]
fn a_deduplication_of_documents_writes_what_it_did() {
    check_dedup("dedup", "a.jsonl b.jsonl");
    check_dedup("dedup_reference", "a.jsonl b.jsonl --against reference.jsonl");
    check_dedup("dedup_reference_only", "a.jsonl b.jsonl --against reference.jsonl --keep all");
    check_dedup("dedup_common", "a.jsonl b.jsonl --common 4");
}

#[test]
fn a_deduplication_keeps_which_it_did() {
    check_dedup("dedup_keep_last", "a.jsonl b.jsonl --keep last");
    check_dedup("dedup_keep_longest", "a.jsonl b.jsonl --keep longest");
    check_dedup("dedup_keep_field", "a.jsonl b.jsonl --keep day:max");
}

#[test]
fn a_deduplication_of_parts_writes_what_it_did() {
    check_dedup("dedup_speech", "a.jsonl b.jsonl --against reference.jsonl --level speech");
    check_dedup("dedup_paragraph", "a.jsonl b.jsonl --against reference.jsonl --level paragraph");
}

#[test]
fn a_deduplication_by_words_writes_what_it_did() {
    check_dedup("dedup_word_shingles", "a.jsonl b.jsonl --shingle word:3 --similarity 0.6");
    check_dedup("dedup_weighted", "a.jsonl b.jsonl --weight idf");
}

#[test]
fn the_page_of_a_deduplication_says_what_it_did() {
    let folder = folder_of(&dedup_files());
    leitong(folder.path(), "dedup a.jsonl b.jsonl --html page.html --quiet");
    let page = fs::read_to_string(folder.path().join("page.html")).expect("the page was written");
    insta::assert_snapshot!("dedup_page", digests_of_page(&page));
}

/// Checks the scores of a scan, and the list of what was missed.
fn check_eval(name: &str, folder: &Path, arguments: &str) {
    let json = leitong(folder, &format!("eval {arguments} --misses misses.jsonl"));
    let (scores, _) = json.split_once("\"timings\"").expect("the timings come last");
    let misses = fs::read_to_string(folder.join("misses.jsonl")).expect("the list was written");
    insta::assert_snapshot!(name, digest("misses", &misses) + scores, arguments);
}

#[test]
fn scores_of_pairs_are_what_they_were() {
    let case = pair_case();
    let records = json_lines(&case.records);
    let folder = folder_of(&[("records.jsonl", records), ("pairs.tsv", case.truth)]);
    check_eval("eval_pairs", folder.path(), "pairs.tsv records.jsonl");
    leitong(folder.path(), "dedup records.jsonl --duplicates list.jsonl --quiet");
    check_eval("eval_pairs_of_a_list", folder.path(), "pairs.tsv records.jsonl --found list.jsonl");
}

#[test]
fn scores_of_passages_are_what_they_were() {
    let case = passage_case();
    let records = json_lines(&case.records);
    let folder = folder_of(&[("records.jsonl", records), ("passages.tsv", case.truth)]);
    check_eval("eval_passages", folder.path(), "passages.tsv records.jsonl");
}
