//! The text of files that are one document each, and not plain text.

use std::borrow::Cow;

use super::detect_encoding;
use super::encoding::Encoding;
use super::format::{Format, HEAD};
use super::options::ReadOptions;
use crate::extract::{Extracted, docx, epub, front_matter, html, mail, odt, rtf, subtitles, xml};

/// Characters of a text among which one may be malformed, on average. Browsers replace such
/// characters, so that nobody mends them; with more, the encoding is wrong.
const CHARS_PER_MALFORMED: usize = 100;

/// Extracts the text of a file.
pub(super) fn extract(
    format: Format,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Extracted, String> {
    match format {
        Format::Html | Format::Xml | Format::Subtitles | Format::Markdown => {
            of_characters(format, bytes, None, options)
        }
        Format::Docx => docx::extract(bytes),
        Format::Odt => odt::extract(bytes),
        Format::Rtf => rtf::extract(bytes),
        Format::Epub => epub::extract(bytes),
        Format::Mail => mail::extract(bytes),
        #[cfg(feature = "pdf")]
        Format::Pdf => crate::extract::pdf::extract(bytes),
        _ => Err(format!("{format}, which this build does not read")),
    }
}

/// Extracts the text of a file of characters, whose encoding may be given by `label`.
pub(super) fn of_characters(
    format: Format,
    bytes: &[u8],
    label: Option<&str>,
    options: &ReadOptions,
) -> Result<Extracted, String> {
    let is_markup = matches!(format, Format::Html | Format::Xml);
    let head = &bytes[..bytes.len().min(HEAD)];
    let declared = || if is_markup { html::declared_encoding(head) } else { None };
    let Characters { text, replaced } = characters(bytes, label.or_else(declared), options)?;
    let extracted = match format {
        Format::Html => html::extract(&text, options.html_part),
        Format::Xml => xml::extract(&text)?,
        Format::Subtitles => subtitles::extract(&text),
        Format::Markdown => front_matter::extract(&text),
        _ => Extracted { text: text.into_owned(), ..Extracted::default() },
    };
    Ok(Extracted { replaced, ..extracted })
}

/// Decoded bytes.
struct Characters<'b> {
    text: Cow<'b, str>,
    /// Characters that were malformed, and replaced by U+FFFD.
    replaced: usize,
}

/// Decodes bytes in the encoding of `options`, or as UTF-8 if they are, or in the encoding that a
/// byte order mark or `label` names, or in one that is detected.
fn characters<'b>(
    bytes: &'b [u8],
    label: Option<&str>,
    options: &ReadOptions,
) -> Result<Characters<'b>, String> {
    if let Some(encoding) = options.encoding {
        let text = encoding.decode_slice(bytes).map_err(|malformed| malformed.to_string())?;
        return Ok(Characters { text, replaced: 0 });
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Characters { text: text.into(), replaced: 0 });
    }
    let marked = encoding_rs::Encoding::for_bom(bytes).map(|(encoding, _)| Encoding(encoding));
    let named = || label.and_then(|label| label.parse().ok());
    let encoding = match marked.or_else(named) {
        Some(encoding) => encoding,
        None => detect_encoding::of_text(bytes)?,
    };
    match encoding.decode_slice(bytes) {
        Ok(text) => Ok(Characters { text, replaced: 0 }),
        Err(malformed) => {
            let (text, _) = encoding.0.decode_with_bom_removal(bytes);
            let replaced = text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
            if replaced * CHARS_PER_MALFORMED > text.chars().count() {
                return Err(malformed.to_string());
            }
            Ok(Characters { text: text.into_owned().into(), replaced })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_in_the_encoding_that_it_declares() {
        let page = format!("<meta charset=gb2312><p>{}</p>", "今天我们召开会议。".repeat(30));
        let gbk: Encoding = "gbk".parse().expect("the label is known");
        let options = ReadOptions::default().html_part(crate::extract::HtmlPart::All);
        let mut bytes = gbk.encode(&page, b"");
        let read = |bytes: &[u8]| extract(Format::Html, bytes, &options).expect("it is a page");
        assert_eq!(read(&bytes).text, read(page.as_bytes()).text);
        // One malformed character is replaced and counted.
        bytes.splice(40..40, [0xFF]);
        assert_eq!(read(&bytes).replaced, 1);
        let broken: Vec<u8> = bytes.iter().flat_map(|&byte| [byte, 0xFF]).collect();
        assert!(extract(Format::Xml, &broken, &options).is_err());
    }
}
