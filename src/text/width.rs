//! Which characters carry a word's worth of meaning by themselves.

/// Whether one character says about as much as a word of an alphabetic script: Chinese characters,
/// kana and Hangul syllables.
#[must_use]
pub fn is_ideographic(char: char) -> bool {
    matches!(char,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Length of a content character in thirds of an ideograph: a letter or digit of another script says about a third as much.
#[must_use]
pub fn width_thirds(char: char) -> u32 {
    if is_ideographic(char) { 3 } else { 1 }
}

/// Length of a run of content characters in ideographs; a letter or digit of another script counts
/// a third.
///
/// ```
/// assert_eq!(leitong::text::weight(&['雷', '同', '2', '0', '0']), 3.0);
/// ```
#[must_use]
pub fn weight(chars: &[char]) -> f64 {
    f64::from(chars.iter().map(|&char| width_thirds(char)).sum::<u32>()) / 3.0
}
