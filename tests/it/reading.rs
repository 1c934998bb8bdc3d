//! Reading files and folders into a collection.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{BIG5, EUC_KR, GB18030, SHIFT_JIS};
use leitong::corpus::{self, Collection, Encoding, OnError, ReadOptions};
use leitong::error::Error;
use proptest::prelude::*;
use serde_json::json;
use tempfile::TempDir;

use crate::support::{cases, gzip, on_threads, skip_reasons, temporary_folder, utf_16, zstd};

const SIMPLIFIED: &str = "同志们：今天我们在这里召开全镇春耕生产动员大会，主要任务是总结去年的\
    工作，分析当前的形势，安排部署今年的各项任务。\n去年一年，在大家的共同努力下，全镇粮食总产量\
    达到三万二千吨，农民人均收入增长了百分之九。\n";
const TRADITIONAL: &str = "各位同學：今天我們在這裡舉行新學期的開學典禮，首先請允許我代表學校，向\
    新來的老師和同學們表示熱烈的歡迎，並祝大家身體健康、學習進步。\n過去一年，我們的圖書館增加了\
    三千多冊新書，操場也重新鋪設了跑道。\n";
const JAPANESE: &str = "皆さん、おはようございます。今日は新しい図書館の開館式にお越しいただき、\
    まことにありがとうございます。\n";
const KOREAN: &str = "여러분, 안녕하십니까. 오늘 이 자리에 함께해 주셔서 진심으로 감사드립니다. \
    새로운 도서관이 문을 열었습니다.\n";

/// A folder of files to read.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(temporary_folder())
    }

    fn with<B: AsRef<[u8]>>(files: impl IntoIterator<Item = (&'static str, B)>) -> Self {
        let folder = Self::new();
        for (name, bytes) in files {
            folder.write(name, bytes);
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("made anew");
        fs::write(&path, bytes).expect("written into a folder of ours");
        path
    }

    fn read(&self) -> Collection {
        read(&[self.0.path().into()], &ReadOptions::default())
    }
}

fn read(paths: &[PathBuf], options: &ReadOptions) -> Collection {
    corpus::read(paths, options).expect("what cannot be read is skipped")
}

/// What comes of one file: its texts, and the reasons for what was skipped.
fn read_file(name: &'static str, bytes: impl AsRef<[u8]>) -> (Vec<String>, Vec<String>) {
    let folder = Folder::with([(name, bytes)]);
    let collection = folder.read();
    (texts(&collection), skip_reasons(&collection))
}

fn texts(collection: &Collection) -> Vec<String> {
    collection.documents.iter().map(|document| document.text.clone()).collect()
}

fn ids(collection: &Collection) -> Vec<&str> {
    collection.documents.iter().map(|document| document.id.as_str()).collect()
}

fn in_encoding(encoding: &'static encoding_rs::Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = encoding.encode(text);
    assert!(!lossy, "{} has these characters", encoding.name());
    bytes.into_owned()
}

fn record(id: &str, text: &str) -> String {
    json!({"id": id, "text": text}).to_string() + "\n"
}

// Encodings

#[test]
fn recognises_the_encoding_of_a_text() {
    let marked = |text: &str| format!("\u{FEFF}{text}");
    let spaced = format!("　　{}", SIMPLIFIED.replace("今天", "一一"));
    for (name, text, bytes) in [
        ("UTF-8", SIMPLIFIED, SIMPLIFIED.into()),
        ("GB18030", SIMPLIFIED, in_encoding(GB18030, SIMPLIFIED)),
        ("GB18030, four bytes", "㐀㐁㐂雷同", in_encoding(GB18030, "㐀㐁㐂雷同")),
        ("Big5", TRADITIONAL, in_encoding(BIG5, TRADITIONAL)),
        ("Shift_JIS", JAPANESE, in_encoding(SHIFT_JIS, JAPANESE)),
        ("EUC-KR", KOREAN, in_encoding(EUC_KR, KOREAN)),
        ("windows-1252", "Déjà vu à l'été\n", b"D\xE9j\xE0 vu \xE0 l'\xE9t\xE9\n".to_vec()),
        ("UTF-16LE", SIMPLIFIED, utf_16(SIMPLIFIED, u16::to_le_bytes)),
        ("UTF-16BE", SIMPLIFIED, utf_16(SIMPLIFIED, u16::to_be_bytes)),
        ("UTF-16LE, NUL on both sides", &spaced, utf_16(&spaced, u16::to_le_bytes)),
        ("UTF-16BE, NUL on both sides", &spaced, utf_16(&spaced, u16::to_be_bytes)),
        ("UTF-16LE, ASCII", "deja vu\n", utf_16("deja vu\n", u16::to_le_bytes)),
        ("UTF-16BE, ASCII", "deja vu\n", utf_16("deja vu\n", u16::to_be_bytes)),
        ("UTF-16LE, marked", TRADITIONAL, utf_16(&marked(TRADITIONAL), u16::to_le_bytes)),
        ("UTF-16BE, marked", TRADITIONAL, utf_16(&marked(TRADITIONAL), u16::to_be_bytes)),
        ("nothing", "", vec![]),
    ] {
        assert_eq!(read_file("a.txt", bytes), (vec![text.into()], vec![]), "{name}");
    }
}

#[test]
fn the_mark_of_utf_8_stays_in_the_text() {
    let marked = format!("\u{FEFF}{SIMPLIFIED}");
    assert_eq!(read_file("a.txt", &marked).0, [marked]);
}

#[test]
fn nul_in_utf_8_is_a_character() {
    assert_eq!(read_file("a.txt", "雷\0同").0, ["雷\0同"]);
    assert_eq!(read_file("a.txt", "lei\0tong, ten times\0").0, ["lei\0tong, ten times\0"]);
}

#[test]
fn text_that_breaks_is_skipped_and_says_where() {
    let broken = |mut bytes: Vec<u8>, at: usize| {
        bytes[at] = 0xFF;
        bytes
    };
    let cut = |bytes: &[u8]| bytes[..bytes.len() - 1].to_vec();
    let gbk = in_encoding(GB18030, SIMPLIFIED);
    let big5 = in_encoding(BIG5, TRADITIONAL);
    let wide = utf_16(SIMPLIFIED, u16::to_le_bytes);
    for (bytes, reason) in [
        (broken(SIMPLIFIED.into(), 175), "invalid UTF-8 at byte 175 (line 2)"),
        (cut("去年".as_bytes()), "invalid UTF-8 at byte 3 (line 1)"),
        (cut("雷".as_bytes()), "encoding not recognised; invalid UTF-8 at byte 0"),
        (gbk[..101].into(), "invalid GBK at byte 100 (line 1)"),
        (broken(gbk.clone(), 1), "invalid GBK at byte 0 (line 1)"),
        (broken(gbk, 139), "invalid GBK at byte 139 (line 2)"),
        (broken(big5, 20), "invalid Big5 at byte 20 (line 1)"),
        (wide[..101].into(), "invalid UTF-16LE at byte 100 (line 1)"),
        (b"\x89ABC\r\n\x1A\n\0\0\0\rIHDR".to_vec(), "not text: a NUL byte at byte 8"),
        (vec![0xFF; 40], "encoding not recognised; invalid UTF-8 at byte 0"),
    ] {
        assert_eq!(read_file("a.txt", &bytes), (vec![], vec![reason.into()]), "{bytes:?}");
    }
}

#[test]
fn a_forced_encoding_is_not_doubted() {
    let folder = Folder::with([("a.txt", "雷同")]);
    let encoding = Some("gbk".parse().expect("the label is known"));
    let options = ReadOptions::default().encoding(encoding);
    let collection = read(&[folder.0.path().into()], &options);
    assert_eq!(texts(&collection), ["闆峰悓"]);
}

/// Characters that GB18030 writes in one way; those of private use were given other bytes in 2022.
fn of_gb18030() -> impl Strategy<Value = String> {
    any::<String>().prop_map(|text| text.replace(|c| ('\u{E000}'..='\u{F8FF}').contains(&c), "雷"))
}

fn read_forced(label: &str, bytes: &[u8]) -> Vec<String> {
    let folder = Folder::new();
    let path = folder.write("a.txt", bytes);
    let encoding: Encoding = label.parse().expect("the label is known");
    texts(&read(&[path], &ReadOptions::default().encoding(encoding)))
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn any_text_comes_back_from_utf_8(text: String) {
        prop_assert_eq!(read_forced("utf-8", text.as_bytes()), [text]);
    }

    #[test]
    fn any_text_comes_back_from_utf_16(text: String) {
        let marked = format!("\u{FEFF}{text}");
        let little = read_forced("utf-16le", &utf_16(&marked, u16::to_le_bytes));
        let big = read_forced("utf-16be", &utf_16(&marked, u16::to_be_bytes));
        prop_assert_eq!(little, [text.as_str()]);
        prop_assert_eq!(big, [text]);
    }

    #[test]
    fn any_text_comes_back_from_gb18030(text in of_gb18030()) {
        prop_assert_eq!(read_forced("gb18030", &in_encoding(GB18030, &text)), [text]);
    }

    #[test]
    fn records_come_back_whole(texts_in: Vec<String>, wide: bool) {
        let lines: String = texts_in.iter().map(|text| record("a", text)).collect();
        let marked = format!("\u{FEFF}{lines}");
        let bytes = if wide { utf_16(&marked, u16::to_le_bytes) } else { marked.into() };
        prop_assert_eq!(read_file("a.jsonl", bytes), (texts_in, vec![]));
    }
}

// Records

#[test]
fn reads_records_in_every_encoding() {
    let lines: String = SIMPLIFIED.lines().map(|line| record("甲", line)).collect();
    let whole: Vec<_> = SIMPLIFIED.lines().map(String::from).collect();
    let marked = format!("\u{FEFF}{lines}");
    for (name, bytes) in [
        ("UTF-8", lines.clone().into_bytes()),
        ("UTF-8, marked", marked.clone().into_bytes()),
        ("CRLF", lines.replace('\n', "\r\n").into_bytes()),
        ("GB18030", in_encoding(GB18030, &lines)),
        ("UTF-16LE", utf_16(&lines, u16::to_le_bytes)),
        ("UTF-16BE, marked", utf_16(&marked, u16::to_be_bytes)),
        ("gzip", gzip(&lines)),
        ("zstd", zstd(&lines)),
    ] {
        assert_eq!(read_file("a.jsonl", bytes), (whole.clone(), vec![]), "{name}");
    }
}

#[test]
fn reads_records_in_utf_16_that_are_all_ascii() {
    let lines = utf_16(&record("1", "deja vu"), u16::to_le_bytes);
    assert_eq!(read_file("a.jsonl", lines), (vec!["deja vu".into()], vec![]));
}

#[test]
fn skips_the_broken_record_alone() {
    let lines = [
        record("1", "雷").into_bytes(),
        b"\n".to_vec(),
        r#"{"id": "2", "text": null}"#.as_bytes().to_vec(),
        b"\n{\"text\": \"\xE9\x9B\"}\n".to_vec(),
        br#"{"text": "\ud83d"}"#.to_vec(),
        b"\r\n7\n".to_vec(),
        record("3", "").into_bytes(),
        br#"{"id": 4}"#.to_vec(),
    ];
    let (texts, reasons) = read_file("a.jsonl", lines.concat());
    assert_eq!(texts, ["雷", "\u{FFFD}", ""]);
    assert_eq!(
        reasons,
        [
            r#"3: field "text" is null, not a string"#,
            "4: invalid UTF-8 at byte 10 of the line",
            "6: the record is a number, not an object",
            r#"8: no field "text" among: id"#,
        ]
    );
}

#[test]
fn skips_the_broken_record_alone_in_an_older_encoding() {
    let (first, second) = SIMPLIFIED.split_once('\n').expect("there are two lines");
    let mut lines = in_encoding(GB18030, &(record("甲", first) + &record("乙", second)));
    lines[20] = 0xFF;
    let (texts, reasons) = read_file("a.jsonl", lines);
    assert_eq!((texts.as_slice(), reasons.len()), (&[second.to_owned()][..], 1));
    assert!(reasons[0].starts_with("1: invalid GBK at byte"), "{reasons:?}");
}

#[test]
fn a_file_without_records_is_no_error() {
    assert_eq!(read_file("a.jsonl", ""), (vec![], vec![]));
    assert_eq!(read_file("a.jsonl", "\n \r\n\n"), (vec![], vec![]));
}

#[test]
fn the_fields_can_have_other_names() {
    let folder = Folder::with([("a.jsonl", r#"{"内容": "雷同", "no": 7, "text": 1, "id": "x"}"#)]);
    let options = ReadOptions::default().text_field("内容").id_field("no");
    let collection = read(&[folder.0.path().into()], &options);
    let document = &collection.documents[0];
    assert_eq!((document.id.as_str(), document.text.as_str()), ("7", "雷同"));
    assert_eq!(json!(document.metadata), json!({"text": 1, "id": "x"}));
    assert_eq!((&document.path, document.line), (&folder.path("a.jsonl"), Some(1)));
}

#[test]
fn records_are_read_as_they_are_asked_for() {
    let folder = Folder::new();
    let path = folder.write("a.jsonl", record("a", SIMPLIFIED).repeat(20_000));
    let listing = corpus::find(&[path], &ReadOptions::default()).expect("it exists");
    let source = listing.sources[0].as_ref().expect("the file is there");
    let bytes = AtomicU64::new(0);
    let options = ReadOptions::default();
    let watch = |read| {
        bytes.fetch_add(read, Ordering::Relaxed);
    };
    assert_eq!(source.read(&options, &watch).take(5).count(), 5);
    let size = source.size().expect("the file is there");
    let read = bytes.into_inner();
    assert!(size > 4_000_000 && read < 1_200_000, "{read} bytes of {size}");
}

// Compression

#[test]
fn reads_packed_files_whole() {
    let (first, second) = SIMPLIFIED.split_at(99);
    for (name, bytes) in [
        ("a.txt.gz", gzip(SIMPLIFIED)),
        ("a.TXT.ZST", zstd(SIMPLIFIED)),
        ("a.md.gz", [gzip(first), gzip(second)].concat()),
        ("a.text.zst", [zstd(first), zstd(second)].concat()),
        ("a.txt.gz", zstd(SIMPLIFIED)),
        ("a.txt.zst", gzip(SIMPLIFIED)),
        ("a.txt", gzip(SIMPLIFIED)),
        ("a.txt.gz", gzip(in_encoding(GB18030, SIMPLIFIED))),
    ] {
        assert_eq!(read_file(name, bytes), (vec![SIMPLIFIED.into()], vec![]), "{name}");
    }
}

#[test]
fn a_packed_text_that_breaks_is_skipped() {
    let (gzip, zstd) = (gzip(SIMPLIFIED), zstd(SIMPLIFIED));
    for (name, bytes, reason) in [
        ("a.txt.gz", &gzip[..gzip.len() - 9], "the gzip stream ends too early"),
        ("a.txt.zst", &zstd[..zstd.len() - 9], "the zstd stream ends too early"),
        ("a.txt.gz", SIMPLIFIED.as_bytes(), "not a gzip stream, though its name says so"),
        ("a.jsonl.zst", b"", "not a zstd stream, though its name says so"),
    ] {
        assert_eq!(read_file(name, bytes), (vec![], vec![reason.into()]), "{name}");
    }
}

#[test]
fn records_before_a_break_are_kept() {
    let lines: String = (0..1000).map(|n| record(&n.to_string(), SIMPLIFIED)).collect();
    for (name, packed) in [("a.jsonl.gz", gzip(&lines)), ("a.jsonl.zst", zstd(&lines))] {
        let (texts, reasons) = read_file(name, &packed[..packed.len() - 2]);
        assert!(!texts.is_empty() && texts.iter().all(|text| text == SIMPLIFIED), "{name}");
        assert_eq!(reasons.len(), 1, "{name}: {reasons:?}");
        assert!(reasons[0].ends_with("stream ends too early"), "{reasons:?}");
    }
}

// Folders

#[test]
fn reads_a_folder_by_path() {
    let folder = Folder::with([
        ("b.txt", "4"),
        ("a/z.md", "2"),
        ("a.txt", "3"),
        ("a/b/c.jsonl", r#"{"text": "1"}"#),
        ("a/picture.png", ""),
        ("README", ""),
    ]);
    let collection = folder.read();
    assert_eq!(ids(&collection), ["a/b/c.jsonl:1", "a/z.md", "a.txt", "b.txt"]);
    assert_eq!(texts(&collection), ["1", "2", "3", "4"]);
    assert_eq!((collection.passed_over.len(), collection.skipped.len()), (2, 0));
    assert_eq!(collection.documents[1].path, folder.path("a/z.md"));
}

#[test]
fn hidden_and_ignored_files_are_left_out() {
    let folder = Folder::with([
        ("kept.txt", "kept"),
        (".hidden.txt", "hidden"),
        (".hidden/hidden.txt", "hidden"),
        (".gitignore", "draft*\n!draft-2.txt\n"),
        ("draft-1.txt", "ignored"),
        ("draft-2.txt", "kept"),
        ("below/.ignore", "*.md"),
        ("below/a.md", "ignored"),
        ("a.md", "kept"),
    ]);
    assert_eq!(ids(&folder.read()), ["a.md", "draft-2.txt", "kept.txt"]);
    let named = [folder.path(".hidden.txt"), folder.path("draft-1.txt"), folder.path(".hidden")];
    let collection = read(&named, &ReadOptions::default());
    assert_eq!(ids(&collection), [".hidden.txt", "draft-1.txt", "hidden.txt"]);
}

#[test]
fn rules_above_the_folder_do_not_count() {
    let folder = Folder::with([(".ignore", "*.txt"), ("below/a.txt", "雷同")]);
    assert_eq!(ids(&read(&[folder.path("below")], &ReadOptions::default())), ["a.txt"]);
}

#[test]
fn a_named_file_is_text_unless_its_name_says_otherwise() {
    let folder = Folder::with([("speech", "雷同"), ("b.jsonl", r#"{"text": "雷"}"#)]);
    let named = [folder.path("speech"), folder.path("b.jsonl")];
    let collection = read(&named, &ReadOptions::default());
    assert_eq!(ids(&collection), ["speech", "b.jsonl:1"]);
    assert_eq!(
        (texts(&collection), collection.passed_over.len()),
        (vec!["雷同".into(), "雷".into()], 0)
    );
}

#[test]
fn a_file_reached_twice_is_read_once() {
    let folder = Folder::with([("a.txt", "a"), ("b/c.txt", "c")]);
    let root = folder.0.path();
    let named = [root.join("b/../b/c.txt"), root.into(), root.join("b"), root.join("a.txt")];
    let collection = read(&named, &ReadOptions::default());
    assert_eq!(ids(&collection), ["c.txt", "a.txt"]);
}

#[test]
fn what_is_not_there_is_an_error() {
    let folder = Folder::with([("a.txt", "a")]);
    let named = [folder.path("a.txt"), folder.path("missing.txt"), folder.path("nowhere")];
    let error = corpus::read(&named, &ReadOptions::default()).expect_err("two are missing");
    let missing = format!("{}: no such file or directory", named[1].display());
    assert_eq!(error.to_string(), missing);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::Path;

    fn link(folder: &Folder, to: impl AsRef<Path>, name: &str) {
        symlink(to, folder.path(name)).expect("links can be made here");
    }

    #[test]
    fn links_are_followed_and_loops_survived() {
        let elsewhere = Folder::with([("far.txt", "far")]);
        let folder = Folder::with([("a/near.txt", "near")]);
        link(&folder, elsewhere.0.path(), "elsewhere");
        link(&folder, "..", "a/loop");
        link(&folder, "near.txt", "a/again.txt");
        let collection = folder.read();
        assert_eq!(ids(&collection), ["a/again.txt", "elsewhere/far.txt"]);
        let skips: Vec<_> = collection.skipped.iter().map(|skip| &skip.path).collect();
        assert_eq!(skips, [&folder.path("a/loop")]);
        assert!(collection.skipped[0].reason.starts_with("a link back to"), "{collection:?}");
    }

    #[test]
    fn links_to_nothing_count_where_a_file_would() {
        let folder = Folder::with([("a.txt", "a")]);
        for name in ["lost.txt", "lost", ".#a.txt"] {
            link(&folder, "nowhere", name);
        }
        link(&folder, "ring.txt", "ring.txt");
        let collection = folder.read();
        let skips: Vec<_> = collection.skipped.iter().map(|skip| &skip.path).collect();
        assert_eq!(skips, [&folder.path("lost.txt"), &folder.path("ring.txt")]);
        assert_eq!((ids(&collection), collection.passed_over.len()), (vec!["a.txt"], 2));
    }

    #[test]
    fn a_pipe_in_a_folder_is_not_waited_for() {
        let folder = Folder::with([("a.txt", "a")]);
        let pipe = folder.path("pipe.txt");
        let made = std::process::Command::new("mkfifo").arg(pipe).status();
        assert!(made.expect("mkfifo is a POSIX command").success());
        let collection = folder.read();
        assert_eq!((ids(&collection), collection.passed_over.len()), (vec!["a.txt"], 1));
    }

    #[test]
    fn a_closed_folder_is_skipped() {
        let folder = Folder::with([("a.txt", "a"), ("closed/b.txt", "b")]);
        let closed = folder.path("closed");
        let allow = |mode| fs::set_permissions(&closed, fs::Permissions::from_mode(mode));
        allow(0).expect("the folder is ours");
        let is_root = fs::read_dir(&closed).is_ok();
        let collection = folder.read();
        allow(0o700).expect("the folder is ours");
        if is_root {
            return;
        }
        assert_eq!(ids(&collection), ["a.txt"]);
        assert_eq!(collection.skipped.len(), 1);
        let skip = &collection.skipped[0];
        assert_eq!((&skip.path, skip.reason.as_str()), (&closed, "permission denied"));
    }
}

// Ids

#[test]
fn texts_of_one_name_are_called_by_their_paths() {
    let folder = Folder::with([("a/x.txt", "1"), ("b/x.txt", "2"), ("b/y.txt", "3")]);
    let named = [folder.path("a"), folder.path("b")];
    let collection = read(&named, &ReadOptions::default());
    let path = |name| folder.path(name).to_string_lossy().into_owned();
    assert_eq!(ids(&collection), [path("a/x.txt"), path("b/x.txt"), "y.txt".into()]);
}

#[test]
fn records_of_one_id_are_numbered() {
    let folder = Folder::with([
        ("a.jsonl", record("甲", "1") + &record("乙\n丙", "2") + &record("c.txt", "3")),
        ("b.jsonl", record("甲", "4") + &record("甲#2", "5") + &record("乙\n丙", "6")),
        ("c.txt", "7".into()),
    ]);
    let collection = folder.read();
    assert_eq!(ids(&collection), ["甲", "乙\n丙", "c.txt#2", "甲#3", "甲#2", "乙\n丙#2", "c.txt"]);
}

// Order and errors

fn mixed_folder() -> Folder {
    let folder = Folder::new();
    for n in 0..40 {
        folder.write(&format!("{n:02}.txt"), SIMPLIFIED.repeat(1 + n % 7));
        let lines = record("same", "雷") + "broken\n" + &record("same", "同");
        folder.write(&format!("{n:02}.jsonl.zst"), zstd(lines.repeat(1 + n % 5)));
    }
    folder.write("20-broken.txt", b"\x80\0\0");
    folder
}

#[test]
fn threads_do_not_change_the_result() {
    let folder = mixed_folder();
    let read_on = |threads| on_threads(threads, || folder.read());
    let alone = read_on(1);
    assert_eq!(alone.skipped.len(), 121);
    assert_eq!(alone.documents.len(), 280);
    for threads in [2, 5, 16] {
        assert_eq!(read_on(threads), alone, "{threads} threads");
    }
}

#[test]
fn stops_at_the_first_error_in_order() {
    let folder = mixed_folder();
    let options = ReadOptions::default().on_error(OnError::Fail);
    let stop = |first: PathBuf| match corpus::read(&[first, folder.0.path().into()], &options) {
        Err(Error::Unreadable(skip)) => (skip.path, skip.line),
        other => panic!("not stopped: {other:?}"),
    };
    for _ in 0..10 {
        assert_eq!(stop(folder.path("05.txt")), (folder.path("00.jsonl.zst"), Some(2)));
        assert_eq!(stop(folder.path("20-broken.txt")), (folder.path("20-broken.txt"), None));
        assert_eq!(stop(folder.path("missing")), (folder.path("missing"), None));
    }
}

#[test]
fn bytes_are_counted_as_they_lie_on_disk() {
    let folder = mixed_folder();
    let listing = corpus::find(&[folder.0.path().into()], &ReadOptions::default());
    let listing = listing.expect("it exists");
    let sizes: u64 = listing.sources.iter().flatten().filter_map(corpus::Source::size).sum();
    let watched = AtomicU64::new(0);
    let watch = |read| {
        watched.fetch_add(read, Ordering::Relaxed);
    };
    let paths = [folder.0.path().into()];
    let collection = corpus::read_with_progress(&paths, &ReadOptions::default(), &watch);
    let bytes = collection.expect("what cannot be read is skipped").bytes;
    assert_eq!((bytes, watched.into_inner()), (sizes, sizes));
}
