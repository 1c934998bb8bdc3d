//! The formats of files that are one document each, and not plain text.

use super::format::{Format, visible};
use super::format_entry::{FormatEntry, Layout};

/// What all these formats have in common.
const ENTRY: FormatEntry = FormatEntry {
    format: Format::Html,
    name: "HTML",
    option: "html",
    extensions: &["html", "htm", "xhtml"],
    may_be_compressed: true,
    is_content: is_html,
    layout: Layout::Extracted,
};

/// The format of HTML and XHTML.
pub(super) const HTML: FormatEntry = ENTRY;

/// The format of XML, as of TEI.
pub(super) const XML: FormatEntry = FormatEntry {
    format: Format::Xml,
    name: "XML",
    option: "xml",
    extensions: &["xml", "tei"],
    is_content: |head| begins(head, &["<?xml"]),
    ..ENTRY
};

/// The format of Markdown with metadata at its beginning. Without them, Markdown is text.
pub(super) const MARKDOWN: FormatEntry = FormatEntry {
    format: Format::Markdown,
    name: "Markdown with front matter",
    option: "markdown",
    extensions: &[],
    is_content: has_front_matter,
    ..ENTRY
};

/// The format of Word files.
pub(super) const DOCX: FormatEntry = FormatEntry {
    format: Format::Docx,
    name: "a Word file",
    option: "docx",
    extensions: &["docx", "docm", "dotx"],
    is_content: infer::doc::is_docx,
    ..ENTRY
};

/// The format of text documents of `LibreOffice` and others.
pub(super) const ODT: FormatEntry = FormatEntry {
    format: Format::Odt,
    name: "an OpenDocument text",
    option: "odt",
    extensions: &["odt", "ott"],
    is_content: infer::odf::is_odt,
    ..ENTRY
};

/// The format of Rich Text.
pub(super) const RTF: FormatEntry = FormatEntry {
    format: Format::Rtf,
    name: "RTF",
    option: "rtf",
    extensions: &["rtf"],
    is_content: |head| begins(head, &["{\\rtf"]),
    ..ENTRY
};

/// The format of e-books.
pub(super) const EPUB: FormatEntry = FormatEntry {
    format: Format::Epub,
    name: "EPUB",
    option: "epub",
    extensions: &["epub"],
    is_content: infer::book::is_epub,
    ..ENTRY
};

/// The format of PDF.
pub(super) const PDF: FormatEntry = FormatEntry {
    format: Format::Pdf,
    name: "PDF",
    option: "pdf",
    extensions: &["pdf"],
    is_content: |head| begins(head, &["%pdf-"]),
    ..ENTRY
};

/// The format of single messages.
pub(super) const MAIL: FormatEntry = FormatEntry {
    format: Format::Mail,
    name: "a mail message",
    option: "eml",
    extensions: &["eml"],
    is_content: |_| false,
    ..ENTRY
};

/// The format of subtitles.
pub(super) const SUBTITLES: FormatEntry = FormatEntry {
    format: Format::Subtitles,
    name: "subtitles",
    option: "srt",
    extensions: &["srt", "vtt"],
    is_content: |head| begins(head, &["webvtt"]),
    ..ENTRY
};

/// Most characters by which a format is recognised.
const LONGEST_START: usize = 16;

/// Whether the visible characters of `head` begin with one of these, in lower case.
fn begins(head: &[u8], starts: &[&str]) -> bool {
    let first: Vec<u8> =
        visible(head).take(LONGEST_START).map(|byte| byte.to_ascii_lowercase()).collect();
    starts.iter().any(|start| first.starts_with(start.as_bytes()))
}

/// Whether `head` begins like HTML, or like XML whose root is that of HTML.
fn is_html(head: &[u8]) -> bool {
    let has_root = || {
        let lower = head.to_ascii_lowercase();
        memchr::memmem::find(&lower, b"<html").is_some()
    };
    begins(head, &["<!doctype html", "<html"]) || begins(head, &["<?xml"]) && has_root()
}

/// Whether `head` begins with a rule, a line with a name and a value, and further lines up to
/// another rule.
fn has_front_matter(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let mut lines = text.trim_start_matches('\u{FEFF}').lines().map(str::trim_end);
    let sign = match lines.next() {
        Some("---") => ':',
        Some("+++") => '=',
        _ => return false,
    };
    let is_named = lines.next().is_some_and(|line| {
        let name = line.split_once(sign).map(|(name, _)| name.trim());
        name.is_some_and(|name| !name.is_empty() && !name.contains(' '))
    });
    is_named && lines.any(|line| matches!(line, "---" | "+++" | "..."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_told_from_rules() {
        assert!(has_front_matter("---\ntitle: 雷同\n---\ntext".as_bytes()));
        assert!(has_front_matter(b"+++\r\ntitle = \"a\"\r\n+++\r\n"));
        for text in ["---\ntext: and more", "---\n\ntitle: a\n---", "---\nwords in a line: a\n---"]
        {
            assert!(!has_front_matter(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn xhtml_is_html() {
        assert!(is_html(b"\xEF\xBB\xBF<?xml version='1.0'?>\n<html xmlns='x'>"));
        assert!(is_html(b"\n<!DOCTYPE HTML PUBLIC"));
        assert!(!is_html(b"<?xml version='1.0'?><TEI>"));
        assert!(!is_html(b"<p>"));
    }
}
