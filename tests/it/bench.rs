//! What `bench` gives beside times, which no test measures.

use std::collections::BTreeSet;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::Numbers;
use crate::support::dedup::{Case, line};

/// Thirty texts, the first ten of which occur again with a few edits, and the pairs of these.
fn case() -> Case {
    let mut numbers = Numbers::new(1);
    let texts: Vec<Vec<char>> = (0..30).map(|_| numbers.text(80)).collect();
    let (mut records, mut truth) = (String::new(), String::new());
    for (at, text) in texts.iter().enumerate() {
        records += &line(&format!("a{at}"), &text.iter().collect::<String>());
        if at < 10 {
            let copy: String = numbers.edited(text, 4).iter().collect();
            records += &line(&format!("b{at}"), &copy);
            truth.extend([format!("a{at}\t"), format!("b{at}\n")]);
        }
    }
    let case = Case::of(records);
    case.write("truth.tsv", truth);
    case
}

fn leitong(case: &Case, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leitong"));
    command.args(args).current_dir(case.path("")).output().expect("the program runs")
}

/// The figures of a run of `bench` on one thread, measured once.
fn bench(case: &Case, args: &[&str]) -> Value {
    let fixed = ["bench", "in.jsonl", "-q", "-j", "1", "--repeats", "1", "--json"];
    let run = leitong(case, &[&fixed[..], args].concat());
    assert!(run.status.success(), "{args:?} {}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).expect("JSON")
}

fn stages(run: &Value) -> BTreeSet<String> {
    let figures = run["figures"].as_array().expect("a list").iter();
    figures.map(|figure| figure["stage"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn every_combination_of_settings_is_measured() {
    let case = case();
    let args =
        ["--similarity", ".6,.8", "--shingle", "char:5,word:2", "--level", "document,paragraph"];
    let run = bench(&case, &args);
    let mut settings = BTreeSet::new();
    for figure in run["figures"].as_array().expect("a list") {
        settings.insert(["level", "shingle", "similarity"].map(|name| figure[name].to_string()));
        let [min, median, max] = ["seconds_min", "seconds", "seconds_max"]
            .map(|name| figure[name].as_f64().expect("a number"));
        assert!(min <= median && median <= max, "{figure}");
    }
    assert_eq!(settings.len(), 8);
    // An option that is repeated is the same as a list.
    let again = bench(&case, &["--similarity", ".6", "--similarity", ".8"]);
    let similarities: BTreeSet<String> = again["figures"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|figure| figure["similarity"].to_string())
        .collect();
    assert_eq!(similarities, BTreeSet::from(["0.6".to_owned(), "0.8".to_owned()]));
}

#[test]
fn the_stages_of_scan_are_measured_on_demand() {
    let case = case();
    let without = stages(&bench(&case, &[]));
    let with = stages(&bench(&case, &["--scan"]));
    assert!(without.is_subset(&with) && without.contains("dedup, whole"));
    for stage in [
        "scan: reading",
        "scan: outlines, contents",
        "scan: document, preparing",
        "scan: document, candidates",
        "scan: document, verifying",
        "scan: paragraph, preparing",
        "scan: passages",
        "scan, whole",
    ] {
        assert!(with.contains(stage) && !without.contains(stage), "{stage}");
    }
}

#[test]
fn the_scores_are_those_of_eval() {
    let case = case();
    let run = bench(&case, &["--truth", "truth.tsv", "--similarity", ".5,.95"]);
    let scores = run["scores"].as_array().expect("a list");
    assert_eq!(scores.len(), 2);
    for score in scores {
        let similarity = score["similarity"].to_string();
        let args = ["eval", "truth.tsv", "in.jsonl", "-q", "-t", &similarity, "--json"];
        let eval: Value = serde_json::from_slice(&leitong(&case, &args).stdout).expect("JSON");
        for name in ["precision", "recall", "f1"] {
            assert_eq!(score[name], eval["scores"]["pairs"][name], "{similarity} {name}");
        }
    }
    // Copies with edits are found at a low similarity only.
    assert!(scores[0]["recall"].as_f64() > scores[1]["recall"].as_f64());
}

#[test]
fn a_saved_run_is_a_baseline_of_the_same_settings_and_input() {
    let case = case();
    let saved = bench(&case, &["--save", "saved.json"]);
    assert_eq!(serde_json::from_slice::<Value>(&case.read("saved.json")).ok(), Some(saved));
    let run = bench(&case, &["--baseline", "saved.json"]);
    for figure in run["figures"].as_array().expect("a list") {
        let compared = &figure["baseline"];
        assert!(compared["ratio"].is_f64() && compared["overlaps"].is_boolean(), "{figure}");
    }
    case.write("other.jsonl", line("a", "另一个文件里的另一段文字"));
    case.write("wrong.json", "{}");
    for (args, part) in [
        (
            &["in.jsonl", "-t", ".8"][..],
            "the saved run lacks document, width:5, similarity 0.8, on 1 thread",
        ),
        (&["in.jsonl", "--level", "speech"], "the saved run lacks speech, width:5"),
        (&["other.jsonl"], "the saved run measured another input"),
        (&["in.jsonl", "--baseline", "wrong.json"], "wrong.json: it is no saved run of bench"),
        (&["in.jsonl", "--save", "in.jsonl"], "--save"),
        (&["in.jsonl", "--save", "saved.json"], "saved.json"),
    ] {
        let baseline: &[&str] =
            if args.contains(&"--baseline") { &[] } else { &["--baseline", "saved.json"] };
        let fixed = ["bench", "-q", "-j", "1", "--repeats", "1"];
        let run = leitong(&case, &[&fixed[..], baseline, args].concat());
        let messages = String::from_utf8_lossy(&run.stderr);
        assert!(!run.status.success() && messages.contains(part), "{args:?} {messages}");
    }
}
