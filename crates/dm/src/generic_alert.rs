//! What an alert of a client tells: events with a type, a mark and data.

use crate::alert_code::AlertCode;
use crate::data::Data;
use crate::message::{Alert, Item};

/// One event of an alert 1224 or 1226: a view of an item.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct GenericAlert<'m> {
    /// What kind of event it is; the text of the message is kept in it.
    pub kind: AlertKind<'m>,
    /// How important it is.
    pub mark: Mark,
    /// The node that it is about.
    pub source: Option<&'m str>,
    /// The `Correlator` of the `Exec` that it ends.
    pub correlator: Option<&'m str>,
    /// Its data.
    pub data: Option<&'m Data>,
}

/// The type of an alert, as its text says (DM Protocol 1.2.1, 8.7.1).
///
/// ```
/// use provost_dm::AlertKind;
///
/// let kind = AlertKind::parse("Reversed-Domain-Name: org.example.alert/low");
/// assert_eq!(kind, AlertKind::ReversedDomain { name: "org.example.alert", path: Some("low") });
/// assert!(AlertKind::parse("urn:oma:at:lawmo:1.0").is_known());
/// assert!(!AlertKind::parse("urn:oma:at:lawmo:1.0").is_legal());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum AlertKind<'m> {
    /// `Content-Type: ` and a media type.
    ContentType(&'m str),
    /// `Reversed-Domain-Name: ` and a name, with a path behind it or without.
    ReversedDomain {
        /// The name.
        name: &'m str,
        /// What is behind its first slash.
        path: Option<&'m str>,
    },
    /// A URN, which SCOMO and LAWMO use.
    Urn(&'m str),
    /// A type of Windows, without a prefix.
    Windows(WindowsEvent),
    /// A reversed domain name without its prefix, as clients of FUMO send it.
    Bare(&'m str),
    /// Nothing.
    None,
}

/// Events that Windows clients send (MS-MDM; documentation of its client).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum WindowsEvent {
    /// Whether a user is logged on.
    LoginStatus,
    /// The token of the user.
    AadUserToken,
    /// For whom the session is: `user`, `device` or `mixed`.
    SyncType,
    /// How far the provisioning of the device is.
    DevicePrepSync,
    /// An application was installed.
    Win32CspInstall,
    /// An application was removed.
    EnterpriseAppUninstall,
    /// An application of the store was installed.
    EnterpriseStoreAppInstall,
    /// Documents of declared configuration were processed.
    DeclaredConfiguration,
    /// The user ends the management.
    UnenrollmentUserRequest,
}

/// How important a generic alert is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
#[non_exhaustive]
pub enum Mark {
    /// `indeterminate`.
    Indeterminate,
    /// `harmless`.
    Harmless,
    /// `informational`: what there is none for.
    #[default]
    Informational,
    /// `warning`.
    Warning,
    /// `minor`.
    Minor,
    /// `critical`.
    Critical,
    /// `fatal`.
    Fatal,
}

impl Mark {
    /// All of them, the least first.
    pub const ALL: [Self; 7] = [
        Self::Indeterminate,
        Self::Harmless,
        Self::Informational,
        Self::Warning,
        Self::Minor,
        Self::Critical,
        Self::Fatal,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Indeterminate => "indeterminate",
            Self::Harmless => "harmless",
            Self::Informational => "informational",
            Self::Warning => "warning",
            Self::Minor => "minor",
            Self::Critical => "critical",
            Self::Fatal => "fatal",
        }
    }

    /// The mark of a name, the case of letters aside.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim_ascii();
        Self::ALL.into_iter().find(|mark| mark.name().eq_ignore_ascii_case(name))
    }
}

impl<'m> AlertKind<'m> {
    /// Reads a type. The blank behind the colon may be missing, as it often is.
    #[must_use]
    pub fn parse(text: &'m str) -> Self {
        let text = text.trim_ascii();
        if text.is_empty() {
            return Self::None;
        }
        if let Some(event) = WindowsEvent::from_type(text) {
            return Self::Windows(event);
        }
        if let Some(media_type) = behind(text, "Content-Type:") {
            return Self::ContentType(media_type);
        }
        if let Some(name) = behind(text, "Reversed-Domain-Name:") {
            return match name.split_once('/') {
                Some((name, path)) => Self::ReversedDomain { name, path: Some(path) },
                None => Self::ReversedDomain { name, path: None },
            };
        }
        if behind(text, "urn:").is_some() { Self::Urn(text) } else { Self::Bare(text) }
    }

    /// Whether the specification allows it: only two prefixes are legal.
    #[must_use]
    pub fn is_legal(&self) -> bool {
        match self {
            Self::ContentType(rest) => !rest.is_empty(),
            Self::ReversedDomain { name, .. } => !name.is_empty(),
            Self::Windows(event) => event.type_().starts_with("Reversed-Domain-Name:"),
            _ => false,
        }
    }

    /// Whether it is of a form that some client sends.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        !matches!(self, Self::Bare(_) | Self::None)
    }
}

fn behind<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then(|| rest.trim_ascii())
}

impl WindowsEvent {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::LoginStatus,
        Self::AadUserToken,
        Self::SyncType,
        Self::DevicePrepSync,
        Self::Win32CspInstall,
        Self::EnterpriseAppUninstall,
        Self::EnterpriseStoreAppInstall,
        Self::DeclaredConfiguration,
        Self::UnenrollmentUserRequest,
    ];

    /// Its `Type`, or how it begins.
    #[must_use]
    pub const fn type_(self) -> &'static str {
        match self {
            Self::LoginStatus => "com.microsoft/MDM/LoginStatus",
            Self::AadUserToken => "com.microsoft/MDM/AADUserToken",
            Self::SyncType => "com.microsoft.mdm.synctype",
            Self::DevicePrepSync => "com.microsoft/MDM/DevicePrepSync",
            Self::Win32CspInstall => "Reversed-Domain-Name:com.microsoft.mdm.win32csp_install",
            Self::EnterpriseAppUninstall => {
                "Reversed-Domain-Name:com.microsoft.mdm.EnterpriseAppUninstall.result"
            }
            Self::EnterpriseStoreAppInstall => {
                "Reversed-Domain-Name:com.microsoft.mdm.EnterpriseStoreAppInstall.result"
            }
            Self::DeclaredConfiguration => "com.microsoft.mdm.declaredconfigurationdocuments",
            Self::UnenrollmentUserRequest => "com.microsoft:mdm.unenrollment.userrequest",
        }
    }

    /// The event of a `Type`, the case of letters aside.
    #[must_use]
    pub fn from_type(text: &str) -> Option<Self> {
        let text = text.trim_ascii();
        Self::ALL.into_iter().find(|event| event.type_().eq_ignore_ascii_case(text))
    }

    /// The data that it may have, where that is a closed list.
    #[must_use]
    pub const fn values(self) -> &'static [&'static str] {
        match self {
            Self::LoginStatus => &["user", "others", "none"],
            Self::SyncType => &["user", "device", "mixed"],
            Self::DevicePrepSync => &[
                "PendingProvisioning",
                "Bootstrapping",
                "ExecutingProvisioning",
                "ProvisioningComplete",
            ],
            _ => &[],
        }
    }
}

impl Alert {
    /// The events of an alert 1224 or 1226; none of other alerts.
    ///
    /// ```
    /// use provost_dm::{Alert, AlertCode, AlertKind, Item, Mark, Meta, WindowsEvent};
    ///
    /// let meta = Meta::new().with_type("com.microsoft/MDM/LoginStatus");
    /// let item = Item::new().with_meta(meta).with_data("user");
    /// let alert = Alert::new(AlertCode::CLIENT_EVENT).with_item(item);
    /// let event = alert.events().next().unwrap();
    /// assert_eq!(event.kind, AlertKind::Windows(WindowsEvent::LoginStatus));
    /// assert_eq!(event.mark, Mark::Informational);
    /// ```
    pub fn events(&self) -> impl Iterator<Item = GenericAlert<'_>> {
        let has = matches!(self.code(), Some(AlertCode::CLIENT_EVENT | AlertCode::GENERIC));
        let items = if has { self.items.as_slice() } else { &[] };
        items.iter().map(|item| self.event(item))
    }

    fn event<'m>(&'m self, item: &'m Item) -> GenericAlert<'m> {
        let meta = item.meta.as_ref();
        let type_ = meta.and_then(|meta| meta.type_.as_deref()).unwrap_or("");
        let mark = meta.and_then(|meta| Mark::from_name(meta.mark.as_ref()?));
        GenericAlert {
            kind: AlertKind::parse(type_),
            mark: mark.unwrap_or_default(),
            source: item.source_uri(),
            correlator: self.correlator.as_deref(),
            data: item.data.as_ref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        use AlertKind::{Bare, ContentType, None, ReversedDomain, Urn, Windows};
        let domain = |name, path| ReversedDomain { name, path };
        for (text, kind, legal) in [
            ("Content-Type: application/vnd.x", ContentType("application/vnd.x"), true),
            ("content-type:a/b", ContentType("a/b"), true),
            (" Reversed-Domain-Name: org.a\n", domain("org.a", Option::None), true),
            ("Reversed-Domain-Name:org.a/b/c", domain("org.a", Some("b/c")), true),
            ("Reversed-Domain-Name:", domain("", Option::None), false),
            ("urn:oma:at:scomo:1.0", Urn("urn:oma:at:scomo:1.0"), false),
            (
                "org.openmobilealliance.dm.firmwareupdate.userrequest",
                Bare("org.openmobilealliance.dm.firmwareupdate.userrequest"),
                false,
            ),
            (
                "com.microsoft:mdm.unenrollment.userrequest",
                Windows(WindowsEvent::UnenrollmentUserRequest),
                false,
            ),
            (
                "Reversed-Domain-Name:com.microsoft.mdm.win32csp_install",
                Windows(WindowsEvent::Win32CspInstall),
                true,
            ),
            ("", None, false),
            ("é", Bare("é"), false),
        ] {
            assert_eq!(AlertKind::parse(text), kind, "{text}");
            assert_eq!(kind.is_legal(), legal, "{text}");
        }
    }

    #[test]
    fn marks() {
        assert!(Mark::Fatal > Mark::Critical && Mark::Critical > Mark::default());
        assert_eq!(Mark::from_name(" Critical "), Some(Mark::Critical));
        assert_eq!(Mark::from_name("urgent"), None);
        assert_eq!(
            WindowsEvent::from_type("COM.microsoft/mdm/loginstatus"),
            Some(WindowsEvent::LoginStatus)
        );
    }
}
