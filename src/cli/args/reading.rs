//! Options of reading.

use clap::{Args as Group, ValueEnum};
use leitong::corpus::{Encoding, OnError, ReadOptions};

use super::flags::parsed;

#[derive(Debug, Group)]
#[command(next_help_heading = "Reading")]
pub(crate) struct ReadingArgs {
    /// Field of a JSON record, or column of a Parquet file, that holds the text
    #[arg(long, value_name = "FIELD", default_value = "text")]
    text_field: String,
    /// Field of a JSON record, or column of a Parquet file, that holds the id
    #[arg(long, value_name = "FIELD", default_value = "id")]
    id_field: String,
    /// Encoding of all files, such as gb18030 or big5; by default detected for each file
    #[arg(long, value_name = "NAME", value_parser = parsed::<Encoding>)]
    encoding: Option<Encoding>,
    /// What to do with a file or record that cannot be read
    #[arg(long, value_enum, default_value_t = OnErrorArg::Skip)]
    on_error: OnErrorArg,
}

impl ReadingArgs {
    pub(crate) fn options(&self) -> ReadOptions {
        let on_error = match self.on_error {
            OnErrorArg::Skip => OnError::Skip,
            OnErrorArg::Fail => OnError::Fail,
        };
        ReadOptions::default()
            .text_field(&self.text_field)
            .id_field(&self.id_field)
            .encoding(self.encoding)
            .on_error(on_error)
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum OnErrorArg {
    /// Continue without it, and list it in the report
    Skip,
    /// Stop with an error
    Fail,
}
