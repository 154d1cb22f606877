//! Profiles: fragments that a server stores and sends to many devices, checked before they go.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use crate::error::Error;
use crate::format::Format;
use crate::fragment::{Fragment, Shape};
use crate::message::{Command, Item};
use crate::uri::{Uri, UriRules};

/// Why a profile would fail on devices.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ProfileFault {
    /// The command, from 1, members of containers counted behind their container; 0 for all.
    pub command: usize,
    /// Its item, from 1; 0 for all.
    pub item: usize,
    /// Why.
    pub reason: ProfileReason,
}

/// Why a command of a profile would fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ProfileReason {
    /// There is no command.
    NoCommand,
    /// It is a whole message: a profile goes into one.
    WholeMessage,
    /// A command that no profile has: an answer, an alert, or what DM does not use.
    NotAllowed,
    /// A command that must not stand in `Atomic`.
    InAtomic,
    /// A command without items, or a container without members.
    Empty,
    /// `Exec` of several items.
    ExecItems,
    /// An item without a target.
    NoTarget,
    /// A target that is empty.
    EmptyUri,
    /// A target that begins with a slash.
    LeadingSlash,
    /// A target with white space in front of, behind or in it.
    WhiteSpace,
    /// A segment that is empty, `.` or `..`.
    Segment,
    /// A target with an escape that is none, or with a name that no node has: `*` on Windows.
    Name,
    /// An item without data, though its format has some.
    NoData,
    /// A format that is none.
    Format,
}

impl ProfileReason {
    /// In words.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::NoCommand => "no command",
            Self::WholeMessage => "a whole message",
            Self::NotAllowed => "command that no profile has",
            Self::InAtomic => "command that must not stand in Atomic",
            Self::Empty => "command without items",
            Self::ExecItems => "Exec of more than one item",
            Self::NoTarget => "no LocURI in Target",
            Self::EmptyUri => "empty LocURI",
            Self::LeadingSlash => "LocURI that begins with a slash",
            Self::WhiteSpace => "white space in LocURI",
            Self::Segment => "empty or dot segment in LocURI",
            Self::Name => "escape or name in LocURI that is none",
            Self::NoData => "no Data",
            Self::Format => "unknown Format",
        }
    }
}

impl fmt::Display for ProfileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason.describe())?;
        match (self.command, self.item) {
            (0, _) => Ok(()),
            (command, 0) => write!(f, " in command {command}"),
            (command, item) => write!(f, " in item {item} of command {command}"),
        }
    }
}

impl Fragment {
    /// Why a profile would fail: nothing, if it is good. What a device makes of its nodes is not
    /// asked here, that is for descriptions of its tree.
    ///
    /// ```
    /// use bytes::Bytes;
    /// use provost_dm::{Fragment, ProfileReason};
    ///
    /// let profile = b"<Replace><Item><Target><LocURI>/A</LocURI></Target></Item></Replace>";
    /// let faults = Fragment::check_profile(&Bytes::from_static(profile))?;
    /// let reasons: Vec<_> = faults.iter().map(|fault| fault.reason).collect();
    /// assert_eq!(reasons, [ProfileReason::LeadingSlash, ProfileReason::NoData]);
    /// # Ok::<(), provost_dm::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Message::decode_with`](crate::Message::decode_with), for what is no XML or WBXML
    /// or has no command at all.
    pub fn check_profile(input: &Bytes) -> Result<Vec<ProfileFault>, Error> {
        Self::decode(input).map(|fragment| fragment.profile_faults())
    }

    /// Why this would fail as a profile.
    #[must_use]
    pub fn profile_faults(&self) -> Vec<ProfileFault> {
        let mut faults = Vec::new();
        let mut fault = |command, item, reason| {
            faults.push(ProfileFault { command, item, reason });
        };
        if self.shape == Shape::Message {
            fault(0, 0, ProfileReason::WholeMessage);
        }
        if self.commands().is_empty() {
            fault(0, 0, ProfileReason::NoCommand);
        }
        let mut in_atomic = BTreeSet::new();
        for (at, command) in self.message.commands().enumerate() {
            let number = at.saturating_add(1);
            if let Command::Atomic(_) = command {
                in_atomic.extend(command.members().iter().map(address));
            }
            let is_member = in_atomic.contains(&address(command));
            match command {
                Command::Atomic(_) | Command::Sequence(_) => {
                    if command.members().is_empty() {
                        fault(number, 0, ProfileReason::Empty);
                    }
                    if is_member && matches!(command, Command::Atomic(_)) {
                        fault(number, 0, ProfileReason::InAtomic);
                    }
                    continue;
                }
                Command::Status(_) | Command::Results(_) | Command::Alert(_) => {
                    fault(number, 0, ProfileReason::NotAllowed);
                    continue;
                }
                Command::Unsupported(_) => {
                    fault(number, 0, ProfileReason::NotAllowed);
                    continue;
                }
                Command::Get(_) | Command::Exec(_) if is_member => {
                    fault(number, 0, ProfileReason::InAtomic);
                }
                Command::Exec(exec) if exec.items.len() > 1 => {
                    fault(number, 0, ProfileReason::ExecItems);
                }
                _ => {}
            }
            if command.items().is_empty() {
                fault(number, 0, ProfileReason::Empty);
            }
            for (at, item) in command.items().iter().enumerate() {
                let item_number = at.saturating_add(1);
                item_reasons(command, item, |reason| fault(number, item_number, reason));
            }
        }
        faults
    }
}

fn address(command: &Command) -> usize {
    core::ptr::from_ref(command).addr()
}

fn item_reasons(command: &Command, item: &Item, mut fault: impl FnMut(ProfileReason)) {
    match item.target_uri() {
        None => fault(ProfileReason::NoTarget),
        Some("") => fault(ProfileReason::EmptyUri),
        Some(uri) => {
            // What is behind a question mark is no path: `?list=TNDS`, `?prop=ACL`.
            let path = uri.split('?').next().unwrap_or(uri);
            let rest = path.strip_prefix("./").unwrap_or(path);
            if uri.starts_with('/') {
                fault(ProfileReason::LeadingSlash);
            } else if rest != "." && rest.split('/').any(|it| matches!(it, "" | "." | "..")) {
                fault(ProfileReason::Segment);
            } else if Uri::parse(path, &UriRules::WINDOWS).is_err() {
                // The widest of the rules: a `*` is all that only the grammar of DM would take.
                fault(ProfileReason::Name);
            }
            if uri.contains(|it: char| it.is_ascii_whitespace() || it.is_control()) {
                fault(ProfileReason::WhiteSpace);
            }
        }
    }
    let format = item.format(command.meta());
    if format.is_none() {
        fault(ProfileReason::Format);
    }
    let wants = matches!(command, Command::Add(_) | Command::Replace(_));
    if wants && item.data.is_none() && format.is_none_or(Format::has_data) {
        fault(ProfileReason::NoData);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(xml: &str) -> Vec<ProfileReason> {
        let faults = Fragment::check_profile(&Bytes::copy_from_slice(xml.as_bytes())).unwrap();
        faults.iter().map(|fault| fault.reason).collect()
    }

    fn replace(uri: &str) -> alloc::string::String {
        alloc::format!(
            "<Replace><Item><Target><LocURI>{uri}</LocURI></Target><Data/></Item></Replace>"
        )
    }

    #[test]
    #[cfg(feature = "xml")]
    fn uris() {
        use ProfileReason::{EmptyUri, LeadingSlash, Name, Segment, WhiteSpace};
        for (uri, expected) in [
            ("./Device/Vendor/MSFT/Policy/Config/A", &[][..]),
            ("Custom/URI", &[]),
            (".", &[]),
            ("./A?list=TNDS", &[]),
            ("./cimv2/X/X.Key=%221%22/Exec=Y", &[]),
            ("", &[EmptyUri]),
            ("/A", &[LeadingSlash]),
            ("./A/../B", &[Segment]),
            ("./A/./B", &[Segment]),
            ("./A//B", &[Segment]),
            ("./A/", &[Segment]),
            ("./ A", &[WhiteSpace]),
            ("./A/{B}/\u{fc}/%7BB%7D/*b", &[]),
            ("./A/*/B", &[Name]),
            ("./A/%G1", &[Name]),
            ("./A/%4", &[Name]),
            ("./A/%2E%2E/B", &[Name]),
            ("./A/%2F", &[Name]),
            ("./A/%FF", &[Name]),
        ] {
            assert_eq!(reasons(&replace(uri)), expected, "{uri}");
        }
    }

    #[test]
    #[cfg(feature = "xml")]
    fn commands() {
        use ProfileReason::{
            Empty, Format, InAtomic, NoCommand, NoTarget, NotAllowed, WholeMessage,
        };
        assert_eq!(reasons("<SyncBody/>"), [NoCommand]);
        assert_eq!(reasons("<SyncML><SyncBody/></SyncML>"), [WholeMessage, NoCommand]);
        assert_eq!(reasons("<Status/>"), [NotAllowed]);
        assert_eq!(reasons("<Map/>"), [NotAllowed]);
        assert_eq!(reasons("<Foo/><Delete/>"), [NotAllowed, Empty]);
        assert_eq!(reasons("<Atomic><Atomic/></Atomic>"), [Empty, InAtomic]);
        let get = "<Get><Item/></Get>";
        assert_eq!(
            reasons(&alloc::format!("<Atomic>{get}</Atomic>{get}")),
            [InAtomic, NoTarget, NoTarget]
        );
        let format = "<Delete><Meta><Format>x</Format></Meta><Item><Target><LocURI>A</LocURI></Target></Item></Delete>";
        assert_eq!(reasons(format), [Format]);
        assert!(Fragment::check_profile(&Bytes::from_static(b"not XML")).is_err());
    }
}
