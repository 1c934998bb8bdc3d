//! Signs that count only where they stand beside a digit, a letter or a space.

use super::fold_entry::{is_raised_number, is_separator, is_shape};

/// Most characters of a run of stars that is a rating; a longer one is a rule between texts.
const LONGEST_RATING: usize = 10;

/// Longest distance in characters between `<` and `>` that are brackets.
const LONGEST_BRACKET: usize = 80;

/// Equal signs in a row from which on they are a rule or a frame: `+++`, `===`.
const RULE: usize = 3;

/// A character whose content depends on its neighbours, in its text.
#[derive(Clone, Copy)]
pub(super) struct InContext<'t> {
    /// The text before the character.
    pub(super) before: &'t str,
    pub(super) char: char,
    /// The text behind it.
    pub(super) behind: &'t str,
}

/// What a character counts for where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    /// For nothing: it is punctuation or layout.
    Not,
    /// For the content that the folding table has.
    Fully,
    /// For that content and a mark before it, which keeps it apart from the digit before it: 10⁶ is
    /// not 106.
    Apart,
    /// For a zero among Chinese digits: 二○○八.
    Zero,
}

impl InContext<'_> {
    /// What the character counts for.
    pub(super) fn counts(self) -> Counts {
        match self.char {
            '0' | '０' | '○' | '◯' if self.is_chinese_zero() => Counts::Zero,
            '0' | '０' => Counts::Fully,
            c if is_raised_number(c) => {
                if self.previous().is_some_and(is_digit) {
                    Counts::Apart
                } else {
                    Counts::Fully
                }
            }
            _ if self.counts_as_sign() => Counts::Fully,
            _ => Counts::Not,
        }
    }

    fn counts_as_sign(self) -> bool {
        match self.char {
            '-' | '－' | '–' => self.is_minus(),
            ',' | '，' | '٫' => self.is_between_digits() && !self.separates_thousands(),
            '.' | '．' => self.is_between_digits() || self.begins_fraction(),
            c if is_separator(c) => self.is_between_digits(),
            c if is_shape(c) => self.is_rating_or_box(),
            '#' | '＃' => self.previous().is_some_and(|c| c.is_ascii_alphabetic()),
            '<' | '＜' | '﹤' => !(self.is_rule() || self.is_bracket()),
            '>' | '＞' | '﹥' => {
                !self.is_rule() && !self.is_bracket() && !self.starts_line() && !self.is_quoting()
            }
            '+' | '＋' | '﹢' => !(self.is_rule() || self.starts_line() && self.ends_word()),
            _ => !self.is_rule(),
        }
    }

    fn previous(self) -> Option<char> {
        self.before.chars().next_back()
    }

    fn next(self) -> Option<char> {
        self.behind.chars().next()
    }

    fn is_between_digits(self) -> bool {
        self.previous().is_some_and(is_digit) && self.next().is_some_and(is_digit)
    }

    /// Whether the comma is one of `1,200,000`: three digits follow, and one to three go before.
    fn separates_thousands(self) -> bool {
        let before = self.before.chars().rev().take_while(|&c| is_digit(c)).take(4).count();
        let behind = self.behind.chars().take_while(|&c| is_digit(c)).take(4).count();
        before <= 3 && behind == 3
    }

    /// Whether the point is that of `.5`.
    fn begins_fraction(self) -> bool {
        self.previous().is_none_or(admits_fraction) && self.next().is_some_and(is_digit)
    }

    /// Whether the hyphen is a minus: a digit follows directly, or a point and a digit, and no word,
    /// number, bracket or hyphen ends before it. An ideograph may go before (气温-5℃), but not
    /// behind a digit, as in 3月-5月.
    fn is_minus(self) -> bool {
        let mut behind = self.behind.chars();
        let first = behind.next();
        let is_number = first.is_some_and(is_digit)
            || (first == Some('.') && behind.next().is_some_and(is_digit));
        is_number && self.previous().is_none_or(|c| self.admits_minus(c))
    }

    fn admits_minus(self, previous: char) -> bool {
        let before_previous = self.before.chars().rev().nth(1);
        match previous {
            '-' | '－' | '–' | '—' | '_' | '%' | '％' | '℃' | '°' | ')' | '）' | ']' | '"'
            | '”' => false,
            c if is_han(c) => !before_previous.is_some_and(|c| is_digit(c) || is_numeral(c)),
            c => !c.is_alphanumeric(),
        }
    }

    /// Whether nothing but blanks stands before the character in its line.
    fn starts_line(self) -> bool {
        let before = self.before.trim_end_matches([' ', '\t', '\u{3000}', '>', '＞']);
        before.is_empty() || before.ends_with(['\n', '\r'])
    }

    fn ends_word(self) -> bool {
        self.next().is_none_or(char::is_whitespace)
    }

    /// Whether the sign is one of a row of equal ones.
    fn is_rule(self) -> bool {
        let behind = self.behind.chars().take_while(|&c| c == self.char).take(RULE).count();
        let before = self.before.chars().rev().take_while(|&c| c == self.char).take(RULE).count();
        before + behind + 1 >= RULE || self.next() == Some('-') || self.previous() == Some('-')
    }

    /// Whether `>` ends an arrow or a row of signs of a mail.
    fn is_quoting(self) -> bool {
        matches!(self.previous(), Some('-' | '=' | '>' | '—'))
    }

    /// Whether the sign is one of a pair that encloses a name or a tag: `<br>`, <书名>.
    fn is_bracket(self) -> bool {
        if matches!(self.char, '<' | '＜' | '﹤') {
            let mut inside = self.behind.chars().take(LONGEST_BRACKET);
            let opens = self.next().is_some_and(|c| !c.is_whitespace() && c != '=');
            opens && inside.find(|&c| is_angle(c) || c == '\n').is_some_and(closes)
        } else {
            let mut inside = self.before.chars().rev().take(LONGEST_BRACKET);
            let ends = self.previous().is_some_and(|c| !c.is_whitespace());
            ends && inside.find(|&c| is_angle(c) || c == '\n').is_some_and(opens)
        }
    }

    /// Whether a shape is a star of a rating, a box to be ticked, or a sign of rise or fall.
    fn is_rating_or_box(self) -> bool {
        match self.char {
            '★' | '☆' => self.is_rating(),
            '▲' | '△' | '▼' | '▽' if self.next().is_some_and(is_digit) => true,
            '\u{2190}'..='\u{21FF}' => !self.starts_line(),
            _ => {
                let behind_blank = self.previous().is_some_and(|c| c == ' ' || c == '\u{3000}');
                behind_blank
                    && !self.starts_line()
                    && self.next().is_some_and(char::is_alphanumeric)
            }
        }
    }

    fn is_rating(self) -> bool {
        let before =
            self.before.chars().rev().take(LONGEST_RATING).take_while(|&c| is_star(c)).count();
        let behind = self.behind.chars().take(LONGEST_RATING).take_while(|&c| is_star(c)).count();
        (1..LONGEST_RATING).contains(&(before + behind))
    }

    /// Whether the circle or zero follows a Chinese digit, perhaps with other zeros between them.
    fn is_chinese_zero(self) -> bool {
        self.before.chars().rev().take(RULE).find(|&c| !is_zero(c)).is_some_and(is_chinese_digit)
    }
}

/// The zero of each script from U+0660 to U+1819 whose digits stand in numbers with points and signs;
/// nine further digits follow each.
const ZEROS: &str = "٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠၀០᠐";

/// Whether `c` is a decimal digit of ASCII, of full width or of a script in [`ZEROS`].
#[inline]
fn is_digit(c: char) -> bool {
    match c {
        '0'..='9' | '０'..='９' => true,
        // Nearly all characters of a text are outside of the scripts with digits of their own.
        '\u{660}'..='\u{1819}' => ZEROS.chars().any(|zero| follows(c, zero)),
        _ => false,
    }
}

/// Whether `c` is one of the ten digits that begin with `zero`.
fn follows(c: char, zero: char) -> bool {
    (0..10).contains(&u32::from(c).wrapping_sub(u32::from(zero)))
}

fn is_zero(c: char) -> bool {
    matches!(c, '0' | '０' | '○' | '◯')
}

fn is_star(c: char) -> bool {
    matches!(c, '★' | '☆')
}

/// Whether a point behind `c` may begin a number.
fn admits_fraction(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | '（' | '-' | '+' | '−')
}

fn is_chinese_digit(c: char) -> bool {
    "一二三四五六七八九零〇".contains(c)
}

fn is_numeral(c: char) -> bool {
    is_chinese_digit(c) || "十百千万".contains(c)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}')
}

fn is_angle(c: char) -> bool {
    matches!(c, '<' | '＜' | '﹤' | '>' | '＞' | '﹥')
}

fn opens(c: char) -> bool {
    matches!(c, '<' | '＜' | '﹤')
}

fn closes(c: char) -> bool {
    matches!(c, '>' | '＞' | '﹥')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the character between the bars counts for.
    fn counts(text: &str) -> Counts {
        let [before, char, behind] =
            <[&str; 3]>::try_from(text.split('|').collect::<Vec<_>>()).expect("there are two bars");
        InContext { before, char: char.parse().expect("one character"), behind }.counts()
    }

    #[test]
    fn a_minus_stands_before_a_number_and_behind_no_word() {
        for text in ["|-|5", "温|-|5", " |–|.5", "（|－|5", "10~|-|5"] {
            assert_eq!(counts(text), Counts::Fully, "{text}");
        }
        for text in ["1990|-|1995", "a|-|5", "3月|-|5月", "|-| 5", "5%|-|8%", "1-|-|2", "5℃|-|8℃"]
        {
            assert_eq!(counts(text), Counts::Not, "{text}");
        }
    }

    #[test]
    fn points_and_commas_stand_between_digits() {
        for text in ["3|.|5", "3|,|58", "1|：|23", "1234|,|567", "1|,|2345"] {
            assert_eq!(counts(text), Counts::Fully, "{text}");
        }
        for text in ["3|.|", "a|.|5", "1|,|200", "12|，|345", "3 |:|5"] {
            assert_eq!(counts(text), Counts::Not, "{text}");
        }
    }

    #[test]
    fn shapes_that_begin_a_line_or_fill_one_are_layout() {
        for text in ["★|★|", "是 |□|否", "|▲|2", "甲|→|乙"] {
            assert_eq!(counts(text), Counts::Fully, "{text}");
        }
        for text in ["|★| 甲", "|□|否", "朱|□|基", "|→|乙", "★★★★★★★★★★|★|"]
        {
            assert_eq!(counts(text), Counts::Not, "{text}");
        }
    }

    #[test]
    fn angle_brackets_and_rules_are_layout() {
        for text in ["a |<| b", "a|>|b", "C|+|+", "a |=| b"] {
            assert_eq!(counts(text), Counts::Fully, "{text}");
        }
        for text in ["|<|br>", "<br|>|", "\n|>| a", "=|=|=", "-|+|-", "甲\n|+| a"] {
            assert_eq!(counts(text), Counts::Not, "{text}");
        }
    }

    #[test]
    fn zeros_behind_chinese_digits_are_one() {
        assert_eq!(["二|○|", "二|0|0", "二0|0|"].map(counts), [Counts::Zero; 3]);
        assert_eq!(
            [counts("|○|甲"), counts("2|0|"), counts("第|0|")],
            [Counts::Not, Counts::Fully, Counts::Fully]
        );
    }
}
