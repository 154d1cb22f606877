//! Quality of service of an access point: octets of the element of 3GPP TS 24.008, 10.5.6.5.
//!
//! A document has each value as the hexadecimal octet in which it stands in that element, with the
//! bits of the other values 0 (WAP-183, 4.6): delivery order is `08`, an interactive class `60`.

use crate::characteristic::Characteristic;

/// Quality of service as 3GPP release 99 has it. What is not in the document is nothing, what is
/// "as subscribed" is a value of its own, and so is a reserved one.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
#[non_exhaustive]
pub struct QualityOfService {
    /// What the traffic is like.
    pub traffic_class: Option<TrafficClass>,
    /// Whether units arrive in order.
    pub delivery_order: Option<Choice>,
    /// Whether units with errors are delivered.
    pub delivers_erroneous: Option<ErroneousDelivery>,
    /// Octets of a unit at most.
    pub max_sdu_size: Option<Amount>,
    /// Kilobits per second up at most.
    pub max_bitrate_uplink: Option<Amount>,
    /// Kilobits per second down at most.
    pub max_bitrate_downlink: Option<Amount>,
    /// The rate of wrong bits that stay.
    pub residual_ber: Option<Rate>,
    /// The rate of units with errors.
    pub sdu_error_ratio: Option<Rate>,
    /// Milliseconds that a unit may take.
    pub transfer_delay: Option<Amount>,
    /// What is handled first, of 1 to 3.
    pub traffic_handling_priority: Option<Amount>,
    /// Kilobits per second up that are guaranteed.
    pub guaranteed_bitrate_uplink: Option<Amount>,
    /// Kilobits per second down that are guaranteed.
    pub guaranteed_bitrate_downlink: Option<Amount>,
}

/// What traffic is like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum TrafficClass {
    /// As subscribed.
    Subscribed,
    /// Speech.
    Conversational,
    /// Video.
    Streaming,
    /// Pages.
    Interactive,
    /// Mail.
    Background,
    /// A reserved number.
    Reserved(u8),
}

/// Yes, no, or as subscribed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Choice {
    /// As subscribed.
    Subscribed,
    /// Yes.
    Yes,
    /// No.
    No,
    /// A reserved number.
    Reserved(u8),
}

/// What becomes of units with errors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ErroneousDelivery {
    /// As subscribed.
    Subscribed,
    /// They are not looked for.
    NotDetected,
    /// They are delivered.
    Delivered,
    /// They are dropped.
    Dropped,
    /// A reserved number.
    Reserved(u8),
}

/// A number, or as subscribed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Amount {
    /// As subscribed.
    Subscribed,
    /// This.
    Of(u32),
    /// A reserved number.
    Reserved(u8),
}

/// A rate, or as subscribed.
#[derive(Clone, Copy, PartialEq, Debug)]
#[non_exhaustive]
pub enum Rate {
    /// As subscribed.
    Subscribed,
    /// This.
    Of(f64),
    /// A reserved number.
    Reserved(u8),
}

impl QualityOfService {
    pub(crate) fn read(nap: &Characteristic) -> Self {
        let octet = |name: &str| nap.find(name, hexadecimal);
        Self {
            traffic_class: octet("TRAFFIC-CLASS").map(traffic_class),
            delivery_order: octet("DELIVERY-ORDER").map(delivery_order),
            delivers_erroneous: octet("DELIVERY-ERR-SDU").map(erroneous),
            max_sdu_size: octet("MAX-SDU-SIZE").map(sdu_size),
            max_bitrate_uplink: octet("MAX-BITRATE-UPLINK").map(bitrate),
            max_bitrate_downlink: octet("MAX-BITRATE-DNLINK").map(bitrate),
            residual_ber: octet("RESIDUAL-BER").map(residual_ber),
            sdu_error_ratio: octet("SDU-ERROR-RATIO").map(error_ratio),
            transfer_delay: octet("TRANSFER-DELAY").map(delay),
            traffic_handling_priority: octet("TRAFFIC-HANDL-PRIO").map(priority),
            guaranteed_bitrate_uplink: octet("GUARANTEED-BITRATE-UPLINK").map(bitrate),
            guaranteed_bitrate_downlink: octet("GUARANTEED-BITRATE-DNLINK").map(bitrate),
        }
    }
}

/// An octet in one or two hexadecimal digits.
pub(crate) fn hexadecimal(text: &str) -> Option<u8> {
    let text = text.trim();
    let plain = matches!(text.len(), 1 | 2) && text.bytes().all(|octet| octet.is_ascii_hexdigit());
    if plain { u8::from_str_radix(text, 16).ok() } else { None }
}

const fn traffic_class(octet: u8) -> TrafficClass {
    match octet >> 5 {
        0 => TrafficClass::Subscribed,
        1 => TrafficClass::Conversational,
        2 => TrafficClass::Streaming,
        3 => TrafficClass::Interactive,
        4 => TrafficClass::Background,
        other => TrafficClass::Reserved(other),
    }
}

const fn delivery_order(octet: u8) -> Choice {
    match octet >> 3 & 0x03 {
        0 => Choice::Subscribed,
        1 => Choice::Yes,
        2 => Choice::No,
        other => Choice::Reserved(other),
    }
}

const fn erroneous(octet: u8) -> ErroneousDelivery {
    match octet & 0x07 {
        0 => ErroneousDelivery::Subscribed,
        1 => ErroneousDelivery::NotDetected,
        2 => ErroneousDelivery::Delivered,
        3 => ErroneousDelivery::Dropped,
        other => ErroneousDelivery::Reserved(other),
    }
}

fn sdu_size(octet: u8) -> Amount {
    match octet {
        0 => Amount::Subscribed,
        1..=150 => Amount::Of(u32::from(octet).saturating_mul(10)),
        151 => Amount::Of(1502),
        152 => Amount::Of(1510),
        153 => Amount::Of(1520),
        other => Amount::Reserved(other),
    }
}

/// Steps of 1, 8 and 64 kbit/s; FF is none at all.
fn bitrate(octet: u8) -> Amount {
    let steps = |base: u32, from: u8, step: u32| {
        let count = u32::from(octet.saturating_sub(from));
        Amount::Of(base.saturating_add(count.saturating_mul(step)))
    };
    match octet {
        0 => Amount::Subscribed,
        1..=63 => steps(0, 0, 1),
        64..=127 => steps(64, 64, 8),
        128..=254 => steps(576, 128, 64),
        255 => Amount::Of(0),
    }
}

const fn residual_ber(octet: u8) -> Rate {
    match octet >> 4 {
        0 => Rate::Subscribed,
        1 => Rate::Of(5e-2),
        2 => Rate::Of(1e-2),
        3 => Rate::Of(5e-3),
        4 => Rate::Of(4e-3),
        5 => Rate::Of(1e-3),
        6 => Rate::Of(1e-4),
        7 => Rate::Of(1e-5),
        8 => Rate::Of(1e-6),
        9 => Rate::Of(6e-8),
        other => Rate::Reserved(other),
    }
}

const fn error_ratio(octet: u8) -> Rate {
    match octet & 0x0F {
        0 => Rate::Subscribed,
        1 => Rate::Of(1e-2),
        2 => Rate::Of(7e-3),
        3 => Rate::Of(1e-3),
        4 => Rate::Of(1e-4),
        5 => Rate::Of(1e-5),
        6 => Rate::Of(1e-6),
        7 => Rate::Of(1e-1),
        other => Rate::Reserved(other),
    }
}

/// Steps of 10, 50 and 100 ms.
fn delay(octet: u8) -> Amount {
    let value = octet >> 2;
    let steps = |base: u32, from: u8, step: u32| {
        let count = u32::from(value.saturating_sub(from));
        Amount::Of(base.saturating_add(count.saturating_mul(step)))
    };
    match value {
        0 => Amount::Subscribed,
        1..=15 => steps(0, 0, 10),
        16..=31 => steps(200, 16, 50),
        32..=62 => steps(1_000, 32, 100),
        other => Amount::Reserved(other),
    }
}

fn priority(octet: u8) -> Amount {
    match octet & 0x03 {
        0 => Amount::Subscribed,
        other => Amount::Of(u32::from(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of WAP-183, 4.6.
    #[test]
    fn the_printed_examples() {
        assert_eq!(delivery_order(0x08), Choice::Yes);
        assert_eq!(traffic_class(0x60), TrafficClass::Interactive);
        assert_eq!(residual_ber(0x70), Rate::Of(1e-5));
        assert_eq!(delay(0x48), Amount::Of(300));
    }

    /// The ends of the ranges of TS 24.008, table 10.5.156.
    #[test]
    fn the_ends_of_ranges() {
        for (octet, rate) in
            [(1, 1), (63, 63), (64, 64), (127, 568), (128, 576), (254, 8640), (255, 0)]
        {
            assert_eq!(bitrate(octet), Amount::Of(rate), "{octet}");
        }
        assert_eq!(bitrate(0), Amount::Subscribed);
        for (value, delay_ms) in
            [(1, 10), (15, 150), (16, 200), (31, 950), (32, 1_000), (62, 4_000)]
        {
            assert_eq!(delay(value << 2), Amount::Of(delay_ms), "{value}");
        }
        assert_eq!(delay(63 << 2), Amount::Reserved(63));
        for (octet, size) in [(1, 10), (150, 1_500), (151, 1_502), (152, 1_510), (153, 1_520)] {
            assert_eq!(sdu_size(octet), Amount::Of(size), "{octet}");
        }
        assert_eq!(sdu_size(154), Amount::Reserved(154));
        assert_eq!(erroneous(3), ErroneousDelivery::Dropped);
        assert_eq!(residual_ber(0xA0), Rate::Reserved(10));
        assert_eq!(error_ratio(0x07), Rate::Of(1e-1));
        assert_eq!(priority(2), Amount::Of(2));
    }

    /// Every code of TS 24.008, table 10.5.156, in its place in the octet; those that are left are
    /// reserved. What is subscribed is 0 in all of them.
    #[test]
    fn every_code_of_the_small_fields() {
        use {Choice as Order, ErroneousDelivery as Delivery, TrafficClass as Class};

        let classes = [
            Class::Subscribed,
            Class::Conversational,
            Class::Streaming,
            Class::Interactive,
            Class::Background,
            Class::Reserved(5),
            Class::Reserved(6),
            Class::Reserved(7),
        ];
        for (code, class) in (0_u8..).zip(classes) {
            assert_eq!(traffic_class(code << 5 | 0x1F), class);
        }
        let orders = [Order::Subscribed, Order::Yes, Order::No, Order::Reserved(3)];
        for (code, order) in (0_u8..).zip(orders) {
            assert_eq!(delivery_order(code << 3 | 0xE7), order);
        }
        let deliveries =
            [Delivery::Subscribed, Delivery::NotDetected, Delivery::Delivered, Delivery::Dropped];
        for (code, delivery) in (0_u8..).zip(deliveries) {
            assert_eq!(erroneous(code | 0xF8), delivery);
        }
        assert_eq!(erroneous(4), Delivery::Reserved(4));
        let rates = [5e-2, 1e-2, 5e-3, 4e-3, 1e-3, 1e-4, 1e-5, 1e-6, 6e-8];
        for (code, rate) in (1_u8..).zip(rates) {
            assert_eq!(residual_ber(code << 4 | 0x0F), Rate::Of(rate));
        }
        assert_eq!(residual_ber(0x0F), Rate::Subscribed);
        let ratios = [1e-2, 7e-3, 1e-3, 1e-4, 1e-5, 1e-6, 1e-1];
        for (code, ratio) in (1_u8..).zip(ratios) {
            assert_eq!(error_ratio(code | 0xF0), Rate::Of(ratio));
        }
        assert_eq!((error_ratio(0xF0), error_ratio(8)), (Rate::Subscribed, Rate::Reserved(8)));
        assert_eq!(
            (sdu_size(0), delay(0x03), priority(0xFC)),
            (Amount::Subscribed, Amount::Subscribed, Amount::Subscribed)
        );
    }

    #[test]
    fn hexadecimal_is_without_prefix() {
        assert_eq!(hexadecimal("7F"), Some(0x7F));
        assert_eq!(hexadecimal("8"), Some(8));
        for text in ["0x8", "100", "", "G", "+8"] {
            assert_eq!(hexadecimal(text), None, "{text}");
        }
    }
}
