//! From a text to its content characters: normalised, folded, and stripped of all that is not a letter or a number.

use std::str::Chars;

use unicode_normalization::UnicodeNormalization;

use super::Script;
use super::entry::{BLANK, COUNT_BITS, JOINS, ONE, PAGE, PAYLOAD, SEVERAL, TRAILS};

#[allow(clippy::unreadable_literal)]
mod table {
    //! Written by `build.rs`.
    include!(concat!(env!("OUT_DIR"), "/fold_table.rs"));
}

/// Hands over the content characters of `text`, each with the byte where the character that it came from begins.
///
/// Content is what remains for comparing after four steps: Unicode normalisation (NFKC: `ｆ` is `f`, `㍿` is `株式会社`),
/// lower case (one σ for both Greek forms), letters and numbers only (no marks, punctuation, spaces, symbols), and
/// the form of Chinese characters that `script` asks for.
///
/// Characters that normalisation melts together (`e` and a combining accent, the parts of a Hangul syllable, `ｶ` and `ﾞ`)
/// are a cluster; all that a cluster leaves stands at its first character. Folding content again changes nothing,
/// unless dropping what stood between two letters lets them melt: parts of a Hangul syllable, vowels of Kirat Rai.
///
/// ```
/// use leitong::text::{Script, fold};
/// let mut content = Vec::new();
/// fold("Ａ級、２軟體", Script::Simplified, |c, at| content.push((c, at)));
/// assert_eq!(content, [('a', 0), ('级', 3), ('2', 9), ('软', 12), ('体', 15)]);
/// ```
pub fn fold(text: &str, script: Script, mut sink: impl FnMut(char, usize)) {
    let table = Table::of(script);
    let mut steps = text.char_indices().map(|(at, c)| (at, c, table.entry(c)));
    let mut ahead = steps.next();
    while let Some((at, c, entry)) = ahead {
        ahead = steps.next();
        if !joins(ahead) {
            entry.unfold(c, |content| sink(content, at));
            continue;
        }
        while joins(ahead) {
            ahead = steps.next();
        }
        let end = ahead.map_or(text.len(), |(at, ..)| at);
        for c in text[at..end].nfkc() {
            table.entry(c).unfold(c, |content| sink(content, at));
        }
    }
}

/// Appends the content characters of `text` to `chars`: those that [`fold()`] hands over, without their places.
pub fn fold_chars(text: &str, script: Script, chars: &mut Vec<char>) {
    let table = Table::of(script);
    let mut rest = text.chars();
    while let Some((c, entry)) = table.append_plain(&mut rest, chars) {
        if !entry.has(JOINS) {
            chars.extend(entry.several());
            continue;
        }
        // What the cluster's first character left already is taken back.
        let at = text.len() - rest.as_str().len() - c.len_utf8();
        let first = text[..at].chars().next_back();
        chars.truncate(chars.len() - first.map_or(0, |first| table.entry(first).count()));
        while rest.clone().next().is_some_and(|c| table.entry(c).has(JOINS)) {
            rest.next();
        }
        let cluster = at - first.map_or(0, char::len_utf8)..text.len() - rest.as_str().len();
        fold(&text[cluster], script, |c, _| chars.push(c));
    }
}

/// Whether the step ahead belongs to the cluster before it.
fn joins(step: Option<(usize, char, Entry)>) -> bool {
    step.is_some_and(|(.., entry)| entry.has(JOINS))
}

/// Bytes of the first character of `text` and of all that hangs on it: combining marks, variation selectors, joiners.
pub(super) fn first_cluster(text: &str) -> usize {
    let table = Table::of(Script::AsWritten);
    let mut next = text.char_indices().skip(1);
    next.find(|&(_, c)| !table.entry(c).has(JOINS | TRAILS)).map_or(text.len(), |(at, _)| at)
}

/// Whether nothing in `text` is visible by itself: white space, controls, invisible formatting, marks.
pub(super) fn is_blank(text: &str) -> bool {
    let table = Table::of(Script::AsWritten);
    text.chars().all(|c| table.entry(c).has(BLANK | JOINS | TRAILS))
}

/// What one character becomes, packed as `entry.rs` says.
#[derive(Clone, Copy)]
struct Entry(u32);

impl Entry {
    /// Hands over the content of `c`, whose entry this is.
    #[inline]
    fn unfold(self, c: char, mut sink: impl FnMut(char)) {
        if self.has(ONE) {
            sink(self.one(c));
        } else if self.has(SEVERAL) {
            self.several().iter().copied().for_each(sink);
        }
    }

    /// How many characters it becomes.
    fn count(self) -> usize {
        if self.has(SEVERAL) { self.several().len() } else { usize::from(self.has(ONE)) }
    }

    fn has(self, flags: u32) -> bool {
        self.0 & flags != 0
    }

    fn payload(self) -> u32 {
        self.0 & PAYLOAD
    }

    /// The one character that `c` becomes.
    fn one(self, c: char) -> char {
        let folded = (u32::from(c) + self.payload()) & PAYLOAD;
        char::from_u32(folded).expect("the payload is the distance between two characters")
    }

    /// The several characters that it becomes.
    fn several(self) -> &'static [char] {
        let at = (self.payload() >> COUNT_BITS) as usize;
        let count = self.payload() & ((1 << COUNT_BITS) - 1);
        &table::POOL[at..][..count as usize]
    }
}

/// The folding of single characters in one script.
#[derive(Clone, Copy)]
struct Table(&'static [u16]);

impl Table {
    fn of(script: Script) -> Self {
        Self(match script {
            Script::AsWritten => &table::AS_WRITTEN,
            Script::Simplified => &table::SIMPLIFIED,
        })
    }

    /// Appends what the next characters leave, up to the first one that joins the one before it or leaves several; takes that
    /// one too, and tells it.
    #[inline]
    fn append_plain(self, rest: &mut Chars<'_>, chars: &mut Vec<char>) -> Option<(char, Entry)> {
        let mut other = None;
        while other.is_none() && !rest.as_str().is_empty() {
            // Every character is written, and stays if it counts: punctuation comes too irregularly to be foreseen by a branch.
            let mut block = ['\0'; 64];
            let mut kept = 0;
            for c in rest.by_ref().take(block.len()) {
                let entry = self.entry(c);
                if entry.has(JOINS | SEVERAL) {
                    other = Some((c, entry));
                    break;
                }
                block[kept] = entry.one(c);
                kept += usize::from(entry.has(ONE));
            }
            chars.extend_from_slice(&block[..kept]);
        }
        other
    }

    #[inline]
    fn entry(self, c: char) -> Entry {
        let page = self.0[c as usize / PAGE];
        Entry(table::PAGES[page as usize][c as usize % PAGE])
    }
}
