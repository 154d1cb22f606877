//! Tests of the XML writer.

extern crate std;

use super::*;
use crate::error::Code;
use crate::vocabulary::AttributePage;

static PLAIN: Vocabulary = Vocabulary::new("plain")
    .formal_ids(&["-//X//DTD PLAIN//EN"])
    .root("doc")
    .tags(&[TagPage::new(0, "", &[(0x05, "doc"), (0x06, "item")])])
    .attributes(&[AttributePage::new(0, &[(0x05, "name", "")])]);
static NESTED: Vocabulary =
    Vocabulary::new("nested").tags(&[TagPage::new(0, "urn:n", &[(0x05, "inner")])]);
static SPACED: Vocabulary = Vocabulary::new("spaced")
    .system_ids(&["spaced.dtd"])
    .root("doc")
    .tags(&[
        TagPage::new(0, "urn:a", &[(0x05, "doc"), (0x06, "item")]),
        TagPage::new(1, "urn:b", &[(0x05, "type")]),
    ])
    .nested(&[&NESTED]);

const BARE: WriteOptions = WriteOptions::new().with_prolog(Prolog::None);
const INDENTED: WriteOptions = BARE.with_layout(Layout::Indented(2));

fn start(name: &str) -> Event<'_> {
    Event::Start(Name::new(name))
}

fn within<'a>(name: &'a str, space: &'a str) -> Event<'a> {
    Event::Start(Name::new(name).with_space(space))
}

fn attribute<'a>(name: &'a str, value: &'a str) -> Event<'a> {
    Event::Attribute { name: Name::new(name), value: value.into() }
}

fn text(text: &str) -> Event<'_> {
    Event::Text(text.into())
}

fn instruction<'a>(target: &'a str, data: &'a str) -> Event<'a> {
    Event::Instruction { target: Name::new(target), data: data.into() }
}

fn write(
    vocabulary: &'static Vocabulary,
    options: WriteOptions,
    events: &[Event<'_>],
) -> Result<String, Error> {
    let mut writer = Writer::with_options(vocabulary, options);
    for event in events {
        writer.write_event(event)?;
    }
    writer.finish()
}

#[test]
fn a_document_with_everything() {
    let events = [
        instruction("before", ""),
        start("doc"),
        attribute("name", "a<\"\n"),
        text("x&y\r\n"),
        Event::Opaque("é>".as_bytes()),
        Event::Text(Content::cdata("1]]>2")),
        start("item"),
        Event::End,
        instruction("inside", "data ?"),
        Event::End,
        instruction("after", "z"),
    ];
    assert_eq!(
        write(&PLAIN, WriteOptions::new(), &events).unwrap(),
        "<?xml version=\"1.0\"?><!DOCTYPE doc PUBLIC \"-//X//DTD PLAIN//EN\" \"\"><?before?>\
         <doc name=\"a&lt;&quot;&#10;\">x&amp;y&#13;\né&gt;<![CDATA[1]]]]><![CDATA[>2]]>\
         <item/><?inside data ??></doc><?after z?>"
    );
}

#[test]
fn prologs() {
    let events = [start("doc"), Event::End];
    let options = WriteOptions::new();
    for (vocabulary, options, expected) in [
        (&SPACED, options, "<?xml version=\"1.0\"?><!DOCTYPE doc SYSTEM \"spaced.dtd\"><doc/>"),
        (&NESTED, options, "<?xml version=\"1.0\"?><doc/>"),
        (&SPACED, options.with_prolog(Prolog::Declaration), "<?xml version=\"1.0\"?><doc/>"),
        (
            &SPACED,
            options.with_layout(Layout::Indented(1)),
            "<?xml version=\"1.0\"?>\n<!DOCTYPE doc SYSTEM \"spaced.dtd\">\n<doc/>\n",
        ),
    ] {
        assert_eq!(write(vocabulary, options, &events).unwrap(), expected);
    }
}

#[test]
fn empty_text_does_not_open_an_element() {
    let events = [start("doc"), text(""), Event::Opaque(b""), Event::End];
    assert_eq!(write(&PLAIN, BARE, &events).unwrap(), "<doc/>");
    let events = [start("doc"), text(""), start("item"), Event::End, Event::End];
    assert_eq!(write(&PLAIN, BARE, &events).unwrap(), "<doc><item/></doc>");
    let events = [start("doc"), Event::Text(Content::cdata("")), Event::End];
    assert_eq!(write(&PLAIN, BARE, &events).unwrap(), "<doc><![CDATA[]]></doc>");
}

#[test]
fn a_namespace_is_declared_where_it_changes() {
    let events = [
        within("doc", "urn:a"),
        within("type", "urn:b"),
        within("item", "urn:a"),
        within("item", "urn:a"),
        Event::End,
        Event::End,
        within("type", "urn:b"),
        Event::End,
        Event::End,
        within("type", "urn:b"),
        Event::End,
        within("inner", "urn:n"),
        Event::End,
        start("literal"),
        Event::End,
        Event::End,
    ];
    assert_eq!(
        write(&SPACED, BARE, &events).unwrap(),
        "<doc xmlns=\"urn:a\"><type xmlns=\"urn:b\"><item xmlns=\"urn:a\"><item/></item>\
         <type/></type><type xmlns=\"urn:b\"/><inner xmlns=\"urn:n\"/><literal/></doc>"
    );
}

#[test]
fn foreign_namespaces_survive_by_their_declarations() {
    let foreign = |name| Event::Start(Name::new(name).with_space("urn:f").with_prefix(2));
    let events = [
        within("doc", "urn:a"),
        within("x", "urn:f"),
        attribute("name", "1"),
        attribute("xmlns", "urn:f"),
        within("y", "urn:f"),
        within("item", "urn:a"),
        within("z", "urn:f"),
        Event::End,
        Event::End,
        Event::End,
        Event::End,
        foreign("f:x"),
        attribute("xmlns:f", "urn:f"),
        foreign("f:y"),
        Event::End,
        Event::End,
        within("item", "urn:a"),
        Event::End,
        start("none"),
        attribute("xmlns", ""),
        within("item", "urn:a"),
        Event::End,
        Event::End,
        Event::End,
    ];
    assert_eq!(
        write(&SPACED, BARE, &events).unwrap(),
        "<doc xmlns=\"urn:a\"><x xmlns=\"urn:f\" name=\"1\"><y><item xmlns=\"urn:a\">\
         <z xmlns=\"urn:f\"/></item></y></x><f:x xmlns:f=\"urn:f\"><f:y/></f:x><item/>\
         <none xmlns=\"\"><item xmlns=\"urn:a\"/></none></doc>"
    );
}

/// What would not be read again as it was written: in documents with namespaces alone.
#[test]
fn a_namespace_that_would_change_a_name_is_refused() {
    let doc = within("doc", "urn:a");
    let foreign = |name| Event::Start(Name::new(name).with_space("urn:f").with_prefix(2));
    for (events, good) in [
        // Another namespace than that of the element, in force or not.
        (&[doc, attribute("xmlns", "urn:A"), Event::End][..], false),
        (&[doc, within("item", "urn:a"), attribute("xmlns", "u"), Event::End, Event::End], false),
        (
            &[doc, within("item", "urn:a"), attribute("xmlns", "urn:a"), Event::End, Event::End],
            true,
        ),
        (&[start("none"), attribute("xmlns", "urn:x"), Event::End], true),
        (&[start("none"), attribute("xmlns", "a&b"), Event::End], false),
        (&[within("none", "a&b"), Event::End], false),
        // Prefixes of elements and attributes.
        (&[start("a:b"), Event::End], false),
        (&[start("a:b"), text("c"), Event::End], false),
        (&[start("a:b"), start("c"), Event::End, Event::End], false),
        (&[start("a:b"), instruction("c", ""), Event::End], false),
        (&[start("a:b"), attribute("xmlns:b", "u"), Event::End], false),
        (&[start("a:b"), attribute("xmlns:a", "u"), Event::End], true),
        (&[start("a:b:c"), attribute("xmlns:a", "u"), Event::End], false),
        (&[start(":b"), Event::End], false),
        (&[start("xml:b"), Event::End], true),
        (&[start("xmlns:b"), Event::End], false),
        (&[foreign("f:x"), Event::End], false),
        (&[doc, attribute("a:b", ""), Event::End], false),
        (&[doc, attribute("a:b", ""), attribute("xmlns:a", "u"), Event::End], true),
        (&[doc, attribute("xml:lang", "c"), Event::End], true),
        (&[doc, attribute("xmlns:a", ""), Event::End], false),
        (&[doc, attribute("xmlns:a", "b&c"), Event::End], false),
        (&[doc, attribute("xmlns:xml", "u"), Event::End], false),
        (&[doc, attribute("xmlns:", "u"), Event::End], false),
        (&[doc, attribute("xmlns:a:b", "u"), Event::End], false),
        (&[doc, attribute("xmlns:xmlns", "u"), Event::End], false),
        // A prefix holds inside its element, and not behind it.
        (&[doc, attribute("xmlns:a", "u"), start("a:b"), Event::End, Event::End], true),
        (
            &[
                doc,
                start("c"),
                attribute("xmlns:a", "u"),
                Event::End,
                start("a:b"),
                Event::End,
                Event::End,
            ],
            false,
        ),
    ] {
        let kind = write(&SPACED, BARE, events).map_err(|error| error.kind());
        match kind {
            Ok(text) => {
                assert!(good, "{text}");
                let mut reader = crate::xml::Reader::new(text.as_bytes(), &SPACED).unwrap();
                while reader.next_event().unwrap().is_some() {}
            }
            Err(kind) => {
                assert!(!good, "{events:?}");
                assert_eq!(kind, ErrorKind::NotExpressible(Loss::Name), "{events:?}");
            }
        }
    }
    let events = [start("a:b"), attribute("c:d", ""), Event::End];
    assert_eq!(write(&PLAIN, BARE, &events).unwrap(), "<a:b c:d=\"\"/>");
}

#[test]
fn an_attribute_in_a_known_namespace_gets_its_prefix_declared() {
    let name = |text| Name::new(text).with_space("urn:b").with_prefix(2);
    let events = [
        within("doc", "urn:a"),
        Event::Attribute { name: name("b:x"), value: "1".into() },
        Event::Attribute { name: name("b:y"), value: "2".into() },
        Event::End,
    ];
    assert_eq!(
        write(&SPACED, BARE, &events).unwrap(),
        "<doc xmlns=\"urn:a\" xmlns:b=\"urn:b\" b:x=\"1\" b:y=\"2\"/>"
    );
}

#[test]
fn indented() {
    let events = [
        instruction("before", ""),
        start("doc"),
        start("item"),
        text("t"),
        Event::End,
        start("item"),
        instruction("inside", ""),
        start("item"),
        Event::End,
        Event::End,
        Event::End,
        instruction("after", ""),
    ];
    assert_eq!(
        write(&PLAIN, INDENTED, &events).unwrap(),
        "<?before?>\n<doc>\n  <item>t</item>\n  <item>\n    <?inside?>\n    <item/>\n  \
         </item>\n</doc>\n<?after?>\n"
    );
}

#[test]
fn indents_are_taken_back_where_text_follows() {
    let mixed = [
        start("doc"),
        start("item"),
        start("item"),
        start("deep"),
        Event::End,
        Event::End,
        Event::End,
        start("item"),
        Event::End,
        text("late"),
        start("item"),
        start("item"),
        Event::End,
        Event::End,
        Event::End,
    ];
    let expected = "<doc><item><item><deep/></item></item><item/>late<item><item/></item></doc>";
    assert_eq!(write(&PLAIN, INDENTED, &mixed).unwrap(), [expected, "\n"].concat());
    let mut events = std::vec![start("doc"), start("item"), Event::End];
    events.extend(mixed);
    events.extend([start("item"), Event::End, Event::End]);
    let expected = ["<doc>\n  <item/>\n  ", expected, "\n  <item/>\n</doc>\n"].concat();
    assert_eq!(write(&PLAIN, INDENTED, &events).unwrap(), expected);
}

#[test]
fn white_space_is_preserved_where_a_document_asks_for_it() {
    let events = [
        start("doc"),
        attribute("xml:space", "preserve"),
        start("item"),
        start("item"),
        attribute("xml:space", "default"),
        start("item"),
        Event::End,
        Event::End,
        Event::End,
        Event::End,
    ];
    assert_eq!(
        write(&PLAIN, INDENTED, &events).unwrap(),
        "<doc xml:space=\"preserve\"><item><item xml:space=\"default\">\n      <item/>\n    \
         </item></item></doc>\n"
    );
}

#[test]
fn what_xml_cannot_carry() {
    let code = Code { page: 0, token: 0x3F };
    let unknown = Name::unknown(code);
    let value = |value| Event::Attribute { name: Name::new("name"), value };
    let doc = start("doc");
    for (events, loss, offset) in [
        (&[Event::Start(unknown)][..], Loss::Tag(code), 1),
        (&[doc, Event::Attribute { name: unknown, value: "".into() }], Loss::Attribute(code), 5),
        (&[start("a b")], Loss::Name, 1),
        (&[start("")], Loss::Name, 1),
        (&[doc, attribute("a=\"\"", "")], Loss::Name, 5),
        (&[doc, attribute("a", "ab\u{1}")], Loss::Character('\u{1}'), 10),
        (&[doc, text("\u{FFFF}")], Loss::Character('\u{FFFF}'), 5),
        (&[doc, text("\0")], Loss::Character('\0'), 5),
        (&[doc, Event::Text(Content::cdata("\u{8}"))], Loss::Character('\u{8}'), 5),
        (&[doc, Event::Opaque(&[0xFF])], Loss::Opaque, 5),
        (&[doc, Event::Opaque(&[0x00])], Loss::Opaque, 5),
        (&[doc, instruction("a", "b?>c")], Loss::Instruction, 13),
        (&[doc, instruction("a", " b")], Loss::Instruction, 11),
        (&[doc, instruction("a", "\n")], Loss::Instruction, 10),
        (&[doc, instruction("a", "b\rc")], Loss::Instruction, 12),
        (&[doc, instruction("a", "\u{2}")], Loss::Character('\u{2}'), 10),
        (&[instruction("a?", "")], Loss::Name, 2),
        (&[instruction("XML", "")], Loss::Name, 5),
        (&[doc, value(Content::token(code, None, 7))], Loss::Value(code), 11),
    ] {
        let error = write(&PLAIN, BARE, events).unwrap_err();
        assert_eq!(error, Error::new(ErrorKind::NotExpressible(loss), offset), "{events:?}");
    }
}

#[test]
fn events_out_of_order() {
    let doc = start("doc");
    for events in [
        &[][..],
        &[Event::End],
        &[doc],
        &[text("a")],
        &[Event::Opaque(b"a")],
        &[attribute("a", "")],
        &[doc, Event::End, doc],
        &[doc, Event::End, text("a")],
        &[doc, Event::End, Event::End],
        &[doc, Event::End, attribute("a", "")],
        &[doc, text("a"), attribute("a", ""), Event::End],
        &[doc, text(""), attribute("a", ""), Event::End],
        &[doc, instruction("a", ""), attribute("a", ""), Event::End],
        &[doc, start("item"), Event::End, attribute("a", ""), Event::End],
    ] {
        let error = write(&PLAIN, BARE, events).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::EventOrder, "{events:?}");
    }
}

#[test]
fn a_name_with_a_code_of_another_name_is_checked() {
    let name = Name::new("do c").with_code(Code { page: 0, token: 0x05 });
    let error = write(&PLAIN, BARE, &[Event::Start(name)]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotExpressible(Loss::Name));
}

#[test]
fn a_buffer_is_used_again() {
    let mut writer = Writer::reuse(&NESTED, String::from("old"));
    writer.write_event(&start("doc")).unwrap();
    writer.write_event(&Event::End).unwrap();
    assert_eq!(writer.finish().unwrap(), "<?xml version=\"1.0\"?><doc/>");
}
