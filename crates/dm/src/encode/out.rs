//! The writer with what an encoder needs around it.

use alloc::vec::Vec;

use provost_wbxml::vocabulary::TagPage;
use provost_wbxml::{Content, Event, Name, Syntax, WriteEvents, Writer};

use super::{EncodeOptions, Error};
use crate::element::{Element, Model};
use crate::extra::{Extra, Extras};
use crate::namespace::Namespace;
use crate::text::Text;

/// A writer of either syntax.
pub(super) trait Write: WriteEvents {
    /// Content of the open element as it is, of XML alone.
    fn verbatim(&mut self, xml: &str) -> Result<(), provost_wbxml::Error>;
}

impl Write for Writer<Vec<u8>> {
    fn verbatim(&mut self, _: &str) -> Result<(), provost_wbxml::Error> {
        Err(provost_wbxml::Error::new(provost_wbxml::ErrorKind::EventOrder, self.count()))
    }
}

#[cfg(feature = "xml")]
impl Write for provost_wbxml::xml::Writer {
    fn verbatim(&mut self, xml: &str) -> Result<(), provost_wbxml::Error> {
        self.write_verbatim(xml)
    }
}

pub(super) struct Out<W> {
    pub(super) writer: W,
    pub(super) namespace: Namespace,
    pub(super) options: EncodeOptions,
    /// The two code pages.
    pages: [Option<&'static TagPage>; 2],
    /// Whether elements of SyncML are in its namespace.
    spaced: bool,
}

impl Out<Writer<Vec<u8>>> {
    pub(super) fn wbxml(namespace: Namespace, options: &EncodeOptions) -> Self {
        let writer = Writer::with_options(namespace.vocabulary(), options.wbxml);
        Self::new(writer, namespace, options)
    }

    pub(super) fn finish(self) -> Result<Vec<u8>, Error> {
        Ok(self.writer.finish()?)
    }
}

#[cfg(feature = "xml")]
impl Out<provost_wbxml::xml::Writer> {
    pub(super) fn xml(namespace: Namespace, options: &EncodeOptions) -> Self {
        use super::Prolog;
        use provost_wbxml::xml;

        let prolog = match options.prolog {
            Prolog::None => xml::Prolog::None,
            Prolog::Declaration => xml::Prolog::Declaration,
            Prolog::Doctype => xml::Prolog::Doctype,
        };
        let mut write = xml::WriteOptions::new().with_prolog(prolog);
        if let Some(blanks) = options.indent {
            write = write.with_layout(xml::Layout::Indented(blanks));
        }
        let writer = xml::Writer::with_options(namespace.vocabulary(), write);
        Self::new(writer, namespace, options)
    }

    pub(super) fn without_namespace(self) -> Self {
        Self { spaced: false, ..self }
    }

    pub(super) fn finish(self) -> Result<alloc::string::String, Error> {
        Ok(self.writer.finish()?)
    }
}

impl<W: Write> Out<W> {
    fn new(writer: W, namespace: Namespace, options: &EncodeOptions) -> Self {
        let vocabulary = namespace.vocabulary();
        let pages = [vocabulary.tag_page(0), vocabulary.tag_page(1)];
        Self { writer, namespace, options: *options, pages, spaced: true }
    }

    pub(super) fn syntax(&self) -> Syntax {
        self.writer.syntax()
    }

    #[inline]
    pub(super) fn write(&mut self, event: &Event<'_>) -> Result<(), Error> {
        match self.writer.write_event(event) {
            Ok(()) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The name of an element with all that saves a writer its look-up.
    #[inline]
    fn name(&self, element: Element) -> Name<'static> {
        let code = element.code();
        let page = self.pages.get(usize::from(code.page)).copied().flatten();
        let Some(page) = page else { return Name::new(element.name()) };
        let space = if self.spaced || element.is_meta() { page.namespace() } else { "" };
        // What this version lacks is written by its name, so that nothing is lost.
        match page.name(code.token) {
            Some(name) => Name::new(name).with_space(space).with_code(code),
            None => Name::new(element.name()).with_space(space),
        }
    }

    #[inline]
    pub(super) fn start(&mut self, element: Element) -> Result<(), Error> {
        let name = self.name(element);
        self.write(&Event::Start(name))
    }

    #[inline]
    pub(super) fn end(&mut self) -> Result<(), Error> {
        self.write(&Event::End)
    }

    #[inline]
    pub(super) fn text(&mut self, text: &str) -> Result<(), Error> {
        if text.is_empty() {
            return Ok(());
        }
        self.write(&Event::Text(Content::from(text)))
    }

    /// An element with a text, and what the extras of its part have on it.
    #[inline]
    pub(super) fn leaf(
        &mut self,
        element: Element,
        text: Option<&Text>,
        extra: &Extras,
    ) -> Result<(), Error> {
        let Some(text) = text else { return Ok(()) };
        self.start(element)?;
        if !extra.is_empty() {
            self.on(element, extra, true)?;
        }
        self.text(text)?;
        if !extra.is_empty() {
            self.on(element, extra, false)?;
        }
        self.end()
    }

    /// Several elements with a text each, and what the extras of their part have on each of them.
    pub(super) fn leaves(
        &mut self,
        element: Element,
        texts: &[Text],
        extra: &Extras,
    ) -> Result<(), Error> {
        let mut rest: &[Extra] = extra;
        for (nth, text) in (0_u32..).zip(texts) {
            // Those of one child stand together, in the order of the children.
            let is_later = |it: &Extra| it.on() == Some(element) && it.nth() > nth;
            let end = rest.iter().position(is_later).unwrap_or(rest.len());
            let (own, later) = rest.split_at_checked(end).unwrap_or((rest, &[]));
            rest = later;
            self.start(element)?;
            let own_of = |out: &mut Self, attributes: bool| {
                let own = own.iter().filter(|it| it.on() == Some(element));
                let mut own = own.filter(|it| it.is_attribute() == attributes);
                own.try_for_each(|extra| out.extra(extra))
            };
            own_of(self, true)?;
            self.text(text)?;
            own_of(self, false)?;
            self.end()?;
        }
        Ok(())
    }

    /// An element with nothing in it.
    pub(super) fn flag(
        &mut self,
        element: Element,
        is_there: bool,
        extra: &Extras,
    ) -> Result<(), Error> {
        let empty = Text::new();
        self.leaf(element, is_there.then_some(&empty), extra)
    }

    fn on(&mut self, element: Element, extra: &Extras, attributes: bool) -> Result<(), Error> {
        for extra in extra.iter().filter(|it| it.on() == Some(element)) {
            if extra.is_attribute() == attributes {
                self.extra(extra)?;
            }
        }
        Ok(())
    }

    pub(super) fn extra(&mut self, extra: &Extra) -> Result<(), Error> {
        Ok(extra.write(&mut self.writer, self.namespace.vocabulary())?)
    }

    /// The attributes of a part.
    #[inline]
    pub(super) fn attributes(&mut self, extra: &Extras) -> Result<(), Error> {
        if extra.is_empty() {
            return Ok(());
        }
        for extra in extra.iter().filter(|it| it.on().is_none() && it.is_attribute()) {
            self.extra(extra)?;
        }
        Ok(())
    }

    /// The extras of a part whose place is behind the child of rank `from` and not behind that of
    /// rank `to`: what the DTD has goes to its place.
    #[inline]
    pub(super) fn between(
        &mut self,
        extra: &Extras,
        model: &Model,
        from: u8,
        to: u8,
    ) -> Result<(), Error> {
        if extra.is_empty() {
            return Ok(());
        }
        for rank in from.saturating_add(1)..=to {
            for extra in extra.iter().filter(|it| it.on().is_none() && it.rank(model) == rank) {
                self.extra(extra)?;
            }
        }
        Ok(())
    }

    /// Everything of a part but its attributes, in the order it has.
    pub(super) fn rest(&mut self, extra: &Extras) -> Result<(), Error> {
        for extra in extra.iter().filter(|it| it.on().is_none() && !it.is_attribute()) {
            self.extra(extra)?;
        }
        Ok(())
    }
}
