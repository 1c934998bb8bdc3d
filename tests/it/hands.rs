//! Outputs, devices and signals of the command line, which need files and processes of their own.

use std::fs::{self, Permissions};
use std::io::Read;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::{Child, Command, Output, Stdio};

use crate::support::dedup::Case;

const POEM: &str = "床前明月光，疑是地上霜。举头望明月，低头思故乡。";

fn command(case: &Case, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leitong"));
    command.args(args).current_dir(case.path("")).env("TMPDIR", case.path("tmp"));
    command
}

fn leitong(case: &Case, args: &[&str]) -> Output {
    command(case, args).stdin(Stdio::null()).output().expect("the program runs")
}

fn messages(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

/// A case with two records, a directory of texts, and a directory of temporary files.
fn case() -> Case {
    let case = Case::of(format!("{{\"id\": 1, \"text\": \"{POEM}\"}}\n").repeat(2));
    case.write("texts/a.txt", POEM);
    case.write("texts/b.txt", POEM);
    fs::create_dir(case.path("tmp")).expect("there is room");
    case
}

#[test]
fn outputs_that_are_wrong_are_refused() {
    let case = case();
    case.write("locked.jsonl", "of an earlier run");
    case.write("locked.html", "of an earlier run");
    for name in ["locked.jsonl", "locked.html"] {
        fs::set_permissions(case.path(name), Permissions::from_mode(0o444)).expect("it is ours");
    }
    fs::hard_link(case.path("in.jsonl"), case.path("hard.jsonl")).expect("links can be made");
    symlink(case.path("in.jsonl"), case.path("soft.jsonl")).expect("links can be made");
    for (args, part) in [
        (&["scan", "in.jsonl", "--html", "x.jsonl"][..], "does not end in .html"),
        (&["dedup", "in.jsonl", "--duplicates", "dup.csv"], "does not end in .jsonl"),
        (&["dedup", "in.jsonl", "--skipped", "dup.csv.gz"], "does not end in .jsonl"),
        (&["eval", "in.jsonl", "in.jsonl", "--misses", "m.txt"], "does not end in .jsonl"),
        (&["scan", "in.jsonl", "--explain", "1", "-o", "x.csv"], "shows a finding as text"),
        (&["scan", "in.jsonl", "-o", "hard.jsonl"], "is read, and would be overwritten"),
        (&["scan", "in.jsonl", "-o", "soft.jsonl"], "is read, and would be overwritten"),
        (&["dedup", "in.jsonl", "-o", "hard.jsonl"], "is read, and would be overwritten"),
        (&["dedup", "in.jsonl", "-o", "locked.jsonl"], "is write-protected"),
        (&["scan", "in.jsonl", "--html", "locked.html"], "is write-protected"),
        (&["dedup", "in.jsonl", "-o", "out.jsonl.jsonl.bak"], "such as out.jsonl.jsonl,"),
    ] {
        let run = leitong(&case, args);
        assert_eq!(run.status.code(), Some(2), "{args:?} {}", messages(&run));
        assert!(messages(&run).contains(part), "{args:?} {}", messages(&run));
    }
    assert_eq!(case.read("locked.jsonl"), b"of an earlier run");
}

#[test]
fn a_collection_is_not_compared_with_itself() {
    let case = case();
    fs::hard_link(case.path("in.jsonl"), case.path("same.jsonl")).expect("links can be made");
    for args in [
        &["dedup", "in.jsonl", "--against", "same.jsonl"][..],
        &["scan", "texts", "--against", "./texts"],
        &["scan", "texts", "--ignore", "texts"],
        &["scan", "texts/a.txt", "--against", "texts"],
    ] {
        let run = leitong(&case, args);
        assert_eq!(run.status.code(), Some(2), "{args:?} {}", messages(&run));
        assert!(messages(&run).contains("would be compared with itself"), "{}", messages(&run));
    }
    let run = leitong(&case, &["scan", "texts", "--against", "texts/a.txt"]);
    assert_eq!(run.status.code(), Some(0), "{}", messages(&run));
    assert_eq!(messages(&run), "leitong: --against: files of the collection too: 1\n");
}

#[test]
fn a_dry_run_writes_what_it_would_remove_and_no_records() {
    let case = case();
    case.write("in.jsonl", format!("{{\"text\": \"{POEM}\"}}\n").repeat(2) + "broken\n");
    let args = [
        "dedup",
        "in.jsonl",
        "--max-skipped",
        "1",
        "-o",
        "out.jsonl",
        "--duplicates",
        "list.jsonl",
        "--html",
        "page.html",
        "--skipped",
        "skipped.jsonl",
    ];
    let told = ["list.jsonl", "page.html", "skipped.jsonl"];
    let run = leitong(&case, &args);
    let written = told.map(|name| case.read(name));
    assert!(written.iter().all(|bytes| !bytes.is_empty()), "{}", messages(&run));
    assert!(case.path("out.jsonl").exists());
    for name in ["out.jsonl"].iter().chain(&told) {
        fs::remove_file(case.path(name)).expect("it is there");
    }
    let dry = leitong(&case, &[&args[..], &["--dry-run"]].concat());
    assert_eq!(dry.status.code(), run.status.code(), "{}", messages(&dry));
    let summary = String::from_utf8(dry.stdout).expect("it is UTF-8");
    assert!(summary.contains("(no records were written)"), "{summary}");
    assert!(!case.path("out.jsonl").exists());
    assert!(told.map(|name| case.read(name)) == written, "a dry run tells what a run tells");
    // A page needs no list that is written, and a list may go to standard output.
    fs::remove_file(case.path("list.jsonl")).expect("it is there");
    let piped =
        ["dedup", "in.jsonl", "-n", "--max-skipped", "1", "--duplicates", "-", "--html", "p.html"];
    let run = leitong(&case, &piped);
    assert_eq!(run.stdout, written[0], "{}", messages(&run));
    assert!(case.path("p.html").exists() && !case.path("list.jsonl").exists());
}

#[test]
fn a_dry_run_of_scan_writes_nothing() {
    let case = case();
    let run = leitong(&case, &["scan", "texts", "--against", "in.jsonl", "-n", "-o", "found.json"]);
    let plan = String::from_utf8(run.stdout).expect("it is UTF-8");
    for part in ["texts/a.txt: text\n", "in.jsonl: JSON Lines (--against)\n", "similarity: 0.7\n"] {
        assert!(plan.contains(part), "{plan}");
    }
    assert!(!case.path("found.json").exists());
}

#[test]
fn what_is_no_list_of_paths_is_named_in_a_short_line() {
    let case = case();
    case.write("records", format!("{{\"text\": \"{}\"}}", POEM.repeat(1000)));
    case.write("nul", b"texts/a.txt\0texts/b.txt\0");
    case.write("long", "x".repeat(100_000));
    for (list, part) in [
        ("records", "records:1: a record and not a path"),
        ("nul", "nul:1: the paths end in NUL; add --null"),
        ("long", "x…: no such file or directory"),
    ] {
        let run = leitong(&case, &["scan", "--files-from", list]);
        assert_eq!(run.status.code(), Some(1), "{}", messages(&run));
        assert!(messages(&run).contains(part), "{}", messages(&run));
        assert!(messages(&run).len() < 1000, "{list}");
    }
}

#[test]
fn names_of_files_do_not_control_the_terminal() {
    let case = case();
    case.write("names/\u{1b}[31mred.txt", POEM);
    let run = leitong(&case, &["scan", "names", "-v"]);
    assert!(messages(&run).contains(r"\u{1b}[31mred.txt: text"), "{}", messages(&run));
}

#[test]
fn links_to_nothing_and_endless_devices_are_named() {
    let case = case();
    symlink("nowhere", case.path("dangling.txt")).expect("links can be made");
    let run = leitong(&case, &["scan", "dangling.txt"]);
    assert_eq!(messages(&run), "leitong: dangling.txt: a symbolic link to nothing\n");
    for args in [
        &["dedup", "/dev/zero"][..],
        &["scan", "in.jsonl", "--ignore", "/dev/zero"],
        &["scan", "--files-from", "/dev/zero"],
        &["eval", "/dev/zero", "in.jsonl"],
        &["report", "/dev/zero"],
    ] {
        let run = leitong(&case, args);
        assert_eq!(messages(&run), "leitong: /dev/zero: a device, which may have no end\n");
    }
}

#[test]
fn an_empty_standard_input_and_a_missing_field_are_named() {
    let case = case();
    for args in [&["scan", "-"][..], &["dedup", "-"], &["eval", "in.jsonl", "-"]] {
        let run = leitong(&case, args);
        assert_eq!(run.status.code(), Some(1), "{args:?}");
        assert_eq!(messages(&run), "leitong: -: no document: standard input is empty\n");
    }
    for command in ["scan", "dedup", "outline"] {
        let run = leitong(&case, &[command, "in.jsonl", "--id-field", "uuid"]);
        assert_eq!(run.status.code(), Some(0));
        assert!(messages(&run).contains("no record has the field \"uuid\" (of 2 "), "{command}");
        let quiet = leitong(&case, &[command, "in.jsonl", "--id-field", "uuid", "-q"]);
        assert_eq!(messages(&quiet), "");
    }
    for command in ["scan", "dedup"] {
        let run = leitong(&case, &[command, "texts", "--text-field", "body"]);
        assert_eq!(messages(&run), "leitong: --text-field: no file holds records\n");
    }
    case.write("empty.jsonl", "");
    for (args, part) in [
        (&["bench", "in.jsonl", "--text-field", "txt", "-q"][..], "in.jsonl:1: no field \"txt\""),
        (&["bench", "empty.jsonl", "-q"], "empty.jsonl: no document: no record"),
    ] {
        let run = leitong(&case, args);
        assert_eq!(run.status.code(), Some(1), "{args:?}");
        assert!(messages(&run).contains(part), "{}", messages(&run));
    }
}

#[test]
fn several_broken_records_are_named_when_they_are_too_many() {
    let case = case();
    case.write("broken.jsonl", format!("{{\"text\": \"{POEM}\"}}\n{}", "{broken\n".repeat(9)));
    for command in ["scan", "dedup"] {
        let run = leitong(&case, &[command, "broken.jsonl"]);
        let errors = messages(&run);
        for part in ["broken.jsonl:2: ", "broken.jsonl:6: ", "9 of 10 records", "--skipped FILE"] {
            assert!(errors.contains(part), "{command} {errors}");
        }
        assert!(!errors.contains("broken.jsonl:7: "), "{command} {errors}");
    }
}

/// Waits until the temporary directory has a file, which the program made.
fn wait_for_files(case: &Case, child: &mut Child) {
    loop {
        let has_files = fs::read_dir(case.path("tmp")).is_ok_and(|files| files.count() > 0);
        if has_files || child.try_wait().is_ok_and(|ended| ended.is_some()) {
            return;
        }
        std::thread::yield_now();
    }
}

#[test]
fn a_signal_removes_temporary_files() {
    for args in [&["dedup", "-"][..], &["bench", "-q", "-j", "1"]] {
        let case = case();
        let mut child = command(&case, args)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        wait_for_files(&case, &mut child);
        let kill = Command::new("kill").arg(child.id().to_string()).status();
        assert!(kill.expect("kill runs").success());
        let mut errors = String::new();
        // The pipe ends with the program.
        let stderr = child.stderr.take().expect("it is a pipe");
        std::io::BufReader::new(stderr).read_to_string(&mut errors).expect("messages are UTF-8");
        assert_eq!(child.wait().expect("it ended").code(), Some(130), "{args:?} {errors}");
        assert_eq!(errors, "leitong: stopped; nothing was written\n");
        let left = fs::read_dir(case.path("tmp")).expect("it is there").count();
        assert_eq!(left, 0, "{args:?}");
    }
}
