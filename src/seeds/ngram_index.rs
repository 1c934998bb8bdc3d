//! Repeats: which runs of content characters occur at several places.
//!
//! All runs of four ideographs, or ten letters, are sorted; equal runs stand side by side. Runs that occur too often
//! are lengthened, one character at a time, until they are rare enough, so that a common word costs
//! little while every rare run is known in all its places.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::ops::Range;

use fixedbitset::FixedBitSet;
use rayon::prelude::*;

use super::sequences::SequenceSet;
use crate::error::{Error, Result};
use crate::sketch::{content_hash, hash_runs};
use crate::text::SEPARATOR;

/// Places that are sorted at once; more are taken in several passes, one part of the hashes after the other.
const PLACES_A_PASS: usize = 1 << 22;
/// Marks the last place of a group.
const LAST: u32 = 1 << 31;
/// Length of a formula, in thirds of an ideograph.
const FORMULA: u32 = 24;
/// Length of a block that is common as a whole, not only in its formulas.
const BLOCK: u32 = 72;
/// In `reach`: the run occurs nowhere else.
const ALONE: u8 = 0;
/// In `reach`: the run was common, and occurs nowhere else now that it is longer.
const ALONE_WHEN_LONGER: u8 = u8::MAX - 1;
/// In `reach`: the run stayed too common at its greatest length.
const TOO_FREQUENT: u8 = u8::MAX;

/// How common a run may be before it is lengthened, and how far. Runs are measured in thirds of an ideograph, since three
/// letters say about as much as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeedLimits {
    /// Length of the shortest runs that make a seed.
    pub gram: u32,
    /// A run that occurs more often than this tells half as much.
    pub rare: usize,
    /// A run that occurs more often than this is lengthened.
    pub occurrences: usize,
    /// A run of this length, up to 240, that is still too common is given up.
    pub longest: u32,
    /// A run of eight ideographs that more documents hold than this is boilerplate.
    pub common: usize,
}

impl Default for SeedLimits {
    fn default() -> Self {
        Self { gram: 10, rare: 32, occurrences: 128, longest: 72, common: 100 }
    }
}

impl SeedLimits {
    /// Every shared run is seeded, however often it occurs, and none is boilerplate.
    #[must_use]
    pub fn exhaustive() -> Self {
        Self { rare: usize::MAX, occurrences: usize::MAX, common: usize::MAX, ..Self::default() }
    }
}

/// For how many places of the strands all other places with the same run are known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct SeedCoverage {
    /// Places whose run is rare: every other place with this run is known, and looked at.
    pub proved: u64,
    /// Places whose run is common: places that share a longer run, or another one nearby, are looked at.
    pub measured: u64,
    /// Places whose run stayed too common at its greatest length, so that they were linked to one other place only.
    pub too_frequent: u64,
    /// Places that lie in boilerplate, or in what was taken for it.
    pub boilerplate: u64,
}

/// Places by the runs that begin there.
pub struct NgramIndex<'s> {
    sequences: &'s SequenceSet<'s>,
    limits: SeedLimits,
    groups: PostingStore,
    /// Places of groups that are not rare.
    frequent: FixedBitSet,
    /// The first place of each group that stayed too common; they rise.
    first_too_frequent: Vec<u32>,
    /// Places that lie in boilerplate.
    common: FixedBitSet,
    /// Places that lie in whole blocks of boilerplate.
    blocks: FixedBitSet,
    /// For each place the length at which its run became rare, or one of the marks above.
    reach: Vec<u8>,
    /// The strands of each part.
    parts: Vec<Range<u32>>,
}

impl<'s> NgramIndex<'s> {
    /// Finds all repeats of the strands, and holds them in memory.
    ///
    /// # Panics
    /// Never: of one part nothing is written to a file.
    #[must_use]
    pub fn of(sequences: &'s SequenceSet<'s>, limits: SeedLimits) -> Self {
        Self::parted(sequences, limits, 1).expect("of one part nothing is written to a file")
    }

    /// Finds all repeats of the strands. Of several parts, of about as many characters each, only one will be
    /// in memory; the rest lies in a temporary file.
    ///
    /// # Errors
    /// If that file cannot be written.
    pub fn parted(sequences: &'s SequenceSet<'s>, limits: SeedLimits, parts: usize) -> Result<Self> {
        let places = sequences.chars().len();
        let set = || FixedBitSet::with_capacity(places);
        let mut repeats = Self {
            sequences,
            limits,
            groups: PostingStore::new(parts > 1)?,
            frequent: set(),
            first_too_frequent: Vec::new(),
            common: set(),
            blocks: set(),
            reach: vec![ALONE; places],
            parts: sequences.parts(parts),
        };
        let passes = places.div_ceil(PLACES_A_PASS);
        for pass in 0..passes {
            let entries = sorted_places(sequences, limits.gram, (pass, passes));
            let runs = entries.par_chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1);
            let groups = runs.fold(Groups::default, |mut groups, run| {
                groups.refine(run.iter().map(|&(_, place)| place).collect(), sequences, limits);
                groups
            });
            for groups in groups.collect::<Vec<_>>() {
                repeats.take(&groups)?;
            }
        }
        repeats.first_too_frequent.sort_unstable();
        Ok(repeats)
    }

    fn take(&mut self, groups: &Groups) -> Result<()> {
        for &place in &groups.single {
            self.reach[place as usize] = ALONE_WHEN_LONGER;
        }
        for &(start, end) in &groups.common {
            self.common.insert_range(start as usize..end as usize);
        }
        for &(start, end) in &groups.blocks {
            self.blocks.insert_range(start as usize..end as usize);
        }
        let mut lengths = groups.lengths.iter();
        for group in groups.places.split_inclusive(|place| place & LAST != 0) {
            let length = *lengths.next().expect("every group has a length");
            if length == TOO_FREQUENT {
                self.first_too_frequent.push(group[0]);
            }
            for &place in group {
                self.reach[unmarked(place)] = length;
                self.frequent.set(unmarked(place), group.len() > self.limits.rare);
            }
        }
        self.groups.put(&groups.places)
    }

    /// How many parts there are.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// What the strands of one part share with themselves and with later strands.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    ///
    /// # Panics
    /// If there are not so many parts.
    pub fn part(&self, part: usize) -> Result<Partition<'_, 's>> {
        let sequences = self.parts[part].clone();
        let (start, end) = match sequences.end.checked_sub(1) {
            Some(last) if !sequences.is_empty() => (self.sequences.start(sequences.start), self.sequences.end(last)),
            _ => (0, 0),
        };
        let mut part = Partition { repeats: self, sequences, start, slots: vec![0; end - start], own: Vec::new() };
        match &self.groups {
            PostingStore::Memory(places) => part.number(places),
            PostingStore::File(file) => part.read(file).map_err(spooled)?,
        }
        Ok(part)
    }

    /// What these are the repeats of.
    #[must_use]
    pub fn sequences(&self) -> &'s SequenceSet<'s> {
        self.sequences
    }

    /// How common runs may be.
    #[must_use]
    pub fn limits(&self) -> SeedLimits {
        self.limits
    }

    /// Takes a run of a strand for boilerplate.
    pub fn add_common(&mut self, sequence: u32, run: Range<usize>) {
        let start = self.sequences.start(sequence);
        self.common.insert_range(start + run.start..start + run.end);
        self.blocks.insert_range(start + run.start..start + run.end);
    }

    /// The runs of a strand that are boilerplate.
    pub fn boilerplate_runs(&self, sequence: u32) -> impl Iterator<Item = Range<usize>> + '_ {
        self.runs(sequence, |place| self.is_common_at(place))
    }

    /// The runs of a strand in which every place stayed too common, but for those that an earlier strand holds too.
    pub fn too_frequent_runs(&self, sequence: u32) -> impl Iterator<Item = Range<usize>> + '_ {
        self.runs(sequence, |place| self.is_too_frequent(place) && self.is_first_too_frequent(place))
    }

    /// The runs of a strand of whose places `is_in` holds.
    fn runs(&self, sequence: u32, is_in: impl Fn(usize) -> bool) -> impl Iterator<Item = Range<usize>> {
        let (start, end) = (self.sequences.start(sequence), self.sequences.end(sequence));
        let mut next = start;
        std::iter::from_fn(move || {
            let first = (next..end).find(|&place| is_in(place))?;
            next = (first..end).find(|&place| !is_in(place)).unwrap_or(end);
            Some(first - start..next - start)
        })
    }

    /// For how many places the other places with the same run are known.
    #[must_use]
    pub fn coverage(&self) -> SeedCoverage {
        let boilerplate = self.common.count_ones(..) as u64;
        let mut coverage = SeedCoverage { boilerplate, ..SeedCoverage::default() };
        let sequences = 0..self.sequences.len() as u32;
        for place in sequences.flat_map(|sequence| self.sequences.start(sequence)..self.sequences.end(sequence)) {
            let reach = self.reach[place];
            match reach {
                TOO_FREQUENT => coverage.too_frequent += 1,
                ALONE => coverage.proved += 1,
                reach if self.is_rare(place) && self.is_short(place, reach) => coverage.proved += 1,
                _ => coverage.measured += 1,
            }
        }
        coverage
    }

    /// Whether one of the runs that begin in this run of a strand is rare.
    #[must_use]
    pub fn has_rare(&self, sequence: u32, mut run: Range<usize>) -> bool {
        let start = self.sequences.start(sequence);
        run.any(|at| self.is_rare(start + at))
    }

    fn is_rare(&self, place: usize) -> bool {
        self.reach[place] != ALONE && !self.frequent.contains(place)
    }

    /// Whether a run of `reach` characters is one of the shortest.
    fn is_short(&self, place: usize, reach: u8) -> bool {
        self.sequences.run(place, self.limits.gram).is_some_and(|run| run.len() == usize::from(reach))
    }

    /// Whether a character of a strand lies in boilerplate.
    #[must_use]
    pub fn is_common(&self, sequence: u32, at: usize) -> bool {
        self.is_common_at(self.sequences.start(sequence) + at)
    }

    /// Whether none of these characters of a strand lies in boilerplate.
    #[must_use]
    pub fn is_free(&self, sequence: u32, run: Range<usize>) -> bool {
        let start = self.sequences.start(sequence);
        !self.common.contains_any_in_range(start + run.start..start + run.end)
    }

    /// Whether a character of a strand lies in a block that is boilerplate as a whole.
    #[must_use]
    pub fn is_block(&self, sequence: u32, at: usize) -> bool {
        self.blocks.contains(self.sequences.start(sequence) + at)
    }

    /// Whether boilerplate begins or goes on at `place`.
    pub(super) fn is_common_at(&self, place: usize) -> bool {
        self.common.contains(place)
    }

    /// Whether the run that begins at `place` stayed too common.
    pub(super) fn is_too_frequent(&self, place: usize) -> bool {
        self.reach[place] == TOO_FREQUENT
    }

    /// Whether no earlier place has the run that begins at `place`, which stayed too common.
    pub(super) fn is_first_too_frequent(&self, place: usize) -> bool {
        self.first_too_frequent.binary_search(&(place as u32)).is_ok()
    }

    /// Whether another place has the run that begins at `place`.
    fn is_shared(&self, place: usize) -> bool {
        !matches!(self.reach[place], ALONE | ALONE_WHEN_LONGER)
    }

    /// Whether the runs one character before `x` and `y` are known to be equal: that run is longer by one, so if it was rare
    /// by then, the two places before were met.
    pub(super) fn has_left_extension(&self, x: usize, y: usize) -> bool {
        let (here, before) = (self.reach[x], self.reach[x - 1]);
        !matches!(before, ALONE | ALONE_WHEN_LONGER | TOO_FREQUENT)
            && before <= here + 1
            && self.sequences.same(x - 1, y - 1)
    }
}

/// The strands of one part of [`NgramIndex`], with all places that share their runs.
pub struct Partition<'r, 's> {
    pub(super) repeats: &'r NgramIndex<'s>,
    sequences: Range<u32>,
    /// The first place.
    start: usize,
    /// Where each place stands in its group, if it has one.
    slots: Vec<u32>,
    /// Groups that were read, from the first of these places on.
    own: Vec<u32>,
}

impl Partition<'_, '_> {
    /// Whose they are.
    #[must_use]
    pub fn sequences(&self) -> Range<u32> {
        self.sequences.clone()
    }

    /// Numbers all places, of which this is the only part.
    fn number(&mut self, places: &[u32]) {
        for (slot, &place) in places.iter().enumerate() {
            self.slots[unmarked(place) - self.start] = slot as u32;
        }
    }

    /// Reads the groups of these places.
    fn read(&mut self, mut file: &File) -> io::Result<()> {
        file.rewind()?;
        let mut file = BufReader::with_capacity(1 << 20, file);
        let (mut word, mut group) = ([0; 4], Vec::new());
        while read_word(&mut file, &mut word)? {
            let place = u32::from_le_bytes(word);
            group.push(place);
            if place & LAST != 0 {
                self.keep(&group);
                group.clear();
            }
        }
        Ok(())
    }

    /// Keeps what of a group belongs to these places or lies behind them, if one of them is in it.
    fn keep(&mut self, group: &[u32]) {
        let end = self.start + self.slots.len();
        let group = &group[group.partition_point(|&place| unmarked(place) < self.start)..];
        let own = group.partition_point(|&place| unmarked(place) < end);
        for &place in &group[..own] {
            self.slots[unmarked(place) - self.start] = self.own.len() as u32;
            self.own.push(place);
        }
        if own > 0 {
            self.own.extend_from_slice(&group[own..]);
        }
    }

    /// The later places with the run that begins at `place`.
    pub(super) fn later(&self, place: usize) -> impl Iterator<Item = usize> + '_ {
        let places = match &self.repeats.groups {
            PostingStore::Memory(places) => places,
            PostingStore::File(_) => &self.own,
        };
        let is_shared = self.repeats.is_shared(place);
        let rest = if is_shared { &places[self.slots[place - self.start] as usize..] } else { &[][..] };
        let mut goes_on = rest.first().is_some_and(|here| here & LAST == 0);
        let later = rest.iter().skip(1).take_while(move |&&next| std::mem::replace(&mut goes_on, next & LAST == 0));
        later.map(|&place| unmarked(place))
    }
}

/// Reads four bytes, if the file goes on.
fn read_word(file: &mut impl Read, word: &mut [u8; 4]) -> io::Result<bool> {
    match file.read_exact(word) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        read => read.map(|()| true),
    }
}

/// Groups of places with equal runs, each in rising order; the last place of each is marked.
enum PostingStore {
    Memory(Vec<u32>),
    /// Four bytes for each place. The file has no name, so that nothing remains of it however a run ends.
    File(File),
}

impl PostingStore {
    fn new(is_file: bool) -> Result<Self> {
        Ok(if is_file { Self::File(tempfile::tempfile().map_err(spooled)?) } else { Self::Memory(Vec::new()) })
    }

    fn put(&mut self, places: &[u32]) -> Result<()> {
        match self {
            Self::Memory(all) => all.extend_from_slice(places),
            Self::File(file) => write(file, places).map_err(spooled)?,
        }
        Ok(())
    }
}

fn write(file: &File, places: &[u32]) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, file);
    places.iter().try_for_each(|place| out.write_all(&place.to_le_bytes()))?;
    out.flush()
}

fn spooled(source: io::Error) -> Error {
    Error::Write { path: std::env::temp_dir(), source }
}

/// Groups of these places whose runs of this length are equal and held by too many documents.
fn common_groups(places: &[u32], sequences: &SequenceSet<'_>, (length, most): (u32, usize)) -> Vec<Vec<u32>> {
    // Runs are read once each: they lie far apart, so that reading costs more than all else.
    let hash = |&place: &u32| sequences.run(place as usize, length).map(|run| (content_hash(run), place));
    let mut hashes: Vec<(u128, u32)> = places.iter().filter_map(hash).collect();
    hashes.sort_unstable();
    let groups = hashes.chunk_by(|x, y| x.0 == y.0).filter(|group| group.len() > most);
    let groups = groups.map(|group| group.iter().map(|&(_, place)| place).collect::<Vec<u32>>());
    groups.filter(|group| sequences.documents_of(group) > most).collect()
}

/// Where the runs of this length that begin at these places begin and end.
fn runs_at(places: &[u32], sequences: &SequenceSet<'_>, length: u32) -> impl Iterator<Item = (u32, u32)> {
    places
        .iter()
        .map(move |&place| (place, place + sequences.run(place as usize, length).map_or(0, <[char]>::len) as u32))
}

/// Whether the same character follows at all places, as it does inside of blocks that are copied whole.
fn go_on_alike(places: &[u32], sequences: &SequenceSet<'_>, length: usize) -> bool {
    let next = |&place: &u32| sequences.chars()[place as usize + length];
    let first = next(&places[0]);
    first != SEPARATOR && places.iter().all(|place| next(place) == first)
}

/// The number of a place without its mark.
fn unmarked(place: u32) -> usize {
    (place & !LAST) as usize
}

/// Every place whose hash falls into this part of all, with the hash of the run that begins there; equal runs side by side.
fn sorted_places(sequences: &SequenceSet<'_>, gram: u32, (part, parts): (usize, usize)) -> Vec<(u64, u32)> {
    let all = (0..sequences.len() as u32).into_par_iter();
    let places = all.map_init(Vec::new, |hashes: &mut Vec<u64>, sequence| {
        hash_runs(sequences.content(sequence), gram, hashes);
        let places = hashes.iter().zip(sequences.start(sequence) as u32..);
        let mine = places.filter(|(hash, _)| ((**hash >> 32) as usize * parts) >> 32 == part);
        mine.map(|(&hash, place)| (hash, place)).collect::<Vec<_>>()
    });
    let mut places: Vec<(u64, u32)> = places.flatten_iter().collect();
    places.par_sort_unstable();
    places
}

/// Groups of places with equal runs, split until each is rare enough.
#[derive(Default)]
struct Groups {
    places: Vec<u32>,
    /// For each group the length of its run, or [`TOO_FREQUENT`].
    lengths: Vec<u8>,
    /// Places that had a common run but share the longer one with none.
    single: Vec<u32>,
    /// Runs that are boilerplate: first place, and the one behind the last.
    common: Vec<(u32, u32)>,
    /// Longer runs that are.
    blocks: Vec<(u32, u32)>,
}

impl Groups {
    /// Splits places with equal runs by the characters that follow, until each group is rare.
    fn refine(&mut self, places: Vec<u32>, sequences: &SequenceSet<'_>, limits: SeedLimits) {
        if places.len() > limits.common {
            for formula in common_groups(&places, sequences, (FORMULA, limits.common)) {
                self.common.extend(runs_at(&formula, sequences, FORMULA));
                for block in common_groups(&formula, sequences, (BLOCK, limits.common)) {
                    self.blocks.extend(runs_at(&block, sequences, BLOCK));
                }
            }
        }
        let Some(shortest) = sequences.run(places[0] as usize, limits.gram).map(<[char]>::len) else { return };
        let mut open = vec![(places, shortest)];
        while let Some((places, length)) = open.pop() {
            match places.len() {
                1 => self.single.extend(places),
                count if count <= limits.occurrences => self.keep(&places, length as u8),
                _ if sequences.run(places[0] as usize, limits.longest).is_some_and(|run| run.len() <= length) => {
                    self.keep(&places, TOO_FREQUENT);
                }
                _ if go_on_alike(&places, sequences, length) => open.push((places, length + 1)),
                _ => open.extend(self.split(places, sequences, length).into_iter().map(|group| (group, length + 1))),
            }
        }
    }

    fn keep(&mut self, places: &[u32], length: u8) {
        let start = self.places.len();
        self.places.extend_from_slice(places);
        self.places[start..].sort_unstable();
        *self.places.last_mut().expect("a group has members") |= LAST;
        self.lengths.push(length);
    }

    /// The groups that share one more character; what ends here stays alone.
    fn split(&mut self, mut places: Vec<u32>, sequences: &SequenceSet<'_>, length: usize) -> Vec<Vec<u32>> {
        let next = |place: &u32| sequences.chars()[*place as usize + length];
        places.sort_unstable_by_key(next);
        let groups = places.chunk_by(|a, b| next(a) == next(b));
        let (ended, open): (Vec<&[u32]>, Vec<&[u32]>) = groups.partition(|group| next(&group[0]) == SEPARATOR);
        self.single.extend(ended.into_iter().flatten());
        open.into_iter().map(<[u32]>::to_vec).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_ledger_counts_every_place_once(texts in prop::collection::vec("[甲乙a]{0,60}", 1..4)) {
            let contents: Vec<Vec<char>> = texts.iter().map(|text| text.chars().collect()).collect();
            let sequences = SequenceSet::new(contents.iter().map(|content| (0, content.as_slice())));
            let limits = SeedLimits { occurrences: 8, longest: 36, ..SeedLimits::default() };
            let coverage = NgramIndex::of(&sequences, limits).coverage();
            let places: usize = contents.iter().map(Vec::len).sum();
            prop_assert_eq!(coverage.proved + coverage.measured + coverage.too_frequent, places as u64);
            let exhaustive = SeedLimits::exhaustive();
            prop_assert_eq!(NgramIndex::of(&sequences, exhaustive).coverage().proved, places as u64);
        }
    }
}
