//! Documents by id and number.

use std::collections::HashMap;

use crate::corpus::Collection;
use crate::document::DocId;

/// The ids of documents, each with a number: those of the collection first, if it is known, in its
/// order, then others as a truth file or a report names them.
///
/// ```
/// use leitong::eval::DocumentNames;
/// let mut names = DocumentNames::default();
/// let number = names.number("a.txt");
/// assert_eq!((names.number("a.txt"), names.id(number)), (number, "a.txt"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct DocumentNames {
    ids: Vec<String>,
    numbers: HashMap<String, DocId>,
    /// How many of them are documents of the collection, if that is known.
    documents: Option<usize>,
}

impl DocumentNames {
    /// The documents of a collection, numbered as in the collection.
    #[must_use]
    pub fn of_collection(collection: &Collection) -> Self {
        Self::of_documents(collection.documents.iter().map(|document| document.id.as_str()))
    }

    /// A collection whose documents have these ids.
    pub(super) fn of_documents<'d>(ids: impl Iterator<Item = &'d str>) -> Self {
        let mut names = Self::default();
        for id in ids {
            names.number(id);
        }
        names.documents = Some(names.ids.len());
        names
    }

    /// The number of a document; a new one if the id has none yet.
    pub fn number(&mut self, id: &str) -> DocId {
        if let Some(&number) = self.numbers.get(id) {
            return number;
        }
        let number = DocId::new(self.ids.len());
        self.numbers.insert(id.to_owned(), number);
        self.ids.push(id.to_owned());
        number
    }

    /// The id of a document.
    ///
    /// # Panics
    /// If the number was given by other names.
    #[must_use]
    pub fn id(&self, number: DocId) -> &str {
        &self.ids[number.index()]
    }

    /// The number of documents of the collection, if the collection is known.
    #[must_use]
    pub fn documents(&self) -> Option<usize> {
        self.documents
    }

    /// The number of ids, those of documents outside the collection among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is no id.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Whether the collection is known and a document is not in it.
    pub(super) fn is_unknown(&self, number: DocId) -> bool {
        self.documents.is_some_and(|documents| number.index() >= documents)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_of_the_collection_come_first() {
        let mut names = DocumentNames::of_documents(["x", "y"].into_iter());
        let [z, x] = ["z", "x"].map(|id| names.number(id));
        assert_eq!((x, z), (DocId(0), DocId(2)));
        assert!(names.is_unknown(z) && !names.is_unknown(x));
        assert_eq!((names.len(), names.documents()), (3, Some(2)));
    }

    #[test]
    fn without_a_collection_no_document_is_unknown() {
        let mut names = DocumentNames::default();
        let x = names.number("x");
        assert!(!names.is_unknown(x) && names.documents().is_none() && !names.is_empty());
    }
}
