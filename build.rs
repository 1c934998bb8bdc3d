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

use crate::fold_entry::{BLANK, COUNT_BITS, JOINS, ONE, PAGE, PAYLOAD, SEVERAL, TRAILS};

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
    let simplified = table.index(|c| rules.content(c).map(|c| rules.simpler(c)));
    let source = table.source(&as_written, &simplified);
    Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join("fold_table.rs"), source)?)
}

/// What one character becomes, where the properties of Unicode alone do not say it.
struct Rules {
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
        Ok(Self { lower, simpler })
    }

    /// The content characters of `c` alone: NFKC, lower case, letters and numbers only.
    fn content(&self, c: char) -> impl Iterator<Item = char> {
        iter::once(c)
            .nfkc()
            .map(|c| self.lower.get(&c).copied().unwrap_or(c))
            .filter(|&c| is_content(c))
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

fn is_content(c: char) -> bool {
    use GeneralCategoryGroup::{Letter, Number};
    matches!(c.general_category_group(), Letter | Number)
}

/// What a character does to its neighbours.
fn flags(c: char) -> u32 {
    (u32::from(joins(c)) * JOINS)
        | (u32::from(trails(c)) * TRAILS)
        | (u32::from(is_blank(c)) * BLANK)
}

/// Whether `c` may melt into what stands before it (it has no "composition boundary before" it).
fn joins(c: char) -> bool {
    let first = iter::once(c).nfkd().next().unwrap_or(c);
    canonical_combining_class(first) != 0 || is_nfkc_quick(iter::once(first)) == IsNormalized::Maybe
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

    fn source(&self, as_written: &[u16], simplified: &[u16]) -> String {
        [
            array("PAGES", &format!("[u32; {PAGE}]"), &self.pages),
            array("AS_WRITTEN", "u16", as_written),
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
