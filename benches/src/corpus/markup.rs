//! A few lines of XML writer, so that the corpus does not depend on the code it measures.

/// Where line breaks go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Nowhere.
    Compact,
    /// Before every tag except around text, two spaces for each level.
    Indented,
}

/// A document under construction.
pub(super) struct Markup {
    text: String,
    layout: Layout,
    open: Vec<&'static str>,
}

impl Markup {
    pub(super) fn new(layout: Layout) -> Self {
        Self { text: String::from(r#"<?xml version="1.0"?>"#), layout, open: Vec::new() }
    }

    pub(super) fn doctype(&mut self, root: &str, public_id: &str, system_id: &str) {
        self.break_line();
        for part in ["<!DOCTYPE ", root, " PUBLIC \"", public_id, "\" \"", system_id, "\">"] {
            self.text.push_str(part);
        }
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.break_line();
        self.start_tag(name, attributes);
        self.text.push('>');
        self.open.push(name);
    }

    /// Closes the innermost open element.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.break_line();
            self.end_tag(name);
        }
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.break_line();
        self.start_tag(name, attributes);
        self.text.push_str("/>");
    }

    /// An element with text.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.break_line();
        self.start_tag(name, attributes);
        self.text.push('>');
        self.escape(text);
        self.end_tag(name);
    }

    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn break_line(&mut self) {
        if self.layout == Layout::Indented {
            self.text.push('\n');
            self.text.extend(self.open.iter().map(|_| "  "));
        }
    }

    fn start_tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            self.escape(value);
            self.text.push('"');
        }
    }

    fn end_tag(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
    }

    fn escape(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '&' => self.text.push_str("&amp;"),
                '"' => self.text.push_str("&quot;"),
                other => self.text.push(other),
            }
        }
    }
}
