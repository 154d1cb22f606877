//! Tests of the XML reader.

extern crate std;

use alloc::format;
use alloc::string::{String, ToString};

use super::*;
use crate::content::Part;
use crate::limits::Limits;
use crate::vocabulary::TagPage;
use crate::xml::options::Whitespace;

static PLAIN: Vocabulary = Vocabulary::new("plain");
static NESTED: Vocabulary =
    Vocabulary::new("nested").tags(&[TagPage::new(0, "urn:n", &[(0x05, "inner"), (0x06, "type")])]);
static SPACED: Vocabulary = Vocabulary::new("spaced")
    .root("doc")
    .tags(&[
        TagPage::new(0, "urn:a", &[(0x05, "doc"), (0x06, "item")]),
        TagPage::new(1, "urn:b", &[(0x05, "type"), (0x06, "item")]),
    ])
    .nested(&[&NESTED]);

const KEEP: ReadOptions = ReadOptions::new().with_whitespace(Whitespace::Keep);
const TRIM: ReadOptions = ReadOptions::new().with_whitespace(Whitespace::Trim);

/// A line of events: `<{space}name`, `@name=value`, `"text"`, `?target data?` and `>`; sections in
/// brackets, and a `+` between the parts of a content.
fn events(
    input: &[u8],
    vocabulary: &'static Vocabulary,
    options: ReadOptions,
) -> Result<String, Error> {
    let mut reader = Reader::with_options(input, vocabulary, options)?;
    let mut shown = String::new();
    while let Some(event) = reader.next_event()? {
        shown.push_str(&match event {
            Event::Start(name) => format!("<{}", show_name(&name)),
            Event::Attribute { name, value } => format!("@{}={}", show_name(&name), show(&value)),
            Event::Text(content) => format!("\"{}\"", show(&content)),
            Event::Opaque(_) => unreachable!("XML has no opaque data"),
            Event::Instruction { target, data } => {
                format!("?{} {}?", target.qualified(), show(&data))
            }
            Event::End => ">".to_string(),
        });
    }
    Ok(shown)
}

fn show_name(name: &Name<'_>) -> String {
    let space = if name.space().is_empty() { "" } else { &format!("{{{}}}", name.space()) };
    let prefix = name.qualified().strip_suffix(name.local()).unwrap();
    format!("{space}{prefix}{}", name.local())
}

fn show(content: &Content<'_>) -> String {
    let show = |part: Part<'_>| {
        let mut text = String::new();
        part.for_each_str(|piece| text.push_str(piece)).unwrap();
        if matches!(part, Part::Cdata(_)) { format!("[{text}]") } else { text }
    };
    content.parts().map(show).collect::<Vec<_>>().join("+")
}

fn plain(input: &str) -> String {
    events(input.as_bytes(), &PLAIN, ReadOptions::new()).unwrap()
}

fn spaced(input: &str) -> String {
    events(input.as_bytes(), &SPACED, ReadOptions::new()).unwrap()
}

#[test]
fn elements_and_attributes() {
    for (input, expected) in [
        ("<a/>", "<a>"),
        ("<a></a >", "<a>"),
        ("<a b='1' c = \"2\"><d e=\"\"/></a>", "<a@b=1@c=2<d@e=>>"),
        ("<p:a xmlns:p=\"u\" p:b=\"&lt;1\n\"/>", "<p:a@xmlns:p=u@p:b=<+1+ >"),
        ("\u{FEFF}<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n<a/>\n", "<a>"),
        ("<!-- x --><!DOCTYPE a SYSTEM 'b'><a/><!-- y -->", "<a>"),
        ("<é/>", "<é>"),
    ] {
        assert_eq!(plain(input), expected, "{input}");
    }
}

#[test]
fn a_run_is_one_text() {
    for (input, expected) in [
        ("<a>b</a>", "<a\"b\">"),
        ("<a> b\n</a>", "<a\" b\n\">"),
        ("<a>b&amp;c&#x41;</a>", "<a\"b+&+c+A\">"),
        ("<a>&amp;</a>", "<a\"&\">"),
        ("<a><![CDATA[<b>]]></a>", "<a\"[<b>]\">"),
        ("<a><![CDATA[]]></a>", "<a\"[]\">"),
        ("<a>b<![CDATA[c]]>d</a>", "<a\"b+[c]+d\">"),
        ("<a><![CDATA[c]]><![CDATA[d]]></a>", "<a\"[c]+[d]\">"),
        ("<a>b<!-- x -->c</a>", "<a\"b+c\">"),
        ("<a><!-- x -->c<!-- y --></a>", "<a\"c\">"),
        ("<a><!-- x --><![CDATA[c]]></a>", "<a\"[c]\">"),
        ("<a><!-- x --></a>", "<a>"),
        ("<a>b<c/>d</a>", "<a\"b\"<c>\"d\">"),
        ("<a>b<?c d?>e</a>", "<a\"b\"?c d?\"e\">"),
        ("<?c \r\nd&lt;\r\n<!-- \r ?><a/>", "?c d&lt;+\n<!-- +\n+ ?<a>"),
        ("<a>b\r\nc\rd</a>", "<a\"b+\nc+\n+d\">"),
        ("<a><![CDATA[b\r\nc]]></a>", "<a\"[b]+[\nc]\">"),
        ("<a>]] ]> ></a>", "<a\"]] ]> >\">"),
        ("<a><![CDATA[]]]]><![CDATA[>]]></a>", "<a\"[]]]+[>]\">"),
    ] {
        assert_eq!(plain(input), expected, "{input}");
    }
}

#[test]
fn a_plain_run_and_a_section_alone_are_one_string() {
    for input in ["<a>b</a>", "<a><!---->b</a>", "<a><![CDATA[b]]></a>", "<a b=\"b\"/>"] {
        let mut reader = Reader::new(input.as_bytes(), &PLAIN).unwrap();
        reader.next_event().unwrap();
        match reader.next_event().unwrap() {
            Some(Event::Text(content) | Event::Attribute { value: content, .. }) => {
                assert_eq!(content.as_str(), Ok(Some("b")), "{input}");
            }
            other => unreachable!("{other:?}"),
        }
    }
}

#[test]
fn white_space() {
    for (input, keep, drop, trim) in [
        ("<a> <b/> </a>", "<a\" \"<b>\" \">", "<a<b>>", "<a<b>>"),
        ("<a> b </a>", "<a\" b \">", "<a\" b \">", "<a\"b\">"),
        ("<a> </a>", "<a\" \">", "<a\" \">", "<a>"),
        ("<a b='>'>\t</a >", "<a@b=>\"\t\">", "<a@b=>\"\t\">", "<a@b=>>"),
        ("<a>\r\n</a>", "<a\"\n\">", "<a\"\n\">", "<a>"),
        ("<a>\n<b> </b>\n</a>", "<a\"\n\"<b\" \">\"\n\">", "<a<b\" \">>", "<a<b>>"),
        ("<a><b/> </a>", "<a<b>\" \">", "<a<b>>", "<a<b>>"),
        ("<a><b></b> </a>", "<a<b>\" \">", "<a<b>>", "<a<b>>"),
        ("<a> <?b?></a>", "<a\" \"?b ?>", "<a?b ?>", "<a?b ?>"),
        ("<a><?b?> </a>", "<a?b ?\" \">", "<a?b ?>", "<a?b ?>"),
        ("<a> <!-- x --></a>", "<a\" \">", "<a>", "<a>"),
        ("<a>\r\nb\rc\r\n</a>", "<a\"\nb+\n+c+\n\">", "<a\"\nb+\n+c+\n\">", "<a\"b+\n+c\">"),
        ("<a> <!-- x --> </a>", "<a\" + \">", "<a>", "<a>"),
        ("<a> <!-- x --> b </a>", "<a\" + b \">", "<a\" + b \">", "<a\"+ b\">"),
        ("<a><!-- x --> </a>", "<a\" \">", "<a>", "<a>"),
        ("<a> <![CDATA[ ]]> </a>", "<a\" +[ ]+ \">", "<a\" +[ ]+ \">", "<a\"[ ]\">"),
        ("<a>&#32;</a>", "<a\" \">", "<a\" \">", "<a\" \">"),
    ] {
        assert_eq!(events(input.as_bytes(), &PLAIN, KEEP).as_deref(), Ok(keep), "{input}");
        assert_eq!(plain(input), drop, "{input}");
        let trimmed = events(input.as_bytes(), &PLAIN, TRIM).unwrap();
        assert_eq!(trimmed.replace("\"+", "\""), trim.replace("\"+", "\""), "{input}");
    }
    let preserve =
        "<a> <b xml:space=\"preserve\"> <c> d <e xml:space=\"default\"> <f/></e></c></b> </a>";
    let expected = "<a<b@xml:space=preserve\" \"<c\" d \"<e@xml:space=default<f>>>>>";
    assert_eq!(events(preserve.as_bytes(), &PLAIN, TRIM).as_deref(), Ok(expected));
}

#[test]
fn known_namespaces_are_in_the_names() {
    for (input, expected) in [
        (
            "<doc xmlns=\"urn:a\"><type xmlns=\"urn:b\"><item/></type><item/></doc>",
            "<{urn:a}doc<{urn:b}type<{urn:b}item>><{urn:a}item>>",
        ),
        (
            "<x:doc xmlns:x='urn:a' xmlns:y='urn:b'><y:type/><x:item/></x:doc>",
            "<{urn:a}doc<{urn:b}type><{urn:a}item>>",
        ),
        (
            "<doc xmlns=\"urn:a\"><inner xmlns=\"urn:n\"/><unknown/></doc>",
            "<{urn:a}doc<{urn:n}inner><{urn:a}unknown>>",
        ),
        ("<doc xmlns=\"urn:a\" b=\"1\" xml:lang=\"en\"/>", "<{urn:a}doc@b=1@xml:lang=en>"),
        (
            "<x:doc xmlns:x=\"urn:a\" x:b=\"1\"><x:item xmlns:x=\"urn:b\"/></x:doc>",
            "<{urn:a}doc@{urn:a}x:b=1<{urn:b}item>>",
        ),
    ] {
        assert_eq!(spaced(input), expected, "{input}");
    }
}

#[test]
fn foreign_namespaces_keep_their_prefixes_and_declarations() {
    for (input, expected) in [
        (
            "<doc xmlns=\"urn:a\"><x xmlns=\"urn:f\"><y/></x></doc>",
            "<{urn:a}doc<{urn:f}x@xmlns=urn:f<{urn:f}y>>>",
        ),
        (
            "<doc xmlns=\"urn:a\" xmlns:f=\"urn:f\"><f:x f:b=\"1\"/></doc>",
            "<{urn:a}doc@xmlns:f=urn:f<{urn:f}f:x@{urn:f}f:b=1>>",
        ),
        ("<doc xmlns=\"\"><item/></doc>", "<doc@xmlns=<item>>"),
        (
            "<xml:doc xmlns:xml=\"http://www.w3.org/XML/1998/namespace\"/>",
            "<xml:doc@xmlns:xml=http://www.w3.org/XML/1998/namespace>",
        ),
    ] {
        assert_eq!(spaced(input), expected, "{input}");
    }
}

#[test]
fn without_namespaces_the_pages_are_searched() {
    assert_eq!(
        spaced("<doc><item/><type><item/><doc/></type><inner><type/></inner><other/></doc>"),
        "<{urn:a}doc<{urn:a}item><{urn:b}type<{urn:b}item><{urn:a}doc>>\
         <{urn:n}inner<{urn:n}type>><{urn:a}other>>"
    );
}

#[test]
fn the_doctype_is_at_hand_at_once() {
    let input = b"<?xml version=\"1.0\"?><?a b?><!DOCTYPE pap PUBLIC \"p\" \"s\" \
        [<?wap-pap-ver supported-versions=\"2.0\"?>]><?c?><pap/><?d?>";
    let reader = Reader::new(input, &PLAIN).unwrap();
    let doctype = reader.doctype().unwrap();
    assert_eq!((doctype.name, doctype.public_id, doctype.system_id), ("pap", Some("p"), Some("s")));
    assert_eq!(doctype.internal_subset, Some("<?wap-pap-ver supported-versions=\"2.0\"?>"));
    let expected = "?a b??c ?<pap>?d ?";
    assert_eq!(events(input, &PLAIN, ReadOptions::new()).as_deref(), Ok(expected));
    assert_eq!(Reader::new(b"<a/>", &PLAIN).unwrap().doctype(), None);
}

#[test]
fn malformed() {
    use ErrorKind::{DuplicateAttribute, NoRoot, SecondRoot, Text, UnexpectedEnd, Xml};
    for (input, kind, offset) in [
        // The encoding and the characters.
        (&b"<a>\xFF</a>"[..], Text, 3),
        (b"\xFF\xFE<\0a\0", Xml(XmlError::Encoding), 0),
        (b"\xEF\xBB\xBF\xEF\xBB\xBF<a/>", Xml(XmlError::TextOutside), 3),
        (b"<a>\x01</a>", Xml(XmlError::Character), 3),
        (b"<a/>\0", Xml(XmlError::Character), 4),
        (b"\xEF\xBB\xBF<a>\xEF\xBF\xBF</a>", Xml(XmlError::Character), 6),
        (b"<?xml version='1.0' encoding='UTF-16'?><a/>", Xml(XmlError::Encoding), 30),
        (b"<?xml encoding='UTF-8'?><a/>", Xml(XmlError::Syntax), 6),
        (b"<?xml?><a/>", Xml(XmlError::Syntax), 0),
        (b"<?xml version='1.0' version='1.0'?><a/>", Xml(XmlError::Syntax), 20),
        (b"<?xml version=''?><a/>", Xml(XmlError::Syntax), 6),
        (b"<?xml version='1'?><a/>", Xml(XmlError::Syntax), 6),
        (b"<?xml version='1. 0'?><a/>", Xml(XmlError::Syntax), 6),
        (b"<?xml version='1.0' standalone='maybe'?><a/>", Xml(XmlError::Syntax), 20),
        (b"<?xml version='1.0'><a/>", Xml(XmlError::Unclosed), 0),
        (b" <?xml version='1.0'?><a/>", Xml(XmlError::Syntax), 1),
        (b"<a><?xml version='1.0'?></a>", Xml(XmlError::Syntax), 3),
        // The document element.
        (b"", NoRoot, 0),
        (b" <!-- -->", NoRoot, 9),
        (b"<?a?>", NoRoot, 5),
        (b"a<b/>", Xml(XmlError::TextOutside), 0),
        (b" \na<b/>", Xml(XmlError::TextOutside), 2),
        (b"&amp;<b/>", Xml(XmlError::TextOutside), 0),
        (b"<![CDATA[a]]><b/>", Xml(XmlError::TextOutside), 0),
        (b"<a/> b", Xml(XmlError::TextOutside), 5),
        (b"<a/><![CDATA[]]>", Xml(XmlError::TextOutside), 4),
        (b"<a/>&#32;", Xml(XmlError::TextOutside), 4),
        (b"<a/><b/>", SecondRoot, 4),
        (b"<a></a><b>", SecondRoot, 7),
        (b"<a/></a>", Xml(XmlError::EndTag), 4),
        (b"</a>", Xml(XmlError::EndTag), 0),
        (b"<a><b></a></b>", Xml(XmlError::EndTag), 6),
        (b"<a></a b='1'>", Xml(XmlError::EndTag), 3),
        (b"<a>", UnexpectedEnd(Expected::Content), 3),
        (b"<a>b", UnexpectedEnd(Expected::Content), 4),
        (b"<a>&lt;", UnexpectedEnd(Expected::Content), 7),
        // The DOCTYPE.
        (b"<!DOCTYPE a><!DOCTYPE a><a/>", Xml(XmlError::Doctype), 12),
        (b"<a/><!DOCTYPE a>", Xml(XmlError::Doctype), 4),
        (b"<a><!DOCTYPE a></a>", Xml(XmlError::Doctype), 3),
        (b"<!doctype a><a/>", Xml(XmlError::Syntax), 0),
        (b"<!DOCTYPE><a/>", Xml(XmlError::Syntax), 9),
        (b"<!DOCTYPE a", Xml(XmlError::Unclosed), 0),
        (b"<!ELEMENT a ANY><a/>", Xml(XmlError::Syntax), 0),
        // Markup.
        (b"<", Xml(XmlError::Unclosed), 0),
        (b"<a", Xml(XmlError::Unclosed), 0),
        (b"<a><", Xml(XmlError::Unclosed), 3),
        (b"<>", Xml(XmlError::Syntax), 0),
        (b"< a/>", Xml(XmlError::Syntax), 0),
        (b"<1/>", Xml(XmlError::Syntax), 0),
        (b"<a>b<c<d/></a>", Xml(XmlError::Syntax), 4),
        (b"<a\"b\"/>", Xml(XmlError::Syntax), 0),
        (b"<a/ >", Xml(XmlError::Syntax), 0),
        (b"<a><!b></a>", Xml(XmlError::Syntax), 3),
        (b"<a><!-- -- --></a>", Xml(XmlError::Syntax), 8),
        (b"<a><!-- ", Xml(XmlError::Unclosed), 3),
        (b"<a><![CDATA[ ]]", Xml(XmlError::Unclosed), 3),
        (b"<a><![cdata[ ]]></a>", Xml(XmlError::Unclosed), 3),
        (b"<a>b]]>c</a>", Xml(XmlError::Syntax), 4),
        (b"<a>&lt;]]></a>", Xml(XmlError::Syntax), 7),
        (b"<a><?b", Xml(XmlError::Unclosed), 3),
        (b"<a><??></a>", Xml(XmlError::Syntax), 3),
        (b"<a><?1?></a>", Xml(XmlError::Syntax), 3),
        (b"<a><?XML b?></a>", Xml(XmlError::Syntax), 3),
        // Attributes and references.
        (b"<a b/>", Xml(XmlError::Attribute), 3),
        (b"<a b=c/>", Xml(XmlError::Attribute), 3),
        (b"<a b='c'd='e'/>", Xml(XmlError::Attribute), 8),
        (b"<a b='<'/>", Xml(XmlError::Attribute), 6),
        (b"<a b='1' b='2'/>", DuplicateAttribute, 9),
        (b"<a b='&nbsp;'/>", Xml(XmlError::Entity), 6),
        (b"<a b='&#xD800;'/>", Xml(XmlError::CharacterReference), 6),
        (b"<a>&nbsp;</a>", Xml(XmlError::Entity), 3),
        (b"<a>b & c</a>", Xml(XmlError::Entity), 5),
        (b"<a>&</a>", Xml(XmlError::Entity), 3),
        (b"<a>&;</a>", Xml(XmlError::Entity), 3),
        (b"<a>b&#0;</a>", Xml(XmlError::CharacterReference), 4),
        (b"<a>&#x110000;</a>", Xml(XmlError::CharacterReference), 3),
    ] {
        let shown = String::from_utf8_lossy(input);
        let error = events(input, &PLAIN, ReadOptions::new());
        assert_eq!(error, Err(Error::new(kind, offset)), "{shown}");
        let base = input.starts_with(b"\xEF\xBB\xBF") || input.starts_with(b"\xFF\xFE");
        if !base {
            let marked = [b"\xEF\xBB\xBF", input].concat();
            let error = events(&marked, &PLAIN, ReadOptions::new());
            assert_eq!(error, Err(Error::new(kind, offset + 3)), "{shown}");
        }
    }
}

#[test]
fn malformed_namespaces() {
    let prefix = ErrorKind::Xml(XmlError::Prefix);
    for (input, kind, offset) in [
        ("<p:doc/>", prefix, 0),
        ("<doc p:a='1'/>", prefix, 5),
        ("<doc xmlns:p='u'><p:/></doc>", prefix, 17),
        ("<doc xmlns:p='u'><p:a:b/></doc>", prefix, 17),
        ("<:doc/>", prefix, 0),
        ("<doc xmlns:p=''/>", prefix, 5),
        ("<doc xmlns:xmlns='u'/>", prefix, 5),
        ("<doc xmlns:xml='u'/>", prefix, 5),
        ("<doc xmlns:p='http://www.w3.org/XML/1998/namespace'/>", prefix, 5),
        ("<xmlns:doc/>", prefix, 0),
        ("<doc xmlns='&#x75;'/>", ErrorKind::Xml(XmlError::NamespaceReference), 12),
        ("<doc xmlns='u' xmlns='u'/>", ErrorKind::DuplicateAttribute, 15),
        ("<doc xmlns:p='u' xmlns:q='u' p:a='1' q:a='2'/>", ErrorKind::DuplicateAttribute, 37),
        ("<doc><x xmlns:p='u'/><p:y/></doc>", prefix, 21),
    ] {
        let error = events(input.as_bytes(), &SPACED, ReadOptions::new());
        assert_eq!(error, Err(Error::new(kind, offset)), "{input}");
    }
}

#[test]
fn entity_bombs_are_refused() {
    let declared = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
    let error = |options| events(declared.as_bytes(), &PLAIN, options).unwrap_err();
    assert_eq!(error(ReadOptions::new()), Error::new(ErrorKind::Xml(XmlError::Declaration), 13));
    let allowed = ReadOptions::new().allow_declarations();
    assert_eq!(error(allowed), Error::new(ErrorKind::Xml(XmlError::Entity), 56));
    let files = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a b=\"&b;\"/>";
    let error = events(files.as_bytes(), &PLAIN, allowed).unwrap_err();
    assert_eq!(error, Error::new(ErrorKind::Xml(XmlError::Entity), 60));
    let unused = "<!DOCTYPE a [<!ELEMENT a (#PCDATA)>]><a>b</a>";
    assert_eq!(events(unused.as_bytes(), &PLAIN, allowed).as_deref(), Ok("<a\"b\">"));
}

#[test]
fn an_encoding_label_may_be_ignored() {
    let input = b"<?xml version='1.0' encoding='UTF-16'?><a/>";
    let options = ReadOptions::new().ignore_encoding_label();
    assert_eq!(events(input, &PLAIN, options).as_deref(), Ok("<a>"));
}

#[test]
fn limits_under_at_and_over() {
    let limited = |limits| ReadOptions::new().with_limits(limits);
    let error = |limit, offset| Err(Error::new(ErrorKind::Limit(limit), offset));
    let read = |input: &str, vocabulary, limits| {
        events(input.as_bytes(), vocabulary, limited(limits)).map(|_| ())
    };

    let depth = Limits::DEFAULT.with_depth(2);
    assert_eq!(read("<a><b></b><c/></a>", &PLAIN, depth), Ok(()));
    assert_eq!(read("<a><b><c/></b></a>", &PLAIN, depth), error(Limit::Depth, 6));

    let input = "<a b='1'>c<d/></a>";
    for (events, expected) in [
        (7, Ok(())),
        (6, Ok(())),
        (5, error(Limit::Events, 14)),
        (3, error(Limit::Events, 10)),
        (0, error(Limit::Events, 0)),
    ] {
        assert_eq!(read(input, &PLAIN, Limits::DEFAULT.with_events(events)), expected);
    }

    let text = Limits::DEFAULT.with_text(4);
    assert_eq!(read("<a b='1234'>1234</a>", &PLAIN, text), Ok(()));
    assert_eq!(read("<a b='12345'/>", &PLAIN, text), error(Limit::Text, 6));
    assert_eq!(read("<a>12345</a>", &PLAIN, text), error(Limit::Text, 3));
    assert_eq!(read("<a>&lt;1</a>", &PLAIN, text), error(Limit::Text, 3));
    assert_eq!(read("<a><?b cde?></a>", &PLAIN, text), error(Limit::Text, 3));

    let attributes = Limits::DEFAULT.with_attributes(2);
    assert_eq!(read("<a b='1' c='2'/>", &PLAIN, attributes), Ok(()));
    assert_eq!(read("<a b='1' c='2' d='3'/>", &PLAIN, attributes), error(Limit::Attributes, 15));
    // The field may have been set past what the builder allows.
    let mut set = Limits::DEFAULT;
    set.attributes = 0xFF;
    let element = |count: usize| {
        let list: String = (10..10 + count).map(|number| format!(" a{number}=''")).collect();
        format!("<a{list}/>")
    };
    assert_eq!(read(&element(32), &PLAIN, set), Ok(()));
    assert_eq!(read(&element(33), &PLAIN, set), error(Limit::Attributes, 3 + 32 * 7));
    assert_eq!(
        read("<doc xmlns='urn:a' b='1' c='2'/>", &SPACED, attributes),
        error(Limit::Attributes, 25)
    );
    let prefixes = "<doc xmlns:a='a' xmlns:b='b'><x xmlns:a='a'><x xmlns:c='c'/></x></doc>";
    assert_eq!(read(prefixes, &SPACED, attributes), error(Limit::Attributes, 47));
}

#[test]
fn an_error_is_given_again() {
    let mut reader = Reader::new(b"<a><b></a>", &PLAIN).unwrap();
    reader.next_event().unwrap();
    reader.next_event().unwrap();
    let error = reader.next_event().unwrap_err();
    assert_eq!(reader.next_event().unwrap_err(), error);
    assert_eq!(reader.path(), [Name::new("a"), Name::new("b")]);
}

#[test]
fn the_end_is_given_again() {
    let mut reader = Reader::new(b"<a/>", &PLAIN).unwrap();
    assert!(matches!(reader.next_event(), Ok(Some(Event::Start(_)))));
    assert!(matches!(reader.next_event(), Ok(Some(Event::End))));
    assert!(matches!(reader.next_event(), Ok(None)));
    assert!(matches!(reader.next_event(), Ok(None)));
}

#[test]
fn offsets_and_path() {
    let input = b"\xEF\xBB\xBF<?p?><a><b c='1' d='2'>e</b></a>";
    let mut reader = Reader::new(input, &PLAIN).unwrap();
    let mut offsets = Vec::new();
    loop {
        offsets.push(reader.offset());
        if reader.next_event().unwrap().is_none() {
            break;
        }
    }
    assert_eq!(offsets, [3, 8, 11, 13, 19, 26, 27, 31, 35]);
    let mut reader = Reader::new(input, &PLAIN).unwrap();
    for _ in 0..4 {
        reader.next_event().unwrap();
    }
    assert_eq!(reader.path(), [Name::new("a"), Name::new("b")]);
    assert_eq!(reader.depth(), 2);
}

#[test]
fn every_prefix_of_a_document_is_an_error_or_the_document() {
    let input = "<?xml version=\"1.0\"?><!DOCTYPE doc [<!-- c -->]><doc xmlns=\"urn:a\" \
        xmlns:f='urn:f'><item f:b=\"&lt;\">c&amp;<![CDATA[d]]><!-- e --></item><?f g?></doc>";
    for length in 0..input.len() {
        let prefix = input.as_bytes().get(..length).unwrap();
        assert!(events(prefix, &SPACED, ReadOptions::new()).is_err(), "{length}");
    }
    assert!(events(input.as_bytes(), &SPACED, ReadOptions::new()).is_ok());
}

#[test]
fn every_mutation_of_a_document_ends() {
    let input = b"<!DOCTYPE doc [<?a b?>]><doc xmlns=\"urn:a\"><item b=\"&lt;\">c&#65;\
        <![CDATA[d]]><!-- e --></item></doc>";
    for at in (0..input.len()).step_by(if cfg!(miri) { 17 } else { 1 }) {
        for octet in b"<>&;'\"!?/[]- =\r\0a:#\xC3" {
            let mut mutated = input.to_vec();
            if let Some(place) = mutated.get_mut(at) {
                *place = *octet;
            }
            if let Err(error) = events(&mutated, &SPACED, KEEP) {
                assert!(error.offset() <= input.len(), "{error}");
            }
        }
    }
}

#[cfg(all(feature = "syncml", feature = "wml"))]
#[test]
fn detection() {
    let detect = |input: &str, hint| {
        let reader = Reader::detect(input.as_bytes(), hint, ReadOptions::new());
        reader.map(|reader| reader.vocabulary.id())
    };
    let formal = "<!DOCTYPE SyncML PUBLIC '-//SYNCML//DTD SyncML 1.1//EN' ''><SyncML/>";
    assert_eq!(detect(formal, Some("syncml12")), Ok("syncml11"));
    assert_eq!(detect("<SyncML xmlns='SYNCML:SYNCML1.1'/>", Some("syncml12")), Ok("syncml11"));
    assert_eq!(detect("<?a?><s:SyncML xmlns:s='SYNCML:SYNCML1.1'/>", None), Ok("syncml11"));
    // Whether the scheme of an URI is in capitals says nothing, and servers differ in it.
    assert_eq!(detect("<SyncML xmlns='syncml:SyncML1.1'/>", None), Ok("syncml11"));
    assert_eq!(detect("<SyncML/>", None), Ok("syncml12"));
    assert_eq!(detect("<SyncML/>", Some("syncml11")), Ok("syncml11"));
    assert_eq!(detect("<wml/>", Some("text/vnd.wap.wml")), Ok("wml13"));
    assert_eq!(detect("<other/>", Some("wml11")), Ok("wml11"));
    let unknown = Err(Error::new(ErrorKind::UnknownDocumentType, 0));
    assert_eq!(detect("<other/>", None), unknown);
    assert_eq!(detect("<other/>", Some("nothing")), unknown);
    let mut reader =
        Reader::detect(b"<SyncML><Meta><Type/></Meta></SyncML>", None, ReadOptions::new()).unwrap();
    let mut spaces = Vec::new();
    while let Some(event) = reader.next_event().unwrap() {
        if let Event::Start(name) = event {
            spaces.push(name.space());
        }
    }
    assert_eq!(spaces, ["SYNCML:SYNCML1.2", "SYNCML:SYNCML1.2", "syncml:metinf"]);
}

/// Where the tables have the declaration of a namespace as an attribute.
#[cfg(all(feature = "wv", feature = "drmrel", feature = "uaprof"))]
#[test]
fn detection_by_an_attribute_of_the_root() {
    let detect = |input: &str| {
        let reader = Reader::detect(input.as_bytes(), None, ReadOptions::new());
        reader.map(|reader| reader.vocabulary.id())
    };
    for (space, id) in [
        ("http://www.wireless-village.org/CSP1.0", "wvcsp10"),
        ("http://www.wireless-village.org/CSP1.1", "wvcsp11"),
        ("http://www.openmobilealliance.org/DTD/WV-CSP1.2", "wvcsp12"),
        ("http://www.openmobilealliance.org/DTD/IMPS-CSP1.3", "wvcsp13"),
        ("http://www.openmobilealliance.org/DTD/WV-CSP9", "wvcsp13"),
    ] {
        let input = format!("<WV-CSP-Message xmlns='{space}'><Session/></WV-CSP-Message>");
        assert_eq!(detect(&input), Ok(id), "{space}");
    }
    let rights = "<o-ex:rights xmlns:o-ex='http://odrl.net/1.1/ODRL-EX'/>";
    assert_eq!(detect(rights), Ok("drmrel10"));
    let profile = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>";
    assert_eq!(detect(profile), Ok("uaprof"));
    let unknown = Err(Error::new(ErrorKind::UnknownDocumentType, 0));
    assert_eq!(detect("<WV-CSP-Message xmlns='urn:other'/>"), unknown);
    assert_eq!(detect("<si xmlns='urn:other'/>"), unknown);
    assert_eq!(detect("<x:rights xmlns:x='http://odrl.net/1.1/ODRL-EX'/>"), unknown);
}
