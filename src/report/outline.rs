//! Outlines: how documents are cut into speeches, and why.

use std::io::{self, Write};

use serde::Serialize;

use crate::document::{Document, LineIndex, Location};
use crate::text::{HeadingRule, Outline, Signal};

/// How a document is cut into speeches.
///
/// ```
/// use leitong::document::Document;
/// use leitong::report::DocumentOutline;
/// use leitong::text::HeadingRule;
/// let text = "范文1\n同志们：\n一句话。\n范文2\n各位代表：\n另一句话。\n";
/// let document = Document { id: "a.txt".into(), text: text.into(), ..Document::default() };
/// let outline = DocumentOutline::new(&document, &HeadingRule::default());
/// assert_eq!(outline.speeches[1].title, "范文2");
/// assert_eq!((outline.speeches[1].location.line, outline.speeches[1].chars), (4, 15));
/// ```
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct DocumentOutline<'d> {
    /// The id of the document.
    pub document: &'d str,
    /// Its length in characters.
    pub chars: usize,
    /// Its paragraphs outside of all speeches.
    pub loose_paragraphs: usize,
    /// Its speeches, in reading order.
    pub speeches: Vec<OutlinedSpeech<'d>>,
}

/// A speech of a [`DocumentOutline`].
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct OutlinedSpeech<'d> {
    /// The id of the document.
    pub document: &'d str,
    /// The number of the speech in the document, counted from 1.
    pub speech: usize,
    /// The heading; empty if there is none.
    pub title: String,
    /// Where the speech lies, from its heading to the end of its last paragraph.
    #[serde(flatten)]
    pub location: Location,
    /// Its length in characters.
    pub chars: usize,
    /// How many paragraphs it has.
    pub paragraphs: usize,
    /// The [name](Signal::name) of what it was cut by.
    pub signal: &'static str,
    /// The same [in words](Signal::description).
    pub reason: &'static str,
}

impl<'d> DocumentOutline<'d> {
    /// Cuts a document by a rule.
    #[must_use]
    pub fn new(document: &'d Document, rule: &HeadingRule) -> Self {
        let outline = Outline::of(&document.text, rule);
        let index = LineIndex::new(&document.text);
        let speeches = outline.speeches.into_iter().zip(1..);
        let outlined = speeches.map(|(speech, number)| {
            let location = index.location(speech.span);
            OutlinedSpeech {
                document: &document.id,
                speech: number,
                title: speech.title,
                location,
                chars: location.end - location.start,
                paragraphs: speech.paragraphs.len(),
                signal: Signal::name(speech.signal),
                reason: speech.signal.description(),
            }
        });
        Self {
            document: &document.id,
            chars: document.text.chars().count(),
            loose_paragraphs: outline.loose.len(),
            speeches: outlined.collect(),
        }
    }
}

/// Writes outlines as one array of documents.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_outlines_json(
    outlines: &[DocumentOutline<'_>],
    mut out: impl Write,
) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, outlines)?;
    out.write_all(b"\n")
}

/// Writes one record for each speech, one JSON object a line.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_outlines_jsonl(
    outlines: &[DocumentOutline<'_>],
    mut out: impl Write,
) -> io::Result<()> {
    for speech in outlines.iter().flat_map(|outline| &outline.speeches) {
        serde_json::to_writer(&mut out, speech)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_speech_is_one_record() {
        let text = "范文1\n一句话。\n\n范文2\n另一句话。";
        let document = Document { id: "甲".into(), text: text.into(), ..Document::default() };
        let outlines = [DocumentOutline::new(&document, &HeadingRule::default())];
        let mut out = Vec::new();
        write_outlines_jsonl(&outlines, &mut out).expect("memory can be written to");
        let lines: Vec<serde_json::Value> = String::from_utf8(out)
            .expect("JSON is UTF-8")
            .lines()
            .map(|line| serde_json::from_str(line).expect("each line is an object"))
            .collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[1]["title"], "范文2");
        assert_eq!((&lines[1]["line"], &lines[1]["signal"]), (&4.into(), &"pattern".into()));
    }
}
