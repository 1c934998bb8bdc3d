//! The command `leitong`.

fn main() {}
