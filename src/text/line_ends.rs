//! What lines end with.

/// Brackets that close an aside.
pub(super) const CLOSING: [char; 7] = [')', '）', '〕', ']', '】', '〗', '］'];
/// Marks that end a sentence or a clause that stands alone, but for the full stop of alphabetic
/// scripts, which also ends abbreviations.
pub(super) const STOPS: [char; 8] = ['。', '！', '？', '!', '?', '；', ';', '…'];

/// Whether a line ends a sentence, a quotation or an aside.
pub(super) fn ends_sentence(line: &str) -> bool {
    ends_speech(line) || line.ends_with(CLOSING)
}

/// Whether a line ends a sentence or a quotation.
pub(super) fn ends_speech(line: &str) -> bool {
    line.ends_with(STOPS) || line.ends_with(['”', '"', '’', '」', '』', '.'])
}
