//! The layer of a notification of device management: package 0.

use bytes::Bytes;
use provost::dm::notification::{Deviation, Notification};

use crate::hex::digits;
use crate::report::{Fault, Layer, Severity};

/// Octets of the digest.
const DIGEST: usize = 16;
/// Where the length of the server's identifier is.
const LENGTH: usize = 23;

/// Whether octets are one beyond doubt: it has no mark of its own, so its version, its length and the
/// characters of the server's identifier must be those of one.
pub(super) fn is_one(octets: &Bytes) -> bool {
    Notification::decode(octets).is_ok_and(|notification| {
        let trigger = notification.trigger();
        let is_named = trigger.server_id().chars().all(|c| c.is_ascii_graphic());
        // Bits for future use are more than half of what tells one from other octets.
        let is_sure = trigger.future_use() == 0
            || trigger.server_id().len() >= SURE && trigger.vendor().is_empty();
        is_named && is_sure && !trigger.deviations().any(|it| it == Deviation::Version)
    })
}

/// Octets of an identifier that tell a notification by themselves.
const SURE: usize = 6;

/// Whether broken octets were one: a version that there is, and 27 bits for future use that are not set.
pub(super) fn is_likely(octets: &[u8]) -> bool {
    let trigger = octets.get(DIGEST..).unwrap_or_default();
    // Versions 1.0 and 1.1 in ten bits, two of the mode, one of the initiator.
    matches!(trigger, [0x02, bits, 0, 0, 0, ..] if bits & 0x87 == 0x80)
}

pub(super) fn layer(octets: &Bytes) -> Layer {
    let mut layer = Layer::new("notification", "Notification (package 0)", octets);
    let notification = match Notification::decode(octets) {
        Ok(notification) => notification,
        Err(error) => {
            if let Some(digest) = octets.get(..DIGEST) {
                layer.field(0..DIGEST, "digest", digits(digest), digits(digest));
            }
            layer.fault = Some(Fault::new(error.kind(), error.kind(), error.offset(), octets));
            return layer;
        }
    };
    let trigger = notification.trigger();
    let mut field = |start: usize, end: usize, name: &'static str, text: String| {
        layer.field(start..end, name, text.clone(), text);
    };
    field(0, DIGEST, "digest", digits(notification.digest().octets()));
    field(DIGEST, 18, "version", trigger.version().to_string());
    field(17, 18, "ui mode", trigger.ui_mode().to_string());
    field(17, 18, "initiator", trigger.initiator().to_string());
    if trigger.future_use() != 0 {
        field(17, 21, "future use", format!("0x{:07X}", trigger.future_use()));
    }
    field(21, LENGTH, "session id", trigger.session_id().to_string());
    let start = LENGTH.saturating_add(1);
    let end = start.saturating_add(trigger.server_id().len());
    field(start, end, "server id", trigger.server_id().to_owned());
    if !trigger.vendor().is_empty() {
        field(end, octets.len(), "vendor", digits(trigger.vendor()));
    }
    for deviation in trigger.deviations() {
        layer.find(Severity::Warning, deviation.to_string());
    }
    layer
}
