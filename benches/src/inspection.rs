//! Contenders of the wire of pushes: what inspecting a provisioning message costs, layer by layer.

use bytes::Bytes;
use provost::bootstrap::{Identity, Outcome, Sec, Security, verify};
use provost::push::sms::{
    Instant, Ports, Reassembler, ReassemblyLimits, Received as Part, Reference, segment,
};
use provost::push::wsp::{ContentType, HeaderName, Headers, Push, SecParam};

use crate::bootstrap::Received;
use crate::corpus::Document;
use crate::{ours, provisioning};

/// A signed provisioning message in short messages, as a gateway or phone sees it.
#[derive(Debug)]
pub struct Message {
    /// The user data of its short messages.
    pub segments: Vec<Bytes>,
    /// The datagram.
    pub datagram: Bytes,
    /// The document, its MAC and its key.
    pub received: Received,
}

impl Message {
    /// The bootstrap document of the corpus as it is, which takes three short messages; nothing
    /// where it cannot be made.
    #[must_use]
    pub fn new() -> Option<Self> {
        let mut body = Vec::new();
        ours::from_xml(&Document::CpBoot.xml(), &mut body).ok()?;
        let received = Received::of(body)?;
        let content_type = ContentType::connectivity_wbxml()
            .with_security(SecParam::Code(0), Some(&received.mac))
            .ok()?;
        let datagram = Push::new(content_type, received.body.clone()).to_bytes();
        let segments = segment(datagram.clone(), Ports::PUSH, Reference::Long(7)).ok()?;
        let segments = segments.map(|segment| segment.user_data()).collect();
        Some(Self { segments, datagram, received })
    }

    /// Puts the datagram together.
    #[must_use]
    pub fn join(&self) -> Bytes {
        let mut reassembler = Reassembler::new();
        for segment in &self.segments {
            if let Ok(Part::Complete(datagram)) = reassembler.accept(1_u64, segment, Instant(0)) {
                return datagram.payload;
            }
        }
        Bytes::new()
    }

    /// Reads the push.
    #[must_use]
    pub fn push(&self) -> usize {
        Push::decode(&self.datagram).map_or(0, |push| push.body.len())
    }

    /// Joins and reads the push: what it takes to have the document.
    #[must_use]
    pub fn unwrap(&self) -> usize {
        Push::decode(&self.join()).map_or(0, |push| push.body.len())
    }

    /// Reads the push and a header of each kind that it has.
    #[must_use]
    pub fn headers(octets: &Bytes) -> usize {
        let Ok(headers) = Headers::decode(octets.clone()) else { return 0 };
        let known = headers.iter().filter_map(|field| field.header().ok()).count();
        known + usize::from(headers.get(HeaderName::APPLICATION_ID).is_some())
    }

    /// Joins, reads, verifies, and walks the events.
    #[must_use]
    pub fn inspect(&self) -> usize {
        self.accepted(|body| ours::events(body).ok()).unwrap_or(0)
    }

    /// Joins, reads, verifies, and reads the document.
    #[must_use]
    pub fn inspect_document(&self) -> usize {
        self.accepted(|body| provisioning::document(body).ok()).unwrap_or(0)
    }

    fn accepted(&self, read: impl Fn(&[u8]) -> Option<usize>) -> Option<usize> {
        let push = Push::decode(&self.join()).ok()?;
        let sec = match push.content_type.sec()? {
            SecParam::Code(code) => Sec::from(code),
            SecParam::Word(word) => word.parse().ok()?,
        };
        let security = Security::from_params(Some(sec), push.content_type.mac());
        let sims: &[Identity] = core::slice::from_ref(&self.received.sim);
        match verify(&push.body, &security, sims) {
            Outcome::Verified(verified) => read(verified.body()),
            _ => None,
        }
    }

    /// Cuts a datagram; returns the octets of all segments.
    #[must_use]
    pub fn cut(datagram: &Bytes) -> usize {
        segment(datagram.clone(), Ports::PUSH, Reference::Long(7))
            .map_or(0, |all| all.map(|one| one.udh.len() + one.data.len()).sum())
    }
}

/// First parts of `count` messages, each of another sender; the most octets and messages that were
/// held.
#[must_use]
pub fn flood(count: u64) -> (usize, usize) {
    let mut reassembler = Reassembler::with_limits(ReassemblyLimits::DEFAULT);
    let mut user_data = vec![11, 5, 4, 0x0b, 0x84, 0x23, 0xf0, 0, 3, 1, 255, 1];
    user_data.extend_from_slice(&[0x2a; 128]);
    let mut most = (0, 0);
    for sender in 0..count {
        let _ = reassembler.accept(sender, &user_data, Instant(sender / 1_000));
        most = (most.0.max(reassembler.octets()), most.1.max(reassembler.len()));
    }
    most
}

/// Headers as a verbose gateway sends them.
#[must_use]
pub fn header_block() -> Bytes {
    let headers = Headers::from_text([
        ("X-Wap-Application-Id", "x-wap-application:syncml.dm"),
        ("Cache-Control", "no-transform, max-age=3600"),
        ("Date", "Thu, 23 Apr 1998 13:41:37 GMT"),
        ("Content-Length", "774"),
        ("X-Wap-Content-URI", "http://www.example.com/abc/def"),
        ("X-Wap-Initiator-URI", "http://www.example.com/"),
        ("Push-Flag", "111"),
        ("Encoding-Version", "1.3"),
        ("X-Own", "value"),
    ]);
    headers.map_or_else(|_| Bytes::new(), |headers| headers.as_bytes().clone())
}
