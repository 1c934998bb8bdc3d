//! Contents that are searched together.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::{DocId, index_type};
use crate::text::{SEPARATOR, width_thirds};

/// Number of positions for each entry of the table that [`SequenceSet::sequence_at`] starts from.
/// With 64 the table takes a sixteenth of a byte for a character, and hardly any sequence is so
/// short that many of them start between two entries.
const STRIDE: usize = 64;

index_type! {
    /// Number of a sequence in its [`SequenceSet`].
    SequenceId
}

/// Contents in one array of characters, so that one number is a position in any of them.
///
/// ```
/// use leitong::document::DocId;
/// use leitong::seeds::{SequenceId, SequenceSet};
/// let sequences = SequenceSet::new([(DocId(0), &['甲', '乙'][..]), (DocId(1), &['丙'])]);
/// assert_eq!(sequences.content(SequenceId(1)), ['丙']);
/// ```
#[derive(Debug, Clone)]
pub struct SequenceSet<'c> {
    chars: Cow<'c, [char]>,
    /// For each sequence the position of its first character.
    starts: Vec<u32>,
    /// For each sequence the position behind its last character.
    ends: Vec<u32>,
    /// For each sequence its document.
    documents: Vec<DocId>,
    /// Number of different documents.
    document_total: usize,
    /// For the first of every [`STRIDE`] positions its sequence.
    strides: Vec<u32>,
}

impl<'c> SequenceSet<'c> {
    /// Copies contents, each with its document, into one array.
    ///
    /// # Panics
    /// If they hold more than 2³¹ characters.
    #[must_use]
    pub fn new<'t>(contents: impl IntoIterator<Item = (DocId, &'t [char])>) -> Self {
        let (mut chars, mut ranges) = (vec![SEPARATOR], Vec::new());
        for (document, content) in contents {
            ranges.push((document, chars.len()..chars.len() + content.len()));
            chars.extend_from_slice(content);
            chars.push(SEPARATOR);
        }
        Self::from_ranges(Cow::Owned(chars), ranges)
    }

    /// Borrows contents from an array of characters that has [`SEPARATOR`] before and behind each
    /// of them. Contents are given by their documents and their ranges, which rise.
    ///
    /// # Panics
    /// If there are more than 2³¹ characters.
    #[must_use]
    pub fn among(
        chars: &'c [char],
        contents: impl IntoIterator<Item = (DocId, Range<usize>)>,
    ) -> Self {
        Self::from_ranges(Cow::Borrowed(chars), contents)
    }

    fn from_ranges(
        chars: Cow<'c, [char]>,
        contents: impl IntoIterator<Item = (DocId, Range<usize>)>,
    ) -> Self {
        assert!(chars.len() < 1 << 31, "positions are numbered with 31 bits");
        let (mut starts, mut ends, mut documents) = (Vec::new(), Vec::new(), Vec::new());
        for (document, range) in contents {
            documents.push(document);
            starts.push(range.start as u32);
            ends.push(range.end as u32);
        }
        let strides = (0..chars.len())
            .step_by(STRIDE)
            .map(|position| last_at_or_before(&starts, position))
            .collect();
        let document_total = documents.chunk_by(|x, y| x == y).count();
        Self { chars, starts, ends, documents, document_total, strides }
    }

    /// Number of sequences.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there are no sequences.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Iterates over the numbers of all sequences.
    #[must_use]
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = SequenceId> + ExactSizeIterator + use<> {
        SequenceId::all(self.len())
    }

    /// The characters of one sequence.
    #[must_use]
    pub fn content(&self, sequence: SequenceId) -> &[char] {
        &self.chars[self.positions(sequence)]
    }

    /// The document of one sequence.
    #[must_use]
    pub fn document(&self, sequence: SequenceId) -> DocId {
        self.documents[sequence.index()]
    }

    /// Number of documents that the sequences are of.
    pub(super) fn documents(&self) -> usize {
        self.document_total
    }

    /// Divides the sequences into partitions of about as many characters each, at least one
    /// partition. Each sequence is in one of them.
    pub(super) fn partitions(&self, count: usize) -> Vec<Range<u32>> {
        let count = count.max(1);
        (0..count)
            .map(|number| {
                self.partition_start(number, count)..self.partition_start(number + 1, count)
            })
            .collect()
    }

    /// The first sequence of a partition.
    fn partition_start(&self, number: usize, count: usize) -> u32 {
        let position = (self.chars.len() * number).div_ceil(count);
        self.starts.partition_point(|&start| (start as usize) < position) as u32
    }

    /// All characters, with [`SEPARATOR`] before, between and behind the sequences.
    pub(super) fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The position of the first character of a sequence.
    #[inline]
    pub(super) fn start(&self, sequence: SequenceId) -> usize {
        self.starts[sequence.index()] as usize
    }

    /// The position behind the last character of a sequence.
    pub(super) fn end(&self, sequence: SequenceId) -> usize {
        self.ends[sequence.index()] as usize
    }

    /// The positions of the characters of a sequence.
    pub(super) fn positions(&self, sequence: SequenceId) -> Range<usize> {
        self.start(sequence)..self.end(sequence)
    }

    /// Iterates over the longest runs of a sequence in which `holds` is true of every position.
    pub(super) fn runs_where(
        &self,
        sequence: SequenceId,
        holds: impl Fn(usize) -> bool,
    ) -> impl Iterator<Item = Range<usize>> {
        let Range { start, end } = self.positions(sequence);
        let mut next = start;
        std::iter::from_fn(move || {
            let first = (next..end).find(|&position| holds(position))?;
            next = (first..end).find(|&position| !holds(position)).unwrap_or(end);
            Some(first - start..next - start)
        })
    }

    /// The sequence that holds a position.
    pub(super) fn sequence_at(&self, position: usize) -> SequenceId {
        let first = self.strides[position / STRIDE] as usize;
        let later =
            self.starts[first + 1..].iter().take_while(|&&start| start as usize <= position);
        SequenceId((first + later.count()) as u32)
    }

    /// Number of documents that hold one of these positions, which rise.
    pub(super) fn document_count(&self, positions: &[u32]) -> usize {
        self.document_chunks(positions).count()
    }

    /// Divides positions, which rise, by their sequences.
    pub(super) fn chunks<'p>(&self, positions: &'p [u32]) -> impl Iterator<Item = &'p [u32]> {
        let sequence = |position: u32| self.sequence_at(position as usize);
        positions.chunk_by(move |&x, &y| sequence(x) == sequence(y))
    }

    /// Divides positions, which rise, by their documents.
    pub(super) fn document_chunks<'p>(
        &self,
        positions: &'p [u32],
    ) -> impl Iterator<Item = &'p [u32]> {
        positions.chunk_by(move |&x, &y| self.document_at(x) == self.document_at(y))
    }

    pub(super) fn document_at(&self, position: u32) -> DocId {
        self.document(self.sequence_at(position as usize))
    }

    /// The shortest run from a position on that has this length, in thirds of an ideograph, if its
    /// sequence is long enough.
    pub(super) fn ngram_at(&self, position: usize, length: u32) -> Option<&[char]> {
        let mut thirds = 0;
        for (at, &char) in
            self.chars[position..].iter().enumerate().take_while(|(_, char)| **char != SEPARATOR)
        {
            thirds += width_thirds(char);
            if thirds >= length {
                return Some(&self.chars[position..=position + at]);
            }
        }
        None
    }

    /// The shortest run from a position on that has this length, in thirds of an ideograph, or what
    /// is left of its sequence.
    pub(super) fn run_at(&self, position: usize, length: u32) -> &[char] {
        self.ngram_at(position, length).unwrap_or_else(|| {
            let rest = &self.chars[position..];
            let end = rest.iter().position(|&char| char == SEPARATOR);
            &rest[..end.unwrap_or(rest.len())]
        })
    }

    /// Whether two positions hold the same character of a sequence.
    #[inline]
    pub(super) fn are_equal_at(&self, a: usize, b: usize) -> bool {
        self.chars[a] == self.chars[b] && self.chars[a] != SEPARATOR
    }

    /// Number of equal characters right before two positions, at most as many as lie between them:
    /// a longer run would overlap itself.
    pub(super) fn equal_before(&self, a: usize, b: usize) -> usize {
        (1..=b - a).take_while(|&n| self.are_equal_at(a - n, b - n)).count()
    }

    /// Number of equal characters from two positions on, at most as many as lie between them.
    pub(super) fn equal_from(&self, a: usize, b: usize) -> usize {
        (0..b - a).take_while(|&n| self.are_equal_at(a + n, b + n)).count()
    }
}

/// The last of some rising starts that is not behind a position, or the first one.
fn last_at_or_before(starts: &[u32], position: usize) -> u32 {
    starts.partition_point(|&start| start as usize <= position).saturating_sub(1) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTHS: [usize; 6] = [3, 0, 200, 1, 0, 70];

    fn sequences(contents: &[Vec<char>]) -> SequenceSet<'static> {
        SequenceSet::new(contents.iter().map(|content| (DocId(0), content.as_slice())))
    }

    #[test]
    fn every_sequence_is_in_one_partition() {
        let sequences = sequences(&LENGTHS.map(|len| vec!['字'; len]));
        for count in 1..9 {
            let partitions = sequences.partitions(count).into_iter().flatten();
            assert!(partitions.eq(0..6));
        }
    }

    #[test]
    fn the_sequence_of_every_position_is_found() {
        let contents = LENGTHS.map(|len| vec!['字'; len]);
        let sequences = sequences(&contents);
        for (id, content) in sequences.ids().zip(&contents) {
            assert_eq!(sequences.content(id), content);
            assert!(sequences.positions(id).all(|position| sequences.sequence_at(position) == id));
        }
    }

    #[test]
    fn an_ngram_ends_with_its_sequence() {
        let sequences = sequences(&["甲乙ab丙".chars().collect(), "丁".chars().collect()]);
        assert_eq!(sequences.ngram_at(1, 7), Some(&['甲', '乙', 'a'][..]));
        assert_eq!(sequences.ngram_at(3, 5), Some(&['a', 'b', '丙'][..]));
        assert_eq!(sequences.ngram_at(3, 6), None);
    }
}
