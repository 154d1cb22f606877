//! The document, and what it says of its context.

use alloc::vec::Vec;
use core::fmt;

use crate::characteristic::Characteristic;
use crate::check::CheckOptions;
use crate::document::Document;
use crate::finding::{Finding, Severity};
use crate::kind::Kind;

/// Builds a document that [`check`](Document::check) finds no error in.
#[derive(Clone, Debug)]
pub struct DocumentBuilder {
    document: Document,
}

/// Why a document is not built: what is wrong with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invalid {
    findings: Vec<Finding>,
}

impl DocumentBuilder {
    /// A document of version 1.1.
    #[must_use]
    pub fn new() -> Self {
        Self { document: Document::new().with_version("1.1") }
    }

    /// With a version, for receivers of 1.0.
    #[must_use]
    pub fn with_version(mut self, version: &str) -> Self {
        self.document = self.document.with_version(version);
        self
    }

    /// With a characteristic at the end.
    #[must_use]
    pub fn with(mut self, characteristic: impl Into<Characteristic>) -> Self {
        self.document = self.document.with(characteristic.into());
        self
    }

    /// The document, in the order of the DTD.
    ///
    /// # Errors
    /// [`Invalid`] with every finding, of which one at least is an error.
    pub fn build(self) -> Result<Document, Invalid> {
        self.build_with(&CheckOptions::new())
    }

    /// The document, checked as the options say.
    ///
    /// # Errors
    /// [`Invalid`] with every finding, of which one at least is an error.
    pub fn build_with(self, options: &CheckOptions<'_>) -> Result<Document, Invalid> {
        let document = self.document.in_order();
        let findings = document.check_with(options);
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            return Err(Invalid { findings });
        }
        Ok(document)
    }
}

impl Default for DocumentBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl Invalid {
    /// What is wrong, warnings with it.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut errors = self.findings.iter().filter(|finding| finding.severity == Severity::Error);
        match errors.next() {
            Some(first) => write!(f, "{first}, and {} more", errors.count()),
            None => f.write_str("no error"),
        }
    }
}

impl core::error::Error for Invalid {}

/// Builds the configuration context (`BOOTSTRAP`).
#[derive(Clone, Debug)]
pub struct ContextBuilder(Characteristic);

impl ContextBuilder {
    /// A context without a provisioning server.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(Characteristic::new(Kind::Bootstrap).with("NAME", name))
    }

    /// With the provisioning server, whose URL is the identity of the context.
    #[must_use]
    pub fn at(self, url: &str) -> Self {
        Self(self.0.with("PROVURL", url))
    }

    /// With the proxy to the provisioning server.
    #[must_use]
    pub fn through_proxy(self, id: &str) -> Self {
        Self(self.0.with("PROXY-ID", id))
    }

    /// In networks of a country, by their codes.
    #[must_use]
    pub fn in_networks(self, country: &str, networks: &[&str]) -> Self {
        let own = self.0.with("COUNTRY", country);
        Self(networks.iter().fold(own, |own, network| own.with("NETWORK", network)))
    }

    /// With so many contexts allowed beside it: of the privileged context alone.
    #[must_use]
    pub fn allowing(self, contexts: u8) -> Self {
        let mut digits = [0; 3];
        Self(self.0.with("CONTEXT-ALLOW", decimal(u32::from(contexts), &mut digits)))
    }

    /// With any other parm.
    #[must_use]
    pub fn with(self, name: &str, value: &str) -> Self {
        Self(self.0.with(name, value))
    }
}

impl From<ContextBuilder> for Characteristic {
    fn from(builder: ContextBuilder) -> Self {
        builder.0
    }
}

/// A number in digits, in the room of the caller.
pub(super) fn decimal(mut number: u32, room: &mut [u8]) -> &str {
    let mut at = room.len();
    for digit in room.iter_mut().rev() {
        *digit = b'0'.saturating_add(u8::try_from(number % 10).unwrap_or(0));
        number /= 10;
        at = at.saturating_sub(1);
        if number == 0 {
            break;
        }
    }
    let digits = room.get(at..).unwrap_or_default();
    core::str::from_utf8(digits).unwrap_or("0")
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn numbers_in_digits() {
        for (number, text) in [(0, "0"), (7, "7"), (65_535, "65535"), (10_000, "10000")] {
            assert_eq!(decimal(number, &mut [0; 5]), text);
        }
    }
}
