//! The report as a person reads it on a terminal.

mod clean;
mod coverage;
mod curve;
mod documents;
mod excerpt;
mod explain;
mod layout;
mod list;
mod options;
mod outline;
mod pairs;
mod places;
mod printer;
mod side_by_side;
mod summary;
mod tuning;

pub use curve::write_curve;
pub use explain::write_explained;
pub use list::write_terminal;
pub use options::TerminalOptions;
pub use outline::write_outlines;
pub use side_by_side::write_side_by_side;
pub use summary::write_summary;
pub use tuning::write_tuning;
