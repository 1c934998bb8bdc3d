//! Places that are quotations: marked, or left out.

use crate::support::dedup::Case;
use crate::support::program::leitong;

const SAYING: &str =
    "人生的乐趣在于与朋友共饮，不必计较明天的事情，也不必为功名烦恼，这是他一贯的想法";

/// A text without its source, the same in quotation marks, and the same with a reference.
fn case() -> Case {
    let case = Case::new();
    case.write("a.txt", format!("李白在月下写道，{SAYING}。\n"));
    case.write("b.txt", format!("有人曾经说过：“{SAYING}。”我很同意。\n"));
    case.write("c.txt", format!("我认为，{SAYING}（《李白文集》第三卷）。大家都同意。\n"));
    case.write("d.txt", format!("每个人都知道，{SAYING}，谁也不能否认。\n"));
    case
}

/// The reported matches: names of the two files, each with `+` if it is a quotation there.
fn matches(case: &Case, quotes: &str) -> (Vec<String>, serde_json::Value) {
    let args = ["scan", ".", "--level", "passage", "--quotes", quotes, "--format", "json"];
    let run = leitong(case, &args);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let name = |side: &serde_json::Value| {
        let id = side["document"].as_str().expect("an id").trim_end_matches(".txt").to_owned();
        let is_quoted = side["quoted"].as_bool().unwrap_or(false);
        id + if is_quoted { "+" } else { "" }
    };
    let found = report["matches"].as_array().expect("matches");
    let mut found: Vec<String> =
        found.iter().map(|found| format!("{} {}", name(&found["a"]), name(&found["b"]))).collect();
    found.sort();
    (found, report["stats"]["quoted"].clone())
}

#[test]
fn quotations_are_marked_or_left_out_and_counted() {
    let case = case();
    let (marked, left_out) = matches(&case, "mark");
    assert_eq!(marked, ["a b+", "a c+", "a d", "b+ c+", "b+ d", "c+ d"]);
    assert!(left_out.is_null());
    let (others, left_out) = matches(&case, "ignore");
    assert_eq!((others, left_out), (vec!["a d".to_owned()], 5.into()));
}

#[test]
fn the_terminal_and_the_table_tell_quotations() {
    let case = case();
    let scan = ["scan", "a.txt", "b.txt", "--level", "passage"];
    let run = leitong(&case, &scan);
    assert!(run.out.contains(", quoted\n"), "{}", run.out);
    let csv = leitong(&case, &[&scan[..], &["--format", "csv"]].concat()).out;
    assert!(csv.lines().next().is_some_and(|head| head.ends_with(",quoted,form")), "{csv}");
    assert!(csv.lines().nth(1).is_some_and(|row| row.ends_with(",b,")), "{csv}");
    let none = leitong(&case, &[&scan[..], &["--quotes", "ignore"]].concat()).out;
    assert!(none.contains("Left out, because they are quotations: 1 match"), "{none}");
}
