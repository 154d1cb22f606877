//! Standard management objects: read from any tree, and built for any tree.
//!
//! An object is a subtree whose root says in its Type which one it is. [`View`] reads one by the names
//! below its root, from any store. [`Object`] is one that stands by itself: captured from a store,
//! taken out of a serialized tree, or built; it becomes a serialized tree, commands, or nodes of a
//! store. Both know no object in particular, so that objects which have no type here lose nothing.
//!
//! On top of them stand the types: [`DevInfo`] and [`DevDetail`], [`fumo`] for firmware, [`scomo`] for
//! software, [`lawmo`] for lock and wipe, [`AccessPoint`] and [`Proxy`]. What ends an operation of
//! theirs is a [`Report`]. Objects of others are an [`Outline`], or a [description](crate::ddf), which
//! says what is wrong with one.
//!
//! ```
//! use provost_dm::object::{AccessPoint, View};
//! use provost_dm::tree::MemoryTree;
//! use provost_dm::uri::Path;
//!
//! let mut tree = MemoryTree::new();
//! let internet = AccessPoint { address: "internet.example".into(), ..AccessPoint::new("NAP1") };
//! // Past all rules, as the device itself does: a server sends `to_document` or `to_commands`.
//! let uri = internet.to_object("1")?.install(&mut tree, Path::ROOT)?;
//! assert_eq!(uri.to_string(), "./1");
//!
//! assert_eq!(AccessPoint::read(&tree, uri.path())?, internet);
//! assert_eq!(View::find(&tree, AccessPoint::ID)?, [uri.clone()]);
//! let view = View::new(&tree, uri);
//! assert_eq!(view.text("NAPAddr")?.as_deref(), Some("internet.example"));
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

mod connectivity;
mod device;
mod dmacc;
pub mod fumo;
mod inbox;
pub mod lawmo;
mod outline;
mod report;
pub mod scomo;
mod secret;
mod standing;
mod view;

pub use connectivity::{AccessPoint, AuthInfo, Proxy};
pub use device::{DevDetail, DevInfo};
pub use dmacc::{Account, AccountAddress, AccountAuth, Layout, Loss};
pub use inbox::{INBOX, Inbox, Places, is_secret};
pub use outline::Outline;
pub use report::{Report, ReportKind};
pub use secret::Secret;
pub use standing::Object;
pub use view::{ObjectError, View};
