//! The command `leitong`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
