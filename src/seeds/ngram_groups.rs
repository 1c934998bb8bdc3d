//! Groups of positions with the same n-gram, refined until each group is rare enough.

use std::ops::Range;

use super::limits::SeedLimits;
use super::postings::Posting;
use super::recurring::RecurringNgram;
use super::run_length::RunLength;
use super::sequences::SequenceSet;
use crate::sketch::hash_run;
use crate::text::SEPARATOR;

/// Length of a formula, in thirds of an ideograph: eight ideographs, as in the enactment formulas
/// of laws.
pub(super) const FORMULA: u32 = 24;
/// Length of a block that is boilerplate as a whole, in thirds of an ideograph: three formulas.
pub(super) const BLOCK: u32 = 72;

/// Groups of positions with the same n-gram.
///
/// A group that is too frequent is split by the character that follows the n-gram, again and again.
/// So a frequent word costs little, while every rare n-gram is listed with all of its positions.
pub(super) struct NgramGroups<'s> {
    sequences: &'s SequenceSet<'s>,
    limits: SeedLimits,
    /// Greatest number of documents that text other than boilerplate is in.
    common: usize,
    /// The groups one after the other, each in rising order.
    pub(super) postings: Vec<Posting>,
    /// For each group the length of its n-gram.
    pub(super) lengths: Vec<RunLength>,
    /// Positions whose n-gram is not rare: at the length at which it has no more occurrences than
    /// [`SeedLimits::occurrences`], it still has more than [`SeedLimits::rare`].
    pub(super) frequent: Vec<u32>,
    /// Positions that had a frequent n-gram and share the longer one with no other position.
    pub(super) unique_when_lengthened: Vec<u32>,
    /// Positions of n-grams that recur in their sequence, and of formulas that recur in their
    /// document.
    pub(super) recurring: Vec<Range<u32>>,
    /// These n-grams and formulas, once for each sequence or document.
    pub(super) recurring_ngrams: Vec<RecurringNgram>,
    /// Positions of formulas that are boilerplate.
    pub(super) formulas: Vec<Range<u32>>,
    /// Positions of blocks that are boilerplate.
    pub(super) blocks: Vec<Range<u32>>,
    /// Starts of blocks that are in more documents than [`SeedLimits::family`], but for the first
    /// one of each block.
    pub(super) later_widespread: Vec<u32>,
}

/// Positions with the same n-gram, to be kept or split.
struct OpenGroup {
    /// The positions, which rise.
    positions: Vec<u32>,
    /// Number of characters of the n-gram.
    chars: usize,
    /// Whether a shorter n-gram of these positions has few enough occurrences in the collection,
    /// but too many in one document.
    is_counted: bool,
}

impl OpenGroup {
    /// A group of positions that share as many characters with another one.
    fn of(shared: &[SharedPrefix], is_counted: bool) -> Self {
        let positions = shared.iter().map(|shared| shared.position).collect();
        Self { positions, chars: shared[0].chars as usize, is_counted }
    }
}

/// An n-gram that is in many documents.
struct WidespreadNgram {
    /// Its positions, which rise.
    positions: Vec<u32>,
    /// Number of documents.
    documents: usize,
}

/// A position, and the number of characters from there on that are those of another position.
#[derive(Clone, Copy)]
struct SharedPrefix {
    position: u32,
    chars: u32,
}

impl<'s> NgramGroups<'s> {
    /// No groups.
    pub(super) fn new(sequences: &'s SequenceSet<'s>, limits: SeedLimits) -> Self {
        Self {
            sequences,
            limits,
            common: limits.common.of(sequences.documents()),
            postings: Vec::new(),
            lengths: Vec::new(),
            frequent: Vec::new(),
            unique_when_lengthened: Vec::new(),
            recurring: Vec::new(),
            recurring_ngrams: Vec::new(),
            formulas: Vec::new(),
            blocks: Vec::new(),
            later_widespread: Vec::new(),
        }
    }

    /// Adds the positions of one of the shortest n-grams.
    pub(super) fn add(&mut self, positions: Vec<u32>) {
        self.find_formulas(&positions);
        let first = positions[0] as usize;
        if let Some(shortest) = self.sequences.ngram_at(first, self.limits.gram) {
            let chars = shortest.len();
            self.find_recurring(&positions, chars as u32);
            self.refine(OpenGroup { positions, chars, is_counted: false });
        }
    }

    /// Finds the occurrences of an n-gram that recurs in one sequence, and of the formulas that
    /// start with it and recur in one document.
    fn find_recurring(&mut self, positions: &[u32], chars: u32) {
        let (sequences, repeats) = (self.sequences, self.limits.repeats);
        let recurs = |positions: &&[u32]| positions.len() > repeats;
        for in_document in sequences.document_chunks(positions).filter(recurs) {
            for in_sequence in sequences.chunks(in_document).filter(recurs) {
                let ranges = in_sequence.iter().map(|&position| position..position + chars);
                self.add_recurring(ranges.collect());
            }
            for formula in self.equal_ngrams(in_document, FORMULA, repeats) {
                self.add_recurring(ngram_ranges(sequences, &formula, FORMULA).collect());
            }
        }
    }

    /// Adds the occurrences of an n-gram that recurs.
    fn add_recurring(&mut self, occurrences: Vec<Range<u32>>) {
        let first = occurrences[0].clone();
        self.recurring_ngrams.push(RecurringNgram { first, occurrences: occurrences.len() });
        self.recurring.extend(occurrences);
    }

    /// Finds the formulas and blocks that start at some positions and occur in many documents.
    fn find_formulas(&mut self, positions: &[u32]) {
        for formula in self.widespread_ngrams(positions, FORMULA) {
            if formula.documents > self.common {
                let ranges = ngram_ranges(self.sequences, &formula.positions, FORMULA);
                self.formulas.extend(ranges);
            }
            for block in self.widespread_ngrams(&formula.positions, BLOCK) {
                self.add_block(&block);
            }
        }
    }

    fn add_block(&mut self, block: &WidespreadNgram) {
        if block.documents > self.limits.family {
            self.later_widespread.extend_from_slice(&block.positions[1..]);
        }
        if block.documents > self.common {
            self.blocks.extend(ngram_ranges(self.sequences, &block.positions, BLOCK));
        }
    }

    /// Groups positions by their n-gram of this length, and keeps the groups that are families or
    /// boilerplate.
    fn widespread_ngrams(&self, positions: &[u32], length: u32) -> Vec<WidespreadNgram> {
        let least = self.limits.family.min(self.common);
        if positions.len() <= least {
            return Vec::new();
        }
        let groups = self.equal_ngrams(positions, length, least).into_iter();
        let groups = groups.map(|positions| WidespreadNgram {
            documents: self.sequences.document_count(&positions),
            positions,
        });
        groups.filter(|group| group.documents > least).collect()
    }

    /// Groups positions, which rise, by their n-gram of this length, and keeps the groups of more
    /// than `least` positions.
    fn equal_ngrams(&self, positions: &[u32], length: u32, least: usize) -> Vec<Vec<u32>> {
        // Each n-gram is read once to hash it: n-grams are far apart in memory, so reading them
        // costs the most.
        let mut hashed: Vec<(u64, u32)> = positions
            .iter()
            .filter_map(|&position| Some((self.hash_at(position, length)?, position)))
            .collect();
        hashed.sort_unstable();
        let groups = hashed.chunk_by(|x, y| x.0 == y.0).filter(|group| group.len() > least);
        groups.map(|group| group.iter().map(|&(_, position)| position).collect()).collect()
    }

    fn hash_at(&self, position: u32, length: u32) -> Option<u64> {
        self.sequences.ngram_at(position as usize, length).map(hash_run)
    }

    /// Splits a group by the characters that follow until each part is rare, or as long as it may
    /// be.
    fn refine(&mut self, group: OpenGroup) {
        let mut open = vec![group];
        while let Some(mut group) = open.pop() {
            self.count_frequent(&mut group);
            match group.positions.len() {
                1 => self.unique_when_lengthened.extend(group.positions),
                _ if self.is_rare_enough(&group.positions) => {
                    self.keep(&group.positions, RunLength::new(group.chars));
                }
                _ if self.is_longest(&group) => {
                    self.keep(&group.positions, RunLength::TOO_FREQUENT);
                }
                _ => self.lengthen(group, &mut open),
            }
        }
    }

    /// Decides whether the positions of a group are frequent, once it has few enough of them.
    fn count_frequent(&mut self, group: &mut OpenGroup) {
        let count = group.positions.len();
        if group.is_counted || (count > self.limits.occurrences && !self.is_longest(group)) {
            return;
        }
        group.is_counted = true;
        if count > self.limits.rare {
            self.frequent.extend_from_slice(&group.positions);
        }
    }

    /// Whether all pairs of some positions, which rise, may be listed.
    fn is_rare_enough(&self, positions: &[u32]) -> bool {
        let repeats = self.limits.repeats;
        positions.len() <= self.limits.occurrences
            && (positions.len() <= repeats
                || self.sequences.document_chunks(positions).all(|chunk| chunk.len() <= repeats))
    }

    fn is_longest(&self, group: &OpenGroup) -> bool {
        let longest = self.sequences.ngram_at(group.positions[0] as usize, self.limits.longest);
        longest.is_some_and(|longest| longest.len() <= group.chars)
    }

    /// Keeps a group whose positions rise.
    fn keep(&mut self, positions: &[u32], length: RunLength) {
        self.postings.extend(positions.iter().map(|&position| Posting::new(position)));
        let last = self.postings.last_mut().expect("a group has positions");
        *last = last.as_last();
        self.lengths.push(length);
    }

    /// Adds the groups with longer n-grams to `open`: the one that stays too frequent for longest,
    /// and those that branch off from it.
    ///
    /// The position in the middle stands for the group that stays too frequent. In a family of
    /// near-equal texts most positions share all of its characters, and would otherwise be read
    /// again for each of them.
    fn lengthen(&mut self, group: OpenGroup, open: &mut Vec<OpenGroup>) {
        let shared = self.shared_with_middle(&group);
        let chars = self.frequent_chars(&shared).unwrap_or(group.chars as u32);
        if chars as usize == group.chars {
            return self.lengthen_by_one(group, open);
        }
        let (along, mut others): (Vec<_>, Vec<_>) =
            shared.into_iter().partition(|shared| shared.chars >= chars);
        // The sort is stable, so the positions of each new group still rise.
        others.sort_by_key(|shared| shared.chars);
        for branch in others.chunk_by(|x, y| x.chars == y.chars) {
            self.lengthen_by_one(OpenGroup::of(branch, group.is_counted), open);
        }
        open.push(OpenGroup { chars: chars as usize, ..OpenGroup::of(&along, group.is_counted) });
    }

    /// For each position of a group the number of characters that follow there and at the position
    /// in the middle, up to the greatest length of an n-gram.
    fn shared_with_middle(&self, group: &OpenGroup) -> Vec<SharedPrefix> {
        let middle = group.positions[group.positions.len() / 2];
        let run = self.sequences.run_at(middle as usize, self.limits.longest);
        let run = run.get(group.chars..).unwrap_or_default();
        let rest = |position: u32| &self.sequences.chars()[position as usize + group.chars..];
        let shared = |&position: &u32| SharedPrefix {
            position,
            chars: (group.chars + common_prefix(run, rest(position))) as u32,
        };
        group.positions.iter().map(shared).collect()
    }

    /// The greatest number of characters that too many positions share.
    fn frequent_chars(&self, shared: &[SharedPrefix]) -> Option<u32> {
        let mut chars: Vec<u32> = shared.iter().map(|shared| shared.chars).collect();
        let last = chars.len().checked_sub(self.limits.occurrences.checked_add(1)?)?;
        Some(*chars.select_nth_unstable(last).1)
    }

    /// Adds the groups with n-grams of one character more to `open`.
    fn lengthen_by_one(&mut self, group: OpenGroup, open: &mut Vec<OpenGroup>) {
        let OpenGroup { mut positions, chars, is_counted } = group;
        let sequences = self.sequences;
        // The sort is stable, so the positions of each new group still rise.
        positions.sort_by_key(|&position| next_char(sequences, position, chars));
        let groups = positions
            .chunk_by(|&x, &y| next_char(sequences, x, chars) == next_char(sequences, y, chars));
        for group in groups {
            if next_char(sequences, group[0], chars) == SEPARATOR {
                self.unique_when_lengthened.extend(group);
            } else {
                open.push(OpenGroup { positions: group.to_vec(), chars: chars + 1, is_counted });
            }
        }
    }
}

/// Number of equal characters at the start of two runs.
fn common_prefix(a: &[char], b: &[char]) -> usize {
    a.iter().zip(b).take_while(|(x, y)| x == y).count()
}

/// The character behind an n-gram of `chars` characters.
fn next_char(sequences: &SequenceSet<'_>, position: u32, chars: usize) -> char {
    sequences.chars()[position as usize + chars]
}

/// Positions of the n-grams of this length that start at `positions`.
fn ngram_ranges(
    sequences: &SequenceSet<'_>,
    positions: &[u32],
    length: u32,
) -> impl Iterator<Item = Range<u32>> {
    positions.iter().map(move |&position| {
        let chars = sequences.ngram_at(position as usize, length).map_or(0, <[char]>::len);
        position..position + chars as u32
    })
}

#[cfg(test)]
mod tests {
    use super::super::limits::DocumentLimit;
    use super::*;
    use crate::document::DocId;
    use proptest::prelude::*;

    fn contents(texts: &[&str]) -> Vec<Vec<char>> {
        texts.iter().map(|text| text.chars().collect()).collect()
    }

    fn sequences(contents: &[Vec<char>]) -> SequenceSet<'static> {
        SequenceSet::new(DocId::all(contents.len()).zip(contents.iter().map(Vec::as_slice)))
    }

    /// The groups as positions.
    fn groups(found: &NgramGroups<'_>) -> Vec<Vec<usize>> {
        let groups = found.postings.split_inclusive(|posting| posting.is_last());
        groups.map(|group| group.iter().map(|posting| posting.position()).collect()).collect()
    }

    #[test]
    fn a_rare_group_is_kept_as_it_is() {
        let contents = contents(&["甲乙丙丁戊", "甲乙丙丁己"]);
        let sequences = sequences(&contents);
        let mut found = NgramGroups::new(&sequences, SeedLimits::default());
        found.add(vec![1, 7]);
        assert_eq!(groups(&found), [[1, 7]]);
        assert_eq!(found.lengths, [RunLength::new(4)]);
    }

    #[test]
    fn a_frequent_group_is_split_by_the_characters_that_follow() {
        let contents = contents(&["甲乙丙丁戊", "甲乙丙丁戊", "甲乙丙丁己", "甲乙丙丁"]);
        let sequences = sequences(&contents);
        let starts: Vec<u32> =
            SequenceSet::ids(&sequences).map(|id| sequences.start(id) as u32).collect();
        let limits = SeedLimits { occurrences: 2, ..SeedLimits::default() };
        let mut found = NgramGroups::new(&sequences, limits);
        found.add(starts.clone());
        assert_eq!(groups(&found), [[starts[0] as usize, starts[1] as usize]]);
        assert_eq!(found.lengths, [RunLength::new(5)]);
        found.unique_when_lengthened.sort_unstable();
        assert_eq!(found.unique_when_lengthened, &starts[2..]);
    }

    proptest! {
        #[test]
        fn a_group_is_as_long_as_it_takes_to_be_rare(
            rests in prop::collection::vec("[甲乙]{0,9}", 1..30), occurrences in 1_usize..6,
        ) {
            let contents: Vec<Vec<char>> =
                rests.iter().map(|rest| "甲乙丙丁".chars().chain(rest.chars()).collect()).collect();
            let sequences = sequences(&contents);
            let starts: Vec<u32> =
                SequenceSet::ids(&sequences).map(|id| sequences.start(id) as u32).collect();
            let limits = SeedLimits { occurrences, longest: 36, ..SeedLimits::default() };
            let mut found = NgramGroups::new(&sequences, limits);
            found.add(starts.clone());
            let with_ngram_of = |position: usize, chars: usize| {
                let ngram = &sequences.chars()[position..position + chars];
                let equal = starts.iter().map(|&start| start as usize);
                equal.filter(|&start| sequences.chars()[start..].starts_with(ngram)).collect::<Vec<_>>()
            };
            let groups = groups(&found);
            for (group, length) in groups.iter().zip(&found.lengths) {
                let chars = length.chars().unwrap_or(12);
                prop_assert_eq!(group, &with_ngram_of(group[0], chars));
                prop_assert_eq!(group.len() > occurrences, length.is_too_frequent());
                prop_assert!(chars == 4 || with_ngram_of(group[0], chars - 1).len() > occurrences);
            }
            let mut all: Vec<usize> = groups.concat();
            all.extend(found.unique_when_lengthened.iter().map(|&position| position as usize));
            all.sort_unstable();
            prop_assert!(starts.len() == 1 || all.into_iter().eq(starts.iter().map(|&start| start as usize)));
        }
    }

    #[test]
    fn a_group_that_stays_frequent_is_kept_at_the_greatest_length() {
        let contents = contents(&["甲乙丙丁戊己庚辛"; 3]);
        let sequences = sequences(&contents);
        let starts = SequenceSet::ids(&sequences).map(|id| sequences.start(id) as u32).collect();
        let limits = SeedLimits { occurrences: 2, longest: 15, ..SeedLimits::default() };
        let mut found = NgramGroups::new(&sequences, limits);
        found.add(starts);
        assert_eq!(found.lengths, [RunLength::TOO_FREQUENT]);
    }

    #[test]
    fn a_formula_recurs_in_its_document_wherever_its_sequences_end() {
        let texts = ["本法自公布之日起施行", "本法自公布之日终止", "本法自公布之日起施行"];
        let contents = contents(&texts);
        let limits = SeedLimits { repeats: 1, ..SeedLimits::default() };
        let recurring = |documents: [u32; 3]| {
            let contents = documents.map(DocId).into_iter().zip(contents.iter().map(Vec::as_slice));
            let sequences = SequenceSet::new(contents);
            let starts = sequences.ids().map(|id| sequences.start(id) as u32).collect();
            let mut found = NgramGroups::new(&sequences, limits);
            found.add(starts);
            (found.recurring, found.recurring_ngrams)
        };
        let first = RecurringNgram { first: 1..9, occurrences: 2 };
        assert_eq!(recurring([0, 0, 0]), (vec![1..9, 22..30], vec![first]));
        assert_eq!(recurring([0, 0, 1]), (vec![], vec![]));
    }

    #[test]
    fn a_formula_in_many_documents_is_boilerplate() {
        let contents = contents(&["本法自公布之日起施行"; 3]);
        let sequences = sequences(&contents);
        let starts: Vec<u32> =
            SequenceSet::ids(&sequences).map(|id| sequences.start(id) as u32).collect();
        for (common, is_boilerplate) in [(2, true), (3, false)] {
            let mut found = NgramGroups::new(
                &sequences,
                SeedLimits { common: DocumentLimit::Documents(common), ..SeedLimits::default() },
            );
            found.add(starts.clone());
            assert_eq!(found.formulas.contains(&(starts[0]..starts[0] + 8)), is_boilerplate);
            assert!(found.blocks.is_empty());
        }
    }
}
