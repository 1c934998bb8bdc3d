//! What a page says about itself.

use serde_json::{Map, Value};

use super::attributes::Attributes;

/// Names of `<meta>` elements with the author, the best one first.
const AUTHOR_NAMES: [&str; 6] =
    ["author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "byl"];

/// Names of `<meta>` elements with the date, the best one first.
const DATE_NAMES: [&str; 12] = [
    "article:published_time",
    "datepublished",
    "og:published_time",
    "pubdate",
    "publishdate",
    "publish_date",
    "date",
    "dc.date",
    "dcterms.date",
    "dc.date.issued",
    "citation_publication_date",
    "sailthru.date",
];

/// How trustworthy a value is: a lower rank replaces a higher one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// A `<meta>` or `<link>` element made for the purpose.
    Declared,
    /// The first heading, or JSON-LD.
    Content,
    /// `<title>`, `<time>`, or another `<meta>` element.
    Other,
}

/// A value, and how trustworthy it is.
#[derive(Debug)]
struct Candidate {
    rank: Rank,
    value: String,
}

/// What a page says about itself.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    title: Option<Candidate>,
    author: Option<Candidate>,
    date: Option<Candidate>,
    language: Option<Candidate>,
    url: Option<Candidate>,
    /// What `<title>` says.
    title_element: String,
}

impl Metadata {
    /// Reads a start tag.
    pub(super) fn read_start(&mut self, name: &[u8], attributes: &Attributes) {
        match name {
            b"meta" => self.read_meta(attributes),
            b"link" if attributes.get("rel") == Some("canonical") => {
                offer(&mut self.url, Rank::Declared, attributes.get("href").unwrap_or_default());
            }
            b"time" => {
                offer(&mut self.date, Rank::Other, attributes.get("datetime").unwrap_or_default());
            }
            b"html" | b"body" => {
                let language = attributes.get("lang").or_else(|| attributes.get("xml:lang"));
                offer(&mut self.language, Rank::Declared, language.unwrap_or_default());
            }
            _ => {}
        }
    }

    /// Takes the text of `<title>`.
    pub(super) fn offer_title_element(&mut self, title: &str) {
        if self.title_element.is_empty() {
            self.title_element = collapsed(title);
        }
        offer(&mut self.title, Rank::Other, title);
    }

    /// Takes the text of the first heading of the main text.
    pub(super) fn offer_heading(&mut self, heading: &str) {
        offer(&mut self.title, Rank::Content, heading);
    }

    /// Whether a line is the title that the page gives itself, perhaps with the name of the site
    /// behind it.
    pub(super) fn is_title(&self, line: &str) -> bool {
        let declared = self.title.as_ref().map_or("", |title| &title.value);
        let is_in = |title: &&str| title.strip_prefix(line).is_some_and(begins_no_word);
        !line.is_empty() && [declared, &self.title_element].iter().any(is_in)
    }

    /// Reads JSON-LD (schema.org).
    pub(super) fn read_linked_data(&mut self, json: &str) {
        let Ok(value) = serde_json::from_str::<Value>(json.trim()) else { return };
        let items = match &value {
            Value::Array(items) => items.iter().collect(),
            _ => vec![&value],
        };
        for item in items {
            let graph = item.get("@graph").and_then(Value::as_array);
            for part in graph.into_iter().flatten().chain([item]) {
                self.read_linked_item(part);
            }
        }
    }

    /// The values under their names.
    pub(super) fn into_map(self) -> Map<String, Value> {
        let values = [
            ("title", self.title),
            ("author", self.author),
            ("date", self.date),
            ("language", self.language),
            ("url", self.url),
        ];
        let given = values.into_iter().filter_map(|(name, value)| Some((name, value?.value)));
        given.map(|(name, value)| (name.to_owned(), Value::String(value))).collect()
    }

    fn read_linked_item(&mut self, item: &Value) {
        let date = item.get("datePublished").and_then(Value::as_str);
        offer(&mut self.date, Rank::Content, date.unwrap_or_default());
        let author = item.get("author").map(|author| author.get(0).unwrap_or(author));
        let name = author.and_then(|author| author.get("name").unwrap_or(author).as_str());
        offer(&mut self.author, Rank::Content, name.unwrap_or_default());
    }

    fn read_meta(&mut self, attributes: &Attributes) {
        let content = attributes.get("content").unwrap_or_default();
        let names = ["property", "name", "itemprop"].map(|name| attributes.get(name));
        for name in names.into_iter().flatten().map(str::to_ascii_lowercase) {
            match &*name {
                "og:title" => offer(&mut self.title, Rank::Declared, content),
                "og:url" => offer(&mut self.url, Rank::Content, content),
                "og:locale" | "content-language" => {
                    offer(&mut self.language, Rank::Other, content);
                }
                _ => self.read_author_or_date(&name, content),
            }
        }
    }

    fn read_author_or_date(&mut self, name: &str, content: &str) {
        let is_url = content.starts_with("http://") || content.starts_with("https://");
        if let Some(rank) = rank_in(&AUTHOR_NAMES, name).filter(|_| !is_url) {
            offer(&mut self.author, rank, content);
        }
        if let Some(rank) = rank_in(&DATE_NAMES, name) {
            offer(&mut self.date, rank, content);
        }
    }
}

/// The rank of a name among names of which the first is the best.
fn rank_in(names: &[&str], name: &str) -> Option<Rank> {
    let at = names.iter().position(|known| *known == name)?;
    Some(if at == 0 { Rank::Declared } else { Rank::Other })
}

/// Sets a value unless it is empty or the present one is at least as good.
fn offer(place: &mut Option<Candidate>, rank: Rank, value: &str) {
    let value = collapsed(value);
    if !value.is_empty() && place.as_ref().is_none_or(|present| rank < present.rank) {
        *place = Some(Candidate { rank, value });
    }
}

/// Whether a text does not go on with a word.
fn begins_no_word(rest: &str) -> bool {
    !rest.starts_with(char::is_alphanumeric)
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
