//! What a device says of itself: DevInfo in every session, DevDetail when it is asked.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Object;
use super::view::{ObjectError, View};
use crate::format::Format;
use crate::message::{Item, Request};
use crate::tree::{Node, Tree, TreeError};
use crate::uri::{Uri, UriLimits};

/// `./DevInfo` (DM StdObj 1.2.1, 5.3.2).
///
/// ```
/// use provost_dm::object::DevInfo;
///
/// let info = DevInfo {
///     id: "IMEI:493005100592800".into(),
///     manufacturer: "Example".into(),
///     model: "One".into(),
///     version: "1.2".into(),
///     language: "en".into(),
/// };
/// // The Replace of package 1, and what a server reads of it.
/// let request = info.to_request();
/// assert_eq!(request.items[0].source_uri(), Some("./DevInfo/DevId"));
/// assert_eq!(DevInfo::of_request(&request), Some(info));
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(clippy::exhaustive_structs, reason = "the five of the specification; to be built")]
pub struct DevInfo {
    /// DevId: a URN, such as `IMEI:` and a number.
    pub id: String,
    /// Man.
    pub manufacturer: String,
    /// Mod.
    pub model: String,
    /// DmV: the version of the client, which is often that of the protocol.
    pub version: String,
    /// Lang: a tag of RFC 1766.
    pub language: String,
}

impl DevInfo {
    /// The identifier of the object.
    pub const ID: &'static str = "urn:oma:mo:oma-dm-devinfo:1.0";

    /// Reads that of a device.
    ///
    /// # Errors
    /// [`Missing`](ObjectError::Missing) without one of the five, and those of [`View`].
    pub fn read(tree: &impl Tree) -> Result<Self, ObjectError> {
        let view = View::new(tree, Uri::ROOT).below(DEV_INFO)?;
        Ok(Self {
            id: view.required("DevId")?,
            manufacturer: view.required("Man")?,
            model: view.required("Mod")?,
            version: view.required("DmV")?,
            language: view.required("Lang")?,
        })
    }

    /// Reads the Replace of package 1, in which addresses may be sources, as they should, or targets.
    /// Nothing where none of the five is in it; those that are not are empty.
    #[must_use]
    pub fn of_request(request: &Request) -> Option<Self> {
        let mut info = Self::default();
        let mut is_one = false;
        for item in &request.items {
            let uri = item.source_uri().or(item.target_uri()).unwrap_or_default().trim_ascii();
            let Some(name) = uri.strip_prefix("./").unwrap_or(uri).strip_prefix("DevInfo/") else {
                continue;
            };
            let Some(field) = info.field(name) else { continue };
            let text = item.data.as_ref().and_then(|data| data.to_text().ok());
            // AOSP has line ends around them.
            *field = text.unwrap_or_default().trim_ascii().into();
            is_one = true;
        }
        is_one.then_some(info)
    }

    /// The Replace of package 1, without a CmdID.
    #[must_use]
    pub fn to_request(&self) -> Request {
        let items = self
            .leaves()
            .into_iter()
            .map(|(name, text)| Item::source([".", DEV_INFO, name].join("/")).with_data(text));
        Request { items: items.collect(), ..Request::default() }
    }

    /// The object.
    ///
    /// # Errors
    /// None that its names have.
    pub fn to_object(&self) -> Result<Object, TreeError> {
        let mut object = Object::new(DEV_INFO, Self::ID)?;
        object.set_texts(self.leaves().map(|(name, text)| (name, Some(text))))?;
        Ok(object)
    }

    fn leaves(&self) -> [(&'static str, &str); 5] {
        [
            ("DevId", self.id.as_str()),
            ("Man", self.manufacturer.as_str()),
            ("Mod", self.model.as_str()),
            ("DmV", self.version.as_str()),
            ("Lang", self.language.as_str()),
        ]
    }

    fn field(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "DevId" => &mut self.id,
            "Man" => &mut self.manufacturer,
            "Mod" => &mut self.model,
            "DmV" => &mut self.version,
            "Lang" => &mut self.language,
            _ => return None,
        })
    }
}

/// `./DevDetail` (DM StdObj 1.2.1, 5.3.3).
///
/// ```
/// use provost_dm::object::DevDetail;
/// use provost_dm::uri::{Uri, UriLimits, UriRules};
///
/// let limits = UriLimits { max_depth: 8, ..UriLimits::NONE };
/// let detail = DevDetail { limits, ..DevDetail::default() };
/// // What a server may address on this device.
/// let rules = UriRules::SPECIFICATION.with_limits(detail.limits);
/// assert!(Uri::parse("./1/2/3/4/5/6/7/8/9", &rules).is_err());
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::exhaustive_structs, reason = "those of the specification; to be built")]
pub struct DevDetail {
    /// URI: how long addresses may be.
    pub limits: UriLimits,
    /// DevTyp: `smartphone` and others.
    pub kind: String,
    /// OEM.
    pub maker: String,
    /// FwV.
    pub firmware: String,
    /// SwV.
    pub software: String,
    /// HwV.
    pub hardware: String,
    /// LrgObj: whether values may come in several messages.
    pub large_objects: bool,
}

impl Default for DevDetail {
    /// Without limits, without large objects, with nothing else.
    fn default() -> Self {
        Self {
            limits: UriLimits::NONE,
            kind: String::new(),
            maker: String::new(),
            firmware: String::new(),
            software: String::new(),
            hardware: String::new(),
            large_objects: false,
        }
    }
}

impl DevDetail {
    /// The identifier of the object.
    pub const ID: &'static str = "urn:oma:mo:oma-dm-devdetail:1.0";

    /// Reads that of a device.
    ///
    /// # Errors
    /// [`Missing`](ObjectError::Missing) without DevTyp, OEM, FwV, SwV or HwV,
    /// [`Value`](ObjectError::Value) for a limit that is no number of 16 bits, and those of [`View`].
    pub fn read(tree: &impl Tree) -> Result<Self, ObjectError> {
        let view = View::new(tree, Uri::ROOT).below(DEV_DETAIL)?;
        Ok(Self {
            limits: Self::read_limits(tree)?,
            kind: view.required("DevTyp")?,
            maker: view.required("OEM")?,
            firmware: view.required("FwV")?,
            software: view.required("SwV")?,
            hardware: view.required("HwV")?,
            large_objects: view.flag("LrgObj")?.unwrap_or(false),
        })
    }

    /// Reads the limits alone; one that is not there is none.
    ///
    /// # Errors
    /// [`Value`](ObjectError::Value) for a limit that is no number of 16 bits, and those of [`View`].
    pub fn read_limits(tree: &impl Tree) -> Result<UriLimits, ObjectError> {
        let view = View::new(tree, Uri::ROOT).below(DEV_DETAIL)?;
        let limit = |name| Ok::<u16, ObjectError>(view.number(name)?.unwrap_or(0));
        Ok(UriLimits {
            max_depth: limit("URI/MaxDepth")?,
            max_tot_len: limit("URI/MaxTotLen")?,
            max_seg_len: limit("URI/MaxSegLen")?,
        })
    }

    /// The object.
    ///
    /// # Errors
    /// None that its names have.
    pub fn to_object(&self) -> Result<Object, TreeError> {
        let mut object = Object::new(DEV_DETAIL, Self::ID)?;
        let limits: Vec<(&str, String)> = [
            ("URI/MaxDepth", self.limits.max_depth),
            ("URI/MaxTotLen", self.limits.max_tot_len),
            ("URI/MaxSegLen", self.limits.max_seg_len),
        ]
        .map(|(name, limit)| (name, limit.to_string()))
        .into();
        object.set_texts(limits.iter().map(|(name, limit)| (*name, Some(limit.as_str()))))?;
        object.set_texts([
            ("DevTyp", Some(self.kind.as_str())),
            ("OEM", Some(&self.maker)),
            ("FwV", Some(&self.firmware)),
            ("SwV", Some(&self.software)),
            ("HwV", Some(&self.hardware)),
        ])?;
        let large = if self.large_objects { "true" } else { "false" };
        object.set("LrgObj", Node::leaf(large).with_format(Format::Bool))?;
        Ok(object)
    }
}

const DEV_INFO: &str = "DevInfo";
const DEV_DETAIL: &str = "DevDetail";
