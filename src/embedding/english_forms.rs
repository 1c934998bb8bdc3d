//! Forms of English words that a vocabulary lacks: inflected and derived ones, other spellings, and
//! compounds.
//!
//! A form is looked up in this order: the word without an ending, another spelling of the word, with
//! and without an ending, the word without two endings, the word without a prefix, and its two parts.
//! Endings, prefixes and parts that negate (`-less`, `un-`, `anti-`) are kept, since the rest means the
//! opposite.

/// Fewest letters that are left of a word without an inflection.
const MIN_STEM: usize = 3;
/// Fewest letters that are left of a word without another ending.
const MIN_BASE: usize = 4;
/// Fewest letters of a word that has another spelling.
const MIN_SPELLED: usize = 5;
/// Fewest letters that are left of a word without a prefix.
const MIN_PREFIXED: usize = 6;
/// Fewest letters of each part of a compound.
const MIN_PART: usize = 4;
/// Most letters of a word that is looked up; longer ones are no words of a language.
const MAX_LETTERS: usize = 32;

/// An ending, and what takes its place in the word that it was added to.
struct Ending {
    text: &'static str,
    /// The endings of that word, the more probable ones first.
    instead: &'static [&'static str],
    kind: EndingKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EndingKind {
    /// Of a plural or a third person: no other ending stands before it that is one too.
    Plural,
    /// Of a verb or an adjective.
    Inflection,
    /// Of a word that was derived from another one.
    Derivation,
}

const fn plural(text: &'static str, instead: &'static [&'static str]) -> Ending {
    Ending { text, instead, kind: EndingKind::Plural }
}

const fn inflection(text: &'static str, instead: &'static [&'static str]) -> Ending {
    Ending { text, instead, kind: EndingKind::Inflection }
}

const fn derivation(text: &'static str, instead: &'static [&'static str]) -> Ending {
    Ending { text, instead, kind: EndingKind::Derivation }
}

/// Endings, of which the longest one counts. `ss`, `us` and `is` are no plurals.
const ENDINGS: [Ending; 42] = [
    plural("ies", &["y", "ie"]),
    plural("ves", &["ve", "f", "fe"]),
    plural("men", &["man"]),
    plural("ss", &[]),
    plural("us", &[]),
    plural("is", &[]),
    plural("es", &["e", ""]),
    plural("s", &[""]),
    inflection("ied", &["y"]),
    inflection("ed", &["e", ""]),
    inflection("ing", &["e", ""]),
    inflection("ier", &["y"]),
    derivation("er", &["e", ""]),
    derivation("or", &["e", ""]),
    inflection("iest", &["y"]),
    inflection("est", &["e", ""]),
    derivation("ability", &["able"]),
    derivation("ibility", &["ible"]),
    derivation("ization", &["ize", ""]),
    derivation("isation", &["ise", ""]),
    derivation("ation", &["ate", "e", ""]),
    derivation("ition", &["e", ""]),
    derivation("ion", &["e", ""]),
    derivation("ity", &["e", ""]),
    derivation("iness", &["y"]),
    derivation("ness", &[""]),
    derivation("ment", &[""]),
    derivation("able", &["e", ""]),
    derivation("ible", &["e", ""]),
    derivation("ful", &[""]),
    derivation("ism", &["", "e"]),
    derivation("ist", &["", "e", "y"]),
    derivation("ize", &["", "y"]),
    derivation("ise", &["", "y"]),
    derivation("ically", &["ic", "y"]),
    derivation("ally", &["al", ""]),
    derivation("ily", &["y"]),
    derivation("ly", &["", "le"]),
    derivation("ical", &["ic", "y"]),
    derivation("like", &[""]),
    derivation("ship", &[""]),
    derivation("wise", &[""]),
];

/// Prefixes after which a word keeps most of its meaning.
const PREFIXES: [&str; 14] = [
    "auto", "co", "hyper", "inter", "micro", "mid", "mini", "multi", "out", "over", "re", "semi",
    "super", "ultra",
];

/// Parts that make a compound the opposite of its other part.
const NEGATING: [&str; 4] = ["anti", "counter", "less", "without"];

/// Letters that are spelled differently in British and in American English, and how the other
/// variety has them.
const SPELLINGS: [[&str; 2]; 13] = [
    ["our", "or"],
    ["or", "our"],
    ["is", "iz"],
    ["iz", "is"],
    ["ys", "yz"],
    ["yz", "ys"],
    ["ae", "e"],
    ["oe", "e"],
    ["ogue", "og"],
    ["tre", "ter"],
    ["ll", "l"],
    ["ence", "ense"],
    ["ense", "ence"],
];

/// The words of a vocabulary that a form consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// One word.
    Word(u32),
    /// Two words, of which the second one begins at letter `at`.
    Compound { words: [u32; 2], at: usize },
}

/// A vocabulary in which forms are looked up.
pub(super) trait Words {
    /// The word that has exactly these letters.
    fn word(&self, letters: &[char]) -> Option<u32>;
    /// Cost of a word that is frequent enough to be a part of a compound; `None` for other words.
    fn part_cost(&self, word: u32) -> Option<u32>;
}

/// The words that `letters`, which is no word itself, is a form of. `None` if it is none or is not
/// written in the letters a to z.
pub(super) fn form(letters: &[char], words: &impl Words) -> Option<Form> {
    let is_english = letters.iter().all(char::is_ascii_lowercase);
    if !is_english || !(MIN_STEM + 1..=MAX_LETTERS).contains(&letters.len()) {
        return None;
    }
    let stems = stems(letters);
    let spellings = other_spellings(letters);
    let found = first_word(&stems, words)
        .or_else(|| first_word(&spellings, words))
        .or_else(|| spellings.iter().find_map(|spelled| first_word(&self::stems(spelled), words)))
        .or_else(|| stems.iter().find_map(|stem| first_word(&inner_stems(stem), words)))
        .or_else(|| without_prefix(letters, words));
    found.map(Form::Word).or_else(|| compound(letters, words))
}

fn first_word(candidates: &[Vec<char>], words: &impl Words) -> Option<u32> {
    candidates.iter().find_map(|letters| words.word(letters))
}

/// The words that the longest ending of a word may have been added to.
fn stems(letters: &[char]) -> Vec<Vec<char>> {
    ending(letters).map_or_else(Vec::new, |ending| without(letters, ending))
}

/// The words that the ending before another one may have been added to.
fn inner_stems(letters: &[char]) -> Vec<Vec<char>> {
    let inner = ending(letters).filter(|ending| ending.kind != EndingKind::Plural);
    inner.map_or_else(Vec::new, |ending| without(letters, ending))
}

/// The longest ending of a word that leaves enough of it.
fn ending(letters: &[char]) -> Option<&'static Ending> {
    let endings = ENDINGS.iter().filter(|ending| {
        let least = if ending.kind == EndingKind::Derivation { MIN_BASE } else { MIN_STEM };
        letters.len() >= ending.text.len() + least && ends_with(letters, ending.text)
    });
    endings.max_by_key(|ending| ending.text.len())
}

/// The words that this ending of a word may have been added to.
fn without(letters: &[char], ending: &Ending) -> Vec<Vec<char>> {
    let stem = &letters[..letters.len() - ending.text.len()];
    let instead = ending.instead.iter();
    let mut stems: Vec<Vec<char>> =
        instead.map(|end| stem.iter().copied().chain(end.chars()).collect()).collect();
    // A consonant is doubled before some endings that begin with a vowel: `planned`, `planner`.
    if ending.kind != EndingKind::Plural
        && ending.text.starts_with(['a', 'e', 'i', 'o'])
        && let [.., x, y] = stem
        && x == y
    {
        stems.push(stem[..stem.len() - 1].to_vec());
    }
    stems
}

/// The word with one place spelled as in the other variety of English.
fn other_spellings(letters: &[char]) -> Vec<Vec<char>> {
    let mut spellings = Vec::new();
    if letters.len() < MIN_SPELLED {
        return spellings;
    }
    for [from, to] in SPELLINGS {
        let places = 1..=letters.len().saturating_sub(from.len());
        for at in places.filter(|&at| starts_with(&letters[at..], from)) {
            let (head, rest) = letters.split_at(at);
            let changed = head.iter().copied().chain(to.chars());
            spellings.push(changed.chain(rest[from.len()..].iter().copied()).collect());
        }
    }
    spellings
}

/// The rest of a word behind a prefix, or the word that this rest is a form of, if it is frequent.
fn without_prefix(letters: &[char], words: &impl Words) -> Option<u32> {
    let prefixes = PREFIXES.iter().filter(|prefix| starts_with(letters, prefix));
    let rests = prefixes.map(|prefix| &letters[prefix.len()..]);
    let mut rests = rests.filter(|rest| rest.len() >= MIN_PREFIXED);
    rests.find_map(|rest| word_or_stem(rest, words).filter(|&word| words.part_cost(word).is_some()))
}

/// The word of these letters, or the word without an ending.
fn word_or_stem(letters: &[char], words: &impl Words) -> Option<u32> {
    words.word(letters).or_else(|| first_word(&stems(letters), words))
}

/// The two frequent words that a compound consists of; of several divisions the most probable one.
fn compound(letters: &[char], words: &impl Words) -> Option<Form> {
    let places = MIN_PART..=letters.len().checked_sub(MIN_PART)?;
    let divisions = places.filter_map(|at| {
        let (first, second) = letters.split_at(at);
        if NEGATING.iter().any(|part| is(first, part) || is(second, part)) {
            return None;
        }
        let parts = [words.word(first)?, word_or_stem(second, words)?];
        let cost = words.part_cost(parts[0])? + words.part_cost(parts[1])?;
        Some((cost, Form::Compound { words: parts, at }))
    });
    divisions.min_by_key(|&(cost, _)| cost).map(|(_, form)| form)
}

fn is(letters: &[char], text: &str) -> bool {
    letters.iter().copied().eq(text.chars())
}

fn starts_with(letters: &[char], start: &str) -> bool {
    letters.len() >= start.len() && letters.iter().zip(start.chars()).all(|(&x, y)| x == y)
}

fn ends_with(letters: &[char], end: &str) -> bool {
    letters.len() >= end.len() && starts_with(&letters[letters.len() - end.len()..], end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A vocabulary; words that begin with `z` are too rare for compounds.
    struct List(&'static [&'static str]);

    impl Words for List {
        fn word(&self, letters: &[char]) -> Option<u32> {
            let text: String = letters.iter().collect();
            self.0.iter().position(|word| *word == text).map(|at| at as u32)
        }

        fn part_cost(&self, word: u32) -> Option<u32> {
            (!self.0[word as usize].starts_with('z')).then_some(word)
        }
    }

    const WORDS: List = List(&[
        "appraise",
        "plan",
        "hope",
        "company",
        "fireman",
        "knife",
        "galvanize",
        "colour",
        "protect",
        "protection",
        "tradition",
        "meter",
        "encyclopedia",
        "write",
        "happy",
        "basic",
        "treat",
        "fire",
        "fight",
        "house",
        "hold",
        "zebra",
        "stripes",
        "work",
        "stable",
        "less",
    ]);

    /// The words that a text is a form of.
    fn of(text: &str) -> Vec<&'static str> {
        let letters: Vec<char> = text.chars().collect();
        match form(&letters, &WORDS) {
            None => Vec::new(),
            Some(Form::Word(word)) => vec![WORDS.0[word as usize]],
            Some(Form::Compound { words, .. }) => words.map(|word| WORDS.0[word as usize]).into(),
        }
    }

    #[test]
    fn endings_are_removed() {
        for (form, word) in [
            ("plans", "plan"),
            ("companies", "company"),
            ("firemen", "fireman"),
            ("knives", "knife"),
            ("hoped", "hope"),
            ("hoping", "hope"),
            ("planned", "plan"),
            ("planners", "plan"),
            ("appraiser", "appraise"),
            ("appraisers", "appraise"),
            ("happily", "happy"),
            ("happier", "happy"),
            ("happiest", "happy"),
            ("happiness", "happy"),
            ("basically", "basic"),
            ("treatment", "treat"),
            ("protectionist", "protection"),
            ("workable", "work"),
        ] {
            assert_eq!(of(form), [word], "{form}");
        }
    }

    #[test]
    fn other_spellings_are_read() {
        for (form, word) in [
            ("color", "colour"),
            ("colored", "colour"),
            ("galvanised", "galvanize"),
            ("metre", "meter"),
            ("metres", "meter"),
            ("encyclopaedias", "encyclopedia"),
        ] {
            assert_eq!(of(form), [word], "{form}");
        }
    }

    #[test]
    fn prefixes_and_compounds_are_divided() {
        assert_eq!(of("reprotection"), ["protection"]);
        assert_eq!(of("overprotecting"), ["protect"]);
        assert_eq!(of("firefighting"), ["fire", "fight"]);
        assert_eq!(of("households"), ["house", "hold"]);
        let letters: Vec<char> = "household".chars().collect();
        assert!(matches!(form(&letters, &WORDS), Some(Form::Compound { at: 5, .. })));
    }

    #[test]
    fn what_negates_is_kept() {
        for text in ["hopeless", "unhappy", "nonprotection", "unstable", "colourless"] {
            assert_eq!(of(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_forms() {
        for text in [
            "",
            "as",
            "uses1",
            "zebrastripes",
            "planés",
            "rezebra",
            "workzzzz",
            "zzzzzzzz",
            "bring",
        ] {
            assert_eq!(of(text), [""; 0], "{text}");
        }
        assert_eq!(of(&"work".repeat(9)), [""; 0]);
    }

    proptest! {
        #[test]
        fn the_parts_of_a_compound_are_not_empty(text in "[a-z]{0,40}|(work|fire|plan|s|ed|re){1,8}") {
            let letters: Vec<char> = text.chars().collect();
            if let Some(Form::Compound { at, .. }) = form(&letters, &WORDS) {
                prop_assert!(at >= MIN_PART && at + MIN_PART <= letters.len());
            }
        }
    }
}
