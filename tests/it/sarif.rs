//! SARIF: the log has what the standard requires, and its regions are those of the files.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{gzip, root, temporary_folder};

const FERRY: &str =
    "清晨的渡口还笼着薄雾，摆渡人解开缆绳，把第一批赶集的乡亲送到对岸，橹声惊起芦苇丛里的白鹭";

/// The only run of the log that these arguments write.
fn run(folder: &Path, args: &[&str]) -> Value {
    let mut program = Command::new(env!("CARGO_BIN_EXE_leitong"));
    let output = program.args(args).current_dir(folder).output().expect("it is built");
    let said = String::from_utf8_lossy(&output.stderr);
    let log: Value = serde_json::from_slice(&output.stdout).expect(&said);
    assert_eq!(log["version"], "2.1.0");
    assert!(text(&log["$schema"]).starts_with("https://"));
    let [run] = &items(&log["runs"])[..] else { panic!("there is one run") };
    run.clone()
}

fn items(value: &Value) -> Vec<Value> {
    value.as_array().expect("a list").clone()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| number.try_into().ok()).expect("a number")
}

/// All locations of a result.
fn locations(result: &Value) -> Vec<Value> {
    [items(&result["locations"]), items(&result["relatedLocations"])].concat()
}

/// The character at which a line and column of `text` lies, both counted from 1.
fn offset(text: &str, line: &Value, column: &Value) -> usize {
    let lines = text.split_inclusive('\n').take(number(line) - 1);
    lines.map(|line| line.chars().count()).sum::<usize>() + number(column) - 1
}

/// What the standard and code hosts require of every result.
fn check_results(run: &Value) {
    let rules = items(&run["tool"]["driver"]["rules"]);
    for rule in &rules {
        for message in ["shortDescription", "fullDescription", "help"] {
            assert!(!text(&rule[message]["text"]).is_empty(), "{rule}");
        }
    }
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    for result in items(&run["results"]) {
        assert_eq!(rules[number(&result["ruleIndex"])]["id"], result["ruleId"]);
        assert_eq!(items(&result["locations"]).len(), 1);
        let hash = text(&result["partialFingerprints"]["leitong/texts/v1"]);
        assert!(hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let message = text(&result["message"]["text"]);
        let ids = items(&result["relatedLocations"]).into_iter().map(|place| number(&place["id"]));
        let ids: Vec<usize> = ids.collect();
        assert!(ids.iter().copied().eq(1..=ids.len()));
        for id in ids.iter().take(3) {
            assert!(message.contains(&format!("]({id})")), "{message}");
        }
    }
}

/// Checks that each region cuts its text from its file, by lines and by characters; returns the
/// number of regions.
fn check_regions(folder: &Path, run: &Value) -> usize {
    let places = items(&run["results"]).iter().flat_map(locations).collect::<Vec<Value>>();
    for place in &places {
        let place = &place["physicalLocation"];
        let path = folder.join(text(&place["artifactLocation"]["uri"]));
        let file = fs::read_to_string(&path).expect("the address is that of a file");
        let region = &place["region"];
        let start = number(&region["charOffset"]);
        let end = start + number(&region["charLength"]);
        let cut: String = file.chars().skip(start).take(end - start).collect();
        assert_eq!(cut, text(&region["snippet"]["text"]));
        assert_eq!(offset(&file, &region["startLine"], &region["startColumn"]), start);
        assert_eq!(offset(&file, &region["endLine"], &region["endColumn"]), end);
    }
    places.len()
}

#[test]
fn regions_are_those_of_the_files() {
    let run = run(root(), &["scan", "seeds", "--format", "sarif"]);
    check_results(&run);
    assert!(check_regions(root(), &run) >= 20);
}

#[test]
fn each_side_of_a_match_and_each_cluster_is_a_result() {
    let folder = temporary_folder();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("room");
    write("a[1](2).txt", FERRY);
    write("b.txt", &format!("  {FERRY}\n"));
    let args = ["scan", ".", "--format", "sarif", "--min-chars", "12"];
    let two = run(folder.path(), &args);
    check_results(&two);
    let messages = items(&two["results"]);
    let messages: Vec<&str> = messages.iter().map(|one| text(&one["message"]["text"])).collect();
    let expected = [
        r"The document at a\[1\](2).txt:1 is also at [b.txt:1](1) (exact, similarity 1.00).",
        r"The document at b.txt:1 is also at [a\[1\](2).txt:1](1) (exact, similarity 1.00).",
    ];
    assert_eq!(messages, expected);
    for name in ["c.txt", "d.txt", "e.txt", "f.txt"] {
        write(name, FERRY);
    }
    let six = run(folder.path(), &args);
    check_results(&six);
    let results = items(&six["results"]);
    assert_eq!(results.len(), 1);
    assert_eq!(locations(&results[0]).len(), 6);
    assert!(text(&results[0]["message"]["text"]).contains(" and at 2 other places "));
    let address = &results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(address, "a%5B1%5D%282%29.txt");
}

#[test]
fn a_text_that_is_not_the_content_of_its_file_has_no_characters_of_it() {
    let folder = temporary_folder();
    let write = |name: &str, bytes: &[u8]| {
        fs::write(folder.path().join(name), bytes).expect("there is room");
    };
    write(
        "records.jsonl",
        format!("{{}}\n{{\"id\": \"two\", \"text\": \"{FERRY}\"}}\n").as_bytes(),
    );
    write("page.html", format!("<html><body><p>{FERRY}。</p></body></html>").as_bytes());
    write("packed.txt.gz", &gzip(FERRY.as_bytes()));
    let run = run(folder.path(), &["scan", ".", "--format", "sarif", "--max-skipped", "9"]);
    check_results(&run);
    let results = items(&run["results"]);
    let places = locations(&results[0]);
    assert_eq!(places.len(), 3);
    for place in places {
        let address = &place["physicalLocation"]["artifactLocation"]["uri"];
        let region = place["physicalLocation"].get("region");
        if address == "records.jsonl" {
            let line = serde_json::json!({"startLine": 2, "endLine": 2});
            assert_eq!(region, Some(&line));
            assert_eq!(place["logicalLocations"][0]["fullyQualifiedName"], "two");
        } else {
            assert_eq!(region, None, "{address}");
        }
    }
    let notes = items(&run["invocations"][0]["toolExecutionNotifications"]);
    assert!(text(&notes[0]["message"]["text"]).contains("records.jsonl:1: "), "{notes:?}");
}

#[test]
fn a_saved_report_has_the_same_results_with_whole_lines() {
    let folder = temporary_folder();
    let saved = folder.path().join("saved.json");
    let mut scan = Command::new(env!("CARGO_BIN_EXE_leitong"));
    let scan = scan.current_dir(root()).args(["scan", "seeds", "-o"]).arg(&saved);
    assert!(scan.status().expect("it is built").success());
    let direct = run(root(), &["scan", "seeds", "--format", "sarif"]);
    let saved = saved.to_str().expect("the name is ASCII");
    let again = run(root(), &["report", saved, "--format", "sarif"]);
    check_results(&again);
    let (direct, again) = (items(&direct["results"]), items(&again["results"]));
    assert_eq!(direct.len(), again.len());
    for (direct, again) in direct.iter().zip(&again) {
        assert_eq!(direct["message"], again["message"]);
        assert_eq!(direct["partialFingerprints"], again["partialFingerprints"]);
        for (direct, again) in locations(direct).iter().zip(&locations(again)) {
            let [direct, again] =
                [direct, again].map(|place| place["physicalLocation"]["region"].clone());
            assert_eq!(direct["startLine"], again["startLine"]);
            assert_eq!(direct["endLine"], again["endLine"]);
            assert_eq!(again.get("charOffset"), None);
        }
    }
}
