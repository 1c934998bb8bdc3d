//! The report as one page that needs nothing else: no network, no server, no second file.
//!
//! `page.html` is its frame, `style.css` its style, `script/` its behaviour, all embedded when
//! Leitong is built. The result stands in the page as JSON, and the script shows the part of it
//! that the reader looks at. No text of a document becomes part of the page's own markup, and the
//! page's content security policy lets nothing run but this script.

mod data;
mod document_index;
mod edits;
mod escape;
mod options;
mod rows;
mod texts;

use std::io::{self, Write};

use askama::Template;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::report::model::Report;
pub use options::{DedupCounts, Language, Page, Task};

use data::Data;
use document_index::DocumentIndex;
use edits::blocks_of_edits;

/// The style of the page.
const STYLE: &str = include_str!("style.css");

/// The script of the page; each part uses only parts before it.
const SCRIPT: &str = concat!(
    include_str!("script/words.js"),
    include_str!("script/dom.js"),
    include_str!("script/data.js"),
    include_str!("script/shares.js"),
    include_str!("script/hits.js"),
    include_str!("script/state.js"),
    include_str!("script/parts.js"),
    include_str!("script/differences.js"),
    include_str!("script/overview.js"),
    include_str!("script/map.js"),
    include_str!("script/matrix.js"),
    include_str!("script/timeline.js"),
    include_str!("script/reading.js"),
    include_str!("script/verdicts.js"),
    include_str!("script/exports.js"),
    include_str!("script/list.js"),
    include_str!("script/detail.js"),
    include_str!("script/main.js"),
);

/// The frame of the page.
#[derive(Template)]
#[template(path = "page.html")]
struct Frame<'p> {
    language: &'static str,
    style: &'static str,
    style_hash: String,
    script: &'static str,
    script_hash: String,
    data: &'p str,
    texts: &'p [String],
    edits: &'p [String],
}

/// Writes the report as one self-contained page.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_html(report: &Report<'_>, page: Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let index = DocumentIndex::new(report);
    let data = Data::new(report, &index, page);
    let frame = Frame {
        language: page.language.tag(),
        style: STYLE,
        style_hash: hash(STYLE),
        script: SCRIPT,
        script_hash: hash(SCRIPT),
        data: &escape::json(&data)?,
        texts: &data.texts()?,
        edits: &blocks_of_edits(report)?,
    };
    frame.write_into(out)
}

/// The hash by which the content security policy names a piece of the page: nothing else runs.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// The name that a line of the script declares for all parts of it.
    fn declared(line: &str) -> Option<&str> {
        let keywords = ["const ", "let ", "function ", "async function ", "class "];
        let rest = keywords.into_iter().find_map(|keyword| line.strip_prefix(keyword))?;
        rest.split(|char: char| !char.is_alphanumeric() && char != '_').next()
    }

    #[test]
    fn the_parts_of_the_script_declare_each_name_once() {
        // A name that two parts declare stops the whole script.
        let mut names = HashSet::new();
        for name in SCRIPT.lines().filter_map(declared).filter(|name| !name.is_empty()) {
            assert!(names.insert(name), "{name} is declared twice");
        }
        assert!(names.len() > 50, "{names:?}");
    }
}
