//! Id types of documents, speeches, sections, units, sources, records and texts.

/// Declares an id type: a 32-bit index, counted from 0, with a type of its own.
macro_rules! index_type {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The id of the item at `index` in a list.
            ///
            /// # Panics
            /// If `index` is 2³² or more.
            #[must_use]
            pub fn new(index: usize) -> Self {
                Self(u32::try_from(index).expect("fewer than 2^32 ids"))
            }

            /// The position of the item in a list that is ordered by this id.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// All ids below `count`, in ascending order.
            pub fn all(count: usize) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator {
                (0..Self::new(count).0).map(Self)
            }
        }
    };
}
pub(crate) use index_type;

index_type! {
    /// Index of a document in its [`Collection`](crate::corpus::Collection).
    DocId
}
index_type! {
    /// Index of a speech in the [`Outline`](crate::text::Outline) of its document.
    SpeechId
}
index_type! {
    /// Index of a section: one speech, or the paragraphs of a document outside all speeches.
    SectionId
}
index_type! {
    /// Index of a unit: one document, speech or paragraph among those that are compared.
    UnitId
}
index_type! {
    /// Index of a source, that is, a file that records are read from.
    SourceId
}
index_type! {
    /// Index of a record among all records of all sources.
    RecordId
}
index_type! {
    /// Index of a distinct content; units with equal content share it.
    TextId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_its_position() {
        assert_eq!(DocId::new(7).index(), 7);
        assert!(DocId::all(3).map(DocId::index).eq(0..3));
        assert_eq!(serde_json::to_string(&UnitId(4)).ok().as_deref(), Some("4"));
    }
}
