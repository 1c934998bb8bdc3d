//! Typed numbers: ids that count documents, records, sections and units.

/// Declares an id: a 32-bit number, counted from 0, that cannot be confused with another kind of number.
macro_rules! index_type {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The id that stands at `index` of a list.
            ///
            /// # Panics
            /// If `index` is 2³² or more.
            #[must_use]
            pub fn new(index: usize) -> Self {
                Self(u32::try_from(index).expect("ids are numbered with 32 bits"))
            }

            /// Position in a list that is ordered by this id.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// All ids below `count`, in rising order.
            pub fn all(count: usize) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator {
                (0..Self::new(count).0).map(Self)
            }
        }
    };
}
pub(crate) use index_type;

index_type! {
    /// Number of a document in its [`Collection`](crate::corpus::Collection).
    DocId
}
index_type! {
    /// Number of a speech in the [`Outline`](crate::text::Outline) of its document.
    SpeechId
}
index_type! {
    /// Number of a section: one speech, or the paragraphs of a document outside of all speeches.
    SectionId
}
index_type! {
    /// Number of a unit: one document, speech or paragraph of those that are compared with each other.
    UnitId
}
index_type! {
    /// Number of a file that records are read from.
    SourceId
}
index_type! {
    /// Number of a record among all records of all sources.
    RecordId
}
index_type! {
    /// Number of a distinct content; units with equal content share it.
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
