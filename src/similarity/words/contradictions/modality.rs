//! What must, may and need not be.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::aligned_words::Side;
use super::polarity::{Polarity, target};
use super::tokenized_text::Running;

/// How strongly something is demanded or believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Modality {
    Obliged,
    Allowed,
    Forbidden,
    Exempt,
    Possible,
    Certain,
}

const WORDS: [(Modality, &str); 6] = [
    (
        Modality::Obliged,
        "必须 应当 应该 应 须 务必 务须 必需 需 需要 得 有义务 责令 一律 must shall required obliged compulsory mandatory obligatory",
    ),
    (
        Modality::Allowed,
        "可以 可 可用 可由 可于 可在 可向 可按 允许 准许 准予 有权 自愿 may can permitted allowed allow allows optional voluntary free",
    ),
    (
        Modality::Forbidden,
        "不得 禁止 严禁 不准 不许 不可 不可以 不能 不允许 不应 不应当 不应该 cannot forbidden prohibited banned prohibits",
    ),
    (Modality::Exempt, "不必 无需 无须 不用 不需 不需要 毋须 毋需 免 exempt unnecessary neednt"),
    (
        Modality::Possible,
        "可能 有可能 或许 也许 大概 或 未必 有望 might could possibly perhaps maybe possible likely probably probable expected",
    ),
    (
        Modality::Certain,
        "一定 肯定 必定 必然 必将 势必 确定 准能 certainly definitely surely undoubtedly certain inevitably",
    ),
];
/// Words that oblige, and say other things too.
const VAGUELY_OBLIGED: [&str; 12] =
    ["要", "得", "请", "要求", "都要", "就要", "才", "should", "need", "needs", "have", "has"];
/// Words that allow, and say other things too.
const VAGUELY_ALLOWED: [&str; 8] = ["能", "能够", "可用", "就能", "only", "could", "able", "or"];
/// Words on either side that are looked at for a word that two texts have in common.
const NEAR: usize = 6;

static MODALITY: LazyLock<HashMap<&str, Modality>> = LazyLock::new(|| {
    let all = WORDS.iter();
    all.flat_map(|&(modality, words)| {
        words.split_ascii_whitespace().map(move |word| (word, modality))
    })
    .collect()
});

impl Modality {
    /// The modality with a negation before or behind its word.
    fn negated(self) -> Self {
        match self {
            Self::Allowed => Self::Forbidden,
            Self::Forbidden => Self::Allowed,
            Self::Certain => Self::Possible,
            other => other,
        }
    }

    fn contradicts(self, other: Self) -> bool {
        use Modality::{Allowed, Certain, Exempt, Forbidden, Obliged, Possible};
        matches!(
            (self, other),
            (Obliged | Forbidden, Allowed | Exempt)
                | (Allowed | Exempt, Obliged | Forbidden)
                | (Possible, Certain)
                | (Certain, Possible)
        )
    }
}

/// A word that says how strongly something is demanded.
struct Modal {
    modality: Modality,
    word: usize,
    /// The word that it is said of.
    target: Option<usize>,
}

impl Modal {
    /// Number of the words that say the same.
    fn count(&self, modals: &[Self]) -> usize {
        modals.iter().filter(|modal| modal.modality == self.modality).count()
    }

    /// Whether the clause of another word has one that says the same as this one.
    fn is_said_near(&self, other: &Self, modals: &[Self], text: &Running) -> bool {
        let clause = text.words[other.word].clause;
        let mut near = modals.iter().filter(|modal| text.words[modal.word].clause == clause);
        near.any(|modal| modal.modality == self.modality)
    }

    /// Whether a text says as much with a word that has other meanings too: 要, need, have to.
    fn is_said_vaguely(&self, text: &Running) -> bool {
        let words: &[&str] = match self.modality {
            Modality::Obliged => &VAGUELY_OBLIGED,
            Modality::Allowed => &VAGUELY_ALLOWED,
            _ => return false,
        };
        text.words.iter().any(|word| words.contains(&word.text.as_str()))
    }
}

/// The modal words of a text.
fn modals(text: &Running, polarity: &Polarity) -> Vec<Modal> {
    let mut found = Vec::new();
    for word in 0..text.words.len() {
        let Some(modality) = modality(text, word) else { continue };
        let next = text.word(word + 1);
        let is_negated = matches!(next, "not" | "never" | "no") || polarity.is_negated(word);
        let modality = match (modality, is_negated) {
            (Modality::Obliged, true) if !matches!(text.word(word), "must" | "shall") => {
                Modality::Exempt
            }
            (Modality::Obliged, true) => Modality::Forbidden,
            (modality, true) => modality.negated(),
            (modality, false) => modality,
        };
        found.push(Modal { modality, word, target: target(text, word) });
    }
    found
}

/// The modality of a word, or of two: have to, need not.
fn modality(text: &Running, word: usize) -> Option<Modality> {
    match (text.word(word), text.word(word + 1)) {
        ("have" | "has" | "had" | "need" | "needs", "to") => Some(Modality::Obliged),
        ("need", "not") => Some(Modality::Exempt),
        ("may", _) if text.words[word].is_capitalized && !text.words[word].begins_sentence => None,
        // A measure of something: 一定的 程度.
        ("一定", next) if next.starts_with('的') || next == "程度" || next == "数量" => None,
        ("得", _)
            if word == 0
                || !matches!(text.word(word - 1), "都" | "就" | "还" | "总" | "可" | "必") =>
        {
            None
        }
        (written, _) => MODALITY.get(written).copied(),
    }
}

/// Whether one text demands or states what the other one allows or thinks possible.
pub(super) fn differ_in_modality(sides: &[Side; 2], polarities: &[Polarity; 2]) -> bool {
    let [a, b] = sides;
    let of_a = modals(&a.text, &polarities[0]);
    let of_b = modals(&b.text, &polarities[1]);
    of_a.iter().filter(|one| !one.is_said_vaguely(&b.text)).any(|one| {
        of_b.iter().filter(|other| !other.is_said_vaguely(&a.text)).any(|other| {
            let are_alone = !one.is_said_near(other, &of_b, &b.text)
                && !other.is_said_near(one, &of_a, &a.text);
            let are_more =
                one.count(&of_a) > one.count(&of_b) && other.count(&of_b) > other.count(&of_a);
            one.modality.contradicts(other.modality)
                && (are_more && are_said_of_the_same(a, one, other)
                    || are_alone && have_one_target(a, one, other))
        })
    })
}

fn are_said_of_the_same(a: &Side, one: &Modal, other: &Modal) -> bool {
    have_one_target(a, one, other) || a.has_common_neighbour(one.word, other.word, NEAR)
}

/// Whether two words say something of words that stand for each other.
fn have_one_target(a: &Side, one: &Modal, other: &Modal) -> bool {
    one.target.is_some_and(|target| {
        a.like_partner(target).is_some_and(|partner| Some(partner) == other.target)
    })
}

#[cfg(test)]
mod tests {
    use super::super::Contradiction::Modality;
    use super::super::tests::found;

    #[test]
    fn what_is_demanded_is_not_what_is_allowed() {
        assert_eq!(found("所有 企业 必须 申报", "所有 企业 可以 申报"), [Modality]);
        assert_eq!(found("所有 企业 必须 申报", "所有 企业 应当 申报"), []);
    }
}
