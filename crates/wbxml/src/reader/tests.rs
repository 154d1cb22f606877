//! What firmware reads: these run with the feature `alloc` and without it, where the look-ups, the
//! common way of events and the charsets are others.

extern crate alloc;
use alloc::format;
use alloc::string::String;

use super::*;
use crate::vocabulary::PROV;

/// The events in short, or the error behind those before it.
fn shown(input: &[u8], options: ReadOptions) -> String {
    let mut shown = String::new();
    let mut reader = match Reader::with_options(input, &PROV, options) {
        Ok(reader) => reader,
        Err(error) => return format!("{error}"),
    };
    loop {
        let event = match reader.next_event() {
            Ok(Some(event)) => event,
            Ok(None) => return shown,
            Err(error) => return format!("{shown}{error}"),
        };
        let name = |name: Name<'_>| match name.code() {
            Some(Code { page, token }) => format!("{}[{page}:{token:02x}]", name.local()),
            None => String::from(name.local()),
        };
        let text = |content: crate::Content<'_>| {
            let mut text = String::new();
            match content.for_each_str(|piece| text.push_str(piece)) {
                Ok(()) => text,
                Err(_) => "{no text}".into(),
            }
        };
        shown.push_str(&match event {
            Event::Start(start) => format!("<{} ", name(start)),
            Event::Attribute { name: start, value } => format!("{}={} ", name(start), text(value)),
            Event::Text(content) => format!("{:?} ", text(content)),
            Event::Opaque(octets) => format!("{octets:02x?} "),
            Event::Instruction { target, data } => format!("?{}={} ", name(target), text(data)),
            Event::End => "> ".into(),
        });
    }
}

#[test]
fn a_document_with_all_that_its_tables_have() {
    let input = [
        &[0x03, 0x0B, 0x6A, 0x06][..],
        b"X-KEY\0",
        // The root, and a characteristic of a type that is a prefix.
        &[0x45, 0xC6, 0x55, 0x01],
        // A known name and a string; the name of another page and a value of page 0.
        &[0x87, 0x11, 0x06, 0x03, b'A', 0x00, 0x01],
        &[0x87, 0x00, 0x01, 0x36, 0x06, 0x00, 0x00, 0x85, 0x01],
        // A name that is a string, with a value in pieces; an unknown start and an unknown value.
        &[0x87, 0x05, 0x83, 0x00, 0x06, 0x03, b'1', 0x00, 0x02, 0x20, 0x03, b'2', 0x00, 0x01],
        &[0x87, 0x4D, 0x03, b'x', 0x00, 0x06, 0xC6, 0x01],
        // A literal element with a literal attribute, text and opaque octets.
        &[0xC4, 0x00, 0x04, 0x02, 0x03, b'y', 0x00, 0x01, 0x03, b't', 0x00, 0xC3, 0x01, 0xFF, 0x01],
        // An extension without a meaning, a processing instruction.
        &[0xC1, 0x43, 0x11, 0x03, b'z', 0x00, 0x01, 0x01, 0x01],
    ]
    .concat();
    assert_eq!(
        shown(&input, ReadOptions::new()),
        "<wap-provisioningdoc[0:05] <characteristic[0:06] type[0:55]=NAPDEF \
         <parm[0:07] name[0:11]=NAPID value[0:06]=A > \
         <parm[0:07] name[1:36]=APPID value[1:06]=IPV4 > \
         <parm[0:07] name[0:05]=X-KEY value[0:06]=1 2 > \
         <parm[0:07] [0:4d]=x value[0:06]={no text} > \
         <X-KEY KEY=y \"t\" [ff] > \"{no text}\" ?name[0:11]=NAPIDz > > "
    );
    assert_eq!(
        shown(&input, ReadOptions::strict()).split("unknown").last(),
        Some(" attribute start token 0x4d in code page 0 at byte 45"),
    );
}

#[test]
fn names_are_there_once() {
    for (attributes, error) in [
        (&[0x11, 0x0F][..], "twice"),
        (&[0x06, 0x50, 0x46, 0x06], "twice"),
        (&[0x06, 0x50, 0x46, 0x04, 0x00], "twice"),
        (&[0x04, 0x00, 0x06], "twice"),
        (&[0x06, 0x50, 0x46, 0x11], "> > "),
    ] {
        let input =
            [&[0x03, 0x0B, 0x6A, 0x06][..], b"value\0", &[0x45, 0x87], attributes, &[0x01, 0x01]]
                .concat();
        let shown = shown(&input, ReadOptions::new());
        assert!(shown.contains(error), "{attributes:02x?}: {shown}");
    }
}

#[test]
fn charsets_that_are_read() {
    for (mib, read) in [
        (&[0x6A][..], true),
        (&[0x00], true),
        (&[0x03], true),
        (&[0x04], cfg!(feature = "charsets")),
        (&[0x87, 0x68], cfg!(feature = "charsets")),
        (&[0x11], false),
    ] {
        let input = [&[0x03, 0x0B], mib, &[0x00, 0x05]].concat();
        assert_eq!(
            shown(&input, ReadOptions::new()) == "<wap-provisioningdoc[0:05] > ",
            read,
            "{mib:02x?}"
        );
    }
    // Octets that are UTF-8 as well are not taken for it.
    for (charset, octets, text) in [
        (Charset::Latin1, &[0xE9, 0x00][..], "é"),
        (Charset::Latin1, &[0xC3, 0xA9, 0x00], "Ã©"),
        (Charset::Utf16Be, &[0x4E, 0x2D, 0x00, 0x00], "中"),
    ] {
        let input = [&[0x01, 0x0B, 0x00, 0x00, 0x45, 0x03], octets, &[0x01]].concat();
        let shown = shown(&input, ReadOptions::new().with_charset(charset, false));
        if cfg!(feature = "charsets") {
            assert_eq!(shown, format!("<wap-provisioningdoc[0:05] {text:?} > "));
        } else {
            assert!(shown.contains("text is not valid"), "{charset:?}: {shown}");
        }
    }
}
