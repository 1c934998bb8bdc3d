//! Contradictions between two paraphrase candidates, by class.
//!
//! Every class compares what stands in the same place of both texts, by its value: 3月 and 三月 do not
//! contradict each other, nor do 不同意 and 反对.

mod aligned_words;
mod bounds;
mod countries;
mod dates;
mod identifiers;
mod kinds;
mod measures;
mod modality;
mod names;
mod numerals;
mod opposites;
mod places;
mod polarity;
mod quantities;
mod quantity;
mod roles;
mod titles;
mod tokenized_text;

use std::cell::OnceCell;

use super::word_alignment::WordSimilarity;
use aligned_words::Side;
use identifiers::differ_in_identifiers;
use modality::differ_in_modality;
use names::differ_in_names;
use opposites::have_opposites;
use polarity::{Polarity, differ_in_negation};
use quantities::quantities;
use quantity::{Measure, Quantity, Unmatched};
use roles::exchange_roles;

pub(crate) use polarity::is_negation;
pub use tokenized_text::TokenizedText;

/// Why two texts with similar words do not have the same meaning.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Contradiction {
    /// Each text has a number of the same things that the other one does not have.
    Numbers,
    /// A name, also of a command or function, stands in the place of another one.
    Names,
    /// One text negates what the other one states.
    Negation,
    /// A word of one text is an antonym of the word in its place in the other one.
    Opposites,
    /// Two words change places around a verb: who does what to whom.
    Roles,
    /// The texts have a number of different units.
    Units,
    /// One text demands what the other one allows.
    Modality,
    /// Each text has a part of a date that the other one does not have.
    Dates,
}

impl Contradiction {
    /// All contradictions, those first that take the least time to find.
    const ALL: [Self; 8] = [
        Self::Numbers,
        Self::Units,
        Self::Dates,
        Self::Opposites,
        Self::Negation,
        Self::Modality,
        Self::Roles,
        Self::Names,
    ];

    /// The name of the contradiction in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Numbers => "numbers",
            Self::Names => "names",
            Self::Negation => "negation",
            Self::Opposites => "opposites",
            Self::Roles => "roles",
            Self::Units => "units",
            Self::Modality => "modality",
            Self::Dates => "dates",
        }
    }

    /// Whether two places of one template may differ in this way.
    #[must_use]
    pub fn is_allowed_in_template(self) -> bool {
        matches!(self, Self::Numbers | Self::Names | Self::Units | Self::Dates)
    }

    /// Whether long texts that say the same may seem to differ in this way. Values are compared one by
    /// one, and the rest by the place of words.
    #[must_use]
    pub fn may_be_chance(self) -> bool {
        !matches!(self, Self::Numbers | Self::Units | Self::Dates)
    }
}

/// Finds the contradictions between two texts whose words are aligned as `similarity` says. Each
/// one is looked for when the iterator gets to it.
pub fn contradictions<'t>(
    a: TokenizedText<'t>,
    b: TokenizedText<'t>,
    similarity: &'t WordSimilarity,
) -> impl Iterator<Item = Contradiction> + 't {
    let (mut sources, mut sides) = ([a, b], Side::both(a, b, similarity));
    // One order for both directions, so that what is found does not depend on it.
    if sides[0].text.chars > sides[1].text.chars {
        sources.swap(0, 1);
        sides.swap(0, 1);
    }
    let pair = TextPair { sources, sides, unmatched: OnceCell::new(), polarities: OnceCell::new() };
    Contradiction::ALL.into_iter().filter(move |&contradiction| pair.has(contradiction))
}

/// Two texts with aligned words.
struct TextPair<'t> {
    sources: [TokenizedText<'t>; 2],
    sides: [Side; 2],
    unmatched: OnceCell<Unmatched>,
    polarities: OnceCell<[Polarity; 2]>,
}

impl TextPair<'_> {
    fn has(&self, contradiction: Contradiction) -> bool {
        match contradiction {
            Contradiction::Numbers => {
                self.unmatched().differ(Quantity::differs_in_number)
                    || self.unmatched().are_single_numbers()
            }
            Contradiction::Units => self.unmatched().differ(Quantity::differs_in_unit),
            Contradiction::Dates => self.unmatched().differ(are_other_dates),
            Contradiction::Names => {
                differ_in_identifiers(&self.sides, self.sources)
                    || differ_in_names(&self.sides, self.sources)
            }
            Contradiction::Negation => differ_in_negation(&self.sides, self.polarities()),
            Contradiction::Opposites => have_opposites(&self.sides, self.polarities()),
            Contradiction::Modality => differ_in_modality(&self.sides, self.polarities()),
            Contradiction::Roles => exchange_roles(&self.sides),
        }
    }

    /// The numbers and parts of dates that only one of the texts has.
    fn unmatched(&self) -> &Unmatched {
        self.unmatched.get_or_init(|| {
            let [a, b] = self.sides.each_ref().map(|side| quantities(&side.text));
            Unmatched::of(a, b)
        })
    }

    fn polarities(&self) -> &[Polarity; 2] {
        self.polarities.get_or_init(|| self.sides.each_ref().map(|side| Polarity::of(&side.text)))
    }
}

/// Whether two quantities are the same part of two dates, which is another one.
fn are_other_dates(one: &Quantity, other: &Quantity) -> bool {
    matches!((one.measure, other.measure), (Measure::Date(x), Measure::Date(y)) if x == y)
}

#[cfg(test)]
mod tests {
    use super::super::word_alignment::WordPair;
    use super::super::word_bag::{Word, WordBag};
    use super::tokenized_text::Running;
    use super::*;
    use crate::document::Span;
    use crate::sketch::WordId;
    use crate::text::{Content, Script, words};

    /// A text as the search for contradictions reads it.
    pub(super) fn running(text: &str) -> Running {
        let content = Content::of(text, Span::new(0, text.len()), Script::Simplified);
        let words = words(text, &content).into_iter();
        let words = words.map(|range| Word { range, id: WordId(0), weight: 2.0 });
        let bag = WordBag::new(words.collect());
        Running::of(TokenizedText { text, content: &content, bag: &bag })
    }

    /// A text whose words are divided by spaces, with equal ids for equal words.
    struct Words {
        text: String,
        content: Content,
        bag: WordBag,
    }

    impl Words {
        fn new(text: &str, ids: &mut Vec<String>) -> Self {
            let mut words = Vec::new();
            let mut start = 0;
            for word in text.split(' ') {
                let end = start + word.chars().count();
                let at = ids.iter().position(|known| known == word).unwrap_or(ids.len());
                if at == ids.len() {
                    ids.push(word.to_owned());
                }
                words.push(Word { range: start..end, id: WordId(at as u32), weight: 2.0 });
                start = end;
            }
            let text = text.replace(' ', "");
            let content = Content::of(&text, Span::new(0, text.len()), Script::Simplified);
            Self { text, content, bag: WordBag::new(words) }
        }

        fn tokenized(&self) -> TokenizedText<'_> {
            TokenizedText { text: &self.text, content: &self.content, bag: &self.bag }
        }
    }

    /// The contradictions of two texts, of which only equal words are aligned.
    pub(super) fn found(a: &str, b: &str) -> Vec<Contradiction> {
        with_words(a, b, |a, b, similarity| contradictions(a, b, similarity).collect())
    }

    /// The words of two texts, of which only equal ones are aligned.
    pub(super) fn sides(a: &str, b: &str) -> [Side; 2] {
        with_words(a, b, Side::both)
    }

    fn with_words<R>(
        a: &str,
        b: &str,
        run: impl FnOnce(TokenizedText<'_>, TokenizedText<'_>, &WordSimilarity) -> R,
    ) -> R {
        let mut ids = Vec::new();
        let (a, b) = (Words::new(a, &mut ids), Words::new(b, &mut ids));
        let pairs = a.bag.same_words(&b.bag).map(WordPair::from).collect();
        let similarity = WordSimilarity { pairs, ..WordSimilarity::default() };
        run(a.tokenized(), b.tokenized(), &similarity)
    }

    #[test]
    fn a_change_of_sense_is_a_contradiction() {
        use Contradiction::{Names, Negation, Numbers, Opposites};
        let cases: [(&str, &str, &[Contradiction]); 11] = [
            ("产量 增长 了", "产量 增加 了", &[]),
            ("共 5 人 到会", "共 6 人 到会", &[Numbers]),
            ("共 三 人 到会", "共 四 人 到会", &[Numbers]),
            ("共 5 人 到会", "共 人 到会", &[]),
            ("在 北京 召开", "在 上海 召开", &[Names]),
            ("我们 支持 方案", "我们 不 支持 方案", &[Negation]),
            ("我们 支持 方案", "我们 不支持 方案", &[Negation]),
            ("看法 不同", "看法 不等", &[]),
            ("股价 上涨 了", "股价 下跌 了", &[Opposites]),
            ("室内 高温", "室内 低温", &[Opposites]),
            ("股价 上涨 了 5 元", "股价 下跌 了 6 元", &[Numbers, Opposites]),
        ];
        for (a, b, expected) in cases {
            assert_eq!(found(a, b), expected, "{a} / {b}");
            assert_eq!(found(b, a), expected, "{b} / {a}");
        }
    }
}
