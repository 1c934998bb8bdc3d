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

/// A notice each of whose words is one of two, as the bits of a number say.
fn worded(number: usize) -> String {
    let words = [
        ["努力", "尽力"],
        ["提高", "提升"],
        ["领导", "带头"],
        ["能力", "本领"],
        ["水平", "水准"],
        ["得到", "获得"],
        ["群众", "大众"],
        ["支持", "支撑"],
        ["帮助", "帮忙"],
        ["困难", "难题"],
        ["满意", "称心"],
        ["必须", "务必"],
    ];
    let one = |at: usize| words[at][number >> at & 1];
    format!(
        "我们要{}{}{}干部的工作{}和{}，{}{}的{}和{}，解决居民生活中的{}，让大家感到{}，{}做好。\n",
        one(0),
        one(1),
        one(2),
        one(3),
        one(4),
        one(5),
        one(6),
        one(7),
        one(8),
        one(9),
        one(10),
        one(11),
    )
}

/// For each paraphrase whether it is a form. Of 30 documents the first ones have these notices besides a
/// text of their own.
fn reworded_notices(of: &[&[usize]]) -> Vec<bool> {
    let case = Case::new();
    for number in 0..30_usize {
        let own =
            |at: usize| char::from_u32(0x4e00 + (number * 97 + at * 31) as u32).unwrap_or('一');
        let own: String = (0..60).map(own).collect();
        let notices = of.get(number).copied().unwrap_or_default().iter();
        let notices: Vec<String> = notices.map(|&bits| worded(bits)).collect();
        case.write(&format!("{number:02}.txt"), format!("{own}。\n\n{}", notices.join("\n\n")));
    }
    let args = ["scan", ".", "--semantic", "--level", "paragraph", "--format", "json"];
    let report: Value = serde_json::from_str(&leitong(&case, &args).out).expect("a report is JSON");
    let matches = report["matches"].as_array().expect("a list").iter();
    let reworded = matches.filter(|found| found["kind"] == "semantic");
    reworded.map(|found| found["form"].is_string()).collect()
}

/// Any two differ in at least four of twelve words.
const BITS: [usize; 6] = [
    0b0000_0000_0000,
    0b1111_1100_0000,
    0b1100_0011_1100,
    0b0011_1111_0011,
    0b1010_1010_1111,
    0b0101_0101_1111,
];

#[test]
fn what_many_texts_say_in_other_words_is_a_form() {
    let many = reworded_notices(&BITS.each_ref().map(std::slice::from_ref));
    assert!(many.len() > 3 && many.iter().all(|&is_form| is_form), "{many:?}");
    assert_eq!(reworded_notices(&[&BITS[..1], &BITS[1..2]]), [false]);
}

/// Two notices of a licence.
const LICENCES: [&str; 2] = [
    "The tool is provided without warranty of any kind, express or implied, and the copyright holder is \
     not liable for any damages that arise from the use of it.\n",
    "This program comes without any warranty, express or implied, and its copyright holders are not \
     liable for damages that may arise from your use of the program.\n",
];

/// For each match of two of some notices whether it is a form.
fn licences(files: usize) -> Vec<bool> {
    let case = Case::new();
    for number in 0..files {
        let notice = LICENCES.get(number).copied().unwrap_or_default();
        case.write(&format!("{number:02}.txt"), format!("{}{notice}", notice_of_meeting(number)));
    }
    let args = ["scan", ".", "--semantic", "--level", "paragraph", "--format", "json"];
    let report: Value = serde_json::from_str(&leitong(&case, &args).out).expect("a report is JSON");
    let matches = report["matches"].as_array().expect("a list").iter();
    let of_licences = matches.filter(|found| {
        found["a"]["text"].as_str().is_some_and(|text| text.contains("copyright holder"))
    });
    of_licences.map(|found| found["form"].is_string()).collect()
}

/// A text of its own, of about one line.
fn notice_of_meeting(number: usize) -> String {
    let own = |at: usize| char::from_u32(0x4e00 + (number * 97 + at * 31) as u32).unwrap_or('一');
    let own: String = (0..60).map(own).collect();
    format!("{own}。\n\n")
}

#[test]
fn notices_of_licences_are_forms_in_a_large_collection() {
    assert_eq!(licences(30), [true]);
    assert_eq!(licences(2), [false]);
}
