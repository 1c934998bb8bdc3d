//! Options of a page.

use crate::dedup::Summary;

/// The language in which a page is opened; the reader can switch it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese, in simplified characters.
    Chinese,
}

impl Language {
    /// The BCP 47 tag.
    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-Hans",
        }
    }
}

/// The run whose result a page shows.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub enum Task<'s> {
    /// A scan of a collection.
    #[default]
    Scan,
    /// A comparison of two documents.
    Compare,
    /// A deduplication.
    Dedup(DedupCounts<'s>),
}

/// Counts of a deduplication, and how many of the removed records and parts a page shows.
#[derive(Debug, Clone, Copy)]
pub struct DedupCounts<'s> {
    /// Counts of the run.
    pub summary: &'s Summary,
    /// Removed records and parts that are shown.
    pub listed: usize,
    /// Of these, those whose texts are shown.
    pub with_texts: usize,
}

impl Task<'_> {
    /// The name of the task in the data of the page.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Scan => "scan",
            Self::Compare => "compare",
            Self::Dedup(_) => "dedup",
        }
    }

    /// The title of a document about the task, which its page has too.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Scan => "What reappears",
            Self::Compare => "What two documents share",
            Self::Dedup(_) => "What was removed, and for what",
        }
    }

    /// The bytes of whole texts on a page that may hold `most`. What a deduplication compared is
    /// shown without its surroundings.
    pub(super) fn whole_texts(self, most: usize) -> usize {
        if matches!(self, Self::Dedup(_)) { 0 } else { most }
    }
}

/// Options of a page.
///
/// ```
/// use leitong::report::{Language, Page, Task};
/// let page = Page::new(Task::Compare).language(Language::Chinese);
/// assert_eq!(page.language, Language::Chinese);
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Page<'s> {
    /// The language in which it is opened.
    pub language: Language,
    /// The run whose result it shows.
    pub task: Task<'s>,
    /// Bytes of the whole texts that it holds; of other documents it holds only the texts of
    /// matches.
    pub whole_texts: usize,
}

/// Bytes of the whole texts of a page if nothing else is set: about 7 million ideographs, with
/// which a page of 20 MB still shows its first view within a second.
const WHOLE_TEXTS: usize = 20 << 20;

impl Default for Page<'_> {
    fn default() -> Self {
        Self::new(Task::default())
    }
}

impl<'s> Page<'s> {
    /// A page in English.
    #[must_use]
    pub fn new(task: Task<'s>) -> Self {
        Self { language: Language::default(), task, whole_texts: WHOLE_TEXTS }
    }

    /// Sets the language.
    #[must_use]
    pub fn language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// Sets the maximum number of bytes of whole texts. Documents are taken in the order of their
    /// largest matches, and one that does not fit is left out.
    #[must_use]
    pub fn whole_texts(self, whole_texts: usize) -> Self {
        Self { whole_texts, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::Task;

    #[test]
    fn titles_are_those_of_the_page() {
        let words = include_str!("script/words.js");
        for task in [Task::Scan, Task::Compare] {
            assert!(words.contains(&format!("{}: '{}'", task.name(), task.title())));
        }
    }
}
