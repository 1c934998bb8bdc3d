//! Lines that were wrapped at a fixed width, joined to paragraphs.

use super::line_ends::ends_sentence;
use super::lines::TextLine;
use super::numbering::numbering;
use super::width::line_width;
use crate::document::Span;

/// Lines of wrapped text are no wider than this: books have 25 to 45 ideographs, mails 80 letters.
const WIDEST_WRAP: u32 = 3 * 48;
/// Lines of wrapped text are no narrower than this.
const NARROWEST_WRAP: u32 = 3 * 10;
/// A rule sets a title apart as so many blank lines do.
const BLANKS_OF_RULE: u32 = 3;
/// A text of fewer lines is taken for wrapped only if its lines break in the middle of sentences.
const LEAST_WRAPPED_LINES: usize = 20;
/// The widest line of a text of few lines that is wrapped: 40 letters, or 14 ideographs.
const NARROWEST_OF_FEW: u32 = 40;
/// So many lines of a text of few lines must break in the middle of a sentence.
const LEAST_BREAKS: usize = 2;
/// A line of ideographs is full if so much is left of the width: marks may not start a line.
const LEFT_OF_FULL: u32 = 3 * 2;
/// Bytes of a word that has a capital letter in an English title, unlike articles and prepositions.
const LONG_WORD: usize = 4;
/// So many lines with more white space than most before them are the first ones of paragraphs.
const LEAST_SET_IN: usize = 2;
/// The narrowest width of ideographs between headings, lists or code.
const NARROWEST_OF_BREAKS: u32 = 3 * 20;
/// So many sentences must go on in the next line of a text with headings, lists or code.
const LEAST_MIXED_BREAKS: usize = 6;
/// At most so many lines are between two blank lines, on average, if these part paragraphs.
const LINES_BETWEEN_BLANKS: usize = 12;
/// Most white space before the further lines of a point of a list, in characters.
const DEEPEST_HANGING: u32 = 8;

/// A line before wrapped lines are joined.
#[derive(Debug, Clone, Copy)]
pub(super) struct RawLine {
    pub(super) span: Span,
    pub(super) width: u32,
    /// Blank lines before it.
    pub(super) blanks: u32,
    /// Characters of white space at its start.
    pub(super) indent: u32,
    start: LineStart,
    end: LineEnd,
    /// Width of its first word, if it is of a script with blanks between words.
    first_word: u32,
    /// How many lines are joined in it.
    lines: u32,
    /// Marks of a quotation at its start, as mails have them.
    quotes: usize,
    /// Whether it is a point of a list, whose further lines hang below its text.
    is_point: bool,
    /// Whether it is a row of a table: wide space parts its cells.
    is_row: bool,
    /// Whether most of its long words have capital letters, as in an English title.
    is_capitalized: bool,
}

/// What a line starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineStart {
    /// A small letter, as no title does.
    Small,
    /// A capital letter.
    Capital,
    /// A number and a mark.
    Number,
    Other,
}

impl LineStart {
    fn of(line: &str) -> Self {
        if line.starts_with(char::is_lowercase) {
            Self::Small
        } else if numbering(line).is_some() {
            Self::Number
        } else if line.starts_with(char::is_uppercase) {
            Self::Capital
        } else {
            Self::Other
        }
    }
}

/// What a line ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineEnd {
    Sentence,
    Letter,
    /// A comma, a hyphen or the like.
    Mark,
}

impl LineEnd {
    fn of(line: &str) -> Self {
        if ends_sentence(line) {
            Self::Sentence
        } else if line.ends_with(char::is_alphanumeric) {
            Self::Letter
        } else {
            Self::Mark
        }
    }
}

impl RawLine {
    /// A line, with the white space between it and the line before, which ended at `end`.
    pub(super) fn new(text: &str, line: &TextLine<'_>, end: usize) -> Self {
        let space = &text[end..line.span.start];
        let indent = space.rsplit('\n').next().unwrap_or_default().chars().count();
        let text = line.text.trim_start_matches(['>', ' ']);
        let quotes = line.text[..line.text.len() - text.len()].matches('>').count();
        let first_word = text.split(' ').next().filter(|word| word.is_ascii());
        let start = LineStart::of(text);
        let bullet = text.strip_prefix(['-', '*', '•', '+']);
        let is_bullet = bullet.is_some_and(|rest| rest.starts_with(' '));
        Self {
            span: line.span,
            width: line_width(line.text),
            blanks: blank_lines(space, end == 0),
            indent: u32::try_from(indent).unwrap_or(u32::MAX),
            start,
            end: LineEnd::of(line.text),
            first_word: first_word.map_or(0, line_width),
            lines: 1,
            quotes,
            is_point: is_bullet || start == LineStart::Number,
            is_row: text.contains("   ") || text.contains('\t'),
            is_capitalized: is_capitalized(text),
        }
    }

    /// Whether its sentence may go on in the next line.
    fn may_go_on(&self) -> bool {
        self.end != LineEnd::Sentence && !self.is_row
    }

    /// Whether it starts as the rest of a sentence does, where letters tell.
    fn may_be_rest(&self) -> bool {
        self.start == LineStart::Small || self.first_word == 0
    }
}

/// Whether a sentence is broken between two lines.
fn is_broken(above: &RawLine, line: &RawLine) -> bool {
    above.may_go_on() && line.may_be_rest() && !line.is_point && line.blanks == 0
}

/// Whether most words of four letters and more have a capital letter.
fn is_capitalized(line: &str) -> bool {
    let words: Vec<&str> = line.split(' ').filter(|word| word.len() >= LONG_WORD).collect();
    let capitals = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    capitals * 2 > words.len()
}

/// The blank lines in the space before a line. Where the number of a page was left out, blank lines
/// say nothing; a line of asterisks or dashes is like several.
fn blank_lines(space: &str, is_first: bool) -> u32 {
    if space.contains(char::is_alphanumeric) {
        return 0;
    }
    if !space.chars().all(char::is_whitespace) {
        return BLANKS_OF_RULE;
    }
    let breaks = space.chars().filter(|&char| char == '\n').count();
    let blanks = if is_first { breaks } else { breaks.saturating_sub(1) };
    u32::try_from(blanks).unwrap_or(u32::MAX)
}

/// The lines of a text, with their layout.
pub(super) fn raw_lines(text: &str, lines: &[TextLine<'_>]) -> Vec<RawLine> {
    let mut end = 0;
    let mut raw = Vec::with_capacity(lines.len());
    for line in lines {
        raw.push(RawLine::new(text, line, end));
        end = line.span.end;
    }
    raw
}

/// Joins lines that were wrapped at a fixed width, but none that may be a title.
pub(super) fn unwrapped(lines: Vec<RawLine>) -> Vec<RawLine> {
    let Some(wrap) = Wrap::of_prose(&lines) else {
        return lines;
    };
    let wrap = Wrap { keeps_titles: true, ..wrap };
    let mut joined: Vec<RawLine> = Vec::new();
    for (line, goes_on) in lines.iter().zip(wrap.continuations(&lines)) {
        match joined.last_mut() {
            Some(last) if goes_on => {
                last.span.end = line.span.end;
                last.width = last.width.saturating_add(line.width);
                last.lines += 1;
            }
            _ => joined.push(*line),
        }
    }
    joined
}

/// Starts of the lines that go on from the line above, in order.
pub(super) fn continuation_starts(text: &str, lines: &[TextLine<'_>]) -> Vec<usize> {
    let raw = raw_lines(text, lines);
    let Some(wrap) = Wrap::of(&raw) else {
        return Vec::new();
    };
    let going_on = wrap.continuations(&raw);
    raw.iter()
        .zip(going_on)
        .filter(|(_, goes_on)| *goes_on)
        .map(|(line, _)| line.span.start)
        .collect()
}

/// The width that a text was wrapped at.
#[derive(Debug, Clone, Copy)]
struct Wrap {
    /// Width of the widest lines but one in ten.
    wide: u32,
    /// A line of this width or more is full.
    full: u32,
    /// The white space before most lines, in characters.
    indent: u32,
    /// Whether more white space sets paragraphs apart.
    sets_in: bool,
    /// Whether blank lines part paragraphs, and titles from the text below them.
    has_blanks: bool,
    /// Whether a line stays apart if it may be a title.
    keeps_titles: bool,
}

impl Wrap {
    fn new(wide: u32, full: u32, lines: &[RawLine]) -> Self {
        let mut indents: Vec<u32> = lines.iter().map(|line| line.indent).collect();
        let middle = indents.len() / 2;
        let indent = *indents.select_nth_unstable(middle).1;
        let below_blanks = lines.iter().filter(|line| line.blanks > 0).count();
        let has_blanks = below_blanks * LINES_BETWEEN_BLANKS >= lines.len();
        let wrap = Self { wide, full, indent, sets_in: false, has_blanks, keeps_titles: false };
        let set_in = lines.iter().filter(|line| wrap.is_set_in(line) && !line.is_row).count();
        Self { sets_in: set_in >= LEAST_SET_IN, ..wrap }
    }

    /// The width that a text was wrapped at; `None` if it is not wrapped.
    fn of(lines: &[RawLine]) -> Option<Self> {
        if lines.len() < LEAST_WRAPPED_LINES {
            return Self::of_few(lines);
        }
        Self::of_prose(lines).or_else(|| Self::of_breaks(lines))
    }

    /// The width that a text was wrapped at if it is prose: no line is much wider than the others,
    /// four in ten are full, and half of these end with a letter: most lines of verse end with a
    /// mark.
    fn of_prose(lines: &[RawLine]) -> Option<Self> {
        let wide = nine_tenths(lines.iter().map(|line| line.width))?;
        if lines.len() < LEAST_WRAPPED_LINES || !(NARROWEST_WRAP..=WIDEST_WRAP).contains(&wide) {
            return None;
        }
        let full = wide * 17 / 20;
        let are_full: Vec<&RawLine> = lines.iter().filter(|line| line.width >= full).collect();
        let letters = are_full.iter().filter(|line| line.end == LineEnd::Letter).count();
        let is_wrapped = are_full.len() * 10 >= lines.len() * 4 && letters * 2 >= are_full.len();
        is_wrapped.then(|| Self::new(wide, full, lines))
    }

    /// The width that the prose between headings, lists and code was wrapped at. Three in five of
    /// the lines from which a sentence goes on must be full.
    fn of_breaks(lines: &[RawLine]) -> Option<Self> {
        let breaks: Vec<&[RawLine]> =
            lines.windows(2).filter(|pair| is_broken(&pair[0], &pair[1])).collect();
        let wide = nine_tenths(breaks.iter().map(|pair| pair[0].width))?;
        // Titles and notes of one width follow each other too, but are short.
        let are_cased = breaks.iter().all(|pair| pair[1].first_word > 0);
        let narrowest = if are_cased { NARROWEST_OF_FEW } else { NARROWEST_OF_BREAKS };
        if breaks.len() < LEAST_MIXED_BREAKS || !(narrowest..=WIDEST_WRAP).contains(&wide) {
            return None;
        }
        let strict = Self::new(wide, wide - LEFT_OF_FULL, lines);
        let full = breaks.iter().filter(|pair| strict.is_full(&pair[0], &pair[1])).count();
        (full * 5 >= breaks.len() * 3).then_some(Self { full: wide * 17 / 20, ..strict })
    }

    /// The width that a text of few lines was wrapped at. Half of the lines that break in the
    /// middle of a sentence must be full, but for the first one, which may be a title.
    fn of_few(lines: &[RawLine]) -> Option<Self> {
        let wide = lines.iter().map(|line| line.width).max()?;
        if !(NARROWEST_OF_FEW..=WIDEST_WRAP).contains(&wide) {
            return None;
        }
        let full = wide - LEFT_OF_FULL;
        let wrap = Self::new(wide, full, lines);
        let breaks: Vec<&[RawLine]> = lines
            .windows(2)
            .skip(1)
            // Short lines without an end are titles and labels.
            .filter(|pair| pair[0].may_go_on() && pair[0].width * 2 >= wide && pair[1].blanks == 0)
            .collect();
        let letters = breaks.iter().filter(|pair| pair[0].end == LineEnd::Letter).count();
        let full: Vec<_> = breaks.iter().filter(|pair| wrap.is_full(&pair[0], &pair[1])).collect();
        let is_wrapped = full.len() >= LEAST_BREAKS
            // Points of a list start with capital letters.
            && full.iter().any(|pair| pair[1].may_be_rest())
            && full.len() * 2 >= breaks.len()
            && letters * 2 >= breaks.len();
        is_wrapped.then_some(Self { full: wide * 17 / 20, ..wrap })
    }

    /// Whether a line is full, or the first word of the next line did not fit into it.
    fn is_full(self, above: &RawLine, line: &RawLine) -> bool {
        // Where a sentence ends, the paragraph may end too: nothing more must have fitted.
        let is_end = above.end == LineEnd::Sentence && !self.keeps_titles;
        let full = if is_end { self.wide - LEFT_OF_FULL } else { self.full };
        let width = above.width.saturating_add(above.indent);
        width >= full || width.saturating_add(line.first_word) >= self.wide
    }

    /// Which lines go on from the line above.
    fn continuations(self, lines: &[RawLine]) -> Vec<bool> {
        let mut first: Option<RawLine> = None;
        let mut above: Option<&RawLine> = None;
        let mut going_on = Vec::with_capacity(lines.len());
        for line in lines {
            let goes_on = first
                .as_ref()
                .zip(above)
                .is_some_and(|(first, above)| self.goes_on(first, above, line));
            match &mut first {
                Some(first) if goes_on => first.lines += 1,
                _ => first = Some(*line),
            }
            above = Some(line);
            going_on.push(goes_on);
        }
        going_on
    }

    /// Whether a line goes on from the lines before it, of which `first` starts the paragraph and
    /// `above` is the last: from a full line if it is full too, ends a sentence or starts with a
    /// small letter, and from a line that ends no sentence if it starts with a small letter. A
    /// short line without an end is a title.
    fn goes_on(self, first: &RawLine, above: &RawLine, line: &RawLine) -> bool {
        let is_small = line.start == LineStart::Small;
        // A line may end with an abbreviation.
        let is_end = above.end == LineEnd::Sentence && (self.keeps_titles || !is_small);
        let is_rest = !is_end && (is_small || self.is_open(first, above, line));
        (is_rest || (self.is_full(above, line) && self.is_part(above, line)))
            && !self.is_title(first, line)
            && self.is_aligned(first, above, line)
            && line.blanks == 0
            && line.quotes == above.quotes
            && !line.is_row
            && !above.is_row
    }

    /// Whether the paragraph cannot end above a line, which is no title: the line above ends no
    /// sentence, and is not the first one, or white space sets the first one apart, or would set
    /// the next paragraph apart.
    fn is_open(self, first: &RawLine, above: &RawLine, line: &RawLine) -> bool {
        let is_inside = first.lines > 1
            || (self.is_set_in(first) && !self.is_set_in(line))
            || (self.sets_in && !self.is_set_in(line) && !first.is_capitalized);
        !self.keeps_titles && is_inside && above.width * 2 >= self.wide
    }

    /// Whether more white space is before a line than before most.
    fn is_set_in(self, line: &RawLine) -> bool {
        line.indent > self.indent + 1
    }

    /// Whether the white space before a line is that of a further line of a paragraph. The first
    /// line may be indented more than the others, or less if it is a point of a list.
    fn is_aligned(self, first: &RawLine, above: &RawLine, line: &RawLine) -> bool {
        if self.is_set_in(line) && above.end == LineEnd::Sentence && !first.is_point {
            return false;
        }
        match first.lines {
            1 if first.is_point => line.indent <= first.indent + DEEPEST_HANGING,
            1 => line.indent <= first.indent,
            _ => line.indent <= above.indent,
        }
    }

    /// Whether the paragraph is a title, of one full line: it ends with a letter, and a sentence
    /// starts below it.
    fn is_title(self, first: &RawLine, line: &RawLine) -> bool {
        first.lines == 1
            && first.end == LineEnd::Letter
            && line.start == LineStart::Capital
            && (self.keeps_titles || (first.is_capitalized && !self.has_blanks))
    }

    /// Whether a line below a full line may be of the same paragraph.
    fn is_part(self, above: &RawLine, line: &RawLine) -> bool {
        // A number below the end of a sentence is one of a title or a point.
        let is_title = above.end == LineEnd::Sentence && line.start == LineStart::Number;
        !is_title
            && (line.width >= self.full
                || line.end == LineEnd::Sentence
                || line.start == LineStart::Small)
    }
}

/// The width that nine in ten are at most.
fn nine_tenths(widths: impl Iterator<Item = u32>) -> Option<u32> {
    let mut widths: Vec<u32> = widths.collect();
    let at = widths.len() * 9 / 10;
    (at < widths.len()).then(|| *widths.select_nth_unstable(at).1)
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    /// The lines of a text after joining.
    fn joined(text: &str) -> Vec<&str> {
        let lines: Vec<TextLine<'_>> = lines(text).collect();
        unwrapped(raw_lines(text, &lines)).iter().map(|line| line.span.of(text)).collect()
    }

    #[test]
    fn wrapped_lines_are_joined_and_titles_are_not() {
        let mut text = String::new();
        for _ in 0..10 {
            text.push_str("讲话的标题\n");
            text.push_str(&"一二三四五六七八九十一二三四五六七八九十\n".repeat(4));
            text.push_str("完了。\n");
        }
        let joined = joined(&text);
        assert_eq!((joined.len(), joined[2]), (20, "讲话的标题"));
    }

    #[test]
    fn a_line_goes_on_if_its_first_word_did_not_fit_into_the_line_above() {
        let paragraph = "It was the best of times, it was\nthe worst of times in\n\
            Constantinople, you know.\n";
        let text = format!("On the Old Times of the Valley\n{paragraph}").repeat(8);
        let joined = joined(&text);
        assert_eq!(joined.len(), 16);
        assert_eq!(joined[2], "On the Old Times of the Valley");
    }

    /// The lines that start paragraphs.
    fn paragraph_starts(text: &str) -> Vec<&str> {
        let lines: Vec<TextLine<'_>> = lines(text).collect();
        let going_on = continuation_starts(text, &lines);
        let starts = lines.iter().filter(|line| !going_on.contains(&line.span.start));
        starts.map(|line| line.text).collect()
    }

    const WIRE: &str = "SHOWERS IN THE COCOA ZONE\n\
        Showers continued throughout the week in\n\
        the cocoa zone, alleviating the drought since early\n\
        January and improving prospects for the coming crop,\n\
        although normal levels have not been restored.\n    \
            The dry period means the crop will be late this year,\n\
        the review said.\n    \
            Arrivals for the week were 155,221 bags of 60 kilos\n\
        making a total for the season of 5.93 mln bags.\n";

    #[test]
    fn a_short_text_is_wrapped_if_its_lines_break_sentences() {
        let starts: Vec<&str> = paragraph_starts(WIRE).iter().map(|line| &line[..8]).collect();
        assert_eq!(starts, ["SHOWERS ", "Showers ", "The dry ", "Arrivals"]);
    }

    #[test]
    fn verse_tables_and_lists_are_not_wrapped() {
        let verse = "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n".repeat(12);
        let table = "Wheat   2.55   2.40   IV   4.65   of the season\n".repeat(30);
        let list = "The first of the members of the council\nAnother member, of the region\n\
            And one who is of no region\n";
        for text in [&verse, &table, list] {
            assert_eq!(joined(text).len(), text.lines().count(), "{text}");
            assert_eq!(paragraph_starts(text).len(), text.lines().count(), "{text}");
        }
    }

    #[test]
    fn prose_between_code_is_joined() {
        let prose = "The function below returns the sum of its two arguments, and\n\
            never fails, since it wraps around where the sum is too large for\n\
            the type of both.\n\n";
        let code = "fn add(a: u8, b: u8) -> u8 {\n    a.wrapping_add(b)\n}\n\n# Next\n\n";
        let text = format!("{prose}{code}").repeat(4);
        assert_eq!(paragraph_starts(&text).len(), 4 * 5);
    }

    #[test]
    fn points_hang_and_quotations_stay_apart() {
        let line = "a mail of many words that was wrapped at a width\n";
        let point = format!("- this is{}  of letters, {line}", &line[6..]);
        let text = format!("{}> of {line}> and {line}\n{}", line.repeat(12), point.repeat(6));
        let joined = joined(&text);
        assert_eq!(joined.len(), 8, "{joined:#?}");
        assert!(joined[1].starts_with("> of") && joined[1].contains("\n> and"));
    }

    #[test]
    fn blank_lines_around_the_number_of_a_page_are_not_counted() {
        assert_eq!(["\n\n\n", "\n\n12\n\n"].map(|space| blank_lines(space, false)), [2, 0]);
        assert_eq!(blank_lines("\n\n", true), 2);
        assert_eq!(blank_lines("\n* * *\n", false), BLANKS_OF_RULE);
    }
}
