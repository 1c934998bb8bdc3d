//! Boilerplate: stretches that so many documents hold that they tell nothing about any of them.

use std::collections::HashMap;
use std::ops::Range;

use super::sections::{Section, SectionedCollection};
use crate::document::Span;
use crate::seeds::NgramIndex;
use crate::sketch::content_hash;
use crate::text::width;

/// A stretch that more documents hold than `--common` allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boilerplate {
    /// Documents that hold it.
    pub documents: usize,
    /// Its content characters.
    pub content_chars: usize,
    /// Every place: document and span.
    pub places: Vec<(usize, Span)>,
}

/// Gathers equal stretches of boilerplate, those first that take most room. `sections` are the numbers of the strands that
/// `repeats` is of.
pub(super) fn boilerplate(
    cuts: &SectionedCollection<'_>,
    sections: &[usize],
    repeats: &NgramIndex<'_>,
    (min_chars, common): (usize, usize),
) -> Vec<Boilerplate> {
    let mut stretches: HashMap<u128, Boilerplate> = HashMap::new();
    for (at, &number) in sections.iter().enumerate() {
        let section = &cuts.sections[number];
        for run in repeats.boilerplate_runs(at as u32) {
            let chars = &section.content.chars()[run.clone()];
            if width(chars) >= min_chars as f64 {
                let none = || Boilerplate { documents: 0, content_chars: run.len(), places: Vec::new() };
                let stretch = stretches.entry(content_hash(chars)).or_insert_with(none);
                stretch.places.push((section.document, place(cuts, section, run)));
            }
        }
    }
    let mut found: Vec<Boilerplate> = stretches.into_values().map(counted).collect();
    found.retain(|stretch| stretch.documents > common);
    found.sort_by_key(|stretch| (std::cmp::Reverse(stretch.documents * stretch.content_chars), stretch.places[0]));
    found
}

fn counted(mut stretch: Boilerplate) -> Boilerplate {
    stretch.places.sort_unstable();
    stretch.documents = stretch.places.chunk_by(|x, y| x.0 == y.0).count();
    stretch
}

/// Where a run of a strand stands in its document.
pub(super) fn place(cuts: &SectionedCollection<'_>, section: &Section, run: Range<usize>) -> Span {
    section.content.span(cuts.text(section), run)
}
