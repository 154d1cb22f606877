//! `SyncHdr`, and the addresses that occur everywhere.

use alloc::boxed::Box;

use super::{Cred, Meta};
use crate::extra::Extras;
use crate::namespace::Namespace;
use crate::text::Text;

/// `SyncHdr`: who speaks to whom, in which session. An element that is not there is none.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Header {
    /// `VerDTD`: `1.2`.
    pub ver_dtd: Option<Text>,
    /// `VerProto`: `DM/1.2`.
    pub ver_proto: Option<Text>,
    /// `SessionID`, which is text: hexadecimal or not, and `0` is one.
    pub session_id: Option<Text>,
    /// `MsgID`.
    pub msg_id: Option<Text>,
    /// `Target`: who is spoken to.
    pub target: Option<Location>,
    /// `Source`: who speaks; its name is the user name of MD5 and MAC credentials.
    pub source: Option<Location>,
    /// `RespURI`: where the answer goes.
    pub resp_uri: Option<Text>,
    /// `NoResp`, which DM does not use.
    pub no_resp: bool,
    /// `Cred`. It is not serialized.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub cred: Option<Box<Cred>>,
    /// `Meta`: `MaxMsgSize` and `MaxObjSize`.
    pub meta: Option<Box<Meta>>,
    /// What else there is.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extra: Extras,
}

/// `Target` or `Source`.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Location {
    /// `LocURI`, without white space around it.
    pub uri: Option<Text>,
    /// `LocName`.
    pub name: Option<Text>,
    /// What else there is.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extra: Extras,
}

impl Header {
    /// A header of DM 1.2.
    #[must_use]
    pub fn new(
        session_id: impl Into<Text>,
        msg_id: impl Into<Text>,
        target: impl Into<Text>,
        source: impl Into<Text>,
    ) -> Self {
        Self {
            ver_dtd: Some(Text::from_static(Namespace::SyncMl12.dtd_version())),
            ver_proto: Some(Text::from_static("DM/1.2")),
            session_id: Some(session_id.into()),
            msg_id: Some(msg_id.into()),
            target: Some(Location::new(target)),
            source: Some(Location::new(source)),
            ..Self::default()
        }
    }

    /// With the versions of another protocol: `1.1` and `DM/1.1`.
    #[must_use]
    pub fn with_versions(mut self, dtd: impl Into<Text>, protocol: impl Into<Text>) -> Self {
        self.ver_dtd = Some(dtd.into());
        self.ver_proto = Some(protocol.into());
        self
    }

    /// With credentials.
    #[must_use]
    pub fn with_cred(mut self, cred: Cred) -> Self {
        self.cred = Some(Box::new(cred));
        self
    }

    /// With meta information.
    #[must_use]
    pub fn with_meta(mut self, meta: Meta) -> Self {
        self.meta = Some(Box::new(meta));
        self
    }

    /// With another address for the answer.
    #[must_use]
    pub fn with_resp_uri(mut self, uri: impl Into<Text>) -> Self {
        self.resp_uri = Some(uri.into());
        self
    }

    /// The largest message that the sender takes, in octets.
    #[must_use]
    pub fn max_msg_size(&self) -> Option<usize> {
        self.meta.as_ref()?.max_msg_size()
    }

    /// The largest object that the sender takes, in octets.
    #[must_use]
    pub fn max_obj_size(&self) -> Option<usize> {
        self.meta.as_ref()?.max_obj_size()
    }
}

impl Location {
    /// A URI.
    #[must_use]
    pub fn new(uri: impl Into<Text>) -> Self {
        Self { uri: Some(uri.into()), ..Self::default() }
    }

    /// With a name for it.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<Text>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The URI; empty where there is none.
    #[must_use]
    pub fn uri(&self) -> &str {
        self.uri.as_deref().unwrap_or("")
    }
}

impl From<&str> for Location {
    fn from(uri: &str) -> Self {
        Self::new(uri)
    }
}
