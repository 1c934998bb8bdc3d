//! From a text to its content characters: normalised, folded, and stripped of all that is not a letter or a number.

use std::str::Chars;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::Script;
use super::fold_entry::{BLANK, COUNT_BITS, JOINS, ONE, PAGE, PAYLOAD, SEVERAL, TRAILS};

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

/// The simplified form of a content character.
pub(super) fn simplified(c: char) -> char {
    let entry = Table::of(Script::Simplified).entry(c);
    if entry.has(ONE) { entry.one(c) } else { c }
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
pub(crate) fn is_blank(text: &str) -> bool {
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

/// Characters for which room is made at a time.
const BLOCK: usize = 64;

/// The folding of single characters in one script.
#[derive(Clone, Copy)]
struct Table {
    pages: &'static [u16],
    short: &'static Short,
}

/// What each character that fits 16 bits becomes, if it is one character or none: most of every text, in one step.
type Short = [char; 1 << 16];

/// The character leaves nothing.
const GONE: char = '\0';
/// What the character leaves must be looked up in the pages. It stands for no character, so that none becomes it.
const ASK: char = char::MAX;

static SHORT_AS_WRITTEN: LazyLock<Box<Short>> = LazyLock::new(|| short(&table::AS_WRITTEN));
static SHORT_SIMPLIFIED: LazyLock<Box<Short>> = LazyLock::new(|| short(&table::SIMPLIFIED));

fn short(pages: &[u16]) -> Box<Short> {
    let folded = |scalar: u16| {
        let Some(c) = char::from_u32(scalar.into()) else { return ASK };
        let entry = entry(pages, c);
        match (entry.has(JOINS | SEVERAL), entry.has(ONE)) {
            (true, _) => ASK,
            (_, true) => entry.one(c),
            _ => GONE,
        }
    };
    let all: Box<[char]> = (0..=u16::MAX).map(folded).collect();
    all.try_into().expect("there are so many numbers of 16 bits")
}

/// The first character of a text if it fits 16 bits, and what follows it.
#[inline]
fn short_scalar(text: &[u8]) -> Option<(u16, &[u8])> {
    let low = |byte: u8| u16::from(byte & 0x3F);
    match *text {
        [a @ 0xE0..=0xEF, b, c, ref rest @ ..] => Some((u16::from(a & 0xF) << 12 | low(b) << 6 | low(c), rest)),
        [a @ 0..=0x7F, ref rest @ ..] => Some((a.into(), rest)),
        [a @ 0xC0..=0xDF, b, ref rest @ ..] => Some((u16::from(a & 0x1F) << 6 | low(b), rest)),
        _ => None,
    }
}

#[inline]
fn entry(pages: &[u16], c: char) -> Entry {
    let page = pages[c as usize / PAGE];
    Entry(table::PAGES[page as usize][c as usize % PAGE])
}

impl Table {
    fn of(script: Script) -> Self {
        match script {
            Script::AsWritten => Self { pages: &table::AS_WRITTEN, short: &SHORT_AS_WRITTEN },
            Script::Simplified => Self { pages: &table::SIMPLIFIED, short: &SHORT_SIMPLIFIED },
        }
    }

    /// Appends what the next characters leave, up to the first one that joins the one before it or leaves several; takes that
    /// one too, and tells it.
    #[inline]
    fn append_plain(self, rest: &mut Chars<'_>, chars: &mut Vec<char>) -> Option<(char, Entry)> {
        loop {
            self.append_short(rest, chars);
            let c = rest.next()?;
            let entry = self.entry(c);
            if entry.has(JOINS | SEVERAL) {
                return Some((c, entry));
            }
            entry.unfold(c, |content| chars.push(content));
        }
    }

    /// Appends what the next characters leave, up to the first one of which the short table does not know it.
    fn append_short(self, rest: &mut Chars<'_>, chars: &mut Vec<char>) {
        let mut bytes = rest.as_str().as_bytes();
        loop {
            // Every character is written, and stays if it counts: punctuation comes too irregularly to be foreseen by a branch.
            let start = chars.len();
            chars.resize(start + BLOCK, '\0');
            let block = &mut chars[start..];
            let mut kept = 0;
            while kept < block.len()
                && let Some((scalar, after)) = short_scalar(bytes)
                && let folded = self.short[usize::from(scalar)]
                && folded != ASK
            {
                block[kept] = folded;
                kept += usize::from(folded != GONE);
                bytes = after;
            }
            chars.truncate(start + kept);
            if kept < BLOCK {
                break;
            }
        }
        let text = rest.as_str();
        *rest = text[text.len() - bytes.len()..].chars();
    }

    #[inline]
    fn entry(self, c: char) -> Entry {
        entry(self.pages, c)
    }
}
