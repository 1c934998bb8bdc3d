//! Contents side by side.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::{SEPARATOR, width_thirds};

/// Places that share one entry of the table that finds a place's strand.
const STRIDE: usize = 64;

/// Contents side by side, so that one number names a place in all of them.
///
/// ```
/// use leitong::seeds::SequenceSet;
/// let sequences = SequenceSet::new([(0, &['甲', '乙'][..]), (1, &['丙'])]);
/// assert_eq!(sequences.content(1), ['丙']);
/// ```
#[derive(Debug, Clone)]
pub struct SequenceSet<'c> {
    chars: Cow<'c, [char]>,
    starts: Vec<u32>,
    /// For each strand the place behind its last character.
    ends: Vec<u32>,
    /// For each strand the document that it is of.
    documents: Vec<u32>,
    /// For every [`STRIDE`] places the strand of the first of them.
    strides: Vec<u32>,
}

impl<'c> SequenceSet<'c> {
    /// Lays contents side by side, each with the number of the document that it is of.
    ///
    /// # Panics
    /// If they hold more than 2³¹ characters.
    #[must_use]
    pub fn new<'t>(contents: impl IntoIterator<Item = (u32, &'t [char])>) -> Self {
        let (mut chars, mut places) = (vec![SEPARATOR], Vec::new());
        for (document, content) in contents {
            places.push((document, chars.len()..chars.len() + content.len()));
            chars.extend_from_slice(content);
            chars.push(SEPARATOR);
        }
        Self::in_order(Cow::Owned(chars), places)
    }

    /// Contents that lie side by side in `chars`, with [`SEPARATOR`] before and behind each: documents and ranges, which rise.
    ///
    /// # Panics
    /// If there are more than 2³¹ characters.
    #[must_use]
    pub fn among(chars: &'c [char], contents: impl IntoIterator<Item = (u32, Range<usize>)>) -> Self {
        Self::in_order(Cow::Borrowed(chars), contents)
    }

    fn in_order(chars: Cow<'c, [char]>, contents: impl IntoIterator<Item = (u32, Range<usize>)>) -> Self {
        assert!(chars.len() < 1 << 31, "places are numbered with 31 bits");
        let (mut starts, mut ends, mut documents) = (Vec::new(), Vec::new(), Vec::new());
        for (document, range) in contents {
            documents.push(document);
            starts.push(range.start as u32);
            ends.push(range.end as u32);
        }
        let first_of = |place| starts.partition_point(|&start: &u32| start as usize <= place).saturating_sub(1) as u32;
        let strides = (0..chars.len()).step_by(STRIDE).map(first_of).collect();
        Self { chars, starts, ends, documents, strides }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The characters of one strand.
    #[must_use]
    pub fn content(&self, sequence: u32) -> &[char] {
        let start = self.start(sequence);
        &self.chars[start..self.end(sequence)]
    }

    /// Cuts them into parts of about as many characters each, one at least; a strand lies in one part.
    pub(super) fn parts(&self, parts: usize) -> Vec<Range<u32>> {
        let parts = parts.max(1);
        let bound = |part: usize| {
            let place = (self.chars.len() * part).div_ceil(parts);
            self.starts.partition_point(|&start| (start as usize) < place) as u32
        };
        (0..parts).map(|part| bound(part)..bound(part + 1)).collect()
    }

    /// All characters, with [`SEPARATOR`] before, between and behind the strands.
    pub(super) fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The place of a strand's first character.
    pub(super) fn start(&self, sequence: u32) -> usize {
        self.starts[sequence as usize] as usize
    }

    /// The place behind a strand's last character.
    pub(super) fn end(&self, sequence: u32) -> usize {
        self.ends[sequence as usize] as usize
    }

    /// The strand that a place lies in.
    pub(super) fn strand_of(&self, place: usize) -> u32 {
        let first = self.strides[place / STRIDE] as usize;
        let later = self.starts[first + 1..].iter().take_while(|&&start| start as usize <= place);
        (first + later.count()) as u32
    }

    /// How many documents hold one of these places, which rise.
    pub(super) fn documents_of(&self, places: &[u32]) -> usize {
        let document = |&place: &u32| self.documents[self.strand_of(place as usize) as usize];
        places.chunk_by(|x, y| document(x) == document(y)).count()
    }

    /// The shortest run from a place on that has this many thirds of an ideograph, if its strand goes on so far.
    pub(super) fn run(&self, place: usize, length: u32) -> Option<&[char]> {
        let mut inside = 0;
        for (at, &char) in self.chars[place..].iter().enumerate().take_while(|(_, char)| **char != SEPARATOR) {
            inside += width_thirds(char);
            if inside >= length {
                return Some(&self.chars[place..=place + at]);
            }
        }
        None
    }

    /// Whether two places hold the same content character.
    pub(super) fn same(&self, a: usize, b: usize) -> bool {
        self.chars[a] == self.chars[b] && self.chars[a] != SEPARATOR
    }

    /// Equal characters before two places, at most as many as lie between them: a run that
    /// overlaps itself repeats what it said.
    pub(super) fn run_before(&self, a: usize, b: usize) -> usize {
        (1..=b - a).take_while(|&n| self.same(a - n, b - n)).count()
    }

    /// Equal characters from two places on, at most as many as lie between them.
    pub(super) fn run_from(&self, a: usize, b: usize) -> usize {
        (0..b - a).take_while(|&n| self.same(a + n, b + n)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_strand_lies_in_one_part() {
        let contents = [3, 0, 200, 1, 0, 70].map(|len| vec!['字'; len]);
        let sequences = SequenceSet::new(contents.iter().map(|content| (0, content.as_slice())));
        for parts in 1..9 {
            let parts = sequences.parts(parts).into_iter().flatten();
            assert!(parts.eq(0..6));
        }
    }

    #[test]
    fn every_place_knows_its_strand() {
        let contents: Vec<Vec<char>> = [3, 0, 200, 1, 0, 70].map(|len| vec!['字'; len]).to_vec();
        let sequences = SequenceSet::new(contents.iter().map(|content| (0, content.as_slice())));
        for (sequence, content) in contents.iter().enumerate() {
            assert_eq!(sequences.content(sequence as u32), content);
            let places = sequences.start(sequence as u32)..sequences.end(sequence as u32);
            assert!(places.into_iter().all(|place| sequences.strand_of(place) == sequence as u32));
        }
    }
}
