//! Members of the JSON objects that records are read as: all but the text.

use arrow_array::RecordBatch;
use arrow_json::WriterBuilder;
use arrow_json::writer::LineDelimited;
use arrow_schema::ArrowError;

/// Members of each record, separated by commas.
#[derive(Debug, Default)]
pub(crate) struct Members {
    json: Vec<u8>,
    /// For each record the offset behind its members.
    ends: Vec<usize>,
}

impl Members {
    /// Adds the columns of some rows, each as JSON.
    pub(crate) fn add_rows(&mut self, rows: &RecordBatch) -> Result<(), ArrowError> {
        if rows.num_columns() == 0 {
            self.ends.resize(self.ends.len() + rows.num_rows(), self.json.len());
            return Ok(());
        }
        let lines = WriterBuilder::new().with_explicit_nulls(true);
        let mut lines = lines.build::<_, LineDelimited>(Vec::new());
        lines.write(rows)?;
        for line in lines.into_inner().split_inclusive(|&byte| byte == b'\n') {
            let line = line.trim_ascii_end();
            // Without the braces around it.
            self.json.extend_from_slice(&line[1..line.len() - 1]);
            self.ends.push(self.json.len());
        }
        Ok(())
    }

    /// Adds the members of one record, which `write` writes.
    pub(crate) fn add(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.json);
        self.ends.push(self.json.len());
    }

    /// The members of a record.
    pub(crate) fn get(&self, record: usize) -> &[u8] {
        let end = self.ends.get(record).copied().unwrap_or(self.json.len());
        let start = match record.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(end),
            None => 0,
        };
        &self.json[start..end]
    }
}
