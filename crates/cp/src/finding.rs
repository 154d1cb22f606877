//! Findings: what is wrong with a document, by which rule, and where.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write as _};

use crate::characteristic::Characteristic;

/// What is wrong in one place of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How bad it is.
    pub severity: Severity,
    /// The place: `PXLOGICAL[0]/PXPHYSICAL[1]/TO-NAPID`.
    pub path: String,
    /// Where it began in the input; nothing for what a program made.
    pub offset: Option<usize>,
}

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Severity {
    /// Receivers may do with it what they like.
    Note,
    /// Some receivers will not do what is meant.
    Warning,
    /// Receivers must ignore it, or the document.
    Error,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{severity} {}: {} in {}", self.rule.id(), self.rule.text(), self.path)?;
        match self.offset {
            Some(offset) => write!(f, " at byte {offset}"),
            None => Ok(()),
        }
    }
}

/// Findings that are collected at most: what comes behind them is one, `CP-MORE`. A document can
/// have as many faults as parms.
pub const MAX_FINDINGS: usize = 1_000;

/// Findings as they are made.
#[derive(Default)]
pub(crate) struct Findings {
    list: Vec<Finding>,
}

impl Findings {
    pub(crate) fn add(&mut self, rule: Rule, path: impl FnOnce() -> String, offset: Option<usize>) {
        if self.list.len() < MAX_FINDINGS {
            self.list.push(Finding { rule, severity: rule.severity(), path: path(), offset });
        } else if self.list.len() == MAX_FINDINGS {
            let (rule, path) = (Rule::More, String::from("/"));
            self.list.push(Finding { rule, severity: rule.severity(), path, offset: None });
        }
    }

    pub(crate) fn into_list(self) -> Vec<Finding> {
        self.list
    }
}

/// Characters of a name that are shown in a path: a name can be as long as a document.
const SHOWN: usize = 40;

/// A name in a path: a word of the document, shortened and with nothing in it that acts on a
/// terminal.
pub(crate) fn push_name(path: &mut String, name: &str) {
    for character in name.chars().take(SHOWN) {
        let plain = !character.is_control() && !crate::invisible::is_invisible(character);
        path.push(if plain && character != '/' { character } else { '?' });
    }
    if name.chars().nth(SHOWN).is_some() {
        path.push_str("..");
    }
}

/// A characteristic in a path.
pub(crate) fn push_step(path: &mut String, characteristic: &Characteristic, index: usize) {
    if !path.is_empty() {
        path.push('/');
    }
    push_name(path, characteristic.kind().name().unwrap_or("?"));
    let _ = write!(path, "[{index}]");
}

/// A parm in a path.
pub(crate) fn push_parm(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('/');
    }
    push_name(path, if name.is_empty() { "?" } else { name });
}

/// Makes the rules: an expansion is a variant, and a row of what it says in each of the functions.
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident, $id:literal, $severity:ident, $section:literal, $text:literal;)*) => {
        /// A rule that a document breaks, or a reason why a receiver ignores a part of it.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $text] $name,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The identifier, which stays the same: `CP-REF-NAP`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// Where the rule stands.
            #[must_use]
            pub const fn section(self) -> &'static str {
                match self { $(Self::$name => $section,)* }
            }

            /// What is wrong, in one phrase.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// How bad it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }
        }
    };
}

rules! {
    Version, "CP-DOC-VERSION", Error, "WAP-183 5.4", "unknown major version";
    Empty, "CP-DOC-EMPTY", Error, "WAP-183 5.1.2", "no characteristic";
    TypeMissing, "CP-DTD-TYPE", Error, "WAP-183 5.1.2", "characteristic without a type";
    NameMissing, "CP-DTD-NAME", Error, "WAP-183 5.1.2", "parm without a name";
    Foreign, "CP-DTD-FOREIGN", Warning, "WAP-183 5.1.2", "element, attribute or content that the document type lacks";
    Astray, "CP-DTD-ASTRAY", Error, "WAP-183 5.1.2", "parm outside of a characteristic";
    Order, "CP-DTD-ORDER", Warning, "WAP-183 5.1.2", "parm behind a characteristic";
    UnknownToken, "CP-TOKEN", Error, "WAP-183 8", "token that the tables lack";
    Nesting, "CP-NESTING", Error, "WAP-183 4", "characteristic that does not belong here";
    UnknownType, "CP-TYPE-UNKNOWN", Warning, "WAP-185 5.1", "characteristic of a type that is not registered";
    UnknownParm, "CP-PARM-UNKNOWN", Warning, "WAP-185 5.1", "parm that is not known here";
    Missing, "CP-PARM-MISSING", Error, "WAP-183 4", "mandatory parm is missing";
    Repeated, "CP-PARM-REPEATED", Error, "WAP-185 5.1", "parm for a second time";
    TooMany, "CP-PARM-MANY", Error, "WAP-185 5.1", "parm more often than receivers take";
    ValueMissing, "CP-VALUE-MISSING", Error, "WAP-183 4", "parm without a value";
    Nul, "CP-VALUE-NUL", Error, "WBXML 1.3 5.8.4.1", "text with a NUL, which neither syntax can carry";
    FlagValue, "CP-VALUE-FLAG", Warning, "WAP-183 4", "flag with a value";
    Word, "CP-VALUE-WORD", Error, "WAP-183 4", "value is not one of the registered words";
    OpenWord, "CP-VALUE-OPEN", Warning, "WAP-183 4.6", "value is not one of the registered words, of which there may be more";
    Number, "CP-VALUE-NUMBER", Error, "WAP-183 4", "value is not a number in its range";
    Hexadecimal, "CP-VALUE-HEX", Error, "WAP-183 4.6", "value is not hexadecimal digits of its field";
    Boolean, "CP-VALUE-BOOLEAN", Error, "WAP-183 4.5", "value is neither 0 nor 1";
    WspVersion, "CP-VALUE-WSP", Error, "WAP-183 4.5", "value is not a version of two numbers";
    Address, "CP-VALUE-ADDRESS", Warning, "WAP-183 4.5", "address is not of its type";
    Scheme, "CP-VALUE-SCHEME", Warning, "WAP-183 4.5", "address has no scheme, http is assumed";
    Length, "CP-LENGTH", Warning, "WAP-183 4", "value is longer than every receiver stores";
    ChildMissing, "CP-CHILD-MISSING", Error, "WAP-183 4.5", "proxy without an address";
    OnlyOne, "CP-CHILD-ONE", Error, "WAP-183 4.3", "characteristic of which there is one, for a second time";
    ReferenceNap, "CP-REF-NAP", Error, "WAP-183 5", "no access point of that NAPID";
    ReferenceInternet, "CP-REF-INTERNET", Warning, "WAP-183 4.5", "no access point with INTERNET in this document";
    ReferenceProxy, "CP-REF-PROXY", Error, "WAP-183 5", "no proxy of that PROXY-ID";
    ReferenceApp, "CP-REF-APP", Error, "TS 24.167 B.2", "no application of that APPREF";
    Cycle, "CP-REF-CYCLE", Error, "TS 24.167 B.2", "applications that refer to one another in a circle";
    TooManyRoutes, "CP-REF-MANY", Warning, "WAP-185 5.2", "more routes than are computed";
    DuplicateNap, "CP-DUP-NAP", Error, "WAP-185 5.1", "NAPID for a second time";
    DuplicateApp, "CP-DUP-APPREF", Error, "TS 24.167 B.2", "APPREF for a second time";
    DuplicateVendor, "CP-DUP-VENDOR", Error, "WAP-183 4.4", "vendor settings of that name for a second time";
    DuplicatePort, "CP-DUP-PORT", Error, "WAP-183 6.2", "port number for a second time";
    DuplicateAuth, "CP-DUP-AUTH", Error, "WAP-183 4.5", "credentials of that type for a second time";
    DuplicateCountry, "CP-DUP-COUNTRY", Error, "WAP-183 4.6", "validity of that country or operator for a second time";
    Merged, "CP-DUP-PROXY", Warning, "WAP-185 5.1", "proxy of that identifier for a second time, which is merged with the first";
    NeedsCountry, "CP-NEEDS-COUNTRY", Error, "WAP-183 4.6", "NETWORK without COUNTRY";
    NeedsSoc, "CP-NEEDS-SOC", Error, "WAP-183 4.6", "SID without SOC";
    NeedsAuthType, "CP-NEEDS-AUTHTYPE", Warning, "ProvCont 1.1", "PROXY-PW without PPGAUTH-TYPE";
    DomainSubset, "CP-DOMAIN-SUBSET", Warning, "WAP-183 4.5", "domain that its proxy does not have";
    AppUnknown, "CP-APP-UNKNOWN", Note, "OMNA", "application that the table lacks";
    AppMissing, "CP-APP-MISSING", Error, "OMNA", "parm that the application needs is missing";
    AppWanted, "CP-APP-WANTED", Warning, "TS 24.167 B.2", "parm that the application should have is missing";
    AppAddress, "CP-APP-ADDRESS", Error, "OMNA", "application needs an address";
    AppXmlOnly, "CP-APP-XML", Warning, "OMNA", "application that is configured in XML alone";
    NotValidHere, "CP-USE-VALIDITY", Note, "WAP-185 5.2", "access point is of no use in this network";
    NoBearer, "CP-USE-BEARER", Note, "WAP-185 5.2", "access point with no bearer that the device has";
    NoNap, "CP-USE-NAP", Note, "WAP-185 5.2", "proxy without an access point of use";
    LaterContext, "CP-UAB-CONTEXT", Warning, "WAP-185 6", "definition that one of a higher rank hides";
    Illegal, "CP-UAB-ILLEGAL", Warning, "WAP-185 5.1", "definition that is ignored as illegal";
    UnknownValue, "CP-UAB-VALUE", Warning, "WAP-185 5.1", "parm with an unknown value is ignored";
    ContextFull, "CP-UAB-FULL", Error, "WAP-185 8", "no further context is allowed";
    Bootstrapped, "CP-UAB-TWICE", Error, "WAP-184 5.1", "context is bootstrapped already";
    CardHolds, "CP-UAB-CARD", Error, "WAP-184 7.1.1", "context is that of the smart card";
    PrivilegeTaken, "CP-UAB-PRIVILEGED", Error, "WAP-185 8", "another context is the privileged one";
    NotPrivileged, "CP-UAB-PRIVILEGE", Warning, "WAP-185 8", "CONTEXT-ALLOW outside of the privileged context";
    More, "CP-MORE", Warning, "-", "further findings are left out";
}
