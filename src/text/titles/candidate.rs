//! Candidates: lines that may be titles, with what stands before and after them.

use std::collections::{HashMap, HashSet};

use super::super::numbering::numbering;
use super::super::salutations::is_address;
use super::super::width::line_width;
use super::layout::{Layout, LayoutLine};
use super::line_form::{
    ends_with_date, is_address_list, is_date, is_note, is_only_date, is_speaker_heading,
    is_subtitle, leads_on, speaker, starts_in_brackets,
};
use super::signal::Signal;
use super::weights::{TitleFeature, TitleWeights};

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
/// Widest name of an organisation that signs a text.
const WIDEST_ORGANISATION: u32 = 3 * 10;
/// Widest name of an author below a title.
const WIDEST_AUTHOR: u32 = 13;
/// Longest name in letters, in bytes: Franklin Delano Roosevelt.
const LONGEST_ENGLISH_NAME: usize = 30;
/// A narrower title is less likely, and a narrower line is a name or a date rather than a title.
const NARROWEST_TITLE: u32 = 3 * 5;
/// A title with a number is wider: 9．讲话.
const NARROWEST_NUMBERED: u32 = 9;
/// A wider title is unusual.
const WIDE_TITLE: u32 = 3 * 32;
/// A title occurs at most so often: in a table of contents, and above its speech. All addresses of
/// one kind may have the same title above a date or a name.
const MOST_REPEATED: usize = 2;
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
}

impl After {
    /// The feature that it is. A date, a note on time and place, or a byline below a short line
    /// were right in 67 of 69 cases of the development books, a salutation in 9 of 24, any
    /// paragraph in 5 of 83.
    fn feature(self) -> Option<TitleFeature> {
        match self {
            Self::Date | Self::Note | Self::Byline => Some(TitleFeature::Dated),
            Self::SpeakerHeading | Self::Salutation | Self::AddressList => {
                Some(TitleFeature::Addressed)
            }
            Self::Turn | Self::Author | Self::First => Some(TitleFeature::MayOpen),
            Self::Body => None,
            Self::Short => Some(TitleFeature::ShortBelow),
        }
    }

    /// Whether a speech begins there, not just any text.
    pub(super) fn opens_speech(self) -> bool {
        matches!(self.feature(), Some(TitleFeature::Dated | TitleFeature::Addressed))
    }

    /// The signal that a cut was made by.
    pub(super) fn signal(self) -> Signal {
        match self {
            Self::Date => Signal::Date,
            Self::Note => Signal::Note,
            Self::Byline | Self::Author => Signal::Byline,
            Self::SpeakerHeading | Self::Turn => Signal::Speaker,
            Self::Salutation | Self::AddressList => Signal::Addressed,
            Self::First | Self::Body | Self::Short => Signal::Layout,
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
    /// The feature that it is. Nearly all texts end with a sentence, so that it says little; a
    /// title after a colon or in the midst of a sentence is rare.
    fn feature(self) -> TitleFeature {
        match self {
            Self::Start | Self::Signature | Self::Note | Self::Date => TitleFeature::AfterClosing,
            Self::Sentence => TitleFeature::AfterSentence,
            Self::Title | Self::Open => TitleFeature::AfterOpenLine,
            Self::Leading => TitleFeature::AfterLeadingLine,
        }
    }

    /// Whether a text ends there.
    pub(super) fn closes_text(self) -> bool {
        matches!(self.feature(), TitleFeature::AfterClosing | TitleFeature::AfterSentence)
    }
}

/// A line that may be a title.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) line: usize,
    /// The first line of its heading: the line above, if a title has two.
    pub(super) top: usize,
    pub(super) points: i32,
    pub(super) after: After,
    pub(super) before: Before,
    /// The signal that a family of lines gave, if one did.
    pub(super) family: Option<Signal>,
}

impl Candidate {
    /// A line that its family makes a title, whatever stands around it.
    pub(super) fn of_family(line: usize, points: i32, signal: Signal) -> Self {
        let (after, before) = (After::Body, Before::Sentence);
        Self { line, top: line, points, after, before, family: Some(signal) }
    }

    /// Adds the points that a family of lines gives.
    pub(super) fn add(&mut self, points: i32, signal: Signal) {
        self.points += points;
        if self.family != Some(Signal::Numbered) {
            self.family = Some(signal);
        }
    }

    /// Whether the candidate belongs to a series that announces itself.
    pub(super) fn is_of_series(&self) -> bool {
        matches!(
            self.family,
            Some(Signal::Numbered | Signal::Stem | Signal::Bracketed | Signal::Contents)
        )
    }

    /// Whether a date, a note or a salutation follows.
    pub(super) fn is_dated(&self) -> bool {
        matches!(self.after, After::Date | After::Note | After::Salutation) && self.is_strong()
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
            if (line.is_title() && is_below) || may_head(line) {
                *counts.lines.entry(line.text).or_default() += 1;
            }
            if line.is_title() && is_below && line.width <= WIDEST_BYLINE {
                below_titles.entry(line.text).or_default().push(at);
            }
            if let Some(name) =
                Some(line).filter(|line| !line.is_title()).and_then(|line| speaker(line.text))
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
pub(super) fn candidates(
    layout: &Layout<'_>,
    speakers: Speakers,
    weights: &TitleWeights,
) -> Vec<Candidate> {
    let mut weigher =
        Weigher { layout, counts: Counts::new(layout), speakers, joins: true, weights };
    let found = weigher.candidates();
    let opening = found.iter().filter(|candidate| candidate.after.opens_speech()).count();
    let joined = found.iter().filter(|candidate| candidate.top < candidate.line).count();
    if joined == 0 || joined * 2 >= opening {
        return found;
    }
    // The lines above a few titles are notes on the speeches before them.
    weigher.joins = false;
    weigher.candidates()
}

/// Whether a line may be the title of a speech, and not only a name or a date.
fn may_head(line: &LayoutLine<'_>) -> bool {
    let least = if line.numbering.is_some() { NARROWEST_NUMBERED } else { NARROWEST_TITLE };
    line.may_be_title() && line.width >= least
}

/// Gives points to lines for themselves and for what stands around them.
struct Weigher<'l, 't> {
    layout: &'l Layout<'t>,
    counts: Counts<'t>,
    speakers: Speakers,
    /// Whether titles have two lines.
    joins: bool,
    weights: &'l TitleWeights,
}

impl Weigher<'_, '_> {
    fn candidates(&self) -> Vec<Candidate> {
        // Nothing stands below the last line.
        let last = self.layout.lines.len().saturating_sub(1);
        let titles = (0..last).filter(|&line| may_head(&self.layout.lines[line]));
        titles.map(|line| self.candidate(line)).collect()
    }

    fn candidate(&self, at: usize) -> Candidate {
        let line = &self.layout.lines[at];
        let after = after(self.layout, at, &self.counts);
        let top = if self.joins && after.opens_speech() { top(self.layout, at) } else { at };
        let before = self.layout.previous(top).map_or(Before::Start, before);
        let is_doubtful = before == Before::Signature && !is_sure_below_signature(after);
        let features = [
            after.feature(),
            Some(before.feature()).filter(|_| !is_doubtful),
            self.has_unlikely_form(at, after).then_some(TitleFeature::UnlikelyForm),
            has_unusual_form(line).then_some(TitleFeature::UnusualForm),
        ];
        let points = features.into_iter().flatten().map(|feature| self.weights.of(feature)).sum();
        Candidate { line: at, top, points, after, before, family: None }
    }

    /// Whether a line is rarely a title, whatever stands around it.
    fn has_unlikely_form(&self, at: usize, after: After) -> bool {
        let line = &self.layout.lines[at];
        let core = line.core();
        let width = line_width(core);
        let is_speaker = self.speakers == Speakers::Inside && is_speaker_heading(core, width);
        is_speaker
            || (line.numbering.is_none() && width < NARROWEST_TITLE)
            || (line.is_marked_title() && is_cheer(self.layout.previous(at), after))
            || is_only_date(core)
            || (self.counts.line(line.text) > MOST_REPEATED
                && after.feature() != Some(TitleFeature::Dated))
    }
}

/// Whether a line that ends with a mark is one of several that end a speech: a speaker follows, or
/// another cheer precedes.
fn is_cheer(before: Option<&LayoutLine<'_>>, after: After) -> bool {
    after.feature() == Some(TitleFeature::Addressed)
        || before.is_some_and(|before| before.text.ends_with(['！', '!']))
}

/// Whether a line has a form that few titles have.
fn has_unusual_form(line: &LayoutLine<'_>) -> bool {
    line.width > WIDE_TITLE || line.is_marked_title() || line.core().ends_with(['？', '?'])
}

/// Whether a title below a signature is more than another line of the signature.
fn is_sure_below_signature(after: After) -> bool {
    after.opens_speech() && after != After::Byline || after == After::First
}

/// The first line of the heading that ends with a line: the line above, if the text before it ends
/// and a title goes on from it.
fn top(layout: &Layout<'_>, at: usize) -> usize {
    let line = &layout.lines[at];
    let goes_on = |upper: &LayoutLine<'_>| {
        upper.is_title()
            && upper.width >= NARROWEST_TITLE
            && !is_date(upper.text)
            && line.numbering.is_none()
            && line.blanks == 0
    };
    let Some(upper) = at.checked_sub(1).filter(|&upper| goes_on(&layout.lines[upper])) else {
        return at;
    };
    let starts = layout.previous(upper).map_or(Before::Start, before).closes_text();
    if starts { upper } else { at }
}

/// What follows a line.
fn after(layout: &Layout<'_>, at: usize, counts: &Counts<'_>) -> After {
    let title = layout.lines[at].text;
    let below = &layout.lines[at + 1..];
    let is_of_title = below.first().is_some_and(|line| is_subtitle(line.text) || goes_on(line));
    let below = &below[usize::from(is_of_title)..];
    let Some(next) = below.first() else {
        return After::Short;
    };
    let (text, then) = (next.text, below.get(1));
    if next.is_body && ends_with_date(title) {
        return After::Date;
    }
    if next.width <= WIDE_TITLE && is_date(text) {
        let may_be_signature = layout.lines[at].width <= WIDEST_ORGANISATION;
        return if may_be_signature && is_date_of_signature(text, then) {
            After::Short
        } else {
            After::Date
        };
    }
    if is_note(text) {
        After::Note
    } else if counts.bylines.contains(text) {
        After::Byline
    } else if is_speaker_heading(text, next.width) {
        After::SpeakerHeading
    } else if is_address(text) {
        After::Salutation
    } else if is_address_list(text, next.width) {
        After::AddressList
    } else if counts.is_turn(text, title) {
        After::Turn
    } else {
        after_text(next, then)
    }
}

/// Whether a line is the rest of a title in a script with small letters.
fn goes_on(line: &LayoutLine<'_>) -> bool {
    let starts_small = line.text.starts_with(char::is_lowercase);
    starts_small && line.width <= WIDE_TITLE && !line.is_closed && line.blanks == 0
}

/// What follows a line, if it is not a sign of a speech.
fn after_text(next: &LayoutLine<'_>, then: Option<&LayoutLine<'_>>) -> After {
    let number = numbering(next.text);
    if is_author(next) && then.is_some_and(|then| is_date(then.text)) {
        return After::Date;
    }
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
    line.is_title() && ((6..=WIDEST_AUTHOR).contains(&line.width) || has_form_of_name(line.text))
}

/// Whether a line has two to four words that all start with a capital letter.
fn has_form_of_name(line: &str) -> bool {
    let words = line.split(' ');
    line.len() <= LONGEST_ENGLISH_NAME
        && (2..=4).contains(&words.clone().count())
        && words.clone().all(|word| word.starts_with(|char: char| char.is_ascii_uppercase()))
}

/// Whether a date belongs to the signature of the text before a title: the next line is one.
fn is_date_of_signature(date: &str, then: Option<&LayoutLine<'_>>) -> bool {
    !starts_in_brackets(date)
        && then.is_some_and(|then| {
            then.is_title()
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
    } else if line.is_title() && line.width <= WIDEST_SIGNATURE && line.numbering.is_none() {
        Before::Signature
    } else if line.is_closed {
        Before::Sentence
    } else if line.is_title() {
        Before::Title
    } else {
        Before::Open
    }
}
