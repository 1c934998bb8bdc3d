//! Signals: why a speech starts where it does.

/// What a cut between two speeches was made by.
///
/// ```
/// use leitong::text::Signal;
/// assert_eq!(Signal::Date.name(), "date");
/// assert_eq!(Signal::Date.description(), "a title above a date");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Signal {
    /// Nothing: the text starts there.
    Start,
    /// A line that the pattern of headings matches.
    Pattern,
    /// A salutation after the end of another speech.
    Salutation,
    /// A numbered series of titles: `15．`, `3、`, `（四）`.
    Numbered,
    /// A series of one stem with a number: 演讲稿1, Speech 2, 【范例一】.
    Stem,
    /// A line that stands alone in brackets, as several do.
    Bracketed,
    /// A title above a date.
    Date,
    /// A title above a note in brackets, such as one on time and place.
    Note,
    /// A title above a byline.
    Byline,
    /// A title above a salutation or a list of addressees.
    Addressed,
    /// A title above the name of a speaker, or a turn of a dialogue.
    Speaker,
    /// A title after a signature, a date or a note that ends a text, as several are.
    Closing,
    /// A title that ends as others do: …的讲话.
    Ending,
    /// A title that a table of contents lists.
    Contents,
    /// A title that blank lines or its indent set apart.
    Layout,
}

impl Signal {
    /// The name of the signal in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Pattern => "pattern",
            Self::Salutation => "salutation",
            Self::Numbered => "numbered",
            Self::Stem => "stem",
            Self::Bracketed => "bracketed",
            Self::Date => "date",
            Self::Note => "note",
            Self::Byline => "byline",
            Self::Addressed => "addressed",
            Self::Speaker => "speaker",
            Self::Closing => "closing",
            Self::Ending => "ending",
            Self::Contents => "contents",
            Self::Layout => "layout",
        }
    }

    /// The signal in words.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::Start => "the text starts here",
            Self::Pattern => "a heading by the pattern",
            Self::Salutation => "a salutation after the end of a speech",
            Self::Numbered => "a numbered series of titles",
            Self::Stem => "a series of one stem with a number",
            Self::Bracketed => "a line alone in brackets",
            Self::Date => "a title above a date",
            Self::Note => "a title above a note",
            Self::Byline => "a title above a byline",
            Self::Addressed => "a title above a salutation",
            Self::Speaker => "a title above a speaker",
            Self::Closing => "a title after a signature or note",
            Self::Ending => "a title that ends as others do",
            Self::Contents => "a title of the table of contents",
            Self::Layout => "a title set apart by layout",
        }
    }
}
