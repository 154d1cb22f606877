//! Content that a document type writes differently in WBXML and in XML, both ways, and what of it
//! is left as it is.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use provost::wbxml::{
    Binary, ContentError, ConvertOptions, Error, ErrorKind, Loss, PublicIdForm, Reader,
    WriteOptions, Writer, convert_with, uintvar,
    vocabulary::{
        ACTIVESYNC, AttributePage, DRMREL_1_0, EMN_1_0, OTA_7_0, PROV, SI_1_0, SYNCML_1_0,
        SYNCML_1_1, SYNCML_1_2, TagPage, Vocabulary, WML_1_3, WVCSP_1_2,
    },
    xml,
};
use provost_tests::vectors::{hex, unhex};

const PLAIN: ConvertOptions = ConvertOptions::new();

/// What stands in front of the string table: the number of the document type, or 1.
fn head(vocabulary: &Vocabulary) -> Vec<u8> {
    let number = uintvar::encode(vocabulary.public_id().unwrap_or(1));
    [&[0x03], number.as_ref(), &[0x6A]].concat()
}

/// The string table and the body as hex without blanks.
fn to_wbxml(
    text: &str,
    vocabulary: &'static Vocabulary,
    options: ConvertOptions,
) -> Result<String, Error> {
    let mut reader = xml::Reader::new(text.as_bytes(), vocabulary)?;
    let form = match vocabulary.public_id() {
        Some(_) => PublicIdForm::Shortest,
        None => PublicIdForm::Anonymous,
    };
    let mut writer = Writer::with_options(vocabulary, WriteOptions::new().with_public_id(form));
    convert_with(&mut reader, &mut writer, options)?;
    let octets = writer.finish()?;
    let body = octets.strip_prefix(head(vocabulary).as_slice()).expect("the header");
    Ok(body.iter().map(|octet| format!("{octet:02x}")).collect())
}

/// The XML of a string table and body.
fn to_xml(
    hex: &str,
    vocabulary: &'static Vocabulary,
    options: ConvertOptions,
) -> Result<String, Error> {
    let input = [head(vocabulary), unhex(hex)].concat();
    let mut reader = Reader::new(&input, vocabulary)?;
    let bare = xml::WriteOptions::new().with_prolog(xml::Prolog::None);
    let mut writer = xml::Writer::with_options(vocabulary, bare);
    convert_with(&mut reader, &mut writer, options)?;
    writer.finish()
}

/// One form in each syntax.
#[track_caller]
fn both(vocabulary: &'static Vocabulary, text: &str, hex: &str) {
    let hex = hex.replace([' ', '\n'], "");
    assert_eq!(to_wbxml(text, vocabulary, PLAIN).as_deref(), Ok(hex.as_str()), "{text}");
    assert_eq!(to_xml(&hex, vocabulary, PLAIN).as_deref(), Ok(text), "{hex}");
}

/// WBXML of other senders, which XML has in the same form.
#[track_caller]
fn reads(vocabulary: &'static Vocabulary, hex: &str, text: &str) {
    assert_eq!(to_xml(hex, vocabulary, PLAIN).as_deref(), Ok(text), "{hex}");
}

#[track_caller]
fn content_error(result: Result<String, Error>, expected: ContentError) {
    assert_eq!(result.map_err(|error| error.kind()), Err(ErrorKind::Content(expected)));
}

/// WAP-167, 8.2.2, and EMN 1.0: digits in pairs, whole zero octets at the end left out.
#[test]
fn dates_of_si_and_emn() {
    for (text, digits) in [
        ("1999-06-25T15:23:15Z", "07 19990625152315"),
        ("1999-06-30T06:40:00Z", "06 199906300640"),
        ("1999-06-30T00:00:00Z", "04 19990630"),
    ] {
        both(
            &SI_1_0,
            &format!("<si><indication created=\"{text}\" si-expires=\"{text}\"/></si>"),
            &format!("00 45 86 0a c3{digits} 10 c3{digits} 01 01"),
        );
        both(&EMN_1_0, &format!("<emn timestamp=\"{text}\"/>"), &format!("00 85 05 c3{digits} 01"));
        // Some send the text.
        let string = format!("0085 05 03{}00 01", hex(text));
        reads(&EMN_1_0, &string, &format!("<emn timestamp=\"{text}\"/>"));
    }
    // What is no date travels as the text it is; octets that are none are an error.
    both(&EMN_1_0, "<emn timestamp=\"soon\"/>", "00 85 05 03736f6f6e00 01");
    both(
        &EMN_1_0,
        "<emn timestamp=\"1999-06-30\"/>",
        &format!("0085 05 03{}00 01", hex("1999-06-30")),
    );
    for octets in ["c303199906", "c3081999062515231500", "c3041a990630", "c300"] {
        let result = to_xml(&format!("00 85 05 {octets} 01"), &EMN_1_0, PLAIN);
        content_error(result, ContentError::DateTime);
    }
}

/// Wireless Village: integers, booleans and listed words, dates.
#[test]
fn numbers_words_and_dates_of_wireless_village() {
    let message = |inside: &str| format!("<WV-CSP-Message>{inside}</WV-CSP-Message>");
    let rows = [
        ("<Code>200</Code>", "4b c301c8 01"),
        ("<Code>0</Code>", "4b c30100 01"),
        ("<Code>4294967295</Code>", "4b c304ffffffff 01"),
        ("<InUse>T</InUse>", "58 802c 01"),
        ("<InUse>F</InUse>", "58 800b 01"),
        ("<ContentType>text/plain</ContentType>", "50 8028 01"),
        ("<ContentType>text/html</ContentType>", "50 03746578742f68746d6c00 01"),
        ("<DateTime>20010925T134013A</DateTime>", "51 c3061f4672da0d41 01"),
        ("<DateTime>20010925T134013</DateTime>", "51 c3061f4672da0d00 01"),
        // UTC travels as text, and so does what is no date or number.
        ("<DateTime>20010925T134013Z</DateTime>", "51 033230303130393235543133343031335a00 01"),
        ("<Code>many</Code>", "4b 036d616e7900 01"),
    ];
    for (text, hex) in rows {
        both(&WVCSP_1_2, &message(text), &format!("00 49 {hex} 01"));
    }
    // Hexadecimal on input; any number of leading zero octets up to four in all.
    let text = message("<Code>0x10</Code>");
    assert_eq!(to_wbxml(&text, &WVCSP_1_2, PLAIN).as_deref(), Ok("00494bc301100101"));
    reads(&WVCSP_1_2, "00 49 4b c30400000010 01 01", &message("<Code>16</Code>"));
    content_error(
        to_xml("00 49 4b c3050000000010 01 01", &WVCSP_1_2, PLAIN),
        ContentError::Integer,
    );
    content_error(
        to_xml("00 49 51 c3051f4672da0d 01 01", &WVCSP_1_2, PLAIN),
        ContentError::DateTime,
    );
}

/// Wireless Village: the data of a message is base64 where its encoding says so, and else text.
#[test]
fn data_of_wireless_village() {
    let text = |data: &str| format!("<WV-CSP-Message>{data}</WV-CSP-Message>");
    both(
        &WVCSP_1_2,
        &text("<ContentEncoding>BASE64</ContentEncoding><ContentData>AP8=</ContentData>"),
        "00 49 4e 8007 01 4d c30200ff 01 01",
    );
    both(&WVCSP_1_2, &text("<ContentData>AP8=</ContentData>"), "00 49 4d 0341503 83d00 01 01");
    // Where the document type has them: what is said in MessageInfo is of the data beside it.
    let said = "<MessageInfo><ContentEncoding>BASE64</ContentEncoding></MessageInfo>";
    both(
        &WVCSP_1_2,
        &text(&format!("{said}<ContentData>AP8=</ContentData>")),
        "00 49 0006 53 0000 4e 8007 01 01 4d c30200ff 01 01",
    );
    let plain = said.replace("BASE64", "None");
    let message =
        |info: &str| format!("<NewMessage>{info}<ContentData>AP8=</ContentData></NewMessage>");
    let octets = to_wbxml(&text(&[message(said), message(&plain)].concat()), &WVCSP_1_2, PLAIN);
    let octets = octets.unwrap();
    assert_eq!(
        (octets.matches("4dc30200ff01").count(), octets.matches("4d034150383d0001").count()),
        (1, 1)
    );
    // Of no other data, and what is no base64 is a text all the same.
    let octets = to_wbxml(
        &text(&format!("<NewMessage>{said}</NewMessage><ContentData>AP8=</ContentData>")),
        &WVCSP_1_2,
        PLAIN,
    );
    assert!(octets.unwrap().contains("4d034150383d0001"));
    let none = text(&format!("{said}<ContentData>no base64!</ContentData>"));
    let octets = to_wbxml(&none, &WVCSP_1_2, PLAIN).unwrap();
    assert!(octets.contains(&hex("no base64!")));
    assert_eq!(to_xml(&octets, &WVCSP_1_2, PLAIN), Ok(none));
}

/// DRMREL and ActiveSync: base64 in XML, octets in WBXML.
#[test]
fn keys_and_other_octets() {
    let text =
        "<o-ex:rights><ds:KeyInfo><ds:KeyValue>AAECAw==</ds:KeyValue></ds:KeyInfo></o-ex:rights>";
    both(&DRMREL_1_0, text, "00 45 4b 4c c30400010203 01 01 01");
    let text = "<o-ex:rights><ds:KeyValue>no base64!</ds:KeyValue></o-ex:rights>";
    content_error(to_wbxml(text, &DRMREL_1_0, PLAIN), ContentError::Base64);
    let space = ACTIVESYNC.tag_page(15).unwrap().namespace();
    let id = ACTIVESYNC.tag(15, 0x20).unwrap();
    both(&ACTIVESYNC, &format!("<{id} xmlns=\"{space}\">AP8=</{id}>"), "00 000f 60 c30200ff 01");
}

/// OTA settings: the value beside `NAME="ICON"` is an image.
#[test]
fn icons_of_ota_settings() {
    both(&OTA_7_0, "<PARM NAME=\"ICON\" VALUE=\"AP8=\"/>", "00 87 10 0349434f4e00 11 c30200ff 01");
    both(&OTA_7_0, "<PARM NAME=\"NAME\" VALUE=\"AP8=\"/>", "00 87 15 11 0341503 83d00 01");
    // Values that have a token are starts of their own.
    both(&OTA_7_0, "<PARM NAME=\"BEARER\" VALUE=\"GPRS\"/>", "00 87 12 49 01");
}

/// WAP-191, 14.2 and 14.3.1: a reference to a variable is a token, in text and in values.
#[test]
fn variables_of_wml() {
    for (text, hex) in [
        ("$(v:escape)", "407600"),
        ("$(v:unesc)", "417600"),
        ("$(v)", "427600"),
        ("a$(v)b", "036100 427600 036200"),
        ("$$5", "032400 033500"),
        ("no variable", "036e6f207661726961626c6500"),
    ] {
        both(&WML_1_3, &format!("<wml>{text}</wml>"), &format!("00 7f {hex} 01"));
    }
    let text = "<wml><card><p><a href=\"u?$(v:escape)\"/></p></card></wml>";
    both(&WML_1_3, text, "00 7f 67 60 9c 4a 03753f00 407600 01 01 01 01");
    // The other spellings of XML, and a name in the string table.
    for (text, hex) in [("$v", "427600"), ("$(v:noesc)", "427600"), ("$(v:E)", "407600")] {
        let written = to_wbxml(&format!("<wml>{text}</wml>"), &WML_1_3, PLAIN);
        assert_eq!(written, Ok(format!("007f{hex}01")));
    }
    // Beside what is no reference too; a text without any is left alone.
    for (text, hex, back) in [
        ("$5 for $(v)", "032400 033520666f722000 427600", "$$5 for $(v)"),
        ("$v$", "427600 032400", "$(v)$$"),
        ("$(v $$$v", "032400 03287620 2400 427600", "$$(v $$$(v)"),
        ("$5$(v:no)$", "0324352428763a6e6f292400", "$$5$$(v:no)$$"),
    ] {
        let hex = hex.replace(' ', "");
        let text = format!("<wml>{text}</wml>");
        assert_eq!(to_wbxml(&text, &WML_1_3, PLAIN), Ok(format!("007f{hex}01")), "{text}");
        reads(&WML_1_3, &format!("007f{hex}01"), &format!("<wml>{back}</wml>"));
    }
    reads(&WML_1_3, "02 7600 7f 8000 8100 8200 01", "<wml>$(v:escape)$(v:unesc)$(v)</wml>");
    // A dollar sign in a string is no reference; one that XML could take for one is doubled.
    reads(&WML_1_3, "00 7f 03552400 033500 01", "<wml>U$$5</wml>");
}

/// The DTD of WML: attributes of type vdata have variables, `name` in some elements; in others a dollar sign
/// is a dollar sign.
#[test]
fn attributes_of_wml_with_variables_and_without() {
    for (text, hex) in [
        ("<card id=\"$v\" title=\"$(v)\"/>", "a7 55 03247600 36 427600 01"),
        ("<card id=\"$$\" title=\"$$\"/>", "a7 55 03242400 36 032400 01"),
        ("<setvar name=\"$(v)\" value=\"$(v:unesc)\"/>", "be 21 427600 4d 417600 01"),
        ("<select name=\"$(v)\" ivalue=\"$(v)\"/>", "b7 21 032428762900 15 427600 01"),
        ("<input format=\"$N\" value=\"$$N\"/>", "af 12 03244e00 4d 032400 034e00 01"),
        ("<meta content=\"5$\"/>", "b0 0d 03352400 01"),
    ] {
        both(&WML_1_3, &format!("<wml>{text}</wml>"), &format!("00 7f {hex} 01"));
    }
    // A sender may have made tokens all the same: XML has the same text.
    reads(&WML_1_3, "00 7f a7 55 427600 01 01", "<wml><card id=\"$(v)\"/></wml>");
    // In a vocabulary that does not say, all have them.
    static ALL: Vocabulary = Vocabulary::new("all")
        .tags(&[TagPage::new(0, "", &[(0x05, "a")])])
        .attributes(&[AttributePage::new(0, &[(0x05, "x", "")])])
        .variables();
    both(&ALL, "<a x=\"$(v)\"/>", "00 85 05 427600 01");
}

/// SyncML: the names of `Meta` are on page 1, and XML says so by their namespace.
#[test]
fn meta_information_of_syncml() {
    let text = "<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncBody><Get><Meta>\
        <Type xmlns=\"syncml:metinf\">text/plain</Type></Meta><CmdID>1</CmdID></Get></SyncBody></SyncML>";
    both(
        &SYNCML_1_2,
        text,
        "00 6d 6b 53 5a 0001 53 03746578742f706c61696e00 01 01 0000 4b 033100 01 01 01 01",
    );
    // Senders that spare the namespace, or write it in other letters, mean the same.
    let meta = "<Type xmlns=\"syncml:metinf\">";
    for spelled in ["<Type>", "<Type xmlns=\"SYNCML:METINF\">"] {
        let sparing = text.replace(meta, spelled);
        assert_ne!(sparing, text);
        assert_eq!(to_wbxml(&sparing, &SYNCML_1_2, PLAIN), to_wbxml(text, &SYNCML_1_2, PLAIN));
    }
    let other = text.replace(meta, "<Type xmlns=\"urn:other\">");
    // WBXML would have it in the namespace of its page.
    let lost = ErrorKind::NotExpressible(Loss::Name);
    assert_eq!(to_wbxml(&other, &SYNCML_1_2, PLAIN).unwrap_err().kind(), lost);
    let other = other.replace("Type", "Kind");
    assert!(to_wbxml(&other, &SYNCML_1_2, PLAIN).unwrap().contains(&hex("urn:other")));
    // Type is left as it is: libwbxml makes +xml of +wbxml, and the other way around.
    let text = text.replace("text/plain", "application/vnd.syncml-devinf+wbxml");
    let wbxml = to_wbxml(&text, &SYNCML_1_2, PLAIN).unwrap();
    assert!(wbxml.contains(&hex("devinf+wbxml")));
    assert_eq!(to_xml(&wbxml, &SYNCML_1_2, PLAIN), Ok(text));
}

/// SyncML: `Data` is a string, or opaque where XML has a section; octets that are no text need a
/// decision of the caller.
#[test]
fn data_of_syncml() {
    let item = |data: &str| {
        format!(
            "<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncBody><Replace><Item><Data>{data}</Data></Item>\
             </Replace></SyncBody></SyncML>"
        )
    };
    let body = |data: &str| format!("00 6d 6b 60 54 4f {data} 01 01 01 01 01").replace(' ', "");
    both(&SYNCML_1_2, &item("a&lt;b"), &body("03613c6200"));
    both(&SYNCML_1_2, &item("<![CDATA[a<b]]>"), &body("c303613c62"));
    // A line end is not made CR LF, and a section cannot be left by its content.
    both(&SYNCML_1_2, &item("<![CDATA[a\nb]]>"), &body("c303610a62"));
    reads(&SYNCML_1_2, &body("c3045d5d3e78"), &item("<![CDATA[]]]]><![CDATA[>x]]>"));
    let lost = to_xml(&body("c302ff00"), &SYNCML_1_2, PLAIN).map_err(|error| error.kind());
    assert_eq!(lost, Err(ErrorKind::NotExpressible(Loss::Opaque)));
    let base64 = PLAIN.with_binary(Binary::Base64);
    assert_eq!(to_xml(&body("c302ff00"), &SYNCML_1_2, base64), Ok(item("/wA=")));
}

/// SyncML: opaque text that is an object by the type of its item, else of its command, is a section in
/// whatever is done with it, and other text is text.
#[test]
fn objects_of_syncml() {
    let card = "c305424547494e";
    let meta = |text: &str| format!("5a 0001 53 03{}00 01 01 0000", hex(text));
    let (object, other) = (meta("text/x-vCard; charset=utf-8"), meta("text/plain"));
    let section = "<Data><![CDATA[BEGIN]]></Data>";
    let text = "<Data>BEGIN</Data>";
    for (of_command, of_item, expected) in [
        ("", &*object, section),
        (&*object, "", section),
        (&*object, &*other, text),
        (&*other, &*object, section),
        (&*other, "", text),
        ("", "", text),
    ] {
        let body = format!("00 6d 6b 62 {of_command} 54 {of_item} 4f {card} 01 01 01 01 01");
        let xml = to_xml(&body, &SYNCML_1_2, PLAIN).unwrap();
        assert!(xml.contains(expected), "{xml}");
        let again = to_wbxml(&xml, &SYNCML_1_2, PLAIN).unwrap();
        assert_eq!(again.contains(card), expected == section, "{again}");
    }
    for (media_type, is_object) in [
        ("text/clear", true),
        ("text/x-vcalendar", true),
        ("text/directory;profile=vCard", true),
        ("text/directory", false),
        ("application/octet-stream", false),
    ] {
        let body = format!("00 6d 6b 62 54 {} 4f {card} 01 01 01 01 01", meta(media_type));
        let xml = to_xml(&body, &SYNCML_1_2, PLAIN).unwrap();
        assert_eq!(xml.contains(section), is_object, "{media_type}");
    }
    // What was said in one item is not of the next.
    let items = format!("54 {object} 4f {card} 01 01 54 4f {card} 01 01");
    let xml = to_xml(&format!("00 6d 6b 62 {items} 01 01 01"), &SYNCML_1_2, PLAIN).unwrap();
    assert_eq!((xml.matches(section).count(), xml.matches(text).count()), (1, 1), "{xml}");
}

/// SyncML: `NextNonce` is base64 in both, and opaque octets of some senders become it.
#[test]
fn nonces_of_syncml() {
    let text = "<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncBody><Status><Chal><Meta>\
        <NextNonce xmlns=\"syncml:metinf\">AP8=</NextNonce></Meta></Chal></Status></SyncBody></SyncML>";
    both(&SYNCML_1_2, text, "00 6d 6b 69 49 5a 0001 50 0341503 83d00 01 01 01 01 01 01");
    reads(&SYNCML_1_2, "00 6d 6b 69 49 5a 0001 50 c30200ff 01 01 01 01 01 01", text);
}

const DEVICE: &str = "<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncBody><Results><Item><Data>\
    <DevInf xmlns=\"syncml:devinf\"><DevTyp>phone</DevTyp></DevInf>\
    </Data></Item></Results></SyncBody></SyncML>";

/// SyncML: a document inside `Data` has a header, pages and a string table of its own.
#[test]
fn documents_inside_of_data() {
    // 03 A4 03 6A 00: DevInf 1.2 has the public identifier 0x1203.
    let device = "03a4036a00 4a 4b 0370686f6e6500 01 01";
    let length = unhex(device).len();
    let hex = format!("00 6d 6b 62 54 4f c3{length:02x} {device} 01 01 01 01 01");
    both(&SYNCML_1_2, DEVICE, &hex);
}

/// SyncML with a document inside, whose strings and pages are not those around it.
#[test]
fn documents_inside_of_data_stand_alone() {
    // The outer document is on tag page 1 and has "no" in its table, the inner on page 0 has "phone".
    let device = "03a4036a06 70686f6e6500 4a 4b 8300 01 01";
    let length = unhex(device).len();
    let hex = format!(
        "03 6e6f00 6d 6b 62 54 5a 0001 53 8300 01 01 0000 4f c3{length:02x} {device} 01 4f 8300 01 01 01 01 01"
    );
    let text = "<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncBody><Results><Item><Meta>\
        <Type xmlns=\"syncml:metinf\">no</Type></Meta><Data>\
        <DevInf xmlns=\"syncml:devinf\"><DevTyp>phone</DevTyp></DevInf></Data><Data>no</Data></Item>\
        </Results></SyncBody></SyncML>";
    reads(&SYNCML_1_2, &hex, text);
    // An error in it has its place in the whole.
    let broken = hex.replace("4a 4b 8300", "4a 4b 8309");
    let error = to_xml(&broken, &SYNCML_1_2, PLAIN).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TableIndex { index: 9, length: 6 });
    assert_eq!([head(&SYNCML_1_2), unhex(&broken)].concat()[error.offset()..][..2], [0x83, 0x09]);
}

/// SyncML: a caller may leave documents closed, and what only looks like one stays closed.
#[test]
fn documents_inside_of_data_may_stay_closed() {
    let device = "03a4036a00 4a 4b 0370686f6e6500 01 01";
    let length = unhex(device).len();
    let hex = format!("00 6d 6b 62 54 4f c3{length:02x} {device} 01 01 01 01 01");
    assert_eq!(to_xml(&hex, &SYNCML_1_2, PLAIN).as_deref(), Ok(DEVICE));
    let closed = to_xml(&hex, &SYNCML_1_2, PLAIN.without_nested()).map_err(|error| error.kind());
    assert_eq!(closed, Err(ErrorKind::NotExpressible(Loss::Opaque)));
    // A header of a document type that may not stand there is opaque data by chance.
    let stranger = hex.replace("03a403", "0381ff");
    let result = to_xml(&stranger, &SYNCML_1_2, PLAIN).map_err(|error| error.kind());
    assert_eq!(result, Err(ErrorKind::NotExpressible(Loss::Opaque)));
}

/// SyncML: devices mix versions, so that device information of any version is read. It is in one namespace,
/// and what is written of it is of the version that belongs to the document around it.
#[test]
fn device_information_of_another_version_is_read() {
    let text = |syncml: &str| {
        format!(
            "<SyncML xmlns=\"SYNCML:SYNCML{syncml}\"><SyncBody><Results><Item><Data>\
             <DevInf xmlns=\"syncml:devinf\"><DevTyp>phone</DevTyp></DevInf>\
             </Data></Item></Results></SyncBody></SyncML>"
        )
    };
    for (vocabulary, version, own) in
        [(&SYNCML_1_0, "1.0", "9f52"), (&SYNCML_1_1, "1.1", "9f54"), (&SYNCML_1_2, "1.2", "a403")]
    {
        for number in ["9f52", "9f54", "a403"] {
            let device = format!("03 {number} 6a00 4a 4b 0370686f6e6500 01 01");
            let length = unhex(&device).len();
            let hex = format!("00 6d 6b 62 54 4f c3{length:02x} {device} 01 01 01 01 01");
            reads(vocabulary, &hex, &text(version));
        }
        let written = to_wbxml(&text(version), vocabulary, PLAIN).unwrap();
        assert!(written.contains(&format!("03{own}6a004a4b")), "{version}: {written}");
    }
}

/// SyncML 1.2: a management tree stands in a nested document, or on code page 2 of this one.
#[test]
fn management_trees_in_syncml() {
    let text = "<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncBody><Replace><Item><Data>\
        <MgmtTree xmlns=\"syncml:dmddf1.2\"><VerDTD>1.2</VerDTD></MgmtTree>\
        </Data></Item></Replace></SyncBody></SyncML>";
    // Written as a document of its own: DMDDF, on its page 2.
    let formal = hex("-//OMA//DTD-DM-DDF 1.2//EN");
    let tree = format!("0300006a1b {formal}00 0002 60 77 03312e3200 01 01");
    let length = unhex(&tree).len();
    both(&SYNCML_1_2, text, &format!("00 6d 6b 60 54 4f c3{length:02x} {tree} 01 01 01 01 01"));
    reads(&SYNCML_1_2, "00 6d 6b 60 54 4f 0002 60 77 03312e3200 01 01 01 01 01 01 01", text);
}

/// PROV: the same characteristics are on two pages; names and values are compared by their text.
#[test]
fn provisioning_documents_on_two_pages() {
    let text = "<wap-provisioningdoc><characteristic type=\"APPLICATION\">\
        <parm name=\"APPID\" value=\"w7\"/></characteristic></wap-provisioningdoc>";
    for hex in [
        "00 45 c6 0001 55 01 87 36 06 03773700 01 01 01",
        "00 45 c6 0001 55 01 87 36 0000 06 03773700 01 01 01",
        "00 45 0001 c6 0001 55 01 87 36 06 03773700 01 01 01",
        "00 45 c6 50 034150504c49434154494f4e00 01 87 05 03415050494400 06 03773700 01 01 01",
        "0b 706172 6d00 6e616d6500 00 45 c6 0001 55 01 84 00 04 05 03415050494400 06 03773700 01 01 01",
    ] {
        reads(&PROV, hex, text);
    }
}

/// WBXML 1.3, C-011: what content is goes by the name, however that is written.
#[test]
fn content_under_a_literal_name_has_its_type() {
    // WV-CSP-Message/Code with `Code` as LITERAL_C, and SI's `created` as LITERAL.
    let code = to_xml("05 436f646500 49 4400 c301c8 01 01", &WVCSP_1_2, PLAIN).unwrap();
    assert_eq!(code, "<WV-CSP-Message><Code>200</Code></WV-CSP-Message>");
    let created = "08 6372656174656400 45 8604 00 c304 19990630 01 01";
    let created = to_xml(created, &SI_1_0, PLAIN).unwrap();
    assert_eq!(created, r#"<si><indication created="1999-06-30T00:00:00Z"/></si>"#);
}

/// A nested document is known by its identifier alone, also inside of an anonymous one.
#[test]
fn a_document_inside_of_an_anonymous_one_has_its_identifier() {
    let text = r#"<SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody><Results><Item><Data><DevInf xmlns="syncml:devinf"><VerDTD>1.2</VerDTD></DevInf></Data></Item></Results></SyncBody></SyncML>"#;
    let mut reader = xml::Reader::new(text.as_bytes(), &SYNCML_1_2).unwrap();
    let anonymous = WriteOptions::new().with_public_id(PublicIdForm::Anonymous);
    let mut writer = Writer::with_options(&SYNCML_1_2, anonymous);
    convert_with(&mut reader, &mut writer, PLAIN).unwrap();
    let octets = writer.finish().unwrap();
    let mut reader = Reader::new(&octets, &SYNCML_1_2).unwrap();
    let bare = xml::WriteOptions::new().with_prolog(xml::Prolog::None);
    let mut writer = xml::Writer::with_options(&SYNCML_1_2, bare);
    convert_with(&mut reader, &mut writer, PLAIN).unwrap();
    assert_eq!(writer.finish().unwrap(), text);
}

/// `Data` is not trimmed: a record may be one blank, as text and as opaque octets.
#[test]
fn white_space_that_is_all_of_the_data_comes_back() {
    let text = |data: &str| {
        format!(
            "<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncBody><Replace><Item><Data>{data}</Data>\
             </Item></Replace></SyncBody></SyncML>"
        )
    };
    for (data, xml) in [
        ("03 20 00", " "),
        ("03 09 0a 20 00", "\t\n "),
        ("03 0d 0a 00", "&#13;\n"),
        ("c3 01 20", "<![CDATA[ ]]>"),
    ] {
        let hex = format!("00 6d 6b 60 54 4f {data} 01 01 01 01 01").replace(' ', "");
        assert_eq!(to_xml(&hex, &SYNCML_1_2, PLAIN), Ok(text(xml)), "{data}");
        assert_eq!(to_wbxml(&text(xml), &SYNCML_1_2, PLAIN), Ok(hex), "{data}");
    }
    // Between tags it is layout.
    let lines = "<SyncML xmlns=\"SYNCML:SYNCML1.2\">\n <SyncBody>\n </SyncBody>\n</SyncML>";
    assert_eq!(to_wbxml(lines, &SYNCML_1_2, PLAIN).as_deref(), Ok("006d6b030a20000101"));
}
