//! Outline and content: of any text the spans lie inside, between characters, and rise.
//!
//! Input: a byte for the script, then a text.
#![no_main]

use leitong::document::{LineIndex, Span};
use leitong::text::{Content, HeadingRule, Outline, Script, boundaries, line_spans, words};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&choice, bytes)) = data.split_first() else { return };
    let script = if choice & 1 == 0 { Script::AsWritten } else { Script::Simplified };
    let text = String::from_utf8_lossy(bytes);
    outline(&text, script);
    let whole = Span::new(0, text.len());
    content(&text, &Content::of(&text, whole, script), whole);
    ruler(&text);
});

fn outline(text: &str, script: Script) {
    let outline = Outline::of(text, &HeadingRule::default());
    let mut lines: Vec<Span> = outline.loose.iter().chain(&outline.left_out).copied().collect();
    let mut end = 0;
    for speech in &outline.speeches {
        assert!(end <= speech.span.start, "speeches rise");
        end = speech.span.end;
        rise(text, &speech.paragraphs, speech.span);
        rise(text, &speech.headings, Span::new(0, text.len()));
        assert!(speech.span.contains(speech.body()));
        lines.extend(&speech.paragraphs);
        let mut body = Content::new(script);
        speech.paragraphs.iter().for_each(|&paragraph| body.push_span(text, paragraph));
        content(text, &body, speech.body());
    }
    rise(text, &outline.left_out, Span::new(0, text.len()));
    lines.sort_unstable();
    assert!(lines.iter().copied().eq(line_spans(text)), "every line stands in one place");
}

/// Checks that spans lie in `inside` and one behind the other.
fn rise(text: &str, spans: &[Span], inside: Span) {
    assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
    for &span in spans {
        assert!(inside.contains(span) && !span.of(text).is_empty());
    }
}

fn content(text: &str, content: &Content, inside: Span) {
    let mut before = inside.start;
    for (at, place) in content.offsets().enumerate() {
        let span = content.span(text, at..at + 1);
        assert!(before <= span.start && span.start == place as usize && inside.contains(span));
        assert!(Content::of(text, span, content.script()).chars().contains(&content.chars()[at]));
        before = span.start;
    }
    let mut end = 0;
    for word in words(text, content) {
        assert!(word.start == end && word.end > end, "words lie side by side");
        end = word.end;
    }
    assert_eq!(end, content.len());
    let stops = boundaries(text, content, 0..content.len());
    assert!(
        stops.windows(2).all(|pair| pair[0].0 < pair[1].0)
            && stops.iter().all(|stop| stop.0 <= end)
    );
}

fn ruler(text: &str) {
    let ruler = LineIndex::new(text);
    for span in line_spans(text) {
        let place = ruler.location(span);
        assert_eq!(place.start, text[..span.start].chars().count());
        assert_eq!(place.end - place.start, span.of(text).chars().count());
        assert_eq!(place.line, text[..span.start].matches('\n').count() + 1);
    }
}
