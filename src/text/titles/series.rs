//! Families of lines that announce themselves by their form: a stem with a number, lines in
//! brackets, numbered titles.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use super::super::numbering::{Style, leading_numeral, numerals_of};
use super::candidate::Candidate;
use super::layout::{Layout, LayoutLine};
use super::line_form::{LONGEST_TITLE, is_date, leads_on};
use super::signal::Signal;
use super::weights::{TitleFeature, TitleWeights};

/// Median width of the texts under the members of a series, in thirds of an ideograph: sections of
/// documentation and items of lists are shorter than 300 ideographs, speeches seldom are.
const LEAST_MEDIAN: u64 = 3 * 300;
/// The same for lines in brackets, which lists do not have.
const LEAST_BRACKETED_MEDIAN: u64 = 3 * 200;
/// A series of a stem with a number starts within this share of the document: one fourth.
const LATEST_START: u64 = 4;
/// Longest stem before a number, in characters.
const LONGEST_STEM: usize = 12;
/// A series of numbers gains so much with each member, and loses 1 for each number left out.
const MEMBER_POINTS: i64 = 2;
/// Numbers of a series rise by so much at most: one or two may be left out or misread.
const LONGEST_STEP: u32 = 3;
/// So many of the last lines with a number may precede the next of a series, so that time is linear.
const MOST_RECENT: usize = 6;
/// A series of so many members up to a number of [`LEAST_OF_HIGH_NUMBER`] has more than the points
/// of a speech.
const LEAST_OF_LONG_SERIES: usize = 6;
/// See [`LEAST_OF_LONG_SERIES`].
const LEAST_OF_HIGH_NUMBER: u32 = 9;
/// Median width of the texts under a series that only its high numbers tell from points: decisions
/// have points of 400 ideographs.
const LEAST_OF_HIGH_MEDIAN: u64 = 3 * 500;
/// A series that runs through a document starts in its first quarter and ends in its last.
const SHARE_AT_END: u64 = 4;

/// A line that consists of a stem and a number, such as 演讲稿1 or Speech 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stem<'t> {
    bracket: Option<char>,
    words: &'t str,
    value: u32,
}

/// The lines of series of a stem with a number that rises through the whole document.
pub(super) fn stem_series(layout: &Layout<'_>) -> Vec<usize> {
    let mut series: BTreeMap<(Option<char>, &str), Vec<Numbered>> = BTreeMap::new();
    for (at, line) in layout.lines.iter().enumerate() {
        if let Some(found) =
            Some(line).filter(|line| may_be_stem(line)).and_then(|line| stem(line.text))
        {
            let members = series.entry((found.bracket, found.words)).or_default();
            members.push(Numbered { candidate: at, line: at, value: found.value });
        }
    }
    series.into_values().flat_map(|members| running_stem(layout, &members)).collect()
}

/// Whether a line may have a stem with a number.
fn may_be_stem(line: &LayoutLine<'_>) -> bool {
    line.width <= LONGEST_TITLE && !line.is_entry()
}

/// The lines of a stem that are a series through the document; none if it is another thing.
fn running_stem(layout: &Layout<'_>, members: &[Numbered]) -> Vec<usize> {
    let series = longest_series(layout, members);
    let lines: Vec<usize> = series.iter().map(|&at| members[at].line).collect();
    // A table of contents lists all of them once more.
    let is_most = lines.len() >= 2 && lines.len() * 2 >= members.len();
    if !is_most || (members[series[0]].value > 2 && lines.len() < LEAST_OF_LONG_SERIES) {
        return Vec::new();
    }
    // Running heads stand in the midst of sentences.
    let closed = lines.iter().filter(|&&line| is_after_text(layout, line)).count();
    let is_running = layout.before(lines[0]) * LATEST_START <= layout.width()
        && closed * 2 > lines.len()
        && layout.median_gap(&lines) >= LEAST_MEDIAN;
    if is_running { lines } else { Vec::new() }
}

/// Whether a text ends before a line, or another short line stands there.
fn is_after_text(layout: &Layout<'_>, line: usize) -> bool {
    layout.previous(line).is_none_or(|before| before.is_closed || before.is_title())
}

/// The stem and the number of a line. A title may follow them: `Speech 2: To the Students`.
fn stem(line: &str) -> Option<Stem<'_>> {
    if leads_on(line) || line.ends_with(['。', '；', ';', '！', '!']) {
        return None;
    }
    let bracket = line.chars().next().filter(|char| "【[(（〔《〖".contains(*char));
    let inner = &line[bracket.map_or(0, char::len_utf8)..];
    let end = inner.char_indices().take(LONGEST_STEM + 1).find(|&(_, char)| !is_of_stem(char))?.0;
    let (stem, rest) = (inner[..end].trim_end(), inner[end..].trim_start_matches(['(', '（', ' ']));
    let numeral = leading_numeral(rest).filter(|_| !stem.is_empty() && stem != "第")?;
    let behind = rest[numeral.len..].trim_start_matches([')', '）', '】', ']', '〕', '》', '〗']);
    // `There are 3 of them` is no stem with a number.
    let title_follows = behind.starts_with([':', '：', '、', '.', '．', '\u{3000}'])
        || (behind.starts_with(' ') && !stem.contains(' '));
    let ends = behind.is_empty() || title_follows;
    (ends && numeral.value > 0).then_some(Stem { bracket, words: stem, value: numeral.value })
}

/// Whether a character may be one of a stem: a letter that is no numeral, or a blank between words.
fn is_of_stem(char: char) -> bool {
    let is_numeral = !char.is_ascii_alphabetic() && numerals_of(char).is_some();
    (char.is_alphabetic() && !is_numeral) || char == ' '
}

/// Lines that stand alone in brackets of one kind, if they are titles and no notes: their texts
/// differ, and they are not the second line below another title.
pub(super) fn bracketed_lines(layout: &Layout<'_>) -> Vec<usize> {
    let pairs = [('【', '】'), ('〖', '〗'), ('《', '》')];
    pairs.iter().flat_map(|&(opening, closing)| bracketed(layout, opening, closing)).collect()
}

fn bracketed(layout: &Layout<'_>, opening: char, closing: char) -> Vec<usize> {
    let lines = layout.lines.iter().enumerate();
    let members: Vec<usize> = lines
        .filter(|(_, line)| {
            !line.is_entry()
                && (12..=LONGEST_TITLE).contains(&line.width)
                && line.text.starts_with(opening)
                && line.text.ends_with(closing)
        })
        .map(|(at, _)| at)
        .collect();
    let different: HashSet<&str> = members.iter().map(|&at| layout.lines[at].text).collect();
    let alone = members.iter().filter(|&&at| !is_below_title(layout, at)).count();
    let are_titles = members.len() >= 3
        && different.len() * 10 >= members.len() * 8
        && alone * 10 >= members.len() * 8
        && layout.median_gap(&members) >= LEAST_BRACKETED_MEDIAN;
    if are_titles { members } else { Vec::new() }
}

/// Whether the line before is a title rather than a signature.
fn is_below_title(layout: &Layout<'_>, at: usize) -> bool {
    layout
        .previous(at)
        .is_some_and(|line| line.is_title() && line.width > 15 && !is_date(line.text))
}

/// Makes the members of the series of a stem and of lines in brackets candidates.
pub(super) fn add_lines(
    candidates: &mut Vec<Candidate>,
    lines: &[usize],
    signal: Signal,
    weights: &TitleWeights,
) {
    let points = weights.of(TitleFeature::OfSeries);
    let known: HashSet<usize> = lines.iter().copied().collect();
    // A line right above is the signature of the speech before, or the title of the book.
    candidates.retain(|candidate| {
        !known.contains(&candidate.line) && !known.contains(&(candidate.line + 1))
    });
    candidates.extend(lines.iter().map(|&line| Candidate::of_family(line, points, signal)));
    candidates.sort_by_key(|candidate| candidate.line);
}

/// Gives points to numbered titles: those of a series that runs through the document, or that is
/// followed by starts of speeches, gain; the others lose.
pub(super) fn weigh_numbered(
    layout: &Layout<'_>,
    candidates: &mut [Candidate],
    weights: &TitleWeights,
) {
    let mut series: BTreeMap<Style, Vec<usize>> = BTreeMap::new();
    for (at, candidate) in candidates.iter().enumerate() {
        if candidate.family.is_some() {
            continue;
        }
        if let Some(found) =
            layout.lines[candidate.line].numbering.filter(|found| !found.rest.is_empty())
        {
            series.entry(found.style).or_default().push(at);
        }
    }
    for (style, members) in series {
        let running = running_series(layout, candidates, &members).filter(|_| !style.ordinal);
        if let Some(running) = running {
            take_from(candidates, &members, &running, weights);
            add_to(candidates, &running, weights.of(TitleFeature::OfSeries));
        } else if opens_speeches(candidates, &members) {
            add_to(candidates, &members, weights.of(TitleFeature::OfFamily));
        } else {
            take_from(candidates, &members, &[], weights);
        }
    }
}

fn add_to(candidates: &mut [Candidate], members: &[usize], points: i32) {
    for &member in members {
        candidates[member].add(points, Signal::Numbered);
    }
}

/// Takes points from numbered titles that are of no series.
fn take_from(
    candidates: &mut [Candidate],
    members: &[usize],
    series: &[usize],
    weights: &TitleWeights,
) {
    // Both rise.
    let others = members.iter().filter(|member| series.binary_search(member).is_err());
    for &member in others {
        candidates[member].points += weights.of(TitleFeature::OtherNumber);
    }
}

/// Whether at least half of some numbered titles are followed by the start of a speech.
fn opens_speeches(candidates: &[Candidate], members: &[usize]) -> bool {
    let opening = members.iter().filter(|&&at| candidates[at].after.opens_speech()).count();
    opening >= 2 && opening * 2 >= members.len()
}

/// The members of a numbered series that runs through the document, if most of them end alike
/// (…的讲话), the document begins with number 1, or the numbers are higher than those of points.
fn running_series(
    layout: &Layout<'_>,
    candidates: &[Candidate],
    members: &[usize],
) -> Option<Vec<usize>> {
    let numbered: Vec<Numbered> =
        members.iter().map(|&at| Numbered::new(layout, candidates, at)).collect();
    if restarts(layout, &numbered) {
        return Some(members.to_vec());
    }
    let series = with_misread(&numbered, &longest_series(layout, &numbered));
    let lines: Vec<usize> = series.iter().map(|&at| numbered[at].line).collect();
    let [first, last] = [*series.first()?, *series.last()?].map(|at| &numbered[at]);
    let starts = first.line == 0 && first.value == 1;
    let is_long = series.len() >= LEAST_OF_LONG_SERIES;
    let median = layout.median_gap(&lines);
    let is_high = is_long && last.value >= LEAST_OF_HIGH_NUMBER && median >= LEAST_OF_HIGH_MEDIAN;
    let is_most = series.len() * 2 > members.len() || (is_long && spans(layout, &lines));
    let is_series = series.len() >= 3
        && is_most
        && median >= LEAST_MEDIAN
        && (starts || is_high || most_common_ending(layout, &lines) * 2 > series.len());
    is_series.then(|| series.iter().map(|&at| numbered[at].candidate).collect())
}

/// A numbered candidate.
#[derive(Debug, Clone, Copy)]
struct Numbered {
    candidate: usize,
    line: usize,
    value: u32,
}

impl Numbered {
    fn new(layout: &Layout<'_>, candidates: &[Candidate], at: usize) -> Self {
        let line = candidates[at].line;
        let value = layout.lines[line].numbering.map_or(0, |found| found.value);
        Self { candidate: at, line, value }
    }
}

/// Whether some lines stand in the first and in the last quarter of the document too.
fn spans(layout: &Layout<'_>, lines: &[usize]) -> bool {
    let [first, last] = [lines[0], lines[lines.len() - 1]].map(|line| layout.before(line));
    first * SHARE_AT_END <= layout.width()
        && (layout.width() - last) * SHARE_AT_END <= layout.width()
}

/// Whether numbers start with 1 at the start of the document, and again later, as those of parts
/// do, and long texts stand below them.
fn restarts(layout: &Layout<'_>, members: &[Numbered]) -> bool {
    let rises = members.windows(2).all(|pair| [1, pair[0].value + 1].contains(&pair[1].value));
    let lines: Vec<usize> = members.iter().map(|member| member.line).collect();
    rises
        && members.len() >= LEAST_OF_LONG_SERIES
        && (members[0].line, members[0].value) == (0, 1)
        && layout.median_gap(&lines) >= LEAST_MEDIAN
}

/// How good a series is that ends with a member; the best is the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct SeriesScore {
    /// What members add, less the numbers left out.
    fit: i64,
    /// The sum of the roots of the gaps, which is greatest for members at equal distances.
    evenness: u64,
}

/// The best series that ends with a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct SeriesEnd {
    score: SeriesScore,
    /// The position of the member before.
    previous: Option<usize>,
}

/// The best series of numbers that rise by one, or by up to [`LONGEST_STEP`]: positions of members.
fn longest_series(layout: &Layout<'_>, members: &[Numbered]) -> Vec<usize> {
    let mut recent: HashMap<u32, VecDeque<usize>> = HashMap::new();
    let mut ends: Vec<SeriesEnd> = Vec::with_capacity(members.len());
    for (at, member) in members.iter().enumerate() {
        let before = (1..=LONGEST_STEP.min(member.value))
            .flat_map(|step| recent.get(&(member.value - step)).into_iter().flatten());
        let longer = before.map(|&before| SeriesEnd {
            score: ends[before].score.with(&members[before], member, layout),
            previous: Some(before),
        });
        let alone = SeriesEnd { score: SeriesScore::ALONE, previous: None };
        ends.push(longer.max().map_or(alone, |longer| longer.max(alone)));
        let places = recent.entry(member.value).or_default();
        places.push_back(at);
        if places.len() > MOST_RECENT {
            places.pop_front();
        }
    }
    let last = (0..members.len()).max_by_key(|&at| ends[at].score);
    let mut series: Vec<usize> = std::iter::successors(last, |&at| ends[at].previous).collect();
    series.reverse();
    series
}

impl SeriesScore {
    /// The score of a series of one member.
    const ALONE: Self = Self { fit: MEMBER_POINTS, evenness: 0 };

    /// The score of a series that ends with one member and goes on with another.
    fn with(self, last: &Numbered, next: &Numbered, layout: &Layout<'_>) -> Self {
        let left_out = i64::from(next.value) - i64::from(last.value) - 1;
        Self {
            fit: self.fit + MEMBER_POINTS - left_out,
            evenness: self.evenness + layout.between(last.line, next.line).isqrt(),
        }
    }
}

/// A series with the members whose numbers were misread: as many stand between two of the series as
/// numbers are left out.
fn with_misread(members: &[Numbered], series: &[usize]) -> Vec<usize> {
    let mut filled = Vec::with_capacity(series.len());
    for pair in series.windows(2) {
        let missing = members[pair[1]].value - members[pair[0]].value - 1;
        filled.push(pair[0]);
        if missing as usize == pair[1] - pair[0] - 1 {
            filled.extend(pair[0] + 1..pair[1]);
        }
    }
    filled.extend(series.last());
    filled
}

/// How many of some titles have the most common ending.
fn most_common_ending(layout: &Layout<'_>, lines: &[usize]) -> usize {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for &line in lines {
        *counts.entry(ending(layout.lines[line].text, 2)).or_default() += 1;
    }
    counts.into_values().max().unwrap_or_default()
}

/// The last characters of a title.
pub(super) fn ending(title: &str, chars: usize) -> &str {
    let start = title.char_indices().rev().nth(chars - 1).map_or(0, |(start, _)| start);
    &title[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_have_a_number_behind_them() {
        let cases = [
            ("演讲稿1", "演讲稿", 1),
            ("讲话稿（一）", "讲话稿", 1),
            ("【范例十二】", "范例", 12),
            ("Speech 2", "Speech", 2),
            ("Speech 3: To the Students", "Speech", 3),
            ("致辞（2）：开幕", "致辞", 2),
            ("スピーチ３", "スピーチ", 3),
        ];
        for (line, expected, value) in cases {
            let found = stem(line).expect(line);
            assert_eq!((found.words, found.value), (expected, value), "{line}");
        }
        for line in ["第3回", "1999年", "我们有三个问题", "他说一：", "There are 3 of them", "讲话"]
        {
            assert_eq!(stem(line), None, "{line}");
        }
    }

    /// Numbered candidates at equal distances, of which no lines are asked for.
    fn numbered(values: &[u32]) -> Vec<Numbered> {
        let numbered = values.iter().enumerate();
        numbered.map(|(at, &value)| Numbered { candidate: at, line: at, value }).collect()
    }

    #[test]
    fn misread_numbers_between_members_of_a_series_belong_to_it() {
        let series = |values: &[u32], series: &[usize]| with_misread(&numbered(values), series);
        assert_eq!(series(&[1, 2, 31, 4], &[0, 1, 3]), [0, 1, 2, 3]);
        assert_eq!(series(&[1, 1, 2, 3], &[0, 2, 3]), [0, 2, 3], "a point inside of a speech");
        assert_eq!(series(&[1, 4], &[0, 1]), [0, 1], "numbers are left out");
    }

    #[test]
    fn the_ending_of_a_short_title_is_the_title() {
        assert_eq!([ending("大会上的讲话", 3), ending("讲话", 3)], ["的讲话", "讲话"]);
    }
}
