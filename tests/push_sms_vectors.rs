//! Short messages against vectors of others.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "a test"
)]

use bytes::Bytes;
use provost::push::ApplicationId;
use provost::push::sms::{
    Concatenation, Datagram, Direction, Instant, Is637, Ports, Reassembler, Received, Reference,
    Segment, Segmentation, TextHeader, Tpdu, UserDataHeader, segment, smpp, split_service_center,
};
use provost::push::wsp::Push;
use provost_tests::push::{Vector, layer, vector};

/// The PDU of a segment; two vectors have the address of a service center in front.
fn tpdu(vector: &Vector, octets: Vec<u8>) -> Tpdu {
    let name = &*vector.name;
    let octets = Bytes::from(octets);
    let tpdu = match name {
        "sms-ofono-wap-push-1" | "sms-pymessaging-16bit" => {
            let (center, tpdu) = split_service_center(&octets).expect(name);
            assert!(center.is_some_and(|center| center.to_string().starts_with('+')), "{name}");
            tpdu
        }
        _ => octets,
    };
    let direction =
        if name.contains("submit") { Direction::FromMobile } else { Direction::ToMobile };
    let read = Tpdu::decode(&tpdu, direction).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(read.to_bytes().as_ref(), Ok(&tpdu), "{name}");
    read
}

fn join(vector: &Vector) -> Vec<Result<Received, provost::push::Error>> {
    let mut reassembler = Reassembler::new();
    let segments = vector.segments().into_iter().map(|octets| {
        let tpdu = tpdu(vector, octets);
        let user_data = tpdu.user_data().expect("user data").to_bytes().expect("octets");
        reassembler.accept(tpdu.address().cloned(), &user_data, Instant(0))
    });
    segments.collect()
}

fn payload(name: &str) -> Bytes {
    Bytes::from(vector(name).expect("the folder is there").octets())
}

#[test]
fn tpdus() {
    for vector in layer("sms-tpdu") {
        let name = &*vector.name;
        let mut received = join(vector);
        let Some(Ok(Received::Complete(datagram))) = received.pop() else {
            panic!("{name}: not complete");
        };
        let (ports, expected) = match name {
            "sms-deliver-8bit-ports" => {
                (Ports { destination: 240, source: 241 }, Bytes::from_static(b"abc"))
            }
            "sms-deliver-single-ports" => (Ports::PUSH, datagram.payload.clone()),
            "sms-ofono-wap-push-1" | "sms-pymessaging-16bit" => {
                let push = Push::decode(&datagram.payload).expect(name);
                assert_eq!(push.content_type.essence(), "application/vnd.wap.mms-message");
                assert_eq!(push.application(), Ok(ApplicationId::MMS_UA.into()), "{name}");
                (datagram.ports.expect("ports"), datagram.payload.clone())
            }
            _ => {
                let source = Ports { destination: 2948, source: 2948 };
                (source, payload("push-kannel-sendota-userpin"))
            }
        };
        assert_eq!(datagram, Datagram { ports: Some(ports), payload: expected }, "{name}");
        if name != "sms-deliver-8bit-ports" {
            Push::decode(&datagram.payload).expect(name);
        }
        // All before the last one were kept.
        for one in received {
            assert!(matches!(one, Ok(Received::Incomplete { .. })), "{name}: {one:?}");
        }
    }
}

#[test]
fn reassembly() {
    for vector in layer("sms-reassembly") {
        let received = join(vector);
        let complete = |one: &Result<Received, _>| matches!(one, Ok(Received::Complete(_)));
        match &*vector.name {
            "sms-out-of-order" | "sms-duplicate" => {
                assert_eq!(received.iter().filter(|one| complete(one)).count(), 1);
                let Some(Ok(Received::Complete(datagram))) = received.last() else {
                    panic!("{}: not complete", vector.name);
                };
                assert_eq!(datagram.payload, payload("push-kannel-sendota-userpin"));
            }
            "sms-total-mismatch" => assert!(!received.iter().any(complete)),
            // The element is ignored, and the message stands alone.
            "sms-seq-zero" | "sms-seq-beyond-total" => {
                assert!(received.first().is_some_and(complete), "{}: {received:?}", vector.name);
            }
            name => panic!("no row for {name}"),
        }
    }
}

#[test]
fn submitted_by_kannel() {
    for vector in layer("smpp-submit_sm") {
        let name = &*vector.name;
        if let Some(headers) = vector.row["udh"].as_array() {
            // A message that was cut off: each header says so itself, and what is missing is the
            // rest of the payload.
            for (at, header) in headers.iter().enumerate() {
                let octets = provost_tests::push::octets(header.as_str().expect("hex"));
                let (header, _) = UserDataHeader::decode(&octets.into()).expect(name);
                assert_eq!(header.ports().map(|ports| ports.destination), Some(9209));
                let expected = Concatenation {
                    reference: Reference::Short(5),
                    total: 10,
                    sequence: u8::try_from(at + 1).expect("few"),
                };
                assert_eq!(header.concatenation(), Some(expected), "{name}");
            }
            // Ours is refused where it does not fit.
            let most = Segmentation::new(Ports::PUSH, Reference::Short(1)).with_most_segments(10);
            most.segments(vec![0; 3000].into()).expect_err("more than ten");
            continue;
        }
        let mut reassembler = Reassembler::new();
        let segments = vector.segments();
        let count = segments.len();
        let mut whole = None;
        for (at, octets) in segments.into_iter().enumerate() {
            let octets = Bytes::from(octets);
            let message =
                smpp::Message::decode(&octets).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(message.to_bytes().as_ref(), Ok(&octets), "{name}");
            assert_eq!(message.esm_class, smpp::EsmClass::STORE_AND_FORWARD_HEADER, "{name}");
            let more = message.parameter(smpp::Tag::MORE_MESSAGES).is_some();
            assert_eq!(more, at + 1 < count, "{name}");
            let user_data = message.user_data().expect(name);
            if let Received::Complete(datagram) =
                reassembler.accept((), &user_data, Instant(0)).expect(name)
            {
                whole = Some((datagram, message.data_coding));
            }
        }
        let (datagram, coding) = whole.unwrap_or_else(|| panic!("{name}: not complete"));
        let expected_coding = if name == "smpp-inject-cp-altdcs" { 0xF5 } else { 0x04 };
        assert_eq!(coding.0, expected_coding, "{name}");
        let push = Push::decode(&datagram.payload).expect(name);
        match name {
            "smpp-si" => assert_eq!(push.content_type.essence(), "application/vnd.wap.sic"),
            _ => assert_eq!(datagram.payload, payload("push-kannel-sendota-userpin"), "{name}"),
        }
    }
}

/// We cut as Kannel does, octet for octet.
#[test]
fn the_segments_of_others_are_ours() {
    let Some(theirs) = vector("smpp-inject-cp-altdcs") else { return };
    let theirs = theirs
        .segments()
        .into_iter()
        .map(|octets| smpp::Message::decode(&octets.into()).expect("a message").short_message);
    let theirs = theirs.collect::<Vec<_>>();
    let datagram = payload("push-kannel-sendota-userpin");
    let ours = segment(datagram, Ports::PUSH, Reference::Short(theirs[0][9])).expect("segments");
    assert_eq!(ours.map(|segment| segment.user_data()).collect::<Vec<_>>(), theirs);
}

#[test]
fn other_bearers() {
    for vector in layer("sms") {
        match &*vector.name {
            "udh-datagram-220-first" => {
                let octets = vector.octets();
                let (header, _) = UserDataHeader::decode(&octets.clone().into()).expect("a header");
                assert_eq!(header.ports(), Some(Ports::PUSH));
                let part = header.concatenation().expect("a part");
                assert_eq!((part.total, part.sequence), (3, 1));
                let ours = segment(vec![0; 300].into(), Ports::PUSH, part.reference);
                let Segment { udh, .. } = ours.expect("segments").next().expect("a segment");
                assert_eq!(octets[..udh.len()], *udh);
            }
            "wdp-text-header-short" => {
                let (header, rest) = TextHeader::decode(vector.text()).expect("a header");
                assert_eq!(header.ports, Ports { destination: 11, source: 11 });
                assert_eq!(rest, "payload");
            }
            "wdp-cdma-two-segments" => {
                let messages = vector
                    .segments()
                    .into_iter()
                    .map(|octets| Is637::decode(&octets.into()).expect("a message"));
                let datagram = Is637::join(&messages.collect::<Vec<_>>()).expect("a datagram");
                assert_eq!(datagram.ports, Some(Ports::PUSH));
                assert_eq!(&*datagram.payload, [6, 5, 4, 3]);
                let ours = Is637::split(Ports::PUSH, &[6, 5, 4, 3], 7).expect("messages");
                let theirs = vector.segments().into_iter().map(Bytes::from);
                assert_eq!(ours, theirs.collect::<Vec<_>>());
            }
            name => panic!("no row for {name}"),
        }
    }
}

/// Every prefix and every change of one octet is read or refused; what is read is written again to
/// what is read the same.
#[test]
fn prefixes_and_mutations() {
    let readable = |octets: &[u8]| {
        let octets = Bytes::copy_from_slice(octets);
        for direction in [Direction::ToMobile, Direction::FromMobile] {
            if let Ok(read) = Tpdu::decode(&octets, direction) {
                let _ = format!("{read:?} {:?}", read.address().map(ToString::to_string));
                let again = read.to_bytes().map(|octets| Tpdu::decode(&octets, direction));
                assert_eq!(again, Ok(Ok(read)), "{octets:02x?}");
            }
        }
        let _ = split_service_center(&octets);
        if let Ok(read) = smpp::Message::decode(&octets) {
            assert_eq!(read.to_bytes(), Ok(octets));
        }
    };
    for vector in ["sms-tpdu", "smpp-submit_sm"].into_iter().flat_map(layer) {
        if vector.row["udh"].is_array() {
            continue;
        }
        for octets in vector.segments() {
            for end in 0..octets.len() {
                readable(&octets[..end]);
            }
            for at in 0..octets.len().min(64) {
                for value in 0..=u8::MAX {
                    let mut changed = octets.clone();
                    changed[at] = value;
                    readable(&changed);
                }
            }
        }
    }
}
