//! Writes the folding table that `src/text/fold.rs` reads: what every Unicode character leaves in a
//! text's content.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::{env, fs, iter};

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
use unicode_properties::general_category::{
    GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory,
};

use crate::fold_entry::{
    BLANK, CONTEXT, COUNT_BITS, JOINS, ONE, PAGE, PAYLOAD, SEVERAL, TRAILS, is_raised_number,
    is_separator, is_shape,
};

#[path = "src/text/fold_entry.rs"]
mod fold_entry;

/// Where the vendored tables are.
const TABLES: &str = "src/text/tables";

fn main() -> Result<(), Box<dyn Error>> {
    for input in ["build.rs", "src/text/fold_entry.rs", TABLES] {
        println!("cargo::rerun-if-changed={input}");
    }
    let rules = Rules::read(Path::new(TABLES))?;
    let mut table = Table::default();
    let as_written = table.index(|c| rules.content(c));
    let words = table.index(|c| rules.content(c).map(|c| rules.simpler(c)));
    let simplified = table.index(|c| rules.content(c).map(|c| rules.simplest(c)));
    let source = table.source(&as_written, &words, &simplified);
    Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join("fold_table.rs"), source)?)
}

/// What one character becomes, where the properties of Unicode alone do not say it.
struct Rules {
    variants: HashMap<char, char>,
    ideographs: HashMap<char, char>,
    lower: HashMap<char, char>,
    simpler: HashMap<char, char>,
}

impl Rules {
    fn read(tables: &Path) -> Result<Self, Box<dyn Error>> {
        let mut lower = pairs(&tables.join("LowerCase.txt"))?;
        // Lower case of Σ is ς at the end of a word, σ elsewhere; the content knows one sigma.
        lower.insert('ς', 'σ');
        let mut simpler = pairs(&tables.join("TSCharacters.txt"))?;
        simpler.extend(pairs(&tables.join("TSCharactersExt.txt"))?);
        let ideographs = radicals(&tables.join("EquivalentUnifiedIdeograph.txt"))?;
        let variants = pairs(&tables.join("Variants.txt"))?;
        Ok(Self { variants, ideographs, lower, simpler })
    }

    /// The content characters of `c`, if it counts where it stands: NFKC, lower case, one form of
    /// each digit and sign, without layout and punctuation.
    fn content(&self, c: char) -> impl Iterator<Item = char> {
        iter::once(c)
            .nfkc()
            .map(|c| self.lower.get(&c).copied().unwrap_or(c))
            .map(|c| self.ideographs.get(&c).copied().unwrap_or(c))
            .filter(move |&part| is_content(part) || is_separator(c))
            .map(common_form)
    }

    /// The simplified form of any form of `c`. It is the form of dictionaries too, except for 着,
    /// which stands for 著 as well.
    fn simplest(&self, c: char) -> char {
        self.variants.get(&c).copied().unwrap_or_else(|| self.simpler(c))
    }

    fn simpler(&self, c: char) -> char {
        self.simpler.get(&c).copied().unwrap_or(c)
    }
}

/// The lines `from<TAB>to` of a vendored file; of several candidates `to`, the first.
fn pairs(path: &Path) -> Result<HashMap<char, char>, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    Ok(text.lines().filter_map(pair).collect())
}

/// The ideograph of each radical, as the Unicode Character Database lists them: `from; to` or
/// `first..last; to`, in hexadecimal.
fn radicals(path: &Path) -> Result<HashMap<char, char>, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    Ok(text.lines().filter_map(radical_range).flatten().collect())
}

fn radical_range(line: &str) -> Option<Vec<(char, char)>> {
    let (from, to) = line.split('#').next()?.split_once(';')?;
    let to = scalar(to)?;
    let (first, last) = from.split_once("..").unwrap_or((from, from));
    Some((scalar(first)?..=scalar(last)?).map(|from| (from, to)).collect())
}

fn scalar(hexadecimal: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(hexadecimal.trim(), 16).ok()?)
}

fn pair(line: &str) -> Option<(char, char)> {
    let (from, to) = line.split_once('\t')?;
    Some((only(from)?, only(to.split(' ').next()?)?))
}

/// The character of a word of one character.
fn only(word: &str) -> Option<char> {
    let mut chars = word.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// Whether Unicode gives `c` any property that matters here; three characters of four have none.
fn means_something(c: char) -> bool {
    use GeneralCategory::{PrivateUse, Unassigned};
    !matches!(c.general_category(), PrivateUse | Unassigned)
}

/// Whether `c` counts: letters, numbers, marks that are parts of letters, and signs that carry
/// meaning.
fn is_content(c: char) -> bool {
    use GeneralCategory::{CurrencySymbol, MathSymbol, OtherSymbol};
    use GeneralCategoryGroup::{Letter, Mark, Number};
    match (c.general_category_group(), c.general_category()) {
        (Letter | Number, _) => !is_filler(c),
        (Mark, _) => is_part_of_letter(c),
        (_, CurrencySymbol) => true,
        // Tildes and bars are ranges, separators and frames of tables.
        (_, MathSymbol) => !matches!(c, '~' | '|' | '∣'),
        (_, OtherSymbol) => !is_layout_symbol(c),
        _ => matches!(c, '%' | '٪' | '‰' | '‱' | '#'),
    }
}

/// Whether `c` is a letter that stands for the absence of one: the fillers of Hangul.
fn is_filler(c: char) -> bool {
    matches!(c, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}')
}

/// Symbols that frame, replace or license a text: `¦©®`, box drawing, blocks, 〓, the replacement
/// characters.
fn is_layout_symbol(c: char) -> bool {
    matches!(
        c,
        '¦' | '©' | '®' | '℗' | '\u{2500}'
            ..='\u{259F}' | '〓' | '\u{303F}' | '\u{FFFC}' | '\u{FFFD}'
    )
}

/// Whether the mark `c` is a part of a letter, without which a word is another word: vowel signs,
/// viramas and tones of the scripts of India, South-East Asia, Tibet and Africa, and voicing marks
/// of kana.
///
/// Marks of Arabic, Hebrew and Syriac are absent: they are optional, so copies with and without
/// them are common. So are accents that compose with no letter (stress in Cyrillic), marks of
/// recitation (Vedic), of emphasis (Tibetan) and of gemination (Ethiopic), and invisible ones.
fn is_part_of_letter(c: char) -> bool {
    let is_optional = matches!(
        c,
        '\u{951}'
            ..='\u{954}'
                | '\u{F18}'
                | '\u{F19}'
                | '\u{F35}'
                | '\u{F37}'
                | '\u{FC6}'
                | '\u{17B4}'
                | '\u{17B5}'
    );
    !is_optional
        && matches!(c, '\u{780}'..='\u{7FF}' | '\u{900}'..='\u{109F}' | '\u{1700}'..='\u{17FF}'
            | '\u{1885}' | '\u{1886}' | '\u{18A9}' | '\u{1900}'..='\u{1AAF}'
            | '\u{1B00}'..='\u{1C4F}' | '\u{3099}' | '\u{309A}' | '\u{A800}'..='\u{A8DF}'
            | '\u{A8FF}'..='\u{ABFF}' | '\u{10A00}'..='\u{10A5F}'
            | '\u{11000}'..='\u{11FFF}' | '\u{16A00}'..='\u{16F9F}'
            | '\u{1E100}'..='\u{1E2FF}' | '\u{1E900}'..='\u{1E95F}')
}

/// The form that all forms of a digit or of a sign share: the digits of every script are those of
/// ASCII, since scripts of one language differ in them only.
fn common_form(c: char) -> char {
    match c {
        '−' | '–' => '-',
        '⁄' | '∕' => '/',
        '∶' => ':',
        '·' => '.',
        '٫' => ',',
        '٪' => '%',
        '〇' => '零',
        _ => digit(c),
    }
}

/// The ASCII digit that a decimal digit stands for; Unicode orders the digits of a script from 0 to
/// 9, without a gap.
fn digit(c: char) -> char {
    let is_digit = |&c: &char| c.general_category() == GeneralCategory::DecimalNumber;
    if !is_digit(&c) || c.is_ascii() {
        return c;
    }
    let before = ('\0'..c).rev().take_while(is_digit).count();
    char::from_digit(before as u32 % 10, 10).expect("a remainder of 10 is a digit")
}

/// What a character does to its neighbours, and they to it.
fn flags(c: char) -> u32 {
    (u32::from(joins(c)) * JOINS)
        | (u32::from(depends_on_context(c)) * CONTEXT)
        | (u32::from(trails(c)) * TRAILS)
        | (u32::from(is_blank(c)) * BLANK)
}

/// Whether `c` may melt into what stands before it (it has no "composition boundary before" it).
fn joins(c: char) -> bool {
    let first = iter::once(c).nfkd().next().unwrap_or(c);
    canonical_combining_class(first) != 0 || is_nfkc_quick(iter::once(first)) == IsNormalized::Maybe
}

/// Whether it depends on its neighbours what `c` leaves in the content.
fn depends_on_context(c: char) -> bool {
    let sign = iter::once(c).nfkc().next().unwrap_or(c);
    let is_one = iter::once(c).nfkc().count() == 1;
    is_separator(c)
        || is_shape(c)
        || is_raised_number(c)
        || (is_one && !is_superscript_sign(c) && matches!(sign, '<' | '>' | '=' | '+' | '#' | '0'))
}

/// Whether `c` is `⁺`, `⁼` or their like below the line, which nothing but content is made of.
fn is_superscript_sign(c: char) -> bool {
    matches!(c, '\u{2070}'..='\u{209F}')
}

fn trails(c: char) -> bool {
    let joiner = matches!(c, '\u{200C}' | '\u{200D}');
    joiner || c.general_category_group() == GeneralCategoryGroup::Mark
}

fn is_blank(c: char) -> bool {
    use GeneralCategory::{Control, Format};
    c.general_category_group() == GeneralCategoryGroup::Separator
        || matches!(c.general_category(), Control | Format)
}

/// The table while it grows: pages that are alike are kept once.
#[derive(Default)]
struct Table {
    pages: Vec<[u32; PAGE]>,
    known: HashMap<[u32; PAGE], u16>,
    pool: Vec<char>,
}

impl Table {
    /// Adds the pages of one folding, and tells which page each run of characters has.
    fn index<I: Iterator<Item = char>>(&mut self, fold: impl Fn(char) -> I) -> Vec<u16> {
        (0..=u32::from(char::MAX))
            .step_by(PAGE)
            .map(|first| {
                let page = std::array::from_fn(|at| self.entry(first + at as u32, &fold));
                self.page(page)
            })
            .collect()
    }

    fn entry<I: Iterator<Item = char>>(&mut self, scalar: u32, fold: impl Fn(char) -> I) -> u32 {
        let Some(c) = char::from_u32(scalar).filter(|&c| means_something(c)) else {
            return 0;
        };
        let content: Vec<char> = fold(c).collect();
        flags(c)
            | match content[..] {
                [] => 0,
                [one] => ONE | (u32::from(one).wrapping_sub(scalar) & PAYLOAD),
                _ => SEVERAL | self.pooled(&content),
            }
    }

    /// Where `content` stands in the pool, and how long it is, as a payload.
    fn pooled(&mut self, content: &[char]) -> u32 {
        let at = self.pool.windows(content.len()).position(|known| known == content);
        let at = at.unwrap_or_else(|| {
            self.pool.extend(content);
            self.pool.len() - content.len()
        });
        assert!(content.len() < 1 << COUNT_BITS, "no character expands that far");
        let payload = (at as u32) << COUNT_BITS | content.len() as u32;
        assert!(payload <= PAYLOAD, "the pool is too long");
        payload
    }

    fn page(&mut self, page: [u32; PAGE]) -> u16 {
        *self.known.entry(page).or_insert_with(|| {
            self.pages.push(page);
            u16::try_from(self.pages.len() - 1)
                .expect("there are fewer pages than characters of the BMP")
        })
    }

    fn source(&self, as_written: &[u16], words: &[u16], simplified: &[u16]) -> String {
        [
            array("PAGES", &format!("[u32; {PAGE}]"), &self.pages),
            array("AS_WRITTEN", "u16", as_written),
            array("SIMPLIFIED_WORDS", "u16", words),
            array("SIMPLIFIED", "u16", simplified),
            array("POOL", "char", &self.pool),
        ]
        .concat()
    }
}

/// One static array, in Rust.
fn array<T: std::fmt::Debug>(name: &str, of: &str, items: &[T]) -> String {
    format!("pub(super) static {name}: [{of}; {}] = {items:?};\n", items.len())
}
