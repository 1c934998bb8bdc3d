//! Parameters of windows, passages and speeches that are paraphrases.
//!
//! All values were chosen on news (random seed 1 of the sets of `evaluation/paraphrases`) and then
//! measured on other text (random seed 7): laws, a newspaper of 1998, reviews and documentation.
//! `docs/results/paraphrases.md` has the results: recall at precision .99 is 1, 1 and .984 on news,
//! and 1, .980 and .740 on other text, if 18, 36 and 60 % of the words are replaced. A value has a
//! figure of its own only where its comment gives one.

/// Number of words of a run that recurs in a section if it occurs more often there than
/// [`SeedLimits::repeats`](crate::seeds::SeedLimits::repeats).
///
/// Shorter runs recur in running text: set phrases of three words. Other lengths were not measured.
pub(super) const RECURRING_RUN: usize = 4;
/// A text is recurring text if more than this share of its words is in runs that recur, as for
/// passages. With it a page of an essay collection that lists 50 comments in one form has 82
/// pairs of paragraphs fewer, of 224 paraphrases in all; no other pair of paragraphs is lost there.
pub(super) const RECURRING_SHARE: f64 = 0.5;

/// From this score on a pair is reported, however many texts of its topic there are: recall at precision
/// .99 of news paragraphs of which 18, 36 and 60 % of the words were replaced is 1, 1 and .984.
pub(super) const STRONG_SCORE: f64 = 0.5;
/// How much the score of a pair below [`STRONG_SCORE`] must exceed those of other pairs of its texts.
///
/// With it 55 of 86 pairs of newspaper paragraphs are left, 4,214 of 6,202 of laws, and of two English
/// translations of the New Testament 24 of 80 pairs of different verses; of 2,121 pairs of the same
/// verses .599 are found, without it .606. With .05 or .15 the figures are nearly the same.
pub(super) const MIN_LEAD: f64 = 0.1;
/// Other texts that are about as similar to one of two texts, at least, if what these say recurs: copies
/// of one text count once.
///
/// Of pairs of news paragraphs with two others at most, of which 40 were read, 30 are rewordings; with
/// three to five others, 7 of 25; with six or more, none of 25.
pub(super) const RECURRING_TEXTS: usize = 3;
/// How much less similar they may be.
pub(super) const CLOSE_SCORE: f64 = 0.15;

/// Minimum length of a window, in ideographs. Shorter texts share a topic by chance too often.
pub(super) const WINDOW: f64 = 60.0;
/// Minimum length of a text that has windows: a window of a text that is hardly longer would be
/// compared with the same result as the text.
pub(super) const MIN_WINDOWED: f64 = 1.5 * WINDOW;
/// Minimum length of a segment that ends with a sentence, in ideographs, so that short sentences
/// are joined with the next.
pub(super) const MIN_SENTENCE: f64 = 12.0;
/// Minimum length of a segment that ends with a clause, in ideographs, so that only long sentences
/// are cut.
pub(super) const MIN_CLAUSE: f64 = 30.0;

/// Maximum gap between two windows of one passage, in content characters: half a window, so that a
/// sentence which was added or replaced does not end the passage.
pub(super) const MAX_GAP: usize = 30;
/// Minimum length of a passage, in ideographs. Shorter ones are set phrases.
///
/// With all parameters of windows and passages, 300 spun passages of 80 to 250 characters inside of
/// other paragraphs are found with one match each in 91 % of cases on news and 93 % on other text,
/// and nothing is found in 30 controls.
pub(super) const MIN_PASSAGE: f64 = 40.0;
/// Number of segments before and behind the windows that a passage may extend over.
pub(super) const MAX_EXTENSION: usize = 2;
/// Minimum share of aligned words, by weight, of the first and the last segment of a passage.
///
/// The worst of the four ends is 0 characters off in the median, and 15 or 16 in 90 % of cases.
pub(super) const MIN_ALIGNED: f32 = 0.5;
/// Maximum number of trimming rounds. A round that shortens one side may leave words of the other
/// side without a partner.
pub(super) const MAX_TRIM_ROUNDS: usize = 4;
/// A passage is dropped if at least this share of it lies in a longer one, on both sides.
pub(super) const DUPLICATE_SHARE: f64 = 0.8;

/// Minimum share of both speeches that paraphrases of their paragraphs and passages cover.
pub(super) const MIN_SPEECH_COVERED: f64 = 0.7;
/// Speeches with at least this share of common words are copies, whose passages are reported
/// instead.
pub(super) const COPIED_WORDS: f64 = 0.8;
