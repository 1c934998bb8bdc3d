//! A report as documents of office programs, in the form of Office Open XML: a ZIP archive of XML
//! parts. The same report makes the same bytes: nothing in them says when they were written.
//!
//! A document has three parts and a workbook ten, so that writing them here is less than a library
//! for them, and every error of the output is returned.

mod docx;
mod package;
mod sheets;
mod workbook;
mod xlsx;

pub use docx::write_docx;
pub use xlsx::{LeftOut, write_xlsx};
