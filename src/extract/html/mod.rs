//! The text of HTML and XHTML.
//!
//! The tokens are those of the HTML standard. Elements are nested by a part of its rules: end tags
//! that are left out, tables, and end tags in the wrong order. Every step takes linear time and
//! does not recur, whatever the page holds.

mod attributes;
mod encoding;
mod hints;
mod main_text;
mod metadata;
mod page;
mod tag;
#[cfg(test)]
mod tests;
mod tokens;

pub(crate) use encoding::declared_encoding;

use super::{Extracted, HtmlPart};
use page::Page;
use tag::Tag;

/// The text of a page.
pub(crate) fn extract(html: &str, part: HtmlPart) -> Extracted {
    let mut page = tokens::read_page(html);
    let main = main_text::main_lines(&page);
    if let Some(heading) = first_heading(&page, &main) {
        let heading = page.flow.line(heading).to_owned();
        page.metadata.offer_heading(&heading);
    }
    let (text, places) = page.flow.render(|line| part == HtmlPart::All || main[line]);
    Extracted { text, metadata: page.metadata.into_map(), places, replaced: 0 }
}

/// The first line of a heading `<h1>` in the main text.
fn first_heading(page: &Page, main: &[bool]) -> Option<usize> {
    let lines = page.lines.iter().enumerate();
    let mut headings =
        lines.filter(|(_, line)| page.nodes[line.node.index()].tag == Tag::Heading(1));
    headings.find(|(index, _)| main[*index]).map(|(index, _)| index)
}
