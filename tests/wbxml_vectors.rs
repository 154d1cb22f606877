//! Every vector: tokens to the octet, events, XML, and the way back.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "tests have the standard library, and their helpers may fail"
)]

use std::{collections::BTreeMap, fmt::Write as _};

use provost::wbxml::{
    Charset, Content, Error, ErrorKind, ErrorKind::NotExpressible, Event, FOREIGN_CHARSETS,
    Leniency, Loss, Operand, Part, ReadOptions, Reader, Tokens, Writer, convert, copy, xml,
};
use provost_tests::vectors::{self, Expect, Vector, hex};

/// Vectors whose events are written in other octets, each with the reason.
const REWRITTEN: &[(&str, &str)] = &[
    ("emn-opaque-v12", "the content bit of an element without content"),
    ("horde-devinf", FORMAL),
    ("horde-k500i_client_0", FORMAL),
    ("horde-k700i_syncml_client_0", FORMAL),
    ("horde-syncml_server_packet_1", FORMAL),
    ("mb-nonminimal", "an integer with a leading zero group"),
    ("sl-strtbl", TABLE),
    ("spec-8.2-v11", TABLE),
    ("spec-8.2-v13-compact-listing", TABLE),
    ("spec-uaprof-8.2.3-literal", "a name that has a token"),
    ("spec-wml-14.4-v12", TABLE),
    ("strtbl-midstring", TABLE),
    ("utf8-strtbl", TABLE),
    ("ws-channel12-channel-001", TABLE),
];

/// Vectors whose XML is another than the expected one, each with the reason.
const OTHER_XML: &[(&str, &str)] = &[
    ("emn-opaque-v12", "an empty element is written as one, whatever its content bit"),
    ("horde-MotorolaA780", "libwbxml, which made this XML, turns the Type +wbxml into +xml"),
];

const FORMAL: &str = "a formal identifier without terminator";
const TABLE: &str = "strings of the string table, which is not used on request";

#[test]
fn carried_vectors_are_those_of_the_shared_data() {
    let Some(shared) = vectors::shared() else { return };
    let shared: BTreeMap<&str, &Vector> =
        shared.iter().map(|vector| (vector.name.as_str(), vector)).collect();
    for carried in vectors::carried() {
        let Some(other) = shared.get(carried.name.as_str()) else { continue };
        let mut other = (*other).clone();
        other.source.clone_from(&carried.source);
        assert_eq!(carried, other);
    }
}

#[test]
fn tokens_are_rewritten_to_the_octet() {
    for vector in vectors::all() {
        let rewritten = rewrite(&vector.octets);
        if vector.expect == Expect::Error {
            continue;
        }
        assert_eq!(rewritten, Ok(()), "{}", vector.name);
    }
    for document in vectors::corpus() {
        assert_eq!(rewrite(&document.octets), Ok(()), "{}", document.name);
    }
}

/// Walks the tokens, whose spans must tile the input and whose octets must be those read.
fn rewrite(input: &[u8]) -> Result<(), Error> {
    let mut tokens = Tokens::new(input)?;
    // Only the width of the terminator matters, which no charset that is not built in has wide.
    let charset = Charset::from_mib(tokens.header().charset().unwrap_or(106), &[]);
    let mut output = Vec::new();
    tokens.header().encode(&mut |octets| output.extend_from_slice(octets));
    assert_eq!(output, input[..tokens.offset()], "the header");
    while let Some(token) = tokens.next_token()? {
        let span = tokens.span();
        assert_eq!(span.start, output.len(), "spans tile the input");
        token.encode(charset.unwrap_or(Charset::Utf8), &mut |octets| {
            output.extend_from_slice(octets);
        });
        assert_eq!(output[span.start..], input[span.clone()], "{token:02x?}");
    }
    assert_eq!(output.len(), input.len());
    Ok(())
}

#[test]
fn what_is_legal_is_read() {
    for vector in vectors::legal() {
        let read = read(vector, vectors::options());
        assert!(read.is_ok(), "{}: {read:?}", vector.name);
    }
}

#[test]
fn what_departs_from_the_grammar_needs_its_leniency() {
    let mut needed = Vec::new();
    for vector in vectors::all() {
        if vector.expect != Expect::StrictError {
            continue;
        }
        let error = read(vector, vectors::options()).expect_err(&vector.name);
        assert!(error.offset() <= vector.octets.len(), "{}: {error}", vector.name);
        let lenient = ReadOptions::lenient().with_foreign_charsets(FOREIGN_CHARSETS);
        let deviations = read(vector, lenient).expect(&vector.name);
        assert_eq!(deviations.len(), 1, "{}: {deviations:?}", vector.name);
        // That one alone must do.
        assert!(read(vector, vectors::options().allow(deviations[0])).is_ok(), "{}", vector.name);
        needed.push((vector.name.as_str(), deviations[0]));
    }
    let carried = [
        ("strtbl-unterminated-last", Leniency::OpenTable),
        ("switch-page-empty-content", Leniency::PageSwitch),
    ];
    assert!(carried.iter().all(|row| needed.contains(row)), "{needed:?}");
}

#[test]
fn what_is_illegal_is_refused() {
    for vector in vectors::all() {
        if vector.expect != Expect::Error {
            continue;
        }
        for options in [ReadOptions::new(), ReadOptions::strict(), ReadOptions::lenient()] {
            let error = read(vector, options.with_foreign_charsets(FOREIGN_CHARSETS));
            let error = error.expect_err(&vector.name);
            assert!(error.offset() <= vector.octets.len(), "{}: {error}", vector.name);
        }
    }
}

/// Reads to the end, with every text; what was tolerated.
fn read(vector: &Vector, options: ReadOptions) -> Result<Vec<Leniency>, Error> {
    let mut reader = Reader::with_options(&vector.octets, vector.vocabulary(), options)?;
    let mut depth = 0_usize;
    while let Some(event) = reader.next_event()? {
        match event {
            Event::Start(_) => depth += 1,
            Event::End => depth -= 1,
            _ => {}
        }
    }
    assert_eq!((depth, reader.offset()), (0, vector.octets.len()), "{}", vector.name);
    Ok(reader.deviations().map(|deviation| deviation.leniency).collect())
}

#[test]
fn events_of_custom_tables_are_the_expected_xml() {
    let mut count = 0;
    for vector in vectors::all() {
        let (true, Some(expected)) = (vector.is_custom(), &vector.expected_xml) else { continue };
        let mut reader =
            Reader::with_options(&vector.octets, vector.vocabulary(), vectors::options())
                .expect(&vector.name);
        assert_eq!(&in_braces(&mut reader).expect(&vector.name), expected, "{}", vector.name);
        count += 1;
    }
    assert!(count >= 6, "{count} vectors with tables of their own");
}

/// The events as XML, but extension tokens in braces: an XML writer must refuse them.
fn in_braces(reader: &mut Reader<'_>) -> Result<String, Error> {
    let mut xml = String::new();
    let mut open = Vec::new();
    let mut in_tag = false;
    while let Some(event) = reader.next_event()? {
        if in_tag && !matches!(event, Event::Attribute { .. } | Event::End) {
            xml.push('>');
            in_tag = false;
        }
        match event {
            Event::Start(name) => {
                write!(xml, "<{}", name.qualified()).unwrap();
                open.push(name.qualified());
                in_tag = true;
            }
            Event::Attribute { name, value } => {
                write!(xml, " {}=\"{}\"", name.qualified(), content(&value)?).unwrap();
            }
            Event::Text(text) => xml += &content(&text)?,
            Event::Instruction { target, data } => {
                let data = content(&data)?;
                let blank = if data.is_empty() { "" } else { " " };
                write!(xml, "<?{}{blank}{data}?>", target.qualified()).unwrap();
            }
            Event::End => {
                let name = open.pop().expect("an open element");
                if in_tag {
                    xml += "/>";
                } else {
                    write!(xml, "</{name}>").unwrap();
                }
                in_tag = false;
            }
            other => panic!("{other:?}"),
        }
    }
    Ok(xml)
}

fn content(content: &Content<'_>) -> Result<String, Error> {
    let mut text = String::new();
    for part in content.parts() {
        let Part::Extension(extension) = part else {
            part.for_each_str(|piece| text += &piece.replace('&', "&amp;").replace('<', "&lt;"))?;
            continue;
        };
        let number = extension.number;
        match extension.operand {
            Operand::None => write!(text, "{{EXT_{number}}}"),
            Operand::Inline(name) => {
                let name = name.as_str()?.expect("UTF-8");
                write!(text, "{{EXT_I_{number}:{name}}}")
            }
            Operand::Integer(integer) => write!(text, "{{EXT_T_{number}:{integer}}}"),
            other => panic!("{other:?}"),
        }
        .unwrap();
    }
    Ok(text)
}

#[test]
fn the_xml_is_the_expected_one() {
    let mut differences = String::new();
    for vector in vectors::all() {
        let Some(expected) = &vector.expected_xml else { continue };
        if expected.contains("{EXT_") {
            // No XML has an extension token without a meaning.
            let error = to_xml(vector, vectors::options()).expect_err(&vector.name);
            assert_eq!(error.kind(), NotExpressible(Loss::Extension), "{}", vector.name);
            continue;
        }
        let options = match vector.expect {
            Expect::StrictError => ReadOptions::lenient(),
            _ => ReadOptions::new(),
        };
        let xml = to_xml(vector, options.with_foreign_charsets(FOREIGN_CHARSETS));
        let listed = OTHER_XML.iter().any(|(name, _)| *name == vector.name);
        if (xml.as_ref() != Ok(expected)) != listed {
            let name = &vector.name;
            writeln!(differences, "{name}\n  expected {expected}\n  written  {xml:?}").unwrap();
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

fn to_xml(vector: &Vector, options: ReadOptions) -> Result<String, Error> {
    let vocabulary = vector.vocabulary();
    let mut reader = Reader::with_options(&vector.octets, vocabulary, options)?;
    let compact = xml::WriteOptions::new().with_prolog(xml::Prolog::None);
    let mut writer = xml::Writer::with_options(vocabulary, compact);
    convert(&mut reader, &mut writer)?;
    writer.finish()
}

#[test]
fn events_are_written_in_the_same_octets() {
    let mut differences = Vec::new();
    for vector in vectors::legal() {
        let vocabulary = vector.vocabulary();
        let mut reader = Reader::with_options(&vector.octets, vocabulary, vectors::options())
            .expect(&vector.name);
        let options = vectors::write_options(&reader);
        let mut writer = Writer::with_options(vocabulary, options);
        copy(&mut reader, &mut writer).expect(&vector.name);
        let written = writer.finish().expect(&vector.name);
        let listed = REWRITTEN.iter().any(|(name, _)| *name == vector.name);
        if (written != vector.octets) != listed {
            differences.push(format!(
                "{} (listed: {listed})\n  read    {}\n  written {}\n",
                vector.name,
                hex(&vector.octets),
                hex(&written)
            ));
        }
    }
    assert!(differences.is_empty(), "{}", differences.concat());
    for (name, reason) in REWRITTEN {
        let known = vectors::all().iter().any(|vector| vector.name == *name);
        assert!(known || vectors::corpus().is_empty(), "no vector {name} ({reason})");
    }
}

#[test]
fn a_slice_takes_the_same_octets_and_says_how_many_it_lacks() {
    let mut count = 0;
    for vector in vectors::legal() {
        let vocabulary = vector.vocabulary();
        let reader = Reader::with_options(&vector.octets, vocabulary, vectors::options())
            .expect(&vector.name);
        let options = vectors::write_options(&reader);
        let mut writer = Writer::with_options(vocabulary, options);
        copy(&mut reader.clone(), &mut writer).expect(&vector.name);
        let expected = writer.finish().expect(&vector.name);

        let mut buffer = vec![0xAA; expected.len() + 1];
        let mut writer = Writer::into_slice(&mut buffer, vocabulary, options);
        if let Err(error) = copy(&mut reader.clone(), &mut writer) {
            let literal = NotExpressible(Loss::Literal);
            assert_eq!(error.kind(), literal, "{}", vector.name);
            continue;
        }
        count += 1;
        assert_eq!(writer.count(), expected.len(), "{}", vector.name);
        assert_eq!(writer.finish().expect(&vector.name), expected, "{}", vector.name);
        assert_eq!(buffer.last(), Some(&0xAA), "{}", vector.name);
        // Long documents: every length near the ends, and some between.
        let step = expected.len() / 64 + 1;
        let lengths = (0..expected.len()).step_by(step).chain([expected.len() - 1]);
        for length in lengths {
            let mut writer = Writer::into_slice(&mut buffer[..length], vocabulary, options);
            copy(&mut reader.clone(), &mut writer).expect(&vector.name);
            let needed = ErrorKind::BufferTooSmall { needed: expected.len() };
            let error = writer.finish().expect_err(&vector.name);
            assert_eq!(error, Error::new(needed, length), "{}", vector.name);
        }
        let mut writer = Writer::into_slice(&mut buffer[..expected.len()], vocabulary, options);
        copy(&mut reader.clone(), &mut writer).expect(&vector.name);
        assert_eq!(writer.finish().expect(&vector.name), expected, "{}", vector.name);
    }
    assert!(count >= 20, "{count} vectors without literal names");
}
