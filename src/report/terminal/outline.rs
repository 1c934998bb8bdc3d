//! Outlines for reading: a table for each document.

use std::io::{self, Write};

use console::truncate_str;

use super::super::outline::{DocumentOutline, OutlinedSpeech};
use super::clean::clean;
use super::layout::{counted, grouped};

/// Columns of a line before its title.
const BEFORE_TITLE: usize = 49;
/// Columns of a title on a narrow terminal.
const LEAST_TITLE: usize = 24;

/// Writes how documents are cut into speeches, for a terminal of `width` columns.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_outlines(
    outlines: &[DocumentOutline<'_>],
    width: usize,
    mut out: impl Write,
) -> io::Result<()> {
    let title = width.saturating_sub(BEFORE_TITLE).max(LEAST_TITLE);
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
        writeln!(out, "{:>13} {:>10} {:>8}  {:<12}title", "line", "from", "length", "cut by")?;
    }
    outline.speeches.iter().try_for_each(|speech| write_speech(speech, title, out))
}

fn write_speech(speech: &OutlinedSpeech<'_>, title: usize, out: &mut dyn Write) -> io::Result<()> {
    let name = clean(&speech.title);
    let line = format!(
        "{:>5} {:>7} {:>10} {:>8}  {:<12}{}",
        speech.speech,
        grouped(speech.location.line),
        grouped(speech.location.start),
        grouped(speech.chars),
        speech.signal,
        truncate_str(&name, title, "…")
    );
    writeln!(out, "{}", line.trim_end())
}
