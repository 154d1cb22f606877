//! The listing: what its lines say, and that they are there whatever the input is.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use provost::wbxml::vocabulary::{PROV, Vocabulary};
use provost::wbxml::{FOREIGN_CHARSETS, Limits, Tokens, dump};

/// One of each: string table, literal names, pages of both spaces, unknown tokens, every value.
const PROV_DOCUMENT: &str = "
    03 0B 6A 09  4E 41 50 31 00  78 2D 61 00
    C5 46 01
      00 01 C6 55 05 01
        87 11 06 83 00 02 81 69 8B 03 E9 00 01
        04 05
        BF 00 01 04 05 83 20 3F C5 01
        C4 05 04 05 C3 02 00 FF 01 03 1B 22 00 01
      01
    01";

const PROV_LISTING: &str = r#"
0000  03                       version 1.3
0001  0B                       public id 0x0b, prov10: Provisioning 1.0 and 1.1 (WAP-183, OMA-WAP-ProvCont-v1_1)
0002  6A                       charset 106: UTF-8
0003  09                       string table of 9 octets
0004  4E 41 50 31 00             0: "NAP1"
0009  78 2D 61 00                5: "x-a"
000d  C5                       <wap-provisioningdoc> tag 0x05 page 0, attributes, content
000e  46                         version="1.0" start 0x46 page 0
000f  01                         END of attributes of <wap-provisioningdoc>
0010  00 01                      SWITCH_PAGE 1: tag page
0012  C6                         <characteristic> tag 0x06 page 1, attributes, content
0013  55                           type="NAPDEF" start 0x55 page 0
0014  05                           name= start 0x05 page 0
0015  01                           END of attributes of <characteristic>
0016  87                           <parm> tag 0x07 page 1, attributes
0017  11                             name="NAPID" start 0x11 page 0
0018  06                             value= start 0x06 page 0
0019  83 00                            STR_T 0: "NAP1"
001b  02 81 69                         ENTITY 233: U+00E9 'é'
001e  8B                               "TETRA-ITSI" value 0x8b page 0
001f  03 E9 00                         "\xE9"
0022  01                           END of <parm>
0023  04 05                        <"x-a"> LITERAL 5
0025  BF                           unknown tag 0x3f in code page 1, attributes
0026  00 01                          SWITCH_PAGE 1: attribute page
0028  04 05                          LITERAL 5: "x-a"=
002a  83 20                            STR_T 32: outside the string table
002c  3F                             unknown attribute start 0x3f in code page 1
002d  C5                               unknown attribute value 0xc5 in code page 1
002e  01                           END of unknown tag 0x3f in code page 1
002f  C4 05                        <"x-a"> LITERAL 5, attributes, content
0031  04 05                          LITERAL 5: "x-a"=
0033  C3 02 00 FF                      OPAQUE 2: octets
0037  01                             END of attributes of <"x-a">
0038  03 1B 22 00                    "\u{1b}\""
003c  01                           END of <"x-a">
003d  01                         END of <characteristic>
003e  01                       END of <wap-provisioningdoc>
"#;

/// SyncML 1.2 with Meta, and a DevInf document that breaks off inside its own opaque data.
const SYNCML_DOCUMENT: &str = "
    02 A4 01 6A 00
    6D 6B
      5A 00 01 53 03 74 00 01 01
      00 00 4F C3 0B  02 A4 03 6A 00 4A 65 03 31 2E 32  01
      4F C3 03 00 01 02 01
      4F C3 02 68 69 01
    01 01";

const SYNCML_LISTING: &str = r#"
0000  02                       version 1.2
0001  A4 01                    public id 0x1201, syncml12: OMA SyncML representation protocol 1.2
0003  6A                       charset 106: UTF-8
0004  00                       string table of 0 octets
0005  6D                       <SyncML> tag 0x2d page 0, content
0006  6B                         <SyncBody> tag 0x2b page 0, content
0007  5A                           <Meta> tag 0x1a page 0, content
0008  00 01                          SWITCH_PAGE 1: tag page syncml:metinf
000a  53                             <Type> tag 0x13 page 1, content
000b  03 74 00                         "t"
000e  01                             END of <Type>
000f  01                           END of <Meta>
0010  00 00                        SWITCH_PAGE 0: tag page SYNCML:SYNCML1.2
0012  4F                           <Data> tag 0x0f page 0, content
0013  C3 0B                          OPAQUE 11: document devinf12
0015  02                               version 1.2
0016  A4 03                            public id 0x1203, devinf12: OMA device information 1.2
0018  6A                               charset 106: UTF-8
0019  00                               string table of 0 octets
001a  4A                               <DevInf> tag 0x0a page 0, content
001b  65                                 <VerDTD> tag 0x25 page 0, content
001c  03 31 2E 32                      not read
0020                                   error: unexpected end, expected terminator of a string at byte 32 (0x20)
0020  01                           END of <Data>
0021  4F                           <Data> tag 0x0f page 0, content
0022  C3 03 00 01 02                 OPAQUE 3: octets
0027  01                           END of <Data>
0028  4F                           <Data> tag 0x0f page 0, content
0029  C3 02 68 69                    OPAQUE 2: "hi"
002d  01                           END of <Data>
002e  01                         END of <SyncBody>
002f  01                       END of <SyncML>
"#;

fn octets(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(|digit| !digit.is_ascii_whitespace()).collect();
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(pair).collect()
}

#[test]
fn listings() {
    for (hex, listing) in [(PROV_DOCUMENT, PROV_LISTING), (SYNCML_DOCUMENT, SYNCML_LISTING)] {
        assert_eq!(format!("\n{}", dump(&octets(hex), None)), listing);
    }
}

#[test]
fn without_a_vocabulary_there_are_codes() {
    let listing = dump(&octets("03 01 6A 00 85 06 85 C3 01 41 01"), None).to_string();
    let body: Vec<&str> = listing.lines().skip(4).map(|line| &line[31..]).collect();
    assert_eq!(
        body,
        [
            "tag 0x05 in code page 0, attributes",
            "  attribute start 0x06 in code page 0",
            "    attribute value 0x85 in code page 0",
            "    OPAQUE 1: \"A\"",
            "END of tag 0x05 in code page 0",
        ]
    );
    let given = dump(&octets("03 01 6A 00 05"), Some(&PROV)).to_string();
    assert!(given.contains("<wap-provisioningdoc>"), "{given}");
}

/// The spans cover the input in order, and the last line is the error of the tokens if they have
/// one.
fn check(input: &[u8], vocabulary: Option<&'static Vocabulary>) {
    let mut at = 0;
    let mut last = None;
    for line in dump(input, vocabulary).lines() {
        last = line.error();
        assert_eq!(line.octets(), &input[line.span()]);
        match last {
            Some(error) => assert_eq!(line.span(), error.offset()..error.offset()),
            None => {
                assert_eq!(line.span().start, at, "{line} of {input:02x?}");
                at = line.span().end;
            }
        }
        assert!(!line.to_string().is_empty());
        assert!(!format!("{line:#}").contains('\n'));
    }
    let error = match Tokens::new(input) {
        Ok(tokens) => tokens.filter_map(Result::err).last(),
        Err(error) => Some(error),
    };
    assert_eq!(last, error, "{input:02x?}");
    assert_eq!(at, input.len(), "{input:02x?}");
}

#[test]
fn every_prefix_and_every_changed_octet() {
    for hex in [PROV_DOCUMENT, SYNCML_DOCUMENT] {
        let whole = octets(hex);
        for end in 0..=whole.len() {
            check(&whole[..end], None);
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            for octet in 0..=255 {
                changed[at] = octet;
                check(&changed, None);
            }
        }
    }
}

#[test]
fn strings_of_two_octets() {
    let input = octets("03 0B 87 77 06 00 61 D8 00 00 00 45 06 03 00 62 00 00 83 00 01");
    check(&input, None);
    let listing = dump(&input, None).to_string();
    assert!(listing.contains(r#"0: "a\u{d800}""#), "{listing}");
    assert!(listing.contains(r#"STR_T 0: "a\u{d800}""#), "{listing}");
    assert!(listing.contains(r#"  "b""#), "{listing}");
}

#[test]
fn charsets_that_are_not_built_in() {
    let input = octets("03 0B 11 00 45 03 83 5C 00 03 83 00 01");
    let listing = dump(&input, None).to_string();
    assert!(listing.contains("charset 17: not built in\n"), "{listing}");
    assert!(listing.contains(r#"  "\x83\\""#), "{listing}");
    assert!(dump(&input[..3], None).to_string().contains("charset 17: not built in\n"));
    let listing = dump(&input, None).with_foreign_charsets(FOREIGN_CHARSETS).to_string();
    assert!(listing.contains("charset 17: Shift_JIS\n"), "{listing}");
    assert!(listing.contains("  \"ソ\"\n") && listing.contains(r#"  "\x83""#), "{listing}");
}

#[test]
fn nested_documents_are_bounded() {
    let mut message = octets("02 A4 03 6A 00 0A");
    for _ in 0..=Limits::DEFAULT.nested {
        let mut outer = octets("02 A4 01 6A 00 6D C3");
        outer.push(u8::try_from(message.len()).unwrap());
        outer.extend(message);
        outer.push(0x01);
        message = outer;
    }
    check(&message, None);
    let listing = dump(&message, None).to_string();
    let count = |text: &str| listing.matches(text).count();
    assert_eq!(count("document syncml12\n"), usize::from(Limits::DEFAULT.nested));
    assert_eq!(count("document devinf12, too deep to list\n"), 1);
    assert_eq!(count("version 1.2"), usize::from(Limits::DEFAULT.nested) + 1);
    assert_eq!(count("END of <SyncML>"), usize::from(Limits::DEFAULT.nested) + 1);
}

#[test]
fn the_listing_is_linear_in_the_input() {
    // References to a long string, and elements inside one another.
    let table = [vec![b'x'; 16_383], vec![0]].concat();
    let mut references = octets("03 0B 6A 81 80 00");
    references.extend(table);
    references.push(0x45);
    references.extend([0x83, 0x00].repeat(5_000));
    references.push(0x01);
    check(&references, None);
    assert!(dump(&references, None).to_string().len() < 150 * references.len());

    let mut deep = octets("03 0B 6A 00");
    deep.extend([0x46; 5_000]);
    deep.extend([0x01; 5_000]);
    check(&deep, None);
    let listing = dump(&deep, None).to_string();
    assert!(listing.len() < 150 * deep.len());
    assert_eq!(listing.matches("END of <characteristic>").count(), 64);
    assert_eq!(listing.matches("END of element").count(), 5_000 - 64);
}

#[test]
fn the_alternate_form_shows_every_octet() {
    let mut input = octets("03 0B 6A 00 45 03");
    input.extend([b'x'; 300]);
    input.extend([0x00, 0x01]);
    let (short, whole) = (format!("{}", dump(&input, None)), format!("{:#}", dump(&input, None)));
    assert_eq!(short.matches(" 78").count(), 4);
    assert!(short.contains("xxx\" .. (+44)"), "{short}");
    assert_eq!(whole.matches(" 78").count(), 300);
    assert!(whole.contains(&"x".repeat(300)));
    assert_eq!(short.lines().count() + 37, whole.lines().count());
}
