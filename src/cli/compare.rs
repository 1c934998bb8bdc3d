//! `leitong compare`: two documents side by side.

use leitong::error::Result;
use leitong::pipeline::{Level, Scan};
use leitong::report::{View, write_side_by_side};

use super::args::{CompareArgs, Format};
use super::scan::find;

pub(crate) fn run(args: &CompareArgs) -> Result<()> {
    let scan = Scan::new(args.matching.settings(&Level::ALL)?)?;
    let paths = [args.a.clone(), args.b.clone()];
    let (collection, mut findings) = find(&paths, &args.reading.options(), &scan, &args.running)?;
    findings.keep_across();
    let view = View::new(&collection, &findings, scan.settings());
    if args.output.format != Format::Text {
        return args.output.write(&view, usize::MAX, &[]);
    }
    let look = args.output.look(usize::MAX);
    args.output.deliver(|out| {
        for (number, found) in view.matches.iter().enumerate() {
            writeln!(
                out,
                "{}  {}, {}, similarity {:.2}\n",
                number + 1,
                found.level,
                found.kind.name(),
                found.similarity
            )?;
            write_side_by_side(found, look, out)?;
            writeln!(out)?;
        }
        if view.matches.is_empty() {
            writeln!(out, "The two documents have nothing in common.")?;
        }
        Ok(())
    })
}
