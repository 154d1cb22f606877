//! A parameter: a name, and perhaps a value.

use alloc::string::String;
use core::fmt;

use crate::dialect;
use crate::extra::Extra;
use crate::extras::Extras;
use crate::field::Field;
use crate::place::Place;
use crate::secret::is_secret;

/// A `parm`: its name, its value (absent, empty and text are three states), and what else it has.
///
/// ```
/// use provost_cp::Parm;
///
/// let parm = Parm::new("AUTHSECRET", "hunter2");
/// assert_eq!(parm.text(), Some("hunter2"));
/// assert!(!format!("{parm:?}").contains("hunter2"));
/// assert_eq!(Parm::flag("INTERNET").text(), None);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Parm {
    pub(crate) name: Option<Field>,
    pub(crate) value: Option<Field>,
    pub(crate) extra: Extras,
    pub(crate) place: Place,
}

impl Parm {
    /// A parm with a value, which is a [`Secret`](crate::Secret) where the name says so.
    #[must_use]
    pub fn new(name: &str, value: &str) -> Self {
        Self::with_fields(dialect::name_field(name), Some(Field::from(String::from(value))))
    }

    /// A parm without a value: a flag, or a credential that the user is to be asked for.
    #[must_use]
    pub fn flag(name: &str) -> Self {
        Self::with_fields(dialect::name_field(name), None)
    }

    /// A parm of any name and value.
    #[must_use]
    pub fn with_fields(name: Field, value: Option<Field>) -> Self {
        let secret = name.as_str().is_some_and(is_secret);
        let value = if secret { value.map(Field::into_secret) } else { value };
        Self { name: Some(name), value, extra: Extras::NONE, place: Place::NONE }
    }

    /// The name; nothing where there is no `name` attribute.
    #[must_use]
    pub const fn name_field(&self) -> Option<&Field> {
        self.name.as_ref()
    }

    /// The value; nothing where there is no `value` attribute.
    #[must_use]
    pub const fn value_field(&self) -> Option<&Field> {
        self.value.as_ref()
    }

    /// The name as text; empty where it is none.
    #[must_use]
    #[inline]
    pub fn name(&self) -> &str {
        self.name.as_ref().and_then(Field::as_str).unwrap_or("")
    }

    /// Whether that is the name.
    #[inline]
    pub(crate) fn is_named(&self, name: &str) -> bool {
        self.name.as_ref().map_or(name.is_empty(), |own| own.is(name))
    }

    /// The value as text; nothing where it is absent or no text.
    #[must_use]
    #[inline]
    pub fn text(&self) -> Option<&str> {
        self.value.as_ref().and_then(Field::as_str)
    }

    /// Whether the value has tokens that the tables lack or is otherwise no text: such a parm is to
    /// be ignored (WAP-185, 5.1), and is kept.
    #[must_use]
    pub fn is_unknown_value(&self) -> bool {
        matches!(self.value, Some(Field::Token(_) | Field::Mixed(_)))
    }

    /// Unknown attributes, and content that a `parm` should not have.
    #[must_use]
    pub fn extra(&self) -> &[Extra] {
        &self.extra
    }

    /// With an unknown attribute.
    #[must_use]
    pub fn with_extra(mut self, extra: Extra) -> Self {
        self.extra.push(extra);
        self
    }

    /// Where it began in the input; nothing for what a program made.
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        self.place.offset()
    }

    /// Whether the value is withheld from `Debug`.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        matches!(self.value, Some(Field::Secret(_))) || is_secret(self.name())
    }
}

impl fmt::Debug for Parm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Parm");
        shown.field("name", &self.name);
        match &self.value {
            Some(_) if self.is_secret() => shown.field("value", &format_args!("Some(..)")),
            value => shown.field("value", value),
        };
        if !self.extra.is_empty() {
            // What stands in a secret parm may be a part of the secret.
            match self.is_secret() {
                true => shown.field("extra", &format_args!("[..]")),
                false => shown.field("extra", &self.extra),
            };
        }
        shown.finish()
    }
}
