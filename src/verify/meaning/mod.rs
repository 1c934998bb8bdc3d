//! Whether two units say the same in other words: which words answer which, wherever they stand.

mod answers;
mod gist;
mod guards;
mod opposites;

pub use answers::{Answer, Resemblance};
pub use gist::{Gist, Reader};
pub use guards::{Guard, Told, guards};
