//! Families of candidates that support each other: titles after signatures, titles set apart by
//! their layout, titles that end alike, and entries of a table of contents.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::super::numbering::{numbering, without_number};
use super::candidate::{After, Before, Candidate};
use super::layout::{Layout, LayoutLine};
use super::line_form::{is_only_date, is_speaker_heading};
use super::series::ending;
use super::signal::Signal;
use super::weights::{TitleFeature, TitleWeights};

/// A family of candidates has at least so many members.
const LEAST_FAMILY: usize = 4;
/// Median width of the texts under titles that follow signatures, in thirds of an ideograph.
const LEAST_LETTER: u64 = 3 * 250;
/// Median width of the texts under titles that are only set apart by their layout: headings inside
/// of an article stand closer.
const LEAST_SET_APART: u64 = 3 * 400;
/// Titles that nothing sets apart have at least so many members: an article has fewer headings.
const LEAST_PLAIN: usize = 6;
/// Widest title after a signature; a wider line is a note on the text.
const WIDEST_AFTER_SIGNATURE: u32 = 3 * 32;
/// A narrower line is no title by its layout alone.
const NARROWEST: u32 = 3 * 5;
/// A narrower title is not compared by its ending.
const NARROWEST_BY_ENDING: u32 = 3 * 8;
/// Characters of an ending: 的讲话.
const ENDING: usize = 3;
/// A table of contents ends within so many lines.
const LONGEST_CONTENTS: usize = 400;
/// A shorter entry of a table of contents, in bytes, may recur by chance.
const SHORTEST_ENTRY: usize = 8;

/// Gives points to titles that follow signatures, notes or dates, or stand above names or turns of a
/// dialogue, if that recurs.
pub(super) fn weigh_surroundings(
    layout: &Layout<'_>,
    candidates: &mut [Candidate],
    weights: &TitleWeights,
) {
    for before in [Before::Signature, Before::Note, Before::Date] {
        let members = members_of(candidates, |candidate| {
            let line = &layout.lines[candidate.line];
            candidate.before == before
                && (NARROWEST..=WIDEST_AFTER_SIGNATURE).contains(&line.width)
                && !is_speaker_heading(line.text, line.width)
                && !is_only_date(line.text)
        });
        let points = weights.of(TitleFeature::AfterClosing) + weights.of(TitleFeature::OfFamily);
        if is_family(layout, candidates, &members, LEAST_LETTER) {
            add_to_unopened(candidates, &members, points, Signal::Closing);
        }
    }
    let members = members_of(candidates, |candidate| {
        matches!(candidate.after, After::Author | After::Turn)
            && candidate.before.closes_text()
            && candidate.points > 0
    });
    if is_family(layout, candidates, &members, LEAST_LETTER) {
        for member in members {
            let signal = candidates[member].after.signal();
            candidates[member].add(weights.of(TitleFeature::OfFamily), signal);
        }
    }
}

/// Gives points to those of some candidates that no sign of a speech follows.
fn add_to_unopened(candidates: &mut [Candidate], members: &[usize], points: i32, signal: Signal) {
    for &member in members {
        let candidate = &mut candidates[member];
        if matches!(candidate.after, After::Body | After::Author | After::Turn) {
            candidate.add(points, signal);
        }
    }
}

/// The positions of the candidates that fulfil a condition.
fn members_of(candidates: &[Candidate], is_member: impl Fn(&Candidate) -> bool) -> Vec<usize> {
    let all = candidates.iter().enumerate();
    all.filter(|(_, candidate)| is_member(candidate)).map(|(at, _)| at).collect()
}

fn is_family(layout: &Layout<'_>, candidates: &[Candidate], members: &[usize], least: u64) -> bool {
    let lines: Vec<usize> = members.iter().map(|&at| candidates[at].line).collect();
    members.len() >= LEAST_FAMILY && layout.median_gap(&lines) >= least
}

/// What is usual in the layout of a document.
struct Usual {
    /// Blank lines before a line, the median.
    blanks: u32,
    /// Whether blank lines are rare: before less than two fifths of all lines.
    rare_blanks: bool,
    /// Indent of paragraphs, if at least four in five have it.
    indent: Option<u32>,
}

impl Usual {
    fn of(layout: &Layout<'_>) -> Self {
        let mut blanks: Vec<u32> = layout.lines.iter().map(|line| line.blanks).collect();
        blanks.sort_unstable();
        let after_blanks = blanks.iter().filter(|&&blanks| blanks > 0).count();
        let mut indents: Vec<u32> =
            layout.lines.iter().filter(|line| line.is_body).map(|line| line.indent).collect();
        indents.sort_unstable();
        let indent = indents.get(indents.len() / 2).copied().filter(|&median| {
            let same = indents.iter().filter(|&&indent| indent == median).count();
            indents.len() >= 5 && same * 5 >= indents.len() * 4
        });
        Self {
            blanks: blanks[blanks.len() / 2],
            rare_blanks: after_blanks * 5 < blanks.len() * 2,
            indent,
        }
    }

    /// Whether more blank lines stand before a line than usual.
    fn is_after_gap(&self, line: &LayoutLine<'_>) -> bool {
        line.blanks > self.blanks.max(1) || (self.rare_blanks && line.blanks > 0)
    }

    /// Whether a line is indented in another way than paragraphs are.
    fn has_other_indent(&self, line: &LayoutLine<'_>) -> bool {
        self.indent.is_some_and(|indent| line.indent != indent)
    }
}

/// Gives points to titles that blank lines or their indent set apart from the text.
pub(super) fn weigh_layout(
    layout: &Layout<'_>,
    candidates: &mut [Candidate],
    weights: &TitleWeights,
) {
    let usual = Usual::of(layout);
    let mut is_set_apart = Vec::with_capacity(candidates.len());
    for candidate in candidates.iter_mut() {
        let line = &layout.lines[candidate.line];
        let gap = candidate.line > 0 && usual.is_after_gap(line);
        let indent = usual.has_other_indent(line);
        if gap || indent {
            candidate.points += weights.of(TitleFeature::SetApart);
        }
        is_set_apart.push(gap || indent);
    }
    let members: Vec<usize> = (0..candidates.len())
        .filter(|&at| {
            let candidate = &candidates[at];
            is_set_apart[at]
                && candidate.before.closes_text()
                && candidate.points >= 1
                && layout.lines[candidate.line].width >= NARROWEST
        })
        .collect();
    if is_family(layout, candidates, &members, LEAST_SET_APART) {
        for member in members {
            candidates[member].add(weights.of(TitleFeature::OfFamily), Signal::Layout);
        }
    }
}

/// Gives points to titles between a finished text and a paragraph, if a document has long texts and
/// hardly any other short lines.
pub(super) fn weigh_plain(
    layout: &Layout<'_>,
    candidates: &mut [Candidate],
    weights: &TitleWeights,
) {
    let members = members_of(candidates, |candidate| {
        candidate.after == After::Body && candidate.before.closes_text() && candidate.points >= 1
    });
    let is_regular = members.len() >= LEAST_PLAIN && members.len() * 10 >= candidates.len() * 7;
    if is_regular && is_family(layout, candidates, &members, LEAST_SET_APART) {
        for member in members {
            candidates[member].add(weights.of(TitleFeature::OfFamily), Signal::Layout);
        }
    }
}

/// Gives points to titles that end as others do.
pub(super) fn weigh_endings(
    layout: &Layout<'_>,
    candidates: &mut [Candidate],
    weights: &TitleWeights,
) {
    let mut likely: HashMap<&str, usize> = HashMap::new();
    let mut strong: HashMap<&str, usize> = HashMap::new();
    for candidate in candidates.iter() {
        let line = &layout.lines[candidate.line];
        let ending = title_ending(line.text);
        if candidate.points >= 1 && line.width >= NARROWEST_BY_ENDING {
            *likely.entry(ending).or_default() += 1;
        }
        if candidate.is_strong() {
            *strong.entry(ending).or_default() += 1;
        }
    }
    for candidate in candidates.iter_mut() {
        let line = &layout.lines[candidate.line];
        let ending = title_ending(line.text);
        let is_likely = candidate.points >= 1 && line.width >= NARROWEST_BY_ENDING;
        if ending.is_empty() {
            continue;
        }
        let others =
            strong.get(ending).copied().unwrap_or_default() - usize::from(candidate.is_strong());
        let is_common = is_likely && likely.get(ending).is_some_and(|&count| count >= LEAST_FAMILY);
        if is_common || others >= 2 {
            candidate.add(weights.of(TitleFeature::OfFamily), Signal::Ending);
        }
    }
}

/// The last characters of a title; empty where they are letters, of which three say nothing.
fn title_ending(title: &str) -> &str {
    let ending = ending(title.trim_end_matches(['！', '!', '？', '?', '：', ':']), ENDING);
    if ending.chars().any(|char| char.is_ascii()) { "" } else { ending }
}

/// Gives points to titles that a table of contents lists.
pub(super) fn weigh_contents(
    layout: &Layout<'_>,
    candidates: &mut [Candidate],
    weights: &TitleWeights,
) {
    let entries = layout.lines.iter().filter(|line| line.is_entry());
    let mut listed: HashSet<&str> = entries.map(|line| entry(line.text)).collect();
    for candidate in candidates {
        if listed.remove(entry(layout.lines[candidate.line].text)) {
            candidate.add(weights.of(TitleFeature::OfSeries), Signal::Contents);
        }
    }
}

/// Marks the lines of tables of contents, at the start and at the end, which are no titles.
pub(super) fn mark_contents(layout: &mut Layout<'_>) {
    for part in [front(layout), back(layout)] {
        if let Some(table) = contents(layout, part) {
            layout.lines[table].iter_mut().for_each(LayoutLine::make_entry);
        }
    }
}

/// The short lines at the start of the document.
fn front(layout: &Layout<'_>) -> Range<usize> {
    let lines = layout.lines.iter().take(LONGEST_CONTENTS);
    0..lines.take_while(|line| line.is_title() || !line.is_body).count()
}

/// The short lines at the end of the document.
fn back(layout: &Layout<'_>) -> Range<usize> {
    let lines = layout.lines.iter().rev().take(LONGEST_CONTENTS);
    let count = lines.take_while(|line| line.is_title() || !line.is_body).count();
    layout.lines.len() - count..layout.lines.len()
}

/// The lines of a table of contents among some lines: from the first to the last of which most
/// occur elsewhere as titles.
fn contents(layout: &Layout<'_>, lines: Range<usize>) -> Option<Range<usize>> {
    let mut listed: HashMap<&str, usize> = HashMap::new();
    for at in lines.clone() {
        let entry = entry(layout.lines[at].text);
        if entry.len() >= SHORTEST_ENTRY {
            listed.entry(entry).or_insert(at);
        }
    }
    let mut entries = BTreeSet::new();
    for (at, line) in layout.lines.iter().enumerate().filter(|(_, line)| may_be_listed(line)) {
        let listed = listed.get(entry(line.text)).filter(|&&listed| listed != at);
        entries.extend(listed);
    }
    let table = *entries.first()?..entries.last()? + 1;
    let is_table = entries.len() >= 3 && entries.len() * 2 >= table.len();
    is_table.then_some(table)
}

/// Whether a line may be a title that a table of contents lists.
fn may_be_listed(line: &LayoutLine<'_>) -> bool {
    line.may_be_title() && line.width >= NARROWEST
}

/// A title without its number, and without dots and the number of a page behind it.
fn entry(line: &str) -> &str {
    let is_leader = |char: char| char.is_whitespace() || ".…·．".contains(char);
    let line = without_number(line, numbering(line)).trim_end_matches(is_leader);
    let bare = line.strip_suffix([')', '）']).unwrap_or(line);
    let end = bare.trim_end_matches(|char: char| char.is_ascii_digit());
    let end = if bare.len() < line.len() { end.strip_suffix(['(', '（']) } else { Some(end) };
    // Without dots or blanks before it, a number belongs to the title.
    match end.filter(|end| bare.len() < line.len() || end.ends_with(is_leader)) {
        Some(end) => end.trim_end_matches(is_leader),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_lose_their_numbers_and_pages() {
        for line in ["3、在会上的讲话", "在会上的讲话……12", "3．在会上的讲话 (12)", "在会上的讲话"]
        {
            assert_eq!(entry(line), "在会上的讲话", "{line}");
        }
        assert_eq!(entry("讲话1"), "讲话1");
    }
}
