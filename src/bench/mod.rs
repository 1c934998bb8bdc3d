//! How fast each stage is on this machine.

mod generate;
mod memory;
mod stages;

pub use generate::generate;
pub use memory::{forget_peak, peak};
pub use stages::{Bench, Figure};
