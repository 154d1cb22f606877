//! XML that is cheap to send and, to a careless reader or encoder, costly to take.

use core::fmt::Write;

/// A family of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostileXml {
    /// Elements nested as deep as the size.
    Nesting,
    /// Empty elements beside one another.
    Siblings,
    /// One element with as many different attributes as the size.
    Attributes,
    /// One text of nothing but character references.
    References,
}

impl HostileXml {
    /// Every family.
    pub const ALL: [Self; 4] = [Self::Nesting, Self::Siblings, Self::Attributes, Self::References];

    /// The name used in reports and on the command line.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Nesting => "xml_nesting",
            Self::Siblings => "xml_siblings",
            Self::Attributes => "xml_attributes",
            Self::References => "xml_references",
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
        10_000
    }

    /// The document of `size` elements, attributes or references.
    #[must_use]
    pub fn xml(self, size: usize) -> String {
        let mut out = String::new();
        match self {
            Self::Nesting | Self::Siblings | Self::References => out.push_str(concat!(
                r#"<!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML 1.2//EN" ""#,
                "http://www.openmobilealliance.org/tech/DTD/OMA-TS-SyncML_RepPro_DTD-V1_2.dtd\">",
                r#"<SyncML xmlns="SYNCML:SYNCML1.2">"#
            )),
            Self::Attributes => out.push_str(concat!(
                r#"<!DOCTYPE wap-provisioningdoc PUBLIC "-//WAPFORUM//DTD PROV 1.0//EN" "#,
                r#""http://www.wapforum.org/DTD/prov.dtd"><wap-provisioningdoc"#
            )),
        }
        match self {
            Self::Nesting => {
                out.extend((0..size).map(|_| "<Atomic>"));
                out.extend((0..size).map(|_| "</Atomic>"));
            }
            Self::Siblings => out.extend((0..size).map(|_| "<Final/>")),
            Self::Attributes => {
                for number in 0..size {
                    // Writing to a string does not fail.
                    let _ = write!(out, " a{number}=\"v\"");
                }
            }
            Self::References => {
                out.push_str("<Data>");
                out.extend((0..size).map(|_| "&#xE5;"));
                out.push_str("</Data>");
            }
        }
        out.push_str(match self {
            Self::Attributes => "/>",
            Self::Nesting | Self::Siblings | Self::References => "</SyncML>",
        });
        out
    }
}
