//! What `dedup` does about input that is broken, hostile or changing, and about outputs that cannot
//! be.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::process::Command;

use leitong::corpus::{OnError, ReadOptions, SkipLimit};
use leitong::dedup::Phase;
use leitong::document::Level;
use serde_json::json;

use crate::support::Numbers;
use crate::support::dedup::{Case, LIST, line, lines, stop_at};

const POEM: &str = "床前明月光，疑是地上霜。举头望明月，低头思故乡。";
const OTHER: &str = "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。";

/// Three poems, two of them alike.
fn poems() -> String {
    lines(&[POEM, OTHER, POEM])
}

/// What the run says it did not read, with the lines.
fn skipped(case: &Case) -> Vec<(Option<u64>, String)> {
    let summary = case.run().summary;
    assert_eq!(summary.kept + summary.removed + summary.skipped, summary.read);
    summary.skips.into_iter().map(|skip| (skip.line, skip.reason)).collect()
}

#[test]
fn records_that_cannot_be_read_do_not_come_out_and_are_told() {
    let broken = [
        "{}",
        r#"{"text": null}"#,
        r#"{"text": 5}"#,
        r#"{"text": ["a"]}"#,
        "[]",
        "null",
        r#"{"text": "\ud83"}"#,
        r#"{"text": "a"} {}"#,
        "{\"text\": \"a\0}",
        "\0",
        r#"{"text": "a"#,
        "text",
    ];
    let mut input = String::new();
    for (at, broken) in broken.into_iter().enumerate() {
        input.extend([broken, "\n", &line("1", &format!("{at} {broken}"))]);
    }
    let case = Case::of(&input);
    let skipped = skipped(&case);
    assert_eq!(
        skipped.iter().map(|(line, _)| line.expect("a line")).collect::<Vec<_>>(),
        (1..24).step_by(2).collect::<Vec<_>>()
    );
    assert_eq!(case.out(), input.split_inclusive('\n').skip(1).step_by(2).collect::<String>());

    let mut case = case;
    case.options = ReadOptions::default().on_error(OnError::Fail);
    assert_eq!(
        case.failure(|_, _| ()).1,
        ["in.jsonl", "list.jsonl", "out.jsonl"],
        "those of the run before"
    );
}

#[test]
fn bytes_that_are_no_text_do_not_stop_the_run() {
    let bad = [b"{\"text\": \"".as_slice(), &[0xFF; 9], b"\"}\n"].concat();
    let case = Case::of([poems().as_bytes(), &bad, line("9", "尾").as_bytes()].concat());
    assert_eq!(skipped(&case), [(Some(4), "invalid UTF-8 at byte 10 of the line".into())]);
    assert_eq!(case.out(), lines(&[POEM, OTHER]) + &line("9", "尾"));
}

#[test]
fn nothing_nested_is_too_deep() {
    let deep = format!(
        "{{\"a\": {}{}, \"text\": {}}}\n",
        "[".repeat(200_000),
        "]".repeat(200_000),
        json!(format!("{POEM}\n{OTHER}"))
    );
    let mut case = Case::of(format!("{}{deep}", line("1", POEM)));
    case.set(|settings| settings.level(Level::Paragraph));
    case.compare_with(|matching| matching.min_chars(5));
    assert_eq!(case.run().summary.changed, 1);
    assert_eq!(
        case.out(),
        format!("{}{}", line("1", POEM), deep.replace(&format!("{POEM}\\n"), ""))
    );
}

#[test]
fn odd_records_are_records() {
    let odd = [
        "\u{FEFF}{\"text\": \"bom\"}\r\n",
        "{\"text\": \"\\u0000\", \"id\": \"a\\nb\"}\n",
        "\n",
        " \t\r\n",
        "{\"id\": 1, \"text\": \"\"}\n",
        "{\"id\": 1, \"text\": \"eins\"}\n",
        "{\"text\": \"eins\", \"text\": \"zwei\"}\r\n",
        "{\"id\": \"a\\nb\", \"text\": \"eins\"}\n",
        "{\"id\": {}, \"text\": \"eins\"}",
    ];
    let case = Case::of(odd.concat());
    let outcome = case.run();
    assert_eq!(case.out(), odd[..7].concat());
    assert_eq!(outcome.list[0]["id"], "a\nb");
    assert_eq!(
        (&outcome.list[1]["id"], &outcome.list[1]["duplicate_of"], &outcome.list[1]["of_line"]),
        (&json!("in.jsonl:9"), &json!("1"), &json!(6))
    );
}

#[test]
fn nothing_in_nothing_out() {
    for nothing in ["", "\n", "\r\n \n\n"] {
        let case = Case::of(nothing);
        assert_eq!((case.run().summary.read, case.out().as_str()), (0, nothing));
    }
}

#[test]
fn files_are_joined_at_whole_lines() {
    let mut case = Case::new();
    case.inputs = vec!["a.jsonl", "b.jsonl", "c.jsonl"];
    case.write("a.jsonl", line("1", POEM).trim_end());
    case.write("b.jsonl", format!("{}{}", line("2", OTHER), line("3", POEM).trim_end()));
    case.write("c.jsonl", line("4", "尾").trim_end());
    assert_eq!(case.run().summary.removed, 1);
    assert_eq!(
        case.out(),
        [line("1", POEM), line("2", OTHER), line("4", "尾")].concat().trim_end()
    );
}

#[test]
fn what_is_packed_and_cut_gives_what_it_can() {
    let many: Vec<String> = (0..2_000_u32)
        .map(|at| format!("{at} {POEM} {}", at.wrapping_mul(2_654_435_761)))
        .collect();
    let plain = lines(&many);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(plain.as_bytes()).expect("a vector takes all");
    let gzip = gzip.finish().expect("a vector takes all");
    let zstd = zstd::encode_all(plain.as_bytes(), 1).expect("a slice does not fail");
    for (name, bytes) in [("in.jsonl.gz", gzip), ("in.jsonl.zst", zstd)] {
        let mut case = Case::new();
        case.inputs = vec![name];
        case.compare_with(|matching| matching.similarity(1.0));
        case.write(name, &bytes[..bytes.len() * 2 / 3]);
        case.options = ReadOptions::default().max_skipped(SkipLimit::Percent(99.0));
        assert!(case.try_run(|_, _| ()).is_err(), "{name}: any number of records may be lost");
        case.options = ReadOptions::default().max_skipped(SkipLimit::ANY);
        let skipped = skipped(&case);
        assert!(
            skipped.len() == 1 && skipped[0].1.ends_with("stream ends too early"),
            "{skipped:?}"
        );
        assert!(plain.starts_with(&case.out()) && case.out().ends_with('\n'), "{name}");
        assert!(
            case.out().len() > plain.len() / 4,
            "{name}: {} of {}",
            case.out().len(),
            plain.len()
        );
    }
}

#[test]
fn a_line_too_long_for_the_memory_is_passed_over_and_a_long_one_is_read() {
    let mut case = Case::new();
    (case.inputs, case.options) = (vec!["in.jsonl.zst"], ReadOptions::default());
    let to = File::create(case.path("in.jsonl.zst")).expect("it can be made");
    let mut packer = zstd::Encoder::new(to, 1).expect("the level is known");
    let mut repeat = |before: &str, text: &str, times: usize, after: &str| {
        packer.write_all(before.as_bytes()).expect("there is room");
        (0..times).for_each(|_| packer.write_all(text.as_bytes()).expect("there is room"));
        packer.write_all(after.as_bytes()).expect("there is room");
    };
    let megabyte = "a".repeat(1 << 20);
    repeat(&line("1", POEM), "", 0, "");
    repeat("{\"text\": \"", &megabyte, 1 << 10, "\"}\n");
    repeat("{\"text\": \"雷同", &megabyte, 64, "\"}\n");
    repeat(&line("4", POEM), "", 0, &line("5", OTHER));
    packer.finish().expect("there is room");

    let skips = skipped(&case);
    assert_eq!(skips, [(Some(2), "a line of more than 214748364 bytes".to_owned())]);
    let out = case.out();
    assert!(out.starts_with(&line("1", POEM)) && out.ends_with(&line("5", OTHER)));
    assert_eq!((out.lines().count(), out.len() >> 20), (3, 64));
}

/// Does `what` to the input when `phase` begins: the run fails, and leaves nothing.
fn changing(case: &Case, phase: Phase, what: impl Fn() + Sync) {
    let before = case.names("");
    let (said, after) = case.failure(|begun, _| {
        if begun == phase {
            what();
        }
    });
    assert!(
        said.starts_with("cannot read ") && said.ends_with(": it changed while it was read"),
        "{said}"
    );
    assert_eq!(after, before);
}

#[test]
fn a_file_that_changes_fails_the_run() {
    for phase in [Phase::Comparing, Phase::Writing] {
        for packed in [false, true] {
            let name = if packed { "in.jsonl.zst" } else { "in.jsonl" };
            let pack = |text: &str| {
                if packed {
                    zstd::encode_all(text.as_bytes(), 1).expect("a slice")
                } else {
                    text.as_bytes().to_vec()
                }
            };
            // Alike but not equal, so that they are read again and compared.
            let original = lines(&[POEM.repeat(3), OTHER.repeat(3), POEM.repeat(3) + "完"]);
            let again = || {
                let mut case = Case::new();
                case.inputs = vec![name];
                case.write(name, pack(&original));
                case
            };
            let case = again();
            assert_eq!(case.run().summary.removed, 1);
            let rewrite = |text: String| {
                let case = again();
                changing(&case, phase, || drop(case.write(name, pack(&text))));
            };
            rewrite(original.clone() + &line("9", "more"));
            rewrite(original.replace('光', "影"));
            rewrite(original[..original.len() / 2].to_owned());
            rewrite(String::new());
            let case = again();
            changing_away(&case, phase, name);
        }
    }
}

/// The input is gone when `phase` begins.
fn changing_away(case: &Case, phase: Phase, name: &str) {
    let (said, after) = case.failure(|begun, _| {
        if begun == phase {
            fs::remove_file(case.path(name)).expect("it was there");
        }
    });
    assert!(said.starts_with(&format!("cannot read {}", case.path(name).display())), "{said}");
    assert!(after.is_empty(), "{after:?}");
}

#[test]
fn a_text_whose_characters_move_fails_the_run() {
    let mut case = Case::of(lines(&[format!("{POEM}\n{OTHER}"), format!("{OTHER}\n{POEM}")]));
    case.set(|settings| settings.level(Level::Paragraph));
    case.compare_with(|matching| matching.min_chars(5));
    // As many bytes, but the first paragraph ended where a character now goes on.
    let shorter = POEM.strip_suffix('。').expect("the poem ends with a full stop");
    let moved = lines(&[format!("{POEM}\n{OTHER}"), format!("x{OTHER}\n{shorter}xx")]);
    assert_eq!(moved.len(), case.read("in.jsonl").len());
    changing(&case, Phase::Writing, || drop(case.write("in.jsonl", &moved)));
}

#[test]
fn a_stopped_run_leaves_nothing() {
    for output in ["out.jsonl", "out.jsonl.gz", "out"] {
        for phase in [Phase::Reading, Phase::Bucketing, Phase::Comparing, Phase::Writing] {
            let mut case = Case::of(poems());
            case.output = output;
            assert_eq!(
                case.failure(stop_at(phase)),
                ("stopped; nothing was written".to_owned(), vec!["in.jsonl".to_owned()])
            );
        }
    }
    let mut case = Case::of(poems());
    case.set(|settings| settings.common(1));
    assert_eq!(case.failure(stop_at(Phase::Counting)).1, ["in.jsonl"]);
    for phase in [Phase::Counting, Phase::Reading] {
        case.failure(|begun, stop| {
            assert!(begun != Phase::Bucketing, "what is read is not worked on any more");
            stop_at(phase)(begun, stop);
        });
    }
}

/// Six files of records of two paragraphs; most paragraphs stand in other records too.
fn files_with_copies(level: Level) -> Case {
    let mut case = Case::new();
    case.set(|settings| settings.level(level));
    case.compare_with(|matching| matching.min_chars(20));
    case.inputs = vec!["a.jsonl", "b.jsonl", "c.jsonl", "d.jsonl", "e.jsonl", "f.jsonl"];
    let paragraph = |at: u64| Numbers::new(at).text(60).into_iter().collect::<String>() + "。";
    for (at, name) in (0..).zip(case.inputs.clone()) {
        let record = |by: u64| format!("{}\n{}", paragraph(at / 2 * by), paragraph(100 + at * by));
        case.write(name, lines(&[record(1), record(2), paragraph(at / 2)]));
    }
    case
}

#[test]
fn a_run_that_was_killed_goes_on_from_its_journal() {
    for level in [Level::Document, Level::Paragraph, Level::Passage] {
        let mut case = files_with_copies(level);
        let (outcome, all) = case.run_counting();
        let (out, list) = (case.out(), case.read(LIST));
        assert!(outcome.list.len() > 3, "{level}: {:?}", outcome.summary);
        let journal = case.path("journal");
        case.set(|settings| settings.resume(&journal));
        assert!(case.failure(stop_at(Phase::Comparing)).1.contains(&"journal".to_owned()));
        let whole = case.read("journal");
        // Behind a mark comes what says of which run it is, with its length and checksum.
        let length = u32::from_le_bytes(whole[16..20].try_into().expect("four bytes"));
        let head = 28 + length as usize;
        let middle = head.midpoint(whole.len());
        for (kept, most) in [
            (0, all),
            (head, all),
            (middle, all),
            (whole.len() - 1, all / 3),
            (whole.len(), all / 3),
        ] {
            case.write("journal", &whole[..kept]);
            let (again, read) = case.run_counting();
            assert!(case.out() == out && case.read(LIST) == list, "{level}, {kept} bytes");
            assert_eq!(again.summary, outcome.summary, "{level}, {kept} bytes");
            assert!(read <= most, "{level}, {kept} bytes: {read} of {all} were read");
            assert!(!journal.exists(), "it is removed when the run is complete");
        }
    }
}

#[test]
fn the_journal_of_other_files_or_settings_is_refused() {
    let mut case = files_with_copies(Level::Passage);
    let journal = case.path("journal");
    case.set(|settings| settings.resume(&journal));
    case.failure(stop_at(Phase::Comparing));
    let whole = case.read("journal");
    let refused = |case: &Case| {
        let said = case.failure(|_, _| ()).0;
        assert!(said.contains("no journal of a run with these files and settings"), "{said}");
        assert_eq!(case.read("journal"), whole);
    };
    case.compare_with(|matching| matching.min_chars(30));
    refused(&case);
    case.compare_with(|matching| matching.min_chars(20));
    case.set(|settings| settings.level(Level::Document));
    refused(&case);
    case.set(|settings| settings.level(Level::Passage));
    let before = case.read("b.jsonl");
    case.write("b.jsonl", lines(&[POEM]));
    refused(&case);
    let file = File::options().write(true).open(case.path("b.jsonl")).expect("it is there");
    let modified = file.metadata().and_then(|data| data.modified()).expect("the time is known");
    case.write("b.jsonl", before);
    file.set_modified(modified + std::time::Duration::from_secs(9)).expect("it is ours");
    refused(&case);
}

#[test]
fn what_was_at_the_outputs_stays_when_a_run_fails() {
    let case = Case::of(poems());
    case.write("out.jsonl", "old");
    case.write("list.jsonl", "older");
    case.failure(stop_at(Phase::Writing));
    assert_eq!((case.out().as_str(), case.read("list.jsonl")), ("old", b"older".to_vec()));
}

/// The run is refused, and what is in the folder stays as it was.
fn refused(case: &Case, said: &str) {
    let before = case.names("");
    let (reason, after) = case.failure(|phase, _| panic!("nothing is read, but {phase:?} began"));
    assert!(reason.contains(said), "{reason}");
    assert_eq!(after, before);
}

#[test]
fn no_output_overwrites_what_is_read_or_another_output() {
    let case = |inputs: &[&'static str], output| {
        let mut case = Case::of(poems());
        (case.inputs, case.output) = (inputs.to_vec(), output);
        case.write("folder/a.jsonl", poems());
        case.write("folder/list.jsonl", poems());
        symlink(case.path("in.jsonl"), case.path("link.jsonl")).expect("links can be made");
        symlink(case.path("folder"), case.path("link")).expect("links can be made");
        case
    };
    refused(&case(&["in.jsonl"], "in.jsonl"), "is read, and would be overwritten");
    refused(&case(&["in.jsonl"], "link.jsonl"), "is read, and would be overwritten");
    refused(&case(&["link.jsonl"], "in.jsonl"), "is read, and would be overwritten");
    refused(&case(&["link"], "folder/a.jsonl"), "is read, and would be overwritten");
    refused(&case(&["folder"], "folder"), "is not an empty directory");
    refused(&case(&["in.jsonl"], "link"), "is not an empty directory");
    refused(&case(&["in.jsonl"], "missing/out.jsonl"), "cannot write");
    refused(&case(&["in.jsonl"], "list.jsonl"), "duplicates: ");

    let reference = case(&["link.jsonl"], "out.jsonl");
    let list = case(&["link.jsonl"], "out.jsonl");
    symlink(list.path("in.jsonl"), list.path("list.jsonl")).expect("links can be made");
    refused(&list, "duplicates: ");
    let mut reference = reference;
    (reference.inputs, reference.against, reference.output) =
        (vec!["folder"], vec!["link.jsonl"], "in.jsonl");
    refused(&reference, "is read, and would be overwritten");
}

#[test]
fn a_hard_link_to_the_input_is_replaced_and_the_input_stays() {
    let case = Case::of(poems());
    fs::hard_link(case.path("in.jsonl"), case.path("out.jsonl")).expect("links can be made");
    assert_eq!(case.try_run(|_, _| ()).expect("the run is sound").summary.removed, 1);
    assert_eq!((case.read("in.jsonl"), case.out()), (poems().into_bytes(), lines(&[POEM, OTHER])));
}

#[test]
fn files_that_would_come_out_as_one_are_refused() {
    let mut case = Case::new();
    (case.inputs, case.output) = (vec!["a/x.txt", "b/../a/../b/x.txt"], "out");
    case.write("a/x.txt", POEM);
    case.write("b/x.txt", OTHER);
    assert_eq!(case.run().summary.kept, 2);
    case.inputs = vec!["x/a.txt", "y"];
    case.write("x/a.txt", POEM);
    case.write("y/a.txt/b.txt", OTHER);
    fs::remove_dir_all(case.path("out"))
        .and_then(|()| fs::remove_file(case.path("list.jsonl")))
        .expect("they were there");
    refused(&case, "would both come out as a.txt");
}

#[test]
fn an_empty_folder_is_filled_even_behind_a_link() {
    let mut case = Case::of(poems());
    case.output = "link";
    fs::create_dir(case.path("empty"))
        .and_then(|()| symlink(case.path("empty"), case.path("link")))
        .expect("made anew");
    case.try_run(|_, _| ()).expect("the folder is empty");
    assert_eq!(case.names("empty"), ["in.jsonl"]);
    assert!(case.path("link").is_symlink());
}

#[test]
fn a_list_inside_the_output_folder_is_refused() {
    let mut case = Case::of(poems());
    case.output = "";
    let list = case.path("out/list.jsonl");
    case.output = "out";
    fs::create_dir(case.path("out")).expect("made anew");
    let out = leitong(
        &case,
        &["dedup", "in.jsonl", "-o", "out", "--duplicates", list.to_str().expect("UTF-8")],
    );
    assert_eq!((out.0, case.names("out").len()), (Some(2), 0), "{}", out.1);
}

/// Runs the program in the folder of the case, and gives its exit code and what it says on standard
/// error.
fn leitong(case: &Case, args: &[&str]) -> (Option<i32>, String) {
    let out =
        Command::new(env!("CARGO_BIN_EXE_leitong")).args(args).current_dir(case.path("")).output();
    let out = out.expect("the program runs");
    (out.status.code(), String::from_utf8_lossy(&out.stderr).into_owned())
}

#[test]
fn files_called_alike_above_and_beside_do_not_overwrite_each_other() {
    let case = Case::new();
    case.write("here/x/a.txt", POEM);
    case.write("x/a.txt", OTHER);
    let script = "cd here && exec \"$0\" dedup x/a.txt ../x/a.txt -o ../out";
    let out = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_leitong")])
        .current_dir(case.path(""))
        .output();
    let out = out.expect("a shell is there");
    assert_eq!(out.status.code(), Some(2));
    assert!(!case.path("out").exists());
}

#[test]
fn what_cannot_stand_in_one_file_is_refused() {
    let mut case = Case::new();
    case.inputs = vec!["a.jsonl", "b.jsonl"];
    let gb18030 = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    case.write("a.jsonl", gb18030(&line("1", POEM)));
    case.write("b.jsonl", gb18030(&line("2", OTHER)));
    assert_eq!(case.run().summary.kept, 2);
    assert_eq!(case.read("out.jsonl"), gb18030(&(line("1", POEM) + &line("2", OTHER))));
    case.write("b.jsonl", line("2", OTHER));
    fs::remove_file(case.path("out.jsonl"))
        .and_then(|()| fs::remove_file(case.path("list.jsonl")))
        .expect("they were there");
    let (said, names) = case.failure(|_, _| ());
    assert!(said.contains("cannot stand together in") && names == ["a.jsonl", "b.jsonl"], "{said}");
    case.inputs = vec!["a.txt", "b.txt"];
    case.write("a.txt", POEM);
    case.write("b.txt", OTHER);
    assert!(case.failure(|_, _| ()).0.contains("is text, and cannot become"));
}

#[test]
fn the_mark_of_utf_16_stays_when_the_first_record_goes() {
    let utf_16 =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    for first in [line("1", POEM), "{}\n".to_owned()] {
        let case = {
            let mut case = Case::of(utf_16(&format!("\u{FEFF}{first}{}", line("2", OTHER))));
            case.against = vec!["poem.jsonl"];
            case.write("poem.jsonl", line("0", POEM));
            case
        };
        assert_eq!(case.run().summary.kept, 1);
        assert_eq!(case.read("out.jsonl"), utf_16(&format!("\u{FEFF}{}", line("2", OTHER))));
    }
}

#[test]
fn a_reference_that_is_not_there_fails_the_run() {
    let mut case = Case::of(poems());
    case.against = vec!["nowhere.jsonl"];
    let (said, names) = case.failure(|_, _| ());
    assert!(
        said.ends_with("nowhere.jsonl: no such file or directory") && names == ["in.jsonl"],
        "{said}"
    );
}

#[test]
fn a_pipe_is_read_like_a_file() {
    let case = Case::of(lines(&[POEM.repeat(3), OTHER.repeat(3), POEM.repeat(3) + "完"]));
    let made = Command::new("mkfifo").arg(case.path("pipe.jsonl")).status();
    if !made.is_ok_and(|made| made.success()) {
        return println!("not tried: no pipe can be made here");
    }
    let script = "cat in.jsonl > pipe.jsonl & exec \"$0\" dedup pipe.jsonl -o out.jsonl -q";
    let status = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_leitong")])
        .current_dir(case.path(""))
        .status();
    assert!(status.expect("a shell is there").success());
    assert_eq!(case.out().lines().count(), 2);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf_8_are_told() {
    use std::os::unix::ffi::OsStrExt;
    let case = Case::new();
    fs::create_dir(case.path("in")).expect("made anew");
    for (name, text) in [(b"a\xC4\xE3.txt", POEM), (b"b\xC4\xE3.txt", POEM), (b"c\xC4\xE3.txt", "")]
    {
        fs::write(case.path("in").join(std::ffi::OsStr::from_bytes(name)), text)
            .expect("any bytes are a name");
    }
    let (code, said) =
        leitong(&case, &["dedup", "in", "--duplicates", "list.jsonl", "--format", "json"]);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    assert!(
        String::from_utf8(case.read("list.jsonl"))
            .expect("UTF-8")
            .contains("in/b\u{FFFD}\u{FFFD}.txt")
    );
}

#[test]
fn a_full_disk_fails_the_run_and_leaves_nothing() {
    let full = std::path::Path::new("/dev/full");
    if !full.exists() {
        return println!("not tried: there is no {}", full.display());
    }
    for name in ["out.jsonl", "list.jsonl"] {
        let case = Case::of(poems());
        symlink(full, case.path(name)).expect("links can be made");
        let (said, names) = case.failure(|_, _| ());
        assert!(said.starts_with("cannot write") && said.contains("No space left"), "{said}");
        assert_eq!(names, ["in.jsonl", name], "only what was there before");
    }
}

/// Unmounts it at the end.
struct Mounted(std::path::PathBuf);

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_small_disk_that_fills_fails_the_run_and_leaves_nothing() {
    let mut case = Case::of(poems().repeat(9) + &line("big", &"ab".repeat(1 << 20)));
    fs::create_dir(case.path("small")).expect("made anew");
    let mount = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
        .arg(case.path("small"))
        .output();
    if !mount.is_ok_and(|mount| mount.status.success()) {
        return println!("not tried: no small disk can be mounted here");
    }
    let _mounted = Mounted(case.path("small"));
    for output in ["small/out.jsonl", "small/out", "small"] {
        case.output = output;
        let (said, _) = case.failure(|_, _| ());
        assert!(said.starts_with("cannot write") && said.contains("No space left"), "{said}");
        assert_eq!(case.names("small"), Vec::<String>::new(), "{output}");
    }
    case.write("in.jsonl", poems());
    case.try_run(|_, _| ()).expect("a folder that is a mount can be filled");
    assert_eq!(case.names("small"), ["in.jsonl"]);
}

#[test]
fn a_folder_that_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let mut case = Case::of(poems());
    case.inputs = vec!["in.jsonl", "closed"];
    case.write("closed/a.jsonl", poems());
    let permit = |mode| {
        fs::set_permissions(case.path("closed"), fs::Permissions::from_mode(mode))
            .expect("it is ours");
    };
    permit(0o000);
    if fs::read_dir(case.path("closed")).is_ok() {
        permit(0o755);
        return println!("not tried: this user may read everything");
    }
    let skipped = skipped(&case);
    permit(0o755);
    assert_eq!(skipped, [(None, "permission denied".to_owned())]);
}
