//! The order of the rooms: each imports only from rooms before it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::root;

/// From the source to the reader. `cli` belongs to the binary and may use them all.
const ORDER: [&str; 19] = [
    "error",
    "document",
    "storage",
    "corpus",
    "text",
    "embedding",
    "sketch",
    "seeds",
    "similarity",
    "index",
    "cluster",
    "detector",
    "align",
    "diff",
    "scan",
    "dedup",
    "report",
    "eval",
    "cli",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("the entry can be read").path());
    let files = paths.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|end| end == "rs")).collect()
}

/// Rooms that a line names: `crate::room`, `leitong::room`, or rooms in braces after either.
fn rooms_in(line: &str) -> Vec<&'static str> {
    let after = line.split("crate::").skip(1).chain(line.split("leitong::").skip(1));
    let names: Vec<&str> = after
        .flat_map(|rest| {
            rest.trim_start_matches('{')
                .split(|char: char| !char.is_alphanumeric() && char != '_')
                .take(1)
        })
        .collect();
    ORDER.into_iter().filter(|room| names.contains(room)).collect()
}

#[test]
fn no_room_imports_from_one_behind_it() {
    let src = root().join("src");
    let mut seen = 0;
    for path in sources(&src) {
        let inside = path.strip_prefix(&src).expect("it was found there");
        let room = inside.iter().next().and_then(|first| first.to_str()).expect("names are ASCII");
        let Some(at) = ORDER.iter().position(|name| *name == room.trim_end_matches(".rs")) else {
            assert!(["lib.rs", "main.rs"].contains(&room), "{room} is no room of ORDER");
            continue;
        };
        let text = fs::read_to_string(&path).expect("sources are UTF-8");
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for used in rooms_in(line) {
                let used_at =
                    ORDER.iter().position(|name| *name == used).expect("it is from ORDER");
                assert!(used_at <= at, "{}: {room} imports {used}: {line}", path.display());
                seen += usize::from(used_at < at);
            }
        }
    }
    assert!(seen > 40, "only {seen} imports were seen");
}

#[test]
fn imports_are_recognised() {
    assert_eq!(rooms_in("use crate::text::{Content, words};"), ["text"]);
    assert_eq!(rooms_in("let x = leitong::report::Report::new();"), ["report"]);
}
