//! Applications (ProvCont 1.1).

use core::fmt;

use super::proxy::Port;
use crate::characteristic::Characteristic;
use crate::kind::Kind;
use crate::value::{Credential, list};
use crate::words::{AddressType, AppAuthLevel, AppAuthType};

/// The identifier of an application: `w2`, `ap0005`, or the number of a port. Compared without
/// regard to case, as S60 has `wa` where the registry has `wA`.
#[derive(Clone, Copy, Eq)]
pub struct AppId<'a>(&'a str);

/// An account of an application (`APPLICATION`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Application<'a>(pub(super) &'a Characteristic);

/// An address of an application (`APPADDR`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AppAddr<'a>(pub(super) &'a Characteristic);

/// Credentials of an application (`APPAUTH`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AppAuth<'a>(pub(super) &'a Characteristic);

/// Something that an application offers (`RESOURCE`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Resource<'a>(pub(super) &'a Characteristic);

impl AppId<'_> {
    /// Browsing.
    pub const BROWSER: AppId<'static> = AppId("w2");
    /// Multimedia messages.
    pub const MMS: AppId<'static> = AppId("w4");
    /// Synchronization of data.
    pub const DATA_SYNC: AppId<'static> = AppId("w5");
    /// Device management.
    pub const DEVICE_MANAGEMENT: AppId<'static> = AppId("w7");
    /// Instant messages and presence.
    pub const IMPS: AppId<'static> = AppId("wA");
    /// Push to talk over cellular 1.0.
    pub const POC: AppId<'static> = AppId("ap0001");
    /// Presence.
    pub const PRESENCE: AppId<'static> = AppId("ap0002");
    /// Documents of groups and lists.
    pub const XDM: AppId<'static> = AppId("ap0003");
    /// Location.
    pub const SUPL: AppId<'static> = AppId("ap0004");
    /// Multimedia messages 1.3.
    pub const MMS_1_3: AppId<'static> = AppId("ap0005");
    /// Push to talk over cellular 2.0.
    pub const POC_2: AppId<'static> = AppId("ap0006");
    /// The IP multimedia subsystem.
    pub const IMS: AppId<'static> = AppId("ap2001");
    /// Rich communication.
    pub const RCS: AppId<'static> = AppId("ap2002");
    /// Sending mail.
    pub const SMTP: AppId<'static> = AppId("25");
    /// Fetching mail.
    pub const POP3: AppId<'static> = AppId("110");
    /// Reading mail.
    pub const IMAP4: AppId<'static> = AppId("143");
    /// Streaming.
    pub const STREAMING: AppId<'static> = AppId("554");
}

impl<'a> AppId<'a> {
    /// Any identifier.
    #[must_use]
    pub const fn new(id: &'a str) -> Self {
        Self(id)
    }

    /// The identifier.
    #[must_use]
    pub const fn as_str(self) -> &'a str {
        self.0
    }
}

impl<'b> PartialEq<AppId<'b>> for AppId<'_> {
    fn eq(&self, other: &AppId<'b>) -> bool {
        self.0.eq_ignore_ascii_case(other.0)
    }
}

impl fmt::Debug for AppId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl<'a> Application<'a> {
    /// `APPID`.
    #[must_use]
    pub fn app_id(self) -> Option<AppId<'a>> {
        self.0.parm("APPID").map(AppId)
    }

    /// `PROVIDER-ID`.
    #[must_use]
    pub fn provider_id(self) -> Option<&'a str> {
        self.0.parm("PROVIDER-ID")
    }

    /// `NAME`, for the user.
    #[must_use]
    pub fn name(self) -> Option<&'a str> {
        self.0.parm("NAME")
    }

    /// `AACCEPT`: content types or charsets.
    pub fn accepts(self) -> impl Iterator<Item = &'a str> + Clone {
        list(self.0.parm("AACCEPT").unwrap_or(""))
    }

    /// `APROTOCOL`.
    #[must_use]
    pub fn protocol(self) -> Option<&'a str> {
        self.0.parm("APROTOCOL")
    }

    /// `TO-PROXY`, in order.
    pub fn proxies(self) -> impl Iterator<Item = &'a str> + Clone {
        self.0.parms("TO-PROXY")
    }

    /// `TO-NAPID`, in order.
    pub fn access_points(self) -> impl Iterator<Item = &'a str> + Clone {
        self.0.parms("TO-NAPID")
    }

    /// `ADDR`, in order: addresses without a port or type.
    pub fn addresses(self) -> impl Iterator<Item = &'a str> + Clone {
        self.0.parms("ADDR")
    }

    /// `APPREF`, by which other applications refer to it.
    #[must_use]
    pub fn app_ref(self) -> Option<&'a str> {
        self.0.parm("APPREF")
    }

    /// `TO-APPREF`, in order.
    pub fn app_refs(self) -> impl Iterator<Item = &'a str> + Clone {
        self.0.parms("TO-APPREF")
    }

    /// The addresses with what belongs to them, in order.
    pub fn app_addrs(self) -> impl Iterator<Item = AppAddr<'a>> + Clone {
        self.0.all(&Kind::AppAddr).map(AppAddr)
    }

    /// The credentials, in order.
    pub fn credentials(self) -> impl Iterator<Item = AppAuth<'a>> + Clone {
        self.0.all(&Kind::AppAuth).map(AppAuth)
    }

    /// What it offers, in order.
    pub fn resources(self) -> impl Iterator<Item = Resource<'a>> + Clone {
        self.0.all(&Kind::Resource).map(Resource)
    }

    /// `INIT`: whether a session of device management is to begin when the account is there.
    #[must_use]
    pub fn is_session_wanted(self) -> bool {
        self.0.flag("INIT")
    }
}

impl<'a> AppAddr<'a> {
    /// `ADDR`.
    #[must_use]
    pub fn address(self) -> Option<&'a str> {
        self.0.parm("ADDR")
    }

    /// `ADDRTYPE`; what it is where nothing is said is the application's affair (a URI for OMA DM).
    #[must_use]
    pub fn address_type(self) -> Option<AddressType<'a>> {
        self.0.parm("ADDRTYPE").map(AddressType::new)
    }

    /// The ports, in order.
    pub fn ports(self) -> impl Iterator<Item = Port<'a>> + Clone {
        self.0.all(&Kind::Port).map(Port)
    }
}

impl<'a> AppAuth<'a> {
    /// `AAUTHLEVEL`.
    #[must_use]
    pub fn level(self) -> Option<AppAuthLevel<'a>> {
        self.0.parm("AAUTHLEVEL").map(AppAuthLevel::new)
    }

    /// `AAUTHTYPE`: a list, in order of preference.
    pub fn auth_types(self) -> impl Iterator<Item = AppAuthType<'a>> + Clone {
        list(self.0.parm("AAUTHTYPE").unwrap_or("")).map(AppAuthType::new)
    }

    /// `AAUTHNAME`; the user is asked where it is absent.
    #[must_use]
    pub fn name(self) -> Credential<'a> {
        self.0.credential("AAUTHNAME")
    }

    /// `AAUTHSECRET`; the user is asked where it is absent.
    #[must_use]
    pub fn secret(self) -> Credential<'a> {
        self.0.credential("AAUTHSECRET")
    }

    /// `AAUTHDATA`: for OMA DM the nonce, in base64.
    #[must_use]
    pub fn data(self) -> Option<&'a str> {
        self.0.parm("AAUTHDATA")
    }
}

impl<'a> Resource<'a> {
    /// `URI`.
    #[must_use]
    pub fn uri(self) -> Option<&'a str> {
        self.0.parm("URI")
    }

    /// `NAME`, for the user.
    #[must_use]
    pub fn name(self) -> Option<&'a str> {
        self.0.parm("NAME")
    }

    /// `AACCEPT`: content types.
    pub fn accepts(self) -> impl Iterator<Item = &'a str> + Clone {
        list(self.0.parm("AACCEPT").unwrap_or(""))
    }

    /// `AAUTHTYPE`, `AAUTHNAME` and `AAUTHSECRET`, which it has for itself.
    #[must_use]
    pub const fn credentials(self) -> AppAuth<'a> {
        AppAuth(self.0)
    }

    /// `STARTPAGE`: whether it is what one sees first.
    #[must_use]
    pub fn is_start_page(self) -> bool {
        self.0.flag("STARTPAGE")
    }
}
