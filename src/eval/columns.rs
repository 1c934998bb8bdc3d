//! The columns of a truth file.

/// Names of the offset columns, in the order of [`RowForm::Passages`], each with its alias.
const OFFSETS: [[&str; 2]; 4] =
    [["start_a", "a_start"], ["end_a", "a_end"], ["start_b", "b_start"], ["end_b", "b_end"]];
/// Columns of the two ids in a passage row without names.
const PASSAGE_IDS: [usize; 2] = [0, 3];
/// Columns of the offsets in a passage row without names.
const PASSAGE_OFFSETS: [usize; 4] = [1, 2, 4, 5];
/// Numbers among these from which on a row is one of passages: one broken offset in the first line
/// does not make it a pair of documents.
const PASSAGE_NUMBERS: usize = 3;

/// The content of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowForm {
    /// Two documents.
    Pairs,
    /// Two passages, with the columns of their offsets.
    Passages([usize; 4]),
}

/// The columns of a truth file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) form: RowForm,
    /// Columns of the two ids.
    pub(super) ids: [usize; 2],
    /// Column of a label or similarity.
    pub(super) value: Option<usize>,
    /// Whether the first line names the columns.
    pub(super) named: bool,
    /// Number of columns.
    count: usize,
}

impl Columns {
    /// The columns that the first line of a file has.
    pub(super) fn of(first: &str) -> Result<Self, String> {
        let cells: Vec<&str> = first.split('\t').collect();
        let columns = match Self::named(&cells)? {
            Some(named) => Ok(named),
            None => Self::by_position(&cells),
        };
        columns.map_err(|reason| reason + separator_hint(first))
    }

    /// The cells of a line.
    pub(super) fn cells<'t>(&self, line: &'t str) -> Result<Vec<&'t str>, String> {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() == self.count {
            return Ok(cells);
        }
        Err(format!("{}, and the first line has {}", counted(cells.len()), self.count))
    }

    /// The columns, if these cells are their names.
    fn named(cells: &[&str]) -> Result<Option<Self>, String> {
        let names: Vec<String> =
            cells.iter().map(|cell| cell.trim_start_matches('#').trim().to_lowercase()).collect();
        let find = |wanted: &[&str]| names.iter().position(|name| wanted.contains(&name.as_str()));
        let (Some(a), Some(b)) = (find(&["id_a", "doc_a"]), find(&["id_b", "doc_b"])) else {
            return Ok(None);
        };
        let offsets: Vec<usize> = OFFSETS.iter().filter_map(|wanted| find(wanted)).collect();
        let form = match (offsets.as_slice(), <[usize; 4]>::try_from(offsets.as_slice())) {
            ([], _) => RowForm::Pairs,
            (_, Ok(offsets)) => RowForm::Passages(offsets),
            _ => return Err("of start_a, end_a, start_b and end_b some are not there".into()),
        };
        let third = Some(2).filter(|at| *at < cells.len() && ![a, b].contains(at));
        let value = find(&["label", "similarity"]).or(third).filter(|_| form == RowForm::Pairs);
        Ok(Some(Self { form, ids: [a, b], value, named: true, count: cells.len() }))
    }

    /// The columns of a file whose first line is a row.
    fn by_position(cells: &[&str]) -> Result<Self, String> {
        let count = cells.len();
        let numbers = PASSAGE_OFFSETS.iter().filter(|&&at| is_offset(cells.get(at))).count();
        let (form, ids, value) = match count {
            6.. if numbers >= PASSAGE_NUMBERS => {
                (RowForm::Passages(PASSAGE_OFFSETS), PASSAGE_IDS, None)
            }
            3.. => (RowForm::Pairs, [0, 1], Some(2)),
            2 => (RowForm::Pairs, [0, 1], None),
            _ => {
                let wanted = "neither id_a, id_b nor doc_a, start_a, end_a, doc_b, start_b, end_b";
                return Err(format!("{}: {wanted}", counted(count)));
            }
        };
        Ok(Self { form, ids, value, named: false, count })
    }
}

fn is_offset(cell: Option<&&str>) -> bool {
    cell.is_some_and(|cell| cell.parse::<usize>().is_ok())
}

/// A hint for a line whose columns are separated by something else than tabs.
fn separator_hint(line: &str) -> &'static str {
    if line.contains(',') {
        "; columns are separated by tabs, and this line has commas"
    } else if line.contains(';') {
        "; columns are separated by tabs, and this line has semicolons"
    } else if line.trim().contains(' ') {
        "; columns are separated by tabs, and this line has spaces"
    } else {
        ""
    }
}

fn counted(columns: usize) -> String {
    if columns == 1 { "1 column".into() } else { format!("{columns} columns") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_six_columns_needs_three_offsets_to_be_of_passages() {
        let form = |line: &str| Columns::of(line).map(|columns| columns.form);
        assert_eq!(form("a\t1\t2\tb\t3\t4"), Ok(RowForm::Passages([1, 2, 4, 5])));
        assert_eq!(form("a\t1\t2\tb\t3\tx"), Ok(RowForm::Passages([1, 2, 4, 5])));
        assert_eq!(form("a\tb\t0.5\tx\ty\tz"), Ok(RowForm::Pairs));
    }

    #[test]
    fn other_separators_are_named() {
        for (line, part) in [
            ("a.txt b.txt", "this line has spaces"),
            ("a.txt,b.txt,1", "this line has commas"),
            ("a.txt;b.txt", "this line has semicolons"),
        ] {
            let reason = Columns::of(line).expect_err("there is no tab");
            assert!(reason.ends_with(part), "{reason}");
        }
    }

    #[test]
    fn named_columns_may_come_in_any_order() {
        let columns = Columns::of("similarity\tid_b\tid_a").expect("the names are known");
        assert_eq!((columns.ids, columns.value, columns.named), ([2, 1], Some(0), true));
        let columns = Columns::of("id_a\tid_b\tnote").expect("the names are known");
        assert_eq!(columns.value, Some(2), "the third column is the value if none is named so");
    }

    #[test]
    fn every_row_has_as_many_cells_as_the_first() {
        let columns = Columns::of("a\tb").expect("these are ids");
        assert_eq!(columns.cells("c\td"), Ok(vec!["c", "d"]));
        assert_eq!(columns.cells("c"), Err("1 column, and the first line has 2".into()));
    }
}
