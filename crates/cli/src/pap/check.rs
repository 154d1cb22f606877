//! `provost pap check`: what a document has against the rules.

use core::fmt::Write as _;

use clap::Args;
use provost::push::mime::{MediaType, Multipart};
use provost::push::pap::{Post, check};

use super::{Source, failure};
use crate::failure::Failure;
use crate::output;

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    source: Source,
}

pub(super) fn run(arguments: &Check) -> Result<(), Failure> {
    let (content_type, body) = arguments.source.read()?;
    let leniency = arguments.source.leniency();
    let media = MediaType::parse(&content_type).map_err(|error| failure(&error))?;
    let control = if media.is("multipart/related") {
        let multipart = Multipart::decode_with(&content_type, &body, leniency);
        let multipart = multipart.map_err(|error| failure(&error))?;
        let root = multipart.root(&media).and_then(|at| multipart.parts.get(at));
        let root = root.ok_or_else(|| Failure::Document("there is no control entity".into()))?;
        root.content().map_err(|error| failure(&error))?
    } else {
        body.clone()
    };
    let violations = check(&control).map_err(|error| failure(&error))?;
    let mut text = String::new();
    for violation in &violations {
        let _ = writeln!(text, "{violation}");
    }
    // What is around the document is checked by reading all of it.
    if violations.is_empty() {
        Post::decode_with(&content_type, &body, leniency).map_err(|error| failure(&error))?;
        text.push_str("valid\n");
    }
    output::show(&text)?;
    if violations.is_empty() { Ok(()) } else { Err(Failure::NotVerified) }
}
