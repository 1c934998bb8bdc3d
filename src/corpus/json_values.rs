//! Documents from JSON: the objects of an array, or objects one after the other.

use super::format::{Format, visible};
use super::format_entry::{FormatEntry, Layout, RecordLayout};
use super::record_form::{Bytes, RecordEncoding};
use super::splitter::{Part, Splitter};

/// The format of JSON that is not one object a line.
pub(super) const FORMAT: FormatEntry = FormatEntry {
    format: Format::Json,
    name: "JSON",
    option: "json",
    extensions: &["json"],
    may_be_compressed: true,
    is_content: begins_with_array_of_objects,
    layout: Layout::Records(RecordLayout {
        form: RecordEncoding(Bytes::Value),
        splitter: || Box::new(Values::default()),
    }),
};

/// Whether a file that begins with `head` is an array of objects. A text may begin with `[` too,
/// but not with `[{"`.
fn begins_with_array_of_objects(head: &[u8]) -> bool {
    let start: Vec<u8> = visible(head).filter(|byte| !b" \t\r\n".contains(byte)).take(3).collect();
    start == b"[{\""
}

/// Finds the values of an array, or of a sequence of values. A value reaches from the end of the
/// previous one, so that the comma before it belongs to it.
#[derive(Default)]
struct Values {
    /// Whether the file is an array.
    is_array: bool,
    /// Whether anything but blanks was found.
    has_begun: bool,
    /// The state in the value that is being scanned.
    value: Scan,
}

/// The state of a scan through one value.
#[derive(Default)]
struct Scan {
    /// Bytes that were scanned.
    at: usize,
    /// Whether the value has begun, and is no mere comma or blank.
    is_open: bool,
    /// Brackets that are open.
    depth: usize,
    is_string: bool,
    is_escaped: bool,
}

impl Scan {
    /// Scans on. Returns the end of the value, once it is reached.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        while let Some(&byte) = bytes.get(self.at) {
            self.at += 1;
            if self.is_string {
                self.in_string(byte);
            } else if !self.is_open && b" \t\r\n,".contains(&byte) {
                continue;
            } else if self.depth == 0 && self.is_open && b" \t\r\n,]".contains(&byte) {
                // A number, or a word such as `null`, ends before what follows it.
                return Some(self.at - 1);
            } else {
                self.outside_string(byte);
            }
            if self.is_complete(byte) {
                return Some(self.at);
            }
        }
        None
    }

    fn in_string(&mut self, byte: u8) {
        if self.is_escaped {
            self.is_escaped = false;
        } else {
            self.is_escaped = byte == b'\\';
            self.is_string = byte != b'"';
        }
    }

    fn outside_string(&mut self, byte: u8) {
        self.is_open = true;
        match byte {
            b'"' => self.is_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    /// Whether `byte`, which was scanned last, ends the value.
    fn is_complete(&self, byte: u8) -> bool {
        self.is_open && self.depth == 0 && !self.is_string && b"}]\"".contains(&byte)
    }
}

impl Values {
    /// The bytes before the first value: blanks, a byte order mark, and the bracket of an array.
    fn opening(&mut self, rest: &[u8], is_end: bool) -> Option<Part> {
        let blank = rest.iter().take_while(|byte| b"\xEF\xBB\xBF \t\r\n".contains(byte)).count();
        if blank == rest.len() && !is_end {
            return None;
        }
        self.has_begun = true;
        self.is_array = rest.get(blank) == Some(&b'[');
        let length = blank + usize::from(self.is_array);
        if length == 0 { self.value(rest, is_end) } else { Some(Part { length, is_record: false }) }
    }

    /// The next value, or what follows the last one.
    fn value(&mut self, rest: &[u8], is_end: bool) -> Option<Part> {
        let end = self.closing(rest).or_else(|| {
            let length = self.value.end(rest)?;
            Some(Part { length, is_record: true })
        });
        let rest = Part { length: rest.len(), is_record: self.value.is_open };
        let part = end.or(is_end.then_some(rest))?;
        self.value = Scan::default();
        Some(part)
    }

    /// The bracket that ends an array, and the blanks before it. What follows it, if anything, is
    /// not part of the array.
    fn closing(&mut self, rest: &[u8]) -> Option<Part> {
        let blank = rest.iter().take_while(|byte| b" \t\r\n,".contains(byte)).count();
        let is_closed = self.is_array && rest.get(blank) == Some(&b']');
        self.is_array &= !is_closed;
        is_closed.then_some(Part { length: blank + 1, is_record: false })
    }
}

impl Splitter for Values {
    fn next(&mut self, rest: &[u8], is_end: bool) -> Option<Part> {
        if self.has_begun { self.value(rest, is_end) } else { self.opening(rest, is_end) }
    }
}
