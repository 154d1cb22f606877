//! Views: what characteristics say, read when it is asked for.
//!
//! A view is a reference and costs nothing. What it gives follows the rules for receivers: the first
//! definition counts, an unknown value is as if it were absent, defaults and what is inherited are
//! applied. Everything else of a characteristic is still there, behind `characteristic()`.

mod access;
mod access_point;
mod application;
mod context;
mod proxy;
mod wlan;

pub use access::{Access, AccessRule, Route};
pub use access_point::{NapAuth, NapDef, Network, Validity};
pub use application::{AppAddr, AppAuth, AppId, Application, Resource};
pub use context::{Bootstrap, ClientIdentity, VendorConfig};
pub(crate) use proxy::MAX_DOMAINS;
pub use proxy::{Port, ProxyIdentity, PxAuth, PxLogical, PxPhysical};
pub use wlan::{Eap, EapCertificate, Ssid, WepKey, Wlan};

use crate::characteristic::Characteristic;
use crate::document::Document;
use crate::effective::named;
use crate::kind::Kind;

impl Document {
    /// The access points (`NAPDEF`), in order.
    ///
    /// ```
    /// use provost_cp::{Bearer, Characteristic, Document, Kind};
    ///
    /// let document = Document::new()
    ///     .with(Characteristic::new(Kind::NapDef).with("NAPID", "A").with("BEARER", "GSM-GPRS"));
    /// let nap = document.access_points().next().unwrap();
    /// assert_eq!(nap.napid(), Some("A"));
    /// assert_eq!(nap.bearers().collect::<Vec<_>>(), [Bearer::GSM_GPRS]);
    /// ```
    pub fn access_points(&self) -> impl Iterator<Item = NapDef<'_>> + Clone {
        self.all(&Kind::NapDef).map(NapDef)
    }

    /// The proxies (`PXLOGICAL`), in order.
    pub fn proxies(&self) -> impl Iterator<Item = PxLogical<'_>> + Clone {
        self.all(&Kind::PxLogical).map(PxLogical)
    }

    /// The applications (`APPLICATION`), in order.
    pub fn applications(&self) -> impl Iterator<Item = Application<'_>> + Clone {
        self.all(&Kind::Application).map(Application)
    }

    /// The first `BOOTSTRAP`.
    #[must_use]
    pub fn bootstrap(&self) -> Option<Bootstrap<'_>> {
        self.bootstraps().next()
    }

    /// Every `BOOTSTRAP`, in order.
    pub fn bootstraps(&self) -> impl Iterator<Item = Bootstrap<'_>> + Clone {
        self.all(&Kind::Bootstrap).map(Bootstrap)
    }

    /// The first `CLIENTIDENTITY`.
    #[must_use]
    pub fn client_identity(&self) -> Option<ClientIdentity<'_>> {
        self.all(&Kind::ClientIdentity).next().map(ClientIdentity)
    }

    /// The settings of vendors (`VENDORCONFIG`), in order.
    pub fn vendor_configs(&self) -> impl Iterator<Item = VendorConfig<'_>> + Clone {
        self.all(&Kind::VendorConfig).map(VendorConfig)
    }

    /// The rules for routes (`ACCESS`), in order.
    pub fn accesses(&self) -> impl Iterator<Item = Access<'_>> + Clone {
        self.all(&Kind::Access).map(Access)
    }

    /// The wireless LANs (`WLAN`) beside the other characteristics, in order. Those of an access point
    /// are [`NapDef::wlans`].
    pub fn wlans(&self) -> impl Iterator<Item = Wlan<'_>> + Clone {
        self.all(&Kind::Wlan).map(Wlan)
    }

    /// What a `TO-NAPID` may name, in order: the access points, and the wireless LANs beside them.
    pub(crate) fn referable_access_points(&self) -> impl Iterator<Item = NapDef<'_>> {
        let is_referable = |own: &&Characteristic| match own.kind() {
            Kind::NapDef => true,
            Kind::Wlan => named(own, "NAPID").is_some(),
            _ => false,
        };
        self.characteristics().filter(is_referable).map(NapDef)
    }
}

/// Makes what every view has: the way from a characteristic of its kind, and back.
macro_rules! view {
    ($name:ident, $kind:ident) => {
        impl<'a> $name<'a> {
            /// The view, where the characteristic is of that kind.
            #[must_use]
            pub fn of(characteristic: &'a Characteristic) -> Option<Self> {
                (*characteristic.kind() == Kind::$kind).then_some(Self(characteristic))
            }

            /// The characteristic behind the view.
            #[must_use]
            pub const fn characteristic(self) -> &'a Characteristic {
                self.0
            }
        }
    };
}

view!(NapDef, NapDef);
view!(NapAuth, NapAuthInfo);
view!(Validity, Validity);
view!(PxLogical, PxLogical);
view!(PxAuth, PxAuthInfo);
view!(Port, Port);
view!(Application, Application);
view!(AppAddr, AppAddr);
view!(AppAuth, AppAuth);
view!(Resource, Resource);
view!(Bootstrap, Bootstrap);
view!(ClientIdentity, ClientIdentity);
view!(VendorConfig, VendorConfig);
view!(Access, Access);
view!(Wlan, Wlan);
view!(Eap, Eap);
view!(EapCertificate, Certificate);
view!(WepKey, WepKey);
