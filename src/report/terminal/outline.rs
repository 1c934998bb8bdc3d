//! Outlines for reading: a table for each document.

use std::io::{self, Write};

use console::{Alignment, pad_str};

use super::super::outline::{DocumentOutline, OutlinedSpeech};
use super::clean::clean;
use super::layout::{counted, grouped, padded};

/// Columns of a line without its title: number, line, characters, length, and the reason.
const BESIDE_TITLE: usize = 78;
/// Columns of a title on a narrow terminal.
const LEAST_TITLE: usize = 24;
/// Columns of the longest reason.
const REASON: usize = 38;

/// Writes how documents are cut into speeches, for a terminal of `width` columns.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_outlines(
    outlines: &[DocumentOutline<'_>],
    width: usize,
    mut out: impl Write,
) -> io::Result<()> {
    let title = width.saturating_sub(BESIDE_TITLE).max(LEAST_TITLE);
    for (number, outline) in outlines.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        write_document(outline, title, &mut out)?;
    }
    Ok(())
}

fn write_document(
    outline: &DocumentOutline<'_>,
    title: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let speeches = counted(outline.speeches.len(), "speech");
    let chars = counted(outline.chars, "character");
    write!(out, "{}: {speeches} · {chars}", clean(outline.document))?;
    if outline.loose_paragraphs > 0 {
        write!(out, " · {} outside", counted(outline.loose_paragraphs, "paragraph"))?;
    }
    writeln!(out)?;
    if !outline.speeches.is_empty() {
        let head = format!("{}  {}", padded("title", title), "cut by");
        writeln!(out, "{:>5} {:>7} {:>10} {:>8}  {head}", "", "line", "from", "length")?;
    }
    outline.speeches.iter().try_for_each(|speech| write_speech(speech, title, out))
}

fn write_speech(speech: &OutlinedSpeech<'_>, title: usize, out: &mut dyn Write) -> io::Result<()> {
    let name = clean(&speech.title);
    let name = pad_str(&name, title, Alignment::Left, Some("…"));
    let reason = pad_str(speech.reason, REASON, Alignment::Left, Some("…"));
    writeln!(
        out,
        "{:>5} {:>7} {:>10} {:>8}  {name}  {}",
        speech.speech,
        grouped(speech.location.line),
        grouped(speech.location.start),
        grouped(speech.chars),
        reason.trim_end()
    )
}
