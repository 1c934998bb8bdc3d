//! Options of reading.

use clap::{Args as Group, ValueEnum};
use leitong::corpus::{Encoding, Format, OnError, ReadOptions};

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
    /// Format of all files: `text`, `jsonl` or `parquet`; by default detected for each file
    #[arg(long, value_name = "FORMAT", value_parser = parsed::<Format>)]
    input_format: Option<Format>,
    /// What to do with a file or record that cannot be read; by default up to `--max-skipped` are
    /// skipped
    #[arg(long, value_enum)]
    on_error: Option<OnErrorArg>,
}

impl ReadingArgs {
    pub(crate) fn options(&self) -> ReadOptions {
        let on_error = match self.on_error {
            Some(OnErrorArg::Fail) => OnError::Fail,
            Some(OnErrorArg::Skip) | None => OnError::Skip,
        };
        ReadOptions::default()
            .text_field(&self.text_field)
            .id_field(&self.id_field)
            .encoding(self.encoding)
            .input_format(self.input_format)
            .on_error(on_error)
    }

    /// Whether the user said that what cannot be read is skipped, however much it is.
    pub(super) fn skips(&self) -> bool {
        self.on_error == Some(OnErrorArg::Skip)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OnErrorArg {
    /// Continue without it, and list it in the report
    Skip,
    /// Stop with an error
    Fail,
}
