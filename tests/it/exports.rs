//! Findings as documents of other programs: Markdown, Word and Excel.

use std::collections::HashMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::{Command, Output};

use leitong::corpus::{Collection, ReadOptions, read};
use leitong::document::Document;
use leitong::report::{Report, findings, grouped, write_docx, write_markdown, write_xlsx};
use leitong::scan::{Scan, ScanSettings};
use proptest::prelude::*;
use quick_xml::events::Event;
use regex::Regex;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{cases, numbered, root, temporary_folder};

/// What documents hold that would be markup, a formula or nothing that can be stored.
const HOSTILE: &str =
    "<b>&amp;|`x`**y**~~z~~\u{0}\u{1b}[31m\u{301}=cmd()_x0041_]]>\u{202e}\u{ffff}";

/// A text that fills a paragraph.
const TEXT: &str =
    "清晨的渡口还笼着薄雾，摆渡人解开缆绳，把第一批赶集的乡亲送到对岸，橹声惊起芦苇丛";

/// Calls `check` with the report of some documents.
fn with_report(collection: &Collection, check: impl FnOnce(&Report<'_>)) {
    let scan = Scan::new(ScanSettings::default().min_chars(8)).expect("the settings are valid");
    let findings = scan.run(collection, &|_| {}).expect("there is memory");
    check(&Report::new(collection, &findings, scan.settings()).expect("the settings are valid"));
}

/// Documents that share hostile text, in both of which something differs.
fn hostile() -> Collection {
    let text = |word: &str| format!("={word}\n{TEXT}，{HOSTILE}里的{word}白鹭。\n\n{TEXT}\n");
    let mut collection = numbered(["一只", "两只", "三只"].map(text));
    for (document, date) in
        collection.documents.iter_mut().zip(["2024-02-29", "2023", "1890-05-01"])
    {
        document.id = format!("=id|<{}>*\u{1b}", document.id);
        document.metadata.insert("date".into(), json!(date));
    }
    collection
}

fn markdown(report: &Report<'_>) -> String {
    let mut out = Vec::new();
    write_markdown(report, "What reappears", &mut out).expect("it is written to memory");
    String::from_utf8(out).expect("Markdown is UTF-8")
}

fn docx(report: &Report<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    let left_out = write_docx(report, "What reappears", &mut out).expect("it is written to memory");
    assert_eq!(left_out, 0);
    out
}

fn xlsx(report: &Report<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    let left_out = write_xlsx(report, "What reappears", &mut out).expect("it is written to memory");
    assert!(left_out.is_nothing());
    out
}

/// The text of a Word document, as this program reads it.
fn text_of(docx: &[u8]) -> String {
    let folder = temporary_folder();
    let path = folder.path().join("a.docx");
    fs::write(&path, docx).expect("there is room");
    let mut collection = read(&[path], &ReadOptions::default()).expect("it can be read");
    collection.documents.remove(0).text
}

/// A cell of a workbook: its type and style as the file has them, and its text.
#[derive(Debug, Clone, Default, PartialEq)]
struct Cell {
    kind: String,
    style: String,
    text: String,
}

impl Cell {
    fn is_date(&self) -> bool {
        self.style == "4" && self.kind.is_empty()
    }
}

/// The rows of a sheet, of which the first one is the head.
type Sheet = Vec<Vec<Cell>>;

/// The parts of an archive that are XML, by name.
fn parts(archive: &[u8]) -> HashMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("it is an archive");
    let parts = (0..archive.len()).map(|at| {
        let mut part = archive.by_index(at).expect("it has this part");
        let name = part.name().expect("names are UTF-8").into_owned();
        assert_eq!(part.last_modified(), Some(zip::DateTime::default()), "{name}");
        let xml = std::io::read_to_string(&mut part).expect("XML is UTF-8");
        let mut reader = quick_xml::Reader::from_str(&xml);
        while !matches!(reader.read_event().expect("it is well-formed"), Event::Eof) {}
        (name, xml)
    });
    parts.collect()
}

/// The sheets of a workbook.
fn sheets(xlsx: &[u8]) -> HashMap<String, Sheet> {
    let parts = parts(xlsx);
    let names = Regex::new("<sheet name=\"(\\w+)\" sheetId=\"(\\d+)\"").expect("it is a pattern");
    let names = names.captures_iter(&parts["xl/workbook.xml"]).map(|found| {
        (found[1].to_owned(), sheet(&parts[&format!("xl/worksheets/sheet{}.xml", &found[2])]))
    });
    names.collect()
}

fn sheet(xml: &str) -> Sheet {
    let row = Regex::new("(?s)<row r=\"(\\d+)\">(.*?)</row>").expect("it is a pattern");
    let cell = "(?s)<c r=\"([A-Z]+)(\\d+)\" s=\"(\\d)\"(?: t=\"(\\w+)\")?>\
                (?:<v>|<is><t [^>]*>)(.*?)(?:</v>|</t></is>)</c>";
    let cell = Regex::new(cell).expect("it is a pattern");
    let mut rows = Sheet::new();
    for (number, found) in (1..).zip(row.captures_iter(xml)) {
        assert_eq!(found[1].parse(), Ok(number));
        let mut cells = vec![Cell::default(); rows.first().map_or(0, Vec::len)];
        for one in cell.captures_iter(&found[2]) {
            let at =
                one[1].bytes().fold(0, |at, letter| at * 26 + usize::from(letter - b'A') + 1) - 1;
            assert_eq!(one[2].parse(), Ok(number));
            cells.resize(cells.len().max(at + 1), Cell::default());
            let kind = one.get(4).map_or("", |kind| kind.as_str()).to_owned();
            cells[at] = Cell { kind, style: one[3].into(), text: unescaped(&one[5]) };
        }
        rows.push(cells);
    }
    rows
}

/// The text of a cell as Excel decodes it.
fn unescaped(xml: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    let text =
        entities.iter().fold(xml.to_owned(), |text, (entity, char)| text.replace(entity, char));
    text.replace("_x005F_", "_")
}

/// The cells of a sheet under the name of a column.
fn column<'r>(sheet: &'r Sheet, name: &str) -> Vec<&'r Cell> {
    let at = sheet[0].iter().position(|cell| cell.text == name);
    let at = at.unwrap_or_else(|| panic!("no {name} in {:?}", sheet[0]));
    sheet[1..].iter().map(|row| &row[at]).collect()
}

fn texts(cells: Vec<&Cell>) -> Vec<String> {
    cells.into_iter().map(|cell| cell.text.clone()).collect()
}

/// A text as documents show it: with signs for what they cannot hold.
fn shown(text: &str) -> String {
    let signs = [('\u{0}', "␀"), ('\u{1b}', "␛"), ('\u{202e}', "U+202E"), ('\u{ffff}', "U+FFFF")];
    signs.iter().fold(text.to_owned(), |text, (char, sign)| text.replace(*char, sign))
}

/// Markdown without its escapes, marks and quotations, and with its lines joined.
fn plain(markdown: &str) -> String {
    let marks = ["<del>", "</del>", "<ins>", "</ins>", "~~", "**"];
    let lines: Vec<&str> =
        markdown.lines().map(|line| line.trim_start_matches(['>', ' '])).collect();
    let unmarked = marks
        .iter()
        .fold(lines.join("\n").replace('\\', "\u{7}"), |text, mark| text.replace(mark, ""));
    unmarked.replace('\u{7}', "").replace("&#32;", " ")
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Checks that a text has every finding of a report, with its places and texts.
fn check_prose(report: &Report<'_>, text: &str) {
    let text = squeezed(text);
    let mut rest = text.as_str();
    for (number, finding) in (1..).zip(findings(report)) {
        let heading = format!("Finding{}:", grouped(number));
        let at = rest.find(&heading).unwrap_or_else(|| panic!("{heading} {rest}"));
        rest = &rest[at..];
        let own = &rest[..rest[1..].find("Finding").map_or(rest.len(), |next| next + 1)];
        let mut places: Vec<(&str, usize)> = [&finding.found.a, &finding.found.b]
            .map(|side| (&*side.document, side.place.line))
            .to_vec();
        let members = finding.cluster.iter().flat_map(|numbered| &numbered.cluster.members);
        places.extend(members.map(|member| (&*member.document, member.line)));
        for (document, line) in places {
            let place = squeezed(&shown(&format!("{document}, line {}", grouped(line))));
            assert!(own.contains(&place), "{place} is not in {own}");
        }
        for side in [&finding.found.a, &finding.found.b] {
            let text = squeezed(&shown(&side.text));
            assert!(own.contains(&text), "{text} is not in {own}");
        }
    }
}

#[test]
fn every_finding_is_in_every_document_with_its_places_and_texts() {
    let seeds = read(&[root().join("seeds")], &ReadOptions::default()).expect("they can be read");
    let families = root().join("tests/cmd/families.in/news.jsonl");
    let families = read(&[families], &ReadOptions::default()).expect("they can be read");
    for collection in [seeds, families, hostile()] {
        with_report(&collection, |report| {
            assert!(!report.matches.is_empty());
            check_prose(report, &plain(&markdown(report)));
            check_prose(report, &text_of(&docx(report)));
            check_sheets(report, &sheets(&xlsx(report)));
        });
    }
}

/// Checks that the sheets have a row for everything in a report.
fn check_sheets(report: &Report<'_>, sheets: &HashMap<String, Sheet>) {
    let found = findings(report);
    let numbers = (1..=found.len()).map(|number| number.to_string()).collect::<Vec<_>>();
    assert_eq!(texts(column(&sheets["Findings"], "finding")), numbers);
    let members: usize = report.clusters.iter().map(|cluster| cluster.members.len()).sum();
    let edits: usize = report.matches.iter().map(|found| found.edits().len()).sum();
    for (name, count) in [
        ("Findings", found.len()),
        ("Matches", report.matches.len()),
        ("Members", members),
        ("Documents", report.reused_documents.len()),
        ("Pairs", report.document_pairs.len()),
        ("Edits", edits),
    ] {
        assert_eq!(sheets[name].len(), count + 1, "{name}");
    }
    for (prefix, sides) in [
        ("a", report.matches.iter().map(|found| &found.a).collect::<Vec<_>>()),
        ("b", report.matches.iter().map(|found| &found.b).collect()),
    ] {
        let cells = |name: &str| texts(column(&sheets["Matches"], &format!("{prefix}_{name}")));
        let is_shown = |text: &str| shown(&text.replace("\r\n", "\n"));
        let expected: Vec<String> = sides.iter().map(|side| is_shown(&side.text)).collect();
        assert_eq!(cells("text"), expected);
        let expected: Vec<String> = sides.iter().map(|side| shown(&side.document)).collect();
        assert_eq!(cells("document"), expected);
        let expected: Vec<String> = sides.iter().map(|side| side.place.line.to_string()).collect();
        assert_eq!(cells("line"), expected);
    }
}

#[test]
fn cells_have_types() {
    with_report(&hostile(), |report| {
        let sheets = sheets(&xlsx(report));
        let findings = &sheets["Findings"];
        let similarity = column(findings, "similarity");
        assert!(similarity.iter().all(|cell| cell.kind.is_empty() && cell.style == "3"));
        let dates: Vec<&Cell> =
            ["a_date", "b_date"].into_iter().flat_map(|name| column(findings, name)).collect();
        let day = dates.iter().find(|cell| cell.is_date()).expect("one has a day");
        assert_eq!(day.text, "45351");
        // A year is no day, and Excel has no days before 1900.
        let others: Vec<_> = dates.iter().filter(|cell| !cell.is_date()).collect();
        assert!(others.iter().all(|cell| ["2023", "1890-05-01"].contains(&&*cell.text)));
        assert!(!others.is_empty() && others.iter().all(|cell| cell.kind == "inlineStr"));
        assert!(column(&sheets["Members"], "representative").iter().all(|cell| cell.kind == "b"));
        let ids = column(findings, "a_document");
        // Such a text stays a text when a reader edits it.
        assert!(ids.iter().all(|cell| cell.kind == "inlineStr" && cell.style == "5"), "{ids:?}");
    });
}

#[test]
fn no_text_is_a_formula_or_an_element() {
    with_report(&hostile(), |report| {
        for (name, xml) in parts(&xlsx(report)).into_iter().chain(parts(&docx(report))) {
            assert!(!xml.contains("<f>") && !xml.contains("<b>&amp;"), "{name}");
        }
        let text = markdown(report);
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
        let is_own = |rest: &str| {
            ["del>", "/del>", "ins>", "/ins>"].iter().any(|element| rest.starts_with(element))
        };
        for (at, _) in text.match_indices('<') {
            assert!(text[..at].ends_with('\\') || is_own(&text[at + 1..]), "{}", &text[at..]);
        }
    });
}

#[test]
fn the_same_report_makes_the_same_bytes() {
    let collection = hostile();
    with_report(&collection, |report| {
        let first = [markdown(report).into_bytes(), docx(report), xlsx(report)];
        with_report(&collection, |again| {
            assert!(first == [markdown(again).into_bytes(), docx(again), xlsx(again)]);
        });
    });
}

#[test]
fn a_text_too_long_for_a_cell_is_cut_and_counted() {
    let text: String = (0..40_000).filter_map(|at| char::from_u32(0x4e00 + at % 20_000)).collect();
    let collection = numbered([text.clone(), text]);
    with_report(&collection, |report| {
        let mut book = Vec::new();
        let left_out = write_xlsx(report, "x", &mut book).expect("it is written to memory");
        assert!(left_out.cut_texts >= 2 && left_out.rows == 0, "{left_out:?}");
        let sheets = sheets(&book);
        let cells = texts(column(&sheets["Findings"], "a_text"));
        let units = cells[0].encode_utf16().count();
        assert!(units <= 32_767 && units > 32_700, "{units}");
        assert!(cells[0].ends_with("… [cut: 40000 characters]"));
        let mut about = sheets["About"].iter();
        let about = about.find(|row| row[0].text == "texts cut").expect("it says so");
        assert_eq!(about[1].text, left_out.cut_texts.to_string());
    });
}

/// Runs the program in a folder that has two texts.
fn run(args: &[&str]) -> (TempDir, Output) {
    let folder = temporary_folder();
    for name in ["a.txt", "b.txt"] {
        fs::write(folder.path().join(name), TEXT).expect("there is room");
    }
    let output = run_in(folder.path(), args);
    (folder, output)
}

fn run_in(folder: &Path, args: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_leitong"));
    program.current_dir(folder).args(args).output().expect("it is built")
}

#[test]
fn the_ending_of_an_output_decides_its_format() {
    for (name, start) in [
        ("f.md", "# What reappears\n"),
        ("f.markdown", "# What reappears\n"),
        ("f.docx", "PK"),
        ("f.XLSX", "PK"),
        ("f.html", "<!DOCTYPE html>"),
        ("f.json", "{\n"),
        ("f.csv", "level,"),
        ("f.txt", "2 documents"),
    ] {
        let (folder, output) = run(&["scan", "a.txt", "b.txt", "-o", name]);
        assert!(output.status.success(), "{name}: {output:?}");
        let written = fs::read(folder.path().join(name)).expect("it was written");
        assert!(
            written.to_ascii_lowercase().starts_with(start.to_ascii_lowercase().as_bytes()),
            "{name}"
        );
    }
    let (_folder, output) = run(&["compare", "a.txt", "b.txt", "--format", "markdown"]);
    assert!(output.stdout.starts_with(b"# What two documents share\n"), "{output:?}");
    let (folder, output) = run(&["scan", "a.txt", "b.txt", "-o", "f.odt"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!([".md", ".docx", ".xlsx", ".html"].iter().all(|name| said.contains(name)), "{said}");
    assert!(!folder.path().join("f.odt").exists());
}

#[test]
fn a_saved_report_makes_the_same_documents_as_the_scan() {
    let (folder, output) = run(&["scan", "a.txt", "b.txt", "-o", "f.json"]);
    assert!(output.status.success());
    for name in ["f.md", "f.docx", "f.xlsx"] {
        let by = |args: &[&str]| {
            assert!(run_in(folder.path(), args).status.success());
            fs::read(folder.path().join(name)).expect("it was written")
        };
        let of_scan = by(&["scan", "a.txt", "b.txt", "-o", name]);
        assert!(of_scan == by(&["report", "f.json", "-o", name]), "{name}");
    }
}

#[test]
fn terminal_page_and_json_agree_on_what_is_reused() {
    let scan = |format: &str| {
        let output = run_in(root(), &["scan", "seeds", "--format", format]);
        String::from_utf8(output.stdout).expect("reports are UTF-8")
    };
    let [page, text, json] = ["html", "text", "json"].map(scan);
    let json: Value = serde_json::from_str(&json).expect("it is JSON");
    let data = page.split("id=\"data\"").nth(1).expect("the page has data");
    let data = data.split_once('>').expect("an element has content").1;
    let data: Value =
        serde_json::from_str(data.split("</script>").next().expect("it ends")).expect("it is JSON");
    let documents = json["documents"].as_array().expect("it lists documents");
    let number =
        |id: &Value| documents.iter().position(|one| one["id"] == *id).expect("it is there");
    let reused = json["reused_documents"].as_array().expect("some is reused");
    assert!(!reused.is_empty());
    let expected: Vec<Value> = reused
        .iter()
        .map(|one| {
            let partners =
                one["partners"].as_array().expect("it lists partners").iter().map(|partner| {
                    json!([number(&partner["document"]), partner["share"], partner["is_earlier"]])
                });
            let partners: Vec<Value> = partners.collect();
            json!([
                number(&one["document"]),
                one["share"],
                one["within"],
                partners,
                one["partner_count"]
            ])
        })
        .collect();
    assert_eq!(data["reused"], json!(expected));
    for one in &reused[..3] {
        let share = one["share"].as_f64().expect("it is a number") * 100.0;
        let share = if share < 10.0 { format!("{share:.1}") } else { format!("{share:.0}") };
        let line = format!("{}: {share} % reused", one["document"].as_str().expect("it is a name"));
        assert!(text.contains(&line), "{line}");
        let [chars, of] =
            ["reused_chars", "content_chars"].map(|name| one[name].as_f64().expect(name));
        assert!((chars / of - one["share"].as_f64().expect("it is a number")).abs() < 1e-4);
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn any_text_is_in_every_document(
        inside in "[\\PC\\n\\t<>&|`*_~=\u{0}\u{1b}\u{301}]{0,30}",
        word in "[a-z雷同=|*<\\]]{1,4}",
    ) {
        let text = |word: &str| format!("{TEXT}{inside}{word}{TEXT}");
        let documents = [text(&word), text("别")].into_iter().zip(["a", "b"]);
        let documents = documents.map(|(text, id)| Document { id: id.into(), text, ..Document::default() });
        let collection = Collection { documents: documents.collect(), ..Collection::default() };
        with_report(&collection, |report| {
            assert!(!report.matches.is_empty());
            let sheets = sheets(&xlsx(report));
            assert_eq!(sheets["Matches"].len(), report.matches.len() + 1);
            let count = findings(report).len();
            assert_eq!(markdown(report).lines().filter(|line| line.starts_with("## Finding ")).count(), count);
            assert_eq!(text_of(&docx(report)).matches("Finding ").count(), count);
        });
    }
}
