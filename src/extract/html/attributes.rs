//! The attributes of a start tag.

/// The attributes that something is made of. All others are passed over.
const USED: [&[u8]; 17] = [
    b"aria-hidden",
    b"class",
    b"content",
    b"datetime",
    b"hidden",
    b"href",
    b"id",
    b"itemprop",
    b"lang",
    b"name",
    b"open",
    b"property",
    b"rel",
    b"role",
    b"style",
    b"type",
    b"xml:lang",
];

/// An attribute of a start tag.
#[derive(Debug, Default)]
struct Attribute {
    name: Vec<u8>,
    value: Vec<u8>,
}

/// The attributes of a start tag. Of several with one name, the first counts.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    all: Vec<Attribute>,
    current: Attribute,
}

impl Attributes {
    /// Removes all attributes.
    pub(super) fn clear(&mut self) {
        self.all.clear();
        self.current = Attribute::default();
    }

    /// Ends an attribute, and begins another.
    pub(super) fn begin(&mut self) {
        let attribute = std::mem::take(&mut self.current);
        if is_used(&attribute.name) && self.bytes(&attribute.name).is_none() {
            self.all.push(attribute);
        }
    }

    /// Appends to the name of the attribute.
    pub(super) fn push_name(&mut self, part: &[u8]) {
        self.current.name.extend_from_slice(part);
    }

    /// Appends to the value of the attribute.
    pub(super) fn push_value(&mut self, part: &[u8]) {
        if is_used(&self.current.name) {
            self.current.value.extend_from_slice(part);
        }
    }

    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.bytes(name.as_bytes()).and_then(|value| std::str::from_utf8(value).ok())
    }

    /// Whether the element says that it is not shown.
    pub(super) fn is_hidden(&self) -> bool {
        self.get("hidden").is_some_and(|value| value != "until-found")
            || self.get("aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true"))
            || self.get("style").is_some_and(is_hidden_by_style)
    }

    fn bytes(&self, name: &[u8]) -> Option<&[u8]> {
        let attribute = self.all.iter().find(|attribute| attribute.name == name)?;
        Some(&attribute.value)
    }
}

fn is_used(name: &[u8]) -> bool {
    USED.binary_search(&name).is_ok()
}

/// Whether a style says `display: none` or `visibility: hidden`.
fn is_hidden_by_style(style: &str) -> bool {
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, value)| {
        let value = value.trim().trim_end_matches("!important").trim_end();
        let [name, value] = [name.trim(), value].map(str::to_ascii_lowercase);
        matches!((&*name, &*value), ("display", "none") | ("visibility", "hidden"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn used_names_are_sorted() {
        assert!(USED.is_sorted());
    }

    #[test]
    fn a_style_hides_an_element() {
        let styles = ["display:none", "color: red; DISPLAY : None !important", "visibility:hidden"];
        assert!(styles.into_iter().all(is_hidden_by_style));
        assert!(!is_hidden_by_style("display: block; x-display: none"));
    }
}
