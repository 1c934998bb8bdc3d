//! Options of a text report.

use console::Style;

/// Findings in a text report, unless another number is asked for.
const LIMIT: usize = 50;

/// What the terminal can show, and how many findings to show on it.
///
/// ```
/// use leitong::report::TerminalOptions;
/// let options = TerminalOptions::new(80).color(true).limit(10);
/// assert_eq!((options.width, options.color, options.limit), (80, true, 10));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TerminalOptions {
    /// Whether to colour the text.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Maximum number of findings.
    pub limit: usize,
}

impl TerminalOptions {
    /// Options for a terminal of `width` columns: no colours, at most 50 findings.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self { color: false, width, limit: LIMIT }
    }

    /// The style of plain text, in which colours are on or off as the options say.
    pub(super) fn style(self) -> Style {
        Style::new().force_styling(self.color)
    }

    /// Sets whether to colour the text.
    #[must_use]
    pub fn color(self, color: bool) -> Self {
        Self { color, ..self }
    }

    /// Sets the maximum number of findings.
    #[must_use]
    pub fn limit(self, limit: usize) -> Self {
        Self { limit, ..self }
    }
}
