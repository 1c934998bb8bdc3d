//! The glyphs that are drawn on a page, as lines.

use std::collections::HashSet;
use std::panic::resume_unwind;

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask,
};
use kurbo::{Affine, BezPath};

/// Most glyphs, paths and images of a document. A book of 1,000 pages draws 3 million; forms that
/// draw each other can draw without end.
const MAX_DRAWN: u32 = 30_000_000;

/// Drawings that a clip counts as. Each form begins with a clip, and takes longer than a glyph.
const CLIP_DRAWINGS: u32 = 30;

/// Units of a glyph's coordinates in an em.
const UNITS_PER_EM: f64 = 1000.0;

/// Greatest distance of the baselines in a line, in ems. A superscript is raised by 0.33 to 0.4.
const MAX_RISE: f64 = 0.45;
/// Greatest step backwards in a line, in ems. Kerning takes up to 0.2.
const MAX_STEP_BACK: f64 = 0.5;
/// Least gap between words that are not divided by a space, in ems. A space is 0.2 to 0.35 wide,
/// kerning moves letters by up to 0.1.
const MIN_WORD_GAP: f64 = 0.18;
/// Least gap between words of Chinese or Japanese, in ems. Justified lines have gaps below it.
const MIN_WIDE_GAP: f64 = 0.9;
/// Least gap between the columns of a table, in ems.
const MIN_COLUMN_GAP: f64 = 2.5;

/// What may still be drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget(u32);

impl Budget {
    /// What a document may draw.
    pub(super) const fn new() -> Self {
        Self(MAX_DRAWN)
    }

    /// A budget of this many drawings.
    #[cfg(test)]
    pub(super) const fn of(drawings: u32) -> Self {
        Self(drawings)
    }

    /// Counts one drawing, and unwinds if there were too many. The interpreter has no other way to
    /// be stopped.
    fn spend(&mut self) {
        self.spend_many(1);
    }

    fn spend_many(&mut self, drawings: u32) {
        self.0 =
            self.0.checked_sub(drawings).unwrap_or_else(|| resume_unwind(Box::new("too much")));
    }
}

/// A place along a line and across it, in the coordinates of the page.
#[derive(Debug, Clone, Copy)]
struct Position {
    along: f64,
    across: f64,
    size: f64,
    /// The direction of the line, as the cosine and the sine of its angle.
    direction: [f64; 2],
}

impl Position {
    /// The origin of a glyph; `None` if it has no size.
    fn of(matrix: Affine) -> Option<Self> {
        let [right, right_up, up_right, up, x, y] = matrix.as_coeffs();
        let (scale, height) = (right.hypot(right_up), up_right.hypot(up));
        let [cos, sin] = [right / scale, right_up / scale];
        let position = Self {
            along: x * cos + y * sin,
            across: y * cos - x * sin,
            size: height * UNITS_PER_EM,
            direction: [cos, sin],
        };
        let is_finite = position.along.is_finite() && position.across.is_finite();
        (is_finite && position.size.is_normal()).then_some(position)
    }
}

/// A line of text.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) text: String,
    /// First and last coordinate in the direction of the line.
    pub(super) start: f64,
    pub(super) end: f64,
    /// Coordinate of the baseline, which falls from line to line.
    pub(super) across: f64,
    /// Size of an em.
    pub(super) size: f64,
    pub(super) direction: [f64; 2],
}

impl Line {
    fn new(position: Position) -> Self {
        Self {
            text: String::new(),
            start: position.along,
            end: position.along,
            across: position.across,
            size: position.size,
            direction: position.direction,
        }
    }

    /// Whether two lines have one direction.
    pub(super) fn is_parallel(&self, direction: [f64; 2]) -> bool {
        let [cos, sin] = self.direction;
        cos * direction[0] + sin * direction[1] > 0.99
    }

    fn is_continued_by(&self, position: Position) -> bool {
        let em = self.size.max(position.size);
        self.is_parallel(position.direction)
            && (self.across - position.across).abs() < MAX_RISE * em
            && position.along > self.end - MAX_STEP_BACK * em
    }

    fn push(&mut self, text: &str, position: Position, width: f64) {
        let gap = (position.along - self.end) / self.size.max(position.size);
        let [before, after] = [self.text.chars().next_back(), text.chars().next()];
        if let (Some(before), Some(after)) = (before, after)
            && !before.is_whitespace()
            && !after.is_whitespace()
        {
            let is_wide = is_chinese_or_japanese(before) && is_chinese_or_japanese(after);
            if gap > MIN_COLUMN_GAP {
                self.text.push('\t');
            } else if gap > if is_wide { MIN_WIDE_GAP } else { MIN_WORD_GAP } {
                self.text.push(' ');
            }
        }
        self.text.push_str(text);
        self.end = position.along + width;
    }
}

/// Whether the character is written without spaces around it.
pub(super) const fn is_chinese_or_japanese(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}'
        | '“' | '”' | '‘' | '’' | '…' | '—')
}

/// A glyph and where it is drawn, to a whole point.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Drawn {
    text: String,
    along: i64,
    across: i64,
}

/// The text of a page in the order in which it is drawn.
#[derive(Debug)]
pub(super) struct PageText {
    lines: Vec<Line>,
    drawn: HashSet<Drawn>,
    glyphs: usize,
    known: usize,
    has_images: bool,
    budget: Budget,
}

impl PageText {
    /// A page without text.
    pub(super) fn new(budget: Budget) -> Self {
        let (lines, drawn) = (Vec::new(), HashSet::new());
        Self { lines, drawn, glyphs: 0, known: 0, has_images: false, budget }
    }

    /// The lines in the order in which they are drawn.
    pub(super) fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Number of glyphs that are drawn.
    pub(super) fn glyph_count(&self) -> usize {
        self.glyphs
    }

    /// Number of glyphs whose characters are known.
    pub(super) fn known_count(&self) -> usize {
        self.known
    }

    /// Whether an image is drawn.
    pub(super) fn has_images(&self) -> bool {
        self.has_images
    }

    /// What the next page may draw.
    pub(super) fn budget(&self) -> Budget {
        self.budget
    }

    fn add(&mut self, text: &str, position: Position, width: f64) {
        #[expect(clippy::cast_possible_truncation, reason = "coordinates beyond it are no text")]
        let [along, across] = [position.along, position.across].map(|value| value.round() as i64);
        // Text that is drawn twice at one place is bold.
        if !self.drawn.insert(Drawn { text: text.to_owned(), along, across }) {
            return;
        }
        match self.lines.last_mut() {
            Some(line) if line.is_continued_by(position) => line.push(text, position, width),
            _ if text.trim().is_empty() => {}
            _ => {
                let mut line = Line::new(position);
                line.push(text, position, width);
                self.lines.push(line);
            }
        }
    }
}

impl<'a> Device<'a> for PageText {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {
        self.budget.spend();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.budget.spend_many(CLIP_DRAWINGS);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.budget.spend();
    }

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        self.budget.spend();
        self.glyphs += 1;
        let matrix = transform * glyph_transform;
        let Some(position) = Position::of(matrix) else { return };
        let text = match glyph.as_unicode() {
            Some(BfString::Char(character)) => character.to_string(),
            Some(BfString::String(text)) => text,
            None => char::REPLACEMENT_CHARACTER.to_string(),
        };
        self.known += usize::from(!text.contains(char::REPLACEMENT_CHARACTER));
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        let [a, b, ..] = matrix.as_coeffs();
        self.add(&text, position, advance(glyph, &text) * a.hypot(b));
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.budget.spend();
        self.has_images = true;
    }

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// The width of a glyph in its own units. Where the font does not say it, it is that of most.
fn advance(glyph: &Glyph, text: &str) -> f64 {
    let given = match glyph {
        Glyph::Outline(glyph) => glyph.advance_width(),
        Glyph::Type3(_) => None,
    };
    let is_wide = text.chars().any(is_chinese_or_japanese);
    given.map_or(if is_wide { UNITS_PER_EM } else { UNITS_PER_EM / 2.0 }, f64::from)
}
