//! Families of lines that announce themselves by their form: a stem with a number, lines in
//! brackets, numbered titles.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::candidate::Candidate;
use super::layout::Layout;
use super::line_form::{LONGEST_TITLE, leads_on};
use super::numbering::{Style, leading_numeral, numerals_of};
use super::signal::Signal;

/// Median width of the texts under the members of a series, in thirds of an ideograph: sections of
/// documentation and items of lists are shorter than 300 ideographs, speeches seldom are.
const LEAST_MEDIAN: u64 = 3 * 300;
/// The same for lines in brackets, which lists do not have.
const LEAST_BRACKETED_MEDIAN: u64 = 3 * 200;
/// A series of a stem with a number starts within this share of the document: one fourth.
const LATEST_START: u64 = 4;
/// Longest stem before a number, in characters.
const LONGEST_STEM: usize = 12;
/// Points of a stem with a number, which need nothing else.
const STEM_POINTS: i32 = 9;
/// Points of lines in brackets.
const BRACKET_POINTS: i32 = 7;
/// Points of a numbered series that runs through the document.
const RUNNING_POINTS: i32 = 6;
/// Points of a numbered series of which half of the members are followed by the start of a speech.
const OPENING_POINTS: i32 = 3;
/// Points of other numbered lines: points of a speech, not speeches.
const OTHER_POINTS: i32 = -3;

/// A line that consists of a stem and a number, such as 演讲稿1 or Speech 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stem<'t> {
    bracket: Option<char>,
    words: &'t str,
    value: u32,
}

/// The lines of series of a stem with a number that rises by one through the whole document.
pub(super) fn stem_series(layout: &Layout<'_>) -> Vec<usize> {
    let mut series: BTreeMap<(Option<char>, &str), Vec<StemLine>> = BTreeMap::new();
    for (at, line) in layout.lines.iter().enumerate() {
        if let Some(found) =
            Some(line).filter(|line| line.width <= LONGEST_TITLE).and_then(|line| stem(line.text))
        {
            let members = series.entry((found.bracket, found.words)).or_default();
            members.push(StemLine { line: at, value: found.value });
        }
    }
    let kept = series.into_values().filter(|members| is_stem_series(layout, members));
    kept.flatten().map(|member| member.line).collect()
}

/// A member of a series of a stem.
struct StemLine {
    line: usize,
    value: u32,
}

fn is_stem_series(layout: &Layout<'_>, members: &[StemLine]) -> bool {
    let rises = members.windows(2).all(|pair| pair[1].value == pair[0].value + 1);
    if members.len() < 2 || !rises || members[0].value > 2 {
        return false;
    }
    let lines: Vec<usize> = members.iter().map(|member| member.line).collect();
    layout.before(lines[0]) * LATEST_START <= layout.width()
        && layout.median_gap(&lines) >= LEAST_MEDIAN
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
            (12..=LONGEST_TITLE).contains(&line.width)
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
    layout.previous(at).is_some_and(|line| line.is_title && line.width > 15)
}

/// Makes the members of the series of a stem and of lines in brackets candidates.
pub(super) fn add_lines(candidates: &mut Vec<Candidate>, lines: &[usize], signal: Signal) {
    let points = if signal == Signal::Stem { STEM_POINTS } else { BRACKET_POINTS };
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
pub(super) fn weigh_numbered(layout: &Layout<'_>, candidates: &mut [Candidate]) {
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
            add_to(candidates, &members, OTHER_POINTS);
            add_to(candidates, &running, RUNNING_POINTS - OTHER_POINTS);
        } else if opens_speeches(candidates, &members) {
            add_to(candidates, &members, OPENING_POINTS);
        } else {
            add_to(candidates, &members, OTHER_POINTS);
        }
    }
}

fn add_to(candidates: &mut [Candidate], members: &[usize], points: i32) {
    for &member in members {
        if points > 0 {
            candidates[member].add(points, Signal::Numbered);
        } else {
            candidates[member].points += points;
        }
    }
}

/// Whether at least half of some numbered titles are followed by the start of a speech.
fn opens_speeches(candidates: &[Candidate], members: &[usize]) -> bool {
    let opening = members.iter().filter(|&&at| candidates[at].after.opens_speech()).count();
    opening >= 2 && opening * 2 >= members.len()
}

/// The members of a numbered series that rises by one through the document, if most of them end
/// alike (…的讲话) or the document begins with number 1.
fn running_series(
    layout: &Layout<'_>,
    candidates: &[Candidate],
    members: &[usize],
) -> Option<Vec<usize>> {
    let mut running: Vec<usize> = Vec::new();
    let mut value = 0;
    for &member in members {
        let own = layout.lines[candidates[member].line].numbering?.value;
        if running.is_empty() || own == value + 1 {
            running.push(member);
            value = own;
        }
    }
    let lines: Vec<usize> = running.iter().map(|&at| candidates[at].line).collect();
    let starts = lines[0] == 0 && layout.lines[0].numbering.is_some_and(|found| found.value == 1);
    let is_series = running.len() >= 3
        && running.len() * 2 > members.len()
        && layout.median_gap(&lines) >= LEAST_MEDIAN
        && (starts || most_common_ending(layout, &lines) * 2 > running.len());
    is_series.then_some(running)
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

    #[test]
    fn the_ending_of_a_short_title_is_the_title() {
        assert_eq!([ending("大会上的讲话", 3), ending("讲话", 3)], ["的讲话", "讲话"]);
    }
}
