//! Families of candidates that support each other: titles after signatures, titles set apart by
//! their layout, titles that end alike, and entries of a table of contents.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::candidate::{After, Before, Candidate};
use super::layout::{Layout, LayoutLine};
use super::line_form::is_speaker_heading;
use super::numbering::{numbering, without_number};
use super::series::ending;
use super::signal::Signal;

/// A family of candidates has at least so many members.
const LEAST_FAMILY: usize = 4;
/// Median width of the texts under titles that follow signatures, in thirds of an ideograph.
const LEAST_LETTER: u64 = 3 * 250;
/// Median width of the texts under titles that are only set apart by their layout: headings inside
/// of an article stand closer.
const LEAST_SET_APART: u64 = 3 * 600;
/// Titles that nothing sets apart have at least so many members: an article has fewer headings.
const LEAST_PLAIN: usize = 6;
/// Points of titles that nothing sets apart, but which are the only short lines.
const PLAIN_POINTS: i32 = 3;
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
/// Points of a title that a table of contents lists.
const CONTENTS_POINTS: i32 = 4;

/// Gives points to titles that follow signatures, notes or dates, if that recurs.
pub(super) fn weigh_closings(layout: &Layout<'_>, candidates: &mut [Candidate]) {
    for (before, points) in [(Before::Signature, 3), (Before::Note, 2), (Before::Date, 2)] {
        let members = members_of(candidates, |candidate| {
            let line = &layout.lines[candidate.line];
            candidate.before == before
                && (NARROWEST..=WIDEST_AFTER_SIGNATURE).contains(&line.width)
                && !is_speaker_heading(line.text, line.width)
        });
        if is_family(layout, candidates, &members, LEAST_LETTER) {
            for member in members {
                let candidate = &mut candidates[member];
                if matches!(candidate.after, After::Body | After::Author | After::Turn) {
                    candidate.add(points, Signal::Closing);
                }
            }
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
pub(super) fn weigh_layout(layout: &Layout<'_>, candidates: &mut [Candidate]) {
    let usual = Usual::of(layout);
    let mut is_set_apart = Vec::with_capacity(candidates.len());
    for candidate in candidates.iter_mut() {
        let line = &layout.lines[candidate.line];
        let gap = candidate.line > 0 && usual.is_after_gap(line);
        let indent = usual.has_other_indent(line);
        candidate.points += i32::from(gap) + i32::from(indent);
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
            candidates[member].add(2, Signal::Layout);
        }
    }
}

/// Gives points to titles between a finished text and a paragraph, if a document has long texts and
/// hardly any other short lines.
pub(super) fn weigh_plain(layout: &Layout<'_>, candidates: &mut [Candidate]) {
    let members = members_of(candidates, |candidate| {
        candidate.after == After::Body && candidate.before.closes_text() && candidate.points >= 1
    });
    let is_regular = members.len() >= LEAST_PLAIN && members.len() * 10 >= candidates.len() * 7;
    if is_regular && is_family(layout, candidates, &members, LEAST_SET_APART) {
        for member in members {
            candidates[member].add(PLAIN_POINTS, Signal::Layout);
        }
    }
}

/// Gives points to titles that end as others do.
pub(super) fn weigh_endings(layout: &Layout<'_>, candidates: &mut [Candidate]) {
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
        if is_likely && likely.get(ending).is_some_and(|&count| count >= LEAST_FAMILY) {
            candidate.add(3, Signal::Ending);
        }
        if others >= 2 {
            candidate.add(2, Signal::Ending);
        }
    }
}

/// The last characters of a title; empty where they are letters, of which three say nothing.
fn title_ending(title: &str) -> &str {
    let ending = ending(title, ENDING);
    if ending.chars().any(|char| char.is_ascii()) { "" } else { ending }
}

/// Gives points to titles that a table of contents at the start lists, and takes the lines of the
/// table out of the candidates.
pub(super) fn weigh_contents(layout: &Layout<'_>, candidates: &mut Vec<Candidate>) {
    let entries = contents(layout);
    let Some(&last) = entries.iter().max() else {
        return;
    };
    let mut listed: HashSet<&str> =
        entries.iter().map(|&at| entry(layout.lines[at].text)).collect();
    candidates.retain(|candidate| candidate.line > last);
    for candidate in candidates {
        if listed.remove(entry(layout.lines[candidate.line].text)) {
            candidate.add(CONTENTS_POINTS, Signal::Contents);
        }
    }
}

/// The lines of a table of contents: short lines at the start of which most recur below as titles.
fn contents(layout: &Layout<'_>) -> Vec<usize> {
    let front = layout.lines.iter().take(LONGEST_CONTENTS);
    let front = front.take_while(|line| line.is_title || !line.is_body).count();
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (at, line) in layout.lines[..front].iter().enumerate() {
        first.entry(entry(line.text)).or_insert(at);
    }
    let mut entries = BTreeSet::new();
    let lines = layout.lines.iter().enumerate();
    for (at, line) in lines.filter(|(_, line)| line.is_title && line.width >= NARROWEST) {
        let entry = entry(line.text);
        let listed = first.get(entry).filter(|&&first| first < at && entry.len() >= SHORTEST_ENTRY);
        entries.extend(listed);
    }
    let lines = entries.last().map_or(0, |last| last + 1);
    let is_table = entries.len() >= 3 && entries.len() * 2 >= lines;
    if is_table { entries.into_iter().collect() } else { Vec::new() }
}

/// A title without its number, and without dots and the number of a page behind it.
fn entry(line: &str) -> &str {
    let line = without_number(line, numbering(line));
    let is_leader = |char: char| char.is_whitespace() || ".…·．()（）".contains(char);
    let end = line.trim_end_matches(is_leader).trim_end_matches(|char: char| char.is_ascii_digit());
    // Without dots or blanks before it, a number belongs to the title.
    if end.ends_with(is_leader) {
        end.trim_end_matches(is_leader)
    } else {
        line.trim_end_matches(is_leader)
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
