//! What kinds of faults are called: one phrase, of which no two are the same.

#![allow(
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "what fails here is a test that fails"
)]

mod dm;
mod provisioning;

use std::collections::BTreeMap;
use std::fmt::{Debug, Display};

use provost::dm::uri::UriFault;
use provost::push::pap::ViolationKind;
use provost::{push, wbxml};

/// Names of the specifications that look like words.
const NAMES: [&str; 7] = ["Client ID", "CmdID", "Exec", "LocURI", "MoreData", "MsgID", "Type"];

/// Phrases in lower case but for names, without a period, in one line, each for one kind.
fn phrases<K: Display + Debug>(kinds: impl IntoIterator<Item = K>) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for kind in kinds {
        let (phrase, name) = (kind.to_string(), format!("{kind:?}"));
        let is_named = NAMES.iter().any(|name| phrase.starts_with(name));
        let mut letters = phrase.chars();
        let (first, second) = (letters.next(), letters.next());
        let is_word =
            first.is_some_and(char::is_uppercase) && second.is_some_and(char::is_lowercase);
        assert!(phrase.len() > 2 && (is_named || !is_word), "{name}: {phrase:?}");
        assert!(
            !phrase.contains(['\n', '\r']) && !phrase.ends_with(['.', ' ']),
            "{name}: {phrase:?}"
        );
        if let Some(other) = seen.insert(phrase.clone(), name.clone()) {
            panic!("{other} and {name} are both: {phrase}");
        }
    }
}

#[test]
fn of_wbxml() {
    use wbxml::{Code, ContentError, ErrorKind, Expected, Loss, XmlError};
    let code = Code { page: 1, token: 0x2F };
    phrases([
        ErrorKind::UnexpectedEnd(Expected::Terminator),
        ErrorKind::UnexpectedToken { token: 3, expected: Expected::Root },
        ErrorKind::IntegerTooLong,
        ErrorKind::IntegerOverflow,
        ErrorKind::Version(9),
        ErrorKind::UnknownPublicId(3),
        ErrorKind::UnknownDocumentType,
        ErrorKind::UnknownCharset(3),
        ErrorKind::TableLength(3),
        ErrorKind::TableIndex { index: 3, length: 2 },
        ErrorKind::TableUnterminated,
        ErrorKind::OpaqueLength(3),
        ErrorKind::OpaqueVersion(0),
        ErrorKind::UnknownTag(code),
        ErrorKind::UnknownAttribute(code),
        ErrorKind::UnknownValue(code),
        ErrorKind::UnknownExtension(3),
        ErrorKind::Entity(3),
        ErrorKind::Text,
        ErrorKind::NameCharset,
        ErrorKind::EmptyName,
        ErrorKind::EmptyAttributes,
        ErrorKind::DuplicateAttribute,
        ErrorKind::PageSwitch,
        ErrorKind::SecondRoot,
        ErrorKind::NoRoot,
        ErrorKind::TrailingOctets,
        ErrorKind::EventOrder,
        ErrorKind::BufferTooSmall { needed: 3 },
    ]);
    phrases([
        Expected::Version,
        Expected::PublicId,
        Expected::Charset,
        Expected::TableLength,
        Expected::Integer,
        Expected::Terminator,
        Expected::Page,
        Expected::Root,
        Expected::Content,
        Expected::AttributeStart,
        Expected::Attribute,
        Expected::InstructionValue,
    ]);
    let losses = [
        Loss::Tag(code),
        Loss::Attribute(code),
        Loss::Value(code),
        Loss::Extension,
        Loss::Opaque,
        Loss::Character('\u{0}'),
        Loss::Name,
        Loss::Instruction,
        Loss::Nul,
        Loss::NameCharset,
        Loss::Version(9),
        Loss::Literal,
    ];
    phrases(losses.map(ErrorKind::NotExpressible));
    let contents = [
        ContentError::DateTime,
        ContentError::Integer,
        ContentError::Base64,
        ContentError::Variable,
    ];
    phrases(contents.map(ErrorKind::Content));
    let syntax = [
        XmlError::Syntax,
        XmlError::Unclosed,
        XmlError::EndTag,
        XmlError::Attribute,
        XmlError::Entity,
        XmlError::CharacterReference,
        XmlError::Prefix,
        XmlError::NamespaceReference,
        XmlError::Declaration,
        XmlError::Doctype,
        XmlError::Encoding,
        XmlError::TextOutside,
        XmlError::Character,
    ];
    phrases(syntax.map(ErrorKind::Xml));
}

#[test]
fn of_push() {
    use push::{ErrorKind, Expected, FindingKind, Limit};
    let parts = [
        Expected::Integer,
        Expected::Length,
        Expected::Terminator,
        Expected::Text,
        Expected::Token,
        Expected::Quality,
        Expected::Date,
        Expected::Version,
        Expected::PduType,
        Expected::Transaction,
        Expected::ContentType,
        Expected::Parameter,
        Expected::HeaderName,
        Expected::HeaderValue,
        Expected::Page,
        Expected::ApplicationId,
        Expected::Address,
        Expected::Capability,
        Expected::Port,
        Expected::UserDataHeader,
        Expected::Element,
        Expected::UserData,
        Expected::Timestamp,
        Expected::Validity,
        Expected::Field,
        Expected::Segments,
        Expected::Root,
        Expected::ElementName,
        Expected::Attribute,
        Expected::Boundary,
        Expected::LineEnd,
        Expected::Entity,
        Expected::StatusLine,
        Expected::CpiTag,
        Expected::PushStatus,
        Expected::ClientId,
        Expected::End,
    ];
    phrases(parts);
    phrases([
        ErrorKind::UnexpectedEnd(Expected::End),
        ErrorKind::Unexpected { octet: 3, expected: Expected::Text },
        ErrorKind::Length { length: 3, left: 2 },
        ErrorKind::TrailingOctets(Expected::Text),
        ErrorKind::IntegerTooLong,
        ErrorKind::IntegerOverflow,
        ErrorKind::IntegerForm,
        ErrorKind::Range(Expected::Text),
        ErrorKind::Form(Expected::Text),
        ErrorKind::Character(Expected::Text),
        ErrorKind::Missing(Expected::Text),
        ErrorKind::Repeated(Expected::Text),
        ErrorKind::Unsupported(Expected::Text),
        ErrorKind::NotExpressible(Expected::Text),
        ErrorKind::TooManySegments { needed: 300, most: 255 },
        ErrorKind::Syntax(wbxml::ErrorKind::NoRoot),
    ]);
    let limits = [
        Limit::HeaderOctets,
        Limit::Headers,
        Limit::Parts,
        Limit::Text,
        Limit::SetsPerSender,
        Limit::Sets,
        Limit::OctetsPerSender,
        Limit::Octets,
        Limit::Addresses,
        Limit::Elements,
    ];
    phrases(limits.map(ErrorKind::Limit));
    phrases([
        FindingKind::NotShortest,
        FindingKind::NotCanonical(Expected::Text),
        FindingKind::NotConformant(Expected::Text),
        FindingKind::NotUnderstood(Expected::Text),
        FindingKind::Unquoted,
        FindingKind::ContentTypeHeader,
        FindingKind::MacWithoutSec,
        FindingKind::MacForm,
        FindingKind::Count { said: 2, found: 3 },
        FindingKind::TrailingFields,
        FindingKind::Rule(Expected::Text),
    ]);
    phrases([
        ViolationKind::Doctype,
        ViolationKind::Root,
        ViolationKind::VersionList,
        ViolationKind::InstructionPlace,
        ViolationKind::MissingAttribute,
        ViolationKind::UnknownAttribute,
        ViolationKind::LaterAttribute,
        ViolationKind::Word,
        ViolationKind::Time,
        ViolationKind::Code,
        ViolationKind::CodePlace,
        ViolationKind::MissingElement,
        ViolationKind::UnknownElement,
        ViolationKind::ElementOrder,
        ViolationKind::RepeatedElement,
        ViolationKind::Text,
        ViolationKind::More,
    ]);
}

#[test]
fn of_addresses() {
    phrases([
        UriFault::Empty,
        UriFault::LeadingSlash,
        UriFault::TrailingSlash,
        UriFault::EmptySegment,
        UriFault::DotSegment,
        UriFault::Character,
        UriFault::Escape,
        UriFault::Text,
        UriFault::Name,
        UriFault::Reserved,
        UriFault::Depth,
        UriFault::Length,
        UriFault::SegmentLength,
        UriFault::Query,
        UriFault::Property,
        UriFault::List,
    ]);
}
