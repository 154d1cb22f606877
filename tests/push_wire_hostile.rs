//! What broke other implementations of WSP and of short messages, one test a row; and what must
//! hold whatever is changed in good input.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "a test"
)]

use std::{fs, path::Path};

use bytes::Bytes;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use provost::push::sms::{
    Address, Alphabet, DataCoding, Deliver, Direction, Instant, Ports, Reassembler,
    ReassemblyLimits, Received, Reference, ServiceTime, Submit, Tpdu, UserData, UserDataHeader,
    from_septets, segment,
};
use provost::push::wsp::{
    ContentType, Header, HeaderName, Headers, MediaBody, Multipart, Parameter, ParameterValue,
    Push, SecParam, Value,
};
use provost::push::{ApplicationId, Error, ErrorKind, Expected, MediaCode};
use provost_tests::fuzz;

fn deliver(tail: &[u8]) -> Result<Tpdu, Error> {
    let mut octets = vec![0x44, 5, 0x81, 0x21, 0x43, 0xF5, 0, 4, 0, 0, 0, 0, 0, 0, 0];
    octets.extend_from_slice(tail);
    Tpdu::decode(&octets.into(), Direction::ToMobile)
}

/// CVE-2016-7988 to -7991: the security parameters were ignored, and counts overflowed. What they
/// say is told apart from what they lack.
#[test]
fn absent_security_is_told() {
    let content_type = |octets: &'static [u8]| {
        ContentType::decode(&Bytes::from_static(octets)).expect("a content type").0
    };
    assert_eq!(content_type(&[0xB6]).sec(), None);
    assert_eq!(content_type(&[3, 0xB6, 0x91, 0x80]).sec(), Some(SecParam::Code(0)));
    assert_eq!(content_type(&[3, 0xB6, 0x91, 0x80]).mac(), None);
    let lone = [4, 0xB6, 0x92, b'A', 0];
    let mut findings = Vec::new();
    let mut datagram = vec![0, 6, 5];
    datagram.extend_from_slice(&lone);
    let push = Push::decode_with(&datagram.into(), &mut findings).expect("a push");
    assert_eq!((push.content_type.sec(), push.content_type.mac()), (None, Some("A")));
    assert!(!findings.is_empty());
    // Lengths of 32 bits that wrap where they are added.
    for length in [[0x8F, 0xFF, 0xFF, 0xFF, 0x7F], [0x8F, 0xFF, 0xFF, 0xFF, 0x7E]] {
        for at in [&[0, 6][..], &[0, 6, 9, 0x1F], &[0, 6, 10, 0xAE, 0xB6, 0x1F]] {
            let mut octets = at.to_vec();
            octets.extend_from_slice(&length);
            Push::decode(&octets.into()).expect_err("longer than the input");
        }
        let mut octets = vec![1];
        octets.extend_from_slice(&length);
        octets.extend_from_slice(&length);
        Multipart::decode(&octets.into()).expect_err("longer than the input");
    }
}

/// SVE-2019-14073, LVE-SMP-190006: a provisioning document without a MAC, with one of a method
/// that has none. Both are told, and none is made up.
#[test]
fn a_mac_of_a_method_without_one_is_told() {
    let with_mac = ContentType::connectivity_wbxml()
        .with_security(SecParam::Code(3), Some("AB"))
        .expect("a content type");
    let mut findings = Vec::new();
    let datagram = Push::new(with_mac, "..").to_bytes();
    Push::decode_with(&datagram, &mut findings).expect("a push");
    assert_eq!(findings.len(), 1);
}

/// Mulliner and Miller, 2009: elements of a user data header that are longer than it, and parts
/// out of range.
#[test]
fn elements_that_are_too_long() {
    for length in 0..=255 {
        for element in 0..=255 {
            let octets = [5, 0, element, 1, length, 1, 9, 9];
            let read = UserDataHeader::decode(&Bytes::copy_from_slice(&octets));
            if element > 3 {
                let kind = ErrorKind::Length { length: element.into(), left: 3 };
                assert_eq!(read, Err(Error::new(kind, 2)));
            }
        }
    }
}

/// CVE-2023-2794, CVE-2023-4232 to -4235 and the rows after them: lengths of user data and of
/// addresses that are trusted.
#[test]
fn lengths_of_short_messages() {
    for length in 0..=u8::MAX {
        let mut tail = vec![length];
        tail.extend_from_slice(&[7; 200]);
        match deliver(&tail) {
            // What is behind is no padding.
            Err(error) if length <= 140 => {
                let expected = ErrorKind::TrailingOctets(Expected::UserData);
                let header =
                    matches!(error.kind(), ErrorKind::Length { .. } | ErrorKind::UnexpectedEnd(_));
                assert!(error.kind() == expected || header, "{error}");
            }
            read => assert_eq!(read, Err(Error::new(ErrorKind::Range(Expected::UserData), 15))),
        }
        // An address of more than 20 semi-octets.
        let mut octets = vec![0x04, length, 0x91];
        octets.extend_from_slice(&[0x11; 200]);
        let read = Tpdu::decode(&octets.into(), Direction::ToMobile);
        if length > 20 {
            assert_eq!(read, Err(Error::new(ErrorKind::Range(Expected::Address), 1)));
        }
        for first in 0..=u8::MAX {
            let octets = Bytes::from(vec![first, length, length, length, 0x91, 0x11]);
            let _ = Tpdu::decode(&octets, Direction::ToMobile);
            let _ = Tpdu::decode(&octets, Direction::FromMobile);
        }
    }
}

/// gnokii, 2009: a parameter indicator whose extension never ends.
#[test]
fn an_indicator_without_end() {
    let mut octets = vec![0x02, 9, 4, 0x91, 0x21, 0x43];
    octets.extend_from_slice(&[0; 15]);
    octets.extend_from_slice(&[0xFF; 10_000]);
    let error = Tpdu::decode(&octets.into(), Direction::ToMobile).expect_err("no end");
    assert_eq!(error.kind(), ErrorKind::UnexpectedEnd(Expected::Field));
}

/// CVE-2002-0122 and later: odd characters. Every septet is a character.
#[test]
fn every_septet_and_every_name() {
    for first in 0..=255 {
        for second in [0, 0x1B, 0x7F, 0xFF] {
            assert!(!from_septets(&[first, second]).is_empty());
            let user_data = UserData::new(vec![first, second]);
            for coding in 0..=255 {
                let _ = user_data.text(DataCoding(coding));
            }
        }
    }
}

/// CVE-2019-1747: a coding that is not foreseen. Every octet has a meaning.
#[test]
fn every_coding() {
    for coding in 0..=255 {
        let mut submit =
            Submit::new(0, Address::number("1").expect("a number"), UserData::new("a"));
        submit.coding = DataCoding(coding);
        let octets = Tpdu::Submit(submit.clone()).to_bytes().expect("octets");
        assert_eq!(Tpdu::decode(&octets, Direction::FromMobile), Ok(Tpdu::Submit(submit)));
        let _ = (DataCoding(coding).alphabet() == Alphabet::Octets, DataCoding(coding).to_string());
    }
}

/// CVE-2016-6506 and others: items that do not advance. The work is linear: ten times the input is
/// about ten times the steps, which are as many as there are fields.
#[test]
fn what_does_not_advance() {
    for (pattern, step) in [
        (&[0x80, 0x00][..], 2),
        (&[0x01], 1),
        (&[0x7F, 0x01], 2),
        (&[0xAF, 0x80], 2),
        (&[b'x', 0, 0], 3),
    ] {
        for count in [1_000, 10_000] {
            let octets = Bytes::from(pattern.repeat(count));
            let headers = Headers::decode(octets.clone()).expect("headers");
            assert!(headers.iter().count() <= octets.len() / step);
        }
    }
    // Cookies, parameters and fields of no length.
    for name in HeaderName::all() {
        for octet in [0x00, 0x80, 0x20] {
            let mut octets = vec![0x1F, 0x8F, 0x50];
            octets.extend_from_slice(&[octet; 2_000]);
            let _ = Header::decode(name, &octets);
            let mut value = vec![0x1F, 0x8F, 0x50, b'a', 0, b'b', 0];
            value.extend_from_slice(&[octet; 1_996]);
            let _ = Header::decode(name, &value);
        }
    }
}

/// Kannel 1.4.5: header text in the body, a content type that is lost, a payload that is cut off.
/// What is read is what was sent, and nothing that does not fit is cut.
#[test]
fn nothing_is_cut_or_moved() {
    let body = Bytes::from(vec![b'-'; 40_000]);
    let headers =
        Headers::from_text([("Cache-Control", "no-transform"), ("X-Wap-Content-URI", "http://a/")]);
    let push = Push::new(MediaCode::SIC, body).with_headers(headers.expect("headers"));
    let datagram = push.to_bytes();
    assert_eq!(Push::decode(&datagram), Ok(push));
    let error = segment(datagram.clone(), Ports::PUSH, Reference::Short(1)).map(|all| all.len());
    let kind = ErrorKind::TooManySegments { needed: datagram.len().div_ceil(128), most: 255 };
    assert_eq!(error, Err(Error::new(kind, 0)));
}

/// A flood of first parts, each of another sender: memory stays within the limits.
#[test]
fn a_flood_of_first_parts() {
    let limits = ReassemblyLimits::DEFAULT;
    let mut reassembler = Reassembler::new();
    let data = [0x2A; 128];
    for sender in 0..20_000_u32 {
        let mut user_data = vec![5, 0, 3, 1, 255, 1];
        user_data.extend_from_slice(&data);
        let received = reassembler.accept(sender, &user_data, Instant(u64::from(sender) / 100));
        assert_eq!(received, Ok(Received::Incomplete { have: 1, total: 255 }));
        assert!(reassembler.len() <= limits.sets && reassembler.octets() <= limits.octets);
    }
    // Who is served: the flood does not keep others out.
    let segments = segment(Bytes::from(vec![1; 300]), Ports::PUSH, Reference::Long(1));
    let received = segments.expect("segments").map(|segment| {
        reassembler.accept(u32::MAX, &segment.user_data(), Instant(200)).expect("a part")
    });
    assert!(matches!(received.last(), Some(Received::Complete(_))));
}

/// Seeds with octets changed, cut and doubled, through the bodies of the fuzz targets.
#[test]
fn changed_seeds() {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below.max(1)).expect("small")).expect("small")
    };
    for (target, body) in fuzz::push::TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds").join(target);
        let files = fs::read_dir(folder).expect("a folder").flatten();
        let mut seeds =
            files.map(|file| fs::read(file.path()).expect("a seed")).collect::<Vec<_>>();
        seeds.sort();
        for seed in &seeds {
            for _ in 0..400 {
                let mut input = seed.clone();
                for _ in 0..=random(3) {
                    let at = random(input.len());
                    match random(4) {
                        0 => input.truncate(at),
                        1 => input.insert(at, [0, 0x1F, 0x7F, 0x80, 0xFF][random(5)]),
                        2 if !input.is_empty() => {
                            input.remove(at);
                        }
                        _ if !input.is_empty() => {
                            input[at] = u8::try_from(random(256)).expect("an octet");
                        }
                        _ => {}
                    }
                }
                body(&input);
            }
        }
    }
}

/// Octets that were planted as secrets are in no text for people.
#[test]
fn secrets_are_not_shown() {
    let secret = "hush-4711";
    let mut push = Push::new(ContentType::connectivity_wbxml(), secret);
    let value =
        provost::push::wsp::Credentials::Basic { user: "joe".into(), password: secret.into() };
    push.headers.push(
        &Header::new(HeaderName::AUTHORIZATION, Value::Credentials(value)).expect("a header"),
    );
    let multipart = Multipart { entries: vec![MediaBody::new(MediaCode::TEXT_PLAIN, secret)] };
    let time = ServiceTime([0; 7]);
    let address = Address::number("1").expect("a number");
    let deliver = Tpdu::Deliver(Deliver::new(address, time, UserData::new(secret)));
    let segments = segment(push.to_bytes(), Ports::PUSH, Reference::Long(1)).expect("segments");
    let datagram = provost::push::sms::Datagram { ports: None, payload: secret.into() };
    let mut reassembler = Reassembler::new();
    let mut user_data = vec![5, 0, 3, 1, 2, 1];
    user_data.extend_from_slice(secret.as_bytes());
    reassembler.accept(1, &user_data, Instant(0)).expect("a part");
    let shown = format!(
        "{push:?} {multipart:?} {deliver:?} {:?} {datagram:?} {reassembler:?}",
        segments.collect::<Vec<_>>()
    );
    assert!(!shown.contains("hush") && !shown.contains("104, 117, 115"), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Cut, shuffled, doubled and some lost: whole exactly where no part is missing, and once.
    #[test]
    fn segments_shuffled(
        payload in proptest::collection::vec(any::<u8>(), 0..2_000),
        long in any::<bool>(),
        extra in proptest::collection::vec(any::<Index>(), 0..6),
        order in any::<u64>(),
        lost in any::<Option<Index>>(),
    ) {
        let reference = if long { Reference::Long(0x1234) } else { Reference::Short(0x12) };
        let segments = segment(payload.clone().into(), Ports::PUSH, reference).expect("segments");
        let mut parts = segments.map(|segment| segment.user_data()).collect::<Vec<_>>();
        let count = parts.len();
        for index in &extra {
            parts.push(parts[index.index(count)].clone());
        }
        let missing = lost.filter(|_| count > 1).map(|index| parts[index.index(count)].clone());
        parts.retain(|part| Some(part) != missing.as_ref());
        let mut state = order | 1;
        for at in (1..parts.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let other = usize::try_from(state >> 33).expect("31 bits") % (at + 1);
            parts.swap(at, other);
        }
        let mut reassembler = Reassembler::new();
        let mut whole = Vec::new();
        for part in &parts {
            if let Received::Complete(datagram) = reassembler.accept((), part, Instant(0)).expect("a part") {
                whole.push(datagram.payload);
            }
        }
        // A single part has nothing that tells a copy of it.
        let expected = if missing.is_some() { 0 } else if count == 1 { parts.len() } else { 1 };
        prop_assert_eq!(whole.len(), expected);
        prop_assert!(whole.iter().all(|one| *one == payload));
    }

    /// Headers that are made are read the same, in octets and in text.
    #[test]
    fn headers_made(
        names in subsequence(HeaderName::all().collect::<Vec<_>>(), 1..20),
        number in any::<u64>(),
        text in "[ -~]{0,20}",
        octets in proptest::collection::vec(any::<u8>(), 0..40),
    ) {
        let values = [
            Value::Integer(number),
            Value::Date(provost::push::Date(number % 253_402_300_800)),
            Value::Text(text.clone()),
            Value::Octets(octets.into()),
            Value::Application(ApplicationId(u32::try_from(number >> 32).expect("32 bits")).into()),
            Value::Delay(number),
        ];
        let mut headers = Headers::new();
        let mut made = Vec::new();
        for name in names {
            for value in &values {
                if let Ok(header) = Header::new(name, value.clone()) {
                    headers.push(&header);
                    made.push(header);
                }
            }
        }
        let read = Headers::decode(headers.as_bytes().clone()).expect("headers");
        let again = read.iter().map(|field| field.header()).collect::<Result<Vec<_>, _>>();
        prop_assert_eq!(again, Ok(made));
    }

    /// A content type that is made is read the same, in octets and in text.
    #[test]
    fn content_types_made(
        code in 0_u32..0x400,
        name in "[a-z][a-z0-9-]{0,8}",
        text in "[!-~][ -~]{0,16}",
        number in any::<u64>(),
        push in any::<u8>(),
    ) {
        let mut content_type = ContentType::new(MediaCode(code));
        for value in [
            ParameterValue::Text(text.clone()),
            ParameterValue::Quoted(text.clone()),
            ParameterValue::Integer(number),
            ParameterValue::None,
        ] {
            if let Ok(parameter) = Parameter::named(&name, value) {
                content_type = content_type.with_parameter(parameter);
            }
        }
        let datagram = Push::new(content_type.clone(), vec![push]).with_transaction(push).to_bytes();
        let read = Push::decode_strict(&datagram).expect("a push");
        prop_assert_eq!(&read.content_type, &content_type);
        if let Ok(text) = content_type.to_text() {
            let again = ContentType::from_text(&text).expect("a content type");
            prop_assert_eq!(again.to_text(), Ok(text));
        }
    }
}
