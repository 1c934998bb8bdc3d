//! Candidates: lines that may be titles, with what stands before and after them.

use std::collections::{HashMap, HashSet};

use super::layout::{Layout, LayoutLine};
use super::line_form::{
    is_address_list, is_date, is_note, is_only_date, is_salutation, is_speaker_heading,
    is_subtitle, leads_on, line_width, speaker, starts_in_brackets,
};
use super::numbering::numbering;
use super::signal::Signal;

/// Points of a candidate that supports others: what a date alone gives.
const STRONG: i32 = 4;
/// A byline occurs at least so often, and four in five times below a title.
const LEAST_BYLINES: usize = 3;
/// Median width of the texts under titles, in thirds of an ideograph: shorter ones are entries of
/// a list. The shortest speeches of the development books have 230 ideographs.
pub(super) const LEAST_TEXT: u64 = 3 * 150;
/// Widest byline, in thirds of an ideograph.
const WIDEST_BYLINE: u32 = 3 * 20;
/// Widest signature at the end of a letter: a name of a few characters.
const WIDEST_SIGNATURE: u32 = 3 * 5;
/// Widest name of an author below a title.
const WIDEST_AUTHOR: u32 = 13;
/// A narrower title is less likely, and a narrower line is a name or a date rather than a title.
const NARROWEST_TITLE: u32 = 3 * 5;
/// A wider title is unusual.
const WIDE_TITLE: u32 = 3 * 32;
/// Turns that a name needs to be one of a speaker, unless the title names it.
const LEAST_TURNS: u32 = 3;

/// What follows a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    Date,
    Note,
    Byline,
    SpeakerHeading,
    Salutation,
    AddressList,
    Turn,
    /// The first number of a series.
    First,
    Author,
    Body,
    /// Another short line.
    Short,
    /// Nothing: the document ends.
    End,
}

impl After {
    /// The points for what follows. A date, a note on time and place, or a byline below a short
    /// line were right in 67 of 69 cases of the development books, a salutation in 9 of 24, any
    /// paragraph in 5 of 83.
    fn points(self) -> i32 {
        match self {
            Self::Date | Self::Note | Self::Byline => 4,
            Self::SpeakerHeading | Self::Salutation | Self::AddressList => 3,
            Self::Turn | Self::Author => 2,
            Self::First => 1,
            Self::Body => 0,
            Self::Short => -1,
            Self::End => -6,
        }
    }

    /// Whether a speech begins there, not just any text.
    pub(super) fn opens_speech(self) -> bool {
        self.points() >= 3
    }

    /// The signal that a cut was made by.
    pub(super) fn signal(self) -> Signal {
        match self {
            Self::Date => Signal::Date,
            Self::Note => Signal::Note,
            Self::Byline | Self::Author => Signal::Byline,
            Self::SpeakerHeading | Self::Turn => Signal::Speaker,
            Self::Salutation | Self::AddressList => Signal::Addressed,
            Self::First | Self::Body | Self::Short | Self::End => Signal::Layout,
        }
    }
}

/// What stands before a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing: the document begins.
    Start,
    Signature,
    Note,
    Date,
    /// The end of a sentence.
    Sentence,
    /// Another line of the form of a title.
    Title,
    /// A line that promises that something follows.
    Leading,
    /// A line that ends without a mark.
    Open,
}

impl Before {
    /// The points for what stands before. Nearly all texts end with a sentence, so that it says
    /// little; a title after a colon or in the midst of a sentence is rare.
    fn points(self) -> i32 {
        match self {
            Self::Signature => 3,
            Self::Start | Self::Note | Self::Date => 2,
            Self::Sentence => 1,
            Self::Title | Self::Open => -1,
            Self::Leading => -2,
        }
    }

    /// Whether a text ends there.
    pub(super) fn closes_text(self) -> bool {
        self.points() > 0
    }
}

/// A line that may be a title.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) line: usize,
    pub(super) points: i32,
    pub(super) after: After,
    pub(super) before: Before,
    /// The signal that a family of lines gave, if one did.
    pub(super) family: Option<Signal>,
}

impl Candidate {
    /// A line that its family makes a title, whatever stands around it.
    pub(super) fn of_family(line: usize, points: i32, signal: Signal) -> Self {
        Self { line, points, after: After::Body, before: Before::Sentence, family: Some(signal) }
    }

    /// Adds the points that a family of lines gives.
    pub(super) fn add(&mut self, points: i32, signal: Signal) {
        self.points += points;
        if self.family != Some(Signal::Numbered) {
            self.family = Some(signal);
        }
    }

    /// Whether the candidate is a title even where no other is.
    pub(super) fn is_strong(&self) -> bool {
        self.points >= STRONG
    }

    /// The signal that a cut was made by: what follows the title if that suffices.
    pub(super) fn signal(&self) -> Signal {
        match self.family {
            Some(Signal::Numbered) => Signal::Numbered,
            _ if self.after.opens_speech() => self.after.signal(),
            _ if self.before == Before::Start => Signal::Start,
            family => family.unwrap_or(self.after.signal()),
        }
    }
}

/// Where lines that only announce a speaker stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speakers {
    /// Inside of a text with a title of its own: the minutes of a meeting.
    Inside,
    /// Above speeches that have no other title.
    Outside,
}

/// Counts over all lines that tell what a line is.
#[derive(Default)]
struct Counts<'t> {
    lines: HashMap<&'t str, usize>,
    /// Lines that are bylines, such as the name of a newspaper below each article.
    bylines: HashSet<&'t str>,
    turns: HashMap<&'t str, u32>,
}

impl<'t> Counts<'t> {
    fn new(layout: &Layout<'t>) -> Self {
        let mut counts = Self::default();
        let mut below_titles: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut is_below = false;
        for (at, line) in layout.lines.iter().enumerate() {
            // Other lines are not counted: a list of millions of words is no list of titles.
            if line.is_title && (is_below || may_head(line)) {
                *counts.lines.entry(line.text).or_default() += 1;
            }
            if line.is_title && is_below && line.width <= WIDEST_BYLINE {
                below_titles.entry(line.text).or_default().push(at);
            }
            if let Some(name) =
                Some(line).filter(|line| !line.is_title).and_then(|line| speaker(line.text))
            {
                *counts.turns.entry(name).or_default() += 1;
            }
            is_below = may_head(line);
        }
        below_titles.retain(|line, places| counts.is_byline(layout, line, places));
        counts.bylines = below_titles.into_keys().collect();
        counts
    }

    /// Whether a line at some places below titles is a byline.
    fn is_byline(&self, layout: &Layout<'_>, line: &str, places: &[usize]) -> bool {
        places.len() >= LEAST_BYLINES
            && places.len() * 5 >= self.line(line) * 4
            && layout.median_gap(places) >= LEAST_TEXT
    }

    fn line(&self, line: &str) -> usize {
        self.lines.get(line).copied().unwrap_or_default()
    }

    /// Whether a line is a turn of someone who speaks often, or whom the title names.
    fn is_turn(&self, line: &str, title: &str) -> bool {
        speaker(line).is_some_and(|name| {
            title.contains(name) || self.turns.get(name).is_some_and(|&turns| turns >= LEAST_TURNS)
        })
    }
}

/// All candidates, in order.
pub(super) fn candidates(layout: &Layout<'_>, speakers: Speakers) -> Vec<Candidate> {
    let counts = Counts::new(layout);
    let titles = (0..layout.lines.len()).filter(|&line| may_head(&layout.lines[line]));
    titles.map(|line| candidate(layout, line, &counts, speakers)).collect()
}

/// Whether a line may be the title of a speech, and not only a name or a date.
fn may_head(line: &LayoutLine<'_>) -> bool {
    line.is_title && line.width >= NARROWEST_TITLE
}

fn candidate(layout: &Layout<'_>, at: usize, counts: &Counts<'_>, speakers: Speakers) -> Candidate {
    let line = &layout.lines[at];
    let after = after(layout, at, counts);
    let before = layout.previous(at).map_or(Before::Start, before);
    let points = after.points()
        + before.points()
        + form_points(line, speakers)
        + if counts.line(line.text) > 2 { -3 } else { 0 }
        + if before == Before::Signature && !is_sure_below_signature(after) { -3 } else { 0 };
    Candidate { line: at, points, after, before, family: None }
}

/// Whether a title below a signature is more than another line of the signature.
fn is_sure_below_signature(after: After) -> bool {
    after.opens_speech() && after != After::Byline || after == After::First
}

/// The points for the form of a title alone.
fn form_points(line: &LayoutLine<'_>, speakers: Speakers) -> i32 {
    let core = line.core();
    let width = line_width(core);
    let mut points = 0;
    if speakers == Speakers::Inside && is_speaker_heading(core, width) {
        points -= 4;
    }
    if width < NARROWEST_TITLE {
        points -= 4;
    }
    if is_only_date(core) {
        points -= 4;
    }
    if line.width > WIDE_TITLE {
        points -= 1;
    }
    if core.ends_with(['？', '?']) {
        points -= 2;
    }
    points
}

/// What follows a line.
fn after(layout: &Layout<'_>, at: usize, counts: &Counts<'_>) -> After {
    let title = layout.lines[at].text;
    let below = &layout.lines[at + 1..];
    let is_first_subtitle = below.first().is_some_and(|line| is_subtitle(line.text));
    let below = &below[usize::from(is_first_subtitle)..];
    let Some(next) = below.first() else {
        return After::End;
    };
    let (text, then) = (next.text, below.get(1));
    if next.width <= WIDE_TITLE && is_date(text) {
        return if is_date_of_signature(text, then) { After::Short } else { After::Date };
    }
    if is_note(text) {
        After::Note
    } else if counts.bylines.contains(text) {
        After::Byline
    } else if is_speaker_heading(text, next.width) {
        After::SpeakerHeading
    } else if is_salutation(text, next.width) {
        After::Salutation
    } else if is_address_list(text, next.width) {
        After::AddressList
    } else if counts.is_turn(text, title) {
        After::Turn
    } else {
        after_text(next, then)
    }
}

/// What follows a line, if it is not a sign of a speech.
fn after_text(next: &LayoutLine<'_>, then: Option<&LayoutLine<'_>>) -> After {
    let number = numbering(next.text);
    if number.is_some_and(|found| found.value == 1) {
        After::First
    } else if number.is_none()
        && is_author(next)
        && then.is_some_and(|then| then.width > NARROWEST_TITLE)
    {
        After::Author
    } else if next.is_body {
        After::Body
    } else {
        After::Short
    }
}

/// Whether a line below a title is a name.
fn is_author(line: &LayoutLine<'_>) -> bool {
    line.is_title && (6..=WIDEST_AUTHOR).contains(&line.width)
}

/// Whether a date belongs to the signature of the text before a title: the next line is one.
fn is_date_of_signature(date: &str, then: Option<&LayoutLine<'_>>) -> bool {
    !starts_in_brackets(date)
        && then.is_some_and(|then| {
            then.is_title
                && then.numbering.is_none()
                && then.width > WIDEST_AUTHOR
                && !is_speaker_heading(then.text, then.width)
        })
}

fn before(line: &LayoutLine<'_>) -> Before {
    if leads_on(line.text) {
        Before::Leading
    } else if line.width <= WIDE_TITLE && is_date(line.text) {
        Before::Date
    } else if is_note(line.text) {
        Before::Note
    } else if line.is_title && line.width <= WIDEST_SIGNATURE && line.numbering.is_none() {
        Before::Signature
    } else if line.is_closed {
        Before::Sentence
    } else if line.is_title {
        Before::Title
    } else {
        Before::Open
    }
}
