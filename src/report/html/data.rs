//! What the page's script reads: the report in numbers, texts and edits apart from it, so that they are parsed only when
//! somebody looks at them.

use std::collections::HashMap;
use std::io;
use std::ops::Range;

use serde::Serialize;

use super::Task;
use super::escape;
use super::texts::{Pool, Stretch};
use crate::diff::EditKind;
use crate::document::Level;
use crate::document::{Date, Place};
use crate::report::finding::{Finding, findings};
use crate::report::model::{
    BoilerplateView, ClusterView, DocumentView, LedgerView, MatchView, MemberView, RewordingView, SideView, SpeechView,
};
use crate::report::{SettingsModel, View};
use crate::scan::{Kind, Side, Stats};

/// Stretches of boilerplate whose texts the page shows; it says how many there are.
const BOILERPLATE: usize = 200;
/// What could not be read: so much of it the page lists; it says how much there is.
const SKIPPED: usize = 1000;
/// Matches whose edits are parsed together.
const EDITS: usize = 512;

/// The page's data. Documents, matches and clusters are named by their numbers.
#[derive(Serialize)]
pub(super) struct Data<'v> {
    schema: &'v str,
    version: &'static str,
    task: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    removed: Option<Deduplicated>,
    settings: &'v SettingsModel,
    stats: Stats,
    ledger: Option<Ledger>,
    edit_kinds: [EditKind; EditKind::ALL.len()],
    documents: Vec<Document<'v>>,
    matches: Vec<Match<'v>>,
    clusters: Vec<Cluster>,
    findings: Vec<Numbered>,
    boilerplate: Capped<Boilerplate<'v>>,
    skipped: Capped<String>,
    /// Number of the first text of each block.
    text_blocks: Vec<usize>,
    /// Matches of a block of edits.
    edit_block: usize,
    #[serde(skip)]
    pool: Pool,
}

/// The first of some things, and how many there are.
#[derive(Serialize)]
struct Capped<T> {
    all: usize,
    shown: Vec<T>,
}

#[derive(Serialize)]
struct Ledger {
    proved: f64,
    measured: f64,
    blind: f64,
    boilerplate: f64,
    blind_places: usize,
}

#[derive(Serialize)]
struct Document<'v> {
    id: &'v str,
    path: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
    chars: usize,
    speeches: &'v [SpeechView<'v>],
    stretches: Vec<Stretch>,
}

#[derive(Serialize)]
struct Match<'v> {
    level: Level,
    kind: Kind,
    similarity: f64,
    a: SidePlace,
    b: SidePlace,
    #[serde(skip_serializing_if = "Option::is_none")]
    earlier: Option<Side>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contained: Option<Side>,
    /// In the order of `edit_kinds`.
    counts: [usize; EditKind::ALL.len()],
    #[serde(skip_serializing_if = "Option::is_none")]
    rewording: Option<&'v RewordingView<'v>>,
}

/// A place: numbers of its document and of the speech there, characters and line.
#[derive(Serialize)]
struct Spot {
    document: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    speech: Option<usize>,
    start: usize,
    end: usize,
    line: usize,
}

#[derive(Serialize)]
struct SidePlace {
    #[serde(flatten)]
    spot: Spot,
    coverage: f64,
    chars: usize,
}

#[derive(Serialize)]
struct Cluster {
    level: Level,
    lowest_similarity: f64,
    documents: usize,
    variants: usize,
    representative: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    earliest: Option<usize>,
    members: Vec<Member>,
    matches: Vec<usize>,
}

#[derive(Serialize)]
struct Member {
    #[serde(flatten)]
    spot: Spot,
    variant: usize,
}

/// A finding, in the order in which they are numbered everywhere.
#[derive(Serialize)]
struct Numbered {
    #[serde(rename = "match")]
    found: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    cluster: Option<usize>,
    kind: Kind,
}

#[derive(Serialize)]
struct Boilerplate<'v> {
    documents: usize,
    chars: usize,
    places: usize,
    text: &'v str,
}

/// What came of a deduplication.
#[derive(Serialize)]
struct Deduplicated {
    read: usize,
    kept: usize,
    removed: usize,
    skipped: usize,
    parts: usize,
    clusters: usize,
    listed: usize,
    laid: usize,
}

impl Deduplicated {
    fn of(task: Task<'_>) -> Option<Self> {
        let Task::Dedup { summary, listed, laid } = task else {
            return None;
        };
        let (parts, clusters) = (summary.parts_removed, summary.clusters);
        let (kept, removed, skipped) = (summary.kept, summary.removed, summary.skipped);
        Some(Self { read: summary.read, kept, removed, skipped, parts, clusters, listed, laid })
    }
}

impl<'v> Data<'v> {
    pub(super) fn new(view: &'v View<'v>, task: Task<'_>) -> Self {
        let numbers: HashMap<&str, usize> = view.documents.iter().map(|document| &*document.id).zip(0..).collect();
        let names = Names { view, numbers: &numbers };
        let pool = Pool::new(view, &numbers);
        Self {
            schema: &view.schema,
            version: env!("CARGO_PKG_VERSION"),
            task: task.name(),
            removed: Deduplicated::of(task),
            settings: &view.settings,
            stats: view.stats,
            ledger: view.ledger.as_ref().map(Ledger::new),
            edit_kinds: EditKind::ALL,
            documents: documents(view, &numbers, &pool),
            matches: view.matches.iter().map(|found| names.found(found)).collect(),
            clusters: view.clusters.iter().map(|cluster| names.cluster(cluster)).collect(),
            findings: numbered(view),
            boilerplate: Capped::new(&view.boilerplate, BOILERPLATE, Boilerplate::new),
            skipped: Capped::new(&view.skipped, SKIPPED, ToString::to_string),
            text_blocks: pool.first_of_blocks(),
            edit_block: EDITS,
            pool,
        }
    }

    /// The blocks of texts.
    pub(super) fn texts(&self) -> io::Result<Vec<String>> {
        self.pool.blocks().iter().map(escape::json).collect()
    }
}

/// The blocks of edits: for each match five numbers an edit, which are its kind, and for each side where it begins in the
/// match, and its length.
pub(super) fn blocks_of_edits(view: &View<'_>) -> io::Result<Vec<String>> {
    let blocks = view.matches.chunks(EDITS);
    blocks.map(|block| escape::json(&block.iter().map(edits).collect::<Vec<_>>())).collect()
}

fn edits(found: &MatchView<'_>) -> Vec<usize> {
    let kind = |kind| EditKind::ALL.iter().position(|known| *known == kind).unwrap_or_default();
    let (a, b) = (found.a.place.start, found.b.place.start);
    let inside = found.edits.iter().filter(|edit| edit.a.start >= a && edit.b.start >= b);
    let numbers = inside.flat_map(|edit| {
        let (in_a, in_b) = (&edit.a, &edit.b);
        [kind(edit.kind), in_a.start - a, in_a.end - in_a.start, in_b.start - b, in_b.end - in_b.start]
    });
    numbers.collect()
}

fn documents<'v>(view: &'v View<'v>, numbers: &HashMap<&str, usize>, pool: &Pool) -> Vec<Document<'v>> {
    let mut dates: HashMap<usize, Date> = HashMap::new();
    for side in view.matches.iter().flat_map(|found| [&found.a, &found.b]) {
        dates.extend(side.date.map(|date| (numbers[&*side.document], date)));
    }
    let document = |(at, document): (usize, &'v DocumentView<'v>)| Document {
        id: &document.id,
        path: &document.path,
        line: document.line,
        date: dates.get(&at).copied(),
        chars: document.chars,
        speeches: &document.speeches,
        stretches: pool.stretches[at].clone(),
    };
    view.documents.iter().enumerate().map(document).collect()
}

fn numbered(view: &View<'_>) -> Vec<Numbered> {
    findings(view).iter().map(Numbered::new).collect()
}

impl Numbered {
    fn new(finding: &Finding<'_>) -> Self {
        let cluster = finding.cluster.map(|numbered| numbered.at);
        Self { found: finding.at, cluster, kind: finding.kind }
    }
}

/// Numbers in place of names.
struct Names<'v> {
    view: &'v View<'v>,
    numbers: &'v HashMap<&'v str, usize>,
}

impl Names<'_> {
    fn found<'v>(&self, found: &'v MatchView<'v>) -> Match<'v> {
        Match {
            level: found.level,
            kind: found.kind,
            similarity: found.similarity,
            a: self.side(&found.a),
            b: self.side(&found.b),
            earlier: found.earlier,
            contained: found.contained,
            counts: found.edit_counts.each().map(|(_, count)| count),
            rewording: found.rewording.as_ref(),
        }
    }

    fn side(&self, side: &SideView<'_>) -> SidePlace {
        let Place { start, end, line, .. } = side.place;
        SidePlace {
            spot: self.spot((&side.document, side.speech.as_deref()), start..end, line),
            coverage: side.coverage,
            chars: side.content_chars,
        }
    }

    fn cluster(&self, cluster: &ClusterView<'_>) -> Cluster {
        Cluster {
            level: cluster.level,
            lowest_similarity: cluster.lowest_similarity,
            documents: cluster.documents,
            variants: cluster.variants,
            representative: cluster.representative,
            earliest: cluster.earliest,
            members: cluster.members.iter().map(|member| self.member(member)).collect(),
            matches: cluster.matches.clone(),
        }
    }

    fn member(&self, member: &MemberView<'_>) -> Member {
        let names = (&*member.document, member.speech.as_deref());
        Member { spot: self.spot(names, member.start..member.end, member.line), variant: member.variant }
    }

    /// A place in a document and a speech of these names.
    fn spot(&self, (document, speech): (&str, Option<&str>), Range { start, end }: Range<usize>, line: usize) -> Spot {
        let document = self.numbers[document];
        Spot { document, speech: self.speech(document, speech, start), start, end, line }
    }

    /// Number of the speech of this title around a place; none if it has only the name of its document.
    fn speech(&self, document: usize, title: Option<&str>, start: usize) -> Option<usize> {
        let document = &self.view.documents[document];
        let title = title.filter(|&title| title != document.id)?;
        let around = |speech: &SpeechView<'_>| speech.title == title && (speech.start..speech.end).contains(&start);
        document.speeches.iter().position(around)
    }
}

impl Ledger {
    fn new(ledger: &LedgerView<'_>) -> Self {
        Self {
            proved: ledger.proved,
            measured: ledger.measured,
            blind: ledger.blind,
            boilerplate: ledger.boilerplate,
            blind_places: ledger.blind_places.len(),
        }
    }
}

impl<'v> Boilerplate<'v> {
    fn new(stretch: &'v BoilerplateView<'v>) -> Self {
        Self {
            documents: stretch.documents,
            chars: stretch.content_chars,
            places: stretch.places.len(),
            text: &stretch.text,
        }
    }
}

impl<T> Capped<T> {
    fn new<'v, S>(all: &'v [S], most: usize, show: impl Fn(&'v S) -> T) -> Self {
        Self { all: all.len(), shown: all.iter().take(most).map(show).collect() }
    }
}
