//! Encoding: a model makes events, in the order of the DTD.

#![cfg_attr(not(feature = "xml"), allow(dead_code, reason = "what only XML has use for"))]

mod commands;
mod data;
mod out;
mod packer;
mod parts;

use alloc::vec::Vec;

use bytes::Bytes;
use provost_wbxml::Syntax;

use out::Out;
pub(crate) use packer::measure;
pub use packer::{Fit, Packer};

use crate::element::Element;
use crate::error::{Error, ErrorKind};
use crate::fragment::{Fragment, Shape};
use crate::message::{Command, Header, Message};
use crate::namespace::Namespace;

/// How a message is encoded: compact, and in WBXML 1.2 without a string table.
///
/// ```
/// use provost_dm::{EncodeOptions, Syntax};
///
/// let options = EncodeOptions::new(Syntax::Xml).indented(2).with_limit(8192);
/// # let _ = options;
/// ```
#[derive(Clone, Copy, Debug)]
pub struct EncodeOptions {
    syntax: Syntax,
    wbxml: provost_wbxml::WriteOptions,
    indent: Option<u8>,
    prolog: Prolog,
    base64: bool,
    limit: usize,
}

/// What stands in front of XML.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Prolog {
    /// Nothing: what most peers send.
    None,
    /// The XML declaration.
    Declaration,
    /// The XML declaration and the DOCTYPE.
    Doctype,
}

impl EncodeOptions {
    /// The defaults in a syntax.
    #[must_use]
    pub const fn new(syntax: Syntax) -> Self {
        Self {
            syntax,
            wbxml: provost_wbxml::WriteOptions::new().with_version(0x02),
            indent: None,
            prolog: Prolog::None,
            base64: false,
            limit: usize::MAX,
        }
    }

    /// With version, public identifier and string table of WBXML.
    #[must_use]
    pub const fn with_wbxml(self, wbxml: provost_wbxml::WriteOptions) -> Self {
        Self { wbxml, ..self }
    }

    /// With XML in lines of that many blanks for each level.
    #[must_use]
    pub const fn indented(self, blanks: u8) -> Self {
        Self { indent: Some(blanks), ..self }
    }

    /// With a declaration in front of XML.
    #[must_use]
    pub const fn with_prolog(self, prolog: Prolog) -> Self {
        Self { prolog, ..self }
    }

    /// With opaque data that is no text written as base64 in XML. Where the item says that its
    /// format is `bin`, it then says `b64`; where it says nothing, a receiver must know.
    #[must_use]
    pub const fn with_base64(self) -> Self {
        Self { base64: true, ..self }
    }

    /// With as many octets as the recipient takes: a message that has more is an error.
    #[must_use]
    pub const fn with_limit(self, limit: usize) -> Self {
        Self { limit, ..self }
    }

    /// The syntax.
    #[must_use]
    pub const fn syntax(&self) -> Syntax {
        self.syntax
    }
}

impl Message {
    /// Encodes the message in a syntax, compact and without a string table.
    ///
    /// # Errors
    /// Those of [`encode_with`](Self::encode_with).
    pub fn encode(&self, syntax: Syntax) -> Result<Bytes, Error> {
        self.encode_with(&EncodeOptions::new(syntax))
    }

    /// Encodes the message.
    ///
    /// Elements are written in the order of the DTD, in the namespace of the message.
    ///
    /// # Errors
    /// [`Syntax`](crate::ErrorKind::Syntax) with what the syntax cannot carry: binary data in
    /// XML, a token in XML that no vocabulary has; [`Limit`](crate::ErrorKind::Limit) where
    /// containers are nested too deeply, and
    /// [`MessageTooLarge`](crate::ErrorKind::MessageTooLarge) where the options say so.
    pub fn encode_with(&self, options: &EncodeOptions) -> Result<Bytes, Error> {
        message(self, options)
    }
}

impl Fragment {
    /// Encodes it in the shape it has. In WBXML, commands that are not exactly one stand in a
    /// body.
    ///
    /// # Errors
    /// Those of [`Message::encode_with`].
    pub fn encode(&self, syntax: Syntax) -> Result<Bytes, Error> {
        self.encode_with(&EncodeOptions::new(syntax))
    }

    /// Encodes it in the shape it has.
    ///
    /// # Errors
    /// Those of [`Message::encode_with`].
    pub fn encode_with(&self, options: &EncodeOptions) -> Result<Bytes, Error> {
        fragment(self, options)
    }
}

fn message(message: &Message, options: &EncodeOptions) -> Result<Bytes, Error> {
    let octets = match options.syntax {
        Syntax::Wbxml => {
            let mut out = Out::wbxml(message.namespace, options);
            out.message(message)?;
            out.finish()?
        }
        Syntax::Xml => xml(message.namespace, options, |out| out.message(message))?,
    };
    check(octets, options)
}

fn fragment(fragment: &Fragment, options: &EncodeOptions) -> Result<Bytes, Error> {
    let Fragment { shape, message: inside, .. } = fragment;
    if *shape == Shape::Message {
        return message(inside, options);
    }
    let commands = &inside.body.commands;
    let is_single = *shape == Shape::Commands && commands.len() == 1;
    let octets = match options.syntax {
        Syntax::Wbxml => {
            let mut out = Out::wbxml(inside.namespace, options);
            if is_single {
                out.commands(commands)?;
            } else {
                out.body(&inside.body)?;
            }
            out.finish()?
        }
        Syntax::Xml if *shape == Shape::Body => {
            bare_xml(inside.namespace, options, |out| out.body(&inside.body))?
        }
        // Each command is a document of its own: one behind the other they are none.
        Syntax::Xml => {
            let mut octets = Vec::new();
            for command in commands {
                let command = core::slice::from_ref(command);
                octets.extend(bare_xml(inside.namespace, options, |out| out.commands(command))?);
            }
            octets
        }
    };
    check(octets, options)
}

fn check(octets: Vec<u8>, options: &EncodeOptions) -> Result<Bytes, Error> {
    if octets.len() > options.limit {
        let kind = ErrorKind::MessageTooLarge { length: octets.len(), limit: options.limit };
        return Err(Error::new(kind, options.limit));
    }
    Ok(Bytes::from(octets))
}

#[cfg(feature = "xml")]
fn xml(
    namespace: Namespace,
    options: &EncodeOptions,
    write: impl FnOnce(&mut Out<provost_wbxml::xml::Writer>) -> Result<(), Error>,
) -> Result<Vec<u8>, Error> {
    let mut out = Out::xml(namespace, options);
    write(&mut out)?;
    out.finish().map(alloc::string::String::into_bytes)
}

/// As `xml`, but without a namespace: what stands alone has none.
#[cfg(feature = "xml")]
fn bare_xml(
    namespace: Namespace,
    options: &EncodeOptions,
    write: impl FnOnce(&mut Out<provost_wbxml::xml::Writer>) -> Result<(), Error>,
) -> Result<Vec<u8>, Error> {
    let options = &options.with_prolog(Prolog::None);
    let mut out = Out::xml(namespace, options).without_namespace();
    write(&mut out)?;
    out.finish().map(alloc::string::String::into_bytes)
}

#[cfg(not(feature = "xml"))]
fn xml(
    _: Namespace,
    _: &EncodeOptions,
    _: impl FnOnce(&mut Out<provost_wbxml::Writer<Vec<u8>>>) -> Result<(), Error>,
) -> Result<Vec<u8>, Error> {
    Err(Error::new(ErrorKind::NoXml, 0))
}

#[cfg(not(feature = "xml"))]
use xml as bare_xml;

impl<W: out::Write> Out<W> {
    fn message(&mut self, message: &Message) -> Result<(), Error> {
        self.start(Element::SyncMl)?;
        self.attributes(&message.extra)?;
        // An empty header stands in front of others, of which the first would be read as it.
        let has_others = message.extra.element(Element::SyncHdr).is_some();
        if has_others || message.header != Header::default() {
            self.header(&message.header)?;
        }
        self.body(&message.body)?;
        self.rest(&message.extra)?;
        self.end()
    }
}

impl Command {
    /// How many octets the command adds to a message.
    ///
    /// ```
    /// use provost_dm::{Alert, AlertCode, Command, EncodeOptions, Syntax};
    ///
    /// let alert = Command::from(Alert::new(AlertCode::NEXT_MESSAGE).with_id("2"));
    /// let options = EncodeOptions::new(Syntax::Xml);
    /// let text = "<Alert><CmdID>2</CmdID><Data>1222</Data></Alert>";
    /// assert_eq!(alert.encoded_len(&options)?, text.len());
    /// # Ok::<(), provost_dm::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Message::encode_with`].
    pub fn encoded_len(&self, options: &EncodeOptions) -> Result<usize, Error> {
        measure(self, Namespace::default(), options)
    }
}
