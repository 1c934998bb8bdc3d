//! Widths of content characters: how much of a word one character amounts to.

/// Whether a character is a Chinese character, kana or a Hangul syllable. One such character
/// carries about as much information as three letters of an alphabetic script.
#[inline]
#[must_use]
pub fn is_ideographic(char: char) -> bool {
    // Letters and digits of most scripts need two comparisons only, and common ideographs one.
    ('\u{4E00}'..='\u{9FFF}').contains(&char)
        || char >= '\u{3005}'
            && matches!(char,
            '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
            | '\u{3400}'..='\u{4DBF}' | '\u{AC00}'..='\u{D7A3}'
            | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Width of a content character in thirds of an ideograph: a letter or digit of another script
/// counts as one third.
#[inline]
#[must_use]
pub fn width_thirds(char: char) -> u32 {
    if is_ideographic(char) { 3 } else { 1 }
}

/// Width of a run of content characters in ideographs; a letter or digit of another script counts
/// as one third.
///
/// ```
/// assert_eq!(leitong::text::width(&['雷', '同', '2', '0', '0']), 3.0);
/// ```
#[must_use]
pub fn width(chars: &[char]) -> f64 {
    f64::from(chars.iter().map(|&char| width_thirds(char)).sum::<u32>()) / 3.0
}

/// Width of a line in thirds of an ideograph; marks of East Asian scripts count as ideographs.
pub(super) fn line_width(line: &str) -> u32 {
    line.chars().map(|char| if char > '\u{2E7F}' { 3 } else { 1 }).sum()
}
