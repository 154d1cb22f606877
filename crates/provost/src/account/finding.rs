//! What of a document does not become a part of the tree.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write as _};

use crate::dm::object::Loss;

/// What of a document is not in the objects, or not as it says.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// What.
    pub problem: Problem,
    /// Where: `APPLICATION[0]/APPAUTH[1]/AAUTHDATA`.
    pub path: String,
}

/// What is the matter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Problem {
    /// No PROVIDER-ID, or one that no access control list can name: no account.
    Server,
    /// A second account of a server: the first counts.
    SecondAccount,
    /// No address: the account is made, and no session can begin with it.
    NoAddress,
    /// An address of a type that an account does not have: it is left out.
    AddressType,
    /// AAUTHDATA that is no base64, or too long: it is left out.
    Nonce,
    /// No AAUTHLEVEL that is known: taken for APPSRV.
    Level,
    /// No AAUTHTYPE: taken for DIGEST.
    NoScheme,
    /// A server that proves itself by another scheme than DIGEST.
    ServerScheme,
    /// A reference to what the document does not have.
    Reference,
    /// An application without a template: it is left out.
    NoTemplate,
    /// More of its kind than are installed of one document or one object: the rest is left out.
    TooMany,
    /// Something that no node carries.
    NotCarried,
    /// Something that the layout has no room for.
    Lost(Loss),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Server => "no identifier of a server, so no account",
            Self::SecondAccount => "second account of a server is left out",
            Self::NoAddress => "no address of the server",
            Self::AddressType => "address of a type that accounts do not have is left out",
            Self::Nonce => "nonce that is no base64 is left out",
            Self::Level => "no level that is known, taken for APPSRV",
            Self::NoScheme => "no scheme, taken for DIGEST",
            Self::ServerScheme => "server that does not prove itself by DIGEST",
            Self::Reference => "reference to what the document does not have",
            Self::NoTemplate => "application without a template is left out",
            Self::TooMany => "more than are installed of its kind",
            Self::NotCarried => "not carried to the tree",
            Self::Lost(loss) => return write!(f, "no room for {loss}"),
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.problem, self.path)
    }
}

/// Findings that are collected at most.
pub const MAX_FINDINGS: usize = 1_000;

/// Characters of a name that are shown: it can be as long as a document.
const SHOWN: usize = 40;

/// Findings as they are made.
#[derive(Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    /// In an application, at a place inside of it.
    pub(super) fn add(&mut self, problem: Problem, application: usize, place: &str) {
        self.at(problem, "APPLICATION", application, place);
    }

    /// In a characteristic of a document, at a place inside of it.
    pub(super) fn at(&mut self, problem: Problem, kind: &str, number: usize, place: &str) {
        if self.0.len() >= MAX_FINDINGS {
            return;
        }
        let mut path = alloc::format!("{kind}[{number}]");
        if !place.is_empty() {
            path.push('/');
            for character in place.chars().take(SHOWN) {
                // A string takes whatever is written to it.
                let _ = match character {
                    ' '..='~' => path.write_char(character),
                    _ => write!(path, "{}", character.escape_default()),
                };
            }
        }
        self.0.push(Finding { problem, path });
    }

    /// Where more stands at a place of an application than becomes nodes.
    pub(super) fn bound<I>(
        &mut self,
        mut all: impl Iterator<Item = I>,
        bound: usize,
        application: usize,
        place: &str,
    ) {
        if all.nth(bound).is_some() {
            self.add(Problem::TooMany, application, place);
        }
    }

    pub(super) fn losses(&mut self, application: usize, losses: &[Loss]) {
        losses.iter().for_each(|loss| self.add(Problem::Lost(*loss), application, ""));
    }

    pub(super) fn into_list(self) -> Vec<Finding> {
        self.0
    }
}
