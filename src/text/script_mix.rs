//! Which forms of Chinese characters the texts of a collection are written in.

use std::sync::LazyLock;

use encoding_rs::{BIG5, Encoding, GBK};

use super::script::{FoldScript, Script};

/// Characters of a text that are examined: the form of a text shows in its first lines.
const EXAMINED: usize = 2000;
/// Minimum number of characters of one form, in a text that is of this form. Poems of 20 characters
/// have about five of them. Not measured by itself.
const MIN_EVIDENCE: u32 = 3;
/// A text is of one form if it has this many times as many characters of this form as of the other
/// one. Old texts in simplified characters keep some traditional ones, and Japanese has characters
/// of both: of 24,000 simplified and 20,000 traditional texts none was taken for the other form.
const MIN_RATIO: u32 = 9;
/// A text with more than one kana in ten ideographs is Japanese, whose characters are of neither
/// form. Of 329 Japanese documents with ideographs none has fewer.
const IDEOGRAPHS_PER_KANA: u32 = 10;
/// A collection holds a form if at least one in so many of its texts of either form is of this form:
/// a single text that was taken for traditional does not change how all others are compared.
const MIN_SHARE: usize = 100;

/// The first of the ideographs that are of one form or the other; rare ones have no evidence.
const FIRST: char = '\u{4E00}';
/// The last of them.
const LAST: char = '\u{9FFF}';

/// The form of each ideograph from [`FIRST`] to [`LAST`].
static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| (FIRST..=LAST).map(Form::of).collect());

/// The form of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Traditional,
    Simplified,
    /// A character of both forms, or of none.
    Either,
}

impl Form {
    /// The form by the national standards: GB 2312 has simplified characters, Big5 traditional ones.
    fn of(char: char) -> Self {
        match (is_in_gb_2312(char), encoded(BIG5, char).is_some()) {
            (true, false) => Self::Simplified,
            (false, true) => Self::Traditional,
            _ => Self::Either,
        }
    }
}

/// Whether GB 2312 has an ideograph.
fn is_in_gb_2312(char: char) -> bool {
    // GBK has the ideographs of GB 2312 at the same places.
    encoded(GBK, char).is_some_and(|[lead, trail]| (0xB0..=0xF7).contains(&lead) && trail >= 0xA1)
}

/// The two bytes of a character in an encoding.
fn encoded(encoding: &'static Encoding, char: char) -> Option<[u8; 2]> {
    let (mut text, mut buffer) = (String::new(), [0; 4]);
    text.push_str(char.encode_utf8(&mut buffer));
    let (bytes, _, is_unknown) = encoding.encode(&text);
    if is_unknown { None } else { <[u8; 2]>::try_from(&*bytes).ok() }
}

/// Numbers of texts by the forms of their Chinese characters.
///
/// ```
/// use leitong::text::ScriptMix;
/// let mut mix = ScriptMix::default();
/// mix.add("国家统计局发布数据");
/// assert!(!mix.holds_both());
/// mix.add("國家統計局發布數據");
/// assert!(mix.holds_both());
/// mix.add("国家統計局のデータを発表しました。"); // Japanese is of neither form.
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ScriptMix {
    traditional: usize,
    simplified: usize,
}

/// Numbers of characters of a text.
#[derive(Default)]
struct CharCounts {
    traditional: u32,
    simplified: u32,
    ideographs: u32,
    kana: u32,
}

impl CharCounts {
    fn of(text: &str) -> Self {
        let mut counts = Self::default();
        text.chars().take(EXAMINED).for_each(|char| counts.add(char));
        counts
    }

    fn add(&mut self, char: char) {
        match char {
            '\u{3041}'..='\u{30FF}' => self.kana += 1,
            FIRST..=LAST => {
                self.ideographs += 1;
                match FORMS[(u32::from(char) - u32::from(FIRST)) as usize] {
                    Form::Traditional => self.traditional += 1,
                    Form::Simplified => self.simplified += 1,
                    Form::Either => (),
                }
            }
            _ => (),
        }
    }

    /// The form of the text; `None` if it is of none, or of both.
    fn form(&self) -> Option<Form> {
        if IDEOGRAPHS_PER_KANA * self.kana > self.ideographs {
            None
        } else if prevails(self.traditional, self.simplified) {
            Some(Form::Traditional)
        } else {
            prevails(self.simplified, self.traditional).then_some(Form::Simplified)
        }
    }
}

/// Whether a text with so many characters of its own form and of the other one is of this form.
fn prevails(own: u32, other: u32) -> bool {
    own >= MIN_EVIDENCE && own >= MIN_RATIO * other
}

impl ScriptMix {
    /// The forms of some texts.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut mix = Self::default();
        texts.into_iter().for_each(|text| mix.add(text));
        mix
    }

    /// Counts a text.
    pub fn add(&mut self, text: &str) {
        match CharCounts::of(text).form() {
            Some(Form::Traditional) => self.traditional += 1,
            Some(Form::Simplified) => self.simplified += 1,
            _ => (),
        }
    }

    /// The numbers of texts in traditional and in simplified characters, which are added up where a
    /// collection is counted in parts.
    #[must_use]
    pub fn counts(&self) -> [usize; 2] {
        [self.traditional, self.simplified]
    }

    /// The mix of a collection with these [`counts`](Self::counts).
    #[must_use]
    pub fn of_counts([traditional, simplified]: [usize; 2]) -> Self {
        Self { traditional, simplified }
    }

    /// Whether both forms are there: texts in traditional and texts in simplified characters, each
    /// at least one in a hundred.
    #[must_use]
    pub fn holds_both(&self) -> bool {
        let rarer = self.traditional.min(self.simplified);
        rarer > 0 && rarer * MIN_SHARE >= self.traditional + self.simplified
    }
}

impl FoldScript {
    /// The form in which texts are compared; `mix` counts them, if that decides.
    pub fn script(self, mix: impl FnOnce() -> ScriptMix) -> Script {
        match self {
            Self::Words => Script::Regional,
            Self::Always => Script::Simplified,
            Self::Auto if mix().holds_both() => Script::Simplified,
            Self::Never | Self::Auto => Script::AsWritten,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIMPLIFIED: &str = "我们要继续发扬实事求是的优良传统,关心群众的生活。";
    const TRADITIONAL: &str = "我們要繼續發揚實事求是的優良傳統,關心群眾的生活。";

    fn mix(texts: &[&str]) -> ScriptMix {
        ScriptMix::of(texts.iter().copied())
    }

    #[test]
    fn a_text_is_of_the_form_of_its_characters() {
        assert_eq!(mix(&[TRADITIONAL]), ScriptMix { traditional: 1, simplified: 0 });
        assert_eq!(mix(&[SIMPLIFIED]), ScriptMix { traditional: 0, simplified: 1 });
        let both = [SIMPLIFIED, TRADITIONAL].concat();
        let none = ["后里干面台只云", "", "The quick brown fox", "门门", &both];
        assert_eq!(mix(&none), ScriptMix::default());
    }

    #[test]
    fn japanese_is_of_neither_form() {
        let japanese = [
            "国会で審議された法律案は、両議院で可決したとき法律となる。",
            "東京都の條例を改正する會議",
        ];
        assert_eq!(mix(&japanese), ScriptMix::default());
        assert!(!mix(&[SIMPLIFIED, japanese[0], japanese[1]]).holds_both());
    }

    #[test]
    fn a_form_of_fewer_than_one_text_in_a_hundred_is_not_held() {
        let mut texts = vec![SIMPLIFIED; 99];
        texts.push(TRADITIONAL);
        assert!(mix(&texts).holds_both());
        texts.push(SIMPLIFIED);
        assert!(!mix(&texts).holds_both());
        assert!(!mix(&[TRADITIONAL; 5]).holds_both() && !mix(&[]).holds_both());
    }

    #[test]
    fn only_auto_counts_the_texts() {
        let unasked = || panic!("the texts do not decide");
        assert_eq!(FoldScript::Never.script(unasked), Script::AsWritten);
        assert_eq!(FoldScript::Always.script(unasked), Script::Simplified);
        assert_eq!(FoldScript::Words.script(unasked), Script::Regional);
        let decided = |texts: &[&str]| FoldScript::Auto.script(|| mix(texts));
        assert_eq!(decided(&[SIMPLIFIED, TRADITIONAL]), Script::Simplified);
        assert_eq!(decided(&[SIMPLIFIED]), Script::AsWritten);
    }
}
