//! What the program promises about its input: nothing is passed over in silence, nothing that is
//! read is replaced, and records are written as they were.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::Value;

use crate::support::cases;
use crate::support::dedup::Case;
use crate::support::program::{Run, leitong, leitong_with};

const POEM: &str = "床前明月光，疑是地上霜。举头望明月，低头思故乡。";
const OTHER: &str = "白日依山尽，黄河入海流。欲穷千里目，更上一层楼。";

fn record(id: &str, text: &str) -> String {
    format!("{{\"id\": {id}, \"text\": \"{text}\"}}\n")
}

/// All files below a folder of the case, with their bytes.
fn tree(case: &Case, folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![case.path(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push((path.clone(), fs::read(&path).unwrap_or_default()));
            }
        }
    }
    files.sort();
    files
}

/// Lines as other programs write them, good and broken ones, each different from all others.
fn odd_lines() -> impl Strategy<Value = Vec<String>> {
    let line = prop_oneof![
        Just(r#"{"id": 1, "text": "a", "score": NaN}"#),
        Just(r#"{"id": 24412000000012345678, "text": "b", "score": -Infinity}"#),
        Just(r#"{"id": "1", "text": "half \ud83d pair"}"#),
        Just("{\"id\": 1.0, \"text\": \"tab\tin it\"}"),
        Just(r#"{"id": 3, "text": "c", "deep": [[[[1]]]]}"#),
        Just(r#"{"id": 4, "text": "d", "large": 1e999, "t": "\udc00"}"#),
        Just(r#"{"text": 7}"#),
        Just(r#"{"txt": "d"}"#),
        Just("{broken"),
        Just("[1, 2]"),
        Just("not JSON"),
    ];
    prop::collection::vec(line, 0..12).prop_map(|lines| {
        let numbered = lines.iter().enumerate();
        numbered
            .map(|(at, line)| line.replacen("\"text\": \"", &format!("\"text\": \"{at} "), 1))
            .collect()
    })
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn every_line_is_read_or_listed_and_what_is_kept_is_as_it_was(odd in odd_lines()) {
        let mut lines = vec![record("0", POEM).trim_end().to_owned()];
        lines.extend(odd);
        let case = Case::of(lines.join("\n"));
        let args = ["dedup", "in.jsonl", "-o", "out.jsonl", "--skipped", "skipped.jsonl",
            "--max-skipped", "100%", "--format", "json"];
        let run = leitong(&case, &args);
        let skipped = String::from_utf8(case.read("skipped.jsonl")).expect("UTF-8");
        let skipped: Vec<Value> =
            skipped.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        prop_assert_eq!(run.code, Some(if skipped.is_empty() { 0 } else { 3 }));
        let summary: Value = serde_json::from_str(&run.out).expect("JSON");
        prop_assert_eq!(summary["read"].as_u64(), Some(lines.len() as u64));
        prop_assert_eq!(summary["skipped"].as_u64(), Some(skipped.len() as u64));
        // A line is either listed with its bytes, or it is read: kept as it was, or removed.
        let listed: HashSet<u64> = skipped.iter().filter_map(|skip| skip["line"].as_u64()).collect();
        for skip in &skipped {
            let at = skip["line"].as_u64().expect("it is a record") as usize - 1;
            prop_assert_eq!(skip["record"].as_str(), Some(lines[at].as_str()));
        }
        let read = (1..).zip(&lines).filter(|(number, _)| !listed.contains(number));
        let read: Vec<&str> = read.map(|(_, line)| line.as_str()).collect();
        let out = case.out();
        let kept: Vec<&str> = out.lines().collect();
        prop_assert!(kept.iter().all(|line| read.contains(line)));
        prop_assert_eq!(
            kept.len() + summary["removed"].as_u64().expect("a number") as usize, read.len());
        // `scan` reads the same records as `dedup`.
        let args = ["scan", "in.jsonl", "--max-skipped", "100%", "--format", "json", "-q"];
        let report: Value = serde_json::from_str(&leitong(&case, &args).out).expect("JSON");
        prop_assert_eq!(report["stats"]["documents"].as_u64(), Some(read.len() as u64));
    }
}

#[test]
fn a_run_that_cannot_read_its_input_replaces_no_output() {
    let case = Case::of(record("1", POEM) + &record("2", OTHER));
    for name in ["out.jsonl", "list.jsonl", "page.html", "skipped.jsonl", "report.json"] {
        case.write(name, "of an earlier run");
    }
    let before = tree(&case, "");
    let field = ["--text-field", "txt"];
    let dedup = [
        "dedup",
        "in.jsonl",
        "-o",
        "out.jsonl",
        "--duplicates",
        "list.jsonl",
        "--html",
        "page.html",
        "--skipped",
        "skipped.jsonl",
    ];
    let scan = [
        "scan",
        "in.jsonl",
        "-o",
        "report.json",
        "--html",
        "page.html",
        "--skipped",
        "skipped.jsonl",
    ];
    for args in [&dedup[..], &scan] {
        let run = leitong(&case, &[args, &field].concat());
        assert_eq!(run.code, Some(1), "{}", run.err);
        let message = "in.jsonl:1: no field \"txt\" among: id, text (did you mean \"text\"?)";
        assert!(run.err.contains(message), "{}", run.err);
        assert_eq!(tree(&case, ""), before);
    }
}

#[test]
fn a_line_in_a_hundred_may_be_broken_by_default() {
    let records: String = (0..99).map(|id| record(&id.to_string(), POEM)).collect();
    let one = Case::of(records.clone() + "{broken\n");
    let run = leitong(&one, &["dedup", "in.jsonl", "-o", "out.jsonl"]);
    assert_eq!((run.code, one.out().lines().count()), (Some(3), 1), "{}", run.err);
    let two = Case::of(records + "{broken\n{broken\n");
    for (args, code) in [
        (&[][..], 1),
        (&["--max-skipped", "2"], 3),
        (&["--max-skipped", "1"], 1),
        (&["--on-error", "skip"], 3),
        (&["--on-error", "fail"], 1),
    ] {
        let run = leitong(&two, &[&["dedup", "in.jsonl", "-o", "out.jsonl"], args].concat());
        assert_eq!(run.code, Some(code), "{args:?} {}", run.err);
        assert_eq!(two.path("out.jsonl").exists(), code == 3);
        let _ = fs::remove_file(two.path("out.jsonl"));
    }
}

#[test]
fn no_output_replaces_or_joins_what_is_read() {
    let case = Case::of(record("1", POEM));
    case.write("texts/a.txt", POEM);
    case.write("texts/b.log", OTHER);
    case.write("truth.tsv", "a.txt\tb.log\n");
    std::os::unix::fs::symlink(case.path("texts"), case.path("link")).expect("links can be made");
    let before = tree(&case, "");
    for (args, part) in [
        (&["scan", "texts", "--html", "texts/a.txt"][..], "is read, and would be overwritten"),
        (&["scan", "link", "-o", "texts/b.log", "--format", "json"], "is read"),
        (&["scan", "texts/a.txt", "--against", "texts/b.log", "--html", "texts/b.log"], "is read"),
        (&["scan", "texts/a.txt", "--ignore", "in.jsonl", "--skipped", "in.jsonl"], "is read"),
        (&["scan", "texts", "-o", "texts/new.csv"], "lies in a directory that is read"),
        (&["scan", "link", "--html", "texts/new.html"], "lies in a directory that is read"),
        (&["scan", "texts", "-o", "a.json", "--html", "./a.json"], "is another output already"),
        (&["scan", "texts", "-o", "texts"], "is a directory; name a file"),
        (&["dedup", "texts", "-o", "texts/clean"], "lies in a directory that is read"),
        (&["dedup", "in.jsonl", "--against", "texts", "--html", "texts/a.txt"], "is read"),
        (&["dedup", "in.jsonl", "-o", "out.jsonl", "--html", "in.jsonl"], "is read"),
        (&["eval", "truth.tsv", "texts", "-o", "truth.tsv", "--format", "json"], "is read"),
        (&["eval", "truth.tsv", "texts", "--misses", "texts/a.txt"], "is read"),
        (&["outline", "texts/a.txt", "-o", "texts/a.txt"], "is read"),
        (&["compare", "texts/a.txt", "texts/b.log", "-o", "texts/a.txt"], "is read"),
        (&["report", "in.jsonl", "-o", "in.jsonl"], "is read"),
        (&["bench", "in.jsonl", "-o", "in.jsonl", "--format", "json"], "is read"),
    ] {
        let run = leitong(&case, args);
        assert_eq!(run.code, Some(2), "{args:?} {}", run.err);
        assert!(run.err.contains(part), "{args:?} {}", run.err);
        assert_eq!(tree(&case, ""), before, "{args:?}");
    }
    let run = leitong(&case, &["scan", "texts", "-o", "texts/new.csv", "--exclude", "*.csv"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
}

#[test]
fn the_output_folder_can_take_the_place_of_the_folder() {
    let case = Case::new();
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    for (name, bytes) in [
        ("in/a.txt", POEM.as_bytes()),
        ("in/copy.txt", POEM.as_bytes()),
        ("in/b.jsonl", record("1", OTHER).as_bytes()),
        ("in/page.xlsx", b"PK"),
        ("in/deep/c.png", png),
        ("in/.hidden", b"hidden"),
        ("in/drafts/d.txt", POEM.as_bytes()),
        ("in/.gitignore", b"drafts/\n"),
        ("in/broken.txt", b"\xE9\x9B\xB7\xFF\xFF\xFF\xFF"),
    ] {
        case.write(name, bytes);
    }
    fs::hard_link(case.path("in/a.txt"), case.path("in/e.txt")).expect("links can be made");
    let run =
        leitong(&case, &["dedup", "in", "-o", "out", "--on-error", "skip", "--format", "json"]);
    assert_eq!(run.code, Some(3), "{}", run.err);
    let names = |folder: &str| -> Vec<PathBuf> {
        let base = case.path(folder);
        let files = tree(&case, folder).into_iter();
        files.map(|(path, _)| path.strip_prefix(&base).expect("below").into()).collect()
    };
    // Only the duplicate and the second name of a file are gone.
    let mut expected = names("in");
    expected.retain(|name| !["copy.txt", "e.txt"].iter().any(|gone| name.ends_with(gone)));
    assert_eq!(names("out"), expected);
    for (path, bytes) in tree(&case, "out") {
        let path = path.strip_prefix(case.path("out")).expect("below").to_owned();
        assert_eq!(fs::read(case.path("in").join(path)).expect("it is there"), bytes);
    }
    let summary: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(summary["others"], 6);
    let skip = ["dedup", "in", "-o", "bare", "--others", "skip", "--on-error", "skip"];
    assert_eq!(leitong(&case, &skip).code, Some(3));
    assert_eq!(names("bare"), [PathBuf::from("a.txt"), PathBuf::from("b.jsonl")]);
}

/// Names of all files below a folder of the case.
fn names_in(case: &Case, folder: &str) -> Vec<String> {
    let base = case.path(folder);
    let files = tree(case, folder).into_iter();
    let names = files.map(|(path, _)| path.strip_prefix(&base).expect("below").to_owned());
    names.map(|name| name.to_str().expect("UTF-8").to_owned()).collect()
}

#[test]
fn an_output_folder_lies_outside_the_folders_that_are_copied() {
    let case = Case::new();
    case.write("corpus/a.txt", POEM);
    case.write("corpus/b.png", b"\x89PNG\r\n\x1a\n\0\0\0\r");
    let before = tree(&case, "");
    for args in [
        &["-o", "corpus/out", "--exclude", "out"][..],
        &["-o", "corpus/out", "--include", "*.txt"],
        &["-o", "corpus/.clean"],
        &["-o", "corpus/deep/.clean/"],
        &["-o", "clean", "--duplicates", "corpus/.list.jsonl"],
        &["-o", "corpus/out", "--include", "*.txt", "--others", "skip"],
    ] {
        let run = leitong(&case, &[&["dedup", "corpus"], args].concat());
        assert_eq!(run.code, Some(2), "{args:?} {}", run.err);
        assert!(run.err.contains("lies in a directory that is read"), "{args:?} {}", run.err);
        assert_eq!(tree(&case, ""), before, "{args:?}");
    }
    for (out, exclude) in [("corpus/one", "one/"), ("corpus/two", "two/**"), ("corpus/.x", "x")] {
        let skip = ["dedup", "corpus", "-o", out, "--exclude", exclude, "--others", "skip"];
        let run = leitong(&case, &skip);
        assert_eq!(run.code, Some(0), "{exclude} {}", run.err);
        assert_eq!(names_in(&case, out), ["a.txt"], "{exclude}");
        fs::remove_dir_all(case.path(out)).expect("it was written");
    }
}

#[test]
fn a_record_file_of_which_nothing_can_be_read_keeps_its_place() {
    let case = Case::new();
    let lines: String = (0..20_000).map(|id| record(&id.to_string(), &id.to_string())).collect();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(lines.as_bytes()).expect("memory can be written");
    let packed = packed.finish().expect("memory can be written");
    case.write("in/head.jsonl.gz", &packed[..6]);
    case.write("in/half.jsonl.gz", &packed[..packed.len() / 2]);
    case.write("in/z.jsonl", record("1", POEM));
    case.write("in/broken.jsonl", "{broken\n");
    let run = leitong(&case, &["dedup", "in", "-o", "out", "--on-error", "skip"]);
    assert_eq!(run.code, Some(3), "{}", run.err);
    assert_eq!(
        names_in(&case, "out"),
        ["broken.jsonl", "half.jsonl.gz", "head.jsonl.gz", "z.jsonl"]
    );
    assert_eq!(case.read("out/head.jsonl.gz"), packed[..6]);
    assert_ne!(case.read("out/half.jsonl.gz"), packed[..packed.len() / 2]);
    let bare = ["dedup", "in", "-o", "bare", "--on-error", "skip", "--others", "skip"];
    assert_eq!(leitong(&case, &bare).code, Some(3));
    assert_eq!(names_in(&case, "bare"), ["broken.jsonl", "half.jsonl.gz", "z.jsonl"]);
}

#[test]
fn a_packed_file_without_its_end_replaces_no_output() {
    let case = Case::new();
    let lines: String = (0..20_000).map(|id| record(&id.to_string(), &id.to_string())).collect();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(lines.as_bytes()).expect("memory can be written");
    let packed = packed.finish().expect("memory can be written");
    case.write("half.jsonl.gz", &packed[..packed.len() / 2]);
    case.write("out.jsonl", "old");
    let dedup = ["dedup", "half.jsonl.gz", "-o", "out.jsonl"];
    for args in [&dedup[..], &["scan", "half.jsonl.gz", "--level", "document"]] {
        let run = leitong(&case, args);
        assert_eq!(run.code, Some(1), "{}", run.err);
        let said = "stream ends too early; the rest of the file was not read";
        assert!(run.err.contains(said) && run.err.contains("--max-skipped"), "{}", run.err);
        assert_eq!(case.read("out.jsonl"), b"old");
    }
    let run = leitong(&case, &[&dedup[..], &["--max-skipped", "100%"]].concat());
    assert_eq!(run.code, Some(3), "{}", run.err);
    assert!(lines.as_bytes().starts_with(&case.read("out.jsonl")));
}

#[test]
fn a_file_that_cannot_be_copied_is_skipped_by_name() {
    use std::os::unix::fs::PermissionsExt;
    let case = Case::of(record("1", POEM));
    case.write("in/a.txt", POEM);
    let secret = case.write("in/.secret", "x");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o0)).expect("it is ours");
    if fs::read(&secret).is_ok() {
        // The administrator may read everything.
        return;
    }
    let run = leitong(&case, &["dedup", "in", "-o", "out", "--on-error", "skip"]);
    assert_eq!(run.code, Some(3), "{}", run.err);
    assert!(run.err.contains("not read: in/.secret: "), "{}", run.err);
    assert_eq!(names_in(&case, "out"), ["a.txt"]);
    let fail = leitong(&case, &["dedup", "in", "-o", "other", "--on-error", "fail"]);
    assert_eq!((fail.code, case.path("other").exists()), (Some(1), false), "{}", fail.err);
    assert!(fail.err.contains("in/.secret"), "{}", fail.err);
}

#[test]
fn no_file_that_is_copied_replaces_another() {
    let case = Case::new();
    case.write("a/t.txt", POEM);
    for name in ["a/n.bin", "a/x/n.bin", "x/n.bin", "b/link"] {
        case.write(name, format!("\0\0\0{name}"));
    }
    for (to, name) in [("nowhere", "a/link"), ("nowhere", "b/lost"), ("elsewhere", "a/lost")] {
        std::os::unix::fs::symlink(to, case.path(name)).expect("links can be made");
    }
    let run = leitong(&case, &["dedup", "a", "x", "-o", "out"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
    let part = "a/x/n.bin and x/n.bin would both come out as x/n.bin";
    assert!(run.err.contains(part), "{}", run.err);
    let run = leitong(&case, &["dedup", "a", "b", "-o", "out", "--on-error", "skip"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let expected = ["b/link", "b/lost", "link", "lost", "n.bin", "t.txt", "x/n.bin"];
    assert_eq!(names_in(&case, "out"), expected);
    let run = leitong(&case, &["dedup", "a", "a", "a/x", "-o", "twice"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(names_in(&case, "twice"), ["link", "lost", "n.bin", "t.txt", "x/n.bin"]);
}

#[test]
fn a_list_of_paths_is_read_from_a_file_or_standard_input() {
    let case = Case::new();
    case.write("a b.txt", POEM);
    case.write("c.txt", POEM);
    case.write("list", "a b.txt\r\n\nc.txt\n");
    let documents = |run: &Run| run.out.lines().next().unwrap_or_default().to_owned();
    for (args, input) in [
        (&["scan", "--files-from", "list"][..], &b""[..]),
        (&["scan", "--files-from", "-"], b"a b.txt\nc.txt"),
        (&["scan", "--files-from", "-", "--null"], b"a b.txt\0c.txt\0"),
        (&["scan", "c.txt", "--files-from", "-", "-0"], b"a b.txt"),
    ] {
        let run = leitong_with(&case, args, input);
        assert_eq!(run.code, Some(0), "{args:?} {}", run.err);
        assert!(documents(&run).starts_with("2 documents"), "{args:?} {}", run.out);
    }
    let run = leitong_with(&case, &["scan", "--files-from", "-"], b"c.txt\nd.txt\n");
    assert_eq!(
        (run.code, run.err.as_str()),
        (Some(1), "leitong: -:2: d.txt: no such file or directory\n")
    );
    assert_eq!(leitong(&case, &["scan", "--files-from", "-"]).code, Some(2));
}

#[test]
fn standard_input_and_files_are_taken_for_the_same() {
    let case = Case::new();
    let records = record("1", POEM) + &record("2", POEM);
    for name in ["part-aa", "part.txt", "part.json", "part.log"] {
        case.write(name, &records);
    }
    let piped = leitong_with(&case, &["scan", "-"], records.as_bytes()).out;
    assert!(piped.starts_with("2 documents"), "{piped}");
    for name in ["part-aa", "part.txt", "part.json", "part.log"] {
        assert_eq!(leitong(&case, &["scan", name]).out, piped, "{name}");
        let text = leitong(&case, &["scan", name, "--input-format", "text"]).out;
        assert!(text.starts_with("1 document "), "{name} {text}");
    }
}

#[test]
fn what_was_found_can_fail_the_run() {
    let case = Case::of(record("1", POEM) + &record("2", POEM));
    case.write("other.txt", OTHER);
    let code = |args: &[&str]| leitong(&case, &[&["scan"], args].concat()).code;
    assert_eq!(code(&["in.jsonl"]), Some(0));
    assert_eq!(code(&["in.jsonl", "--fail-if-found"]), Some(4));
    assert_eq!(code(&["other.txt", "--fail-if-found"]), Some(0));
}

#[test]
fn a_folder_of_texts_is_measured() {
    let case = Case::new();
    for (name, text) in [("in/a.txt", POEM), ("in/b.txt", OTHER)] {
        case.write(name, text.as_bytes());
    }
    let run = leitong(&case, &["bench", "in", "--format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
}

#[test]
fn what_cannot_be_read_or_written_is_told_in_every_command() {
    let case = Case::new();
    case.write("table.csv", format!("id,body\n1,{POEM}\n2,{OTHER}\n"));
    case.write("prose.jsonl", "nice day\nand more\n");
    case.write("texts/a.txt", POEM);
    case.write("files/a.bin", "\0\0\0\0");
    case.write("empty.csv", "");
    case.write("comma.csv", "id,text\n1,one, and more\n2,two\n");
    case.write("days.csv", "id,when\na.txt,2024\n");
    case.write("found.xlsx", "old");
    let bench = ["bench", "--threads", "1", "-q"];
    for (args, said) in [
        (&[&bench[..], &["table.csv"]].concat()[..], "no column \"text\" among: id, body"),
        (&[&bench[..], &["files"]].concat(), "its files are not read: 1 .bin"),
        (&[&bench[..], &["-"]].concat(), "no document"),
        (&["scan", "prose.jsonl"], "prose.jsonl:1: not JSON"),
        (&["dedup", "comma.csv", "-o", "o.csv"], "comma.csv:1: the row has 3 values, the header 2"),
        (&["scan", "texts", "--glob", "*.md"], "no file in it is chosen by the globs *.md"),
        (&["scan", "texts", "--dates", "empty.csv"], "empty.csv: there is no date in it"),
        (&["scan", "texts", "--dates", "days.csv"], "no columns `id` and `date` among: id, when"),
        (&["scan", "texts", "--format", "docx", "-o", "found.xlsx"], "--format: is another format"),
        (&["scan", "texts", "--level", "document", "--min-chars", "9"], "--min-chars: is for"),
    ] {
        let run = leitong(&case, args);
        assert!(matches!(run.code, Some(1 | 2)), "{args:?}: {:?} {}", run.code, run.err);
        assert!(run.err.contains(said), "{args:?}: {}", run.err);
    }
    assert_eq!(case.read("found.xlsx"), b"old");
}

#[test]
fn a_measured_run_tells_what_it_could_not_read() {
    let case = Case::new();
    let lines: String = (0..300).map(|id| record(&id.to_string(), POEM)).collect();
    case.write("in.jsonl", format!("{lines}{{broken\n"));
    let run = leitong(&case, &["bench", "in.jsonl", "--threads", "1", "-q"]);
    assert_eq!(run.code, Some(3), "{}", run.err);
    assert!(run.err.contains("in.jsonl:301: not JSON"), "{}", run.err);
}
