//! Documents by number.

use std::collections::HashMap;

use crate::corpus::Collection;

/// Number of a document in [`Names`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u32);

impl Id {
    /// The number.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The ids of documents, each with a number: those of the collection first, if it is known, then
/// others as they are met.
///
/// ```
/// use leitong::eval::Names;
/// let mut names = Names::default();
/// let id = names.number("a.txt");
/// assert_eq!((names.number("a.txt"), names.id(id)), (id, "a.txt"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Names {
    ids: Vec<String>,
    numbers: HashMap<String, Id>,
    /// How many of them are documents of the collection, if that is known.
    documents: Option<usize>,
}

impl Names {
    /// The documents of a collection, numbered as they stand in it.
    #[must_use]
    pub fn of_collection(collection: &Collection) -> Self {
        Self::of_documents(collection.documents.iter().map(|document| document.id.as_str()))
    }

    /// Documents that are known by these ids, and no others.
    pub(super) fn of_documents<'d>(ids: impl Iterator<Item = &'d str>) -> Self {
        let mut names = Self::default();
        for id in ids {
            names.number(id);
        }
        names.documents = Some(names.ids.len());
        names
    }

    /// The number of a document.
    pub fn number(&mut self, id: &str) -> Id {
        if let Some(&number) = self.numbers.get(id) {
            return number;
        }
        let number = Id(self.ids.len() as u32);
        self.numbers.insert(id.to_owned(), number);
        self.ids.push(id.to_owned());
        number
    }

    /// The id of a numbered document.
    ///
    /// # Panics
    /// If the number is from other names.
    #[must_use]
    pub fn id(&self, number: Id) -> &str {
        &self.ids[number.index()]
    }

    /// How many documents the collection has, if that is known.
    #[must_use]
    pub fn documents(&self) -> Option<usize> {
        self.documents
    }

    /// All names, those of documents that are not in the collection too.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether nothing has a number.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Whether the collection is known and this is no document of it.
    pub(super) fn is_unknown(&self, number: Id) -> bool {
        self.documents.is_some_and(|documents| number.index() >= documents)
    }

    /// The number of the collection's document that stands at this place in it.
    pub(super) fn at(document: usize) -> Id {
        Id(document as u32)
    }
}
