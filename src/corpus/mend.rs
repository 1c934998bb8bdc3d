//! Records that are almost JSON, as common programs write them.
//!
//! Python writes `NaN` and `Infinity`, truncated emoji leave half of a surrogate pair, and copied
//! text has tabs in its strings. The meaning of such a record is clear, so that it is read. The
//! record itself is not changed: what is kept of it is copied as it was.

use std::ops::Range;

/// What numbers are replaced by that JSON cannot express.
const NULL: &str = "null";

/// The escape of U+FFFD, which stands for half of a surrogate pair.
const REPLACEMENT: &str = "\\ufffd";

/// Numbers that JSON cannot express.
const NOT_FINITE: [&str; 3] = ["NaN", "Infinity", "-Infinity"];

/// Bytes of an escape such as `\u96f7`.
const ESCAPE: usize = 6;

/// A record as JSON, and how its bytes correspond to those of the original.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Mended {
    /// The record as JSON.
    pub(super) json: String,
    /// Halves of surrogate pairs that were replaced by U+FFFD.
    pub(super) replaced: usize,
    changes: Vec<Change>,
}

/// A part of the record that was written in another way.
#[derive(Debug, PartialEq)]
struct Change {
    /// The part in the original.
    old: Range<usize>,
    /// End of the part in [`Mended::json`].
    end: usize,
}

impl Mended {
    /// Writes a record as JSON. Returns `None` if there is nothing to change: the record is JSON,
    /// or broken in another way.
    pub(super) fn of(record: &str) -> Option<Self> {
        let mut mended = Self::default();
        let mut at = 0;
        while let Some(byte) = record.as_bytes().get(at) {
            at = match byte {
                b'"' => mended.string(record, at + 1),
                b'N' | b'I' | b'-' => mended.number(record, at),
                _ => at + 1,
            };
        }
        mended.json.push_str(&record[mended.copied()..]);
        (!mended.changes.is_empty()).then_some(mended)
    }

    /// The offset in the original of an offset in the JSON that lies in no change.
    pub(super) fn original(&self, offset: usize) -> usize {
        let before = self.changes.iter().take_while(|change| change.end <= offset).last();
        before.map_or(offset, |change| change.old.end + (offset - change.end))
    }

    /// Replaces a number that is not finite. Returns the offset behind it.
    fn number(&mut self, record: &str, at: usize) -> usize {
        match NOT_FINITE.into_iter().find(|number| record[at..].starts_with(number)) {
            Some(number) => self.replace(record, at..at + number.len(), NULL),
            None => at + 1,
        }
    }

    /// Mends the string whose first character is at `at`. Returns the offset behind it.
    fn string(&mut self, record: &str, mut at: usize) -> usize {
        while let Some(&byte) = record.as_bytes().get(at) {
            at = match byte {
                b'"' => return at + 1,
                b'\\' => self.escape(record, at),
                ..b' ' => self.replace(record, at..at + 1, &format!("\\u{byte:04x}")),
                _ => at + 1,
            };
        }
        at
    }

    /// Replaces an escape if it is half of a surrogate pair. Returns the offset behind it.
    fn escape(&mut self, record: &str, at: usize) -> usize {
        match code_unit(record, at) {
            Some(0xD800..=0xDBFF) if is_low(record, at + ESCAPE) => at + 2 * ESCAPE,
            Some(0xD800..=0xDFFF) => {
                self.replaced += 1;
                self.replace(record, at..at + ESCAPE, REPLACEMENT)
            }
            _ => at + 2,
        }
    }

    /// Copies the record up to `old`, and writes `new` in place of `old`. Returns the end of `old`.
    fn replace(&mut self, record: &str, old: Range<usize>, new: &str) -> usize {
        self.json.push_str(&record[self.copied()..old.start]);
        self.json.push_str(new);
        let end = old.end;
        self.changes.push(Change { old, end: self.json.len() });
        end
    }

    /// End of what was copied of the record.
    fn copied(&self) -> usize {
        self.changes.last().map_or(0, |change| change.old.end)
    }
}

/// The UTF-16 code unit of an escape that begins at `at`.
fn code_unit(record: &str, at: usize) -> Option<u16> {
    let digits = record.get(at..at + ESCAPE)?.strip_prefix("\\u")?;
    u16::from_str_radix(digits, 16).ok()
}

/// Whether the second half of a surrogate pair begins at `at`.
fn is_low(record: &str, at: usize) -> bool {
    matches!(code_unit(record, at), Some(0xDC00..=0xDFFF))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn mended(record: &str) -> Option<String> {
        Mended::of(record).map(|mended| mended.json)
    }

    #[test]
    fn what_other_programs_write_becomes_json() {
        for (record, json) in [
            (r#"{"a": NaN, "b": [-Infinity, Infinity]}"#, r#"{"a": null, "b": [null, null]}"#),
            ("{\"a\": \"雷\t同\u{1}\"}", r#"{"a": "雷\u0009同\u0001"}"#),
            (r#"{"a": "\ud83d"}"#, r#"{"a": "\ufffd"}"#),
            (r#"{"a": "\ude00\ud83d\ude00\ud83dx"}"#, r#"{"a": "\ufffd\ud83d\ude00\ufffdx"}"#),
            (r#"{"a": "\\", "b": NaN}"#, r#"{"a": "\\", "b": null}"#),
            (r#"{"a": "\"NaN", "b": NaN}"#, r#"{"a": "\"NaN", "b": null}"#),
        ] {
            assert_eq!(mended(record).as_deref(), Some(json));
        }
    }

    #[test]
    fn json_and_what_is_broken_in_another_way_stay() {
        for record in [r#"{"a": "NaN \\ Infinity \ud83d\ude00"}"#, "", "{", r#"{"a": "\u12"#] {
            assert_eq!(Mended::of(record), None, "{record}");
        }
    }

    #[test]
    fn offsets_lead_back_to_the_original() {
        let record = "{\"a\": NaN, \"b\": \"x\ty\", \"c\": -Infinity, \"d\": \"雷\"}";
        let mended = Mended::of(record).expect("there is something to change");
        for part in ["\"b\"", "y\"", "\"c\"", "\"d\"", "\"雷\""] {
            let at = mended.json.find(part).expect("it is not changed");
            assert!(record[mended.original(at)..].starts_with(part), "{part}");
        }
    }

    proptest! {
        #[test]
        fn every_string_of_json_is_left_alone(text in any::<String>()) {
            let record = serde_json::json!({ "a": text }).to_string();
            prop_assert_eq!(Mended::of(&record), None);
        }

        #[test]
        fn control_characters_keep_their_meaning(text in "[雷\t\u{1}\u{1f}a]{0,9}") {
            let record = format!("{{\"a\": \"{text}\", \"b\": NaN}}");
            let json = mended(&record).expect("there is NaN");
            let value: Value = serde_json::from_str(&json).expect("it is JSON");
            prop_assert_eq!(value["a"].as_str(), Some(text.as_str()));
        }
    }
}
