//! Which column of a truth file says what.

/// Names of the offset columns, in the order of [`RecordEncoding::Passages`]; `a_start` is another way to write `start_a`.
const OFFSETS: [[&str; 2]; 4] =
    [["start_a", "a_start"], ["end_a", "a_end"], ["start_b", "b_start"], ["end_b", "b_end"]];
/// Places of ids and offsets in a passage row without names.
const PASSAGE: ([usize; 2], [usize; 4]) = ([0, 3], [1, 2, 4, 5]);

/// What a row tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RecordEncoding {
    /// Two documents.
    Pairs,
    /// Two passages; the columns of their offsets.
    Passages([usize; 4]),
}

/// The columns of a truth file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) form: RecordEncoding,
    /// Columns of the two ids.
    pub(super) ids: [usize; 2],
    /// Column of a label or similarity.
    pub(super) value: Option<usize>,
    /// Whether the first line names the columns.
    pub(super) named: bool,
    /// How many there are.
    count: usize,
}

impl Columns {
    /// What the first line of a file says about its columns.
    pub(super) fn of(first: &str) -> Result<Self, String> {
        let cells: Vec<&str> = first.split('\t').collect();
        match Self::named(&cells)? {
            Some(named) => Ok(named),
            None => Self::by_place(&cells),
        }
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
        let names: Vec<String> = cells.iter().map(|cell| cell.trim_start_matches('#').trim().to_lowercase()).collect();
        let find = |wanted: &[&str]| names.iter().position(|name| wanted.contains(&name.as_str()));
        let (Some(a), Some(b)) = (find(&["id_a", "doc_a"]), find(&["id_b", "doc_b"])) else {
            return Ok(None);
        };
        let offsets: Vec<usize> = OFFSETS.iter().filter_map(|wanted| find(wanted)).collect();
        let form = match (offsets.as_slice(), <[usize; 4]>::try_from(offsets.as_slice())) {
            ([], _) => RecordEncoding::Pairs,
            (_, Ok(offsets)) => RecordEncoding::Passages(offsets),
            _ => return Err("of start_a, end_a, start_b and end_b some are not there".into()),
        };
        let third = Some(2).filter(|at| *at < cells.len() && ![a, b].contains(at));
        let value = find(&["label", "similarity"]).or(third).filter(|_| form == RecordEncoding::Pairs);
        Ok(Some(Self { form, ids: [a, b], value, named: true, count: cells.len() }))
    }

    fn by_place(cells: &[&str]) -> Result<Self, String> {
        let (ids, offsets) = PASSAGE;
        // One broken offset in the first line does not make it a pair of documents.
        let numbers = offsets.iter().filter(|&&at| cells.get(at).is_some_and(|cell| cell.parse::<usize>().is_ok()));
        let count = cells.len();
        match (count, numbers.count()) {
            (6.., 3..) => Ok(Self { form: RecordEncoding::Passages(offsets), ids, value: None, named: false, count }),
            (2.., _) => {
                let value = (count > 2).then_some(2);
                Ok(Self { form: RecordEncoding::Pairs, ids: [0, 1], value, named: false, count })
            }
            _ => {
                Err(format!("{}: neither id_a, id_b nor doc_a, start_a, end_a, doc_b, start_b, end_b", counted(count)))
            }
        }
    }
}

fn counted(columns: usize) -> String {
    if columns == 1 { "1 column".into() } else { format!("{columns} columns") }
}
