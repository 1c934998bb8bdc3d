//! Matches as a piece of HTML, which notebooks and other pages show within their own.
//!
//! The piece has no script and no style sheet: its styles are attributes, which cannot change
//! anything else of the page around it. Their colours are translucent, so that they suit light and
//! dark pages.

use std::io::{self, Write};

use super::marked::{Piece, marked};
use super::model::{ReportedMatch, ReportedSide};
use super::visible::escaped;
use crate::scan::Side;

/// Characters of each text that are shown: what fits on two screens. A report has the whole texts.
const SHOWN: usize = 1_000;

/// Classes of elements in which notebooks take nothing for a formula, such as the text between two
/// `$`.
const PLAIN: &str = "tex2jax_ignore mathjax_ignore";
/// Style of the frame around a match.
const FRAME: &str = "border:1px solid rgba(128,128,128,.4);border-radius:4px;margin:.6em 0";
/// Style of the line above the texts.
const HEAD: &str = "padding:.2em .7em;border-bottom:1px solid rgba(128,128,128,.4)";
/// Style of the two texts beside each other.
const SIDES: &str = "display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr)";
/// Style of one of them.
const SIDE: &str = "padding:.4em .7em;text-align:start";
/// Style of a text, whose line breaks are shown.
const TEXT: &str = "white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.7";
/// Style of what only the first text has.
const DELETED: &str =
    "background:rgba(220,70,40,.22);text-decoration:line-through;text-decoration-thickness:1px";
/// Style of what only the second text has.
const INSERTED: &str =
    "background:rgba(30,150,90,.22);text-decoration:underline;text-underline-offset:.25em";

/// Writes matches as HTML elements, without a page around them: of each its level, kind and
/// similarity, and both texts beside each other with what differs between them. Of a text the first
/// 1,000 characters are shown. No text of a document is markup.
///
/// ```
/// use leitong::document::Document;
/// use leitong::report::{Report, write_fragment};
/// use leitong::{Collection, Scan, ScanSettings};
///
/// let text = "<b>同志们</b>：今天，我们召开社区建设工作会议，总结今年以来社区建设取得的显著成绩。";
/// let document = |id: &str| Document { id: id.into(), text: text.into(), ..Document::default() };
/// let documents = vec![document("甲"), document("乙")];
/// let collection = Collection { documents, ..Collection::default() };
/// let settings = ScanSettings::default();
/// let found = Scan::new(settings.clone())?.run(&collection, &|_| ())?;
/// let report = Report::new(&collection, &found, &settings)?;
/// let mut html = Vec::new();
/// write_fragment(&report.matches, &mut html)?;
/// assert!(String::from_utf8(html)?.contains("&lt;b&gt;同志们"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If `out` cannot be written.
pub fn write_fragment(matches: &[ReportedMatch<'_>], out: &mut dyn Write) -> io::Result<()> {
    for found in matches {
        let (level, kind, similarity) = (found.level, found.label(), found.similarity);
        writeln!(out, "<div class=\"{PLAIN}\" style=\"{FRAME}\">")?;
        writeln!(out, "<div style=\"{HEAD}\">{level} · {kind} · {similarity:.2}</div>")?;
        writeln!(out, "<div style=\"{SIDES}\">")?;
        write_side(found, Side::A, out)?;
        write_side(found, Side::B, out)?;
        writeln!(out, "</div>\n</div>")?;
    }
    Ok(())
}

fn write_side(found: &ReportedMatch<'_>, side: Side, out: &mut dyn Write) -> io::Result<()> {
    let place = if side == Side::A { &found.a } else { &found.b };
    write!(out, "<div style=\"{SIDE}\"><div dir=\"auto\"><strong>{}</strong></div>", title(place))?;
    write!(out, "<div dir=\"auto\" style=\"{TEXT}\">")?;
    let mut left = SHOWN;
    for piece in marked(found, side) {
        let text = beginning(piece.text, left);
        left -= text.chars().count();
        write_piece(Piece { text, ..piece }, side, out)?;
        if text.len() < piece.text.len() {
            let more = place.text.chars().count() - SHOWN;
            write!(out, "… <em>({more} more characters)</em>")?;
            break;
        }
    }
    writeln!(out, "</div></div>")
}

/// The document, the speech if it has a title, the date if there is one, and the line.
fn title(place: &ReportedSide<'_>) -> String {
    let date = place.date.map(|date| date.to_string()).unwrap_or_default();
    let line = format!("line {}", place.place.line);
    let parts = [&*place.document, place.title(), &date, &line];
    let parts: Vec<String> =
        parts.into_iter().filter(|part| !part.is_empty()).map(escaped).collect();
    parts.join(" · ")
}

fn write_piece(piece: Piece<'_>, side: Side, out: &mut dyn Write) -> io::Result<()> {
    let text = escaped(piece.text);
    match side {
        _ if !piece.is_different => write!(out, "{text}"),
        Side::A => write!(out, "<del style=\"{DELETED}\">{text}</del>"),
        Side::B => write!(out, "<ins style=\"{INSERTED}\">{text}</ins>"),
    }
}

/// The first characters of a text, `most` at most.
fn beginning(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(byte, _)| &text[..byte])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The piece of a match of these texts, of which each has a difference at its first two
    /// characters.
    fn fragment(document: &str, texts: [&str; 2]) -> String {
        let side = |text: &str| {
            let end = 3 + text.chars().count();
            json!({
                "document": document, "speech": "雷", "start": 3, "end": end, "byte_start": 3,
                "byte_end": 3 + text.len(), "line": 7, "coverage": 1.0, "content_chars": 5,
                "date": "1998-01", "text": text,
            })
        };
        let edited = json!({"start": 3, "end": 5, "text": ""});
        let found: ReportedMatch<'_> = serde_json::from_value(json!({
            "level": "passage", "kind": "near", "similarity": 0.987, "a": side(texts[0]),
            "b": side(texts[1]), "earlier": null, "contained": null,
            "edits": [{"kind": "replaced", "a": edited, "b": edited}],
        }))
        .expect("it is a match");
        let mut html = Vec::new();
        write_fragment(&[found], &mut html).expect("it is written to memory");
        String::from_utf8(html).expect("it is UTF-8")
    }

    #[test]
    fn differences_are_marked_on_their_sides() {
        let html = fragment("甲", ["今年以来", "去年以来"]);
        assert!(html.contains(">今年</del>以来</div>"), "{html}");
        assert!(html.contains(">去年</ins>以来</div>"), "{html}");
        assert!(html.contains("passage · near · 0.99"), "{html}");
        assert!(html.contains("<strong>甲 · 雷 · 1998-01 · line 7</strong>"), "{html}");
    }

    #[test]
    fn no_text_is_markup() {
        let hostile = "<img src=x onerror=alert(1)>\u{202e}\"'</div><script>";
        let html = fragment(hostile, [hostile, "$$x$$<!--"]);
        let tags = html.split('<').skip(1).map(|tag| tag.split([' ', '>']).next().expect("one"));
        for tag in tags {
            let known = ["div", "/div", "del", "/del", "ins", "/ins", "strong", "/strong"];
            assert!(known.contains(&tag), "{tag} in {html}");
        }
        assert!(!html.contains('\u{202e}'));
    }

    #[test]
    fn of_a_long_text_the_beginning_is_shown() {
        let (long, whole) = ("雷".repeat(SHOWN + 12), "同".repeat(SHOWN));
        let html = fragment("甲", [&long, &whole]);
        assert_eq!(html.matches('雷').count(), SHOWN + 2, "each title has one");
        assert_eq!(html.matches('同').count(), SHOWN);
        assert_eq!(html.matches("(12 more characters)").count(), 1);
    }
}
