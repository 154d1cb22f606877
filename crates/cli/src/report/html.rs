//! A report as one page of HTML to hand on: nothing is loaded from anywhere, nothing runs in it, and
//! every text of the message is escaped.

use core::fmt::Write as _;

use super::{Finding, Layer, Report, Row};
use crate::secrets::HIDDEN;

/// Nothing but the style below: a browser would refuse what an escape had missed.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

const STYLE: &str = "\
:root{color-scheme:light dark;font:15px/1.45 system-ui,sans-serif}
body{max-width:76rem;margin:2rem auto;padding:0 1rem}
section{border:1px solid #8886;border-radius:6px;margin:1rem 0;padding:.5rem 1rem}
h1{font-size:1.3rem}h2{font-size:1.05rem;margin:.3rem 0}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.1rem .8rem .1rem 0}
th{font-weight:500;white-space:nowrap}td.m,pre,.m{font-family:ui-monospace,monospace;font-size:.85rem}
td.m{white-space:nowrap;opacity:.75}td.v{overflow-wrap:anywhere}pre{overflow-x:auto}
.note{opacity:.75}.warning{color:#a60}.error{color:#c22}small{opacity:.7;font-weight:400}";

/// Octets of a field that are shown.
const OCTETS: usize = 16;

pub(crate) fn html(report: &Report) -> String {
    let mut out = String::new();
    let title = report.layers.last().map_or("nothing", |layer| layer.title.as_ref());
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>provost: {}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n\
         <h1>What is in the message</h1>\n<p class=\"note\">Read from {}, {}.",
        Escaped(title),
        report.form,
        match report.layers.len() {
            1 => "one layer".to_owned(),
            count => format!("{count} layers, the outermost first"),
        },
    );
    match report.hidden {
        0 => {}
        1 => out.push_str(" One secret is hidden."),
        count => {
            let _ = write!(out, " {count} secrets are hidden.");
        }
    }
    out.push_str("</p>\n");
    for layer in &report.layers {
        section(report, layer, &mut out);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn section(report: &Report, layer: &Layer, out: &mut String) {
    let _ = write!(out, "<section>\n<h2>{}", Escaped(&layer.title));
    let _ = write!(out, " <small>{} octets", layer.octets.len());
    if let Some((outer, Some(offset))) = layer.place {
        let outer = report.layers.get(outer).map_or("", |outer| outer.title.as_ref());
        let _ = write!(out, ", from byte {offset} of: {}", Escaped(outer));
    }
    out.push_str("</small></h2>\n");
    if !layer.rows.is_empty() {
        out.push_str("<table>\n");
        layer.rows.iter().for_each(|it| row(layer, it, out));
        out.push_str("</table>\n");
    }
    if !layer.findings.is_empty() {
        out.push_str("<ul>\n");
        layer.findings.iter().for_each(|it| finding(it, out));
        out.push_str("</ul>\n");
    }
    if let Some(fault) = &layer.fault {
        let _ = writeln!(out, "<p class=\"error\">Broken: {}</p>", Escaped(&fault.line));
        let _ = writeln!(out, "<pre>{}</pre>", Escaped(&fault.window));
    }
    if let Some(meaning) = &layer.meaning {
        let _ = writeln!(out, "<pre>{}</pre>", Escaped(&meaning.text));
    }
    if let Some(document) = &layer.document {
        let _ = writeln!(out, "<pre>{}</pre>", Escaped(document));
    }
    if let Some(listing) = &layer.listing {
        let open = if layer.document.is_none() { " open" } else { "" };
        let _ = write!(out, "<details{open}><summary>Every token</summary>\n<table>\n");
        listing.each(true, |offset, octets, depth, meaning| {
            let indent = depth.min(32);
            let _ = write!(out, "<tr><td class=\"m\">{offset:04x}</td><td class=\"m\">");
            // All of a long text is in its meaning.
            for octet in octets.iter().take(OCTETS) {
                let _ = match octet {
                    Some(octet) => write!(out, "{octet:02X} "),
                    None => write!(out, ".. "),
                };
            }
            rest(octets.len(), out);
            let _ = writeln!(
                out,
                "</td><td class=\"v\" style=\"padding-left:{indent}em\">{}</td></tr>",
                Escaped(meaning)
            );
        });
        out.push_str("</table>\n</details>\n");
    }
    out.push_str("</section>\n");
}

fn row(layer: &Layer, row: &Row, out: &mut String) {
    out.push_str("<tr><td class=\"m\">");
    if let Some(span) = &row.span {
        let _ = write!(out, "{:04x}", span.start);
    }
    out.push_str("</td><td class=\"m\">");
    match layer.row_octets(row) {
        Some(_) if row.is_hidden => out.push_str(HIDDEN),
        Some(octets) => {
            for octet in octets.iter().take(OCTETS) {
                let _ = write!(out, "{octet:02X} ");
            }
            rest(octets.len(), out);
        }
        None => {}
    }
    let (name, text) = (Escaped(&row.name), Escaped(&row.text));
    let _ = writeln!(out, "</td><th>{name}</th><td class=\"v\">{text}</td></tr>");
}

fn rest(octets: usize, out: &mut String) {
    if octets > OCTETS {
        let _ = write!(out, "+{}", octets.saturating_sub(OCTETS));
    }
}

fn finding(finding: &Finding, out: &mut String) {
    let severity = finding.severity.name();
    let text = finding.to_string();
    let _ = writeln!(out, "<li class=\"{severity}\">{severity}: {}</li>", Escaped(&text));
}

/// A text in which nothing is markup, neither between tags nor in a value in quotes.
struct Escaped<'a>(&'a str);

impl core::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        for character in self.0.chars() {
            match character {
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '&' => f.write_str("&amp;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\n' | '\t' => f.write_char(character)?,
                // Neither controls nor what turns the direction of text.
                _ if crate::terminal::acts(character) => {
                    write!(f, "\\u{{{:X}}}", u32::from(character))?;
                }
                _ => f.write_char(character)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup() {
        let hostile = "<script>\"x\"</script>'&\u{202E}\0";
        let expected = "&lt;script&gt;&quot;x&quot;&lt;/script&gt;&#39;&amp;\\u{202E}\\u{0}";
        assert_eq!(Escaped(hostile).to_string(), expected);
    }
}
