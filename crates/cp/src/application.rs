//! Applications: what is known of each `APPID`, in a table that a program can extend.

mod table;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// What is known of the applications.
///
/// The registered ones, and those that a program adds: characteristics of new enablers come as
/// files of the registry, not as new code.
///
/// ```
/// use provost_cp::{ApplicationTable, ApplicationType};
///
/// let table = ApplicationTable::registered().clone().with(
///     ApplicationType::new("ap9999", "Example").with_address().require("X-REALM").allow("X-COLOR"),
/// );
/// assert_eq!(table.find("ap9999").map(|row| row.title()), Some("Example"));
/// assert_eq!(table.find("W7").map(|row| row.id()), Some("w7"));
/// ```
#[derive(Clone, Debug)]
pub struct ApplicationTable {
    rows: Cow<'static, [ApplicationType]>,
}

/// What is known of one application.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApplicationType {
    id: Cow<'static, str>,
    title: Cow<'static, str>,
    required: Cow<'static, [Cow<'static, str>]>,
    wanted: Cow<'static, [Cow<'static, str>]>,
    allowed: Cow<'static, [Cow<'static, str>]>,
    needs_address: bool,
    is_open: bool,
    is_xml_only: bool,
}

impl ApplicationTable {
    /// The applications of the registry, as far as their parms could be found out.
    #[must_use]
    pub fn registered() -> &'static Self {
        &table::REGISTERED
    }

    /// With one more; it replaces one of that identifier.
    #[must_use]
    pub fn with(mut self, row: ApplicationType) -> Self {
        let rows = self.rows.to_mut();
        rows.retain(|own| !own.id.eq_ignore_ascii_case(&row.id));
        rows.push(row);
        self
    }

    /// The row of an identifier, compared without regard to case.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&ApplicationType> {
        self.rows.iter().find(|row| row.id.eq_ignore_ascii_case(id))
    }

    /// The title of a registered application: fixed words.
    pub(crate) fn registered_title(id: &str) -> Option<&'static str> {
        match &Self::registered().find(id)?.title {
            Cow::Borrowed(title) => Some(title),
            Cow::Owned(_) => None,
        }
    }

    /// All rows.
    #[must_use]
    pub fn rows(&self) -> &[ApplicationType] {
        &self.rows
    }
}

impl ApplicationType {
    /// An application that has the common parms alone, and any other.
    #[must_use]
    pub fn new(id: &str, title: &str) -> Self {
        Self {
            id: Cow::Owned(String::from(id)),
            title: Cow::Owned(String::from(title)),
            required: Cow::Owned(Vec::new()),
            wanted: Cow::Owned(Vec::new()),
            allowed: Cow::Owned(Vec::new()),
            needs_address: false,
            is_open: true,
            is_xml_only: false,
        }
    }

    /// With a parm that it must have.
    #[must_use]
    pub fn require(mut self, name: &str) -> Self {
        self.required.to_mut().push(Cow::Owned(String::from(name)));
        self
    }

    /// With a parm that it should have.
    #[must_use]
    pub fn want(mut self, name: &str) -> Self {
        self.wanted.to_mut().push(Cow::Owned(String::from(name)));
        self
    }

    /// With a parm of its own. Others than those that are named are then reported.
    #[must_use]
    pub fn allow(mut self, name: &str) -> Self {
        self.allowed.to_mut().push(Cow::Owned(String::from(name)));
        self.is_open = false;
        self
    }

    /// With an address that it must have: `ADDR`, or an `APPADDR`.
    #[must_use]
    pub fn with_address(self) -> Self {
        Self { needs_address: true, ..self }
    }

    /// The identifier.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it is, in words for users.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The parms that it must have.
    pub fn required(&self) -> impl Iterator<Item = &str> {
        self.required.iter().map(|name| &**name)
    }

    /// The parms that it should have: its registration says so, and documents of the field do not.
    pub fn wanted(&self) -> impl Iterator<Item = &str> {
        self.wanted.iter().map(|name| &**name)
    }

    /// The parms of its own.
    pub fn allowed(&self) -> impl Iterator<Item = &str> {
        self.allowed.iter().map(|name| &**name)
    }

    /// Whether it may have a parm of that name, besides the common ones.
    #[must_use]
    pub fn has_parm(&self, name: &str) -> bool {
        self.is_open || self.required().chain(self.allowed()).any(|own| own == name)
    }

    /// Whether it must have an address.
    #[must_use]
    pub const fn needs_address(&self) -> bool {
        self.needs_address
    }

    /// Whether it may have parms that are not known.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.is_open
    }

    /// Whether documents for it are XML and not WBXML.
    #[must_use]
    pub const fn is_xml_only(&self) -> bool {
        self.is_xml_only
    }
}
