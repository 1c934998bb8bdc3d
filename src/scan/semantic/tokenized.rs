//! The words of a collection, cut once for all that asks for them.

use std::ops::Range;

use rayon::prelude::*;

use crate::scan::sections::{Section, SectionedCollection};
use crate::sketch::{IdfWeights, Vocabulary, WordId};

/// Strands of which the words are numbered together before they are put to the others.
const AT_ONCE: usize = 512;

/// The words of all strands, paragraph by paragraph, and how much each word weighs.
#[derive(Default)]
pub(in crate::scan) struct TokenizedCollection {
    pub(in crate::scan) weights: IdfWeights,
    sections: Vec<Words>,
}

/// The words of a strand.
struct Words {
    ids: Box<[WordId]>,
    /// Where those of each heading and each paragraph end.
    ends: Box<[u32]>,
}

impl TokenizedCollection {
    pub(in crate::scan) fn new(cuts: &SectionedCollection<'_>) -> Self {
        let read = |sections: &[Section]| {
            let mut vocabulary = Vocabulary::default();
            let words = sections.iter().map(|section| Words::read(section, cuts, &mut vocabulary)).collect();
            (vocabulary, words)
        };
        let read: Vec<(Vocabulary, Vec<Words>)> = cuts.sections.par_chunks(AT_ONCE).map(read).collect();
        let mut vocabulary = Vocabulary::default();
        let numbers: Vec<Vec<WordId>> = read.iter().map(|(own, _)| vocabulary.merge(own)).collect();
        let renumbered = read.into_par_iter().zip(numbers).flat_map_iter(|((_, mut sections), numbers)| {
            for id in sections.iter_mut().flat_map(|words| &mut words.ids) {
                *id = numbers[id.index()];
            }
            sections
        });
        Self { sections: renumbered.collect(), weights: IdfWeights::new(vocabulary) }
    }

    /// The words of a strand.
    pub(in crate::scan) fn section(&self, section: usize) -> &[WordId] {
        &self.sections[section].ids
    }

    /// Which of the words of a strand are those of a heading or paragraph.
    pub(in crate::scan) fn paragraph(&self, section: usize, number: usize) -> Range<usize> {
        let ends = &self.sections[section].ends;
        let start = number.checked_sub(1).map_or(0, |before| ends[before]);
        start as usize..ends[number] as usize
    }
}

impl Words {
    fn read(section: &Section, cuts: &SectionedCollection<'_>, vocabulary: &mut Vocabulary) -> Self {
        let text = cuts.text(section);
        let (mut ids, mut ends) = (Vec::with_capacity(section.content.len() / 2), Vec::new());
        for paragraph in section.paragraphs() {
            vocabulary.add(text, &section.content, paragraph, &mut ids);
            ends.push(ids.len() as u32);
        }
        Self { ids: ids.into(), ends: ends.into() }
    }
}
