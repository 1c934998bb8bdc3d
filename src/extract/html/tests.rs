//! Laws of generated pages, and one example of each rule.

use proptest::prelude::*;

use crate::document::Span;
use crate::extract::tests_of_places::check_places;

use super::*;

fn all(html: &str) -> String {
    extract(html, HtmlPart::All).text
}

fn main(html: &str) -> String {
    extract(html, HtmlPart::Main).text
}

fn metadata(html: &str, name: &str) -> Option<String> {
    let metadata = extract(html, HtmlPart::All).metadata;
    metadata.get(name).map(|value| value.as_str().unwrap_or_default().to_owned())
}

/// Parts of pages, well formed or not.
const PARTS: [&str; 48] = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<div class=nav>",
    "<div hidden>",
    "<li>",
    "<ul>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<h1>",
    "</h1>",
    "<h2>",
    "<br>",
    "<a href=x>",
    "</a>",
    "<b>",
    "</b>",
    "<pre>",
    "</pre>",
    "<script>",
    "</script>",
    "<!-- c -->",
    "<!--",
    "-->",
    "<ruby>汉<rt>hàn</rt></ruby>",
    "&amp;",
    "&lt",
    "&#0",
    "&#x4e2d;",
    "&notit;",
    "&nbsp",
    "\r\n",
    "\r",
    "\n",
    "  ",
    "\0",
    "春天到了，",
    "好。",
    "one word",
    "é",
    "<é",
    "<article>",
    "</article>",
];

fn page() -> impl Strategy<Value = String> {
    let part = proptest::sample::select(PARTS.to_vec());
    proptest::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn copies_are_equal_to_their_part_of_the_page(html in page()) {
        check_places(&html, &extract(&html, HtmlPart::All));
        check_places(&html, &extract(&html, HtmlPart::Main));
    }

    #[test]
    fn any_text_is_read(html in "\\PC{0,80}", bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        for html in [html, String::from_utf8_lossy(&bytes).into_owned()] {
            check_places(&html, &extract(&html, HtmlPart::Main));
            declared_encoding(html.as_bytes());
        }
    }

    #[test]
    fn text_without_markup_keeps_its_words(text in "[a-z \n]{0,80}") {
        let words: Vec<&str> = text.split_whitespace().collect();
        prop_assert_eq!(all(&text), words.join(" "));
    }

    #[test]
    fn the_main_text_is_a_part_of_all_text(html in page()) {
        let all = all(&html);
        let lines: Vec<&str> = all.lines().collect();
        for line in main(&html).lines().filter(|line| !line.contains('\t')) {
            let is_in = lines.iter().any(|whole| whole.split('\t').any(|cell| cell == line));
            prop_assert!(is_in, "{line:?} is not in {all:?}");
        }
    }
}

#[test]
fn blocks_are_lines_with_blank_lines_around_headings() {
    let html = "<h1>A</h1><p>b<div>c</div>d<ul><li>e<li>f</ul><hr><blockquote>g</blockquote>
        <figure><img><figcaption>h</figcaption></figure>i<br/>j<h2>K</h2>l";
    assert_eq!(all(html), "A\n\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\nK\n\nl");
}

#[test]
fn cells_of_a_row_are_divided_by_tabs() {
    let html = "<table><caption>T</caption><tr><th>a<th>b<tr><td>c</td><td><p>d</p></td></table>e";
    assert_eq!(all(html), "T\na\tb\nc\nd\ne");
}

#[test]
fn preformatted_text_keeps_its_lines() {
    let html = "<p>a  b</p><pre>\n one\n\n  <b>two</b>\r\nthree\n</pre>";
    assert_eq!(all(html), "a b\n one\n\n  two\nthree");
}

#[test]
fn what_is_not_shown_is_no_text() {
    let html = "<title>t</title><style>s</style><script>if (a</b) '<p>'</script>
        <template>x</template><noscript><p>n</p></noscript><p hidden>h</p>
        <i aria-hidden=true>i</i>a<svg><text>v</text><g/></svg>
        <b style='color:red; display: none'>d</b><span class='x sr-only'>r</span>
        <textarea><p></textarea><select><option>o</select><iframe><p>f</iframe>
        <dialog>g</dialog>b";
    assert_eq!(all(html), "a b");
}

#[test]
fn entities_are_characters() {
    let html =
        "&lt;a&gt; &amp &copy2 &#20013;&#x6587; &hellip; &nosuch; a&nbsp;b &AMP; x&shy;y\u{200b}z";
    let text = "<a> & ©2 中文 … &nosuch; a\u{a0}b & x\u{ad}y\u{200b}z";
    assert_eq!(all(html), text);
}

#[test]
fn the_base_of_ruby_is_kept() {
    let html = "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp>字<rt>ji</ruby>は";
    assert_eq!(all(html), "漢字は");
}

#[test]
fn unclosed_tags_do_not_hide_what_follows() {
    assert_eq!(all("<p>a<b>b<p>c</div></span>d<td>e</table>f"), "ab\ncd\tef");
    assert_eq!(all("<table><tr><td><div>a</td><td>b</div>c</table>d"), "a\nbc\nd");
}

#[test]
fn a_place_is_a_part_of_the_page() {
    let html = "<p>Fish &amp; <b>chips</b>\n are&nbsp;good</p><p>&#20013;</p>";
    let extracted = extract(html, HtmlPart::All);
    let place = |part: &str| {
        let start = extracted.text.find(part).expect("the text has the part");
        let span = Span::new(start, start + part.len());
        let place = extracted.places.original(span).expect("places are known");
        &html[place.start..place.end]
    };
    assert_eq!(extracted.text, "Fish & chips are\u{a0}good\n中");
    assert_eq!(place("&"), "&amp;");
    assert_eq!(place("& chips"), "&amp; <b>chips");
    assert_eq!(place("chips are"), "chips</b>\n are");
    assert_eq!(place("good\n"), "good");
    assert_eq!(place("中"), "&#20013;");
}

#[test]
fn a_replaced_line_end_has_no_part_of_its_neighbours() {
    let html = "a\r\n&amp;<b title='&'>\r\nb</b>";
    let extracted = extract(html, HtmlPart::All);
    let place = |start, end| extracted.places.original(Span::new(start, end));
    assert_eq!(extracted.text, "a & b");
    assert_eq!(place(2, 3), Some(Span::new(3, 8)));
    assert_eq!(place(3, 4).map(|place| &html[place.start..place.end]), Some(""));
}

#[test]
fn xhtml_may_close_any_tag_at_once() {
    let html = "<?xml version='1.0'?><html><head><title/><script src='x'/></head>
        <p>a</p><a id='x'/>b</html>";
    assert_eq!(all(html), "a\nb");
}

#[test]
fn the_page_says_what_it_is() {
    let html = "<html lang=zh-CN><head><title>Fish | Site</title><link rel=canonical href=/fish>
        <meta name=Author content=' Li  Ming '><meta property=og:title content='Fish &amp; chips'>
        <script type='application/ld+json'>
        {\"@graph\": [{\"datePublished\": \"2024-05-01\"}]}</script>
        <body><h1>Heading</h1><time datetime=2020-01-01>";
    let names = ["title", "author", "date", "language", "url"];
    let values = names.map(|name| metadata(html, name).unwrap_or_default());
    assert_eq!(values, ["Fish & chips", "Li Ming", "2024-05-01", "zh-CN", "/fish"]);
    let html = "<title>Fish | Site</title><h1>Fish</h1><time datetime=2020-01-01>";
    assert_eq!(metadata(html, "title").as_deref(), Some("Fish"));
    assert_eq!(metadata(html, "date").as_deref(), Some("2020-01-01"));
    assert_eq!(metadata(html, "author"), None);
}

/// A paragraph long enough to be text.
const TEXT: &str =
    "今天，我们召开社区建设工作会议，总结今年以来社区建设取得的显著成绩，部署明年的各项工作。";

#[test]
fn the_main_text_has_its_headings_and_no_navigation() {
    let html = format!(
        "<title>会议 - 网站</title><header><a href=/>网站</a></header><nav><ul><li>首页</ul></nav>
        <div class=wrap><div class=left><h1>会议</h1><p class=byline>2024-05-01 来源：新华社</p>
        <p>{TEXT}</p><h2>第二</h2><p>{TEXT}</p><p>短。</p><h2>相关阅读</h2><ul><li><a href=x>{TEXT}</a></ul>
        <div class=comment-list><p>{TEXT}</p></div></div><div id=sidebar><p>{TEXT}</p></div></div>
        <footer><p>{TEXT}</p></footer>"
    );
    assert_eq!(main(&html), format!("会议\n\n{TEXT}\n\n第二\n\n{TEXT}\n短。"));
}

#[test]
fn all_sections_of_a_chapter_are_main_text() {
    let long =
        format!("<div class=section><h2>Long</h2>{}</div>", format!("<p>{TEXT}</p>").repeat(9));
    let html = format!("<div class=section><h2>Short</h2><p>{TEXT}</p></div>{long}");
    assert!(main(&html).starts_with("Short\n\n今天"));
}

#[test]
fn names_of_a_table_may_be_links() {
    let row = "<tr><td><a href=x>apt</a><td>tool for packages</tr>";
    let html =
        format!("<p>{TEXT}</p><table>{row}</table><p>{TEXT}</p><ul><li><a href=x>more</a></ul>");
    assert_eq!(main(&html), format!("{TEXT}\napt\ttool for packages\n{TEXT}"));
}

#[test]
fn a_title_without_a_heading_is_found_above_the_text() {
    let html = format!(
        "<title>会议_网站</title><table><tr><td>网站<tr><td><b>会议</b><tr><td><a href=x>会议</a>
        <tr><td><p>{TEXT}</p><p>{TEXT}</p><p>相关新闻：</p><a href=y>{TEXT}</a></table>"
    );
    assert_eq!(main(&html), format!("会议\n{TEXT}\n{TEXT}"));
}

#[test]
fn dates_above_the_text_and_phrases_are_no_main_text() {
    let html = format!(
        "<h1>会议</h1><p>2024-05-01 10:22</p><p>{TEXT}</p><p>分享到：微信</p><p>2024年5月1日</p>"
    );
    assert_eq!(main(&html), format!("会议\n\n{TEXT}\n2024年5月1日"));
}

#[test]
fn an_element_that_says_so_is_the_main_text() {
    let teasers = format!("<div><p>{TEXT}</p></div><section><p>{TEXT}</p></section>");
    let html = format!("<main><p>{TEXT}</p><p>{TEXT}</p><p>{TEXT}</p></main>{teasers}");
    assert_eq!(main(&html), [TEXT; 3].join("\n"));
}

#[test]
fn a_link_ends_within_a_later_block() {
    let html = format!("<div><a href=x><div>more</a> {TEXT}</div></div><p>{TEXT}</p><p>{TEXT}</p>");
    assert_eq!(main(&html).matches(TEXT).count(), 3);
}

#[test]
fn a_page_without_paragraphs_is_kept() {
    assert_eq!(main("<ul><li><a href=x>one</a><li><a href=y>two</a></ul>"), "one\ntwo");
    assert_eq!(main("<div class=comments><p>one</div>"), "one");
}

#[test]
fn misleading_classes_do_not_lose_the_text() {
    let html = format!("<div class=nav-menu><p>{TEXT}</p><p>{TEXT}</p></div><p>short</p>");
    assert!(main(&html).contains(TEXT));
}

#[test]
fn all_posts_of_a_thread_are_main_text() {
    let post = format!("<div class=post-body><p>{TEXT}</p></div>");
    let html = format!("<div class=post-body><p>{TEXT}{TEXT}{TEXT}{TEXT}</p></div>{post}{post}");
    assert_eq!(main(&html).matches(TEXT).count(), 6);
}

/// Pages on which a step that is quadratic, or recurs, does not end or overflows the stack.
#[test]
fn large_broken_pages_are_read() {
    let count = 100_000;
    let repeated = [
        "<div>",
        "<div hidden>",
        "<table>",
        "<a href=x>",
        "<b><p>",
        "</b>",
        "<li>",
        "&",
        "&amp",
        "<!--",
        "<pre>",
        "<ul><li>",
        "<p>a<br>",
        "<td>",
        "x\r",
        "<div class=nav>a",
        "<a b=c",
        "<table><tr><td>a",
        "</p>",
        "<ruby><rt>",
        "<h1>a",
        "<![CDATA[",
        "<i></div>",
        "<title>",
    ];
    for part in repeated {
        let html = part.repeat(count);
        check_places(&html, &extract(&html, HtmlPart::Main));
    }
    let html = format!("{}{}", "<i><div>".repeat(300), "</i></b>".repeat(count));
    check_places(&html, &extract(&html, HtmlPart::All));
    let html = "<div>".repeat(count) + TEXT + &"</div>".repeat(count);
    assert_eq!(main(&html), TEXT);
    let html = format!("<p>{}", "word 字 ".repeat(count * 3));
    assert_eq!(main(&html).len(), html.len() - "<p> ".len());
    let html = format!("<p class='{}'>a", "ad menu nav".repeat(count));
    assert_eq!(all(&html), "a");
}
