//! Parameters of the search for paraphrases.
//!
//! All values were chosen on news (random seed 1 of the sets of `evaluation/paraphrases`) and then
//! measured on other text (random seed 7): laws, a newspaper of 1998, reviews and documentation.
//! `docs/results/paraphrases.md` has the results: recall at precision .99 is 1, 1 and .984 on news,
//! and 1, .980 and .740 on other text, if 18, 36 and 60 % of the words are replaced. A value has a
//! figure of its own only where its comment gives one.

/// Minimum share of the words of a text that the model knows, where numbers count as unknown.
///
/// Chosen on English essays, Chinese news and logs: of 11,862 paragraphs of the essays 2 % have a
/// smaller share, of 5,792 of news 0.5 % have less than .77, and lines of logs have up to .41. Of
/// 26,675 paragraphs of laws, on which nothing was chosen, 0.5 % have less than .75.
pub(super) const MIN_KNOWN_WORDS: f64 = 0.5;

/// Minimum cosine of two texts whose words are compared.
///
/// Texts of one topic have a mean cosine of .08. Of paragraphs of two English translations of the New
/// Testament, half have .76 if one of them uses few words (KJV and BBE), and 73 % have .7; with .7
/// in place of .76 the share that is found rises from .385 to .497, with .65 to .527. A scan of 4,000
/// news articles takes 1.2 times as long with either.
pub(super) const MIN_COSINE: f64 = 0.7;
/// Least cosine of a text and one of its few nearest ones, whose words are compared too.
///
/// With it .529 and .948 of the paragraphs of two English translations of the New Testament (KJV beside
/// BBE and WEB) are found, in place of .497 and .930, and 7 and 3 pairs of other verses more; with .5 they
/// are .518 and .948. Of 300 news paragraphs with 60 % of their words replaced, on which nothing was
/// chosen, .993 are found in place of .983, and .970 in place of .963 of other texts.
pub(super) const MIN_NEAREST_COSINE: f64 = 0.6;
/// Least cosine of two texts in different languages whose words are compared. The recall in help
/// and in books (.900 and .992) is the same as without it.
pub(super) const MIN_TRANSLATED_COSINE: f64 = 0.2;
/// Cosine from which on two texts in different languages share a bucket, if there are many texts: one in ten
/// translations of help has less than .6.
pub(super) const FOUND_TRANSLATED_COSINE: f64 = 0.5;
/// Share of the pairs whose cosine is exactly [`MIN_COSINE`] that share a bucket. The number of
/// bands follows from it.
pub(super) const CANDIDATE_RECALL: f64 = 0.99;
/// Number of texts up to which all are compared with each other.
pub(super) const ONE_BUCKET: usize = 1 << 15;
/// Least number of texts of a bucket on average, if there are more.
///
/// Of 70,481 paragraphs of news the buckets of 70 bands, of 138 on average, yield 557,635 pairs in place of
/// 558,190, and of 620,920 sentences those of 178 bands 6.4 million: of a sample of 6,212 of these, .998 of
/// all near pairs and .969 of the nearest ones. Buckets of 64 take a sixth more time.
pub(super) const BUCKET: usize = 128;
/// Maximum number of texts, about, that the principal components are computed from. The components
/// describe what the collection has in common, for which a sample is enough.
pub(crate) const PCA_SAMPLE: usize = 8_192;

/// Below this share of common words, by weight, a pair needs a cosine of [`SAME_TOPIC_COSINE`].
///
/// 8 of 24 paraphrases that are missed at 60 % replaced words share fewer words.
pub(super) const MIN_COMMON_WORDS: f64 = 0.2;
/// The share of common words that is asked for if a score below [`FEW_TEXTS_SCORE`] suffices.
///
/// Of 120 pairs that were reworded by hand, each pair by itself, 70 share fewer words than
/// [`MIN_COMMON_WORDS`], and 15 fewer than this.
pub(super) const MIN_COMMON_OF_FEW: f64 = 0.1;
/// Least score from which on texts are so many that [`MIN_COMMON_WORDS`] holds: about 7,100, by the lower
/// scores that texts of letters need. With a lower share there, more pairs of one topic are compared, and
/// then fewer pairs stand out: of 275 findings in 5,695 news wires 17 were lost, and 5 found.
pub(super) const FEW_TEXTS_SCORE: f64 = 0.25;
/// Minimum cosine of pairs with few common words.
pub(super) const SAME_TOPIC_COSINE: f64 = 0.9;
/// Weight in the score of the similarity of the words and their meanings.
pub(super) const WORDS_WEIGHT: f64 = 2.0;
/// Weight in the score of the share of aligned words whose neighbours are aligned too: a spun text
/// keeps its phrases, and another text of the same topic does not.
pub(super) const ORDER_WEIGHT: f64 = 1.0;
/// Weight in the score of the cosine, which shows little more than the topic.
pub(super) const COSINE_WEIGHT: f64 = 0.5;
/// Added to the minimum score of pairs with contradictions: a template keeps its wording, and
/// another text of the same topic does not.
///
/// With it 1.1 % of 1,000 news texts and 1.8 % of other texts in which one number, negation,
/// antonym or name was changed count as paraphrases.
pub(crate) const CONTRADICTION_PENALTY: f64 = 0.15;
/// Minimum score of pairs with contradictions, however few texts are compared: whether two texts
/// contradict each other does not depend on others.
pub(crate) const CONTRADICTED_SCORE: f64 = 0.65;
/// Words of the shorter of two texts from which on one or two contradictions are told, and change
/// nothing else: a long text that was written anew has one by chance, as a word with a capital or a
/// negation in another clause. Numbers, dates and units are no chance.
///
/// With it .887 of the paragraphs of two English translations of the New Testament (KJV and WEB) are
/// found in place of .686, and 26 pairs of other verses more. Of news wires 8 pairs more are found.
pub(crate) const LONG_TEXT: usize = 30;
