//! Whether two units say the same in other words: which words answer which, wherever they stand.

mod answers;
mod gist;
mod guards;
mod opposites;
mod reader;

pub use answers::{Answer, Resemblance};
pub use gist::{Gist, Word};
pub use guards::{Guard, Told, guards};
pub use reader::Reader;
