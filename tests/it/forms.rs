//! Forms of a collection: text that recurs with other fillings is told from reuse.

use serde_json::Value;

use crate::support::dedup::Case;
use crate::support::program::leitong;

/// A notice of which everything but the numbers and one sentence of its own is a form.
fn notice(number: usize) -> String {
    let own = |at: usize| char::from_u32(0x4e00 + (number * 97 + at * 31) as u32).unwrap_or('一');
    let own: String = (0..40).map(own).collect();
    format!(
        "各有关单位：根据年度工作安排，定于{}月{}日上午在二楼会议室召开第{number}次工作例会，请准时参加，不得缺席。\n\n{own}。\n",
        number % 12 + 1,
        number % 28 + 1,
    )
}

const COPIED: &str =
    "清晨的渡口还笼着薄雾，摆渡人解开缆绳，把第一批赶集的乡亲送到对岸，橹声惊起芦苇丛里的白鹭。\n";

/// Thirty notices, two of which share a text besides.
fn case() -> Case {
    let case = Case::new();
    for number in 0..30 {
        let copied = if [4, 17].contains(&number) { COPIED } else { "" };
        case.write(&format!("{number:02}.txt"), notice(number) + copied);
    }
    case
}

fn report(case: &Case, forms: &str) -> Value {
    let args = ["scan", ".", "--forms", forms, "--format", "json"];
    serde_json::from_str(&leitong(case, &args).out).expect("a report is JSON")
}

/// For each match whether it is a form, and whether it is the copy.
fn matches(report: &Value) -> Vec<(bool, bool)> {
    let matches = report["matches"].as_array().expect("a list").iter();
    matches
        .map(|found| {
            let text = found["a"]["text"].as_str().unwrap_or_default();
            (found["form"].is_string(), text.contains("摆渡人"))
        })
        .collect()
}

#[test]
fn forms_are_marked_behind_all_others() {
    let report = report(&case(), "mark");
    let found = matches(&report);
    assert_eq!(found.first(), Some(&(false, true)), "the copy is first");
    assert!(found.len() > 1 && found[1..].iter().all(|found| *found == (true, false)), "{found:?}");
    assert_eq!(report["stats"]["forms"], found.len() - 1);
}

#[test]
fn hidden_forms_are_counted() {
    let case = case();
    let hidden = report(&case, "hide");
    assert_eq!(matches(&hidden), [(false, true)]);
    assert_eq!(hidden["clusters"].as_array().map(Vec::len), Some(1));
    let text = leitong(&case, &["scan", ".", "--forms", "hide"]).out;
    assert!(text.contains("Left out, because they are forms: "), "{text}");
}

#[test]
fn shown_forms_are_as_all_others() {
    let report = report(&case(), "show");
    assert!(matches(&report).iter().all(|(is_form, _)| !is_form));
}

#[test]
fn a_few_copies_are_no_forms() {
    let case = Case::new();
    for number in 0..8 {
        case.write(&format!("{number}.txt"), notice(number) + COPIED);
    }
    let found = matches(&report(&case, "mark"));
    assert!(found.contains(&(false, true)), "{found:?}");
}
