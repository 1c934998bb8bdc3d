//! The words of a collection, cut once for all that asks for them.

use std::ops::Range;

use rayon::prelude::*;

use crate::scan::sections::{Cuts, Strand};
use crate::sketch::{Lexicon, WordId, WordWeights};

/// Strands of which the words are numbered together before they are put to the others.
const AT_ONCE: usize = 512;

/// The words of all strands, paragraph by paragraph, and how much each word weighs.
#[derive(Default)]
pub(in crate::scan) struct Wording {
    pub(in crate::scan) weights: WordWeights,
    strands: Vec<Words>,
}

/// The words of a strand.
struct Words {
    ids: Box<[WordId]>,
    /// Where those of each heading and each paragraph end.
    ends: Box<[u32]>,
}

impl Wording {
    pub(in crate::scan) fn new(cuts: &Cuts<'_>) -> Self {
        let read = |strands: &[Strand]| {
            let mut lexicon = Lexicon::default();
            let words = strands.iter().map(|strand| Words::read(strand, cuts, &mut lexicon)).collect();
            (lexicon, words)
        };
        let read: Vec<(Lexicon, Vec<Words>)> = cuts.strands.par_chunks(AT_ONCE).map(read).collect();
        let mut lexicon = Lexicon::default();
        let numbers: Vec<Vec<WordId>> = read.iter().map(|(own, _)| lexicon.take(own)).collect();
        let renumbered = read.into_par_iter().zip(numbers).flat_map_iter(|((_, mut strands), numbers)| {
            for id in strands.iter_mut().flat_map(|words| &mut words.ids) {
                *id = numbers[id.index()];
            }
            strands
        });
        Self { strands: renumbered.collect(), weights: WordWeights::new(lexicon) }
    }

    /// The words of a strand.
    pub(in crate::scan) fn strand(&self, strand: usize) -> &[WordId] {
        &self.strands[strand].ids
    }

    /// Which of the words of a strand are those of a heading or paragraph.
    pub(in crate::scan) fn paragraph(&self, strand: usize, number: usize) -> Range<usize> {
        let ends = &self.strands[strand].ends;
        let start = number.checked_sub(1).map_or(0, |before| ends[before]);
        start as usize..ends[number] as usize
    }
}

impl Words {
    fn read(strand: &Strand, cuts: &Cuts<'_>, lexicon: &mut Lexicon) -> Self {
        let text = cuts.text(strand);
        let (mut ids, mut ends) = (Vec::with_capacity(strand.content.len() / 2), Vec::new());
        for paragraph in strand.paragraphs() {
            lexicon.add(text, &strand.content, paragraph, &mut ids);
            ends.push(ids.len() as u32);
        }
        Self { ids: ids.into(), ends: ends.into() }
    }
}
