//! Extractors on documents that are damaged or made up.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use super::package::archive_of;
#[cfg(feature = "pdf")]
use super::pdf;
use super::{Extracted, docx, epub, mail, odt, rtf};

type Extractor = fn(&[u8]) -> Result<Extracted, String>;

/// A change of the bytes at one place: they are removed, repeated or set.
#[derive(Debug, Clone)]
struct Damage {
    at: Index,
    length: usize,
    kind: u8,
    value: u8,
}

prop_compose! {
    fn damage()(at: Index, length in 0..40_usize, kind in 0..3_u8, value: u8) -> Damage {
        Damage { at, length, kind, value }
    }
}

impl Damage {
    fn apply(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let start = self.at.index(bytes.len());
        let range = start..(start + self.length).min(bytes.len());
        match self.kind {
            0 => drop(bytes.drain(range)),
            1 => bytes.extend_from_within(range),
            _ => bytes[start] = self.value,
        }
    }
}

fn damaged(bytes: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for damage in damages {
        damage.apply(&mut bytes);
    }
    bytes
}

const RELATIONS: &str = "<r><Relationship Type='x/officeDocument' Target='word/document.xml'/></r>";
const WORD: &str = "<w:d><w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:t>h</w:t></w:r></w:p>\
    <w:tbl><w:tr><w:tc><w:p><w:r><w:txbxContent><w:p><w:r><w:t>b</w:t></w:r></w:p></w:txbxContent>\
    <w:t>春&#x5929;</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
    <w:del><w:r><w:t>d</w:t></w:r></w:del></w:d>";
const ODT: &str = "<o:d><t:h>h</t:h><t:p>a<t:note><t:note-body><t:p>n</t:p></t:note-body></t:note>\
    <t:s t:c='3'/></t:p><t:table-row><t:table-cell><t:p>c</t:p></t:table-cell></t:table-row></o:d>";

fn word_of(document: &str) -> Vec<u8> {
    archive_of(&[("_rels/.rels", RELATIONS), ("word/document.xml", document)])
}

fn odt_of(content: &str) -> Vec<u8> {
    archive_of(&[("content.xml", content)])
}

const CHAPTER: &str = "<html><body><h1>h</h1><p>a &amp; b<br/>c</p></body></html>";
const OPF: &str = "<p><item id='a' href='a' media-type='application/xhtml+xml'/>\
    <itemref idref='a'/></p>";
const RTF: &[u8] = br"{\rtf1\ansicpg936{\info{\title t}}\'b4\'ba\u22825?{\footnote n}\par}";
const MAIL: &[u8] = b"From a\nFrom: a@b.c\nDate: Wed, 1 May 2024 08:00:00 +0800\nContent-Type: \
    multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html; charset=gbk\n\
    Content-Transfer-Encoding: base64\n\nPHA+YTwvcD4=\n--b--\n";

fn epub_of(chapter: &str) -> Vec<u8> {
    let container = "<c><rootfile full-path='o'/></c>";
    archive_of(&[("META-INF/container.xml", container), ("o", OPF), ("a", chapter)])
}

/// A document for each extractor.
fn documents() -> Vec<(Extractor, Vec<u8>)> {
    vec![
        (docx::extract, word_of(WORD)),
        (odt::extract, odt_of(ODT)),
        (epub::extract, epub_of(CHAPTER)),
        (rtf::extract, RTF.to_vec()),
        (mail::extract, MAIL.to_vec()),
        #[cfg(feature = "pdf")]
        (pdf::extract, pdf::tests::sample()),
    ]
}

#[test]
fn the_documents_are_read() {
    for (extract, document) in documents() {
        assert!(!extract(&document).expect("it can be read and written").text.is_empty());
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_an_error_or_a_text(bytes in vec(any::<u8>(), 0..300)) {
        for (extract, _) in documents() {
            let _ = extract(&bytes);
        }
        for magic in [b"{\\rtf".as_slice(), b"%PDF-1.4\n"] {
            for (extract, _) in documents() {
                let _ = extract(&[magic, &bytes].concat());
            }
        }
    }

    #[test]
    fn damaged_documents_are_an_error_or_a_text(damages in vec(damage(), 1..4)) {
        for (extract, document) in documents() {
            let _ = extract(&damaged(&document, &damages));
        }
    }

    #[test]
    fn damaged_xml_is_an_error_or_a_text(damages in vec(damage(), 1..4)) {
        let damaged = |xml: &str| {
            String::from_utf8_lossy(&damaged(xml.as_bytes(), &damages)).into_owned()
        };
        let _ = docx::extract(&word_of(&damaged(WORD)));
        let _ = odt::extract(&odt_of(&damaged(ODT)));
        let _ = epub::extract(&epub_of(&damaged(CHAPTER)));
    }
}
