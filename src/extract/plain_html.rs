//! The text of HTML whose elements are not interpreted further than lines.

use quick_xml::escape::resolve_html5_entity;

use super::Extracted;
use super::office_text::{OfficeText, Paragraph};

/// Which part of a page is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HtmlPart {
    /// All visible text.
    All,
}

/// Most bytes of an entity.
const MAX_ENTITY: usize = 32;

/// The text of a page.
pub(super) fn extract(html: &str, part: HtmlPart) -> Extracted {
    let HtmlPart::All = part;
    let mut text = OfficeText::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        push_text(&mut text, &rest[..start]);
        rest = after_tag(&mut text, &rest[start + 1..]);
    }
    push_text(&mut text, rest);
    Extracted { text: text.finish(), ..Extracted::default() }
}

/// Interprets the tag at the beginning of `html`, and returns what follows it.
fn after_tag<'a>(text: &mut OfficeText, html: &'a str) -> &'a str {
    if let Some(comment) = html.strip_prefix("!--") {
        return comment.split_once("-->").map_or("", |(_, rest)| rest);
    }
    let Some((tag, rest)) = html.split_once('>') else { return "" };
    let name = tag.trim_start_matches('/');
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    match name.to_ascii_lowercase().as_str() {
        "script" | "style" | "head" if !tag.starts_with('/') && !tag.ends_with('/') => {
            let end = format!("</{name}");
            let end = rest.split_once(&*end).and_then(|(_, rest)| rest.split_once('>'));
            return end.map_or("", |(_, rest)| rest);
        }
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if tag.starts_with('/') => {
            text.end_paragraph(Paragraph::Heading);
        }
        "a" | "b" | "i" | "em" | "strong" | "span" | "sup" | "sub" | "u" | "small" | "font"
        | "ruby" | "rb" | "code" | "cite" | "img" => {}
        "td" | "th" if tag.starts_with('/') => text.push_tab(),
        _ => text.end_paragraph(Paragraph::Body),
    }
    rest
}

/// Appends text, in which entities are resolved.
fn push_text(text: &mut OfficeText, html: &str) {
    let mut rest = html;
    while let Some((before, entity)) = rest.split_once('&') {
        text.push_collapsed(before);
        let end = entity.bytes().take(MAX_ENTITY).position(|byte| byte == b';');
        let resolved = end.and_then(|end| resolved(&entity[..end]));
        text.push(resolved.as_deref().unwrap_or("&"));
        rest = match end {
            Some(end) if resolved.is_some() => &entity[end + 1..],
            _ => entity,
        };
    }
    text.push_collapsed(rest);
}

fn resolved(entity: &str) -> Option<String> {
    let Some(number) = entity.strip_prefix('#') else {
        return resolve_html5_entity(entity).map(ToOwned::to_owned);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_headings_and_entities_are_read() {
        let html = "<head><title>t</title></head><h1>A &amp; B</h1><p>a\n <b>b</b>&#x6625; & c\
            <br>d<!-- > --><script>x < y</script><table><tr><td>1</td><td>2</td></tr></table>";
        assert_eq!(extract(html, HtmlPart::All).text, "A & B\n\na b春 & c\nd\n1\n2");
    }
}
