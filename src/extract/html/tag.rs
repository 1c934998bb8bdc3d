//! The elements of HTML, grouped by what they mean for the text.

/// What an element means for the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// `<a>`.
    Anchor,
    /// `<article>`.
    Article,
    /// `<aside>`.
    Aside,
    /// An element that begins a line, such as `<div>`.
    Block,
    /// `<blockquote>`.
    Blockquote,
    /// `<br>`.
    LineBreak,
    /// `<button>`.
    Button,
    /// `<td>` or `<th>`.
    Cell,
    /// `<footer>`.
    Footer,
    /// `<h1>` to `<h6>`, with the number.
    Heading(u8),
    /// `<header>`.
    Header,
    /// An element whose content is not shown, such as `<script>`.
    Hidden,
    /// An element within a line, such as `<b>`, or an unknown one.
    Inline,
    /// `<li>`.
    Item,
    /// `<ul>`, `<ol>` or `<dl>`.
    List,
    /// `<main>`.
    Main,
    /// `<nav>` or `<menu>`.
    Navigation,
    /// `<p>`.
    Paragraph,
    /// `<pre>`.
    Preformatted,
    /// `<html>` or `<body>`.
    Root,
    /// `<tr>`.
    Row,
    /// `<thead>`, `<tbody>` or `<tfoot>`.
    RowGroup,
    /// `<rt>` or `<rp>`: how the base of `<ruby>` is read.
    RubyText,
    /// `<table>`.
    Table,
    /// `<dt>` or `<dd>`.
    Term,
    /// `<title>`.
    Title,
    /// An element without content, such as `<img>`.
    Void,
}

impl Tag {
    /// The tag with a name in lower case.
    pub(super) fn of(name: &[u8]) -> Self {
        match name {
            b"a" => Self::Anchor,
            b"article" => Self::Article,
            b"aside" => Self::Aside,
            b"address" | b"caption" | b"center" | b"details" | b"dialog" | b"dir" | b"div"
            | b"fieldset" | b"figcaption" | b"figure" | b"form" | b"hgroup" | b"legend"
            | b"optgroup" | b"option" | b"search" | b"section" | b"summary" => Self::Block,
            b"blockquote" => Self::Blockquote,
            b"br" => Self::LineBreak,
            b"button" => Self::Button,
            b"td" | b"th" => Self::Cell,
            b"footer" => Self::Footer,
            b"header" => Self::Header,
            b"li" => Self::Item,
            b"ul" | b"ol" | b"dl" => Self::List,
            b"main" => Self::Main,
            b"nav" | b"menu" => Self::Navigation,
            b"p" => Self::Paragraph,
            b"pre" | b"listing" | b"xmp" | b"plaintext" => Self::Preformatted,
            b"html" | b"body" => Self::Root,
            b"tr" => Self::Row,
            b"thead" | b"tbody" | b"tfoot" => Self::RowGroup,
            b"table" => Self::Table,
            b"dt" | b"dd" => Self::Term,
            b"title" => Self::Title,
            [b'h', number @ b'1'..=b'6'] => Self::Heading(number - b'0'),
            _ => Self::hidden(name).or_else(|| Self::void(name)).unwrap_or(Self::Inline),
        }
    }

    fn hidden(name: &[u8]) -> Option<Self> {
        match name {
            b"rt" | b"rp" | b"rtc" => Some(Self::RubyText),
            b"annotation" | b"annotation-xml" | b"audio" | b"canvas" | b"datalist" | b"iframe"
            | b"noembed" | b"noframes" | b"noscript" | b"object" | b"script" | b"select"
            | b"style" | b"svg" | b"template" | b"textarea" | b"video" => Some(Self::Hidden),
            _ => None,
        }
    }

    fn void(name: &[u8]) -> Option<Self> {
        match name {
            b"area" | b"base" | b"basefont" | b"bgsound" | b"col" | b"embed" | b"frame" | b"hr"
            | b"img" | b"input" | b"keygen" | b"link" | b"meta" | b"param" | b"source"
            | b"track" | b"wbr" => Some(Self::Void),
            _ => None,
        }
    }

    /// Whether the element stands within a line.
    pub(super) const fn is_inline(self) -> bool {
        matches!(
            self,
            Self::Anchor | Self::Button | Self::Hidden | Self::Inline | Self::RubyText | Self::Void
        )
    }

    /// Whether the start tag ends an open paragraph.
    pub(super) const fn ends_paragraph(self) -> bool {
        !self.is_inline()
            && !matches!(
                self,
                Self::Cell
                    | Self::LineBreak
                    | Self::Root
                    | Self::Row
                    | Self::RowGroup
                    | Self::Title
            )
    }

    /// Whether the end tag of another element leaves this element open: what a cell or a table
    /// holds ends in it.
    pub(super) const fn is_barrier(self) -> bool {
        matches!(self, Self::Cell | Self::Table)
    }

    /// Whether the element is a part of a table.
    pub(super) const fn is_of_table(self) -> bool {
        matches!(self, Self::Cell | Self::Row | Self::RowGroup | Self::Table)
    }

    /// Whether the element holds one paragraph, so that the main text is never within it.
    pub(super) const fn is_one_paragraph(self) -> bool {
        matches!(
            self,
            Self::Blockquote
                | Self::Heading(_)
                | Self::Item
                | Self::List
                | Self::Paragraph
                | Self::Preformatted
                | Self::Term
        )
    }
}
