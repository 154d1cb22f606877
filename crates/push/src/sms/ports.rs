//! Ports of datagrams.

/// Where a datagram goes to and comes from (WAP-259, appendix B).
///
/// ```
/// use provost_push::sms::Ports;
///
/// assert_eq!(Ports::PUSH, Ports { destination: 2948, source: 9200 });
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "two ports")]
pub struct Ports {
    /// Where to.
    pub destination: u16,
    /// Where from.
    pub source: u16,
}

impl Ports {
    /// Connectionless push, as a gateway sends it.
    pub const PUSH: Self = Self { destination: 2948, source: 9200 };
    /// The same over WTLS.
    pub const PUSH_SECURE: Self = Self { destination: 2949, source: 9202 };
    /// Settings and bookmarks of a browser, as Nokia and Ericsson have them.
    pub const BROWSER_SETTINGS: Self = Self { destination: 49_999, source: 49_154 };
    /// Settings of data synchronization, as Nokia and Ericsson have them.
    pub const SYNC_SETTINGS: Self = Self { destination: 49_996, source: 49_154 };

    /// The name of a registered destination.
    #[must_use]
    pub fn service(self) -> Option<&'static str> {
        NAMES.iter().find(|row| row.0 == self.destination).map(|row| row.1)
    }
}

/// WAP-259, appendix B; those above 49,000 and below 5,600 as they are seen.
static NAMES: &[(u16, &str)] = &[
    (2805, "WTA, secure connectionless"),
    (2923, "WTA, secure session"),
    (2948, "push, connectionless"),
    (2949, "push, secure connectionless"),
    (5505, "ring tone"),
    (5506, "operator logo"),
    (5507, "group logo"),
    (5514, "multipart smart message"),
    (9200, "WSP, connectionless"),
    (9201, "WSP, session"),
    (9202, "WSP, secure connectionless"),
    (9203, "WSP, secure session"),
    (9204, "vCard"),
    (9205, "vCalendar"),
    (9206, "vCard, secure"),
    (9207, "vCalendar, secure"),
    (9209, "push to a session, as Kannel sends it"),
    (49_996, "synchronization settings"),
    (49_999, "browser settings"),
];
