//! The text of subtitles: `SubRip` (`.srt`) and `WebVTT` (`.vtt`).

use std::sync::LazyLock;

use regex::Regex;

use crate::document::Span;

use super::Extracted;
use super::flow::{Break, FlowText, Run, WhiteSpace};

/// A line with the times of a cue.
static TIMES: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^\s*(?:[0-9]+:)?[0-9]{1,2}:[0-9]{1,2}[.,][0-9]{1,3}\s*-->\s*[0-9]";
    Regex::new(pattern).expect("the pattern is valid")
});

/// What is no text in a cue: tags, such as `<i>`, `<v Ann>`, `<00:01.000>` and `{\an8}`.
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"</?[A-Za-z][^<>\n]*>|</?>|<[0-9][0-9:.]*>|\{\\[^{}\n]*\}")
        .expect("the pattern is valid")
});

/// The entities of `WebVTT`.
const ENTITIES: [Entity; 6] = [
    Entity { name: "&amp;", text: "&" },
    Entity { name: "&lt;", text: "<" },
    Entity { name: "&gt;", text: ">" },
    Entity { name: "&nbsp;", text: "\u{a0}" },
    Entity { name: "&lrm;", text: "\u{200e}" },
    Entity { name: "&rlm;", text: "\u{200f}" },
];

/// A name for a character.
struct Entity {
    name: &'static str,
    text: &'static str,
}

/// The text of subtitles. Each cue is a line, without its number, times and tags.
pub(crate) fn extract(subtitles: &str) -> Extracted {
    let mut flow = FlowText::new(subtitles);
    for cue in cues(subtitles) {
        for line in cue {
            push_line(&mut flow, subtitles, line);
            // Lines of one cue are joined, those of Chinese without a space.
            let newline = Run::Replaced { text: "\n", place: Span::new(line.end, line.end) };
            flow.push(newline, WhiteSpace::Collapsed);
        }
        flow.push_break(Break::Line);
    }
    let (text, places) = flow.render(|_| true);
    Extracted { text, places, ..Extracted::default() }
}

/// The lines of each cue.
fn cues(subtitles: &str) -> Vec<Vec<Span>> {
    let is_vtt = subtitles.trim_start_matches('\u{feff}').starts_with("WEBVTT");
    let mut cues: Vec<Vec<Span>> = Vec::new();
    let mut is_in_cue = false;
    let mut is_after_blank = true;
    for line in lines(subtitles) {
        let text = &subtitles[line.start..line.end];
        if TIMES.is_match(text) {
            if let Some(cue) = cues.last_mut().filter(|_| !is_after_blank) {
                cue.pop_if(|last| is_number(&subtitles[last.start..last.end]));
            }
            is_in_cue = true;
            cues.push(Vec::new());
        } else if text.trim().is_empty() {
            // A blank line ends a cue. SubRip files have blank lines within cues, too.
            is_in_cue &= !is_vtt;
        } else if let Some(cue) = cues.last_mut().filter(|_| is_in_cue) {
            cue.push(line);
        }
        is_after_blank = text.trim().is_empty();
    }
    cues
}

/// The lines of a text, without their ends.
fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    let end = if text.contains('\n') { '\n' } else { '\r' };
    text.split_inclusive(end).map(move |line| {
        let line_start = start;
        start += line.len();
        Span::new(line_start, line_start + line.trim_end_matches(['\n', '\r']).len())
    })
}

fn is_number(text: &str) -> bool {
    text.trim().bytes().all(|byte| byte.is_ascii_digit())
}

/// Appends a line of a cue without its tags.
fn push_line(flow: &mut FlowText, subtitles: &str, line: Span) {
    let mut start = line.start;
    for tag in TAG.find_iter(&subtitles[line.start..line.end]) {
        push_text(flow, subtitles, Span::new(start, line.start + tag.start()));
        start = line.start + tag.end();
    }
    push_text(flow, subtitles, Span::new(start, line.end));
}

/// Appends text without tags.
fn push_text(flow: &mut FlowText, subtitles: &str, part: Span) {
    let mut start = part.start;
    for (at, _) in subtitles[part.start..part.end].match_indices('&') {
        let at = part.start + at;
        let rest = &subtitles[at..part.end];
        let Some(entity) = ENTITIES.iter().find(|entity| rest.starts_with(entity.name)) else {
            continue;
        };
        flow.push(Run::Copy(Span::new(start, at)), WhiteSpace::Collapsed);
        start = at + entity.name.len();
        let place = Span::new(at, start);
        flow.push(Run::Replaced { text: entity.text, place }, WhiteSpace::Collapsed);
    }
    flow.push(Run::Copy(Span::new(start, part.end)), WhiteSpace::Collapsed);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::extract::tests_of_places::check_places;

    use super::*;

    const SRT: &str = "\u{feff}1\r\n00:00:01,000 --> 00:00:04,000\r\n\
        <i>Hello</i>,\r\nyou &amp; all!\r\n\
        \r\n2\r\n00:00:05,000 --> 00:00:06,500 X1:10\r\n{\\an8}春天\r\n到了\r\n\
        \r\n3\n00:00:07,000 --> 00:00:08,000\n\nlate\n1984\n\
        \n4\n00:00:09,000 --> 00:00:10,000\n5\n00:00:11,000 --> 00:00:12,000\na < b <3\n";

    #[test]
    fn cues_are_lines() {
        assert_eq!(extract(SRT).text, "Hello, you & all!\n春天到了\nlate 1984\na < b <3");
    }

    #[test]
    fn headers_and_notes_are_no_text() {
        let vtt = "WEBVTT - title\nKind: captions\n\nSTYLE\n::cue { color: red }\n\
            \nNOTE a --> b\n\nintro\n00:01.000 --> 00:02.000 align:start\n\
            <v Ann>Hi <00:01.500><c.x>there</c>\n\nNOTE\nx\n\
            \n01:00:01.000 --> 01:00:02.000\n-&nbsp;Bye\n";
        assert_eq!(extract(vtt).text, "Hi there\n-\u{a0}Bye");
    }

    #[test]
    fn places_point_into_the_file() {
        let extracted = extract(SRT);
        check_places(SRT, &extracted);
        let start = extracted.text.find("you &").expect("the text has the part");
        let place = extracted.places.original(Span::new(start, start + 5));
        let place = place.expect("places are known");
        assert_eq!(&SRT[place.start..place.end], "you &amp;");
    }

    proptest! {
        #[test]
        fn any_text_is_read(
            text in "\\PC{0,60}",
            parts in prop::collection::vec(prop::sample::select(vec![
                "1\n", "\r\n", "00:00:01,000 --> 00:00:04,000\n", "<i>", "{\\b", "&amp;", "&",
                "字\n",
                "WEBVTT\n", "word ", "\n\n", "}", "<", "</",
            ]), 0..40),
        ) {
            for text in [text, parts.concat()] {
                check_places(&text, &extract(&text));
            }
        }
    }

    #[test]
    fn large_files_are_read() {
        for part in ["&", "<i", "{\\", "1\n", "00:01.000 --> 00:02.000\n", "\r", "-->"] {
            let text = format!("00:01.000 --> 00:02.000\n{}", part.repeat(100_000));
            check_places(&text, &extract(&text));
        }
    }
}
