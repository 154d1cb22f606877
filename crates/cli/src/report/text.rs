//! A report for people at a terminal, or a file of text.

use core::fmt::Write as _;

use clap::ValueEnum;

use super::{Layer, Listing, Report, Row, Severity};
use crate::terminal::harmless;

/// What a piece of text is, where colors tell.
#[derive(Clone, Copy)]
enum Tone {
    Title,
    Place,
    Name,
    Quiet,
    Warning,
    Error,
}

/// The forms of a listing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Form {
    /// Long texts and octets are cut
    Short,
    /// Every octet
    Full,
}

/// Whether there are colors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Paint {
    Plain,
    Colored,
}

impl Paint {
    /// A piece of text in which nothing acts on a terminal but its color.
    fn piece(self, tone: Tone, text: &str, out: &mut String) {
        let shown = harmless(text);
        if self == Self::Plain || shown.trim().is_empty() {
            out.push_str(&shown);
            return;
        }
        let code = match tone {
            Tone::Title => "1",
            Tone::Place => "2",
            Tone::Name => "36",
            Tone::Quiet => "2",
            Tone::Warning => "33",
            Tone::Error => "31",
        };
        let _ = write!(out, "\x1B[{code}m{shown}\x1B[0m");
    }
}

/// Octets of one row, and of one that is cut.
const ROW: usize = 8;
const CUT: usize = 5;
/// Columns of the octets.
const COLUMNS: usize = ROW * 3 - 1;
/// No element is indented by more, or a hostile document would make a listing of blanks.
const DEEPEST: usize = 32;

/// The report as lines, with the tokens of documents where that is asked or there is nothing else.
pub(crate) fn text(report: &Report, form: Option<Form>, paint: Paint) -> String {
    let mut out = String::new();
    for (at, layer) in report.layers.iter().enumerate() {
        out.push_str(if at == 0 { "" } else { "\n" });
        self::layer(report, layer, form, paint, &mut out);
    }
    if report.hidden > 0 {
        let what = if report.hidden == 1 { "secret is" } else { "secrets are" };
        let line = format!("\n{} {what} hidden; --secrets shows them\n", report.hidden);
        paint.piece(Tone::Quiet, &line, &mut out);
    }
    out
}

fn layer(report: &Report, layer: &Layer, form: Option<Form>, paint: Paint, out: &mut String) {
    paint.piece(Tone::Title, &layer.title, out);
    let _ = write!(out, ", {}", count(layer.octets.len()));
    if let Some((outer, Some(offset))) = layer.place {
        let outer = report.layers.get(outer).map_or("", |outer| outer.title.as_ref());
        paint.piece(Tone::Quiet, &format!(", from byte {offset} of: {outer}"), out);
    }
    out.push('\n');
    let has_fields = layer.rows.iter().any(|row| row.span.is_some());
    let names = layer.rows.iter().map(|row| row.name.chars().count());
    let width = names.max().unwrap_or(0).clamp(13, 24);
    for row in &layer.rows {
        self::row(layer, row, has_fields, width, paint, out);
    }
    for finding in &layer.findings {
        let tone = match finding.severity {
            Severity::Note => Tone::Quiet,
            Severity::Warning => Tone::Warning,
            Severity::Error => Tone::Error,
        };
        out.push_str("  ");
        paint.piece(tone, &format!("{:<width$}", finding.severity.name()), out);
        let _ = writeln!(out, "  {}", one_line(&finding.to_string()));
    }
    if let Some(fault) = &layer.fault {
        out.push_str("  ");
        paint.piece(Tone::Error, &format!("{:<width$}", "broken"), out);
        let _ = writeln!(out, "  {}", one_line(&fault.line));
    }
    if let Some(meaning) = &layer.meaning {
        let _ = write!(out, "\n{}", harmless(&meaning.text));
    }
    // What cannot be shown as a document is listed, up to the fault if it has one.
    let form = form.or(layer.document.is_none().then_some(Form::Short));
    match (form, &layer.listing, &layer.document) {
        (Some(form), Some(listing), _) => self::listing(listing, form, paint, out),
        (_, _, Some(document)) => {
            let end = if document.ends_with('\n') { "" } else { "\n" };
            let _ = write!(out, "\n{}{end}", harmless(document));
        }
        _ => {}
    }
}

fn count(octets: usize) -> String {
    if octets == 1 { "1 octet".to_owned() } else { format!("{octets} octets") }
}

fn row(layer: &Layer, row: &Row, has_fields: bool, width: usize, paint: Paint, out: &mut String) {
    out.push_str("  ");
    if has_fields {
        let start = row.span.as_ref().map_or(String::new(), |span| format!("{:04x}", span.start));
        paint.piece(Tone::Place, &format!("{start:4}"), out);
        out.push_str("  ");
        let shown = |octet: &u8| (!row.is_hidden).then_some(*octet);
        let octets: Vec<Option<u8>> =
            layer.row_octets(row).unwrap_or_default().iter().map(shown).collect();
        octet_column(&octets, octets.len() > ROW, out);
        out.push_str("  ");
    }
    let text = one_line(&row.text);
    let width = if text.is_empty() { 0 } else { width };
    paint.piece(Tone::Name, &format!("{:<width$}", row.name), out);
    let _ = writeln!(out, "{}{text}", if text.is_empty() { "" } else { "  " });
}

/// A line for each token; one that is cut tells how many octets it leaves out.
fn listing(listing: &Listing, form: Form, paint: Paint, out: &mut String) {
    out.push('\n');
    let digits = if listing.octets.len() > 0x1_0000 { 8 } else { 4 };
    listing.each(form == Form::Full, |offset, octets, depth, meaning| {
        let is_cut = octets.len() > ROW && form == Form::Short;
        paint.piece(Tone::Place, &format!("{offset:0digits$x}"), out);
        out.push_str("  ");
        let first = if is_cut { octets } else { octets.get(..ROW).unwrap_or(octets) };
        octet_column(first, is_cut, out);
        let indent = depth.min(DEEPEST).saturating_mul(2).saturating_add(2);
        let _ = writeln!(out, "{:indent$}{}", "", one_line(meaning));
        let rest = octets.get(ROW..).filter(|_| !is_cut).unwrap_or_default();
        let mut at = offset;
        for octets in rest.chunks(ROW) {
            at = at.saturating_add(ROW);
            paint.piece(Tone::Place, &format!("{at:0digits$x}"), out);
            let _ = writeln!(out, "  {}", hex(octets));
        }
    });
}

fn octet_column(octets: &[Option<u8>], is_cut: bool, out: &mut String) {
    let column = if is_cut {
        let shown = octets.get(..CUT).unwrap_or(octets);
        format!("{} +{}", hex(shown), octets.len().saturating_sub(CUT))
    } else {
        hex(octets)
    };
    let _ = write!(out, "{column:<COLUMNS$}");
}

fn hex(octets: &[Option<u8>]) -> String {
    let mut text = String::with_capacity(octets.len().saturating_mul(3));
    for (at, octet) in octets.iter().enumerate() {
        text.push_str(if at == 0 { "" } else { " " });
        let _ = match octet {
            Some(octet) => write!(text, "{octet:02X}"),
            None => write!(text, ".."),
        };
    }
    text
}

/// A text of a message as one line, with nothing that acts on a terminal.
fn one_line(text: &str) -> String {
    harmless(&text.replace('\n', "&#xA;").replace('\t', "&#x9;"))
}
