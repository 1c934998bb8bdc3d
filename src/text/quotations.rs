//! Quotations: text in quotation marks, block quotes, and text beside a reference to its source.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::Span;

/// Marks that open a quotation, each with those that close it. German closes with the mark that
/// opens in English.
const MARKS: [(char, &[char]); 8] = [
    ('“', &['”']),
    ('„', &['“', '”']),
    ('「', &['」']),
    ('『', &['』']),
    ('«', &['»']),
    ('»', &['«']),
    ('‘', &['’']),
    ('"', &['"']),
];
/// Longest quotation without another opening mark, in paragraphs. A mark that is never closed must
/// not quote the rest of the document. Not measured.
const MOST_PARAGRAPHS: usize = 20;
/// Longest text before or after a place that is searched for a reference, in characters.
const BESIDE: usize = 80;

/// A reference and a colon directly before a quotation, such as `《史记》载：`. Without the colon the
/// title of a work is only a title, as those of the laws that a law names.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r#"(?:[》〉][^\n。！？；，,》〉]{0,12}|\])[:：][ \t\u{3000}]*["“「『]?$"#;
    Regex::new(pattern).expect("the pattern is valid")
});
/// A reference directly after a quotation: a work in brackets, a number in brackets, an author and a
/// year, the sign of a note behind a mark, or a work behind a dash, which may stand on the next line.
/// Signs that follow a word are powers or points of a list.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = concat!(
        r#"^(?:[ \t\u{3000}。．.，,；;！!？?”"」』’]{0,4}(?:"#,
        r"[（(\[【][^\n）)\]】]{0,60}[《〈][^\n》〉]{1,40}[》〉][^\n）)\]】]{0,40}[）)\]】]",
        r"|[\[［【〔]\d{1,3}(?:[-–,，、]\d{1,3})*[\]］】〕]",
        r"|[（(][^\n）)\d]{0,40}\p{L}{2}[^\n）)\d]{0,20}(?:1[5-9]|20)\d\d[a-z]?",
        r"(?:\s*[,:：，]\s*(?:pp?\.\s*)?\d[^\n）)]{0,20})?[）)])",
        r#"|[。．.！!？?”"」』’]{1,3}[①-⑳¹²³⁴⁵⁶⁷⁸⁹⁰]"#,
        r#"|[\s。．.！!？?”"」』’]{0,6}[—–―]{1,2}\s*[^\n]{0,30}[《〈][^\n》〉]{1,40}[》〉])"#,
    );
    Regex::new(pattern).expect("the pattern is valid")
});

/// Words that make a year in brackets a date.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s|年|\b(?:since|until|in|from|of|before|after|by|born|died)\b";
    Regex::new(pattern).expect("the pattern is valid")
});

/// The quotations of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quotations {
    /// Text in quotation marks and block quotes, in order; none overlap.
    spans: Vec<Span>,
}

impl Quotations {
    /// The quotations of a text with these paragraphs, which are in order.
    ///
    /// ```
    /// use leitong::document::Span;
    /// use leitong::text::Quotations;
    /// let text = "他说：“明月几时有，把酒问青天。”\n";
    /// let quotations = Quotations::of(text, &[Span::new(0, text.len())]);
    /// let verse = text.find("明月").unwrap();
    /// assert!(quotations.quote(text, Span::new(verse, verse + 36)));
    /// assert!(!quotations.quote(text, Span::new(0, verse + 36)));
    /// ```
    #[must_use]
    pub fn of(text: &str, paragraphs: &[Span]) -> Self {
        let mut marked = MarkedText::default();
        for &paragraph in paragraphs {
            if is_block_quote(paragraph.of(text)) {
                marked.closed.push(paragraph);
            } else {
                marked.add(text, paragraph);
            }
        }
        Self { spans: united(marked.closed) }
    }

    /// Whether a place of the text is quoted: it lies in a quotation, but for an eighth of its
    /// letters and digits, or a reference to its source stands beside it.
    #[must_use]
    pub fn quote(&self, text: &str, place: Span) -> bool {
        self.is_inside(text, place) || has_reference(text, place)
    }

    /// Whether a place lies in quotations, but for an eighth of its letters and digits.
    fn is_inside(&self, text: &str, place: Span) -> bool {
        let first = self.spans.partition_point(|span| span.end <= place.start);
        let quotations = self.spans[first..].iter().take_while(|span| span.start < place.end);
        let quoted: usize = quotations
            .map(|span| Span::new(span.start.max(place.start), span.end.min(place.end)))
            .map(|part| letters(text, part))
            .sum();
        if quoted == 0 {
            return false;
        }
        let all = letters(text, place);
        (all - quoted) * 8 <= all
    }
}

/// Number of letters and digits in a part of a text.
fn letters(text: &str, part: Span) -> usize {
    part.of(text).chars().filter(|char| char.is_alphanumeric()).count()
}

/// Whether a reference stands directly before or after a place.
fn has_reference(text: &str, place: Span) -> bool {
    let (before, after) = (&text[..place.start], &text[place.end..]);
    let start = before.char_indices().rev().take(BESIDE).last().map_or(before.len(), |(at, _)| at);
    let end = after.char_indices().nth(BESIDE).map_or(after.len(), |(at, _)| at);
    let is_named = AFTER.find(&after[..end]).is_some_and(|found| !DATE.is_match(found.as_str()));
    is_named || BEFORE.is_match(&before[start..])
}

/// Whether every line of a paragraph is marked as a quotation, as in mail and Markdown.
fn is_block_quote(paragraph: &str) -> bool {
    let mut lines = paragraph.lines().filter(|line| !line.trim().is_empty()).peekable();
    lines.peek().is_some() && lines.all(|line| line.trim_start().starts_with(['>', '＞']))
}

/// Spans without those that lie in others.
fn united(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut united: Vec<Span> = Vec::new();
    for span in spans {
        match united.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => united.push(span),
        }
    }
    united
}

/// A mark that opened a quotation.
#[derive(Debug, Clone, Copy)]
struct Opened {
    mark: char,
    /// Start of the text behind the mark.
    start: usize,
    /// Number of the paragraph of its last opening mark.
    paragraph: usize,
}

/// Text that is read for quotation marks.
#[derive(Debug, Default)]
struct MarkedText {
    opened: Vec<Opened>,
    closed: Vec<Span>,
    paragraphs: usize,
}

impl MarkedText {
    /// Reads a paragraph.
    fn add(&mut self, text: &str, paragraph: Span) {
        self.paragraphs += 1;
        let now = self.paragraphs;
        self.opened.retain(|opened| now - opened.paragraph <= MOST_PARAGRAPHS);
        let within = paragraph.of(text);
        let first = within.len() - within.trim_start().len();
        let mut before = None;
        for (at, char) in within.char_indices() {
            let after = within[at + char.len_utf8()..].chars().next();
            let may_close = !only_opens(char, before, after);
            let is_closed = may_close && self.close(char, after, paragraph.start + at);
            if !is_closed && opens(char, before, after) {
                let start = paragraph.start + at + char.len_utf8();
                self.open(char, start, at == first);
            }
            before = Some(char);
        }
    }

    /// Opens a quotation. At the start of a paragraph the mark may only say that the quotation of
    /// the paragraph before goes on.
    fn open(&mut self, mark: char, start: usize, is_first: bool) {
        let paragraph = self.paragraphs;
        let same = self.opened.iter().position(|opened| opened.mark == mark);
        if let (true, Some(same)) = (is_first, same)
            && self.opened[same].paragraph + 1 == paragraph
        {
            self.opened[same].paragraph = paragraph;
            return;
        }
        // A quotation in another one has other marks, so the older mark was never closed.
        if let Some(same) = same {
            self.opened.truncate(same);
        }
        self.opened.push(Opened { mark, start, paragraph });
    }

    /// Closes a quotation if `char` closes one that is open.
    fn close(&mut self, char: char, after: Option<char>, at: usize) -> bool {
        let is_apostrophe = char == '’' && after.is_some_and(char::is_alphanumeric);
        let closes =
            |mark: char| MARKS.iter().any(|(open, close)| *open == mark && close.contains(&char));
        let opened = self.opened.iter().rposition(|opened| closes(opened.mark));
        match opened {
            Some(opened) if !is_apostrophe => {
                let start = self.opened[opened].start;
                self.opened.truncate(opened);
                self.closed.push(Span::new(start, at));
                true
            }
            _ => false,
        }
    }
}

/// Whether a straight mark between two characters opens a quotation and closes none: it stands
/// between a space and a word. So an inch sign or a lost mark does not turn the marks that follow.
fn only_opens(mark: char, before: Option<char>, after: Option<char>) -> bool {
    mark == '"'
        && before.is_none_or(char::is_whitespace)
        && after.is_some_and(char::is_alphanumeric)
}

/// Whether a mark between two characters opens a quotation.
fn opens(mark: char, before: Option<char>, after: Option<char>) -> bool {
    let is_mark = MARKS.iter().any(|(open, _)| *open == mark);
    // A straight mark, and the French ones in German, both open and close.
    let is_two_sided = matches!(mark, '"' | '»');
    let is_behind_word = before.is_some_and(|char| char.is_alphanumeric() && is_two_sided);
    is_mark && !is_behind_word && after.is_some_and(|char| !char.is_whitespace() || mark == '«')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The quoted parts of a text whose paragraphs are its lines.
    fn quoted(text: &str) -> Vec<&str> {
        let spans = Quotations::of(text, &lines(text)).spans;
        spans.into_iter().map(|span| span.of(text)).collect()
    }

    fn lines(text: &str) -> Vec<Span> {
        let mut start = 0;
        text.split_inclusive('\n')
            .map(|line| {
                start += line.len();
                Span::new(start - line.len(), start)
            })
            .collect()
    }

    #[test]
    fn marks_of_many_languages_quote() {
        for (text, expected) in [
            ("他说：“甲乙‘丙’丁。”完", "甲乙‘丙’丁。"),
            ("他說：「甲乙『丙』丁。」完", "甲乙『丙』丁。"),
            ("Er sagt: „Guten Tag“, dann", "Guten Tag"),
            ("Er sagt: »Guten Tag«, dann", "Guten Tag"),
            ("Il dit : « Bonjour », elle", " Bonjour "),
            ("He said, \"Good day.\" She", "Good day."),
            ("He said, ‘I don’t know.’ She", "I don’t know."),
            ("> Good day.\n", "> Good day.\n"),
        ] {
            assert_eq!(quoted(text), [expected], "{text}");
        }
        for text in ["5\" and 6\" pipes", "rock ’n’ roll", "a “b", "b” a", "没有引号。"]
        {
            assert!(quoted(text).is_empty(), "{text}: {:?}", quoted(text));
        }
        assert_eq!(quoted("A 5 \" pipe, \"good\" pipes"), ["good"], "a lost mark turns no others");
    }

    #[test]
    fn a_quotation_goes_on_in_the_next_paragraph() {
        assert_eq!(quoted("“甲\n“乙”丙"), ["甲\n“乙"]);
        assert_eq!(quoted("“甲\n乙”丙"), ["甲\n乙"]);
        assert_eq!(quoted("“甲\n乙“丙”丁"), ["丙"], "the first mark was never closed");
        let far = format!("“甲\n{}乙”", "行\n".repeat(MOST_PARAGRAPHS));
        assert!(quoted(&far).is_empty());
    }

    #[test]
    fn a_reference_beside_a_text_makes_it_a_quotation() {
        let place = |text: &str| {
            let start = text.find("正文").expect("it is there");
            Quotations::default().quote(text, Span::new(start, start + "正文".len()))
        };
        for text in [
            "正文（《史记·项羽本纪》，中华书局）",
            "正文。[12]",
            "正文”①",
            "《史记》载：“正文",
            "正文 (Smith 1990, p. 3)",
            "正文——鲁迅《野草》",
        ] {
            assert!(place(text), "{text}");
        }
        for text in [
            "《史记》是一部书。正文",
            "正文（见下）",
            "正文。后文《史记》",
            "根据《森林法》，正文",
            "实施《森林法》办法\n\n正文",
            "正文 (1990)",
            "正文 (March 1990)",
            "正文（自1990年起）",
            "正文² 平方",
            "正文\n①第一",
            "正文；②第二",
        ] {
            assert!(!place(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn quotations_are_disjoint_parts_in_order(text in "[a甲“”「」'\"‘’>\n ]{0,60}") {
            let spans = Quotations::of(&text, &lines(&text)).spans;
            prop_assert!(spans.iter().all(|span| span.end <= text.len()));
            prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }
}
