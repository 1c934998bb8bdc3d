//! What a report says, in the words and numbers of the published schema.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::corpus::Collection;
use crate::diff::{Edit, EditCounts, EditKind};
use crate::document::Level;
use crate::document::{Date, Document, LineIndex, Place, Role, Span};
use crate::error::Skip;
use crate::scan::{Boilerplate, Findings, Kind, MatchSide, ParaphraseEvidence, Settings, Side, Stats, WithinDocument};
use crate::similarity::Contradiction;
use crate::text::Script;

/// Name and version of the published schema.
pub const SCHEMA: &str = "leitong/report/1";

/// A whole report; its JSON is the published schema, and is read back into the same type.
#[derive(Debug, Serialize, Deserialize)]
pub struct View<'c> {
    /// [`SCHEMA`].
    pub schema: Cow<'c, str>,
    /// What the run was asked to do.
    pub settings: SettingsModel,
    /// Counts.
    pub stats: Stats,
    /// Every document.
    pub documents: Vec<DocumentView<'c>>,
    /// Every match, the largest level first, then the longest.
    pub matches: Vec<MatchView<'c>>,
    /// Places that are alike, gathered.
    pub clusters: Vec<ClusterView<'c>>,
    /// Stretches that too many documents hold to make a passage, those first that take most room.
    pub boilerplate: Vec<BoilerplateView<'c>>,
    /// For how much of the text all passages were looked for; `null` if no passages were.
    pub ledger: Option<LedgerView<'c>>,
    /// What could not be read.
    pub skipped: Cow<'c, [Skip]>,
}

/// The settings of a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SettingsModel {
    /// Least Jaccard similarity of documents, speeches and paragraphs.
    pub similarity: f64,
    /// Levels that were looked at.
    pub levels: Vec<Level>,
    /// `char:N` or `word:N`.
    pub shingle: String,
    /// Least length of paragraphs and passages, in ideographs.
    pub min_chars: usize,
    /// A formula that more documents hold than this is boilerplate; `null` if none is.
    pub common: Option<usize>,
    /// Whether every shared run was looked at, however common.
    pub exhaustive: bool,
    /// Whether places of one document were compared with each other.
    pub within_document: WithinDocument,
    /// Whether traditional characters count as their simplified twins.
    pub fold_script: bool,
    /// Slots of a signature.
    pub slots: usize,
    /// Bands of a signature.
    pub bands: usize,
    /// Slots of a band.
    pub rows: usize,
    /// Predicted recall of pairs at exactly `similarity`.
    pub predicted_recall: f64,
    /// Seed of the signatures.
    pub seed: u64,
}

/// A document and its outline.
#[derive(Debug, Serialize, Deserialize)]
pub struct DocumentView<'c> {
    /// Its name in this report.
    pub id: Cow<'c, str>,
    /// The file it was read from.
    pub path: Cow<'c, str>,
    /// Line of the record in that file, or its row in a Parquet file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Its characters.
    pub chars: usize,
    /// Its speeches.
    pub speeches: Vec<SpeechView<'c>>,
    /// Headings, front matter and debris that belong to no speech's body: character offsets.
    pub left_out: Vec<(usize, usize)>,
}

/// A speech and its place, in characters.
#[derive(Debug, Serialize, Deserialize)]
pub struct SpeechView<'c> {
    /// Its heading.
    pub title: Cow<'c, str>,
    /// First character, of the heading if it has one.
    pub start: usize,
    /// The character after the last one.
    pub end: usize,
    /// First character of the body.
    pub body_start: usize,
}

/// Two places that are alike.
#[derive(Debug, Serialize, Deserialize)]
pub struct MatchView<'c> {
    /// What was compared.
    pub level: Level,
    /// How they are alike.
    pub kind: Kind,
    /// Jaccard similarity, or for a passage the share of equal characters.
    pub similarity: f64,
    /// The earlier place.
    pub a: SideView<'c>,
    /// The later place.
    pub b: SideView<'c>,
    /// The side whose document has the earlier date; `null` if that is unknown.
    pub earlier: Option<Side>,
    /// The side whose whole speech or document stands in the larger text of the other.
    pub contained: Option<Side>,
    /// How many differences of each kind.
    pub edit_counts: EditCounts,
    /// What differs.
    pub edits: Vec<EditView<'c>>,
    /// How the places say the same in other words, if they were compared so.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub rewording: Option<RewordingView<'c>>,
}

/// How two places say the same in other words.
#[derive(Debug, Serialize, Deserialize)]
pub struct RewordingView<'c> {
    /// Cosine of the vectors of the two places, less what all of the collection have in common.
    pub meaning: f64,
    /// Weighted Jaccard similarity of their words.
    pub words: f64,
    /// Words that stand for each other, in the order of the first place.
    pub reworded: Vec<(Cow<'c, str>, Cow<'c, str>)>,
    /// What keeps them from being the same in other words; nothing for the kind `semantic`.
    pub guards: Vec<Contradiction>,
}

/// One place of a match.
#[derive(Debug, Serialize, Deserialize)]
pub struct SideView<'c> {
    /// Id of the document.
    pub document: Cow<'c, str>,
    /// When the document appeared, if its record says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Title of the speech.
    pub speech: Option<Cow<'c, str>>,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// Share of content characters that the match covers.
    pub coverage: f64,
    /// Share of the side's shingles that the other side has too; not for passages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub containment: Option<f64>,
    /// Content characters of the place.
    pub content_chars: usize,
    /// The original text.
    pub text: Cow<'c, str>,
}

impl SideView<'_> {
    /// The title of the speech; empty if there is none, or if the title is only the id of the
    /// document.
    #[must_use]
    pub fn title(&self) -> &str {
        own_title(self.speech.as_deref(), &self.document)
    }
}

impl MemberView<'_> {
    /// The title of the speech; empty if there is none, or if the title is only the id of the
    /// document.
    #[must_use]
    pub fn title(&self) -> &str {
        own_title(self.speech.as_deref(), &self.document)
    }
}

fn own_title<'t>(speech: Option<&'t str>, document: &str) -> &'t str {
    speech.filter(|&title| title != document).unwrap_or_default()
}

/// One difference.
#[derive(Debug, Serialize, Deserialize)]
pub struct EditView<'c> {
    /// What happened.
    pub kind: EditKind,
    /// What stands in the first place.
    pub a: PieceView<'c>,
    /// What stands in the second place.
    pub b: PieceView<'c>,
}

/// A piece of text and its place, in characters.
#[derive(Debug, Serialize, Deserialize)]
pub struct PieceView<'c> {
    /// First character.
    pub start: usize,
    /// The character after the last one.
    pub end: usize,
    /// The original text.
    pub text: Cow<'c, str>,
}

/// Places that are all alike.
#[derive(Debug, Serialize, Deserialize)]
pub struct ClusterView<'c> {
    /// What was compared.
    pub level: Level,
    /// Lowest similarity of two members that were compared.
    pub lowest_similarity: f64,
    /// How many documents the places stand in.
    pub documents: usize,
    /// How many different contents they have.
    pub variants: usize,
    /// Number of the member that all others were compared with, counted from 0.
    pub representative: usize,
    /// Number of the member whose document is earlier than all others; `null` unless all dates are known and say so.
    pub earliest: Option<usize>,
    /// The places, in order.
    pub members: Vec<MemberView<'c>>,
    /// Numbers of the matches that hold the cluster together, counted from 0.
    pub matches: Vec<usize>,
}

/// One place of a cluster, in characters.
#[derive(Debug, Serialize, Deserialize)]
pub struct MemberView<'c> {
    /// Id of the document.
    pub document: Cow<'c, str>,
    /// When the document appeared, if its record says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Number of its content among the variants; the commonest is 0.
    pub variant: usize,
    /// Title of the speech.
    pub speech: Option<Cow<'c, str>>,
    /// First character.
    pub start: usize,
    /// The character after the last one.
    pub end: usize,
    /// Line of the first character.
    pub line: usize,
}

/// A stretch that too many documents hold.
#[derive(Debug, Serialize, Deserialize)]
pub struct BoilerplateView<'c> {
    /// Documents that hold it.
    pub documents: usize,
    /// Its content characters.
    pub content_chars: usize,
    /// The original text of the first place.
    pub text: Cow<'c, str>,
    /// Every place.
    pub places: Vec<StretchView<'c>>,
}

/// A place, in characters.
#[derive(Debug, Serialize, Deserialize)]
pub struct StretchView<'c> {
    /// Id of the document.
    pub document: Cow<'c, str>,
    /// First character.
    pub start: usize,
    /// The character after the last one.
    pub end: usize,
}

/// For how much of the text all passages were looked for: shares of the content characters, by the run that begins at each.
#[derive(Debug, Serialize, Deserialize)]
pub struct LedgerView<'c> {
    /// The run is rare: every other place that holds it was looked at.
    pub proved: f64,
    /// The run is common: places that share a longer run, or another one nearby, were looked at.
    pub measured: f64,
    /// The run is too common however long: each place was compared with one other only.
    pub blind: f64,
    /// What lies in boilerplate, or stands in a text of `--ignore`.
    pub boilerplate: f64,
    /// Stretches that are blind, each where it stands first.
    pub blind_places: Vec<StretchView<'c>>,
}

/// A collection that is measured, so that places can be told.
struct Measured<'c> {
    collection: &'c Collection,
    findings: &'c Findings,
    rulers: Vec<LineIndex<'c>>,
    dates: Vec<Option<Date>>,
}

impl<'c> View<'c> {
    /// The report of a run.
    ///
    /// # Panics
    /// If the findings are not those of this collection and these settings.
    #[must_use]
    pub fn new(collection: &'c Collection, findings: &'c Findings, settings: &Settings) -> Self {
        let rulers = collection.documents.iter().map(|document| LineIndex::new(&document.text)).collect();
        let dates = collection.documents.iter().map(Document::date).collect();
        let measured = Measured { collection, findings, rulers, dates };
        let is_known = |at: &usize| collection.documents[*at].role == Role::Ignored;
        let reported = (0..collection.documents.len()).filter(|at| !is_known(at));
        Self {
            schema: SCHEMA.into(),
            settings: SettingsModel::new(settings),
            stats: findings.stats,
            documents: reported.map(|at| measured.document(at)).collect(),
            matches: (0..findings.matches.len()).map(|at| measured.found(at)).collect(),
            clusters: (0..findings.clusters.len()).map(|at| measured.cluster(at)).collect(),
            boilerplate: findings.boilerplate.iter().map(|stretch| measured.boilerplate(stretch)).collect(),
            ledger: settings.levels.contains(&Level::Passage).then(|| measured.ledger()),
            skipped: collection.skipped.as_slice().into(),
        }
    }
}

impl SettingsModel {
    /// The settings as reports spell them.
    ///
    /// # Panics
    /// If the settings cannot be; [`Scan::new`](crate::scan::Scan::new) checks that.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let bands = settings.bands().expect("a run with these settings has been made");
        Self {
            similarity: settings.similarity,
            levels: settings.levels.clone(),
            shingle: settings.shingling.to_string(),
            min_chars: settings.min_chars,
            common: Some(settings.seeds.common).filter(|&common| common != usize::MAX),
            exhaustive: settings.seeds.occurrences == usize::MAX,
            within_document: settings.within,
            fold_script: settings.script == Script::Simplified,
            slots: settings.slots,
            bands: bands.bands,
            rows: bands.rows,
            predicted_recall: rounded(bands.recall_at(settings.similarity)),
            seed: settings.seed,
        }
    }
}

impl<'c> Measured<'c> {
    fn document(&self, at: usize) -> DocumentView<'c> {
        let (document, outline) = (&self.collection.documents[at], &self.findings.outlines[at]);
        let place = |span: Span| self.rulers[at].place(span);
        let speeches = outline.speeches.iter().map(|speech| {
            let (whole, body) = (place(speech.span), place(speech.body()));
            SpeechView {
                title: speech.title.as_str().into(),
                start: whole.start,
                end: whole.end,
                body_start: body.start,
            }
        });
        DocumentView {
            id: document.id.as_str().into(),
            path: document.path.to_string_lossy(),
            line: document.line,
            chars: self.rulers[at].chars(),
            speeches: speeches.collect(),
            left_out: outline.left_out.iter().map(|&span| (place(span).start, place(span).end)).collect(),
        }
    }

    fn found(&self, at: usize) -> MatchView<'c> {
        let found = &self.findings.matches[at];
        MatchView {
            level: found.level,
            kind: found.kind,
            similarity: rounded(found.similarity),
            a: self.side(&found.a),
            b: self.side(&found.b),
            earlier: found.earlier(&self.dates),
            contained: found.contained(),
            edit_counts: found.edit_counts,
            edits: found.edits.iter().map(|edit| self.edit(edit, &found.a, &found.b)).collect(),
            rewording: found.rewording.as_ref().map(|rewording| self.rewording(rewording, &found.a, &found.b)),
        }
    }

    fn rewording(&self, rewording: &ParaphraseEvidence, a: &MatchSide, b: &MatchSide) -> RewordingView<'c> {
        let text = |side: &MatchSide| self.collection.documents[side.document].text.as_str();
        let (a, b) = (text(a), text(b));
        RewordingView {
            meaning: rounded(rewording.meaning),
            words: rounded(rewording.words),
            reworded: rewording.reworded.iter().map(|(of_a, of_b)| (of_a.of(a).into(), of_b.of(b).into())).collect(),
            guards: rewording.contradictions.clone(),
        }
    }

    fn boilerplate(&self, stretch: &Boilerplate) -> BoilerplateView<'c> {
        let (document, span) = stretch.places[0];
        BoilerplateView {
            documents: stretch.documents,
            content_chars: stretch.content_chars,
            text: span.of(&self.collection.documents[document].text).into(),
            places: stretch.places.iter().map(|&place| self.stretch(place)).collect(),
        }
    }

    fn ledger(&self) -> LedgerView<'c> {
        let ledger = &self.findings.coverage;
        let all = (ledger.proved + ledger.measured + ledger.too_frequent).max(1) as f64;
        LedgerView {
            proved: rounded(1.0 - (ledger.measured + ledger.too_frequent) as f64 / all),
            measured: rounded(ledger.measured as f64 / all),
            blind: rounded(ledger.too_frequent as f64 / all),
            boilerplate: rounded(ledger.boilerplate as f64 / all),
            blind_places: self.findings.too_frequent.iter().map(|&place| self.stretch(place)).collect(),
        }
    }

    fn stretch(&self, (document, span): (usize, Span)) -> StretchView<'c> {
        let place = self.rulers[document].place(span);
        StretchView { document: self.id(document), start: place.start, end: place.end }
    }

    fn side(&self, side: &MatchSide) -> SideView<'c> {
        SideView {
            document: self.id(side.document),
            date: self.dates[side.document],
            speech: self.title(side),
            place: self.rulers[side.document].place(side.span),
            coverage: rounded(side.coverage),
            containment: side.containment.map(rounded),
            content_chars: side.content_chars,
            text: side.span.of(&self.collection.documents[side.document].text).into(),
        }
    }

    fn id(&self, document: usize) -> Cow<'c, str> {
        self.collection.documents[document].id.as_str().into()
    }

    fn title(&self, side: &MatchSide) -> Option<Cow<'c, str>> {
        let speeches = &self.findings.outlines[side.document].speeches;
        side.speech.map(|speech| speeches[speech].title.as_str().into())
    }

    fn edit(&self, edit: &Edit, a: &MatchSide, b: &MatchSide) -> EditView<'c> {
        EditView { kind: edit.kind, a: self.piece(edit.a, a.document), b: self.piece(edit.b, b.document) }
    }

    fn piece(&self, span: Span, document: usize) -> PieceView<'c> {
        let place = self.rulers[document].place(span);
        PieceView { start: place.start, end: place.end, text: span.of(self.rulers[document].text()).into() }
    }

    fn cluster(&self, at: usize) -> ClusterView<'c> {
        let cluster = &self.findings.clusters[at];
        let members = cluster.members.iter().zip(&cluster.variant_of);
        ClusterView {
            level: cluster.level,
            lowest_similarity: rounded(cluster.lowest_similarity),
            documents: cluster.documents(),
            variants: cluster.variants(),
            representative: cluster.representative,
            earliest: cluster.earliest(&self.dates),
            members: members.map(|(side, &variant)| self.member(side, variant)).collect(),
            matches: cluster.matches.clone(),
        }
    }

    fn member(&self, side: &MatchSide, variant: usize) -> MemberView<'c> {
        let place = self.rulers[side.document].place(side.span);
        MemberView {
            document: self.id(side.document),
            date: self.dates[side.document],
            variant,
            speech: self.title(side),
            start: place.start,
            end: place.end,
            line: place.line,
        }
    }
}

/// Four digits tell all that a share has to say.
fn rounded(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}
