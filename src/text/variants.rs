//! Variant forms of Chinese characters.

use super::fold::shared_form;

/// Whether two different characters are forms of the same character: traditional and simplified, or
/// printed variants.
///
/// ```
/// use leitong::text::are_variants;
/// assert!(are_variants('說', '说') && are_variants('裏', '裡') && are_variants('衞', '卫'));
/// assert!(!are_variants('说', '话') && !are_variants('说', '说'));
/// ```
#[must_use]
pub fn are_variants(a: char, b: char) -> bool {
    a != b && shared_form(a) == shared_form(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_forms_are_variants() {
        for forms in [
            "裏裡里",
            "爲為为",
            "羣群",
            "說説说",
            "於于",
            "後后",
            "幷並并",
            "衞衛卫",
            "峯峰",
            "气氣気",
            "两両兩",
            "檐簷",
            "着著",
        ] {
            let forms: Vec<char> = forms.chars().collect();
            assert!(forms.windows(2).all(|pair| are_variants(pair[0], pair[1])), "{forms:?}");
        }
    }

    #[test]
    fn every_form_of_japan_and_of_old_prints_has_a_simplified_one() {
        let forms: Vec<(char, char)> = include_str!("tables/Variants.txt")
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(from, to)| Some((from.chars().next()?, to.chars().next()?)))
            .collect();
        assert!(forms.len() > 300 && forms.is_sorted_by(|x, y| x.0 < y.0));
        for (from, to) in forms {
            assert_eq!((shared_form(from), shared_form(to)), (to, to), "{from}");
        }
    }

    #[test]
    fn other_characters_are_none() {
        for pair in ["能本", "未末", "ab", "12", "的地"] {
            let pair: Vec<char> = pair.chars().collect();
            assert!(!are_variants(pair[0], pair[1]), "{pair:?}");
        }
    }
}
