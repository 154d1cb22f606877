use alloc::string::ToString;

use super::*;

fn error(text: &str) -> (AddressError, usize) {
    let error = ClientAddress::parse(text).unwrap_err();
    match error.kind() {
        ErrorKind::Address(kind) => (kind, error.offset()),
        other => panic!("{other}"),
    }
}

#[test]
fn faults_have_their_place() {
    for (text, kind, offset) in [
        ("", AddressError::NoPpg, 0),
        ("WAPPUSH=+1/TYPE=PLMN", AddressError::NoPpg, 20),
        ("WAPPUSH=+1/TYPE=PLMN@", AddressError::Ppg, 21),
        ("WAPPUSH=+1/TYPE=PLMN@a..b", AddressError::Ppg, 23),
        ("WAPPUSH=+1/TYPE=PLMN@a.-b", AddressError::Ppg, 23),
        ("WAPPUSH=+1/TYPE=PLMN@a_b", AddressError::Ppg, 21),
        ("sip:ann@example.org", AddressError::NoClient, 0),
        ("+1555@example.org", AddressError::NoClient, 0),
        ("//WAPPUSH=+1/TYPE=PLMN@a", AddressError::NoClient, 1),
        ("WAPPUSH=+1@a", AddressError::NoType, 10),
        ("WAPPUSH=x/TYPE=@a", AddressError::Type, 15),
        ("WAPPUSH=x/TYPE=A-B@a", AddressError::Type, 15),
        ("WAPPUSH=+1/TYPE=PLMN/A=1@a", AddressError::BehindType, 21),
        ("WAPPUSH=+1/A/TYPE=PLMN@a", AddressError::Qualifier, 11),
        ("WAPPUSH=+1/A=/TYPE=PLMN@a", AddressError::Qualifier, 11),
        ("WAPPUSH=+1/A_B=1/TYPE=PLMN@a", AddressError::Qualifier, 11),
        ("WAPPUSH=+1/A=b=c/TYPE=PLMN@a", AddressError::Qualifier, 11),
        ("WAPPUSH=/TYPE=USER@a", AddressError::Empty, 8),
        ("WAPPUSH=a%4/TYPE=USER@a", AddressError::Escape, 9),
        ("WAPPUSH=a%4g/TYPE=USER@a", AddressError::Escape, 9),
        ("WAPPUSH=ab c/TYPE=USER@a", AddressError::Escape, 10),
        ("WAPPUSH=\u{e9}/TYPE=USER@a", AddressError::Escape, 8),
        ("WAPPUSH=+/TYPE=PLMN@a", AddressError::Plmn, 8),
        ("WAPPUSH=+1a/TYPE=PLMN@a", AddressError::Plmn, 10),
        ("WAPPUSH=1.2.3/TYPE=IPv4@a", AddressError::Ipv4, 8),
        ("WAPPUSH=1.2.3.4.5/TYPE=IPv4@a", AddressError::Ipv4, 8),
        ("WAPPUSH=1.2.3.256/TYPE=IPv4@a", AddressError::Ipv4, 8),
        ("WAPPUSH=1.2.3.+4/TYPE=IPv4@a", AddressError::Ipv4, 8),
        ("WAPPUSH=1.2.3.0004/TYPE=IPv4@a", AddressError::Ipv4, 8),
        ("WAPPUSH=0:0:0:0:0:0:0:1/TYPE=IPv6@a", AddressError::Ipv6, 8),
        ("WAPPUSH=123456789/TYPE=MAN@a", AddressError::Man, 8),
    ] {
        assert_eq!(error(text), (kind, offset), "{text}");
        assert!(!matches!(Address::parse(text), Address::Client(_)), "{text}");
        assert_eq!(Address::parse(text).to_string(), text, "kept as it is");
    }
}

#[test]
fn every_octet_of_a_user_survives() {
    let all: Vec<u8> = (0..=255).collect();
    let address = ClientAddress::new(Client::User(all), "ppg.example").unwrap();
    assert_eq!(ClientAddress::parse(&address.to_string()), Ok(address));
}

#[test]
fn the_same_client_in_other_words() {
    let same = |one, other| Address::parse(one).is_same(&Address::parse(other));
    // WAP-249, 6.2.
    assert!(same(
        "wappush=47397547589/type=user@carrier.com",
        "WAPPUSH=47397547589/TYPE=USER@Carrier.com"
    ));
    assert!(same("/WAPPUSH=+1-555/TYPE=PLMN/@a", "WAPPUSH=+1.5.55/TYPE=PLMN@A"));
    assert!(same("WAPPUSH=x/TYPE=gsm_msisdn@a", "WAPPUSH=x/TYPE=GSM_MSISDN@a"));
    assert!(same("SIP:ann@example.org", "sip:ann@example.org"));
    assert!(!same("sip:ann@example.org", "sip:Ann@example.org"));
    assert!(!same("WAPPUSH=+1/TYPE=PLMN@a", "WAPPUSH=+1/TYPE=USER@a"));
    assert!(!same("WAPPUSH=+1/A=1/TYPE=PLMN@a", "WAPPUSH=+1/TYPE=PLMN@a"));
    assert!(!same("WAPPUSH=a/TYPE=USER@a", "WAPPUSH=A/TYPE=USER@a"));
}

#[test]
fn what_no_address_may_be_made_of() {
    assert!(ClientAddress::new(Client::Plmn("+1".into()), "a b").is_err());
    let address = ClientAddress::new(Client::Plmn("+1".into()), "a").unwrap();
    assert!(address.clone().with_qualifier("TYPE", "x").is_err());
    assert!(address.clone().with_qualifier("A", "x/y").is_err());
    let with = address.with_qualifier("A", "x@y").unwrap();
    assert_eq!(with.to_string(), "WAPPUSH=+1/A=x@y/TYPE=PLMN@a");
    assert_eq!(ClientAddress::parse(&with.to_string()), Ok(with));
}
