//! The generated corpus: documents made from code and a seed, so that nothing of a megabyte is
//! committed and every machine measures the same bytes (`tests` below pin the SHA-256 of each).
//!
//! [`Document`] is the benign half, as XML; [`Hostile`] is what an attacker or an odd encoder
//! sends, as WBXML built byte by byte, without any encoder that could be wrong with it.

mod client_provisioning;
mod hostile;
mod hostile_xml;
mod management_tree;
mod markup;
mod random;
mod syncml;

pub use self::hostile::Hostile;
pub use self::hostile_xml::HostileXml;

use self::markup::{Layout, Markup};
use self::random::Random;

/// A document of the benign corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// Client Provisioning bootstrap: one bearer, one device management account.
    CpBoot,
    /// Client Provisioning, 6 groups of every kind of characteristic.
    Cp4k,
    /// Client Provisioning, 64 such groups.
    Cp64k,
    /// Device management package 1: credentials, alert, device information.
    SmlPkg1,
    /// Device management package 3: statuses and results.
    SmlPkg3,
    /// Server message of 11,000 flat commands.
    Sml1m,
    /// One Replace that carries a whole management tree.
    Tnds1m,
    /// One Replace that carries a base64 object of 1 MiB.
    Lrg1m,
}

/// Which goals apply to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Attributes, value tokens, two code pages.
    ClientProvisioning,
    /// Elements and short text in a message of a few kilobytes.
    SyncmlPackage,
    /// Elements and short text, a megabyte and more, nothing nested.
    SyncmlFlat,
    /// One item takes nearly all of the document.
    SyncmlItem,
}

impl Document {
    /// Every document, small ones first within a family.
    pub const ALL: [Self; 8] = [
        Self::CpBoot,
        Self::Cp4k,
        Self::Cp64k,
        Self::SmlPkg1,
        Self::SmlPkg3,
        Self::Sml1m,
        Self::Tnds1m,
        Self::Lrg1m,
    ];

    /// The name used in reports and on the command line.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::CpBoot => "cp_boot",
            Self::Cp4k => "cp_4k",
            Self::Cp64k => "cp_64k",
            Self::SmlPkg1 => "sml_pkg1",
            Self::SmlPkg3 => "sml_pkg3",
            Self::Sml1m => "sml_1m",
            Self::Tnds1m => "tnds_1m",
            Self::Lrg1m => "lrg_1m",
        }
    }

    /// The document of that name.
    #[must_use]
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|document| document.id() == id)
    }

    /// Which goals apply.
    #[must_use]
    pub const fn family(self) -> Family {
        match self {
            Self::CpBoot | Self::Cp4k | Self::Cp64k => Family::ClientProvisioning,
            Self::SmlPkg1 | Self::SmlPkg3 => Family::SyncmlPackage,
            Self::Sml1m => Family::SyncmlFlat,
            Self::Tnds1m | Self::Lrg1m => Family::SyncmlItem,
        }
    }

    /// The size that benchmarks use: groups, commands, subtrees or octets, as the document has it.
    #[must_use]
    pub const fn size(self) -> usize {
        match self {
            Self::CpBoot | Self::SmlPkg1 => 1,
            Self::Cp4k => 6,
            Self::Cp64k => 64,
            Self::SmlPkg3 => 8,
            Self::Sml1m => 11_000,
            Self::Tnds1m => 928,
            Self::Lrg1m => 0x10_0000,
        }
    }

    /// Compact XML, as `wbxml2xml -m 0` lays it out: no ignorable white space.
    #[must_use]
    pub fn xml(self) -> String {
        self.compose(Layout::Compact, self.size())
    }

    /// The same document indented by two spaces.
    #[must_use]
    pub fn indented_xml(self) -> String {
        self.compose(Layout::Indented, self.size())
    }

    /// Compact XML of the same shape in another size, to see how cost grows.
    #[must_use]
    pub fn sized_xml(self, size: usize) -> String {
        self.compose(Layout::Compact, size)
    }

    fn compose(self, layout: Layout, size: usize) -> String {
        let mut markup = Markup::new(layout);
        match self {
            Self::CpBoot => client_provisioning::bootstrap(&mut markup, size),
            Self::Cp4k => client_provisioning::groups(&mut markup, &mut Random::new(1), size),
            Self::Cp64k => client_provisioning::groups(&mut markup, &mut Random::new(2), size),
            Self::SmlPkg1 => syncml::package1(&mut markup, size),
            Self::SmlPkg3 => syncml::package3(&mut markup, &mut Random::new(3), size),
            Self::Sml1m => syncml::flat(&mut markup, &mut Random::new(4), size),
            Self::Tnds1m => syncml::tree(&mut markup, &mut Random::new(5), size),
            Self::Lrg1m => syncml::object(&mut markup, &mut Random::new(6), size),
        }
        markup.finish()
    }
}

#[cfg(test)]
mod tests;
