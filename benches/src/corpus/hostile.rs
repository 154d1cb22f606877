//! What an attacker or an odd encoder sends, as WBXML made byte by byte.
//!
//! Every family takes a size, and every reader must take time linear in the length of what it
//! returns: the growth gate runs each at one size and at twice that size.

/// A family of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hostile {
    /// All names are literals and all texts references, each to a string of its own.
    StringTable,
    /// All texts refer to the start of one long string: looking for its end each time is quadratic.
    LongString,
    /// Two code pages in turn, a switch before every tag.
    PageSwitches,
    /// Elements nested as deep as the size.
    Nesting,
    /// Empty elements beside one another.
    Siblings,
    /// OPAQUE that announces 4 GiB; the size is what really follows.
    OpaquePastEnd,
    /// Every mb_u_int32 in five octets, with leading zeros.
    LongIntegers,
    /// Nothing but ENTITY, of every length in UTF-8.
    Entities,
    /// A document in OPAQUE in a document in OPAQUE in a document.
    NestedDocuments,
    /// Text in UTF-16 (big-endian, no byte order mark).
    Utf16,
    /// Text in ISO-8859-1, half of it beyond ASCII.
    Latin1,
    /// One element with as many different attributes as the size.
    Attributes,
}

impl Hostile {
    /// Every family.
    pub const ALL: [Self; 12] = [
        Self::StringTable,
        Self::LongString,
        Self::PageSwitches,
        Self::Nesting,
        Self::Siblings,
        Self::OpaquePastEnd,
        Self::LongIntegers,
        Self::Entities,
        Self::NestedDocuments,
        Self::Utf16,
        Self::Latin1,
        Self::Attributes,
    ];

    /// The name used in reports and on the command line.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::StringTable => "string_table",
            Self::LongString => "long_string",
            Self::PageSwitches => "page_switches",
            Self::Nesting => "nesting",
            Self::Siblings => "siblings",
            Self::OpaquePastEnd => "opaque_past_end",
            Self::LongIntegers => "long_integers",
            Self::Entities => "entities",
            Self::NestedDocuments => "nested_documents",
            Self::Utf16 => "utf_16",
            Self::Latin1 => "latin_1",
            Self::Attributes => "attributes",
        }
    }

    /// The family of that name.
    #[must_use]
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.id() == id)
    }

    /// The size that benchmarks use.
    #[must_use]
    pub const fn size(self) -> usize {
        match self {
            Self::Siblings | Self::OpaquePastEnd => 1_000_000,
            Self::Nesting | Self::NestedDocuments => 65_536,
            Self::LongString => 20_000,
            Self::StringTable
            | Self::PageSwitches
            | Self::LongIntegers
            | Self::Entities
            | Self::Utf16
            | Self::Latin1
            | Self::Attributes => 10_000,
        }
    }

    /// The document of `size`: elements, references, attributes or octets, as the family has it.
    #[must_use]
    pub fn wbxml(self, size: usize) -> Vec<u8> {
        match self {
            Self::StringTable => string_table(size),
            Self::LongString => long_string(size),
            Self::PageSwitches => page_switches(size),
            Self::Nesting => nesting(size),
            Self::Siblings => siblings(size),
            Self::OpaquePastEnd => opaque_past_end(size),
            Self::LongIntegers => long_integers(size),
            Self::Entities => entities(size),
            Self::NestedDocuments => nested_documents(size),
            Self::Utf16 => utf16(size),
            Self::Latin1 => latin1(size),
            Self::Attributes => attributes(size),
        }
    }
}

fn string_table(size: usize) -> Vec<u8> {
    let mut table = Vec::new();
    let mut body = vec![SYNCML | CONTENT];
    for number in 0..size {
        body.push(LITERAL_C);
        uintvar(&mut body, table.len());
        table.extend_from_slice(format!("n{number}\0").as_bytes());
        body.push(STR_T);
        uintvar(&mut body, table.len());
        table.extend_from_slice(format!("text {number}\0").as_bytes());
        body.push(END);
    }
    body.push(END);
    document(UTF_8, &table, &body)
}

fn long_string(size: usize) -> Vec<u8> {
    let mut table = vec![b'a'; size];
    table.push(0);
    let mut body = vec![SYNCML | CONTENT];
    for _ in 0..size {
        body.extend_from_slice(&[DATA | CONTENT, STR_T, 0, END]);
    }
    body.push(END);
    document(UTF_8, &table, &body)
}

fn page_switches(size: usize) -> Vec<u8> {
    let mut body = vec![SYNCML | CONTENT];
    for _ in 0..size {
        body.extend_from_slice(&[SWITCH_PAGE, 1, METINF_MARK, SWITCH_PAGE, 0, DATA]);
    }
    body.push(END);
    document(UTF_8, &[], &body)
}

fn nesting(size: usize) -> Vec<u8> {
    let mut body = vec![SYNCML | CONTENT];
    body.extend((1..size).map(|_| ATOMIC | CONTENT));
    body.extend((0..size).map(|_| END));
    document(UTF_8, &[], &body)
}

fn siblings(size: usize) -> Vec<u8> {
    let mut body = vec![SYNCML | CONTENT];
    body.extend((0..size).map(|_| FINAL));
    body.push(END);
    document(UTF_8, &[], &body)
}

fn opaque_past_end(size: usize) -> Vec<u8> {
    let mut body = vec![SYNCML | CONTENT, DATA | CONTENT, OPAQUE, 0x8F, 0xFF, 0xFF, 0xFF, 0x7F];
    body.extend((0..size).map(|_| 0xAA));
    document(UTF_8, &[], &body)
}

fn long_integers(size: usize) -> Vec<u8> {
    let table = b"text\0";
    let mut out = vec![VERSION_1_3];
    for number in [SYNCML_1_2, UTF_8, table.len()] {
        long_uintvar(&mut out, number);
    }
    out.extend_from_slice(table);
    out.push(SYNCML | CONTENT);
    for _ in 0..size {
        out.extend_from_slice(&[DATA | CONTENT, STR_T]);
        long_uintvar(&mut out, 0);
        out.push(ENTITY);
        long_uintvar(&mut out, 0xE5);
        out.extend_from_slice(&[END, DATA | CONTENT, OPAQUE]);
        long_uintvar(&mut out, 3);
        out.extend_from_slice(b"abc");
        out.push(END);
    }
    out.push(END);
    out
}

fn entities(size: usize) -> Vec<u8> {
    let mut body = vec![SYNCML | CONTENT, DATA | CONTENT];
    for character in [0x41, 0xE5, 0x20AC, 0x1_F600].into_iter().cycle().take(size) {
        body.push(ENTITY);
        uintvar(&mut body, character);
    }
    body.extend_from_slice(&[END, END]);
    document(UTF_8, &[], &body)
}

/// The innermost document holds `size` octets; all three are SyncML, so that one vocabulary does.
fn nested_documents(size: usize) -> Vec<u8> {
    let mut content = vec![b'a'; size];
    for _ in 0..3 {
        let mut body = vec![SYNCML | CONTENT, DATA | CONTENT, OPAQUE];
        uintvar(&mut body, content.len());
        body.extend_from_slice(&content);
        body.extend_from_slice(&[END, END]);
        content = document(UTF_8, &[], &body);
    }
    content
}

fn utf16(size: usize) -> Vec<u8> {
    let text = "Zażółć gęślą jaźń, 終わり 😀\0";
    let octets: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    document(UTF_16, &[], &texts(size, &octets))
}

fn latin1(size: usize) -> Vec<u8> {
    document(ISO_8859_1, &[], &texts(size, b"Sm\xF6rg\xE5s \xE6\xF8\xE5\xE9\xFC\xDF text\0"))
}

fn texts(size: usize, octets: &[u8]) -> Vec<u8> {
    let mut body = vec![SYNCML | CONTENT];
    for _ in 0..size {
        body.extend_from_slice(&[DATA | CONTENT, STR_I]);
        body.extend_from_slice(octets);
        body.push(END);
    }
    body.push(END);
    body
}

/// SyncML has no attributes of its own, so the names are literals: all different, as a search for
/// duplicates must look at every pair unless it is clever.
fn attributes(size: usize) -> Vec<u8> {
    let mut table = Vec::new();
    let mut body = vec![SYNCML | ATTRIBUTES];
    for number in 0..size {
        body.push(LITERAL);
        uintvar(&mut body, table.len());
        table.extend_from_slice(format!("a{number}\0").as_bytes());
        body.extend_from_slice(&[STR_I, b'v', 0]);
    }
    body.push(END);
    document(UTF_8, &table, &body)
}

fn document(charset: usize, table: &[u8], body: &[u8]) -> Vec<u8> {
    let mut out = vec![VERSION_1_3];
    for number in [SYNCML_1_2, charset, table.len()] {
        uintvar(&mut out, number);
    }
    out.extend_from_slice(table);
    out.extend_from_slice(body);
    out
}

/// WBXML 1.3, 5.1: seven bits an octet, most significant group first.
fn uintvar(out: &mut Vec<u8>, value: usize) {
    let groups = (1..=5).find(|groups| value >> (7 * groups) == 0).unwrap_or(5);
    uintvar_in(out, value, groups);
}

fn long_uintvar(out: &mut Vec<u8>, value: usize) {
    uintvar_in(out, value, 5);
}

fn uintvar_in(out: &mut Vec<u8>, value: usize, groups: u32) {
    for group in (0..groups).rev() {
        let more = if group > 0 { 0x80 } else { 0 };
        out.push((value >> (7 * group)) as u8 & 0x7F | more);
    }
}

const VERSION_1_3: u8 = 0x03;
const SYNCML_1_2: usize = 0x1201;
const ISO_8859_1: usize = 4;
const UTF_8: usize = 106;
const UTF_16: usize = 1015;

const SWITCH_PAGE: u8 = 0x00;
const END: u8 = 0x01;
const ENTITY: u8 = 0x02;
const STR_I: u8 = 0x03;
const LITERAL: u8 = 0x04;
const LITERAL_C: u8 = 0x44;
const STR_T: u8 = 0x83;
const OPAQUE: u8 = 0xC3;
const CONTENT: u8 = 0x40;
const ATTRIBUTES: u8 = 0x80;

const ATOMIC: u8 = 0x08;
const DATA: u8 = 0x0F;
const FINAL: u8 = 0x12;
const SYNCML: u8 = 0x2D;
const METINF_MARK: u8 = 0x0B;
