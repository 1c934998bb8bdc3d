//! The data that the page's script reads: a report as numbers. Texts and edits are apart from it,
//! in blocks that the page parses only when it shows them.

use std::io;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::document_index::DocumentIndex;
use super::edits;
use super::escape;
use super::options::{DedupCounts, Page, Task};
use super::rows::{
    Boilerplate, Cluster, CoverageShares, Document, FindingRow, Match, Numbering, Pair, PairShares,
    Recurring, Reused,
};
use super::texts::TextTable;
use crate::diff::EditKind;
use crate::report::finding::findings;
use crate::report::model::Report;
use crate::report::settings::SettingsModel;
use crate::scan::Stats;

/// Pairs of documents on the page, which says how many there are: what fits on a screen.
const PAIRS: usize = 20;
/// Boilerplate texts on the page, which says how many there are: more than anyone reads.
const BOILERPLATE: usize = 200;
/// Skipped files and records on the page, which says how many there are.
const SKIPPED: usize = 1000;

/// Bytes of the identity of a report: two reports of one reader never share one by chance.
const IDENTITY: usize = 9;

/// The data of a page. Documents, matches and clusters are referred to by index.
#[derive(Serialize)]
pub(super) struct Data<'v> {
    schema: &'v str,
    version: &'static str,
    /// What distinguishes this report from others, whatever the language of its page.
    identity: String,
    task: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    removed: Option<Removed>,
    settings: &'v SettingsModel,
    stats: Stats,
    #[serde(rename = "ledger")]
    coverage: Option<CoverageShares>,
    edit_kinds: [EditKind; EditKind::ALL.len()],
    documents: Vec<Document<'v>>,
    matches: Vec<Match<'v>>,
    clusters: Vec<Cluster<'v>>,
    findings: Vec<FindingRow>,
    pairs: Capped<Pair>,
    /// All pairs of documents that have matches.
    shares: Vec<PairShares>,
    reused: Vec<Reused>,
    boilerplate: Capped<Boilerplate<'v>>,
    recurring: Capped<Recurring<'v>>,
    skipped: Capped<String>,
    /// Index of the first text of each block.
    text_blocks: Vec<usize>,
    /// Matches of a block of edits.
    edit_block: usize,
    #[serde(skip)]
    texts: TextTable<'v>,
}

/// The first items of a list, and the number of all.
#[derive(Serialize)]
struct Capped<T> {
    all: usize,
    shown: Vec<T>,
}

impl<T> Capped<T> {
    fn new<'v, S>(all: &'v [S], limit: usize, row: impl Fn(&'v S) -> T) -> Self {
        Self { all: all.len(), shown: all.iter().take(limit).map(row).collect() }
    }

    fn first(rows: impl Iterator<Item = T>, limit: usize) -> Self {
        let mut rows = rows.fuse();
        let shown: Vec<T> = rows.by_ref().take(limit).collect();
        Self { all: shown.len() + rows.count(), shown }
    }
}

/// The counts of a deduplication.
#[derive(Serialize)]
struct Removed {
    read: usize,
    kept: usize,
    #[serde(rename = "removed")]
    whole: usize,
    skipped: usize,
    parts: usize,
    clusters: usize,
    /// Removed records and parts: a record of which nothing is left was removed by its parts.
    all: usize,
    listed: usize,
    #[serde(rename = "laid")]
    with_texts: usize,
}

impl Removed {
    fn of(task: Task<'_>) -> Option<Self> {
        let Task::Dedup(DedupCounts { summary, listed, with_texts }) = task else {
            return None;
        };
        Some(Self {
            read: summary.read,
            kept: summary.kept,
            whole: summary.removed,
            skipped: summary.skipped,
            parts: summary.parts_removed,
            clusters: summary.clusters,
            all: summary.removed - summary.emptied + summary.parts_removed,
            listed,
            with_texts,
        })
    }
}

impl<'v> Data<'v> {
    pub(super) fn new(
        report: &'v Report<'v>,
        index: &'v DocumentIndex<'v>,
        page: Page<'_>,
    ) -> Self {
        // What was removed was found by no search of seeds, of which there could be shares.
        let removed = Removed::of(page.task);
        let coverage = report.coverage.as_ref().filter(|_| removed.is_none());
        let numbering = Numbering::new(report, index);
        let texts = TextTable::new(report, index, page.task.whole_texts(page.whole_texts));
        Self {
            schema: &report.schema,
            version: env!("CARGO_PKG_VERSION"),
            identity: identity(report),
            task: page.task.name(),
            removed,
            settings: &report.settings,
            stats: report.stats,
            coverage: coverage.map(CoverageShares::new),
            edit_kinds: EditKind::ALL,
            documents: numbering.documents(&texts),
            matches: numbering.matches(),
            clusters: numbering.clusters(),
            findings: findings(report).iter().map(FindingRow::new).collect(),
            pairs: Capped::first(numbering.pairs(), PAIRS),
            shares: numbering.shares().collect(),
            reused: numbering.reused().collect(),
            boilerplate: Capped::new(&report.boilerplate, BOILERPLATE, Boilerplate::new),
            recurring: Capped::new(&report.recurring, BOILERPLATE, Recurring::new),
            skipped: Capped::new(&report.skipped, SKIPPED, ToString::to_string),
            text_blocks: texts.first_of_blocks(),
            edit_block: edits::BLOCK,
            texts,
        }
    }

    /// The blocks of texts, as JSON.
    pub(super) fn texts(&self) -> io::Result<Vec<String>> {
        self.texts.blocks().iter().map(escape::json).collect()
    }
}

/// A digest of the documents and places of a report. Verdicts are stored under it, so that those of
/// one report never show in another one.
fn identity(report: &Report<'_>) -> String {
    let mut digest = Sha256::new();
    for document in &report.documents {
        digest.update(format!("{} {}\n", document.id, document.chars));
    }
    for side in report.matches.iter().flat_map(|found| [&found.a, &found.b]) {
        digest.update(format!("{} {} {}\n", side.document, side.place.start, side.place.end));
    }
    BASE64_STANDARD.encode(&digest.finalize()[..IDENTITY])
}
