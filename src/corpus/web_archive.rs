//! Documents from web archives (WARC and WET files, ISO 28500).

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, GzDecoder};
use httparse::{EMPTY_HEADER, Header, Status};
use serde_json::Value;

use super::extracted;
use super::format::Format;
use super::format_entry::{FormatEntry, Layout, RecordLayout};
use super::options::ReadOptions;
use super::record_form::{Bytes, RecordEncoding};
use super::splitter::{Part, Splitter};
use crate::extract::Extracted;

/// The format of web archives.
pub(super) const FORMAT: FormatEntry = FormatEntry {
    format: Format::WebArchive,
    name: "a web archive",
    option: "warc",
    extensions: &["warc", "wet"],
    may_be_compressed: true,
    is_content: |head| head.starts_with(VERSION),
    layout: Layout::Records(RecordLayout {
        form: RecordEncoding(Bytes::WebRecord),
        splitter: || Box::new(WebRecords::default()),
    }),
};

/// How every record begins.
const VERSION: &[u8] = b"WARC/1.";

/// Most header lines that are read of a record or a response.
const MAX_HEADERS: usize = 128;

/// Most bytes of a header. A longer one is not that of a record.
const LONGEST_HEADER: usize = 1 << 20;

/// Most bytes of a page that was compressed.
const LONGEST_PAGE: u64 = 1 << 28;

/// Finds the records of an archive that hold texts. Requests, images, redirections and the like
/// lie between them.
#[derive(Default)]
struct WebRecords {
    /// Bytes that are left of something that is not read.
    left: usize,
}

impl Splitter for WebRecords {
    fn next(&mut self, rest: &[u8], is_end: bool) -> Option<Part> {
        if self.left > 0 {
            let length = self.left.min(rest.len());
            self.left -= length;
            return Some(Part { length, is_record: false });
        }
        let between = rest.iter().take_while(|byte| b"\r\n".contains(byte)).count();
        if between > 0 {
            return Some(Part { length: between, is_record: false });
        }
        match WebRecord::parse(rest) {
            Ok(Some(record)) => self.part(&record, rest, is_end),
            Ok(None) if !is_end => None,
            // What is no record is one that cannot be read, up to the next that begins.
            Ok(None) | Err(_) => {
                let next = memchr::memmem::find(&rest[1..], b"\nWARC/1.").map(|at| at + 2);
                let length = next.or(is_end.then_some(rest.len()))?;
                Some(Part { length, is_record: true })
            }
        }
    }
}

impl WebRecords {
    /// The part of a record whose header is known.
    fn part(&mut self, record: &WebRecord<'_>, rest: &[u8], is_end: bool) -> Option<Part> {
        let length = record.start.saturating_add(record.length);
        if length <= rest.len() {
            return Some(Part {
                length,
                is_record: record.holds_text(&rest[record.start..length]),
            });
        }
        if record.may_hold_text() {
            return is_end.then_some(Part { length: rest.len(), is_record: true });
        }
        // A film need not be held in memory to be left out.
        self.left = length - rest.len();
        Some(Part { length: rest.len(), is_record: false })
    }
}

/// The header of a record.
struct WebRecord<'b> {
    headers: Vec<Header<'b>>,
    /// Where the content begins.
    start: usize,
    /// Bytes of the content.
    length: usize,
}

impl<'b> WebRecord<'b> {
    /// Parses the header; `None` if it is not complete.
    fn parse(bytes: &'b [u8]) -> Result<Option<Self>, String> {
        let line = memchr::memchr(b'\n', bytes);
        if !VERSION.starts_with(&bytes[..bytes.len().min(VERSION.len())]) {
            return Err("not a record of a web archive".into());
        }
        let Some(line) = line.map(|end| end + 1) else { return too_long(bytes) };
        let mut headers = [EMPTY_HEADER; MAX_HEADERS];
        match httparse::parse_headers(&bytes[line..], &mut headers) {
            Ok(Status::Complete((length, headers))) => {
                let content = header(headers, "content-length").unwrap_or_default();
                let content = content.trim().parse();
                let content = content.map_err(|_| "a record without its length".to_owned())?;
                Ok(Some(Self { headers: headers.to_vec(), start: line + length, length: content }))
            }
            Ok(Status::Partial) => too_long(bytes),
            Err(error) => Err(format!("a record with a broken header: {error}")),
        }
    }

    fn header(&self, name: &str) -> Option<Cow<'b, str>> {
        header(&self.headers, name)
    }

    fn kind(&self) -> String {
        self.header("warc-type").unwrap_or_default().to_ascii_lowercase()
    }

    /// Whether the record may hold a text, by its header alone.
    fn may_hold_text(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default();
        match self.kind().as_str() {
            "response" => true,
            "conversion" | "resource" => text_format(&kind).is_some(),
            _ => false,
        }
    }

    /// Whether the record, which has this content, holds a text.
    fn holds_text(&self, content: &[u8]) -> bool {
        let is_page = || Response::parse(content).is_ok_and(|response| response.holds_text());
        self.may_hold_text() && (self.kind() != "response" || is_page())
    }
}

/// A header that has not ended: more of it may follow unless it is too long.
fn too_long<T>(bytes: &[u8]) -> Result<Option<T>, String> {
    if bytes.len() > LONGEST_HEADER {
        return Err("a record with an endless header".into());
    }
    Ok(None)
}

/// The response of a server.
struct Response<'b> {
    status: u16,
    headers: Vec<Header<'b>>,
    body: &'b [u8],
}

impl<'b> Response<'b> {
    fn parse(bytes: &'b [u8]) -> Result<Self, String> {
        let mut headers = [EMPTY_HEADER; MAX_HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        let mut config = httparse::ParserConfig::default();
        config.allow_spaces_after_header_name_in_responses(true);
        config.allow_obsolete_multiline_headers_in_responses(true);
        config.ignore_invalid_headers_in_responses(true);
        match config.parse_response(&mut response, bytes) {
            Ok(Status::Complete(start)) => Ok(Self {
                status: response.code.unwrap_or_default(),
                headers: response.headers.to_vec(),
                body: &bytes[start..],
            }),
            Ok(Status::Partial) => Err("a response that ends in its header".into()),
            Err(error) => Err(format!("a response with a broken header: {error}")),
        }
    }

    /// Whether the server sent a text: a page, and not a redirection or a message of failure.
    fn holds_text(&self) -> bool {
        let kind = header(&self.headers, "content-type").unwrap_or_default();
        (200..300).contains(&self.status) && text_format(&kind).is_some()
    }

    /// The body without the encodings of its transfer.
    fn plain_body(&self) -> Result<Cow<'b, [u8]>, String> {
        let chunked = header(&self.headers, "transfer-encoding").unwrap_or_default();
        // Some crawlers store the body decoded, and the header as it was.
        let whole = if chunked.to_ascii_lowercase().contains("chunked") {
            without_chunks(self.body)
        } else {
            None
        };
        let body = whole.map_or(Cow::Borrowed(self.body), Cow::Owned);
        let encoding = header(&self.headers, "content-encoding").unwrap_or_default();
        match encoding.trim().to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" if body.starts_with(&[0x1F, 0x8B]) => {
                decompressed(GzDecoder::new(body.as_ref())).map(Cow::Owned)
            }
            "deflate" => {
                Ok(decompressed(DeflateDecoder::new(body.as_ref()))
                    .map_or(body.clone(), Cow::Owned))
            }
            "br" | "zstd" => Err(format!("a page compressed with {encoding}, which is not read")),
            _ => Ok(body),
        }
    }
}

fn decompressed(decoder: impl Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = decoder.take(LONGEST_PAGE + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("a page that cannot be decompressed: {error}"))?;
    if bytes.len() as u64 > LONGEST_PAGE {
        return Err(format!("a page of more than {LONGEST_PAGE} bytes"));
    }
    Ok(bytes)
}

/// A body that was sent in chunks; `None` if it has none.
fn without_chunks(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    loop {
        let Ok(Status::Complete((start, size))) = httparse::parse_chunk_size(body) else {
            return None;
        };
        if size == 0 {
            return Some(whole);
        }
        let size = usize::try_from(size).ok()?;
        let chunk = body.get(start..start.checked_add(size)?)?;
        whole.extend_from_slice(chunk);
        body = &body[start + size..];
        body = body.strip_prefix(b"\r\n").unwrap_or(body);
    }
}

/// Extracts the text of a record.
pub(super) fn extract(bytes: &[u8], options: &ReadOptions) -> Result<Extracted, String> {
    let record = WebRecord::parse(bytes)?.ok_or("a record that ends in its header")?;
    let content = bytes.get(record.start..record.start.saturating_add(record.length));
    let content = content.ok_or("a record that ends too early")?;
    let mut extracted = if record.kind() == "response" {
        let response = Response::parse(content)?;
        let kind = header(&response.headers, "content-type").unwrap_or_default();
        of_kind(&kind, &response.plain_body()?, options)?
    } else {
        of_kind(&record.header("content-type").unwrap_or_default(), content, options)?
    };
    for (name, header) in
        [("id", "warc-target-uri"), ("url", "warc-target-uri"), ("crawled", "warc-date")]
    {
        if let Some(value) = record.header(header) {
            let value = value.trim().trim_matches(['<', '>']);
            extracted.metadata.insert(name.into(), Value::String(value.into()));
        }
    }
    Ok(extracted)
}

/// Extracts the text of a body with this media type.
fn of_kind(kind: &str, body: &[u8], options: &ReadOptions) -> Result<Extracted, String> {
    let format = text_format(kind).ok_or_else(|| format!("{kind}, which is not read"))?;
    extracted::of_characters(format, body, charset(kind), options)
}

/// The format of a text with this media type; `None` if it is no text.
fn text_format(kind: &str) -> Option<Format> {
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "text/html" | "application/xhtml+xml" => Some(Format::Html),
        "text/plain" => Some(Format::Text),
        _ => None,
    }
}

/// The encoding that a media type names.
fn charset(kind: &str) -> Option<&str> {
    let mut parameters = kind.split(';').skip(1).map(str::trim);
    let (_, label) = parameters.find_map(|parameter| {
        parameter.split_once('=').filter(|(name, _)| name.eq_ignore_ascii_case("charset"))
    })?;
    Some(label.trim_matches(['"', '\'', ' ']))
}

/// The value of a header.
fn header<'b>(headers: &[Header<'b>], name: &str) -> Option<Cow<'b, str>> {
    let found = headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
    found.map(|header| String::from_utf8_lossy(header.value))
}
