//! Our datagrams through Wireshark's dissector, and through a running Kannel.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "a test"
)]

use bytes::Bytes;
use provost::bootstrap::{
    Identity, Imsi, Outcome, Sec, Security, SenderFault, UserPin, diagnose, verify,
};
use provost::push::sms::{
    DataCoding, Instant, Ports, Reassembler, Received, Reference, UserDataHeader, segment, smpp,
};
use provost::push::wsp::{ContentType, Header, HeaderName, Headers, Push, SecParam};
use provost::push::{Application, ApplicationId, Bearer, MediaCode, content, session_initiation};
use provost_tests::kannel::{Kannel, ShortMessage};
use provost_tests::peer::Peer;

const MAC: &str = "5B9FE351DF89812B0A287010123D0A0CC0346F69";

/// What tshark says of packets of that port.
fn dissected(port: &[&str], packets: &[Bytes]) -> Option<String> {
    let (to_pcap, tshark) = (Peer::find("text2pcap")?, Peer::find("tshark")?);
    let mut text = String::new();
    for packet in packets {
        text.push_str("000000");
        packet.iter().for_each(|octet| text.push_str(&format!(" {octet:02x}")));
        text.push('\n');
    }
    let arguments = [&["-q"], port, &["-", "-"]].concat();
    let capture = to_pcap.run(&arguments, text.as_bytes()).expect("a capture");
    let shown = tshark.run(&["-r", "-", "-V"], &capture).expect("a dissection");
    Some(String::from_utf8_lossy(&shown).into_owned())
}

fn push_shown(push: &Push) -> Option<String> {
    dissected(&["-u", "9200,2948"], &[push.to_bytes()])
}

fn provisioning() -> Push {
    let content_type = ContentType::connectivity_wbxml()
        .with_security(SecParam::Code(1), Some(MAC))
        .expect("a content type");
    let mut body = vec![0x03, 0x0B, 0x6A, 0x00, 0x45];
    for _ in 0..12 {
        body.extend_from_slice(b"\xC6\x56\x01\x87\x07\x06\x03a name\0\x01\x01");
    }
    body.push(0x01);
    Push::new(content_type, body).with_transaction(1)
}

#[test]
fn tshark_reads_content_types() {
    for content_type in [
        provisioning().content_type,
        MediaCode::SIC.into(),
        MediaCode::SYNCML_NOTIFICATION.into(),
        MediaCode::MMS_MESSAGE.into(),
        ContentType::from_text("application/x-wap-prov.browser-settings; charset=utf-8")
            .expect("a type"),
    ] {
        let Some(shown) = push_shown(&Push::new(content_type.clone(), "")) else { return };
        // Its spelling of charsets is its own; SEC and MAC are spelled as we do.
        let line = match content_type.charset() {
            Some(_) => format!("Content-Type: {}", content_type.essence()),
            None => format!("Content-Type: {content_type}"),
        };
        assert!(shown.contains(&line), "{content_type}:\n{shown}");
    }
}

/// Header by header: the value of each as tshark prints it.
#[test]
fn tshark_reads_headers() {
    let text = |name, text: &str| Header::from_text(name, text).expect("a header").remove(0);
    let rows = [
        (
            text(HeaderName::APPLICATION_ID, "x-wap-application:syncml.dm"),
            "x-wap-application:syncml.dm",
        ),
        (text(HeaderName::CACHE_CONTROL, "no-transform"), "Cache-Control: no-transform"),
        (text(HeaderName::CONTENT_LENGTH, "774"), "Content-Length: 774"),
        (text(HeaderName::EXPIRES, "Thu, 23 Apr 1998 13:41:37 GMT"), "Apr 23, 1998 13:41:37"),
        (text(HeaderName::CONTENT_URI, "http://a.example/b"), "http://a.example/b"),
        (text(HeaderName::PUSH_FLAG, "100"), "Last push message: True"),
        (text(HeaderName::ACCEPT_LANGUAGE, "sv"), "Swedish (sv)"),
        (text(HeaderName::CONTENT_ENCODING, "gzip"), "gzip"),
        (text(HeaderName::CONTENT_ID, "\"<a>\""), "<a>"),
        (text(HeaderName::ACCEPT_ENCODING, "*"), "Accept-Encoding: *"),
        // TE: without the length in front, and methods and digests in other forms, it is refused.
        (text(HeaderName(0x39), "own"), "Te: own"),
        (text(HeaderName(0x06), "PUT"), "Allow: Put"),
        (text(HeaderName(0x0F), "AAECAwQFBgcICQoLDA0ODw=="), "000102030405060708090a0b0c0d0e0f"),
        (text(HeaderName(0x2B), "1.0 a, 1.1 b"), "Via: 1.0 a"),
        (text(HeaderName::USER_AGENT, "provost"), "User-Agent: provost"),
    ];
    for (header, expected) in rows {
        let mut push = Push::new(MediaCode::SIC, "");
        push.headers.push(&header);
        let Some(shown) = push_shown(&push) else { return };
        assert!(shown.contains(expected), "{header}:\n{shown}");
        assert!(!shown.contains("Invalid header value"), "{header}:\n{shown}");
    }
    // Names and values as text.
    let mut push = Push::new(MediaCode::SIC, "");
    push.headers.push_text("X-Own", "value").expect("a header");
    let shown = push_shown(&push).expect("it was there");
    assert!(shown.contains("X-Own: value"), "{shown}");
}

/// Where tshark is wrong, and is to be told when it no longer is.
#[test]
fn differences_of_tshark() {
    // It takes the length of a long integer for the application id (2 is the browser).
    let headers = Headers::new().with_application(ApplicationId(0x9010)).unwrap();
    let push = Push::new(MediaCode::SIC, "").with_headers(headers);
    let Some(shown) = push_shown(&push) else { return };
    assert!(!shown.contains("x-oma-nokia:sip.ua"), "no longer misread:\n{shown}");
    assert_eq!(push.application(), Ok(Application::Id(ApplicationId(0x9010))));
    // Its table of media lacks this number.
    let shown = push_shown(&Push::new(MediaCode::EMN_WBXML, "")).expect("it was there");
    assert!(!shown.contains("application/vnd.wap.emn+wbxml"), "no longer unknown:\n{shown}");
}

#[test]
fn tshark_reads_contents_and_session_initiation() {
    let si = content::ServiceIndication::new("http://www.xyz.com/a", "You have mail")
        .with_created("1999-06-25T15:23:15Z".into());
    let push = Push::new(MediaCode::SIC, si.to_wbxml().expect("SI"));
    let Some(shown) = push_shown(&push) else { return };
    for word in ["<si>", "1999-06-25T15:23:15Z", "You have mail"] {
        assert!(shown.contains(word), "{word}:\n{shown}");
    }
    let contact = provost::push::wsp::BearerAddress::ipv4([127, 0, 0, 1].into(), 9201)
        .with_bearer(Bearer::GSM_GPRS);
    let mut request = session_initiation::SessionInitiation::new(ApplicationId::SYNCML_DM)
        .with_wsp_contact(contact);
    request.version = 0;
    let headers = Headers::new().with_application(ApplicationId::PUSH_SIA).unwrap();
    let body = request.to_bytes().expect("SIA");
    let shown = push_shown(&Push::new(MediaCode::SIA, body).with_headers(headers)).expect("tshark");
    for word in ["Session Initiation Request", "x-wap-application:syncml.dm", "127.0.0.1"] {
        assert!(shown.contains(word), "{word}:\n{shown}");
    }
    assert!(!shown.contains("Malformed"), "{shown}");
}

/// Our short messages in our PDUs of SMPP: put together and read down to the document.
#[test]
fn tshark_joins_segments() {
    for reference in [Reference::Short(7), Reference::Long(0x1234)] {
        let segments =
            segment(provisioning().to_bytes(), Ports::PUSH, reference).expect("segments");
        let count = segments.len();
        assert!(count > 1);
        let packets = segments.enumerate().map(|(at, segment)| {
            let mut message = smpp::Message::from_segment(&segment, at + 1 == count);
            message.source = smpp::Address { ton: 2, npi: 1, text: "12345".into() };
            message.destination = smpp::Address { ton: 1, npi: 1, text: "15551234567".into() };
            message.sequence = u32::try_from(at + 1).expect("few");
            message.to_bytes().expect("a PDU")
        });
        let packets = packets.collect::<Vec<_>>();
        let Some(shown) = dissected(&["-T", "40000,2775"], &packets) else { return };
        for word in ["Submit_sm", "SEC=USERPIN", MAC, "wap-provisioningdoc"] {
            assert!(shown.contains(word), "{word}:\n{shown}");
        }
        assert!(!shown.contains("Malformed"), "{shown}");
    }
}

fn percent(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("%{octet:02X}")).collect()
}

/// The datagram that a gateway's messages carry.
fn joined(messages: &[ShortMessage]) -> provost::push::sms::Datagram {
    let mut reassembler = Reassembler::new();
    for message in messages {
        let received = reassembler.accept((), &message.octets, Instant(0)).expect("a part");
        if let Received::Complete(datagram) = received {
            return datagram;
        }
    }
    panic!("not whole: {messages:02x?}");
}

/// Kannel carries our datagram octet for octet, and cuts it as we do. What its own command for
/// settings sends is read, and its MAC verifies by the PIN; that of NETWPIN is made with the digits
/// of the identity, which is recognised.
#[test]
fn kannel_carries_what_we_make_and_we_read_what_it_makes() {
    let Some(kannel) = Kannel::start_with_smsbox() else { return };
    let datagram = provisioning().to_bytes();
    for (query, coding) in [("", DataCoding::OCTETS), ("&alt-dcs=1", DataCoding::OCTETS_CLASS_1)] {
        let udh = percent(&[6, 5, 4, 0x0B, 0x84, 0x23, 0xF0]);
        let path = format!(
            "/cgi-bin/sendsms?username=tester&password=foobar&to=15551234567&from=12345&coding=1\
             &udh={udh}&text={}{query}",
            percent(&datagram)
        );
        let answer = kannel.get(&path).expect("an answer");
        assert_eq!(answer.status, 202, "{answer:?}");
        let messages = kannel.messages(3);
        let whole = joined(&messages);
        assert_eq!((whole.ports, &whole.payload), (Some(Ports::PUSH), &datagram));
        assert_eq!(messages[0].coding, coding.0);
        // Cut as we cut it.
        let octets = Bytes::from(messages[0].octets.clone());
        let (header, _) = UserDataHeader::decode(&octets).expect("a header");
        let reference = header.concatenation().expect("a part").reference;
        let ours = segment(datagram.clone(), Ports::PUSH, reference).expect("segments");
        let ours = ours.map(|segment| segment.user_data().to_vec()).collect::<Vec<_>>();
        let theirs = messages.into_iter().map(|message| message.octets).collect::<Vec<_>>();
        assert_eq!(ours, theirs);
    }

    let document = "<?xml version=\"1.0\"?><!DOCTYPE wap-provisioningdoc PUBLIC \
        \"-//WAPFORUM//DTD PROV 1.0//EN\" \"http://www.wapforum.org/DTD/prov.dtd\">\
        <wap-provisioningdoc version=\"1.0\"><characteristic type=\"BOOTSTRAP\">\
        <parm name=\"NAME\" value=\"Example\"/></characteristic></wap-provisioningdoc>";
    // With NETWPIN the `pin` is what its operator has of the SIM: the digits of the IMSI.
    for (sec, code, secret) in [("userpin", 1, "1234"), ("netwpin", 0, "466923103145252")] {
        let path = format!(
            "/cgi-bin/sendota?username=tester&password=foobar&to=15551234567&from=12345\
             &type=oma-settings&sec={sec}&pin={secret}&text={}",
            percent(document.as_bytes())
        );
        let answer = kannel.get(&path).expect("an answer");
        assert_eq!(answer.status, 202, "{answer:?}");
        let whole = joined(&kannel.messages(2));
        let push = Push::decode(&whole.payload).expect("a push");
        assert_eq!(push.to_bytes(), whole.payload);
        assert_eq!(push.content_type.sec(), Some(SecParam::Code(code)));
        let security = Security::from_params(Some(Sec::from(code)), push.content_type.mac());
        match code {
            1 => {
                let pin: UserPin = secret.parse().expect("a PIN");
                let identities = [Identity::from(pin)];
                let outcome = verify(&push.body, &security, &identities);
                assert!(matches!(outcome, Outcome::Verified(_)), "{outcome:?}");
                assert_eq!(diagnose(&push.body, &security, &identities), None);
            }
            _ => {
                // The key should be semi-octets; theirs is the digits as they were typed.
                let imsi: Imsi = secret.parse().expect("an IMSI");
                let identities = [Identity::from(imsi)];
                let outcome = verify(&push.body, &security, &identities);
                assert!(matches!(outcome, Outcome::Failed(_)), "{outcome:?}");
                let fault = diagnose(&push.body, &security, &identities);
                assert_eq!(fault, Some(SenderFault::ImsiAsDigits));
                // The IMSI of another explains nothing.
                let other: Imsi = "466923103145253".parse().expect("an IMSI");
                assert_eq!(diagnose(&push.body, &security, &[other.into()]), None);
            }
        }
        let document = provost::cp::Document::from_wbxml(&push.body).expect("a document");
        assert!(document.bootstrap().is_some());
    }
}
