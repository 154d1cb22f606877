//! `Item`: what a command is about.

use alloc::borrow::Cow;
use alloc::boxed::Box;

use super::{Location, Meta};
use crate::data::Data;
use crate::error::Error;
use crate::extra::Extras;
use crate::format::Format;
use crate::text::Text;
use crate::tnds::Document;

/// An item of a command.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Item {
    /// `Target`: the node that is meant.
    pub target: Option<Location>,
    /// `Source`: the node that results and device information come from.
    pub source: Option<Location>,
    /// `Meta`.
    pub meta: Option<Box<Meta>>,
    /// `Data`; none and empty are two things.
    pub data: Option<Data>,
    /// `MoreData`: the rest of the object is in the next message.
    pub more_data: bool,
    /// What else there is.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extra: Extras,
}

impl Item {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// About the node at a URI.
    #[must_use]
    pub fn target(uri: impl Into<Text>) -> Self {
        Self { target: Some(Location::new(uri)), ..Self::default() }
    }

    /// Of the node at a URI.
    #[must_use]
    pub fn source(uri: impl Into<Text>) -> Self {
        Self { source: Some(Location::new(uri)), ..Self::default() }
    }

    /// From the node at a URI, as in `Copy`.
    #[must_use]
    pub fn with_source(mut self, uri: impl Into<Text>) -> Self {
        self.source = Some(Location::new(uri));
        self
    }

    /// With meta information.
    #[must_use]
    pub fn with_meta(mut self, meta: Meta) -> Self {
        self.meta = Some(Box::new(meta));
        self
    }

    /// With data.
    #[must_use]
    pub fn with_data(mut self, data: impl Into<Data>) -> Self {
        self.data = Some(data.into());
        self
    }

    /// With more of the object in the next message.
    #[must_use]
    pub const fn with_more_data(mut self) -> Self {
        self.more_data = true;
        self
    }

    /// The URI of `Target`.
    #[must_use]
    pub fn target_uri(&self) -> Option<&str> {
        self.target.as_ref()?.uri.as_deref()
    }

    /// The URI of `Source`.
    #[must_use]
    pub fn source_uri(&self) -> Option<&str> {
        self.source.as_ref()?.uri.as_deref()
    }

    /// The format of its data, given what its command says: `chr` where neither says anything, none
    /// where it is no format that is known.
    #[must_use]
    pub fn format(&self, command: Option<&Meta>) -> Option<Format> {
        self.format_name(command).map_or(Some(Format::Chr), Format::from_name)
    }

    /// The name of that format; an empty element says nothing.
    pub(crate) fn format_name<'a>(&'a self, command: Option<&'a Meta>) -> Option<&'a str> {
        let of = |meta: Option<&'a Meta>| {
            let name = meta.and_then(|meta| meta.format.as_deref()).map(str::trim_ascii);
            name.filter(|name| !name.is_empty())
        };
        of(self.meta.as_deref()).or_else(|| of(command))
    }

    /// The octets of its data, out of base64 where the format says so; none without data.
    ///
    /// # Errors
    /// [`ErrorKind::Base64`](crate::ErrorKind::Base64) where it should be base64 and is not.
    pub fn octets(&self, command: Option<&Meta>) -> Result<Option<Cow<'_, [u8]>>, Error> {
        let Some(data) = &self.data else { return Ok(None) };
        data.decoded(self.format(command).unwrap_or_default()).map(Some)
    }

    /// The tree in its data, if it is one (TNDS), out of base64 where the format says so, given what its command says.
    ///
    /// # Errors
    /// Those of [`Document::decode`].
    pub fn tnds(&self, command: Option<&Meta>) -> Result<Option<Document>, Error> {
        let Some(data) = &self.data else { return Ok(None) };
        match (data.tnds()?, self.format(command)) {
            (None, Some(Format::B64)) => match data.decoded(Format::B64) {
                Ok(octets) => Data::opaque(octets.into_owned()).tnds(),
                Err(_) => Ok(None),
            },
            (document, _) => Ok(document),
        }
    }
}
