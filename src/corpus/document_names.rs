//! Unique ids of sources and documents.

use std::collections::{HashMap, HashSet};

use super::source::Source;
use crate::document::Document;

/// Replaces ids that several sources share by the paths of the sources. This is repeated if such a
/// path is the id of yet another source.
pub(super) fn disambiguate(sources: &mut [&mut Source]) {
    loop {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for source in &*sources {
            *counts.entry(source.id.clone()).or_default() += 1;
        }
        let mut changed = false;
        for source in &mut *sources {
            let path = source.path.to_string_lossy();
            if counts[&source.id] > 1 && source.id != path {
                source.id = path.into_owned();
                changed = true;
            }
        }
        if !changed {
            return;
        }
    }
}

/// Makes the ids of all documents unique. The first document with an id keeps it, text files before
/// records; for the others, the next free number is appended, as in `id#2`.
pub(super) fn make_unique(documents: &mut [Document]) {
    let repeats = repeats(documents);
    if repeats.is_empty() {
        return;
    }
    let mut times = documents.iter().map(|document| (document.id.clone(), 1)).collect();
    for index in repeats {
        documents[index].id = numbered(&documents[index].id, &mut times);
    }
}

/// The documents whose id an earlier document has.
fn repeats(documents: &[Document]) -> Vec<usize> {
    let mut seen = HashSet::with_capacity(documents.len());
    let (texts, records): (Vec<_>, Vec<_>) =
        (0..documents.len()).partition(|&index| documents[index].line.is_none());
    let order = texts.into_iter().chain(records);
    order.filter(|&index| !seen.insert(&documents[index].id)).collect()
}

/// `id` with the next number that makes it unique.
fn numbered(id: &str, times: &mut HashMap<String, usize>) -> String {
    loop {
        let number = times.entry(id.to_owned()).or_default();
        *number += 1;
        let numbered = format!("{id}#{number}");
        if !times.contains_key(&numbered) {
            times.insert(numbered.clone(), 1);
            return numbered;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use proptest::prelude::*;

    fn documents(ids: &[(&str, Option<u64>)]) -> Vec<Document> {
        ids.iter()
            .map(|&(id, line)| Document {
                id: id.into(),
                path: "a".into(),
                line,
                ..Document::default()
            })
            .collect()
    }

    fn unique(ids: &[(&str, Option<u64>)]) -> Vec<String> {
        let mut documents = documents(ids);
        make_unique(&mut documents);
        documents.into_iter().map(|document| document.id).collect()
    }

    #[test]
    fn the_first_document_keeps_its_id() {
        let ids = unique(&[("a", Some(1)), ("a", Some(2)), ("a", Some(3)), ("b", Some(4))]);
        assert_eq!(ids, ["a", "a#2", "a#3", "b"]);
    }

    #[test]
    fn an_id_with_a_number_is_unchanged() {
        let ids = unique(&[("a", Some(1)), ("a", Some(2)), ("a#2", Some(3)), ("a#2", Some(4))]);
        assert_eq!(ids, ["a", "a#3", "a#2", "a#2#2"]);
    }

    #[test]
    fn a_text_file_keeps_its_id_before_a_record() {
        assert_eq!(unique(&[("a", Some(1)), ("a", None)]), ["a#2", "a"]);
    }

    proptest! {
        #[test]
        fn no_two_documents_share_an_id(ids in prop::collection::vec("a?(#[23]){0,2}", 0..20)) {
            let named: Vec<_> = ids.iter().map(|id| (id.as_str(), Some(1))).collect();
            let unique = unique(&named);
            prop_assert_eq!(unique.iter().collect::<HashSet<_>>().len(), ids.len());
            prop_assert!(ids.iter().all(|id| unique.contains(id)));
        }
    }

    fn source(id: &str, path: &str) -> Source {
        Source::new(Path::new(path), id.into(), None)
    }

    #[test]
    fn sources_with_one_id_are_named_by_their_paths() {
        let mut sources =
            [source("x", "a/x"), source("x", "b/x"), source("a/x", "r/a/x"), source("y", "b/y")];
        disambiguate(&mut sources.iter_mut().collect::<Vec<_>>());
        assert_eq!(sources.map(|source| source.id), ["a/x", "b/x", "r/a/x", "y"]);
    }
}
