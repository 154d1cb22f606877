//! libwbxml, the peer: its converters, and the parser and tree that the library exports below
//! them (its installed headers do not declare those).

#![allow(unsafe_code, reason = "calls a C library")]

use core::ffi::{c_char, c_uint, c_void};
use core::ptr::null_mut;
use core::{fmt, slice};

/// Runs the parser with callbacks that do nothing.
pub fn parse(wbxml: &[u8]) -> Result<(), Failure> {
    let handler = ContentHandler {
        start_document: Some(start_document),
        end_document: Some(end_document),
        start_element: Some(start_element),
        end_element: Some(end_element),
        characters: Some(characters),
        instruction: Some(instruction),
    };
    let length = length(wbxml)?;
    // SAFETY: the handler outlives the parser, which is destroyed before return; the parser copies
    // its input and gets the length of it.
    unsafe {
        let parser = wbxml_parser_create();
        if parser.is_null() {
            return Err(Failure(OUT_OF_MEMORY));
        }
        // Without a main table no document type is known.
        wbxml_parser_set_main_table(parser, wbxml_tables_get_main());
        wbxml_parser_set_content_handler(parser, &raw const handler);
        let code = wbxml_parser_parse(parser, wbxml.as_ptr(), length);
        wbxml_parser_destroy(parser);
        check(code)
    }
}

/// Builds the tree of a WBXML document and destroys it.
pub fn tree(wbxml: &[u8]) -> Result<(), Failure> {
    let length = length(wbxml)?;
    let mut tree = null_mut();
    // SAFETY: the tree is written on success only, and destroyed once.
    unsafe {
        check(wbxml_tree_from_wbxml(wbxml.as_ptr(), length, 0, 0, &raw mut tree))?;
        wbxml_tree_destroy(tree);
    }
    Ok(())
}

/// Converts WBXML to compact XML.
pub fn to_xml(wbxml: &[u8]) -> Result<Output, Failure> {
    let length = length(wbxml)?;
    let mut converter = null_mut();
    let mut output = Output { octets: null_mut(), length: 0 };
    // SAFETY: the converter is used between create and destroy; `Output` frees what it is given.
    unsafe {
        check(wbxml_conv_wbxml2xml_create(&raw mut converter))?;
        wbxml_conv_wbxml2xml_set_gen_type(converter, COMPACT);
        let (octets, size) = (&raw mut output.octets, &raw mut output.length);
        let code = wbxml_conv_wbxml2xml_run(converter, wbxml.as_ptr(), length, octets, size);
        wbxml_conv_wbxml2xml_destroy(converter);
        check(code)?;
    }
    Ok(output)
}

/// Converts XML to WBXML 1.3, with a string table (the default of the library) or without.
pub fn from_xml(xml: &str, string_table: bool) -> Result<Output, Failure> {
    let length = length(xml.as_bytes())?;
    let mut converter = null_mut();
    let mut output = Output { octets: null_mut(), length: 0 };
    // SAFETY: as in `to_xml`.
    unsafe {
        check(wbxml_conv_xml2wbxml_create(&raw mut converter))?;
        if !string_table {
            wbxml_conv_xml2wbxml_disable_string_table(converter);
        }
        let (octets, size) = (&raw mut output.octets, &raw mut output.length);
        let code = wbxml_conv_xml2wbxml_run(converter, xml.as_ptr(), length, octets, size);
        wbxml_conv_xml2wbxml_destroy(converter);
        check(code)?;
    }
    Ok(output)
}

/// The error code of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure(pub u32);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "libwbxml error {}", self.0)
    }
}

impl core::error::Error for Failure {}

/// A buffer that the library allocated.
#[derive(Debug)]
pub struct Output {
    octets: *mut u8,
    length: u32,
}

impl Output {
    /// What the library wrote.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        if self.octets.is_null() {
            return &[];
        }
        // SAFETY: the library filled `length` octets.
        unsafe { slice::from_raw_parts(self.octets, self.length as usize) }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // SAFETY: allocated by the library with malloc and not freed before; NULL is allowed.
        unsafe { free(self.octets.cast()) }
    }
}

fn check(code: c_uint) -> Result<(), Failure> {
    if code == 0 { Ok(()) } else { Err(Failure(code)) }
}

fn length(input: &[u8]) -> Result<u32, Failure> {
    u32::try_from(input.len()).map_err(|_| Failure(OUT_OF_MEMORY))
}

extern "C" fn start_document(_: *mut c_void, _: c_uint, _: *const c_void) {}
extern "C" fn end_document(_: *mut c_void) {}
extern "C" fn start_element(_: *mut c_void, _: *mut c_void, _: *mut *mut c_void, _: c_uint) {}
extern "C" fn end_element(_: *mut c_void, _: *mut c_void, _: c_uint) {}
extern "C" fn characters(_: *mut c_void, _: *mut u8, _: u32, _: u32) {}
extern "C" fn instruction(_: *mut c_void, _: *const c_char, _: *mut u8) {}

/// Six callbacks in the order of the library's structure.
#[repr(C)]
struct ContentHandler {
    start_document: Option<extern "C" fn(*mut c_void, c_uint, *const c_void)>,
    end_document: Option<extern "C" fn(*mut c_void)>,
    start_element: Option<extern "C" fn(*mut c_void, *mut c_void, *mut *mut c_void, c_uint)>,
    end_element: Option<extern "C" fn(*mut c_void, *mut c_void, c_uint)>,
    characters: Option<extern "C" fn(*mut c_void, *mut u8, u32, u32)>,
    instruction: Option<extern "C" fn(*mut c_void, *const c_char, *mut u8)>,
}

// The library takes its inputs as pointers to non-const and only reads them.
#[link(name = "wbxml2")]
unsafe extern "C" {
    fn wbxml_parser_create() -> *mut c_void;
    fn wbxml_parser_set_main_table(parser: *mut c_void, table: *const c_void);
    fn wbxml_parser_set_content_handler(parser: *mut c_void, handler: *const ContentHandler);
    fn wbxml_parser_parse(parser: *mut c_void, wbxml: *const u8, length: u32) -> c_uint;
    fn wbxml_parser_destroy(parser: *mut c_void);
    fn wbxml_tables_get_main() -> *const c_void;

    fn wbxml_tree_from_wbxml(
        wbxml: *const u8,
        length: u32,
        language: c_uint,
        charset: c_uint,
        tree: *mut *mut c_void,
    ) -> c_uint;
    fn wbxml_tree_destroy(tree: *mut c_void);

    fn wbxml_conv_wbxml2xml_create(converter: *mut *mut c_void) -> c_uint;
    fn wbxml_conv_wbxml2xml_set_gen_type(converter: *mut c_void, kind: c_uint);
    fn wbxml_conv_wbxml2xml_run(
        converter: *mut c_void,
        wbxml: *const u8,
        length: u32,
        xml: *mut *mut u8,
        xml_length: *mut u32,
    ) -> c_uint;
    fn wbxml_conv_wbxml2xml_destroy(converter: *mut c_void);

    fn wbxml_conv_xml2wbxml_create(converter: *mut *mut c_void) -> c_uint;
    fn wbxml_conv_xml2wbxml_disable_string_table(converter: *mut c_void);
    fn wbxml_conv_xml2wbxml_run(
        converter: *mut c_void,
        xml: *const u8,
        length: u32,
        wbxml: *mut *mut u8,
        wbxml_length: *mut u32,
    ) -> c_uint;
    fn wbxml_conv_xml2wbxml_destroy(converter: *mut c_void);

    fn free(pointer: *mut c_void);
}

/// WBXML_ERROR_NOT_ENOUGH_MEMORY
const OUT_OF_MEMORY: u32 = 15;
const COMPACT: c_uint = 0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Document;

    #[test]
    fn bootstrap_survives_both_ways() {
        let xml = Document::CpBoot.xml();
        for string_table in [false, true] {
            let wbxml = from_xml(&xml, string_table).unwrap();
            parse(wbxml.as_bytes()).unwrap();
            tree(wbxml.as_bytes()).unwrap();
            assert_eq!(to_xml(wbxml.as_bytes()).unwrap().as_bytes(), xml.as_bytes());
        }
    }

    #[test]
    fn failures_are_reported() {
        assert!(parse(&[0x03]).is_err());
        assert!(tree(&[]).is_err());
        assert!(to_xml(&[0x03]).is_err());
        assert!(from_xml("<a>", false).is_err());
    }
}
