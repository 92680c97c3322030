//! The program that typesets what is not the program's own, for tests: they run in programs that cannot start
//! themselves again.

use std::process::ExitCode;

fn main() -> ExitCode {
    typesetting::apart::serve_if_asked().unwrap_or(ExitCode::FAILURE)
}
