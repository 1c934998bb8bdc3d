//! Edit scripts: how one run of characters becomes another.

use super::costs::Costs;

/// An operation of an edit script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditOp {
    /// This number of characters are equal.
    Equal(u32),
    /// Characters of the first side are replaced by characters of the second side; one of them may
    /// be none.
    Change {
        /// Number of characters of the first side.
        a: u32,
        /// Number of characters of the second side.
        b: u32,
    },
}

impl EditOp {
    /// Number of characters of the first side.
    #[must_use]
    pub fn a(self) -> u32 {
        match self {
            Self::Equal(len) => len,
            Self::Change { a, .. } => a,
        }
    }

    /// Number of characters of the second side.
    #[must_use]
    pub fn b(self) -> u32 {
        match self {
            Self::Equal(len) => len,
            Self::Change { b, .. } => b,
        }
    }

    pub(super) fn swapped(self) -> Self {
        match self {
            Self::Equal(len) => Self::Equal(len),
            Self::Change { a, b } => Self::Change { a: b, b: a },
        }
    }

    pub(super) fn score(self, costs: Costs) -> i64 {
        match self {
            Self::Equal(len) => costs.equal_score() * i64::from(len),
            Self::Change { a, b } => -costs.change_cost(a, b),
        }
    }
}

/// Operations in order; neighbours of one kind are joined.
#[derive(Debug, Default)]
pub(super) struct EditScript {
    ops: Vec<EditOp>,
}

impl EditScript {
    pub(super) fn ops(&self) -> &[EditOp] {
        &self.ops
    }

    pub(super) fn into_ops(self) -> Vec<EditOp> {
        self.ops
    }

    pub(super) fn extend(&mut self, ops: impl IntoIterator<Item = EditOp>) {
        for op in ops {
            self.push(op);
        }
    }

    pub(super) fn push(&mut self, op: EditOp) {
        match (self.ops.last_mut(), op) {
            (_, EditOp::Equal(0) | EditOp::Change { a: 0, b: 0 }) => {}
            (Some(EditOp::Equal(len)), EditOp::Equal(more)) => *len += more,
            (Some(EditOp::Change { a, b }), EditOp::Change { a: more_a, b: more_b }) => {
                *a += more_a;
                *b += more_b;
            }
            _ => self.ops.push(op),
        }
    }
}

/// Number of characters of both sides that some operations consume.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lengths {
    pub(super) a: usize,
    pub(super) b: usize,
}

impl Lengths {
    pub(super) fn of(ops: &[EditOp]) -> Self {
        let a: u32 = ops.iter().map(|op| op.a()).sum();
        let b: u32 = ops.iter().map(|op| op.b()).sum();
        Self { a: a as usize, b: b as usize }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_one_kind_are_joined_and_empty_operations_left_out() {
        let mut script = EditScript::default();
        let one = EditOp::Change { a: 1, b: 0 };
        script.extend([
            EditOp::Equal(2),
            EditOp::Equal(0),
            EditOp::Equal(1),
            one,
            EditOp::Change { a: 0, b: 2 },
        ]);
        assert_eq!(script.ops(), [EditOp::Equal(3), EditOp::Change { a: 1, b: 2 }]);
        assert_eq!(Lengths::of(script.ops()), Lengths { a: 4, b: 5 });
    }
}
