//! The text of RTF documents.

mod tokens;

use std::collections::HashMap;
use std::mem;

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, MACINTOSH, SHIFT_JIS, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
    WINDOWS_1258,
};
use serde_json::{Map, Value};

use super::Extracted;
use super::office_text::{Aside, OfficeText, Paragraph};
use tokens::{Control, Token, Tokens};

/// Most groups in each other. Word writes fewer than 100.
const MAX_DEPTH: usize = 10_000;

/// The text and the metadata of a document.
///
/// Headers, footers, deleted and hidden text, comments and the numbers of lists are left out;
/// footnotes follow the text.
pub(crate) fn extract(bytes: &[u8]) -> Result<Extracted, String> {
    if !bytes.starts_with(b"{\\rtf") {
        return Err("not an RTF document, though its name says so".to_owned());
    }
    let mut reader = Reader::new();
    for token in Tokens::new(bytes) {
        reader.read(token)?;
    }
    reader.flush();
    let (text, metadata) = (reader.text.finish(), reader.info.metadata());
    Ok(Extracted { text, metadata, ..Extracted::default() })
}

/// Where the text of a group goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Destination {
    /// The document.
    Text,
    /// Nowhere: the group has settings or what a reader does not see.
    Skipped,
    /// The table of fonts.
    Fonts,
    /// A value of the metadata.
    Info(&'static str),
}

/// Properties of characters and paragraphs.
#[derive(Debug, Clone, Copy)]
struct Format {
    is_hidden: bool,
    is_deleted: bool,
    is_in_table: bool,
}

/// What holds to the end of a group.
#[derive(Debug, Clone, Copy)]
struct Group {
    destination: Destination,
    /// Number of characters after `\u` that stand in for it.
    substitutes: usize,
    font: i32,
    format: Format,
    kind: Paragraph,
    /// Whether the group is a box or a note.
    is_aside: bool,
    /// Whether the group may be left out if its destination is not known.
    is_optional: bool,
}

impl Group {
    const fn outermost() -> Self {
        Self {
            destination: Destination::Text,
            substitutes: 1,
            font: -1,
            format: Format { is_hidden: false, is_deleted: false, is_in_table: false },
            kind: Paragraph::Body,
            is_aside: false,
            is_optional: false,
        }
    }

    /// A group within this group.
    const fn inner(self) -> Self {
        Self { is_aside: false, is_optional: false, ..self }
    }
}

/// What a document says about itself.
#[derive(Debug, Default)]
struct Info {
    values: HashMap<&'static str, String>,
    date: [i32; 3],
}

impl Info {
    fn metadata(self) -> Map<String, Value> {
        let mut metadata = Map::new();
        for (name, value) in self.values {
            if !value.trim().is_empty() {
                metadata.insert(name.to_owned(), value.trim().to_owned().into());
            }
        }
        let [year, month, day] = self.date;
        if year > 0 {
            metadata.insert("date".to_owned(), format!("{year:04}-{month:02}-{day:02}").into());
        }
        metadata
    }
}

/// A document while it is read.
#[derive(Debug)]
struct Reader {
    text: OfficeText,
    info: Info,
    groups: Vec<Group>,
    group: Group,
    /// The encoding of the document.
    encoding: &'static Encoding,
    /// The encodings of the fonts that have one of their own.
    fonts: HashMap<i32, &'static Encoding>,
    /// Bytes that are not decoded yet, in the encoding of the current font.
    bytes: Vec<u8>,
    /// Units of UTF-16 that are not decoded yet.
    units: Vec<u16>,
    /// Characters that are left out, since they stand in for `\u`.
    left_out: usize,
}

impl Reader {
    fn new() -> Self {
        Self {
            text: OfficeText::new(),
            info: Info::default(),
            groups: Vec::new(),
            group: Group::outermost(),
            encoding: WINDOWS_1252,
            fonts: HashMap::new(),
            bytes: Vec::new(),
            units: Vec::new(),
            left_out: 0,
        }
    }

    fn read(&mut self, token: Token) -> Result<(), String> {
        match token {
            Token::Open => return self.open(),
            Token::Close => self.close(),
            Token::Byte(byte) => self.push_byte(byte),
            Token::Optional => self.group.is_optional = true,
            Token::Control(control) => self.control(control),
        }
        Ok(())
    }

    fn open(&mut self) -> Result<(), String> {
        self.flush();
        self.left_out = 0;
        if self.groups.len() == MAX_DEPTH {
            return Err(format!("the RTF document is damaged: more than {MAX_DEPTH} groups nest"));
        }
        self.groups.push(self.group);
        self.group = self.group.inner();
        Ok(())
    }

    fn close(&mut self) {
        self.flush();
        self.left_out = 0;
        if self.group.is_aside {
            self.text.end_aside();
        }
        self.group = self.groups.pop().unwrap_or(Group::outermost());
    }

    fn push_byte(&mut self, byte: u8) {
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        if !self.units.is_empty() {
            self.flush();
        }
        self.bytes.push(byte);
    }

    fn push_unit(&mut self, value: i32) {
        if !self.bytes.is_empty() {
            self.flush();
        }
        // The number is signed, so that -3 is the unit 0xfffd.
        #[expect(clippy::cast_sign_loss, reason = "negative numbers stand for large units")]
        self.units.push(value as u16);
        self.left_out = self.group.substitutes;
    }

    /// Decodes what was read, and passes it to its destination.
    fn flush(&mut self) {
        let encoding = self.fonts.get(&self.group.font).copied().unwrap_or(self.encoding);
        let bytes = mem::take(&mut self.bytes);
        let units = mem::take(&mut self.units);
        self.write(&encoding.decode_without_bom_handling(&bytes).0);
        self.write(&String::from_utf16_lossy(&units));
    }

    fn write(&mut self, text: &str) {
        match self.group.destination {
            Destination::Text if self.is_seen() => self.text.push(text),
            Destination::Info(name) => self.info.values.entry(name).or_default().push_str(text),
            _ => {}
        }
    }

    fn is_seen(&self) -> bool {
        let is_text = self.group.destination == Destination::Text;
        is_text && !self.group.format.is_hidden && !self.group.format.is_deleted
    }

    fn control(&mut self, control: Control) {
        if control.word == "u" {
            return self.push_unit(control.number.unwrap_or_default());
        }
        if self.left_out > 0 {
            self.left_out -= 1;
        }
        self.flush();
        if self.set_destination(control.word) {
            return;
        }
        self.set_format(control);
        if self.is_seen() {
            self.write_control(control.word);
        }
    }

    /// Sets the destination of the group, if the control word is one.
    fn set_destination(&mut self, word: &str) -> bool {
        let destination = match word {
            "fonttbl" => Destination::Fonts,
            "title" => Destination::Info("title"),
            "author" => Destination::Info("author"),
            "footnote" | "shptxt" => return self.begin_aside(word),
            "shpinst" | "shppict" | "ud" | "nestcell" => Destination::Text,
            _ if is_skipped(word) || self.group.is_optional => Destination::Skipped,
            _ => return false,
        };
        self.group.is_optional = false;
        // What stands in a group that is left out is left out too, except for values.
        if self.group.destination != Destination::Skipped || destination != Destination::Text {
            self.group.destination = destination;
        }
        word != "nestcell"
    }

    fn begin_aside(&mut self, word: &str) -> bool {
        if self.group.destination == Destination::Text {
            self.text.begin_aside(if word == "footnote" { Aside::Note } else { Aside::Box });
            self.group.is_aside = true;
        }
        true
    }

    fn set_format(&mut self, control: Control) {
        let number = control.number.unwrap_or_default();
        let is_on = control.number != Some(0);
        match control.word {
            "ansicpg" => self.encoding = code_page(number).unwrap_or(self.encoding),
            "mac" => self.encoding = MACINTOSH,
            "deff" if self.group.font < 0 => self.group.font = number,
            "f" => self.group.font = number,
            "fcharset" => self.add_font(number),
            "uc" => self.group.substitutes = usize::try_from(number).unwrap_or_default(),
            "v" => self.group.format.is_hidden = is_on,
            "deleted" => self.group.format.is_deleted = is_on,
            "plain" => (self.group.format.is_hidden, self.group.format.is_deleted) = (false, false),
            "pard" => (self.group.format.is_in_table, self.group.kind) = (false, Paragraph::Body),
            "intbl" => self.group.format.is_in_table = true,
            "outlinelevel" if number < 9 => self.group.kind = Paragraph::Heading,
            "yr" => self.set_date(0, number),
            "mo" => self.set_date(1, number),
            "dy" => self.set_date(2, number),
            _ => {}
        }
    }

    /// Sets a part of the date. The first date is that of the creation.
    fn set_date(&mut self, part: usize, number: i32) {
        if self.info.date[part] == 0 {
            self.info.date[part] = number;
        }
    }

    fn add_font(&mut self, charset: i32) {
        if self.group.destination == Destination::Fonts
            && let Some(encoding) = charset_encoding(charset)
        {
            self.fonts.insert(self.group.font, encoding);
        }
    }

    fn write_control(&mut self, word: &str) {
        match word {
            "par" | "sect" | "page" if !self.group.format.is_in_table => {
                self.text.end_paragraph(self.group.kind);
            }
            "par" | "nestcell" | "nestrow" => self.text.push(" "),
            "line" => self.text.push_line_break(),
            "tab" | "cell" => self.text.push_tab(),
            "row" => self.text.end_row(),
            _ => self.text.push(symbol(word)),
        }
    }
}

/// The character that a control word stands for; empty if it stands for none.
fn symbol(word: &str) -> &'static str {
    match word {
        "emdash" => "—",
        "endash" => "–",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "bullet" => "•",
        "emspace" | "enspace" | "~" => " ",
        "_" => "-",
        _ => "",
    }
}

/// Whether a reader does not see what stands in a destination.
fn is_skipped(word: &str) -> bool {
    matches!(
        word,
        "colortbl"
            | "stylesheet"
            | "info"
            | "pict"
            | "object"
            | "header"
            | "headerl"
            | "headerr"
            | "headerf"
            | "footer"
            | "footerl"
            | "footerr"
            | "footerf"
            | "annotation"
            | "nonshppict"
            | "shprslt"
            | "sp"
            | "listtext"
            | "pntext"
            | "xe"
            | "tc"
            | "fldinst"
            | "filetbl"
            | "ftnsep"
            | "ftnsepc"
            | "upr"
    )
}

fn code_page(number: i32) -> Option<&'static Encoding> {
    Some(match number {
        874 => WINDOWS_874,
        932 => SHIFT_JIS,
        936 | 54936 => GBK,
        949 => EUC_KR,
        950 => BIG5,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1252 => WINDOWS_1252,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        10000 => MACINTOSH,
        65001 => encoding_rs::UTF_8,
        _ => return None,
    })
}

/// The encoding of a font; `None` if it is that of the document.
fn charset_encoding(charset: i32) -> Option<&'static Encoding> {
    code_page(match charset {
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(rtf: &str) -> String {
        extract(rtf.as_bytes()).expect("it can be read and written").text
    }

    #[test]
    fn characters_are_decoded_by_code_page_font_and_number() {
        assert_eq!(text_of(r"{\rtf1\ansi\ansicpg936 \'b4\'ba\'cc\'ec A}"), "春天 A");
        let fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset134 SimSun;}}";
        let text = text_of(&format!(r"{{\rtf1\ansi\deff0{fonts}\'e9{{\f1 \'b4\'ba}}\'e9}}"));
        assert_eq!(text, "é春é");
        assert_eq!(
            text_of(r"{\rtf1\uc1\u26149?\u-10179?\u-8704? b{\uc2 \u22825\'cc\'ec c}}"),
            "春😀 b天 c"
        );
    }

    #[test]
    fn a_trail_byte_may_be_a_letter() {
        assert_eq!(text_of("{\\rtf1\\ansicpg936 \\'81A}"), "\u{4e04}");
    }

    #[test]
    fn paragraphs_headings_tables_and_notes_are_read() {
        let rtf = r"{\rtf1{\header h\par}\pard\outlinelevel0 Title\par\pard one\line two\par
            \trowd\pard\intbl a\par b\cell c\cell\row\pard three{\footnote note} \~x\emdash\par}";
        assert_eq!(text_of(rtf), "Title\n\none\ntwo\na b\tc\nthree  x—\n\nnote");
    }

    #[test]
    fn what_is_not_seen_is_left_out() {
        let rtf = r"{\rtf1{\*\generator G;}{\pict 0a0b}a{\v hidden}{\deleted old}{\*\shpinst{\sp
            {\sn n}{\sv v}}{\shptxt box\par}}{\field{\*\fldinst HYPERLINK}{\fldrslt link}}\par}";
        assert_eq!(text_of(rtf), "alink\nbox");
    }

    #[test]
    fn metadata_is_read() {
        let rtf = r"{\rtf1\ansicpg936{\info{\title \'b4\'ba}{\author A}{\creatim\yr2024\mo5\dy1}
            {\revtim\yr2025\mo6\dy2}}text}";
        let extracted = extract(rtf.as_bytes()).expect("it can be read and written");
        let values = ["title", "author", "date"].map(|name| extracted.metadata[name].clone());
        assert_eq!(values, ["春", "A", "2024-05-01"]);
        assert_eq!(extracted.text, "text");
    }

    #[test]
    fn groups_that_nest_without_end_are_an_error() {
        assert!(extract(&[b"{\\rtf1".as_slice(), &vec![b'{'; 20_000]].concat()).is_err());
        assert!(extract(b"text").is_err());
    }
}
