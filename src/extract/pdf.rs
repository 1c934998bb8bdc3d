//! The text layer of PDF files, page by page.

mod layout;
mod page_text;

use std::panic::{AssertUnwindSafe, catch_unwind};

use encoding_rs::{UTF_16BE, WINDOWS_1252};
use hayro_interpret::hayro_syntax::metadata::Metadata;
use hayro_interpret::hayro_syntax::object::DateTime;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use kurbo::{Affine, Rect};
use serde_json::{Map, Value};

use super::{Extracted, PageStart, Places};
use page_text::{Budget, PageText};

/// Says that a document cannot be read without a password.
const PROTECTED: &str = "the PDF is protected by a password: save a copy without one";

/// Says that a document was scanned.
const SCANNED: &str =
    "the PDF has no text, only images of pages (a scan): run OCR first, as ocrmypdf does";

/// Says that the glyphs of a document cannot be turned into characters.
const UNKNOWN_CHARACTERS: &str =
    "the fonts of the PDF do not say which characters they show: run OCR, as ocrmypdf --force-ocr";

/// Least share of the glyphs whose characters are known. Below, the text would be a sequence of
/// replacement characters with some letters between them.
const MIN_KNOWN: f64 = 0.5;

/// The text and the metadata of a document.
///
/// Lines are joined to paragraphs where each but the last is as wide as the block of text, and a
/// word that is hyphenated at the end of such a line is joined too.
pub(crate) fn extract(bytes: &[u8]) -> Result<Extracted, String> {
    if !bytes[..bytes.len().min(HEADER_WITHIN)].windows(5).any(|part| part == b"%PDF-") {
        return Err("not a PDF, though its name says so".to_owned());
    }
    // The library may panic on a damaged file; nothing of what it used is used again.
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes, Budget::new())));
    read.unwrap_or_else(|_| Err("the PDF is damaged, or too much is drawn on a page".to_owned()))
}

/// The header stands within this number of bytes, as Acrobat reads it.
const HEADER_WITHIN: usize = 1024;

fn read(bytes: &[u8], budget: Budget) -> Result<Extracted, String> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(load_reason)?;
    let pages = pages(&pdf, budget);
    let glyphs: usize = pages.iter().map(PageText::glyph_count).sum();
    if glyphs == 0 {
        let has_images = pages.iter().any(PageText::has_images);
        return Err(if has_images { SCANNED } else { "the PDF has no text" }.to_owned());
    }
    let known: usize = pages.iter().map(PageText::known_count).sum();
    if (known as f64) < MIN_KNOWN * glyphs as f64 {
        return Err(UNKNOWN_CHARACTERS.to_owned());
    }
    Ok(joined(&pages, metadata(pdf.metadata())))
}

fn load_reason(error: LoadPdfError) -> String {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => PROTECTED.to_owned(),
        LoadPdfError::Decryption(_) => {
            "the PDF is encrypted in a way that cannot be read: save a copy without encryption"
                .to_owned()
        }
        LoadPdfError::Invalid => {
            "the PDF is damaged: open it, and print it to a new PDF".to_owned()
        }
    }
}

/// The glyphs of each page.
fn pages(pdf: &Pdf, mut budget: Budget) -> Vec<PageText> {
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        let mut text = PageText::new(budget);
        let settings = InterpreterSettings::default();
        let mut context = Context::new(Affine::IDENTITY, Rect::ZERO, &cache, page.xref(), settings);
        interpret_page(page, &mut context, &mut text);
        budget = text.budget();
        pages.push(text);
    }
    pages
}

fn joined(pages: &[PageText], metadata: Map<String, Value>) -> Extracted {
    let body = layout::body_size(pages.iter().flat_map(PageText::lines));
    let (mut text, mut starts) = (String::new(), Vec::new());
    for (page, number) in pages.iter().zip(1..) {
        let content = layout::page_text(page.lines(), body);
        if content.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        starts.push(PageStart { text: text.len() as u32, page: number });
        text.push_str(&content);
    }
    Extracted { text, metadata, places: Places::Pages(starts), replaced: 0 }
}

fn metadata(values: &Metadata) -> Map<String, Value> {
    let title = values.title.as_deref().map(decode);
    let author = values.author.as_deref().map(decode);
    let date = values.creation_date.or(values.modification_date).map(date);
    let named = [("title", title), ("author", author), ("date", date)];
    let given = named.into_iter().filter_map(|(name, value)| {
        let value = value?.trim().to_owned();
        (!value.is_empty()).then(|| (name.to_owned(), Value::String(value)))
    });
    given.collect()
}

fn date(date: DateTime) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// Decodes a text string: UTF-16 with a byte order mark, UTF-8, or the encoding of PDF, which
/// differs from Windows-1252 in punctuation only.
fn decode(bytes: &[u8]) -> String {
    if bytes.starts_with(&[0xfe, 0xff]) {
        return UTF_16BE.decode(bytes).0.into_owned();
    }
    let utf_8 = str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    utf_8.map_or_else(|_| WINDOWS_1252.decode(bytes).0.into_owned(), ToOwned::to_owned)
}

#[cfg(test)]
pub(super) mod tests;
