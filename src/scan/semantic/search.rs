//! Units that say the same in other words: their vectors propose, their words decide.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::tokenized::TokenizedCollection;
use super::word_span::{WordSpan, windows};
use crate::index::{Bands, Candidates, near_pairs};
use crate::scan::Semantic;
use crate::scan::findings::ParaphraseEvidence;
use crate::scan::sections::SectionedCollection;
use crate::similarity::{TokenizedText, WordBag, WordEmbedder, WordSimilarity, contradictions};
use crate::sketch::{Pca, Vector, row_agreement_at};

/// Least cosine of the vectors of two units that are looked at word by word.
const NEAR: f64 = 0.76;
/// Share of the pairs of exactly that cosine that the bands find.
const RECALL: f64 = 0.99;
/// Units that are looked at to see what all have in common, at most about so many.
const SAMPLE: usize = 8_192;
/// Units that share fewer of their words are the same only if their vectors are nearly the same.
const FEW_WORDS: f32 = 0.2;
/// That near.
const SAME: f64 = 0.9;
/// Rows of a band: as many as there are buckets for, with as many bands as a block of planes has room for.
const ROWS: [usize; 5] = [8, 10, 12, 16, 21];
/// Two units that say something different must be so much more alike: a template keeps its wording, and what merely treats of
/// the same does not.
const GUARDED: f64 = 0.15;

/// A search for paragraphs, and for windows of them, that say the same in other words.
pub(in crate::scan) struct ParaphraseSearch<'s> {
    semantic: &'s Semantic,
    reader: WordEmbedder<'s>,
    pub(in crate::scan) cuts: &'s SectionedCollection<'s>,
    wording: &'s TokenizedCollection,
    /// All paragraphs, then all windows.
    pub(in crate::scan) stretches: Vec<WordSpan>,
    /// Number of the paragraph that each stretch is or lies in, unless it lies in several.
    paragraph_of: Vec<Option<u32>>,
    /// How many paragraphs there are.
    paragraphs: usize,
    axes: Pca,
}

/// How two stretches say the same in other words.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::scan) struct Paraphrase {
    pub(in crate::scan) likeness: f64,
    pub(in crate::scan) rewording: ParaphraseEvidence,
    /// Share of each stretch's content that has an answer.
    pub(in crate::scan) covered: (f64, f64),
}

/// What was found.
#[derive(Default)]
pub(in crate::scan) struct Found {
    /// Pairs of paragraphs, in rising order.
    pub(in crate::scan) paragraphs: Vec<((u32, u32), Paraphrase)>,
    /// Pairs of stretches, not both of them paragraphs.
    pub(in crate::scan) windows: Vec<(u32, u32)>,
    /// Pairs that were not looked at.
    pub(in crate::scan) capped: u64,
}

/// What two stretches that are alike are.
enum Alike {
    Paragraphs(Paraphrase),
    Windows,
}

impl<'s> ParaphraseSearch<'s> {
    /// A search among paragraphs that are given by strand and number there, and among their windows if `has_windows`.
    pub(in crate::scan) fn new(
        semantic: &'s Semantic,
        (cuts, wording): (&'s SectionedCollection<'s>, &'s TokenizedCollection),
        places: &[(usize, usize)],
        has_windows: bool,
    ) -> Self {
        let mut stretches: Vec<WordSpan> =
            places.par_iter().map(|&place| WordSpan::paragraph(cuts, wording, place)).collect();
        let paragraphs = stretches.len();
        let mut paragraph_of: Vec<Option<u32>> = (0..paragraphs as u32).map(Some).collect();
        if has_windows {
            let of_strands = stretches.chunk_by(|x, y| x.section == y.section).scan(0, |before, own| {
                *before += own.len();
                Some((*before - own.len(), own))
            });
            let of_strands: Vec<(usize, &[WordSpan])> = of_strands.collect();
            let windows = of_strands.par_iter().map(|&(first, own)| windows((cuts, wording), first, own));
            for (window, paragraph) in windows.collect::<Vec<_>>().into_iter().flatten() {
                stretches.push(window);
                paragraph_of.push(paragraph);
            }
        }
        let reader =
            WordEmbedder::new(semantic.model().expect("a run without a model has been refused"), &wording.weights);
        let step = stretches.len().div_ceil(SAMPLE).max(1);
        let sample = stretches.par_iter().step_by(step);
        let sample: Vec<Vec<f32>> = sample.map(|stretch| embed(&reader, wording, stretch)).collect();
        let axes = Pca::of(reader.dims(), &sample);
        Self { semantic, reader, cuts, wording, stretches, paragraph_of, paragraphs, axes }
    }

    /// The paragraph that a stretch is or lies in, unless it lies in several.
    pub(in crate::scan) fn paragraph_of(&self, stretch: u32) -> Option<usize> {
        self.paragraph_of[stretch as usize].map(|at| at as usize)
    }

    /// The document that a stretch lies in.
    pub(in crate::scan) fn document(&self, stretch: u32) -> usize {
        self.cuts.sections[self.stretches[stretch as usize].section].document
    }

    /// What says the same, of stretches that `is_first` picks and pairs that `wanted` picks. Pairs of two paragraphs count as pairs of
    /// windows, unless `tells_paragraphs`.
    pub(in crate::scan) fn run(
        &self,
        is_first: impl Fn(u32) -> bool + Sync,
        wanted: impl Fn(u32, u32) -> bool + Sync,
        tells_paragraphs: bool,
    ) -> Found {
        let vector = |(at, stretch): (usize, &WordSpan)| {
            if is_first(at as u32) { self.vector(stretch) } else { Vector::new(&[]) }
        };
        let vectors: Vec<Vector> = self.stretches.par_iter().enumerate().map(vector).collect();
        let candidates = candidates(&vectors, |a, b| {
            !self.stretches[a as usize].overlaps(&self.stretches[b as usize]) && wanted(a, b)
        });
        let read: Vec<OnceLock<WordBag>> = self.stretches.iter().map(|_| OnceLock::new()).collect();
        let read = |at: u32| read[at as usize].get_or_init(|| self.read(&self.stretches[at as usize]));
        let alike = |a: u32, b: u32| {
            let meaning = vectors[a as usize].cosine(&vectors[b as usize]);
            let (x, y) = (read(a), read(b));
            let may_be = x.words_shared(y) >= FEW_WORDS || meaning >= SAME;
            let how = may_be.then(|| self.reader.compare(x, y))?;
            if likeness(&how, meaning) < self.semantic.likeness {
                return None;
            }
            let [is_a, is_b] = [a, b].map(|at| tells_paragraphs && (at as usize) < self.paragraphs);
            if !(is_a && is_b) {
                return Some(Alike::Windows);
            }
            let [a, b] = [a, b].map(|at| &self.stretches[at as usize]);
            Some(Alike::Paragraphs(self.tell((a, x), (b, y), &how, meaning)?))
        };
        let alike = candidates.pairs.par_iter().filter_map(|&(a, b)| Some(((a, b), alike(a, b)?)));
        let mut found = Found { capped: candidates.capped, ..Found::default() };
        for (pair, alike) in alike.collect::<Vec<_>>() {
            match alike {
                Alike::Paragraphs(reworded) => found.paragraphs.push((pair, reworded)),
                Alike::Windows => found.windows.push(pair),
            }
        }
        found
    }

    /// How two stretches say the same, if they do.
    pub(in crate::scan) fn reworded(&self, a: &WordSpan, b: &WordSpan) -> Option<Paraphrase> {
        let (x, y) = (self.read(a), self.read(b));
        let meaning = self.vector(a).cosine(&self.vector(b));
        let how = self.reader.compare(&x, &y);
        self.tell((a, &x), (b, &y), &how, meaning)
    }

    /// For each word of two stretches its weight, and whether the other one answers it.
    pub(in crate::scan) fn answered(&self, a: &WordSpan, b: &WordSpan) -> [Vec<(f32, bool)>; 2] {
        let (x, y) = (self.read(a), self.read(b));
        let how = self.reader.compare(&x, &y);
        let mut answered =
            [&x, &y].map(|gist| gist.words().iter().map(|word| (word.weight, false)).collect::<Vec<_>>());
        for answer in how.pairs.iter().filter(|answer| answer.is_close()) {
            for (words, at) in answered.iter_mut().zip([answer.a, answer.b]) {
                words[at].1 = true;
            }
        }
        answered
    }

    /// The pieces of a stretch, and up to `beyond` before and behind it.
    pub(in crate::scan) fn pieces_around(&self, stretch: &WordSpan, beyond: usize) -> Vec<WordSpan> {
        let section = &self.cuts.sections[stretch.section];
        let (around, body) = (section.paragraphs_around(&stretch.content), section.body_paragraphs());
        let start = around.start.saturating_sub(beyond).max(body.start);
        let paragraphs = (start..body.end.min(around.end + beyond))
            .map(|number| WordSpan::paragraph(self.cuts, self.wording, (stretch.section, number)));
        let pieces: Vec<WordSpan> =
            paragraphs.flat_map(|paragraph| paragraph.pieces(self.cuts, self.wording)).collect();
        let first = pieces.partition_point(|piece| piece.words.end <= stretch.words.start);
        let last = pieces.partition_point(|piece| piece.words.start < stretch.words.end);
        pieces[first.saturating_sub(beyond)..pieces.len().min(last + beyond)].to_vec()
    }

    /// The paragraphs of a strand that is a speech of several.
    pub(in crate::scan) fn speech(&self, section: usize) -> Option<WordSpan> {
        let is_speech = self.cuts.sections[section].speech.is_some();
        let has_several = self.cuts.sections[section].body_paragraphs().len() > 1;
        (is_speech && has_several).then(|| WordSpan::body(self.cuts, self.wording, section))?
    }

    /// The clauses of a stretch.
    pub(in crate::scan) fn clauses(&self, stretch: &WordSpan) -> Vec<WordSpan> {
        stretch.clauses(self.cuts, self.wording)
    }

    fn read(&self, stretch: &WordSpan) -> WordBag {
        self.reader.word_bag(stretch.ids(self.wording).iter().copied())
    }

    fn vector(&self, stretch: &WordSpan) -> Vector {
        self.axes.turn(&embed(&self.reader, self.wording, stretch))
    }

    /// Tells two stretches, if they are alike and do not say something different; then they must be more alike.
    fn tell(
        &self,
        (a, x): (&WordSpan, &WordBag),
        (b, y): (&WordSpan, &WordBag),
        how: &WordSimilarity,
        meaning: f64,
    ) -> Option<Paraphrase> {
        let likeness = likeness(how, meaning);
        if likeness < self.semantic.likeness {
            return None;
        }
        let text = |stretch: &WordSpan| self.cuts.text(&self.cuts.sections[stretch.section]);
        let (of_a, of_b) = (a.simplified(self.cuts), b.simplified(self.cuts));
        let of_a = TokenizedText { text: text(a), content: &of_a, bag: x };
        let of_b = TokenizedText { text: text(b), content: &of_b, bag: y };
        let mut contradictions = contradictions(of_a, of_b, how);
        let first = contradictions.next();
        if first.is_some() && likeness < self.semantic.likeness + GUARDED {
            return None;
        }
        let near = how.pairs.iter().filter(|answer| !answer.is_same);
        let rewording = ParaphraseEvidence {
            meaning,
            words: f64::from(how.words),
            reworded: near.map(|answer| (of_a.span_of(answer.a), of_b.span_of(answer.b))).collect(),
            contradictions: first.into_iter().chain(contradictions).collect(),
        };
        let covered =
            (covered(x, how.pairs.iter().map(|answer| answer.a)), covered(y, how.pairs.iter().map(|answer| answer.b)));
        Some(Paraphrase { likeness, rewording, covered })
    }
}

fn embed(reader: &WordEmbedder<'_>, wording: &TokenizedCollection, stretch: &WordSpan) -> Vec<f32> {
    reader.embed(stretch.ids(wording).iter().copied())
}

/// Near pairs that `wanted` picks.
fn candidates(vectors: &[Vector], wanted: impl Fn(u32, u32) -> bool + Sync) -> Candidates {
    let rows = ROWS.iter().rev().find(|&&rows| vectors.len() >> rows > 0).unwrap_or(&ROWS[0]);
    let bands = Bands::with_rows(*rows, row_agreement_at(NEAR), RECALL);
    let mut candidates = near_pairs(bands, vectors, NEAR);
    candidates.pairs.retain(|&(a, b)| wanted(a, b));
    candidates
}

/// Share of the content of a unit that these words make.
fn covered(gist: &WordBag, words: impl Iterator<Item = usize>) -> f64 {
    let covered: usize = words.map(|word| gist.words()[word].range.len()).sum();
    let all = gist.words().last().map_or(0, |word| word.range.end);
    covered as f64 / all.max(1) as f64
}

/// How much two units say the same, from 0 to 1: their words and what these mean above all, then their order.
fn likeness(how: &WordSimilarity, meaning: f64) -> f64 {
    ((2.0 * f64::from(how.reworded) + f64::from(how.order) + 0.5 * meaning) / 3.5).clamp(0.0, 1.0)
}
