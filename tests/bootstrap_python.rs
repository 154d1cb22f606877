//! MACs and PINs by Python's `hmac`, which makes its keys by a program of its own.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use std::fmt::Write;

use provost::bootstrap::{
    Cdma, Identity, Imsi, Key, Method, NetworkId, NetworkSecret, Tdma, UserPin, sign,
};
use provost_tests::{
    bootstrap::{self, Expected},
    peer::Peer,
    vectors::hex,
};

/// Lines in: method, secret, PIN, body; `-` for none. Lines out: MAC or PIN.
const SCRIPT: &str = r#"
import hashlib, hmac, sys

def semi_octets(digits):
    nibbles = [9 if len(digits) % 2 else 1] + [int(digit) for digit in digits]
    if len(nibbles) % 2:
        nibbles.append(15)
    return bytes(nibbles[at] + 16 * nibbles[at + 1] for at in range(0, len(nibbles), 2))

for line in sys.stdin:
    method, secret, pin, body = line.split()
    body = bytes.fromhex(body) if body != '-' else b''
    pin = pin.encode()
    octets = bytes.fromhex(secret[4:]) if secret.startswith('hex:') else semi_octets(secret) if secret != '-' else b''
    key = {
        'NETWPIN': lambda: octets,
        'USERPIN': lambda: pin,
        'USERNETWPIN': lambda: octets + pin,
        'NETWORKID': lambda: octets,
        'USERPIN_NETWORKID': lambda: pin + b':' + octets,
        'USERPINMAC': lambda: pin,
    }[method]()
    mac = hmac.new(key, body, hashlib.sha1)
    if method == 'USERPINMAC':
        print((key + bytes(48 + octet % 10 for octet in mac.digest()[:len(key)])).decode())
    else:
        print(mac.hexdigest().upper())
"#;

#[test]
fn the_vectors() {
    let Some(python) = Peer::find("python3") else { return };
    let mut input = String::new();
    let mut expected = Vec::new();
    for case in bootstrap::cases() {
        // Those that give their key, whatever it was made of.
        if case.key.is_empty() {
            continue;
        }
        let (Expected::Mac(text) | Expected::Pin(text)) = case.expected;
        if case.method == Method::UserPinMac {
            let half = String::from_utf8(case.key).unwrap();
            line(&mut input, "USERPINMAC", "-", &half, &case.body);
        } else {
            let key = format!("hex:{}", hex(&case.key));
            line(&mut input, "NETWPIN", &key, "-", &case.body);
        }
        expected.push((case.name, text));
    }
    let output = answers(&python, &input);
    assert_eq!(output.len(), expected.len());
    for ((name, expected), found) in expected.iter().zip(&output) {
        assert_eq!(found, expected, "{name}");
    }
}

/// Secrets of every length, with bodies around the block of the hash.
#[test]
fn secrets_of_every_length() {
    let Some(python) = Peer::find("python3") else { return };
    let mut input = String::new();
    let mut expected = Vec::new();
    let digits = "0123456789".repeat(20);
    let octets: Vec<u8> = (0..=255).cycle().take(400).collect();
    for length in 1..=100 {
        let body = &octets[..length * 3];
        let pin: UserPin = digits[length..2 * length].parse().unwrap();
        let imsi = &digits[length % 10..][..6 + length % 10];
        let secret = NetworkSecret::Imsi(imsi.parse::<Imsi>().unwrap());
        let raw = &octets[..length];
        let (text, raw_text) = (&digits[length..2 * length], format!("hex:{}", hex(raw)));
        let key = || Key::new(raw.to_vec()).unwrap();
        let id = NetworkId::from_key(key());
        let mut both = |method: Method, secret: &str, pin: &str, identity: &Identity| {
            line(&mut input, method.name(), secret, pin, body);
            let signed = sign(body, method, identity).unwrap();
            let mac = signed.mac().map(ToString::to_string);
            expected.push(mac.unwrap_or_else(|| signed.pin().unwrap().reveal().to_owned()));
        };
        both(Method::NetworkPin, imsi, "-", &secret.clone().into());
        // Zeros in front, of every length in turn.
        let zeros = format!("{}{}", "0".repeat(1 + length % 5), &imsi[1 + length % 5..]);
        both(Method::NetworkPin, &zeros, "-", &zeros.parse::<Imsi>().unwrap().into());
        let esn = u32::try_from(length * 0x0203_0405 % 0xFFFF_FFFF).unwrap();
        let spc = &digits[length..length + 6];
        let cdma = NetworkSecret::Cdma(Cdma::new(esn, &spc.parse().unwrap()));
        both(Method::NetworkPin, &format!("hex:{esn:08x}{spc}"), "-", &cdma.clone().into());
        let secrets = Identity::UserAndNetwork(pin.clone(), cdma);
        both(Method::UserNetworkPin, &format!("hex:{esn:08x}{spc}"), text, &secrets);
        let ssd = u64::from(esn) << (length % 33);
        let tdma = NetworkSecret::Tdma(Tdma::new(ssd, esn));
        both(Method::NetworkPin, &format!("hex:{ssd:016x}{esn:08x}"), "-", &tdma.into());
        both(Method::NetworkPin, &raw_text, "-", &NetworkSecret::Raw(key()).into());
        both(Method::UserPin, "-", text, &pin.clone().into());
        both(Method::DmUserPin, "-", text, &pin.clone().into());
        both(Method::UserNetworkPin, imsi, text, &Identity::UserAndNetwork(pin.clone(), secret));
        both(Method::DmNetworkId, &raw_text, "-", &id.clone().into());
        let both_secrets = Identity::UserAndNetworkId(pin.clone(), id);
        both(Method::DmUserPinNetworkId, &raw_text, text, &both_secrets);
        if (5..=20).contains(&text.len()) {
            both(Method::UserPinMac, "-", text, &pin.into());
        } else {
            assert!(sign(body, Method::UserPinMac, &pin.into()).is_err());
        }
    }
    assert_eq!(answers(&python, &input), expected);
}

fn line(input: &mut String, method: &str, secret: &str, pin: &str, body: &[u8]) {
    let body = if body.is_empty() { "-".to_owned() } else { hex(body) };
    writeln!(input, "{method} {secret} {pin} {body}").unwrap();
}

fn answers(python: &Peer, input: &str) -> Vec<String> {
    let output = python.run(&["-c", SCRIPT], input.as_bytes()).unwrap();
    String::from_utf8(output).unwrap().lines().map(str::to_owned).collect()
}
