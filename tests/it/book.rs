//! The documentation as a book: it has every page, its links lead somewhere, and what tutorials
//! show is what happens.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use regex::Regex;

use crate::support::{root, temporary_folder};

/// A link or picture of Markdown, with its address.
static LINK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\]\(<?([^()\s<>]+)>?\)").expect("a valid pattern"));

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files of Markdown below a folder.
fn pages(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let below = |path: PathBuf| {
        if path.is_dir() { pages(&path) } else { BTreeSet::from([path]) }
    };
    let files = paths.flat_map(below);
    files.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

/// The text without its blocks of code, which show what is no link.
fn prose(text: &str) -> String {
    let parts = text.split("\n```").step_by(2);
    parts.collect::<Vec<&str>>().join("\n")
}

/// The files and anchors that a page links to, below the repository.
fn links(page: &Path) -> Vec<(PathBuf, Option<String>)> {
    let text = prose(&read(page));
    let found = LINK.captures_iter(&text).map(|found| found[1].to_owned());
    let local = found.filter(|link| !link.contains("://") && !link.starts_with("mailto:"));
    let targets = local.map(|link| {
        let (file, anchor) = link.split_once('#').map_or((&*link, None), |(f, a)| (f, Some(a)));
        let path = if file.is_empty() { page.to_owned() } else { beside(page, file) };
        (path, anchor.map(str::to_owned))
    });
    targets.collect()
}

/// The path `link`, seen from `page`, without `..`.
fn beside(page: &Path, link: &str) -> PathBuf {
    let mut path = page.parent().expect("a page is in a folder").to_owned();
    for part in Path::new(link).components() {
        match part {
            Component::ParentDir => assert!(path.pop(), "{link} leaves the repository"),
            part => path.push(part),
        }
    }
    path
}

/// The anchors of the headings of a page, as code hosts and mdBook make them.
fn anchors(page: &Path) -> BTreeSet<String> {
    let text = prose(&read(page));
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| anchor(line.trim_start_matches('#').trim())).collect()
}

fn anchor(heading: &str) -> String {
    let lower = heading.to_lowercase().replace(' ', "-");
    lower.chars().filter(|&c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
}

#[test]
fn the_book_has_every_page_once() {
    let summary = root().join("docs/SUMMARY.md");
    let listed: Vec<PathBuf> = links(&summary).into_iter().map(|(path, _)| path).collect();
    let once: BTreeSet<PathBuf> = listed.iter().cloned().collect();
    assert_eq!(once.len(), listed.len(), "a page is listed twice");
    let mut all = pages(&root().join("docs"));
    all.remove(&summary);
    assert_eq!(once, all);
}

#[test]
fn links_lead_to_files_and_headings() {
    let mut pages = pages(&root().join("docs"));
    let others = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"];
    pages.extend(others.map(|name| root().join(name)));
    let mut count = 0;
    for page in &pages {
        for (target, anchor) in links(page) {
            let place = format!("{} → {}", page.display(), target.display());
            assert!(target.exists(), "{place}");
            if let Some(anchor) = anchor {
                assert!(anchors(&target).contains(&anchor), "{place}#{anchor}");
            }
            count += 1;
        }
    }
    assert!(count > 200, "{count} links were found");
}

/// A command of a tutorial, and what it prints. Without `output`, it prints anything.
struct Step {
    command: String,
    output: Option<String>,
}

/// The commands of a page: blocks of `sh` are one command each, blocks of `console` have commands
/// after `$` with their output.
fn steps(text: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for block in text.split("\n```").skip(1).step_by(2) {
        let (language, body) = block.split_once('\n').expect("a block has a line");
        match language {
            "sh" => steps.push(Step { command: body.to_owned(), output: None }),
            "console" => steps.extend(body.split("\n$ ").map(|part| {
                let part = part.strip_prefix("$ ").unwrap_or(part);
                let (command, output) = part.split_once('\n').unwrap_or((part, ""));
                Step { command: command.to_owned(), output: Some(output.to_owned()) }
            })),
            other => panic!("nothing runs a block of {other:?}"),
        }
    }
    steps
}

/// A pattern for an expected output, in which `…` stands for any text, and a line of `…` alone for
/// any lines.
fn pattern(expected: &str) -> Regex {
    let lines = expected.trim_end().lines().map(|line| match line.trim() {
        "…" => "(?:[^\n]*\n)*?".to_owned(),
        line => format!("{}\n", regex::escape(line).replace('…', "[^\n]*")),
    });
    Regex::new(&format!("^{}$", lines.collect::<String>())).expect("an escaped pattern is valid")
}

/// The lines of a text without blanks around them.
fn trimmed(text: &str) -> String {
    text.trim_end().lines().flat_map(|line| [line.trim(), "\n"]).collect()
}

/// Runs the commands of a tutorial in a folder, and compares what they print.
fn run(page: &Path) -> usize {
    let folder = temporary_folder();
    let program = Path::new(env!("CARGO_BIN_EXE_leitong")).parent().expect("it is in a folder");
    let mut path = program.as_os_str().to_owned();
    path.push(":");
    path.push(env::var_os("PATH").unwrap_or_default());
    let steps = steps(&read(page));
    for Step { command, output } in &steps {
        let mut shell = Command::new("sh");
        let shell = shell.arg("-c").arg(format!("exec 2>&1\n{command}")).current_dir(&folder);
        let shell = shell.env("PATH", &path).env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
        let run = shell.output().expect("there is a shell");
        let printed = trimmed(&String::from_utf8(run.stdout).expect("messages are UTF-8"));
        // 3 says that something was skipped, which a tutorial may show.
        assert!(matches!(run.status.code(), Some(0 | 3)), "{command}\n{printed}");
        if let Some(output) = output {
            let fits = pattern(output).is_match(&printed);
            assert!(fits, "{}: {command}\nshows\n{output}\nprints\n{printed}", page.display());
        }
    }
    steps.len()
}

#[test]
fn tutorials_show_what_happens() {
    let tutorials = pages(&root().join("docs/tutorial"));
    assert_eq!(tutorials.len(), 3);
    for page in tutorials {
        assert!(run(&page) > 4, "{}", page.display());
    }
}

#[test]
fn an_expected_output_that_differs_does_not_fit() {
    let fits = |expected, printed| pattern(expected).is_match(&trimmed(printed));
    assert!(fits("a …\n…\nd\n", "  a b\nb\nc\nd\n"));
    assert!(fits("…\nd", "d\n"));
    assert!(!fits("a …\nd", "a b\nc\nd\n"));
    assert!(!fits("a", "a\nb\n"));
    assert!(!fits("1.0", "1x0\n"));
    assert!(fits("", ""));
    assert!(!fits("", "a\n"));
}
