//! Weights: the points that each feature of a line gives, in one table.

/// A feature of a line that may be a title.
///
/// Features that say the same are one, so that the table has few numbers: a book with dates below
/// its titles also says how much bylines count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TitleFeature {
    /// A date, a note in brackets or a byline stands below.
    Dated,
    /// A salutation, a list of addressees or a line that announces a speaker stands below.
    Addressed,
    /// A name, a turn of a dialogue or the first number of a series stands below.
    MayOpen,
    /// Another short line stands below.
    ShortBelow,
    /// Nothing, a signature, a note or a date stands above.
    AfterClosing,
    /// A sentence ends above.
    AfterSentence,
    /// The line above is another title, or ends without a mark.
    AfterOpenLine,
    /// The line above ends with a colon or a comma.
    AfterLeadingLine,
    /// The line is narrow, a date, a repeated line, or a speaker of a meeting.
    UnlikelyForm,
    /// The line is wide or ends with a mark.
    UnusualForm,
    /// The line is of a family that announces itself: a running series, words with a number, lines
    /// in brackets, entries of a table of contents.
    OfSeries,
    /// The line is of a family whose members have another feature in common: an ending, a layout,
    /// what stands around them.
    OfFamily,
    /// The line is numbered and of no series: a point of a speech.
    OtherNumber,
    /// Blank lines or an indent set the line apart.
    SetApart,
}

impl TitleFeature {
    /// All features, in the order of the table.
    pub const ALL: [Self; 14] = [
        Self::Dated,
        Self::Addressed,
        Self::MayOpen,
        Self::ShortBelow,
        Self::AfterClosing,
        Self::AfterSentence,
        Self::AfterOpenLine,
        Self::AfterLeadingLine,
        Self::UnlikelyForm,
        Self::UnusualForm,
        Self::OfSeries,
        Self::OfFamily,
        Self::OtherNumber,
        Self::SetApart,
    ];
}

/// The points of every feature. A line is a title from 3 points on.
///
/// The defaults are those of the program; other weights are for fitting them
/// (`examples/fit_titles.rs`).
///
/// ```
/// use leitong::text::{HeadingRule, Outline, TitleFeature, TitleWeights};
/// let text = "水库开幕致辞\n（1998年5月）\n".to_owned() + &"今天开会。".repeat(70) + "\n";
/// let text = text.clone() + &text.replace("开幕", "闭幕");
/// let speeches = |rule| Outline::of(&text, &rule).speeches.len();
/// assert_eq!(speeches(HeadingRule::default()), 2);
/// let weights = TitleWeights::default().with(TitleFeature::Dated, 0);
/// assert_eq!(speeches(HeadingRule::from_weights(weights)), 1);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TitleWeights([i32; TitleFeature::ALL.len()]);

impl Default for TitleWeights {
    /// The weights of the program, set by hand. Of eight books, weights that were fitted to seven
    /// find 0.969 of the boundaries in the eighth, and equal weights for all features 0.948.
    fn default() -> Self {
        let points = |feature| match feature {
            TitleFeature::OfSeries => 6,
            TitleFeature::Dated => 4,
            TitleFeature::Addressed | TitleFeature::OfFamily => 3,
            TitleFeature::MayOpen | TitleFeature::AfterClosing => 2,
            TitleFeature::AfterSentence | TitleFeature::SetApart => 1,
            TitleFeature::ShortBelow | TitleFeature::AfterOpenLine | TitleFeature::UnusualForm => {
                -1
            }
            TitleFeature::AfterLeadingLine => -2,
            TitleFeature::OtherNumber => -3,
            TitleFeature::UnlikelyForm => -4,
        };
        Self(TitleFeature::ALL.map(points))
    }
}

impl TitleWeights {
    /// The points of a feature.
    #[must_use]
    pub fn of(&self, feature: TitleFeature) -> i32 {
        self.0[feature as usize]
    }

    /// The same weights, but for one feature.
    #[must_use]
    pub fn with(mut self, feature: TitleFeature, points: i32) -> Self {
        self.0[feature as usize] = points;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_its_own_points() {
        for (points, feature) in (0..).zip(TitleFeature::ALL) {
            assert_eq!(feature as usize, usize::try_from(points).expect("it is not negative"));
            let changed = TitleWeights::default().with(feature, points + 100);
            let others = TitleFeature::ALL.into_iter().filter(|&other| other != feature);
            assert_eq!(changed.of(feature), points + 100);
            for other in others {
                assert_eq!(changed.of(other), TitleWeights::default().of(other));
            }
        }
    }
}
