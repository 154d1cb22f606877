//! The two media type parameters that secure a document, as they were received.

use crate::defect::Defect;
use crate::mac::Mac;
use crate::method::{Method, Sec};

mod content_type;

/// SEC and MAC as received: whatever is wrong with them is kept, and becomes part of the outcome.
///
/// ```
/// use provost_bootstrap::{Method, Security};
///
/// let mac = "1AF545FE2823DC9347064450F90FF1BBF957E146";
/// let security = Security::from_params(Some(0.into()), Some(mac));
/// assert_eq!(security.method(), Some(Method::NetworkPin));
/// ```
#[derive(Clone, Debug)]
pub struct Security {
    sec: Option<Sec>,
    mac: Option<Result<Mac, Defect>>,
    /// What is wrong with the parameters as such.
    defect: Option<Defect>,
}

impl Security {
    /// A document that came with neither, as from a card or a file.
    pub const NONE: Self = Self { sec: None, mac: None, defect: None };

    /// The parameters as the transport hands them out. Takes whatever they are.
    #[must_use]
    pub fn from_params(sec: Option<Sec>, mac: Option<&str>) -> Self {
        Self { sec, mac: mac.map(str::parse), defect: None }
    }

    /// The parameters of a media type as text, as HTTP, MIME and SIP have it: in any order, quoted
    /// or not, their names in either case. Others are passed over; one that comes twice makes the
    /// outcome [`Malformed`](crate::Outcome::Malformed), because the next reader might take the
    /// other.
    ///
    /// ```
    /// use provost_bootstrap::{Method, Security};
    ///
    /// let text = "application/vnd.syncml.dm+wbxml; SEC=NETWORKID; MAC=\
    ///             3A823B0F64545DEA29E67D4859D1CDB250F3586C";
    /// let security = Security::from_content_type(text);
    /// assert_eq!(security.method(), Some(Method::DmNetworkId));
    /// ```
    #[must_use]
    pub fn from_content_type(text: &str) -> Self {
        content_type::parse(text)
    }

    /// The SEC parameter.
    #[must_use]
    pub const fn sec(&self) -> Option<&Sec> {
        self.sec.as_ref()
    }

    /// The method that the SEC parameter names.
    #[must_use]
    pub fn method(&self) -> Option<Method> {
        self.sec.as_ref().and_then(Method::from_sec)
    }

    /// The MAC parameter, where there is one that can be read.
    #[must_use]
    pub fn mac(&self) -> Option<&Mac> {
        self.mac.as_ref()?.as_ref().ok()
    }

    pub(crate) const fn parts(&self) -> (Option<&Sec>, Option<&Result<Mac, Defect>>) {
        (self.sec.as_ref(), self.mac.as_ref())
    }

    pub(crate) const fn defect(&self) -> Option<Defect> {
        self.defect
    }
}
