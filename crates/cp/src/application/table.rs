//! The registered applications: the identifiers of OMNA, and the parms that implementations agree on.
//!
//! Where the list of parms could not be read (PoC, presence, XDM, IMS), any parm is allowed.

use alloc::borrow::Cow;

use super::{ApplicationTable, ApplicationType};

type Names = &'static [Cow<'static, str>];

const fn name(text: &'static str) -> Cow<'static, str> {
    Cow::Borrowed(text)
}

/// One whose parms are known.
const fn closed(
    id: &'static str,
    title: &'static str,
    needs_address: bool,
    required: Names,
    allowed: Names,
) -> ApplicationType {
    ApplicationType {
        id: Cow::Borrowed(id),
        title: Cow::Borrowed(title),
        required: Cow::Borrowed(required),
        wanted: Cow::Borrowed(&[]),
        allowed: Cow::Borrowed(allowed),
        needs_address,
        is_open: false,
        is_xml_only: false,
    }
}

/// One whose parms are not known.
const fn open(id: &'static str, title: &'static str, wanted: Names) -> ApplicationType {
    ApplicationType {
        id: Cow::Borrowed(id),
        title: Cow::Borrowed(title),
        required: Cow::Borrowed(&[]),
        wanted: Cow::Borrowed(wanted),
        allowed: Cow::Borrowed(&[]),
        needs_address: false,
        is_open: true,
        is_xml_only: false,
    }
}

const BROWSER: Names = &[name("ORDER")];
const PROVIDER: Names = &[name("PROVIDER-ID")];
/// TS 24.167 B.2: once. Rich communication, which has the account in XML, names the connection otherwise.
const CONNECTION: Names = &[name("TO-NAPID")];
const MMS: Names = &[name("CM"), name("RM"), name("MS"), name("PC-ADDR"), name("MA")];
const SYNC: Names = &[name("CLIURI"), name("SYNCTYPE")];
const MANAGEMENT: Names = &[
    name("INIT"),
    name("ROLE"),
    name("PROTOVER"),
    name("DEFAULTENCODING"),
    name("USEHWDEVID"),
    name("BACKCOMPATRETRYDISABLED"),
    name("CONNRETRYFREQ"),
    name("INITIALBACKOFFTIME"),
    name("MAXBACKOFFTIME"),
    name("SSLCLIENTCERTSEARCHCRITERIA"),
];
const SENDING: Names = &[name("FROM"), name("RT-ADDR")];
const MAIL: Names = &[
    name("FROM"),
    name("RT-ADDR"),
    name("MTR"),
    name("LMS"),
    name("EMN"),
    name("ONLINE"),
    name("CS"),
    name("POLL"),
];
const LOCATION: Names = &[name("ADDRTYPE")];
const IMPS: Names = &[name("SERVICES"), name("CIDPREFIX")];
const STREAMING: Names =
    &[name("MAX-BANDWIDTH"), name("NETINFO"), name("MIN-UDP-PORT"), name("MAX-UDP-PORT")];

pub(super) static REGISTERED: ApplicationTable = ApplicationTable { rows: Cow::Borrowed(ROWS) };

static ROWS: &[ApplicationType] = &[
    closed("w2", "web browser", false, &[], BROWSER),
    closed("w4", "multimedia messages", true, &[], MMS),
    closed("w5", "data synchronization", true, &[], SYNC),
    closed("w7", "device management", true, PROVIDER, MANAGEMENT),
    closed("wA", "instant messages", true, &[], IMPS),
    open("ap0001", "push to talk 1.0", &[]),
    open("ap0002", "presence", &[]),
    open("ap0003", "group and list documents", &[]),
    closed("ap0004", "location (SUPL)", true, &[], LOCATION),
    closed("ap0005", "multimedia messages 1.3", true, &[], MMS),
    open("ap0006", "push to talk 2.0", &[]),
    open("ap2001", "IP multimedia subsystem", CONNECTION),
    ApplicationType {
        id: Cow::Borrowed("ap2002"),
        title: Cow::Borrowed("rich communication"),
        required: Cow::Borrowed(&[]),
        wanted: Cow::Borrowed(&[]),
        allowed: Cow::Borrowed(&[]),
        needs_address: false,
        is_open: true,
        is_xml_only: true,
    },
    closed("25", "mail, outgoing", true, &[], SENDING),
    closed("110", "mail, incoming (POP3)", true, &[], MAIL),
    closed("995", "mail, incoming (POP3, secure)", true, &[], MAIL),
    closed("143", "mail, incoming (IMAP4)", true, &[], MAIL),
    closed("993", "mail, incoming (IMAP4, secure)", true, &[], MAIL),
    closed("465", "mail, outgoing (secure)", true, &[], SENDING),
    closed("554", "streaming", false, &[], STREAMING),
];
