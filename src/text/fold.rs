//! Normalisation of texts to content characters: folded letters, numbers and the signs that carry
//! meaning, without anything else.

use std::ops::Range;
use std::str::Chars;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::context::{Counts, InContext};
use super::fold_entry::{
    BLANK, CONTEXT, COUNT_BITS, JOINS, ONE, PAGE, PAYLOAD, SEVERAL, TRAILS, is_separator,
};
use super::{Script, mixed_scripts, readings, regional_words};

#[allow(clippy::unreadable_literal)]
mod table {
    //! Written by `build.rs`.
    include!(concat!(env!("OUT_DIR"), "/fold_table.rs"));
}

/// Passes the content characters of `text` to `sink`, each with the byte offset of the character
/// that it came from.
///
/// Content is the result of four steps: Unicode normalisation (NFKC: `ｆ` becomes `f`, `㍿` becomes
/// `株式会社`), lower case and one form of each digit and sign (one σ, `०` is 0, `−` is `-`, `〇` is
/// 零), removal of all that carries no meaning, and conversion of Chinese characters to `script`.
///
/// What stays is
///
/// - letters and numbers, and marks that are parts of letters: vowel signs and tones of Hindi, Thai
///   or Burmese, but not the optional vowel points of Arabic and Hebrew;
/// - currency, percent, mathematical and other symbols: `$`, `%`, `<`, `√`, `☑`, `👍`;
/// - point, comma, colon and stroke between digits, except the comma of thousands, a minus before a
///   number, and `#` behind a letter;
/// - ratings of several stars, and boxes before a word that begin no line. A number above the line
///   is kept apart from the digit before it by `^`.
///
/// Punctuation, quotes, brackets, spaces, bullets, frames and invisible characters are removed.
///
/// Characters that normalisation composes (`e` and a combining accent, the parts of a Hangul
/// syllable, `ｶ` and `ﾞ`) form a cluster; all content of a cluster has the offset of its first
/// character. Folding letters and numbers is idempotent, unless two of them compose after the
/// characters between them are removed: parts of a Hangul syllable, vowel signs.
///
/// ```
/// use leitong::text::{Script, fold};
/// let mut content = Vec::new();
/// fold("Ａ級、２軟體", Script::Simplified, |c, at| content.push((c, at)));
/// assert_eq!(content, [('a', 0), ('级', 3), ('2', 9), ('软', 12), ('体', 15)]);
/// ```
pub fn fold(text: &str, script: Script, mut sink: impl FnMut(char, usize)) {
    if script == Script::Regional {
        let mut content = Vec::with_capacity(text.len() / 3);
        fold_by_char(text, Script::Simplified, |c, at| content.push((c, at)));
        regional_words::replace(&content, sink);
    } else {
        fold_by_char(text, script, &mut sink);
    }
}

fn fold_by_char(text: &str, script: Script, sink: impl FnMut(char, usize)) {
    let exceptions = Exceptions::of(text);
    if exceptions.is_empty() {
        fold_steps(text, script, text.char_indices(), sink);
    } else {
        fold_except(text, script, &exceptions, sink);
    }
}

fn fold_except(text: &str, script: Script, exceptions: &Exceptions, sink: impl FnMut(char, usize)) {
    let chars = text.char_indices().filter_map(|(at, c)| exceptions.char(at, c));
    fold_steps(text, script, chars, sink);
}

/// Folds those characters of a text that count, each with its place.
fn fold_steps(
    text: &str,
    script: Script,
    chars: impl Iterator<Item = (usize, char)>,
    mut sink: impl FnMut(char, usize),
) {
    let table = FoldTable::of(script);
    let mut steps = chars.map(|(at, c)| (at, c, table.entry(c)));
    let mut ahead = steps.next();
    while let Some((at, c, entry)) = ahead {
        ahead = steps.next();
        if !joins(ahead) {
            if !entry.has(CONTEXT) {
                entry.unfold(c, |content| sink(content, at));
                continue;
            }
            let here =
                InContext { before: &text[..at], char: c, behind: &text[at + c.len_utf8()..] };
            entry.unfold_in(here, |content| sink(content, at));
            continue;
        }
        let mut end = at;
        while let Some((at, c, _)) = ahead.filter(|&step| joins(Some(step))) {
            end = at + c.len_utf8();
            ahead = steps.next();
        }
        for c in text[at..end].nfkc() {
            let alone = InContext { before: "", char: c, behind: "" };
            table.entry(c).unfold_in(alone, |content| sink(content, at));
        }
    }
}

/// Appends the content characters of `text`, as [`fold()`] finds them, to `chars`.
pub fn fold_chars(text: &str, script: Script, chars: &mut Vec<char>) {
    let start = chars.len();
    fold_chars_by_char(text, script, chars);
    if script == Script::Regional {
        regional_words::replace_chars(chars, start);
    }
}

fn fold_chars_by_char(text: &str, script: Script, chars: &mut Vec<char>) {
    let exceptions = Exceptions::of(text);
    if exceptions.is_empty() {
        fold_all_chars(text, script, chars);
    } else {
        fold_except(text, script, &exceptions, |c, _| chars.push(c));
    }
}

fn fold_all_chars(text: &str, script: Script, chars: &mut Vec<char>) {
    let table = FoldTable::of(script);
    let mut rest = text.chars();
    while let Some((c, entry)) = table.append_plain(&mut rest, chars) {
        let at = text.len() - rest.as_str().len() - c.len_utf8();
        if !entry.has(JOINS) {
            let before = &text[..at];
            // The minus of `-.5` was passed over, since no digit is beside it.
            let minus = before.chars().next_back().filter(|&minus| c == '.' && is_separator(minus));
            if let Some(minus) = minus {
                let before = &before[..at - minus.len_utf8()];
                table.append(InContext { before, char: minus, behind: &text[at..] }, chars);
            }
            table.append(InContext { before, char: c, behind: rest.as_str() }, chars);
            continue;
        }
        // The content of the first character of the cluster was appended already, and is removed.
        let first = text[..at].chars().next_back();
        chars.truncate(chars.len() - first.map_or(0, |first| table.appended(first)));
        while rest.clone().next().is_some_and(|c| table.entry(c).has(JOINS)) {
            rest.next();
        }
        let cluster = at - first.map_or(0, char::len_utf8)..text.len() - rest.as_str().len();
        let cluster = &text[cluster];
        fold_steps(cluster, script, cluster.char_indices(), |c, _| chars.push(c));
    }
}

/// The simplified form of a traditional content character, as dictionaries have it.
pub(crate) fn simplified(c: char) -> char {
    let entry = entry(&table::SIMPLIFIED_WORDS, c);
    if entry.has(ONE) { entry.one(c) } else { c }
}

/// The form that all variants of a content character share.
pub(super) fn shared_form(c: char) -> char {
    let entry = FoldTable::of(Script::Simplified).entry(c);
    if entry.has(ONE) { entry.one(c) } else { c }
}

/// Characters of a text that do not count as the folding table has them: readings, and letters that
/// stand for those of another script. Nearly all texts have none.
struct Exceptions {
    readings: Vec<Range<usize>>,
    letters: Vec<(usize, char)>,
}

impl Exceptions {
    fn of(text: &str) -> Self {
        Self { readings: readings::readings(text), letters: mixed_scripts::replacements(text) }
    }

    fn is_empty(&self) -> bool {
        self.readings.is_empty() && self.letters.is_empty()
    }

    /// The character that the one at `at` counts as; `None` if it is part of a reading.
    fn char(&self, at: usize, c: char) -> Option<(usize, char)> {
        let before = self.readings.partition_point(|reading| reading.end <= at);
        if self.readings.get(before).is_some_and(|reading| reading.contains(&at)) {
            return None;
        }
        let letter = self.letters.binary_search_by_key(&at, |&(at, _)| at);
        Some((at, letter.map_or(c, |index| self.letters[index].1)))
    }
}

/// Whether the next character belongs to the cluster before it.
fn joins(step: Option<(usize, char, FoldEntry)>) -> bool {
    step.is_some_and(|(.., entry)| entry.has(JOINS))
}

/// Length in bytes of the first character of `text` with its combining marks, variation selectors
/// and joiners.
pub(super) fn first_cluster(text: &str) -> usize {
    let table = FoldTable::of(Script::AsWritten);
    let mut next = text.char_indices().skip(1);
    next.find(|&(_, c)| !table.entry(c).has(JOINS | TRAILS)).map_or(text.len(), |(at, _)| at)
}

/// Whether `text` has no visible character of its own: only white space, controls, invisible
/// formatting and marks.
pub(crate) fn is_blank(text: &str) -> bool {
    let table = FoldTable::of(Script::AsWritten);
    text.chars().all(|c| table.entry(c).has(BLANK | JOINS | TRAILS))
}

/// The folding of one character, packed as described in `fold_entry.rs`.
#[derive(Clone, Copy)]
struct FoldEntry(u32);

impl FoldEntry {
    /// Passes the content of `c`, the character of this entry, to `sink`.
    #[inline]
    fn unfold(self, c: char, mut sink: impl FnMut(char)) {
        if self.has(ONE) {
            sink(self.one(c));
        } else if self.has(SEVERAL) {
            self.several().iter().copied().for_each(sink);
        }
    }

    /// Passes what the character of this entry counts for where it stands to `sink`.
    #[inline]
    fn unfold_in(self, here: InContext<'_>, mut sink: impl FnMut(char)) {
        let counts = if self.has(CONTEXT) { here.counts() } else { Counts::Fully };
        match counts {
            Counts::Not => return,
            Counts::Zero => return sink(CHINESE_ZERO),
            Counts::Apart => sink(RAISED),
            Counts::Fully => {}
        }
        self.unfold(here.char, sink);
    }

    fn has(self, flags: u32) -> bool {
        self.0 & flags != 0
    }

    fn payload(self) -> u32 {
        self.0 & PAYLOAD
    }

    /// The content character of `c`, if there is exactly one.
    fn one(self, c: char) -> char {
        let folded = (u32::from(c) + self.payload()) & PAYLOAD;
        char::from_u32(folded).expect("the payload is the distance between two characters")
    }

    /// The content characters, if there are several.
    fn several(self) -> &'static [char] {
        let at = (self.payload() >> COUNT_BITS) as usize;
        let count = self.payload() & ((1 << COUNT_BITS) - 1);
        &table::POOL[at..][..count as usize]
    }
}

/// Characters for which memory is reserved at a time.
const BLOCK: usize = 64;

/// The folding of single characters in one script.
#[derive(Clone, Copy)]
struct FoldTable {
    pages: &'static [u16],
    short: &'static Short,
}

/// Content of each character below U+10000, if it is one character or none. Most characters of a
/// text are folded by one look-up here.
type Short = [char; 1 << 16];

/// The character has no content.
const GONE: char = '\0';
/// The character has content beside a digit only. This value is a control character, to which no
/// character folds.
const SIGN: char = '\u{1}';
/// The first ideograph, which is a digit as well: 一.
const FIRST_IDEOGRAPH: char = '一';
/// The zero of Chinese numbers.
const CHINESE_ZERO: char = '零';
/// The mark between a digit and a number above the line behind it.
const RAISED: char = '^';
/// The character must be looked up in the pages. This value is a noncharacter, to which no
/// character folds.
const ASK: char = char::MAX;

static SHORT_AS_WRITTEN: LazyLock<Box<Short>> = LazyLock::new(|| short(&table::AS_WRITTEN));
static SHORT_SIMPLIFIED: LazyLock<Box<Short>> = LazyLock::new(|| short(&table::SIMPLIFIED));

/// Builds the short table of a script.
fn short(pages: &[u16]) -> Box<Short> {
    let all: Box<[char]> = (0..=u16::MAX).map(|scalar| short_fold(pages, scalar)).collect();
    all.try_into().expect("there are 2^16 numbers of 16 bits")
}

fn short_fold(pages: &[u16], scalar: u16) -> char {
    let Some(c) = char::from_u32(scalar.into()) else { return ASK };
    let entry = entry(pages, c);
    match (entry.has(JOINS | SEVERAL), entry.has(ONE)) {
        (true, _) => ASK,
        _ if is_separator(c) => SIGN,
        _ if entry.has(CONTEXT) && entry.one(c) != '0' => ASK,
        (_, true) => entry.one(c),
        _ => GONE,
    }
}

/// The first character of a text, if it is below U+10000, and the rest of the text.
#[inline]
fn short_scalar(text: &[u8]) -> Option<(u16, &[u8])> {
    let low = |byte: u8| u16::from(byte & 0x3F);
    match *text {
        [a @ 0xE0..=0xEF, b, c, ref rest @ ..] => {
            Some((u16::from(a & 0xF) << 12 | low(b) << 6 | low(c), rest))
        }
        [a @ 0..=0x7F, ref rest @ ..] => Some((a.into(), rest)),
        [a @ 0xC0..=0xDF, b, ref rest @ ..] => Some((u16::from(a & 0x1F) << 6 | low(b), rest)),
        _ => None,
    }
}

/// The entry of a character.
#[inline]
fn entry(pages: &[u16], c: char) -> FoldEntry {
    let page = pages[c as usize / PAGE];
    FoldEntry(table::PAGES[page as usize][c as usize % PAGE])
}

/// Whether a digit, or the character before it, depends on the other: a sign stands before the
/// digit, or a zero stands behind a letter, which may be a Chinese digit.
fn depends(before: char, digit: char) -> bool {
    before == SIGN || (digit == '0' && before >= FIRST_IDEOGRAPH)
}

impl FoldTable {
    fn of(script: Script) -> Self {
        match script {
            Script::AsWritten => Self { pages: &table::AS_WRITTEN, short: &SHORT_AS_WRITTEN },
            Script::Simplified | Script::Regional => {
                Self { pages: &table::SIMPLIFIED, short: &SHORT_SIMPLIFIED }
            }
        }
    }

    /// Appends the content of the next characters, up to the first one that joins the previous one
    /// or has several content characters. That character is consumed and returned.
    #[inline]
    fn append_plain(
        self,
        rest: &mut Chars<'_>,
        chars: &mut Vec<char>,
    ) -> Option<(char, FoldEntry)> {
        loop {
            if let Some(sign) = self.append_short(rest, chars) {
                return Some((sign, self.entry(sign)));
            }
            let c = rest.next()?;
            let entry = self.entry(c);
            if entry.has(JOINS | SEVERAL | CONTEXT) {
                return Some((c, entry));
            }
            entry.unfold(c, |content| chars.push(content));
        }
    }

    /// Appends what a character counts for where it stands. Before a character that joins it, all
    /// of its content is appended, and is removed with the cluster.
    fn append(self, here: InContext<'_>, chars: &mut Vec<char>) {
        let entry = self.entry(here.char);
        if here.behind.chars().next().is_some_and(|next| self.entry(next).has(JOINS)) {
            entry.unfold(here.char, |content| chars.push(content));
        } else {
            entry.unfold_in(here, |content| chars.push(content));
        }
    }

    /// Number of characters that were appended for a character before one that joins it.
    fn appended(self, c: char) -> usize {
        let entry = self.entry(c);
        if entry.has(SEVERAL) {
            return entry.several().len();
        }
        usize::from(entry.has(ONE) && !is_separator(c))
    }

    /// Appends the content of the next characters, up to the first one that is not in the short
    /// table, or that depends on its neighbours; the latter is consumed and returned.
    fn append_short(self, rest: &mut Chars<'_>, chars: &mut Vec<char>) -> Option<char> {
        let mut bytes = rest.as_str().as_bytes();
        // A zero at the start may stand behind another one.
        let mut before = ASK;
        let mut is_beside_digit = false;
        while !is_beside_digit {
            // Every character is written, and kept if it has content: a branch on that would be
            // mispredicted often, since punctuation is irregular.
            let start = chars.len();
            chars.resize(start + BLOCK, '\0');
            let block = &mut chars[start..];
            let mut kept = 0;
            while kept < block.len()
                && let Some((scalar, after)) = short_scalar(bytes)
                && let folded = self.short[usize::from(scalar)]
                && folded != ASK
            {
                if folded.is_ascii_digit() && depends(before, folded) {
                    is_beside_digit = true;
                    break;
                }
                block[kept] = folded;
                kept += usize::from(folded > SIGN);
                before = folded;
                bytes = after;
            }
            chars.truncate(start + kept);
            if kept < BLOCK {
                break;
            }
        }
        let text = rest.as_str();
        let (done, left) = text.split_at(text.len() - bytes.len());
        *rest = left.chars();
        match (is_beside_digit, before) {
            (false, _) => None,
            (true, SIGN) => done.chars().next_back(),
            (true, _) => rest.next(),
        }
    }

    #[inline]
    fn entry(self, c: char) -> FoldEntry {
        entry(self.pages, c)
    }
}
