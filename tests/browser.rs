//! The report's page in a real browser: this makes pages, and Node's test runner drives Chromium
//! over them (`tests/browser/`).
//!
//! It is a program of its own, so that what it leaves out is told: without Node, Chromium, or the
//! packages that `tests/browser/install` gets, it says so and passes.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use serde_json::json;

const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

fn main() -> ExitCode {
    // `cargo test NAME` is about tests with that name.
    if env::args()
        .skip(1)
        .any(|argument| !argument.starts_with('-') && !"browser".contains(&argument))
    {
        return ExitCode::SUCCESS;
    }
    let missing = missing();
    if !missing.is_empty() {
        println!(
            "\nbrowser tests left out: no {} (tests/browser/install gets them)\n",
            missing.join(", no ")
        );
        return ExitCode::SUCCESS;
    }
    let pages = tempfile::tempdir().expect("the test may write temporary files");
    make_pages(pages.path());
    let tests = root().join("tests/browser/report.test.mjs");
    let mut node = Command::new("node");
    node.arg("--test").arg(tests).env("LEITONG_PAGES", pages.path());
    let run = node.env("LEITONG_SEEDS", root().join("seeds")).status();
    if run.expect("node is here").success() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn missing() -> Vec<&'static str> {
    let packages = root().join("tests/browser/node_modules/playwright-core").exists();
    let here = [
        ("Node", is_here("node")),
        ("Chromium", BROWSERS.into_iter().any(is_here)),
        ("npm packages", packages),
    ];
    here.into_iter().filter(|(_, here)| !here).map(|(what, _)| what).collect()
}

fn is_here(program: &str) -> bool {
    env::split_paths(&env::var_os("PATH").unwrap_or_default())
        .any(|folder| folder.join(program).is_file())
}

fn make_pages(folder: &Path) {
    scan(&[&root().join("seeds")], &[], &folder.join("seeds.html"));
    scan(&[&root().join("seeds")], &["--html-texts", "0"], &folder.join("places.html"));
    scan(&[&folders(folder)], &[], &folder.join("folders.html"));
    let many = folder.join("many.jsonl");
    let generator = root().join("evaluation/report/generate.mjs");
    let out = fs::File::create(&many).expect("there is room");
    let made = Command::new("node").arg(generator).args(["40", "150"]).stdout(out).status();
    assert!(made.expect("node is here").success());
    scan(&[&many], &[], &folder.join("many.html"));
    let hostile = folder.join("hostile.jsonl");
    fs::write(&hostile, hostile_documents()).expect("there is room");
    scan(
        &[&hostile],
        &["--level", "document", "--similarity", "0.3"],
        &folder.join("hostile.html"),
    );
    let removed = folder.join("removed.jsonl");
    fs::write(&removed, removed_passages()).expect("there is room");
    let mut dedup = leitong("dedup");
    dedup.arg(&removed).args(["--level", "passage", "--guard", "off", "--html"]);
    run(dedup.arg(folder.join("removed.html")));
    let covered = folder.join("covered.jsonl");
    fs::write(&covered, covered_record()).expect("there is room");
    let mut dedup = leitong("dedup");
    dedup.arg(&covered).args(["--by", "jaccard,coverage", "--html"]);
    run(dedup.arg(folder.join("covered.html")));
}

/// A record of passages of two longer ones.
fn covered_record() -> String {
    let texts = [1, 2].map(|seed| format!("{}。", plain(seed, 100)));
    let digest = texts.concat();
    let longer = |number: usize| format!("{}{}。", texts[number], plain(10 + number as u64, 200));
    let records = [("north", longer(0)), ("south", longer(1)), ("digest", digest)];
    records.map(|(id, text)| json!({"id": id, "text": text}).to_string()).join("\n")
}

/// A passage, and more copies of it than a page has texts of: the first two are equal, and each has
/// another character.
fn removed_passages() -> String {
    let passage = plain(1, 100);
    let copy = |number: u64| {
        let (other, own) = (plain(2 + number.max(1), 1), plain(2000 + number, 20));
        let (before, behind) = passage.split_at(3 * 50);
        json!({"id": number, "text": format!("{own}。{before}{other}{behind}。")}).to_string()
    };
    let first = json!({"id": "kept", "text": format!("{passage}。")}).to_string();
    std::iter::once(first).chain((0..1010).map(copy)).collect::<Vec<_>>().join("\n")
}

/// Two folders of 25 documents each, of which each shares a passage with the next one.
fn folders(folder: &Path) -> PathBuf {
    let path = folder.join("folders");
    for number in 0..50 {
        let inside = path.join(if number < 25 { "north" } else { "south" });
        fs::create_dir_all(&inside).expect("there is room");
        let text = [plain(number, 80), plain(1000 + number, 300), plain(number + 1, 80)].concat();
        fs::write(inside.join(format!("{number:02}.txt")), text).expect("there is room");
    }
    path
}

fn scan(paths: &[&PathBuf], options: &[&str], page: &Path) {
    run(leitong("scan").args(paths).args(options).arg("--html").arg(page));
}

fn leitong(task: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leitong"));
    command.arg(task);
    command
}

fn run(command: &mut Command) {
    assert!(command.stdout(Stdio::null()).status().expect("it is built").success());
}

/// Documents that would like to be more than text: each twice, a little changed.
fn hostile_documents() -> String {
    let nasty = "</script><script>window.stolen=1</script><!--<script>]]><img src=x onerror=window.stolen=1>\
        <style>body{display:none}</style>&lt;b&gt;{{7*7}}${7*7}`'\"\\\u{0}\u{1b}[31m\u{2028}\u{2029}\
        \u{202e}reversed\u{202c}\u{2066}isolated\u{2069}\u{200b}\u{feff}\u{fffe}\u{1f600}𠀀𠀁";
    let text =
        |number: usize| format!("{nasty} {} {}\n{nasty}", "同样的文字".repeat(4), number % 2);
    let markup = "<img src=x onerror=window.stolen=1>";
    let title = "## <b onclick=window.stolen=1>标题</b></script>";
    let mut lines: Vec<String> = Vec::new();
    for number in 0..2 {
        let id = format!("{markup}{number}\u{202e}\"'");
        lines.push(json!({"id": id, "text": text(number)}).to_string());
        lines.push(
            json!({"id": format!("titled {number}"), "text": format!("{title}\n{}\n", text(number))}).to_string(),
        );
        lines.push(json!({"id": format!("long {number}"), "text": long_line(number)}).to_string());
        lines.push(
            json!({"id": format!("constructor{number}"), "text": format!("__proto__ 二 {}", plain(7, 60))}).to_string(),
        );
    }
    lines.join("\n")
}

/// One line of ten megabytes, of which one character in the middle differs.
fn long_line(number: usize) -> String {
    let half = plain(1, 1_700_000);
    format!("{half}{}{}", if number == 0 { '甲' } else { '乙' }, plain(2, 1_700_000))
}

/// So many ideographs, in which nothing reappears.
fn plain(seed: u64, chars: usize) -> String {
    let mut state = seed;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from_u32(0x4E00 + ((state >> 33) % 20_000) as u32).expect("these are ideographs")
    };
    (0..chars).map(|_| next()).collect()
}
