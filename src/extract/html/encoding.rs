//! The encoding that a page declares.

use std::sync::LazyLock;

use regex::bytes::Regex;

/// A comment, or a declaration of an encoding: the attribute `charset` of `<meta>`, alone or in
/// `content`, or the XML declaration.
static DECLARATION: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r#"(?is-u)<!--.*?-->
        |<meta[\s/][^>]*?\bcharset\s*=\s*["']?\s*([a-z0-9_:.+-]+)
        |^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([a-z0-9_:.+-]+)"#;
    Regex::new(&pattern.replace("\n        ", "")).expect("the pattern is valid")
});

/// The encoding that the beginning of a page declares.
///
/// A declared UTF-16 means UTF-8, since the declaration could not be read otherwise (HTML Standard,
/// prescan a byte stream).
pub(crate) fn declared_encoding(head: &[u8]) -> Option<&str> {
    let found = DECLARATION.captures_iter(head).find_map(|captures| {
        let label = captures.get(1).or_else(|| captures.get(2))?;
        std::str::from_utf8(label.as_bytes()).ok()
    })?;
    let is_utf_16 = found.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("utf-16"));
    Some(if is_utf_16 { "utf-8" } else { found })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_declares_its_encoding() {
        let heads = [
            "<html><meta charset=gb2312>",
            "<meta http-equiv='Content-Type' content=\"text/html; charset=GBK\" />",
            "<META CHARSET = \"Big5\">",
            "\u{feff}<?xml version=\"1.0\" encoding='euc-jp'?><html>",
            "<!-- <meta charset=koi8-r> --><meta charset=\"utf-16le\">",
        ];
        let found = heads.map(|head| declared_encoding(head.as_bytes()));
        assert_eq!(found, ["gb2312", "GBK", "Big5", "euc-jp", "utf-8"].map(Some));
    }

    #[test]
    fn text_about_encodings_declares_none() {
        let heads = ["charset=gbk", "<p>encoding=\"gbk\"", "<!-- <meta charset=gbk> -->", "<meta"];
        assert_eq!(heads.map(|head| declared_encoding(head.as_bytes())), [None; 4]);
    }
}
