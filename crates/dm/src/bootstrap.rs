//! The bootstrap profile of DM (DM Bootstrap 1.2.1, 5.3): a message that nobody answers, with objects
//! for `./Inbox`.
//!
//! Such a message comes once, from the air or as a file of a smart card, and makes the first account.
//! Who may send it is not decided here: the MAC and the policy are the bootstrap crate's, and the
//! facade joins them.
//!
//! ```
//! use provost_dm::bootstrap::{Bootstrap, InstallOptions};
//! use provost_dm::object::{AccessPoint, Account, Layout};
//! use provost_dm::tree::MemoryTree;
//!
//! // The server: an account that refers to the access point beside it.
//! let connection = Some("./Inbox/Internet".into());
//! let account = Account { preferred_connection: connection, ..Account::new("com.example") };
//! let message = Bootstrap::of_objects([
//!     account.to_object("Example", Layout::V1_2)?,
//!     AccessPoint { address: "internet".into(), ..AccessPoint::new("N") }.to_object("Internet")?,
//! ])
//! .to_wbxml("com.example", "IMEI:493005100592800")?;
//!
//! // The device: each object goes where objects of its kind are, and the reference with it.
//! let mut tree = MemoryTree::new();
//! let received = Bootstrap::decode(&message)?;
//! let installed = received.install(&mut tree, &InstallOptions::new())?;
//! assert_eq!(installed.objects[1].at.to_string(), "./NAP/Internet");
//! let account = Account::read(&tree, installed.objects[0].at.path())?;
//! assert_eq!(account.preferred_connection.as_deref(), Some("./NAP/Internet"));
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

mod decode;
pub(crate) mod fault;
mod install;
mod references;
mod report;

use alloc::string::String;
use alloc::vec::Vec;

use bytes::Bytes;
use provost_wbxml::Syntax;

pub use fault::Fault;
pub use install::{Existing, InstallOptions};
pub use report::{Ignored, InstallError, Installed, Placed, Reason, Reference};

use crate::data::Data;
use crate::error::Error;
use crate::format::Format;
use crate::message::{Command, Header, Item, Message, Meta, Request};
use crate::object::{Account, INBOX, Object, View};
use crate::tnds;
use crate::tree::{Node, walk};
use crate::uri::{Path, Uri};

/// The most objects of a message (256): a first account needs three.
pub const MAX_OBJECTS: usize = 256;

/// What a bootstrap message brings.
#[derive(Clone, Debug, Default)]
pub struct Bootstrap {
    server: Option<String>,
    objects: Vec<Packed>,
    /// Nodes that are added one by one, as in DM 1.1.2.
    plain: Vec<(Uri, Node)>,
    ignored: Vec<&'static str>,
}

/// An object with where the message has it.
#[derive(Clone, Debug)]
struct Packed {
    object: Object,
    source: Uri,
    /// Which document of the message it is of: references are to what stands in the same one.
    document: usize,
}

impl Bootstrap {
    /// Of objects, in one document: references between them are `./Inbox/` and the name.
    #[must_use]
    pub fn of_objects(objects: impl IntoIterator<Item = Object>) -> Self {
        let packed = objects.into_iter().map(|object| {
            let source = inbox().join(object.path());
            Packed { object, source, document: 0 }
        });
        Self { objects: packed.collect(), ..Self::default() }
    }

    /// Reads a message in WBXML, or the tree that a file of a card has in its place.
    ///
    /// # Errors
    /// [`Bootstrap`](crate::ErrorKind::Bootstrap) with what is wrong, and what keeps a message or a
    /// tree from being read.
    pub fn decode(input: &[u8]) -> Result<Self, Error> {
        decode::decode(input)
    }

    /// Takes the objects out of a message.
    ///
    /// # Errors
    /// [`Bootstrap`](crate::ErrorKind::Bootstrap) with what is wrong, and what keeps its trees from
    /// being read.
    pub fn of_message(message: &Message) -> Result<Self, Error> {
        decode::message(message)
    }

    /// Takes the objects out of a serialized tree.
    ///
    /// # Errors
    /// [`Bootstrap`](crate::ErrorKind::Bootstrap) with what is wrong.
    pub fn of_document(document: &tnds::Document) -> Result<Self, Error> {
        decode::document(document)
    }

    /// The server that the message says it is from; none of a tree alone.
    #[must_use]
    pub fn server(&self) -> Option<&str> {
        self.server.as_deref()
    }

    /// The objects, in order, without what is added node by node.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        self.objects.iter().map(|packed| &packed.object)
    }

    /// What is added node by node, as in DM 1.1.2: none of it is among the [objects](Self::objects).
    pub fn nodes(&self) -> impl Iterator<Item = (&Uri, &Node)> {
        self.plain.iter().map(|(uri, node)| (uri, node))
    }

    /// The servers of all accounts that it brings: of those too that cannot be read as one, and of
    /// those that are added node by node. Who decides about the message has to ask for each.
    ///
    /// A leaf of that name counts wherever it is, in letters of either case, as there are stores that
    /// do not tell them apart: one may be too many here, and none is missing.
    pub fn servers(&self) -> impl Iterator<Item = String> {
        let of_objects = self.objects().flat_map(|object| {
            let mut found = Vec::new();
            // A store in memory reads what it lists.
            let _ = walk(object.tree(), Uri::ROOT, |at, node| found.extend(server(at, node)));
            found
        });
        of_objects.chain(self.nodes().filter_map(|(uri, node)| server(uri.path(), node)))
    }

    /// The accounts among the objects, in order, as far as they can be read: [`servers`](Self::servers)
    /// are those of all.
    pub fn accounts(&self) -> impl Iterator<Item = Account> {
        let views = self.objects().map(Object::view);
        views.filter(is_account).filter_map(|view| Account::of(&view).ok())
    }

    /// Puts the objects into a tree: all of them, or nothing.
    ///
    /// An object goes below the node that [`Places`](crate::object::Places) has for its identifier,
    /// under another name where its own is taken. References to objects of the same document are
    /// rewritten, access control lists are kept.
    ///
    /// # Errors
    /// [`InstallError`]; then nothing has changed.
    pub fn install(
        &self,
        tree: &mut impl crate::tree::Tree,
        options: &InstallOptions,
    ) -> Result<Installed, InstallError> {
        crate::tree::atomically(tree, |changes| install::run(self, changes, options))
    }

    /// The message for a device, in WBXML: its octets are what is signed and sent.
    ///
    /// # Errors
    /// [`Syntax`](crate::ErrorKind::Syntax) where WBXML cannot carry a text.
    pub fn to_wbxml(&self, server: &str, device: &str) -> Result<Bytes, Error> {
        let mut document = tnds::Document::new();
        for object in self.objects() {
            object.push_to(&mut document);
        }
        let meta = Meta::new().with_format(Format::Xml).with_type(tnds::MEDIA_TYPE_WBXML);
        let data = Data::opaque(document.to_wbxml()?);
        let item = Item::target(INBOX).with_meta(meta).with_data(data);
        let add = Command::Add(Request::new(item).with_id("1"));
        Message::new(Header::new("0", "1", device, server)).with(add).finish().encode(Syntax::Wbxml)
    }
}

fn inbox() -> Uri {
    Uri::from_normal("Inbox".into())
}

/// The server that a node names: ServerID, or ServerId of DM 1.1.2.
fn server(at: Path<'_>, node: &Node) -> Option<String> {
    let is_named = at.name().eq_ignore_ascii_case("ServerID");
    node.text().filter(|_| is_named).map(String::from)
}

/// Whether an object is an account: it names a server.
fn is_account<T: crate::tree::Tree>(view: &View<'_, T>) -> bool {
    Account::server_of(view).is_some()
}

#[cfg(test)]
mod tests;
