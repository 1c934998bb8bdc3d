//! The law that every extractor with places keeps.

use super::{Extracted, Places};

/// Checks that every piece lies in the original, in order, and that every copy is equal to its
/// part.
pub(super) fn check_places(html: &str, extracted: &Extracted) {
    let Places::Offsets(pieces) = &extracted.places else { panic!("offsets are known") };
    let text = &extracted.text;
    let starts: Vec<usize> = pieces.iter().map(|piece| piece.text as usize).collect();
    assert!(starts.is_sorted());
    assert_eq!(starts.last(), Some(&text.len()), "the last piece ends the text");
    assert!(pieces.is_sorted_by_key(|piece| piece.start));
    for (piece, next) in pieces.iter().zip(&starts[1..]) {
        assert!(piece.start <= piece.end && piece.end as usize <= html.len());
        let part = &html[piece.start as usize..piece.end as usize];
        let copy = &text[piece.text as usize..*next];
        assert!(copy.len() != part.len() || copy == part, "{copy:?} is no copy of {part:?}");
    }
}
