//! Requests that a server reads before it knows whose they are, and how often it asks who that is.

#![allow(
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::unwrap_used,
    reason = "what fails here is a test that fails"
)]

use provost::dm::auth::{Credential, Nonce};
use provost::dm::session::{
    Admission, Entropy, Instant, Received, Rejection, Request, Server, ServerConfig,
    ServerCredentials, ServerOutput, Verifier,
};
use provost::dm::{
    Alert, AlertCode, AuthType, Cred, DecodeOptions, ErrorKind, Header, Limit, Limits, Location,
    Message, Rule, StatusCode, Syntax,
};

fn message(name: Option<&str>) -> Message {
    let mut header = Header::new("1A", "1", "https://dm.example/", "IMEI:1");
    let source = Location::new("IMEI:1");
    header.source = Some(match name {
        Some(name) => source.with_name(name.to_owned()),
        None => source,
    });
    Message::new(header).with(Alert::new(AlertCode::CLIENT_INITIATED).with_id("1")).finish()
}

fn request(message: &Message) -> Request {
    Request::new(message.encode(Syntax::Wbxml).unwrap())
}

/// The header of a request says which state is to be loaded: device, session and user, by its name or by that of
/// the proof beside it.
#[test]
fn a_request_says_whose_it_is() {
    let nonce = Nonce::from_octets(*b"next").unwrap();
    let plain = request(&message(None));
    let mac = Credential::new("mac-user", "PLANTED").hmac_header(&nonce, &plain.body).unwrap();
    let signed = |message| {
        let request = request(message);
        request.with_hmac(format!("{mac}"))
    };
    for (request, user) in [
        (plain.clone(), None),
        (request(&message(Some("user"))), Some("user")),
        (signed(&message(None)), Some("mac-user")),
        (signed(&message(Some("user"))), Some("user")),
        (plain.with_hmac("no header"), None),
    ] {
        let received = Received::decode(request);
        assert_eq!(received.device(), Some("IMEI:1"));
        assert_eq!(received.session_id(), Some("1A"));
        assert_eq!(received.user().as_deref(), user);
        assert!(received.deviations().is_empty());
        assert_eq!(received.message().unwrap().header.msg_id.as_deref(), Some("1"));
    }
}

/// What is none says nothing of whose it is, and is rejected as what it is.
#[test]
fn a_request_that_is_no_message() {
    let body = message(Some("user")).encode(Syntax::Wbxml).unwrap();
    let cut = Received::decode(Request::new(body.slice(..body.len() / 2)));
    let error = cut.message().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Syntax(_)), "{error}");
    assert_eq!((cut.device(), cut.session_id(), cut.user()), (None, None, None));
    assert!(cut.deviations().is_empty());
    let mut server =
        Server::new(ServerConfig::new(), ServerCredentials::new(Entropy::new([7; 32])));
    server.handle(cut, Instant::ZERO);
    assert_eq!(server.poll(), ServerOutput::Reject(Rejection::Malformed(error)));
    assert_eq!(server.poll(), ServerOutput::Waiting);
}

/// The options of decoding are those that are given: limits, and what is told.
#[test]
fn a_request_is_decoded_as_told() {
    let xml = "<SyncML><SyncHdr><SessionID>1</SessionID><MsgID>1</MsgID><Source><LocURI>IMEI:1</LocURI>\
        </Source></SyncHdr><SyncBody><Alert><CmdID>0</CmdID><Data>1201</Data></Alert></SyncBody></SyncML>";
    let received = Received::decode(Request::new(xml));
    let rules: Vec<Rule> = received.deviations().iter().map(|it| it.rule).collect();
    assert!(rules.contains(&Rule::NoNamespace) && rules.contains(&Rule::ZeroCmdId), "{rules:?}");
    let options = DecodeOptions::new().with_limits(Limits::default().with_message(64));
    let received = Received::decode_with(Request::new(xml), &options);
    assert_eq!(received.message().unwrap_err().kind(), ErrorKind::Limit(Limit::Message));
}

/// So many challenges a peer gets that proves nothing, and then it is refused; one that answers in another
/// scheme is refused at once.
#[test]
fn challenges_have_a_number() {
    let verifier = |tries| {
        let credential = Credential::new("device", "secret");
        Verifier::new(credential, AuthType::Md5, Nonce::EMPTY).with_tries(tries)
    };
    for tries in [1, 2, 5] {
        let mut verifier = verifier(tries);
        let mut entropy = Entropy::new([7; 32]);
        let header = message(None).header;
        let mut check = || verifier.check(&header, None, b"", &mut entropy);
        for _ in 0..tries {
            let check = check();
            assert_eq!(check.admission, Admission::Challenged);
            assert_eq!(check.status, StatusCode::AUTHENTICATION_REQUIRED);
        }
        assert_eq!(check().admission, Admission::Refused, "{tries}");
    }
    let mut verifier = verifier(5);
    let mut entropy = Entropy::new([7; 32]);
    let mut header = message(None).header;
    let first = verifier.check(&header, None, b"", &mut entropy);
    assert_eq!(first.admission, Admission::Challenged);
    header.cred = Some(Box::new(Cred::new(AuthType::Basic, "ZGV2aWNlOnNlY3JldA==")));
    let second = verifier.check(&header, None, b"", &mut entropy);
    assert_eq!(
        (second.admission, second.status),
        (Admission::Refused, StatusCode::INVALID_CREDENTIALS)
    );
}
