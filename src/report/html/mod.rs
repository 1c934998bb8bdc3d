//! The report as one page that needs nothing else: no network, no server, no second file.
//!
//! `page.html` is its frame, `style.css` its look, `script/` what it does, all embedded when Leitong is built. What was found stands in the page as
//! JSON, and the script shows of it what is looked at. No text of a document ever becomes part of the page's own markup,
//! and the page's policy lets nothing run but this script.

mod data;
mod escape;
mod texts;

use std::io::{self, Write};

use askama::Template;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use super::View;
use crate::dedup::Summary;
use data::{Data, blocks_of_edits};

/// How the page looks.
const STYLE: &str = include_str!("style.css");

/// What the page does: one script, in the order in which its parts build on each other.
const SCRIPT: &str = concat!(
    include_str!("script/words.js"),
    include_str!("script/dom.js"),
    include_str!("script/data.js"),
    include_str!("script/state.js"),
    include_str!("script/parts.js"),
    include_str!("script/differences.js"),
    include_str!("script/overview.js"),
    include_str!("script/map.js"),
    include_str!("script/heat.js"),
    include_str!("script/list.js"),
    include_str!("script/detail.js"),
    include_str!("script/main.js"),
);

/// The language that a page speaks when it is opened; it can be switched on the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese, in simplified characters.
    Chinese,
}

impl Language {
    /// As BCP 47 spells it.
    fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-Hans",
        }
    }
}

/// What a report is of.
#[derive(Debug, Clone, Copy, Default)]
pub enum Task<'s> {
    /// What reappears in a collection.
    #[default]
    Scan,
    /// What two documents have in common.
    Compare,
    /// What a deduplication removed, and how many lines of its list the report has, with texts and without.
    Dedup {
        /// Counts of the run.
        summary: &'s Summary,
        /// Lines of the list that are shown.
        listed: usize,
        /// Of these, lines of which the texts are shown.
        laid: usize,
    },
}

impl Task<'_> {
    /// Its name, as the page's data spell it.
    fn name(self) -> &'static str {
        match self {
            Self::Scan => "scan",
            Self::Compare => "compare",
            Self::Dedup { .. } => "dedup",
        }
    }
}

/// How a page is made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Page<'s> {
    /// The language in which it is opened.
    pub language: Language,
    /// What it is of.
    pub task: Task<'s>,
}

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
pub fn write_html(view: &View<'_>, page: Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let data = Data::new(view, page.task);
    let frame = Frame {
        language: page.language.tag(),
        style: STYLE,
        style_hash: hash(STYLE),
        script: SCRIPT,
        script_hash: hash(SCRIPT),
        data: &escape::json(&data)?,
        texts: &data.texts()?,
        edits: &blocks_of_edits(view)?,
    };
    frame.write_into(out)
}

/// How a policy names a piece of the page: whatever is not exactly this does not run.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}
