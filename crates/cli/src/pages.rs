//! What installers want: completions and manual pages.

use std::io;

use clap::CommandFactory;
use clap::error::ErrorKind;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::output;

pub(crate) fn completions(shell: Shell) -> Result<(), Failure> {
    // The generator panics where it cannot write, as into a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "provost", &mut script);
    output::print(&script)
}

pub(crate) fn man(subcommand: Option<&str>) -> Result<(), Failure> {
    let mut command = Arguments::command();
    command.build();
    let page = match subcommand {
        None => command,
        Some(name) => match command.find_subcommand(name) {
            Some(found) => found.clone(),
            None => {
                let message = format!("no subcommand '{name}'");
                command.error(ErrorKind::InvalidSubcommand, message).exit()
            }
        },
    };
    let mut text = Vec::new();
    Man::new(page)
        .render(&mut text)
        .map_err(|error: io::Error| Failure::File { path: "manual page".into(), error })?;
    output::print(&text)
}
