//! Files of smart cards: the printed examples, whole cards of each type, what is wrong with a file.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use provost::bootstrap::{
    Bearer, Context, Grant, Installed, Key, Policy, Purpose, Security,
    card::{
        Answer, Application, Card, CardType, CertificateObject, Contents, DataObject, Discovery,
        ErrorKind, Kind, ObjectDirectory, Oid, Path, Pin, Request, TokenInfo, document,
    },
    verify,
};
use provost::dm::auth::{Credential, IssuedNonces, Nonce, UserDigest, Verdict};
use provost_tests::{
    card::{
        AODF, BOOTSTRAP, CDF, CONFIG_1, CONFIG_2, DIR, DM, DOCUMENT, Files, ODF, OTHER, TOKEN_INFO,
        der, files, padded, run,
    },
    fuzz,
};

#[test]
fn the_printed_records() {
    let dodf = der(&[BOOTSTRAP, CONFIG_1, CONFIG_2, DM, "FF FF 00 FF"].concat());
    let objects = DataObject::decode_file(&dodf).unwrap();
    let facts: Vec<_> = objects
        .iter()
        .map(|it| {
            let path = it.path().unwrap().to_string();
            (it.kind(), it.label(), it.is_private(), it.is_modifiable(), it.auth_id(), path)
        })
        .collect();
    let pin = Some(&[1][..]);
    let path = str::to_owned;
    assert_eq!(
        facts,
        [
            (Some(Kind::Bootstrap), Some("Bootstrap"), true, false, pin, path("4431")),
            (Some(Kind::Config1), Some("Config 1 "), true, true, pin, path("4432")),
            (Some(Kind::Config2), Some("Config 2 "), false, true, pin, path("4433")),
            (Some(Kind::DmBootstrap), None, false, true, None, path("4434")),
        ]
    );
    // And written, to the octet.
    let made = [
        DataObject::new(Kind::Bootstrap, Path::of_file(0x4431))
            .with_label("Bootstrap")
            .private(&[1]),
        DataObject::new(Kind::Config1, Path::of_file(0x4432))
            .with_label("Config 1 ")
            .private(&[1])
            .modifiable(),
    ];
    assert_eq!(made[0].encode().unwrap(), der(BOOTSTRAP));
    assert_eq!(made[1].encode().unwrap(), der(CONFIG_1));
    for object in objects {
        assert_eq!(DataObject::decode_file(&object.encode().unwrap()).unwrap(), [object]);
    }
}

/// The text calls the length of a record L + 24 hex, where it is L + 1B: only DER is believed.
#[test]
fn labels_of_any_length() {
    for length in [0, 1, 9, 40, 127, 128, 200, 255, 256, 1000] {
        let label = "x".repeat(length);
        let object = DataObject::new(Kind::Config2, Path::of_file(0x4433)).with_label(&label);
        let octets = object.encode().unwrap();
        let two = [&octets[..], &der(DM), &[0xFF; 7], &octets].concat();
        let objects = DataObject::decode_file(&two).unwrap();
        assert_eq!(objects.len(), 3, "{length}");
        assert_eq!((&objects[0], &objects[2]), (&object, &object));
        assert_eq!(objects[1].kind(), Some(Kind::DmBootstrap));
    }
}

#[test]
fn records_with_more_and_less_than_the_printed_ones() {
    let decode = |hex: &str| DataObject::decode_file(&der(hex));
    // Nothing optional is there.
    let bare = decode("30{ 30{} 30{} A1{ 30{ 04{4431} } } }").unwrap();
    assert_eq!((bare[0].kind(), bare[0].label(), bare[0].auth_id()), (None, None, None));
    // Name, user consent and access rules; a subclass; the path with index and length.
    let full = decode(
        "30{ 30{ 0C{41} 03{0640} 02{01} 30{ 30{} } } 30{ 0C{42} 06{672B0502} }
         A0{ 30{} } A1{ 30{ 04{3F007F804432} 02{0080} 80{0100} 04{00} } } }",
    );
    let full = full.unwrap();
    assert_eq!(full[0].kind(), Some(Kind::Config1));
    assert_eq!(full[0].application_name(), Some("B"));
    let path = full[0].path().unwrap();
    assert!(path.is_absolute() && path.file_id() == 0x4432);
    assert_eq!(path.part(), Some(0x80..0x180));
    // OID data: the identifier stands in front of the path. External data is passed over.
    let oid = decode("A1{ 30{} 30{} A1{ 30{ 06{672B0501} 30{ 04{44314432} } } } } A0{ 30{} 30{} }");
    assert_eq!(oid.unwrap()[0].kind(), Some(Kind::Bootstrap));
    // A value in place of a path, and none at all.
    for hex in ["30{ 30{} 30{} A1{ A0{ 04{} } } }", "30{ 30{} 30{} }"] {
        assert_eq!(decode(hex).unwrap()[0].path(), None);
    }
    assert_eq!(decode("").unwrap(), []);
    assert_eq!(decode("FF FF 00").unwrap(), []);
}

#[test]
fn malformed_records() {
    for (hex, kind, offset) in [
        ("30", ErrorKind::UnexpectedEnd, 1),
        ("30 05 30 00", ErrorKind::UnexpectedEnd, 2),
        ("FF 30 80", ErrorKind::Der, 3),
        ("30 81 04 30 00 30 00", ErrorKind::Der, 3),
        ("30 00", ErrorKind::Missing { expected: 0x30 }, 2),
        ("30 02 04 00", ErrorKind::UnexpectedTag { found: 4, expected: 0x30 }, 2),
        ("30 02 30 00", ErrorKind::Missing { expected: 0x30 }, 4),
        ("30{ 30{} 30{} A1{ 30{ 04{44} } } }", ErrorKind::PathLength(1), 10),
        ("30{ 30{} 30{} A1{ 30{ 04{} } } }", ErrorKind::PathLength(0), 10),
        ("30{ 30{} 30{} A1{ 30{ 04{4431} 02{80} } } }", ErrorKind::Number, 16),
        ("30{ 30{} 30{} A1{ 30{ 04{4431} 02{000100000000} } } }", ErrorKind::Number, 16),
    ] {
        let error = DataObject::decode_file(&der(hex)).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{hex}");
    }
}

#[test]
fn directories() {
    let directory = ObjectDirectory::decode(&der(ODF)).unwrap();
    assert_eq!(directory.data_objects(), [Path::of_file(0x4405)]);
    assert_eq!(directory.trusted_certificates(), [Path::of_file(0x4406)]);
    assert_eq!(directory.authentication(), [Path::of_file(0x4407)]);
    assert_eq!(directory.certificates(), []);
    // Keys, objects in place of a path, several files of data.
    let hex = "A0{ 30{ 04{4401} } } A7{ A0{} } A7{ 30{ 04{4402} } } A4{ 30{ 04{4403} } } 00
               A7{ 30{ 04{4404} } }";
    let directory = ObjectDirectory::decode(&der(hex)).unwrap();
    assert_eq!(directory.data_objects(), [Path::of_file(0x4402), Path::of_file(0x4404)]);
    assert_eq!(directory.certificates(), [Path::of_file(0x4403)]);

    let more = "61{ 4F{A000000063504B43532D3135} } 61{ 50{} } 70{}";
    let sim = &[DIR, more].concat();
    let applications = Application::decode_file(&der(sim)).unwrap();
    assert_eq!(applications.len(), 3);
    assert_eq!(applications[0].aid(), Application::PKCS15);
    assert_eq!(applications[0].path().unwrap().to_string(), "3F007F80");
    assert_eq!((applications[1].path(), applications[2].aid()), (None, &[][..]));
    let error = Application::decode_file(&der("61{ 4F{A0} 51{3F007F} }")).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::PathLength(3), 5));

    let token = TokenInfo::decode(&der(TOKEN_INFO)).unwrap();
    assert!(token.is_wim() && token.label() == Some(b"WIM 1.0"));
    for (from, to) in [("57494D20312E30", "57494D20312E31"), ("30{ 30{", "A1{ 30{")] {
        let token = TokenInfo::decode(&der(&TOKEN_INFO.replace(from, to))).unwrap();
        assert!(!token.is_wim());
    }
}

/// Paths under, at and over the limit of eight identifiers.
#[test]
fn the_limit_of_a_path() {
    for length in 0..24 {
        let path = Path::new(&vec![0x44; length]);
        assert_eq!(path.is_ok(), (2..=16).contains(&length) && length % 2 == 0, "{length}");
        if let Err(error) = path {
            assert_eq!(error.kind(), ErrorKind::PathLength(length));
        }
    }
}

#[test]
fn certificates_and_pins() {
    let certificates = CertificateObject::decode_file(&der(CDF)).unwrap();
    assert_eq!(certificates.len(), 2);
    assert!(certificates[0].is_x509() && !certificates[1].is_x509());
    assert_eq!((certificates[0].label(), certificates[0].id()), (Some("CA"), Some(&[0x2A][..])));
    assert_eq!(certificates[0].path().unwrap().part(), Some(2..7));
    assert_eq!(certificates[1].type_tag(), 0xA3);

    let pins = Pin::decode_file(&der(AODF)).unwrap();
    assert_eq!((pins.len(), pins[0].auth_id()), (1, Some(&[1][..])));
    assert_eq!((pins[0].least(), pins[0].stored(), pins[0].most()), (Some(4), Some(8), Some(8)));
    assert_eq!((pins[0].reference(), pins[0].padding()), (Some(1), Some(0xFF)));
    assert_eq!(pins[0].label(), Some("PIN-G "));
}

fn check(card: &Card) {
    assert_eq!(card.notes, []);
    let kinds: Vec<Kind> = card.files.iter().map(|file| file.kind()).collect();
    assert_eq!(kinds, Kind::ALL);
    let documents: Vec<_> = card.documents().collect();
    assert_eq!(documents, [(Kind::Bootstrap, DOCUMENT), (Kind::Config2, OTHER)]);
    assert_eq!(card.dm_bootstrap(), Some(DOCUMENT));
    assert_eq!(card.file(Kind::Config1).unwrap().contents, Contents::Empty);
    let certificates: Vec<_> = card.certificates.iter().map(|(_, it)| it.document()).collect();
    let wtls = padded(b"wtls", 9);
    assert_eq!(certificates, [Some(&b"\x30\x03\x04\x01\xFF"[..]), Some(&wtls[..])]);
}

#[test]
fn a_wim() {
    let discovery = || Discovery::new(CardType::Wim);
    let aids = [Application::PKCS15, Application::WIM];
    let (card, asked) = run(discovery(), &files(""), &aids, true);
    check(&card);
    let rest =
        ["5031", "4405", "4407", "pin Some([1]) Some(8)", "4431", "4432", "4433", "4434", "4406"];
    assert_eq!(asked[..2], ["select PKCS-15", "5032"]);
    assert_eq!(asked[2..11], rest);
    assert_eq!(asked[11..], ["4408", "4409"]);

    // The PKCS#15 application is another's, is broken, or is not there.
    let mut other = files("");
    other.insert(der("5032"), der(&TOKEN_INFO.replace("57494D", "57494E")));
    let mut broken = files("");
    broken.insert(der("5032"), der("30 01"));
    let mut missing = files("");
    missing.remove(&der("5032")[..]);
    for (files, aids, first) in [
        (&other, &aids[..], &["select PKCS-15", "5032", "select WAP-WIM"][..]),
        (&broken, &aids, &["select PKCS-15", "5032", "select WAP-WIM"]),
        (&missing, &aids, &["select PKCS-15", "5032", "select WAP-WIM"]),
        (&other, &aids[1..], &["select PKCS-15", "select WAP-WIM"]),
    ] {
        let (card, asked) = run(discovery(), files, aids, true);
        assert_eq!(asked[..first.len()], *first);
        assert_eq!(asked[first.len()..][..9], rest);
        assert_eq!(card.documents().count(), 2);
    }
    let (card, asked) = run(discovery(), &other, &[], true);
    assert_eq!(asked, ["select PKCS-15", "select WAP-WIM"]);
    assert!(card.files.is_empty());
}

#[test]
fn a_plain_sim() {
    let mut files = files("3F007F80");
    files.insert(der("3F002F00"), padded(&der(DIR), 60));
    let (card, asked) = run(Discovery::new(CardType::Sim), &files, &[], true);
    check(&card);
    // CHV1, and no AODF.
    let first = ["3F002F00", "3F007F805031", "3F007F804405", "pin None None", "3F007F804431"];
    assert_eq!(asked[..5], first);

    // Listed without a path: selected by its identifier.
    let mut by_identifier = self::files("");
    let dir = der("61{ 4F{A000000063504B43532D3135} }");
    by_identifier.insert(der("3F002F00"), dir);
    let discovery = Discovery::new(CardType::Sim);
    let (card, asked) = run(discovery, &by_identifier, &[Application::PKCS15], true);
    check(&card);
    assert_eq!(asked[..3], ["3F002F00", "select PKCS-15", "5031"]);

    files.remove(&der("3F002F00")[..]);
    let (card, asked) = run(Discovery::new(CardType::Sim), &files, &[], true);
    assert_eq!((asked.len(), card.files.len(), card.notes.len()), (1, 0, 1));
    assert_eq!(card.notes[0].to_string(), "file 3F002F00: no such file at byte 0");
}

#[test]
fn a_uicc() {
    let (card, asked) =
        run(Discovery::new(CardType::Uicc), &files(""), &[Application::PKCS15], true);
    check(&card);
    assert_eq!(asked[..3], ["select PKCS-15", "5031", "4405"]);
}

/// What cannot be read does not keep the rest from being read.
#[test]
fn a_card_with_faults() {
    let aids = [Application::PKCS15];
    let discovery = || Discovery::new(CardType::Uicc);
    let (card, asked) = run(discovery(), &files(""), &aids, false);
    let denied = Contents::Unread(ErrorKind::Denied);
    assert_eq!(card.file(Kind::Bootstrap).unwrap().contents, denied);
    assert_eq!(card.file(Kind::Config1).unwrap().contents, denied);
    assert_eq!(card.documents().collect::<Vec<_>>(), [(Kind::Config2, OTHER)]);
    assert_eq!(asked.iter().filter(|it| it.starts_with("pin")).count(), 1, "asked once");
    assert!(!asked.contains(&"4431".to_owned()), "not read without its PIN");

    let mut files = files("");
    files.remove(&der("4433")[..]);
    files.insert(der("4405"), der(&[BOOTSTRAP, CONFIG_2].concat()));
    files.insert(der("4406"), der("30 05"));
    let (card, _) = run(discovery(), &files, &aids, true);
    assert_eq!(card.documents().collect::<Vec<_>>(), [(Kind::Bootstrap, DOCUMENT)]);
    let unread = Contents::Unread(ErrorKind::NotFound);
    assert_eq!(card.file(Kind::Config2).unwrap().contents, unread);
    let notes: Vec<String> = card.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "file 4433: no such file at byte 0",
            "file 4406: unexpected end, expected rest of an object at byte 2"
        ]
    );
    // Not listed, not used.
    files.insert(der("4405"), der(CONFIG_2));
    let (card, asked) = run(discovery(), &files, &aids, true);
    assert!(card.documents().count() == 0 && !asked.contains(&"4431".to_owned()));
}

/// A record that is broken, another application's or cut off, does not keep the others from being read.
#[test]
fn broken_records() {
    let odd_path = "30{ 30{} 30{} A1{ 30{ 04{443132} } } }";
    let no_class = "30{ 30{} }";
    let cut = "30 7F 30 00";
    for (broken, count) in [(&[odd_path, BOOTSTRAP][..], 1), (&[no_class, odd_path, BOOTSTRAP], 2)]
    {
        let mut files = files("");
        files.insert(der("4405"), der(&[&broken.concat(), CONFIG_2, cut].concat()));
        files.insert(der("4406"), der(&[no_class, CDF].concat()));
        files.insert(der("4407"), der(&[no_class, AODF].concat()));
        let (card, asked) =
            run(Discovery::new(CardType::Uicc), &files, &[Application::PKCS15], true);
        let documents: Vec<_> = card.documents().collect();
        assert_eq!(documents, [(Kind::Bootstrap, DOCUMENT), (Kind::Config2, OTHER)]);
        assert_eq!(card.certificates.len(), 2);
        assert!(asked.contains(&"pin Some([1]) Some(8)".to_owned()), "{asked:?}");
        let of_records = card.notes.iter().filter(|note| note.path == Path::of_file(0x4405));
        assert_eq!((of_records.count(), card.notes.len()), (count + 1, count + 3));
    }
}

/// EF(ODF) may name parts of one file for its records (PKCS#15: index and length).
#[test]
fn records_in_a_part_of_a_file() {
    let records = der(&[BOOTSTRAP, CONFIG_2].concat());
    let length = u8::try_from(records.len()).unwrap();
    let mut files = files("");
    // In front of it and behind it is what would be read as a record.
    files.insert(der("4405"), [&der(DM)[..], &records, &der(DM)].concat());
    let start = der(DM).len();
    let odf = format!("A7{{ 30{{ 04{{4405}} 02{{{start:02X}}} 80{{{length:02X}}} }} }}");
    files.insert(der("5031"), der(&odf));
    let read = |files: &Files| {
        let (card, _) = run(Discovery::new(CardType::Uicc), files, &[Application::PKCS15], true);
        let kinds: Vec<Kind> = card.files.iter().map(|file| file.kind()).collect();
        (kinds, card.notes.iter().map(|note| note.error.kind()).collect::<Vec<_>>())
    };
    assert_eq!(read(&files), (vec![Kind::Bootstrap, Kind::Config2], vec![]));
    files.insert(der("4405"), records);
    assert_eq!(read(&files), (vec![], vec![ErrorKind::PathRange]));
}

/// EF(DIR) of the field: tags of two octets, filler behind each record.
#[test]
fn applications_with_more_than_identifier_and_path() {
    let usim =
        "61{ 4F{A0000000871002} 50{5553494D} 5F50{687474703A2F2F782F} 73{ A0{ 80{01} } } } FFFF";
    let applications = Application::decode_file(&der(&[usim, DIR].concat())).unwrap();
    assert_eq!(applications.len(), 2);
    assert_eq!((applications[0].label(), applications[0].path()), (&b"USIM"[..], None));
    assert_eq!(applications[1].aid(), Application::PKCS15);
}

/// Records under, at and over what is taken.
#[test]
fn the_limit_of_records() {
    for (count, notes) in [(63, 0), (64, 0), (65, 1)] {
        let mut files = files("");
        files.insert(der("4405"), der(&CONFIG_2.repeat(count)));
        let mut discovery = Discovery::new(CardType::Uicc);
        let mut reads = 0;
        while let Some(request) = discovery.poll() {
            match request {
                Request::Read(path) => {
                    reads += 1;
                    discovery.handle(Answer::Octets(&files[path.octets()]));
                }
                _ => discovery.handle(Answer::Done),
            }
        }
        let card = discovery.finish();
        assert_eq!((card.files.len(), card.notes.len()), (count.min(64), notes));
        assert!(reads < 80, "{reads}");
        let limit = card.notes.iter().filter(|note| note.error.kind() == ErrorKind::Limit(64));
        assert_eq!(limit.count(), notes);
    }
}

#[test]
fn parameters_are_written_back() {
    let mut files = files("");
    let aids = [Application::PKCS15];
    let (card, _) = run(Discovery::new(CardType::Uicc), &files, &aids, true);
    let write = |kind, octets: &[u8]| card.file(kind).unwrap().write(octets);
    let error = |kind, octets: &[u8]| write(kind, octets).unwrap_err().kind();
    assert_eq!(error(Kind::Bootstrap, DOCUMENT), ErrorKind::NotModifiable);
    assert_eq!(error(Kind::Config2, &[1; 11]), ErrorKind::TooLarge { needed: 11, size: 10 });
    assert_eq!(error(Kind::Config2, &[0xFF]), ErrorKind::EndsInFiller);
    assert!(card.file(Kind::Bootstrap).unwrap().write_as_issuer(OTHER).is_ok());

    for (kind, octets) in
        [(Kind::Config1, OTHER), (Kind::Config2, DOCUMENT), (Kind::DmBootstrap, &[])]
    {
        let written = write(kind, octets).unwrap();
        let file = files.get_mut(written.path.octets()).unwrap();
        let size = file.len();
        file.splice(written.start..written.start + written.octets.len(), written.octets);
        assert_eq!(file.len(), size);
    }
    let (card, _) = run(Discovery::new(CardType::Uicc), &files, &aids, true);
    let documents: Vec<_> = card.documents().collect();
    let expected = [(Kind::Bootstrap, DOCUMENT), (Kind::Config1, OTHER), (Kind::Config2, DOCUMENT)];
    assert_eq!((documents, card.dm_bootstrap()), (expected.to_vec(), None));
}

/// A file of which the record names a part: only that part is read and written.
#[test]
fn a_part_of_a_file() {
    let record = "30{ 30{ 03{0640} } 30{ 06{672B0502} } A1{ 30{ 04{4432} 02{04} 80{00A0} } } }";
    let mut files = files("");
    files.insert(der("4405"), der(record));
    let aids = [Application::PKCS15];
    let file = [&[0x11; 4][..], DOCUMENT, &[0xFF; 154], &[0x22; 9]].concat();
    files.insert(der("4432"), file);
    let (card, _) = run(Discovery::new(CardType::Uicc), &files, &aids, true);
    let file = card.file(Kind::Config1).unwrap();
    assert_eq!((file.contents.document(), file.size), (Some(DOCUMENT), 160));
    let written = file.write(OTHER).unwrap();
    assert_eq!((written.start, written.octets.len()), (4, 160));
    assert_eq!(document(&written.octets), Some(OTHER));

    files.insert(der("4432"), vec![0x11; 163]);
    let (card, _) = run(Discovery::new(CardType::Uicc), &files, &aids, true);
    let file = card.file(Kind::Config1).unwrap();
    assert_eq!(file.contents, Contents::Unread(ErrorKind::PathRange));
    assert!(file.write(DOCUMENT).is_err(), "no room is known");
}

/// No data on the card, but a key: a management session authenticates with it.
#[test]
fn a_card_with_a_key_alone() {
    let oid = Oid::new(&der("2B 06 01 04 01 FF 7F"));
    let record = "30{ 30{ 03{0780} } 30{ 06{2B06010401FF7F} } A1{ 30{ 04{4440} } } }";
    let found = |file: &[u8], record: &str| -> (Option<Key>, usize) {
        let mut files = files("");
        files.insert(der("4405"), der(record));
        files.insert(der("4440"), file.to_vec());
        let discovery = Discovery::new(CardType::Uicc).with_key_object(oid.clone());
        let (card, asked) = run(discovery, &files, &[Application::PKCS15], true);
        assert!(asked.iter().any(|it| it.starts_with("pin")), "the key is private");
        assert!(card.files.is_empty());
        (card.key, card.notes.len())
    };
    let (key, notes) = found(&padded(b"\x04\x08hunter2!", 40), record);
    let key = key.unwrap();
    assert_eq!((key.reveal_text(), notes), (Some("hunter2!"), 0));
    assert!(!format!("{key:?}").contains("hunter"));

    // The device proves that it has the key, to a server that knows it.
    let (device, server) = (Credential::new("sim-1", key.reveal_text().unwrap()), "hunter2!");
    let server = Credential::new("sim-1", server);
    let nonce = Nonce::from_octets(*b"0123456789abcdef").unwrap();
    let nonces = IssuedNonces::new(nonce.clone());
    let proof = device.md5(&nonce).to_base64();
    assert_eq!(server.verify_md5(&proof, &nonces), Verdict::Ok);

    // A key that is the digest of user and password, by index and length of the path.
    let digest = UserDigest::new("sim-1", "hunter2!").to_octets();
    let part = "30{ 30{ 03{0780} } 30{ 06{2B06010401FF7F} }
                A1{ 30{ 04{4440} 02{03} 80{10} } } }";
    let (key, _) = found(&[b"abc", &digest[..], b"def"].concat(), part);
    let octets = <[u8; 16]>::try_from(key.unwrap().reveal()).unwrap();
    let device = Credential::stored("sim-1", UserDigest::from_octets(octets));
    let proof = device.md5(&nonce).to_base64();
    assert_eq!(server.verify_md5(&proof, &nonces), Verdict::Ok);

    // None, and one that is no key.
    assert_eq!(found(&[0xFF; 9], record).1, 0);
    assert!(found(&[0xFF; 9], record).0.is_none() && found(b"\x04\x00", record).0.is_none());
    let (key, notes) = found(b"hunter2!", record);
    assert!(key.is_none() && notes == 1);
}

/// The whole way: a document of the card is admitted by its bearer.
#[test]
fn a_document_of_the_card_is_admitted() {
    let (card, _) = run(Discovery::new(CardType::Uicc), &files(""), &[Application::PKCS15], true);
    let installed = Installed { on_card: true, ..Installed::NOTHING };
    let purpose = Purpose::bootstrap(Context::Privileged, installed);
    let (_, body) = card.documents().next().unwrap();
    let admit = |bearer| Policy::STRICT.admit(verify(body, &Security::NONE, &[]), bearer, purpose);
    let grant = admit(Bearer::Card).unwrap();
    assert_eq!((grant.body(), grant.method()), (DOCUMENT, None));
    assert!(admit(Bearer::Sms).is_err());
    let text = format!("{card:?} {grant:?} {:?}", Grant::unauthenticated(body, "a test"));
    assert!(!text.contains("106") && !text.contains("0x6A") && !text.contains("6A, 00"), "{text}");
}

#[test]
fn prefixes_and_mutations() {
    let dodf = der(&[BOOTSTRAP, CONFIG_2].concat());
    for file in [dodf, der(ODF), der(DIR), der(CDF), der(AODF), der(TOKEN_INFO)] {
        for length in 0..=file.len() {
            fuzz::bootstrap::card(&file[..length]);
        }
        for at in 0..file.len() {
            for octet in 0..=255 {
                let mut mutated = file.clone();
                mutated[at] = octet;
                fuzz::bootstrap::card(&mutated);
            }
        }
    }
}
