//! What must hold for any input to the header of auth-MAC and to notifications.

use provost::dm::{
    auth::{Credential, HmacHeader, Nonce, Resynchronization},
    notification::{Authenticity, Frame, Notification},
};

use super::Body;

/// The bodies, by the names of their targets.
pub const TARGETS: [(&str, Body); 2] =
    [("dm_hmac_header", hmac_header), ("dm_notification", notification)];

/// The header: what is read is written so that it is read again, an error is inside.
pub fn hmac_header(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    for read in [HmacHeader::parse(text), HmacHeader::parse_line(text)] {
        match read {
            Ok(header) => {
                let value = header.to_string();
                assert!(!value.contains(char::is_control));
                assert!(value.len() <= HmacHeader::MAX);
                assert_eq!(HmacHeader::parse(&value), Ok(header));
            }
            Err(error) => assert!(error.offset() <= input.len(), "{error}"),
        }
    }
}

/// Notifications and their frames: what is read is written to the octet, and signed anew verifies.
pub fn notification(input: &[u8]) {
    let input = input.to_vec().into();
    match Notification::decode(&input) {
        Ok(read) => {
            assert_eq!(read.to_bytes(), input);
            let server = Credential::new(read.trigger().server_id(), "password");
            let policy = Resynchronization::refuse();
            let wrong = read.verify(&server, &Nonce::EMPTY, &policy);
            assert_eq!(wrong, Authenticity::Forged);
            let signed = read.trigger().clone().sign(&server, &Nonce::EMPTY);
            assert_eq!(signed.verify(&server, &Nonce::EMPTY, &policy), Authenticity::Genuine);
        }
        Err(error) => assert!(error.offset() <= input.len(), "{error}"),
    }
    match Frame::decode(&input) {
        Ok(frame) => {
            // A length may be written in more octets than it needs.
            let again = Frame::decode(&frame.to_bytes()).expect("our own");
            assert_eq!(again, frame);
        }
        Err(error) => assert!(error.offset() <= input.len(), "{error}"),
    }
    if let Ok((ports, frame)) = Frame::decode_user_data(&input) {
        let again = Frame::decode_user_data(&frame.to_user_data(ports));
        assert_eq!(again, Ok((ports, frame)));
    }
}
