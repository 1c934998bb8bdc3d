//! PDF files that are made here.

use std::fmt::Write;

use encoding_rs::{BIG5, GBK, SHIFT_JIS};

use super::*;

const HELVETICA: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica \
    /Encoding /WinAnsiEncoding >>";

/// A font that is not embedded, whose codes are those of a predefined character map.
fn predefined(encoding: &str, ordering: &str) -> String {
    format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /{encoding} /DescendantFonts \
        [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Song /DW 1000 /CIDSystemInfo \
        << /Registry (Adobe) /Ordering ({ordering}) /Supplement 2 >> /FontDescriptor \
        << /Type /FontDescriptor /FontName /Song /Flags 6 /FontBBox [0 -200 1000 900] \
        /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>] >>"
    )
}

/// A document with one font and these content streams, one a page.
pub(in super::super) fn document(font: &str, pages: &[&str]) -> Vec<u8> {
    let kids: Vec<_> = (0..pages.len()).map(|page| format!("{} 0 R", 5 + 2 * page)).collect();
    let kids = kids.join(" ");
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()),
        font.to_owned(),
        "<< /Title <FEFF66255929> /Author (A. Author) /CreationDate (D:20240501080000Z) >>".into(),
    ];
    for (index, page) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R \
            /Resources << /Font << /F 3 0 R >> >> >>",
            6 + 2 * index
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()));
    }
    file_of(&objects, "/Root 1 0 R /Info 4 0 R")
}

fn file_of(objects: &[String], trailer: &str) -> Vec<u8> {
    let (mut file, mut offsets) = (String::from("%PDF-1.4\n"), String::new());
    for (object, number) in objects.iter().zip(1..) {
        writeln!(offsets, "{:010} 00000 n ", file.len()).expect("it can be read and written");
        writeln!(file, "{number} 0 obj\n{object}\nendobj").expect("it can be read and written");
    }
    let (start, size) = (file.len(), objects.len() + 1);
    write!(file, "xref\n0 {size}\n0000000000 65535 f \n{offsets}")
        .expect("it can be read and written");
    write!(file, "trailer\n<< /Size {size} {trailer} >>\nstartxref\n{start}\n%%EOF\n")
        .expect("it can be read and written");
    file.into_bytes()
}

/// A content stream that shows lines of hexadecimal codes.
fn shown(lines: &[Vec<u8>]) -> String {
    let mut content = String::from("BT /F 12 Tf 72 700 Td 16 TL");
    for line in lines {
        let codes = line.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        write!(content, " <{codes}> Tj T*").expect("it can be read and written");
    }
    content + " ET"
}

fn latin(lines: &[&str]) -> String {
    shown(&lines.iter().map(|line| line.as_bytes().to_vec()).collect::<Vec<_>>())
}

pub(in super::super) fn sample() -> Vec<u8> {
    document(HELVETICA, &[&latin(&["First page."]), &latin(&[]), &latin(&["Third", "page"])])
}

#[test]
fn pages_and_metadata_are_read() {
    let extracted = extract(&sample()).expect("it can be read and written");
    assert_eq!(extracted.text, "First page.\nThird\npage");
    let pages = [0, 11, 12, 21].map(|offset| extracted.places.page(offset));
    assert_eq!(pages, [Some(1), Some(1), Some(3), Some(3)]);
    let values = ["title", "author", "date"].map(|name| extracted.metadata[name].clone());
    assert_eq!(values, ["春天", "A. Author", "2024-05-01"]);
}

#[test]
fn predefined_maps_of_chinese_and_japanese_are_known() {
    let (simplified, traditional, japanese) =
        ("春天到了，花儿开了。", "春天到了，花兒開了。", "春が来た。");
    let utf_16: Vec<u8> = simplified.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let cases = [
        ("GBK-EUC-H", "GB1", simplified, GBK.encode(simplified).0.to_vec()),
        ("UniGB-UCS2-H", "GB1", simplified, utf_16),
        ("ETen-B5-H", "CNS1", traditional, BIG5.encode(traditional).0.to_vec()),
        ("90ms-RKSJ-H", "Japan1", japanese, SHIFT_JIS.encode(japanese).0.to_vec()),
    ];
    for (encoding, ordering, text, codes) in cases {
        let pdf = document(&predefined(encoding, ordering), &[&shown(&[codes])]);
        assert_eq!(extract(&pdf).expect("it can be read and written").text, text, "{encoding}");
    }
}

#[test]
fn full_lines_are_joined_and_bold_text_is_read_once() {
    let line = "This line reaches to the end of the block and has an inter-";
    let lines = latin(&[line, "national hyphen."]);
    let twice = format!("{lines} {lines}");
    let text = extract(&document(HELVETICA, &[&twice])).expect("it can be read and written").text;
    assert_eq!(text, line.replace("inter-", "international hyphen."));
}

#[test]
fn words_are_divided_by_gaps() {
    let content = "BT /F 12 Tf 72 700 Td [(a) -300 (b) -20 (c) -4000 (d)] TJ ET";
    assert_eq!(
        extract(&document(HELVETICA, &[content])).expect("it can be read and written").text,
        "a bc\td"
    );
}

#[test]
fn what_has_no_text_is_said() {
    let image = "q 100 0 0 100 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID a EI Q";
    assert_eq!(extract(&document(HELVETICA, &[image])).expect_err("it is refused"), SCANNED);
    assert_eq!(
        extract(&document(HELVETICA, &[""])).expect_err("it is refused"),
        "the PDF has no text"
    );
    assert_eq!(extract(b"text").expect_err("it is refused"), "not a PDF, though its name says so");
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H \
        /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo \
        << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>";
    let unknown = document(font, &[&shown(&[vec![0, 1, 0, 2]])]);
    assert_eq!(extract(&unknown).expect_err("it is refused"), UNKNOWN_CHARACTERS);
}

#[test]
fn an_encrypted_document_is_named() {
    let objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"];
    let key = "0".repeat(64);
    let trailer = format!(
        "/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 \
        /O <{key}> /U <{key}> >>"
    );
    let pdf = file_of(&objects.map(ToOwned::to_owned), &trailer);
    assert_eq!(extract(&pdf).expect_err("it is refused"), PROTECTED);
}

#[test]
fn forms_that_draw_themselves_end() {
    let mut pdf = String::from_utf8(document(HELVETICA, &["/X Do /X Do BT /F 9 Tf (a) Tj ET"]))
        .expect("it can be read and written");
    pdf = pdf.replace("/Font << /F 3 0 R >>", "/Font << /F 3 0 R >> /XObject << /X 9 0 R >>");
    let form = "9 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 11 /Resources \
        << /XObject << /X 9 0 R >> >> >>\nstream\n/X Do /X Do\nendstream\nendobj\nxref";
    let pdf = pdf.replacen("xref", form, 1);
    let read = || read(pdf.as_bytes(), Budget::of(10_000));
    assert!(catch_unwind(AssertUnwindSafe(read)).is_err());
}
