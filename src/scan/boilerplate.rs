//! Boilerplate: text that occurs in so many documents that matches of it say nothing about them.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::findings::{Boilerplate, Place};
use super::sections::SectionedCollection;
use crate::seeds::NgramIndex;
use crate::sketch::content_hash;
use crate::text::width;

/// Groups equal runs of boilerplate that have at least `min_chars`; those come first that cover
/// most content. The sequences of `index` are the sections of the collection.
pub(super) fn boilerplate(
    collection: &SectionedCollection<'_>,
    index: &NgramIndex<'_>,
    min_chars: usize,
) -> Vec<Boilerplate> {
    let groups = equal_runs(collection, index, min_chars).into_values().map(counted);
    let mut found: Vec<Boilerplate> =
        groups.filter(|group| group.documents > index.common()).collect();
    found.sort_by_key(|group| (Reverse(group.documents * group.content_chars), group.places[0]));
    found
}

/// Runs of boilerplate that are long enough, by the hashes of their contents.
fn equal_runs(
    collection: &SectionedCollection<'_>,
    index: &NgramIndex<'_>,
    min_chars: usize,
) -> HashMap<u128, Boilerplate> {
    let mut groups: HashMap<u128, Boilerplate> = HashMap::new();
    for (id, section) in collection.all_sections() {
        for run in index.boilerplate_runs(id.into()) {
            let chars = &section.content.chars()[run.clone()];
            if width(chars) >= min_chars as f64 {
                let group = groups.entry(content_hash(chars)).or_insert_with(|| Boilerplate {
                    documents: 0,
                    content_chars: run.len(),
                    places: Vec::new(),
                });
                group.places.push(Place::new(section.document, collection.span(section, run)));
            }
        }
    }
    groups
}

/// Sorts the places of a group, and counts their documents.
fn counted(mut group: Boilerplate) -> Boilerplate {
    group.places.sort_unstable();
    group.documents = group.places.chunk_by(|x, y| x.document == y.document).count();
    group
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::scan::passages::sequences;
    use crate::scan::settings::ScanSettings;
    use crate::seeds::{DocumentLimit, SeedLimits};

    /// Boilerplate of documents that each hold a text of their own behind a common one.
    fn boilerplate_of(documents: usize, common: usize, min_chars: usize) -> Vec<Boilerplate> {
        const FORM: &str = "本报告依据国家有关规定编制仅供内部参考";
        let own = |number: usize| {
            char::from_u32(0x4e00 + number as u32).map_or(String::new(), |char| char.to_string())
        };
        let text = |number| format!("{FORM}\n\n{}", own(number).repeat(9));
        let documents: Vec<Document> = (0..documents)
            .map(|number| Document { text: text(number), ..Document::default() })
            .collect();
        let collection = SectionedCollection::new(&documents, &ScanSettings::default());
        let sequences = sequences(&collection, |_| true);
        let index = NgramIndex::of(
            &sequences,
            SeedLimits { common: DocumentLimit::Documents(common), ..SeedLimits::default() },
        );
        boilerplate(&collection, &index, min_chars)
    }

    #[test]
    fn text_of_more_documents_than_allowed_is_boilerplate() {
        let [group] = &boilerplate_of(4, 3, 10)[..] else { panic!("one text is common") };
        assert_eq!((group.documents, group.content_chars), (4, 19));
        assert!(group.places.iter().map(|place| place.document).eq(0..4));
        assert_eq!(boilerplate_of(4, 4, 10), []);
    }

    #[test]
    fn short_runs_are_not_listed() {
        assert_eq!(boilerplate_of(4, 3, 20), []);
    }
}
