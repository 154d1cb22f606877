//! Versions of PAP: how a document names its own, and which one an answer has (WAP-247, 9).

use alloc::string::String;

use crate::error::{Error, ErrorKind, Expected};
use crate::version::{VersionList, VersionPattern};

pub use crate::version::Version;

impl Version {
    /// PAP 1.0 (WAP-164).
    pub const V1_0: Self = Self::new(1, 0);
    /// PAP 2.0 (WAP-247): replacing, and version negotiation.
    pub const V2_0: Self = Self::new(2, 0);
    /// PAP 2.1 (OMA).
    pub const V2_1: Self = Self::new(2, 1);
    /// PAP 2.2 (OMA).
    pub const V2_2: Self = Self::new(2, 2);
}

/// The versions of PAP that are known by number.
const KNOWN: [Version; 4] = [Version::V1_0, Version::V2_0, Version::V2_1, Version::V2_2];

/// The document type declaration of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a declaration has two identifiers")]
pub struct Doctype {
    /// The public identifier.
    pub public_id: Option<String>,
    /// The system identifier.
    pub system_id: Option<String>,
}

impl Doctype {
    /// The declaration of a version.
    ///
    /// The identifiers of 1.0 and 2.0 are those of the Forum, of 2.1 what is seen in the field. The
    /// owner in those of 2.2 and above is not certain; readers take any.
    #[must_use]
    pub fn of(version: Version) -> Self {
        let owner = if version > Version::V2_1 { "OMA" } else { "WAPFORUM" };
        let place = if version > Version::V2_0 {
            "http://www.openmobilealliance.org/tech/DTD"
        } else {
            "http://www.wapforum.org/DTD"
        };
        Self {
            public_id: Some(alloc::format!("-//{owner}//DTD PAP {version}//EN")),
            system_id: Some(alloc::format!("{place}/pap_{version}.dtd")),
        }
    }

    /// The version that the public identifier names, whoever owns it.
    ///
    /// `DTD PAP` without a number is 1.0, as in the documentation of Kannel.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        let mut fields = self.public_id.as_deref()?.split("//");
        let text = fields.nth(2)?.trim().strip_prefix("DTD PAP")?;
        match text.strip_prefix(' ') {
            Some(version) => Version::parse(version.trim()),
            None => text.is_empty().then_some(Version::V1_0),
        }
    }
}

/// What a gateway makes of the version of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "the outcome of one rule")]
pub struct Negotiation {
    /// Whether the document can be processed; else the answer is `badmessage-response` 3002.
    pub is_supported: bool,
    /// The version of the answer.
    pub version: Version,
    /// Whether the answer names the versions of the gateway: only a peer that is known to support
    /// one above 1.0 knows the instruction.
    pub with_instruction: bool,
}

/// Which version an answer has: that of the document where it is supported, else the one that the
/// initiator likes best and both know, else 1.0, which every initiator should read.
///
/// ```
/// use provost_push::{Version, VersionList, pap::negotiate};
///
/// let ours = VersionList::parse("2.0,1.0")?;
/// let theirs = VersionList::parse("3.1,2.*")?;
/// let outcome = negotiate(Version::new(3, 1), Some(&theirs), &ours);
/// assert!(!outcome.is_supported && outcome.with_instruction);
/// assert_eq!(outcome.version, Version::new(2, 0));
/// # Ok::<(), provost_push::Error>(())
/// ```
#[must_use]
pub fn negotiate(
    document: Version,
    theirs: Option<&VersionList>,
    ours: &VersionList,
) -> Negotiation {
    // 9.2: without the instruction the initiator is taken to know the version of its document only.
    let with_instruction = document > Version::V1_0
        || theirs.is_some_and(|theirs| theirs.reaches_above(Version::V1_0));
    let is_supported = ours.contains(document);
    let version = if is_supported {
        document
    } else {
        let theirs = theirs.map(VersionList::patterns).unwrap_or_default();
        theirs.iter().find_map(|theirs| common(*theirs, ours)).unwrap_or(Version::V1_0)
    };
    Negotiation { is_supported, version, with_instruction }
}

/// The highest version that a pattern and a list share.
fn common(theirs: VersionPattern, ours: &VersionList) -> Option<Version> {
    let major = match theirs {
        VersionPattern::Exact(version) => return ours.contains(version).then_some(version),
        VersionPattern::AnyMinor(major) => major,
    };
    let exact = ours.patterns().iter().filter_map(|ours| match ours {
        VersionPattern::Exact(version) => Some(*version),
        VersionPattern::AnyMinor(_) => None,
    });
    // Where both take any minor version, one that is known to exist.
    let known = KNOWN.into_iter().filter(|version| ours.contains(*version));
    let any = ours.contains(Version::new(major, 0)).then(|| Version::new(major, 0));
    exact.chain(known).chain(any).filter(|version| version.major == major).max()
}

/// The list in the data of a `wap-pap-ver` instruction: `supported-versions="2.0,1.*"`.
///
/// # Errors
/// [`Form`](ErrorKind::Form) where it is something else.
pub(super) fn instruction(data: &str) -> Result<&str, Error> {
    let fault = Error::new(ErrorKind::Form(Expected::Version), 0);
    let data = data.trim();
    let value = data.strip_prefix("supported-versions").ok_or(fault)?.trim_start();
    let value = value.strip_prefix('=').ok_or(fault)?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\'')).ok_or(fault)?;
    value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote)).ok_or(fault)
}

impl VersionList {
    /// Reads a whole processing instruction, `<?wap-pap-ver supported-versions="2.0,1.*"?>`.
    ///
    /// # Errors
    /// [`Form`](ErrorKind::Form) where it is something else.
    pub fn from_instruction(text: &str) -> Result<Self, Error> {
        let data = text.strip_prefix("<?wap-pap-ver").and_then(|text| text.strip_suffix("?>"));
        let fault = Error::new(ErrorKind::Form(Expected::Version), 0);
        Self::parse(instruction(data.ok_or(fault)?)?)
    }

    /// The processing instruction that names these versions.
    #[must_use]
    pub fn to_instruction(&self) -> String {
        alloc::format!("<?{TARGET} supported-versions=\"{self}\"?>")
    }
}

pub(super) const TARGET: &str = "wap-pap-ver";

/// The data of the instruction in an internal subset, which holds comments and instructions only.
pub(super) fn in_subset(subset: &str) -> Option<&str> {
    let mut rest = subset;
    loop {
        rest = rest.trim_start();
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->")?.1;
        } else {
            let (inside, after) = rest.strip_prefix("<?")?.split_once("?>")?;
            match inside.strip_prefix(TARGET) {
                Some(data) if data.starts_with([' ', '\t', '\r', '\n']) => return Some(data),
                _ => rest = after,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_identifiers() {
        let version =
            |public: &str| Doctype { public_id: Some(public.into()), system_id: None }.version();
        for known in KNOWN.into_iter().chain([Version::new(2, 10)]) {
            assert_eq!(Doctype::of(known).version(), Some(known));
        }
        assert_eq!(version("-//WAPFORUM//DTD PAP//EN"), Some(Version::V1_0));
        assert_eq!(version("-//OTHER//DTD PAP 2.3//EN"), Some(Version::new(2, 3)));
        for text in ["", "-//WAPFORUM//DTD SI 1.0//EN", "-//WAPFORUM//DTD PAP x//EN", "PAP 2.0"] {
            assert_eq!(version(text), None, "{text}");
        }
    }

    #[test]
    fn negotiations() {
        // Document, their list, our list: supported, version of the answer, with instruction.
        for (document, theirs, ours, expected) in [
            ("1.0", "", "1.0", (true, "1.0", false)),
            ("2.0", "", "2.0,1.0", (true, "2.0", true)),
            ("1.0", "2.0,1.*", "2.0,1.0", (true, "1.0", true)),
            ("3.0", "", "2.0,1.0", (false, "1.0", true)),
            ("3.0", "3.0,2.*,1.*", "2.1,2.0,1.0", (false, "2.1", true)),
            ("3.0", "3.0,2.0,2.1", "2.1,2.0,1.0", (false, "2.0", true)),
            ("3.0", "3.*", "2.0", (false, "1.0", true)),
            ("2.10", "2.*", "2.4", (false, "2.4", true)),
            ("1.5", "1.5", "1.0", (false, "1.0", true)),
            ("2.7", "", "2.*", (true, "2.7", true)),
            ("3.0", "2.*", "2.*,1.*", (false, "2.2", true)),
            ("5.0", "4.*", "4.*", (false, "4.0", true)),
        ] {
            let theirs = VersionList::parse(theirs).ok();
            let ours = VersionList::parse(ours).unwrap();
            let outcome = negotiate(Version::parse(document).unwrap(), theirs.as_ref(), &ours);
            let (is_supported, version, with_instruction) = expected;
            let version = Version::parse(version).unwrap();
            let expected = Negotiation { is_supported, version, with_instruction };
            assert_eq!(outcome, expected, "{document} {theirs:?}");
        }
    }

    #[test]
    fn instructions() {
        for (text, is_read) in [
            ("<?wap-pap-ver supported-versions=\"2.0,1.*\"?>", true),
            ("<?wap-pap-ver  supported-versions = '2.0' ?>", true),
            ("<?wap-pap-ver supported-versions=\"*.0\"?>", false),
            ("<?wap-pap-ver supported-versions=\"\"?>", false),
            ("<?wap-pap-ver supported-versions=\"2.0?>", false),
            ("<?wap-pap-ver versions=\"2.0\"?>", false),
            ("<?other supported-versions=\"2.0\"?>", false),
        ] {
            assert_eq!(VersionList::from_instruction(text).is_ok(), is_read, "{text}");
        }
        let subset =
            " <!-- <?wap-pap-ver a?> --> <?other b?> <?wap-pap-verx c?>\n<?wap-pap-ver d?>";
        assert_eq!(in_subset(subset), Some(" d"));
        assert_eq!(in_subset(" <!-- a -->"), None);
    }
}
