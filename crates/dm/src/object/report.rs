//! What a device tells when an operation has ended, or when it wants one.

use alloc::string::{String, ToString};

use super::fumo;
use crate::alert_code::AlertCode;
use crate::format::Format;
use crate::generic_alert::{AlertKind, GenericAlert, Mark};
use crate::message::{Alert, Item, Meta};
use crate::uri::Path;

/// What a generic alert of a standard object is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum ReportKind {
    /// An operation on the firmware has ended.
    Firmware(fumo::Operation),
    /// The device wants new firmware.
    FirmwareWantedByDevice,
    /// Its user wants new firmware.
    FirmwareWantedByUser,
    /// An operation on software has ended: SCOMO.
    Software,
    /// A lock, an unlock or a wipe has ended: LAWMO.
    Lock,
}

impl ReportKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Firmware(fumo::Operation::Download),
        Self::Firmware(fumo::Operation::Update),
        Self::Firmware(fumo::Operation::DownloadAndUpdate),
        Self::FirmwareWantedByDevice,
        Self::FirmwareWantedByUser,
        Self::Software,
        Self::Lock,
    ];

    /// The type of the alert. Those of firmware stand without the prefix of a reversed domain name:
    /// FUMO 1.0 has them so, and so do its clients.
    #[must_use]
    pub const fn type_(self) -> &'static str {
        match self {
            Self::Firmware(fumo::Operation::Download) => {
                "org.openmobilealliance.dm.firmwareupdate.download"
            }
            Self::Firmware(fumo::Operation::Update) => {
                "org.openmobilealliance.dm.firmwareupdate.update"
            }
            Self::Firmware(fumo::Operation::DownloadAndUpdate) => {
                "org.openmobilealliance.dm.firmwareupdate.downloadandupdate"
            }
            Self::FirmwareWantedByDevice => {
                "org.openmobilealliance.dm.firmwareupdate.devicerequest"
            }
            Self::FirmwareWantedByUser => "org.openmobilealliance.dm.firmwareupdate.userrequest",
            Self::Software => "urn:oma:at:scomo:1.0:OperationComplete",
            Self::Lock => "urn:oma:at:lawmo:1.0:OperationComplete",
        }
    }

    /// The kind of an alert, with the prefix of a reversed domain name or without, in letters of
    /// either case.
    #[must_use]
    pub fn of_alert(kind: &AlertKind<'_>) -> Option<Self> {
        let name = match kind {
            AlertKind::ReversedDomain { name, path: None } => name,
            AlertKind::Bare(name) | AlertKind::Urn(name) => name,
            _ => return None,
        };
        Self::ALL.into_iter().find(|kind| kind.type_().eq_ignore_ascii_case(name))
    }
}

/// A generic alert 1226 of a standard object.
///
/// ```
/// use provost_dm::object::{Report, ReportKind, fumo};
/// use provost_dm::uri::Uri;
///
/// let root: Uri = "./FUMO/1".parse()?;
/// let kind = ReportKind::Firmware(fumo::Operation::Update);
/// let report = Report::new(kind, root.path(), 200).with_correlator("c1");
/// let alert = report.to_alert();
/// assert_eq!(alert.events().next().and_then(|event| Report::of_event(&event)), Some(report));
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Report {
    /// What it is about.
    pub kind: ReportKind,
    /// The root of the object, or of the part of it that has run.
    pub source: String,
    /// What the operation has come to; nothing where nothing has run.
    pub code: Option<u16>,
    /// That of the Exec.
    pub correlator: Option<String>,
    /// How important it is: what has failed is more than information (FUMO 1.0, 6.2).
    pub mark: Mark,
}

impl Report {
    /// That an operation has ended.
    #[must_use]
    pub fn new(kind: ReportKind, source: Path<'_>, code: u16) -> Self {
        let mark = if is_success(code) { Mark::Informational } else { Mark::Warning };
        Self { kind, source: source.to_string(), code: Some(code), correlator: None, mark }
    }

    /// That the device or its user wants something.
    #[must_use]
    pub fn request(kind: ReportKind, source: Path<'_>) -> Self {
        let source = source.to_string();
        Self { kind, source, code: None, correlator: None, mark: Mark::Informational }
    }

    /// With the correlator of the Exec; without one there is none (FUMO 1.0, 6.2.3).
    #[must_use]
    pub fn with_correlator(self, correlator: impl Into<String>) -> Self {
        Self { correlator: Some(correlator.into()), ..self }
    }

    /// Whether the operation has done what it should.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        match self.code {
            Some(code) => is_success(code),
            None => false,
        }
    }

    /// Reads an event of an alert; nothing where it is of no standard object.
    #[must_use]
    pub fn of_event(event: &GenericAlert<'_>) -> Option<Self> {
        let kind = ReportKind::of_alert(&event.kind)?;
        let code = event.data.and_then(|data| data.trimmed()?.parse().ok());
        Some(Self {
            kind,
            source: event.source.unwrap_or_default().to_string(),
            code,
            correlator: event.correlator.map(ToString::to_string),
            mark: event.mark,
        })
    }

    /// The alert, without a CmdID.
    #[must_use]
    pub fn to_alert(&self) -> Alert {
        let format = if self.code.is_some() { Format::Int } else { Format::Chr };
        let mut meta = Meta::new().with_type(self.kind.type_()).with_format(format);
        if self.mark != Mark::Informational {
            meta = meta.with_mark(self.mark.name());
        }
        let data = self.code.map(|code| code.to_string()).unwrap_or_default();
        let item = Item::source(self.source.clone()).with_meta(meta).with_data(data);
        let alert = Alert::new(AlertCode::GENERIC).with_item(item);
        match &self.correlator {
            Some(correlator) => alert.with_correlator(correlator.clone()),
            None => alert,
        }
    }
}

/// FUMO counts its results from 200, SCOMO and LAWMO theirs from 1200.
const fn is_success(code: u16) -> bool {
    matches!(code, 200..=299 | 1200..=1299)
}
