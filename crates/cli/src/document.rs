//! A document in either syntax.

use provost::wbxml::vocabulary::Vocabulary;
use provost::wbxml::{
    ConvertOptions, Deviation, Error, Event, Name, ReadEvents, ReadOptions, Reader, Syntax,
    WriteEvents, convert_with, xml,
};

use crate::failure::Fault;
use crate::input::Source;
use crate::secrets::Secrets;
use crate::syntax::syntax_of;

/// A document that is being read.
pub(crate) struct Document<'a> {
    input: &'a [u8],
    reader: Syntaxes<'a>,
}

enum Syntaxes<'a> {
    Wbxml(Box<Reader<'a>>),
    Xml(Box<xml::Reader<'a>>),
}

impl<'a> Document<'a> {
    /// Reads what stands in front of the document element.
    pub(crate) fn open(input: &'a [u8], source: &Source) -> Result<Self, Fault> {
        Self::open_as(input, source, None)
    }

    /// The same of a document that came with a media type, which tells of one that does not itself.
    pub(crate) fn open_as(
        input: &'a [u8],
        source: &Source,
        hint: Option<&str>,
    ) -> Result<Self, Fault> {
        let reader = match syntax_of(input) {
            Syntax::Wbxml => {
                wbxml(input, source, hint).map(|reader| Syntaxes::Wbxml(Box::new(reader)))
            }
            Syntax::Xml => xml(input, source, hint).map(|reader| Syntaxes::Xml(Box::new(reader))),
        };
        match reader {
            Ok(reader) => Ok(Self { input, reader }),
            Err(error) => Err(Fault::new(error, Vec::new(), input)),
        }
    }

    /// What is to be hidden of a document that was just opened.
    pub(crate) fn secrets(self) -> Secrets {
        match self.reader {
            Syntaxes::Wbxml(mut reader) => Secrets::find(reader.as_mut(), self.input),
            Syntaxes::Xml(mut reader) => Secrets::find(reader.as_mut(), self.input),
        }
    }

    pub(crate) fn vocabulary(&self) -> &'static Vocabulary {
        match &self.reader {
            Syntaxes::Wbxml(reader) => reader.vocabulary(),
            Syntaxes::Xml(reader) => reader.vocabulary(),
        }
    }

    /// What was tolerated so far.
    pub(crate) fn deviations(&self) -> Vec<Deviation> {
        match &self.reader {
            Syntaxes::Wbxml(reader) => reader.deviations().collect(),
            Syntaxes::Xml(_) => Vec::new(),
        }
    }

    /// Writes the document: raw within one syntax, with its typed content between the two.
    pub(crate) fn write_to(
        &mut self,
        writer: &mut impl WriteEvents,
        options: ConvertOptions,
    ) -> Result<(), Fault> {
        let written = match &mut self.reader {
            Syntaxes::Wbxml(reader) => convert_with(reader.as_mut(), writer, options),
            Syntaxes::Xml(reader) => convert_with(reader.as_mut(), writer, options),
        };
        written.map_err(|error| self.fault(error))
    }

    /// Reads the rest of the document.
    pub(crate) fn check(&mut self) -> Result<(), Fault> {
        let read = match &mut self.reader {
            Syntaxes::Wbxml(reader) => read_to_end(reader.as_mut()),
            Syntaxes::Xml(reader) => read_to_end(reader.as_mut()),
        };
        read.map_err(|error| self.fault(error))
    }

    /// An error of a writer that was to finish what it got of the document.
    pub(crate) fn end_fault(&self, error: Error) -> Fault {
        let offset = match &self.reader {
            Syntaxes::Wbxml(reader) => reader.offset(),
            Syntaxes::Xml(reader) => reader.offset(),
        };
        self.fault(error.at(offset))
    }

    /// An error where the document is being read.
    fn fault(&self, error: Error) -> Fault {
        let path = match &self.reader {
            Syntaxes::Wbxml(reader) => reader.path(),
            Syntaxes::Xml(reader) => reader.path(),
        };
        Fault::new(error, path.iter().map(name).collect(), self.input)
    }
}

/// A document of WBXML up to the end of its document element: behind it may be what is left in a file of a
/// card of a longer one.
pub(crate) fn up_to_end(octets: &[u8]) -> &[u8] {
    let Ok(mut reader) = Reader::detect(octets, None, ReadOptions::lenient()) else {
        return octets;
    };
    while let Ok(Some(event)) = reader.next_event() {
        if matches!(event, Event::End) && reader.depth() == 0 {
            return octets.get(..reader.offset()).unwrap_or(octets);
        }
    }
    octets
}

fn wbxml<'a>(input: &'a [u8], source: &Source, hint: Option<&str>) -> Result<Reader<'a>, Error> {
    let options = source.read_options(input);
    match source.language {
        Some(vocabulary) => Reader::with_options(input, vocabulary, options),
        None => Reader::detect(input, hint, options),
    }
}

fn xml<'a>(input: &'a [u8], source: &Source, hint: Option<&str>) -> Result<xml::Reader<'a>, Error> {
    let options = source.xml_options(input);
    match source.language {
        Some(vocabulary) => xml::Reader::with_options(input, vocabulary, options),
        None => xml::Reader::detect(input, hint, options),
    }
}

fn read_to_end<'a>(reader: &mut impl ReadEvents<'a>) -> Result<(), Error> {
    while reader.next_event()?.is_some() {}
    Ok(())
}

fn name(name: &Name<'_>) -> String {
    match name.code() {
        Some(code) if name.is_unknown() => format!("{}:0x{:02x}", code.page, code.token),
        _ => name.qualified().to_owned(),
    }
}
