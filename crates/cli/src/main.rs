//! The command `provost`.

fn main() -> std::process::ExitCode {
    provost_cli::main()
}
