//! What device management calls its faults.

use super::phrases;
use provost::dm::auth::HmacHeaderFault;
use provost::dm::bootstrap::{Fault, InstallError, Reason};
use provost::dm::ddf::{Finding, Occurrence, Verb};
use provost::dm::object::{Loss, ObjectError, fumo};
use provost::dm::session::Rejection;
use provost::dm::tnds::DeviationKind;
use provost::dm::tree::{AclFault, TreeError};
use provost::dm::uri::{Uri, UriFault};
use provost::dm::{
    Element, Error, ErrorKind, Format, Limit, OptionFault, Problem, ProfileReason, Rule,
    StatusCode, notification,
};
use provost::wbxml;

fn uri() -> Uri {
    "./DMAcc/a".parse().unwrap_or(Uri::ROOT)
}

/// What a decoder or an encoder says, and where.
#[test]
fn of_messages() {
    phrases([
        ErrorKind::Syntax(wbxml::ErrorKind::NoRoot),
        ErrorKind::Limit(Limit::Items),
        ErrorKind::Deviation(Rule::Attribute),
        ErrorKind::Root,
        ErrorKind::NoXml,
        ErrorKind::NotText,
        ErrorKind::MessageTooLarge { length: 3, limit: 2 },
        ErrorKind::UnknownName,
        ErrorKind::Base64,
        ErrorKind::NonceLength,
        ErrorKind::HmacHeader(HmacHeaderFault::Mac),
        ErrorKind::Notification(notification::Fault::Truncated),
        ErrorKind::Uri(UriFault::Depth),
        ErrorKind::Acl(AclFault::Command),
        ErrorKind::Timestamp,
        ErrorKind::NoMgmtTree,
        ErrorKind::InteriorValue,
        ErrorKind::Bootstrap(Fault::Empty),
    ]);
    let limits = [
        Limit::Message,
        Limit::Commands,
        Limit::Items,
        Limit::Containers,
        Limit::Extras,
        Limit::Nodes,
    ];
    phrases(limits.map(ErrorKind::Limit));
    // With both figures, and the place last.
    let error = Error::new(ErrorKind::MessageTooLarge { length: 9000, limit: 4096 }, 7);
    assert_eq!(error.to_string(), "message of 9000 octets where 4096 are taken at byte 7");
    let error = Error::new(ErrorKind::Limit(Limit::Nodes), 0);
    assert_eq!(error.to_string(), "limit of nodes of a tree exceeded at byte 0");
}

#[test]
fn of_its_parts() {
    phrases([
        HmacHeaderFault::Length,
        HmacHeaderFault::Field,
        HmacHeaderFault::Member,
        HmacHeaderFault::Twice,
        HmacHeaderFault::Algorithm,
        HmacHeaderFault::Username,
        HmacHeaderFault::Mac,
        HmacHeaderFault::NoUsername,
        HmacHeaderFault::NoMac,
    ]);
    phrases([
        notification::Fault::Truncated,
        notification::Fault::ServerLength,
        notification::Fault::NoServer,
        notification::Fault::LongServer,
        notification::Fault::ServerText,
        notification::Fault::Version,
        notification::Fault::FutureUse,
        notification::Fault::NoPush,
        notification::Fault::ContentType,
        notification::Fault::HeadersLength,
        notification::Fault::UserDataHeader,
    ]);
    phrases([
        AclFault::Length,
        AclFault::Command,
        AclFault::Twice,
        AclFault::NoServer,
        AclFault::Server,
    ]);
}

/// Each names its element, and the specification that it departs from.
#[test]
fn of_deviations() {
    let dtd = "OMA-TS-SyncML_RepPro-V1_2_2, DTD";
    let element = Element::Meta;
    let rows = [
        (Rule::Order(element), "Meta out of order", dtd),
        (Rule::Missing(element), "no Meta", dtd),
        (Rule::Repeated(element), "another Meta", dtd),
        (Rule::Misplaced(element), "misplaced Meta", dtd),
        (Rule::UnknownElement, "unknown element", dtd),
        (Rule::Attribute, "attribute", dtd),
        (Rule::StrayText, "text between elements", dtd),
        (Rule::Instruction, "processing instruction", dtd),
        (Rule::BareLocation(Element::Target), "text directly in Target", dtd),
        (
            Rule::NotDm(Element::Put),
            "Put, which device management does not use",
            "OMA-TS-DM_RepPro-V1_2_1, 6",
        ),
        (Rule::BehindFinal, "command behind Final", "OMA-TS-DM_RepPro-V1_2_1, 6"),
        (Rule::BesideMeta(Element::Format), "Format beside Meta", "OMA-TS-SyncML_MetaInfo-V1_2"),
        (
            Rule::MetaNamespace(Element::Type),
            "Type in another namespace",
            "OMA-TS-SyncML_MetaInfo-V1_2",
        ),
        (
            Rule::WhiteSpace(Element::CmdId),
            "white space around CmdID",
            "OMA-TS-SyncML_RepPro-V1_2_2",
        ),
        (Rule::ZeroCmdId, "CmdID 0", "OMA-TS-SyncML_RepPro-V1_2_2"),
        (Rule::CmdInResults, "Cmd in Results", "MS-MDM, Results"),
        (Rule::NoNamespace, "no namespace", "OMA-TS-DM_RepPro-V1_2_1"),
        (Rule::Namespace, "unknown namespace", "OMA-TS-DM_RepPro-V1_2_1"),
        (Rule::Ampersand, "ampersand that begins no reference", "XML 1.0, 2.4"),
        (Rule::EncodingLabel, "wrong encoding in the XML declaration", "XML 1.0, 4.3.3"),
        (Rule::ByteOrderMark, "byte order mark", "XML 1.0, 4.3.3"),
        (Rule::Declarations, "declarations in the DOCTYPE", "XML 1.0, 2.8"),
        (Rule::Wbxml(wbxml::Leniency::PageSwitch), "WBXML: PageSwitch", "WBXML 1.3, 5"),
    ];
    for (rule, words, section) in rows {
        assert_eq!((rule.to_string().as_str(), rule.section()), (words, section));
        // A strict decoder refuses it in the same words.
        assert_eq!(ErrorKind::Deviation(rule).to_string(), words);
    }
    phrases([
        DeviationKind::Order,
        DeviationKind::UnknownElement,
        DeviationKind::Attribute,
        DeviationKind::Text,
        DeviationKind::Word,
        DeviationKind::FormatText,
        DeviationKind::Dialect,
        DeviationKind::Twice,
        DeviationKind::NestedPath,
        DeviationKind::PathSlash,
        DeviationKind::ValueOfInterior,
        DeviationKind::Number,
    ]);
}

#[test]
fn of_trees() {
    phrases([
        TreeError::NotFound,
        TreeError::AlreadyExists,
        TreeError::NotAllowed,
        TreeError::PermissionDenied,
        TreeError::Forbidden,
        TreeError::BadValue,
        TreeError::UnsupportedType,
        TreeError::TooLarge,
        TreeError::Full,
        TreeError::NotSupported,
        TreeError::Uri(UriFault::Depth),
        TreeError::Store,
    ]);
    phrases([
        ObjectError::Missing(uri()),
        ObjectError::Value(uri()),
        ObjectError::Tree(TreeError::Store),
    ]);
    phrases([
        Loss::Addresses,
        Loss::Ports,
        Loss::Connections,
        Loss::Credentials,
        Loss::Scheme,
        Loss::AddressType,
    ]);
    // A server is told by a status.
    for (error, status) in [
        (TreeError::Forbidden, StatusCode::FORBIDDEN),
        (TreeError::UnsupportedType, StatusCode::UNSUPPORTED_TYPE),
        (TreeError::NotSupported, StatusCode::FEATURE_NOT_SUPPORTED),
    ] {
        assert_eq!(StatusCode::from(error), status, "{error}");
    }
}

#[test]
fn of_bootstrap() {
    phrases([
        Fault::NotWbxml,
        Fault::NotBootstrap,
        Fault::Command("Get"),
        Fault::Target,
        Fault::Data,
        Fault::Tree,
        Fault::TooMany,
        Fault::Empty,
    ]);
    let found = ErrorKind::Bootstrap(Fault::Command("Get")).to_string();
    assert_eq!(found, "expected Add or Replace in a bootstrap message, found Get");
    phrases([
        InstallError::AccountExists { at: uri() },
        InstallError::AccountTwice { source: uri() },
        InstallError::Place { target: uri() },
        InstallError::Nothing,
        InstallError::Tree { at: Some(uri()), error: TreeError::Full },
        InstallError::Tree { at: None, error: TreeError::Full },
    ]);
    let error = InstallError::Tree { at: Some(uri()), error: TreeError::Full };
    assert_eq!(error.to_string(), "no room for another node: ./DMAcc/a");
    phrases([Reason::UnknownObject, Reason::OlderVersion]);
    // Here the name of the command comes first.
    assert_eq!(Reason::Command("Alert").to_string(), "Alert has no use here");
}

/// What a description says to a command.
#[test]
fn of_descriptions() {
    phrases([
        Finding::UnknownNode,
        Finding::Access(Verb::Exec),
        Finding::Format { expected: Format::Int, found: Format::Chr },
        Finding::Required(Occurrence::One),
        Finding::Permanent,
        Finding::InteriorValue,
        Finding::NoValue,
        Finding::Value(Format::Date),
        Finding::Acl,
        Finding::NotAllowed,
        Finding::NotChecked("SDDL".into()),
        Finding::Missing("Name".into()),
        Finding::TooMany { name: "<x>".into(), most: 2 },
    ]);
    for (occurrence, name) in [
        (Occurrence::One, "One"),
        (Occurrence::ZeroOrOne, "ZeroOrOne"),
        (Occurrence::ZeroOrMore, "ZeroOrMore"),
        (Occurrence::OneOrMore, "OneOrMore"),
        (Occurrence::ZeroOrN(3), "ZeroOrN(3)"),
        (Occurrence::OneOrN(4), "OneOrN(4)"),
    ] {
        let finding = Finding::Required(occurrence);
        assert_eq!(finding.to_string(), format!("the node must be there: {name}"));
    }
    // A kind that a description makes up shows no character that breaks a line.
    let finding = Finding::NotChecked("X\n\u{1b}".into());
    assert!(finding.to_string().ends_with(r"X\n\u{1b}"), "{finding}");
}

/// Advice is told as well, in a phrase each.
#[test]
fn of_advice() {
    let options = [
        OptionFault::DisplayTime,
        OptionFault::DisplayTimes,
        OptionFault::DefaultResponse,
        OptionFault::MaxLength,
        OptionFault::InputType,
        OptionFault::EchoType,
        OptionFault::NotTextInput,
    ];
    let problems = [
        Problem::RepeatedCmdId,
        Problem::InAtomic,
        Problem::ExecItems,
        Problem::AlertItems,
        Problem::AlertCode,
        Problem::EventMeta,
        Problem::StatusCode,
        Problem::NoData,
        Problem::MoreDataNotLast,
        Problem::NoHeaderStatus,
        Problem::UnknownMessage,
        Problem::UnknownCommand,
        Problem::WrongCommand,
        Problem::Unanswered,
        Problem::RepeatedMsgId,
    ];
    let reasons = [
        ProfileReason::NoCommand,
        ProfileReason::WholeMessage,
        ProfileReason::NotAllowed,
        ProfileReason::InAtomic,
        ProfileReason::Empty,
        ProfileReason::ExecItems,
        ProfileReason::NoTarget,
        ProfileReason::EmptyUri,
        ProfileReason::LeadingSlash,
        ProfileReason::WhiteSpace,
        ProfileReason::Segment,
        ProfileReason::NoData,
        ProfileReason::Format,
    ];
    let problems = problems.into_iter().chain(options.map(Problem::Options));
    phrases(problems.map(Named::of_problem));
    phrases(options.map(|fault| Named(format!("{fault:?}"), fault.describe())));
    phrases(reasons.map(|reason| Named(format!("{reason:?}"), reason.describe())));
    for (problem, section) in [
        (Problem::InAtomic, "OMA-TS-DM_RepPro-V1_2_1, 6"),
        (Problem::EventMeta, "OMA-TS-DM_Protocol-V1_2_1, 8.7"),
        (Problem::Options(OptionFault::EchoType), "OMA-TS-DM_Protocol-V1_2_1, 10"),
        (Problem::MoreDataNotLast, "OMA-TS-DM_Protocol-V1_2_1, 7"),
        (Problem::RepeatedMsgId, "OMA-TS-SyncML_RepPro-V1_2_2"),
    ] {
        assert_eq!(problem.section(), section, "{problem:?}");
    }
}

/// What has its words from a method.
struct Named(String, &'static str);

impl Named {
    fn of_problem(problem: Problem) -> Self {
        Self(format!("{problem:?}"), problem.describe())
    }
}

impl core::fmt::Debug for Named {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::fmt::Display for Named {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.1)
    }
}

#[test]
fn of_sessions() {
    let malformed = Rejection::Malformed(Error::new(ErrorKind::Root, 3));
    let rows = [
        (malformed, "no SyncML element at byte 3", 400),
        (Rejection::TooLarge, "message is larger than is taken", 413),
        (Rejection::NoSession, "message belongs to no session", 404),
        (Rejection::Late, "message comes behind later ones", 409),
    ];
    for (rejection, words, status) in rows {
        assert_eq!((rejection.to_string().as_str(), rejection.http_status()), (words, status));
    }
    let state = fumo::State::DOWNLOAD_FAILED;
    for (error, words, status) in [
        (
            fumo::UpdateError::Busy(state),
            "operation is going on already in state 20",
            StatusCode::FORBIDDEN,
        ),
        (
            fumo::UpdateError::NoData(state),
            "no package to update with in state 20",
            StatusCode::COMMAND_NOT_ALLOWED,
        ),
        (
            fumo::UpdateError::Unexpected(state),
            "unexpected event in state 20",
            StatusCode::COMMAND_NOT_ALLOWED,
        ),
    ] {
        assert_eq!((error.to_string().as_str(), StatusCode::from(error)), (words, status));
    }
}
