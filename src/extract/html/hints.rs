//! What the attributes of an element say about its part in the page.

use super::attributes::Attributes;

/// What the attributes of an element say about its part in the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Hints {
    /// Its `class` or `id` names something beside the main text.
    pub(super) is_beside: bool,
    /// Its `role` says that it is no part of the main text.
    pub(super) has_other_role: bool,
    /// It says that it is the main text.
    pub(super) is_main: bool,
}

/// Words that name something beside the main text wherever they occur in a class or an id. Most are
/// from Readability (Arc90, later Mozilla) and trafilatura (Barbaresi, 2021); the last rows are
/// the Chinese ones, in pinyin.
const BESIDE_PARTS: [&str; 45] = [
    "advert",
    "backtotop",
    "banner",
    "breadcrumb",
    "byline",
    "comment",
    "consent",
    "cookie",
    "copyright",
    "disqus",
    "feedback",
    "footer",
    "gdpr",
    "license",
    "login",
    "masthead",
    "navbar",
    "navigation",
    "newsletter",
    "outbrain",
    "paginat",
    "paywall",
    "popular",
    "popup",
    "postmeta",
    "prevnext",
    "promo",
    "recommend",
    "related",
    "respond",
    "share",
    "sharing",
    "sidebar",
    "signup",
    "social",
    "sponsor",
    "subscri",
    "taboola",
    "toolbar",
    "trending",
    "daohang",
    "fenxiang",
    "pinglun",
    "tuijian",
    "xiangguan",
];

/// Words that name something beside the main text where a class or an id has them as a whole.
const BESIDE_WORDS: [&str; 37] = [
    "ad",
    "ads",
    "author",
    "avatar",
    "bar",
    "bio",
    "btn",
    "buttons",
    "crumb",
    "crumbs",
    "date",
    "friendlink",
    "gotop",
    "hot",
    "links",
    "menu",
    "menus",
    "meta",
    "modal",
    "nav",
    "pager",
    "profile",
    "rank",
    "ranking",
    "rss",
    "search",
    "side",
    "signature",
    "source",
    "tag",
    "tags",
    "teaser",
    "time",
    "timestamp",
    "tools",
    "topbar",
    "widget",
];

/// Classes and ids of the element that has the main text, beside `itemprop="articleBody"`.
const MAIN_PARTS: [&str; 22] = [
    "articlebody",
    "articlecontent",
    "articledetail",
    "articletext",
    "artibody",
    "bodytext",
    "contenttext",
    "detailcontent",
    "entrybody",
    "entrycontent",
    "entrytext",
    "maintext",
    "markdownbody",
    "mwparseroutput",
    "newscontent",
    "newstext",
    "pagescontent",
    "postbody",
    "postcontent",
    "richmediacontent",
    "storybody",
    "trseditor",
];

/// Words that say that an element holds the main text, whatever else its class and id say.
const CONTENT_WORDS: [&str; 12] = [
    "article",
    "body",
    "column",
    "container",
    "content",
    "layout",
    "main",
    "page",
    "post",
    "text",
    "wrap",
    "wrapper",
];

/// Words of elements around everything, which may be named for one of their parts:
/// `content-sidebar-wrap` holds the main text, `post-comments` does not.
const LAYOUT_WORDS: [&str; 9] =
    ["container", "has", "layout", "main", "no", "page", "with", "wrap", "wrapper"];

/// Values of `role` that are no part of the main text (WAI-ARIA).
const OTHER_ROLES: [&str; 11] = [
    "alert",
    "alertdialog",
    "banner",
    "complementary",
    "contentinfo",
    "dialog",
    "menu",
    "menubar",
    "navigation",
    "search",
    "toolbar",
];

/// Classes of text for screen readers only.
const SCREEN_READER_CLASSES: [&str; 5] =
    ["mw-editsection", "screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden"];

impl Hints {
    /// Reads the attributes of an element.
    pub(super) fn read(attributes: &Attributes) -> Self {
        let names = [attributes.get("class"), attributes.get("id")];
        let names = names.map(|name| Names::read(name.unwrap_or_default()));
        let role = attributes.get("role").unwrap_or_default();
        let is_body = attributes.get("itemprop").is_some_and(|value| value == "articleBody");
        let is_main = is_body || role == "main" || names.iter().any(Names::is_main);
        let is_content = names.iter().any(Names::is_content);
        Self {
            is_beside: !is_main && names.iter().any(|name| name.is_beside(is_content)),
            has_other_role: OTHER_ROLES.contains(&role),
            is_main,
        }
    }

    /// Whether a class says that the element is shown to screen readers only.
    pub(super) fn is_for_screen_readers(attributes: &Attributes) -> bool {
        let classes = attributes.get("class").unwrap_or_default();
        classes.split_ascii_whitespace().any(|class| SCREEN_READER_CLASSES.contains(&class))
    }
}

/// The names of a class or an id.
struct Names<'a> {
    all: &'a str,
    /// Each name in lower case without hyphens and the like.
    joined: Vec<String>,
}

impl<'a> Names<'a> {
    fn read(all: &'a str) -> Self {
        Self { all, joined: all.split_ascii_whitespace().map(joined).collect() }
    }

    fn is_main(&self) -> bool {
        self.joined.iter().any(|name| MAIN_PARTS.contains(&&**name))
    }

    fn is_content(&self) -> bool {
        self.has_word(&CONTENT_WORDS)
    }

    /// Whether a name is of something beside the main text. `is_content` says whether another name
    /// is of the main text.
    fn is_beside(&self, is_content: bool) -> bool {
        let has_part = self.joined.iter().any(|name| has_part(name));
        (has_part && !self.has_word(&LAYOUT_WORDS)) || (!is_content && self.has_word(&BESIDE_WORDS))
    }

    fn has_word(&self, words: &[&str]) -> bool {
        self.words().any(|word| words.contains(&&*word))
    }

    /// The words of all names, in lower case: `postMeta-top` has three.
    fn words(&self) -> impl Iterator<Item = String> {
        let words = self.all.split(|c: char| !c.is_ascii_alphanumeric());
        words.flat_map(split_capitals).filter(|word| !word.is_empty())
    }
}

fn has_part(name: &str) -> bool {
    BESIDE_PARTS.iter().any(|part| name.contains(part))
}

fn joined(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

/// The parts of a word that begin with a capital behind a small letter, in lower case.
fn split_capitals(word: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut was_small = false;
    for c in word.chars() {
        if was_small && c.is_ascii_uppercase() {
            parts.push(String::new());
        }
        was_small = c.is_ascii_lowercase();
        if let Some(part) = parts.last_mut() {
            part.push(c.to_ascii_lowercase());
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_beside(name: &str) -> bool {
        let names = Names::read(name);
        names.is_beside(names.is_content())
    }

    #[test]
    fn classes_name_what_is_beside_the_main_text() {
        let beside = ["nav", "site-footer", "postMeta", "share-box", "commentlist", "entry-tags"];
        assert_eq!(beside.map(is_beside), [true; 6]);
        let main = ["content-sidebar-wrap", "navigate", "post-date-page", "header", "shadow"];
        assert_eq!(main.map(is_beside), [false; 5]);
    }

    #[test]
    fn classes_name_the_main_text() {
        let names = ["TRS_Editor", "foo article-body", "entry_content"];
        assert!(names.map(Names::read).iter().all(Names::is_main));
    }
}
