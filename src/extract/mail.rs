//! The text of mail (`.eml`) and of mailboxes (`mbox`).

use std::borrow::Cow;

use mail_parser::{Addr, Address, HeaderName, Message, MessageParser, PartType};
use memchr::memchr;
use serde_json::{Map, Value};

use super::Extracted;
use super::HtmlPart;
use super::html;

/// The beginning of the line before each message of a mailbox.
const FROM: &[u8] = b"From ";

/// The text and the metadata of a message. The text is that of the plain parts, or of the HTML
/// parts where there is no plain part. Attachments are left out.
pub(crate) fn extract(bytes: &[u8]) -> Result<Extracted, String> {
    let bytes = without_stuffing(bytes);
    let message = MessageParser::default()
        .parse(&*bytes)
        .filter(is_mail)
        .ok_or("not a mail: it has no From, Date or Subject")?;
    let text: Vec<_> = message.text_bodies().filter_map(part_text).collect();
    let text = text.join("\n").replace("\r\n", "\n").trim().to_owned();
    Ok(Extracted { text, metadata: metadata(&message), ..Extracted::default() })
}

/// The message without the line `From …` and the marks `>` before such lines in its text. A
/// message that is not from a mailbox stays as it is.
fn without_stuffing(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes.starts_with(FROM) {
        return Cow::Borrowed(bytes);
    }
    let content = memchr(b'\n', bytes).map_or(&[][..], |end| &bytes[end + 1..]);
    let lines = content.split_inclusive(|byte| *byte == b'\n').map(without_mark);
    Cow::Owned(lines.collect::<Vec<_>>().concat())
}

/// A line without one mark, if marks stand before `From `.
fn without_mark(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|byte| **byte == b'>').count();
    if marks > 0 && line[marks..].starts_with(FROM) { &line[1..] } else { line }
}

/// Whether a message has one of the headers that every mail has. Any text could be read as one.
fn is_mail(message: &Message) -> bool {
    let names = [HeaderName::From, HeaderName::Date, HeaderName::Subject, HeaderName::MessageId];
    names.into_iter().any(|name| message.header(name).is_some())
}

fn part_text(part: &mail_parser::MessagePart) -> Option<String> {
    match &part.body {
        PartType::Text(text) => Some(text.to_string()),
        PartType::Html(page) => Some(html::extract(page, HtmlPart::All).text),
        _ => None,
    }
}

fn metadata(message: &Message) -> Map<String, Value> {
    let author = message.from().and_then(first_address).and_then(author);
    let date = message.date().filter(|date| date.is_valid());
    let values = [
        ("title", message.subject().map(ToOwned::to_owned)),
        ("author", author),
        ("date", date.map(mail_parser::DateTime::to_rfc3339)),
    ];
    let given = values.into_iter().filter_map(|(name, value)| {
        let value = value?.trim().to_owned();
        (!value.is_empty()).then(|| (name.to_owned(), Value::String(value)))
    });
    given.collect()
}

fn first_address<'a, 'x>(address: &'a Address<'x>) -> Option<&'a Addr<'x>> {
    match address {
        Address::List(list) => list.first(),
        Address::Group(groups) => groups.iter().find_map(|group| group.addresses.first()),
    }
}

/// The name of a sender, or the address where there is no name.
fn author(address: &Addr) -> Option<String> {
    let author = address.name.as_ref().or(address.address.as_ref())?;
    Some(author.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADERS: &str = "From: =?UTF-8?B?5byg5LiJ?= <zhang@example.org>\r\nSubject: \
        =?GB2312?B?tLrM7A==?=\r\nDate: Wed, 1 May 2024 08:00:00 +0800\r\nMIME-Version: 1.0\r\n";

    fn mail(rest: &str) -> Extracted {
        extract(format!("{HEADERS}{rest}").as_bytes()).expect("it can be read and written")
    }

    #[test]
    fn headers_and_charsets_are_read() {
        let rest = "Content-Type: text/plain; charset=gb18030\r\nContent-Transfer-Encoding: \
            quoted-printable\r\n\r\n=B4=BA=CC=EC =\r\nok\r\n";
        let extracted = mail(rest);
        assert_eq!(extracted.text, "春天 ok");
        let values = ["title", "author", "date"].map(|name| extracted.metadata[name].clone());
        assert_eq!(values, ["春天", "张三", "2024-05-01T08:00:00+08:00"]);
    }

    #[test]
    fn the_plain_part_is_preferred_and_html_read_without_it() {
        let html = "--b\r\nContent-Type: text/html\r\n\r\n<p>a &amp; b</p>\r\n";
        let plain = "--b\r\nContent-Type: text/plain\r\n\r\nplain\r\n";
        let file =
            "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nfile\r\n";
        let kind = "Content-Type: multipart/alternative; boundary=b\r\n\r\n";
        assert_eq!(mail(&format!("{kind}{plain}{html}--b--\r\n")).text, "plain");
        assert_eq!(mail(&format!("{kind}{html}--b--\r\n")).text, "a & b");
        let mixed = kind.replace("alternative", "mixed");
        assert_eq!(mail(&format!("{mixed}{plain}{file}--b--\r\n")).text, "plain");
    }

    #[test]
    fn marks_before_from_lines_of_a_mailbox_are_removed() {
        let message = b"From a Wed May 1\nSubject: one\n\ntext\nFrom here\n>From there\n>>From x\n";
        let text = extract(message).expect("it can be read").text;
        assert_eq!(text, "text\nFrom here\nFrom there\n>From x");
    }

    #[test]
    fn other_text_is_not_mail() {
        assert!(extract("春天到了\n\nhello".as_bytes()).is_err());
    }
}
