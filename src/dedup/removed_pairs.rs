//! Removed records beside the records that are kept for them, as matches with edits.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::duplicates_file::{CoveredPassage, RemovedRecord};
use super::{DedupSettings, Inputs};
use crate::align::{Alignment, align_units};
use crate::corpus::{Collection, ReadOptions, read_text};
use crate::diff::{AlignedText, AlignedUnit, Edit, EditCounts, EditKind, unit_edits};
use crate::document::{Document, Span};
use crate::error::{Error, Result, SkippedInput};
use crate::scan::{
    Cluster, Findings, Kind, MIN_PIECE, Match, MatchSide, ScanSettings, Stats, edited_kind,
};
use crate::sketch::content_hash;
use crate::text::{Content, Outline};

/// Lines of the list that are read, at most: `docs/results/page.md` measures a page of about as
/// many findings.
const LISTED: usize = 10_000;
/// Bytes of text that are held, at most.
const BYTES: usize = 64 << 20;

/// The hash of a content that was not read again.
const NO_CONTENT: u128 = 0;

/// A part of what was removed, as findings: a match for each line of the list, first what is kept
/// and then what goes, and after that of a covered record a match for each of its passages.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Removals {
    /// The records, as far as the list names them; of some the texts are empty.
    pub collection: Collection,
    /// The lines of the list, and its clusters.
    pub findings: Findings,
    /// Lines of the list that are here; more may have been removed.
    pub listed: usize,
    /// Of these, lines of which the texts are here.
    pub laid: usize,
}

/// One side of a match with its content.
struct SideContent<'t> {
    text: &'t str,
    span: Span,
    content: Content,
}

impl SideContent<'_> {
    fn aligned(&self) -> AlignedUnit<'_> {
        let text = AlignedText { text: self.text, content: &self.content };
        AlignedUnit { text, range: 0..self.content.len(), start: self.span.start }
    }
}

/// A record: file and line.
type Key = (PathBuf, Option<u64>);

impl Removals {
    /// Lines of which the texts are read again and aligned, at most. A reader looks at examples;
    /// more would only make the page larger. The number was not measured.
    pub const WITH_TEXTS: usize = 1_000;

    /// Reads the beginning of the `list` that a run wrote, and the records that it names.
    ///
    /// # Errors
    /// If the list or an input cannot be read again.
    pub fn read(
        list: &Path,
        inputs: &Inputs,
        options: &ReadOptions,
        settings: &DedupSettings,
    ) -> Result<Self> {
        let text = read_text(list)?;
        let unreadable = |error: serde_json::Error| {
            Error::Unreadable(SkippedInput::new(list, None, error.to_string()))
        };
        let lines: serde_json::Result<Vec<RemovedRecord<'_>>> =
            text.lines().take(LISTED).map(serde_json::from_str).collect();
        Self::of_list(lines.map_err(unreadable)?, inputs, options, settings)
    }

    /// As [`read`](Self::read), of a list that is in memory.
    ///
    /// # Errors
    /// If an input cannot be read again.
    pub fn of_list(
        mut lines: Vec<RemovedRecord<'_>>,
        inputs: &Inputs,
        options: &ReadOptions,
        settings: &DedupSettings,
    ) -> Result<Self> {
        lines.truncate(LISTED);
        lines.retain(|line| line.removed);
        Self::of(&lines, inputs, options, settings)
    }

    /// The findings of some lines of a list, whose records are read again.
    pub(super) fn of(
        lines: &[RemovedRecord<'_>],
        inputs: &Inputs,
        options: &ReadOptions,
        settings: &DedupSettings,
    ) -> Result<Self> {
        let wanted: BTreeSet<Key> = lines.iter().take(Self::WITH_TEXTS).flat_map(keys).collect();
        let texts = inputs.texts(options, &wanted)?;
        let mut removals = Self { listed: lines.len(), ..Self::default() };
        let mut numbers = HashMap::new();
        for line in lines {
            removals.add(line, &texts, &mut numbers, settings);
        }
        removals.gather(lines);
        removals.findings.stats =
            Stats { documents: removals.collection.documents.len(), ..Stats::default() };
        Ok(removals)
    }

    /// Adds the match of a line of the list.
    fn add(
        &mut self,
        line: &RemovedRecord<'_>,
        texts: &BTreeMap<Key, String>,
        numbers: &mut HashMap<Key, usize>,
        settings: &DedupSettings,
    ) {
        let a = self.document(&line.duplicate_of, key_of_kept(line), texts, numbers);
        let b = self.document(&line.id, key(line), texts, numbers);
        let kept = self.side(a, line.of_start.zip(line.of_end));
        let removed = self.side(b, line.start.zip(line.end));
        let mut is_laid = self.add_match(bare(line, line.similarity, kept, removed), settings);
        for part in &line.parts {
            let a = self.document(&part.duplicate_of, key_of_part(part), texts, numbers);
            let kept = self.side(a, Some((part.of_start, part.of_end)));
            let removed = self.side(b, Some((part.start, part.end)));
            is_laid &= self.add_match(bare(line, part.similarity, kept, removed), settings);
        }
        self.laid += usize::from(is_laid);
    }

    /// Adds a match, and its edits if both texts are here, which is returned.
    fn add_match(&mut self, mut found: Match, settings: &DedupSettings) -> bool {
        let is_laid = !found.a.span.is_empty() && !found.b.span.is_empty();
        if is_laid {
            self.align(&mut found, &settings.matching);
        }
        self.findings.matches.push(found);
        is_laid
    }

    /// Number of the document of a record; it is added if it is new.
    fn document(
        &mut self,
        id: &str,
        key: Key,
        texts: &BTreeMap<Key, String>,
        numbers: &mut HashMap<Key, usize>,
    ) -> usize {
        let documents = &mut self.collection.documents;
        *numbers.entry(key).or_insert_with_key(|key| {
            let taken = documents.iter().any(|known| known.id == id);
            let place = key.1.map_or_else(
                || key.0.display().to_string(),
                |line| format!("{}:{line}", key.0.display()),
            );
            let id = if taken { format!("{id} ({place})") } else { id.to_owned() };
            let text = texts.get(key).cloned().unwrap_or_default();
            documents.push(Document {
                id,
                path: key.0.clone(),
                line: key.1,
                text,
                ..Document::default()
            });
            self.findings.outlines.push(Outline::default());
            documents.len() - 1
        })
    }

    /// A place of a document, given in characters; all of it without them.
    fn side(&self, document: usize, place: Option<(usize, usize)>) -> MatchSide {
        let text = &self.collection.documents[document].text;
        let byte =
            |chars: usize| text.char_indices().nth(chars).map_or(text.len(), |(byte, _)| byte);
        let span = place
            .map_or(Span::new(0, text.len()), |(start, end)| Span::new(byte(start), byte(end)));
        MatchSide {
            document,
            speech: None,
            span,
            content_chars: span.of(text).chars().count(),
            coverage: 1.0,
            containment: None,
            content_hash: NO_CONTENT,
            is_quoted: false,
        }
    }

    /// Adds the edits of a match, and its kind.
    fn align(&self, found: &mut Match, settings: &ScanSettings) {
        let [a, b] = [&found.a, &found.b].map(|side| {
            let text = &*self.collection.documents[side.document].text;
            SideContent {
                text,
                span: side.span,
                content: Content::of(text, side.span, settings.script),
            }
        });
        found.b.content_hash = content_hash(b.content.chars());
        let is_equal = a.content.chars() == b.content.chars();
        let pieces = if is_equal {
            vec![Alignment::equal_run(0, 0, a.content.len() as u32)]
        } else {
            align_units(a.content.chars(), b.content.chars(), MIN_PIECE.min(settings.min_chars))
        };
        if a.content.is_empty() || pieces.is_empty() {
            // Similar as the list says, but without a common part that can be aligned.
            found.edits.push(Edit { kind: EditKind::Replaced, a: a.span, b: b.span });
            found.edit_counts = EditCounts::of(&found.edits);
            return;
        }
        found.edits = unit_edits(&pieces, &a.aligned(), &b.aligned());
        found.edit_counts = EditCounts::of(&found.edits);
        found.kind =
            if is_equal { Kind::Exact } else { edited_kind(found.edit_counts).max(Kind::Near) };
        (found.a.content_chars, found.b.content_chars) = (a.content.len(), b.content.len());
    }

    /// Gathers the matches of each cluster of the list: what is kept, then all that goes for it. A
    /// covered record goes for several, and is a cluster by itself.
    fn gather(&mut self, lines: &[RemovedRecord<'_>]) {
        let mut clusters: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        let (mut covered, mut first) = (Vec::new(), 0);
        for line in lines {
            let end = first + 1 + line.parts.len();
            if line.parts.is_empty() {
                clusters.entry(line.cluster).or_default().push(first);
            } else {
                covered.push(self.covered(first..end));
            }
            first = end;
        }
        let mut clusters: Vec<Cluster> =
            clusters.into_values().map(|matches| self.cluster(matches)).collect();
        clusters.extend(covered);
        self.findings.clusters = clusters;
    }

    /// The cluster of a covered record: the record, then the places where its passages stand. Its
    /// matches are that of the whole record, then one for each of these places.
    fn covered(&self, matches: Range<usize>) -> Cluster {
        let found = &self.findings.matches[matches.clone()];
        let places = found[1..].iter().map(|part| part.a.clone());
        let members: Vec<MatchSide> = std::iter::once(found[0].b.clone()).chain(places).collect();
        Cluster {
            level: found[0].level,
            lowest_similarity: found[0].similarity,
            variant_of: (0..members.len()).collect(),
            members,
            representative: 0,
            matches: matches.collect(),
            related: Vec::new(),
        }
    }

    fn cluster(&self, matches: Vec<usize>) -> Cluster {
        let found: Vec<&Match> = matches.iter().map(|&at| &self.findings.matches[at]).collect();
        let kept = std::iter::once((found[0].a.clone(), 0));
        let (mut variants, mut of_content) = (0, HashMap::new());
        let removed = found.iter().map(|one| {
            let mut new = || {
                variants += 1;
                variants
            };
            let variant = match one.b.content_hash {
                _ if one.kind == Kind::Exact => 0,
                NO_CONTENT => new(),
                content => *of_content.entry(content).or_insert_with(new),
            };
            (one.b.clone(), variant)
        });
        let (members, variant_of) = kept.chain(removed).unzip();
        Cluster {
            level: found[0].level,
            lowest_similarity: found.iter().map(|one| one.similarity).fold(1.0, f64::min),
            members,
            representative: 0,
            variant_of,
            matches,
            related: Vec::new(),
        }
    }
}

fn key(line: &RemovedRecord<'_>) -> Key {
    (line.path.clone().into_owned(), line.line)
}

fn key_of_kept(line: &RemovedRecord<'_>) -> Key {
    (line.of_path.clone().into_owned(), line.of_line)
}

fn key_of_part(part: &CoveredPassage<'_>) -> Key {
    (part.of_path.clone().into_owned(), part.of_line)
}

/// The records that a line names.
fn keys(line: &RemovedRecord<'_>) -> Vec<Key> {
    let parts = line.parts.iter().map(key_of_part);
    [key(line), key_of_kept(line)].into_iter().chain(parts).collect()
}

/// A match with what the list says, and without edits.
fn bare(line: &RemovedRecord<'_>, similarity: f64, a: MatchSide, b: MatchSide) -> Match {
    Match {
        level: line.level,
        kind: if similarity < 1.0 { Kind::Near } else { Kind::Exact },
        form: None,
        similarity,
        a,
        b,
        edits: Vec::new(),
        edit_counts: EditCounts::default(),
        paraphrase: None,
    }
}

impl Inputs {
    /// The texts of some records, as long as they are not too much together.
    ///
    /// # Errors
    /// If something that was read before cannot be read again.
    fn texts(
        &self,
        options: &ReadOptions,
        wanted: &BTreeSet<Key>,
    ) -> Result<BTreeMap<Key, String>> {
        let (mut texts, mut bytes) = (BTreeMap::new(), 0);
        let mut wanted_of: HashMap<&Path, usize> = HashMap::new();
        for (path, _) in wanted {
            *wanted_of.entry(path).or_default() += 1;
        }
        for source in &self.sources {
            let mut own = wanted_of.get(source.path.as_path()).copied().unwrap_or(0);
            if own == 0 {
                continue;
            }
            for block in source.blocks(options, &|_| (), 1 << 20) {
                if own == 0 || bytes > BYTES {
                    break;
                }
                let block = block.map_err(Error::Unreadable)?;
                for record in block.records() {
                    let key = (source.path.clone(), record.line());
                    if wanted.contains(&key)
                        && let Ok(text) =
                            record.read(options, &[], |fields| fields.text.into_owned())
                    {
                        bytes += text.len();
                        own -= 1;
                        texts.insert(key, text);
                    }
                }
            }
        }
        Ok(texts)
    }
}
