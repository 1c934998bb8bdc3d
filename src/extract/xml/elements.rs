//! What the elements of known vocabularies mean for the text.

use crate::extract::flow::Break;

/// The kind of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// Text Encoding Initiative.
    Tei,
    /// `DocBook`, or anything else.
    Other,
}

/// What an element means for the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A cell of a row.
    Cell,
    /// A heading.
    Heading,
    /// A part of a line.
    Inline,
    /// One or more lines.
    Line,
    /// The end of a line of the printed page.
    LineBreak,
    /// Lines whose white space is part of the text.
    Preformatted,
    /// No part of the text.
    Skipped,
}

impl Role {
    /// What divides the element from the text around it.
    pub(super) const fn division(self) -> Option<Break> {
        match self {
            Self::Cell => Some(Break::Cell),
            Self::Heading => Some(Break::Heading),
            Self::Line | Self::Preformatted => Some(Break::Line),
            Self::Inline | Self::LineBreak | Self::Skipped => None,
        }
    }
}

impl Vocabulary {
    /// The vocabulary of a document, by the name of its first element.
    pub(super) fn of_root(name: &str) -> Self {
        match name {
            "TEI" | "TEI.2" | "teiCorpus" => Self::Tei,
            _ => Self::Other,
        }
    }

    /// The role of an element. `is_in_line` says whether an element around it is a line.
    pub(super) fn role(self, name: &str, is_in_line: bool) -> Role {
        let known = match self {
            Self::Tei => tei(name),
            Self::Other => other(name, is_in_line),
        };
        match known.or_else(|| common(name)) {
            Some(role) => role,
            None if is_in_line => Role::Inline,
            None => Role::Line,
        }
    }
}

fn tei(name: &str) -> Option<Role> {
    match name {
        "head" => Some(Role::Heading),
        "lb" | "pb" | "cb" | "milestone" => Some(Role::LineBreak),
        "teiHeader" | "facsimile" | "sourceDoc" | "standOff" | "note" | "fw" | "rdg" | "del"
        | "figDesc" => Some(Role::Skipped),
        "ab" | "byline" | "dateline" | "lg" | "opener" | "closer" | "salute" | "signed" | "sp"
        | "speaker" | "trailer" => Some(Role::Line),
        "w" | "c" | "pc" | "m" | "s" | "seg" | "hi" | "g" | "choice" | "corr" | "reg" | "expan"
        | "sic" | "orig" | "abbr" | "app" | "lem" | "name" | "persName" | "placeName"
        | "orgName" | "num" | "ref" | "term" | "foreign" | "emph" => Some(Role::Inline),
        _ => None,
    }
}

fn other(name: &str, is_in_line: bool) -> Option<Role> {
    match name {
        "title" | "subtitle" | "heading" if !is_in_line => Some(Role::Heading),
        "programlisting" | "screen" | "literallayout" | "synopsis" | "pre" => {
            Some(Role::Preformatted)
        }
        "br" => Some(Role::LineBreak),
        "indexterm" | "script" | "style" => Some(Role::Skipped),
        _ => None,
    }
}

fn common(name: &str) -> Option<Role> {
    match name {
        "cell" | "entry" | "td" | "th" => Some(Role::Cell),
        "div" | "item" | "l" | "li" | "listitem" | "p" | "para" | "row" | "simpara" | "table"
        | "tr" => Some(Role::Line),
        _ => None,
    }
}
