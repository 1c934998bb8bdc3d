//! Places that are quotations.

use std::collections::HashMap;

use rayon::prelude::*;

use super::findings::{Cluster, Match, Place};
use super::pending_match::PendingMatch;
use super::sections::SectionedCollection;
use crate::document::Span;
use crate::text::Quotations;

/// The quotations of the documents that have matches.
pub(super) struct QuotedText<'c> {
    sections: &'c SectionedCollection<'c>,
    of_documents: HashMap<usize, Quotations>,
}

impl<'c> QuotedText<'c> {
    /// The quotations of the documents of some matches.
    pub(super) fn new(sections: &'c SectionedCollection<'c>, matches: &[PendingMatch]) -> Self {
        let sides = matches.iter().flat_map(|pending| [&pending.found.a, &pending.found.b]);
        let mut documents: Vec<usize> = sides.map(|side| side.document).collect();
        documents.sort_unstable();
        documents.dedup();
        let of_documents = documents.into_par_iter().map(|document| {
            let mut paragraphs: Vec<Span> = sections.outlines[document].paragraphs().collect();
            paragraphs.sort_unstable();
            let text = &sections.documents[document].text;
            (document, Quotations::of(text, &paragraphs))
        });
        Self { sections, of_documents: of_documents.collect() }
    }

    /// Removes the matches with a quotation, and returns how many they were.
    pub(super) fn remove_from(&self, matches: &mut Vec<PendingMatch>) -> usize {
        let all = matches.len();
        let others =
            std::mem::take(matches).into_par_iter().filter(|PendingMatch { found, .. }| {
                !self.quotes(found.a.place()) && !self.quotes(found.b.place())
            });
        *matches = others.collect();
        all - matches.len()
    }

    /// Marks the places that are quotations.
    pub(super) fn mark(&self, matches: &mut [Match], clusters: &mut [Cluster]) {
        let sides = matches.par_iter_mut().flat_map_iter(|found| [&mut found.a, &mut found.b]);
        let members = clusters.par_iter_mut().flat_map_iter(|cluster| &mut cluster.members);
        sides.chain(members).for_each(|side| side.is_quoted = self.quotes(side.place()));
    }

    fn quotes(&self, place: Place) -> bool {
        let text = &self.sections.documents[place.document].text;
        self.of_documents.get(&place.document).is_some_and(|found| found.quote(text, place.span))
    }
}
