//! Documents from mailboxes: files of messages, each behind a line that begins with `From `.

use memchr::memmem;

use super::format::Format;
use super::format_entry::{FormatEntry, Layout, RecordLayout};
use super::record_form::{Bytes, RecordEncoding};
use super::splitter::{Part, Splitter};

/// The format of mailboxes.
pub(super) const FORMAT: FormatEntry = FormatEntry {
    format: Format::Mailbox,
    name: "a mailbox",
    option: "mbox",
    extensions: &["mbox"],
    may_be_compressed: true,
    is_content: begins_with_message,
    layout: Layout::Records(RecordLayout {
        form: RecordEncoding(Bytes::Message),
        splitter: || Box::new(Messages),
    }),
};

/// Whether a file that begins with `head` begins with the line before a message, and a header line
/// behind it. A text may begin with `From ` too.
fn begins_with_message(head: &[u8]) -> bool {
    let mut lines = head.split(|&byte| byte == b'\n');
    let is_separator = lines.next().is_some_and(|line| line.starts_with(b"From "));
    let mut name = lines.next().unwrap_or_default().split(|&byte| byte == b':');
    let (name, rest) = (name.next().unwrap_or_default(), name.next());
    let is_name = name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"->".contains(byte));
    is_separator && !name.is_empty() && is_name && rest.is_some()
}

/// Finds the messages of a mailbox.
struct Messages;

impl Splitter for Messages {
    fn next(&mut self, rest: &[u8], is_end: bool) -> Option<Part> {
        let mut starts = separators(rest);
        let start = starts.find(|&start| begins_with_message(&rest[start..]));
        // The lines behind a separator may not have been read yet.
        let is_known = |start: &usize| is_end || lines(&rest[*start..]) >= 2;
        let length = start.filter(is_known).or(is_end.then_some(rest.len()))?;
        let is_record = !rest[..length].trim_ascii().is_empty();
        Some(Part { length, is_record })
    }
}

/// Offsets of the lines that begin with `From ` behind a blank line.
fn separators(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let found = memmem::find_iter(bytes, b"\nFrom ").map(|feed| feed + 1);
    found.filter(|&start| {
        let before = &bytes[..start - 1];
        let before = before.strip_suffix(b"\r").unwrap_or(before);
        before.ends_with(b"\n")
    })
}

/// Number of whole lines.
fn lines(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_from_text() {
        assert!(begins_with_message(b"From a@b.c Mon Jan  1 00:00:00 2024\nSubject: x\n\nFrom"));
        for text in ["From me to you\nwith love", "From: a\nTo: b", "From \n: x", ""] {
            assert!(!begins_with_message(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_message_reaches_to_the_next_separator() {
        let mailbox = b"From a\nSubject: x\n\nFrom here\n>From\n\nFrom b\r\nX: y\r\n\r\nz\r\n\r\nFrom c\nX: y\n";
        let (mut messages, mut at) = (Vec::new(), 0);
        while let Some(part) = Messages.next(&mailbox[at..], true).filter(|_| at < mailbox.len()) {
            messages.push(String::from_utf8_lossy(&mailbox[at..at + part.length]).into_owned());
            at += part.length;
        }
        assert_eq!(messages.concat().as_bytes(), mailbox);
        let starts: Vec<_> = messages.iter().map(|message| &message[..6]).collect();
        assert_eq!(starts, ["From a", "From b", "From c"]);
    }
}
