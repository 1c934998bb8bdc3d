//! What is compared of a record: its pieces, their content, and the keys under which it is filed.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use xxhash_rust::xxh3::{xxh3_64, xxh3_128_with_seed};

use super::DedupSettings;
use crate::document::Level;
use crate::document::Span;
use crate::error::Result;
use crate::index::{BandTable, Bands};
use crate::sketch::{Shingling, SketchBuffer, Sketcher, content_hash, hash_chars};
use crate::text::{Content, Outline, Speech, fold_chars, paragraphs, width};

/// Keeps texts without any content apart from those with some.
const NO_CONTENT: u64 = 0x2545_F491_4F6C_DD1D;

/// Cuts texts into pieces and makes their shingles and keys.
pub(super) struct Cutter<'s> {
    settings: &'s DedupSettings,
    sketcher: Sketcher,
    bands: Bands,
    /// Hashes of the paragraphs that are left out.
    common: HashSet<u64>,
}

/// What a thread works with, so that nothing is allocated for each piece.
#[derive(Default)]
pub(super) struct Desk {
    pieces: Vec<Span>,
    chars: Vec<char>,
    content: Option<Content>,
    shingles: Vec<u64>,
    sketch: SketchBuffer,
    /// The speeches of the text that was cut last, and its hash.
    speeches: Option<(u64, Arc<[Speech]>)>,
    /// Texts of records that were read last, by number.
    recent: VecDeque<(u32, Arc<str>)>,
}

/// Texts that are held because another of their pieces may be asked for next, and the longest such text in bytes.
const RECENT: (usize, usize) = (4, 1 << 24);

impl Desk {
    /// Takes back the [pieces](Cutter::pieces) of a text, so that their memory serves for the next one.
    pub(super) fn clear_away(&mut self, pieces: Vec<Span>) {
        self.pieces = pieces;
    }

    /// The text of a record, if it was read lately.
    pub(super) fn recall(&self, record: u32) -> Option<Arc<str>> {
        self.recent.iter().find(|(known, _)| *known == record).map(|(_, text)| Arc::clone(text))
    }

    pub(super) fn remember(&mut self, record: u32, text: &str) {
        if text.len() <= RECENT.1 {
            self.recent.truncate(RECENT.0 - 1);
            self.recent.push_front((record, text.into()));
        }
    }
}

impl<'s> Cutter<'s> {
    pub(super) fn new(settings: &'s DedupSettings) -> Result<Self> {
        let matching = &settings.matching;
        let sketcher = Sketcher::new(matching.slots, matching.seed);
        Ok(Self { settings, sketcher, bands: matching.bands()?, common: HashSet::new() })
    }

    pub(super) fn leave_out(&mut self, common: HashSet<u64>) {
        self.common = common;
    }

    /// Keys of every unit.
    pub(super) fn bands(&self) -> usize {
        self.bands.bands
    }

    /// The pieces of `text` that are compared with others.
    pub(super) fn pieces(&self, text: &str, desk: &mut Desk) -> Vec<Span> {
        let is_long = |desk: &mut Desk, spans: &[Span]| {
            self.fold(text, spans, desk);
            width(&desk.chars) >= self.settings.matching.min_chars as f64
        };
        let mut pieces = std::mem::take(&mut desk.pieces);
        pieces.clear();
        match self.settings.level {
            Level::Speech => {
                let speeches = self.speeches(text, desk);
                let long = speeches.iter().filter(|speech| is_long(desk, &speech.paragraphs));
                pieces.extend(long.map(|speech| speech.span));
            }
            Level::Paragraph => pieces.extend(paragraphs(text).filter(|&span| is_long(desk, &[span]))),
            Level::Document | Level::Passage => pieces.push(Span::new(0, text.len())),
        }
        pieces
    }

    /// Puts the content of one piece on the desk, and tells its hash.
    pub(super) fn take(&self, text: &str, piece: Span, desk: &mut Desk) -> u128 {
        match self.settings.level {
            Level::Speech => {
                let speeches = self.speeches(text, desk);
                let at = speeches.binary_search_by_key(&piece.start, |speech| speech.span.start);
                self.fold(text, at.map_or(&[], |at| &speeches[at].paragraphs), desk);
            }
            Level::Document if !self.common.is_empty() => self.take_uncommon(text, desk),
            _ => self.fold(text, &[piece], desk),
        }
        if desk.chars.is_empty() {
            // Nothing to be like; such texts are alike only when they are equal as they stand.
            return xxh3_128_with_seed(piece.of(text).as_bytes(), NO_CONTENT);
        }
        content_hash(&desk.chars)
    }

    /// Adds the band keys of the piece on the desk to `keys`. A piece shorter than a shingle has none: it is like
    /// nothing but its equals.
    pub(super) fn keys(&self, text: &str, desk: &mut Desk, keys: &mut Vec<u32>) {
        if self.is_short(desk) {
            return;
        }
        self.shingle(text, desk);
        if let Some(slots) = self.sketcher.sketch_into(&desk.shingles, &mut desk.sketch) {
            keys.extend(self.bands.keys_of(slots).map(BandTable::truncate_key));
        }
    }

    /// The shingles of the piece on the desk.
    pub(super) fn shingles<'d>(&self, text: &str, desk: &'d mut Desk) -> &'d [u64] {
        self.shingle(text, desk);
        &desk.shingles
    }

    fn is_short(&self, desk: &Desk) -> bool {
        match self.settings.matching.shingling {
            Shingling::Chars(n) => desk.chars.len() < n,
            Shingling::Words(_) | Shingling::Weighted => desk.chars.is_empty(),
        }
    }

    fn shingle(&self, text: &str, desk: &mut Desk) {
        match (self.settings.matching.shingling, &desk.content) {
            (Shingling::Chars(n), _) => hash_chars(&desk.chars, n, &mut desk.shingles),
            (shingling, Some(content)) => {
                shingling.shingles_into(text, content, 0..content.len(), &mut desk.shingles);
            }
            (_, None) => desk.shingles.clear(),
        }
    }

    fn fold(&self, text: &str, spans: &[Span], desk: &mut Desk) {
        let matching = &self.settings.matching;
        desk.chars.clear();
        if let Shingling::Words(_) | Shingling::Weighted = matching.shingling {
            let mut content = Content::new(matching.script);
            for &span in spans {
                content.push_span(text, span);
            }
            desk.chars.extend_from_slice(content.chars());
            desk.content = Some(content);
        } else {
            for span in spans {
                fold_chars(span.of(text), matching.script, &mut desk.chars);
            }
        }
    }

    /// The speeches of `text`; cutting it again for each of them would take as long as it has speeches.
    fn speeches(&self, text: &str, desk: &mut Desk) -> Arc<[Speech]> {
        let hash = xxh3_64(text.as_bytes());
        match &desk.speeches {
            Some((known, speeches)) if *known == hash => Arc::clone(speeches),
            _ => {
                let speeches: Arc<[Speech]> = Outline::of(text, &self.settings.matching.headings).speeches.into();
                desk.speeches = Some((hash, Arc::clone(&speeches)));
                speeches
            }
        }
    }

    /// The text without common paragraphs, or all of it if it consists of them.
    fn take_uncommon(&self, text: &str, desk: &mut Desk) {
        let spans: Vec<Span> =
            paragraphs(text).filter(|&span| !self.common.contains(&self.paragraph_hash(text, span, desk))).collect();
        self.fold(text, &spans, desk);
        if desk.chars.is_empty() {
            self.fold(text, &[Span::new(0, text.len())], desk);
        }
    }

    fn paragraph_hash(&self, text: &str, paragraph: Span, desk: &mut Desk) -> u64 {
        desk.chars.clear();
        fold_chars(paragraph.of(text), self.settings.matching.script, &mut desk.chars);
        content_hash(&desk.chars) as u64
    }

    /// Hashes of the paragraphs of `text`, each once.
    pub(super) fn paragraph_hashes(&self, text: &str, desk: &mut Desk) -> Vec<u64> {
        let mut hashes: Vec<u64> = paragraphs(text).map(|span| self.paragraph_hash(text, span, desk)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    }
}

/// Settles between records whose claims are equal, whatever their order.
pub(super) fn tie(record: &[u8]) -> u64 {
    xxh3_64(record.trim_ascii_end())
}
