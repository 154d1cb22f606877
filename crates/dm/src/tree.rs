//! The management tree: stores that keep nodes, and the engine that knows the rules.
//!
//! A store implements [`Tree`]: it reads, lists and changes nodes, and nothing else. [`Engine`] stands
//! above it and alone decides addresses, access control lists, properties, permissions, what is added
//! on the way, Atomic, and what is taken back when something fails. [`MemoryTree`] is a store in
//! memory; [`Mounts`] makes one tree of several stores.
//!
//! ```
//! use provost_dm::tree::{Engine, Item, MemoryTree, Node, Operation};
//!
//! let root = Node::interior().with_acl("Add=*&Get=*&Replace=com.example".parse()?);
//! let mut engine = Engine::new(MemoryTree::with_root(root));
//! let name = Item::new("./Vendor/ISP/GWName").with_data("gw.yyy.se");
//! let outcome = engine.execute("com.example", &Operation::Add(name));
//! assert_eq!(outcome.status().0, 200);
//!
//! let outcome = engine.execute("com.example", &Operation::Get("./Vendor"));
//! assert_eq!(outcome.results()[0].text(), Some("ISP"));
//! let outcome = engine.execute("com.example", &Operation::Get("./Vendor/None"));
//! assert_eq!(outcome.status().0, 404);
//! // Another authority may look, and not touch.
//! let name = Item::new("./Vendor/ISP/GWName").with_data("gw.other");
//! let outcome = engine.execute("com.other", &Operation::Replace(name));
//! assert_eq!(outcome.status().0, 425);
//! # Ok::<(), provost_dm::Error>(())
//! ```

mod acl;
pub(crate) mod acl_fault;
mod case;
mod changes;
mod engine;
mod memory;
mod mount;
mod node;
mod property;
mod rules;
mod store;
mod undo;

pub use acl::{Acl, Right};
pub use acl_fault::AclFault;
pub use case::Case;
pub use changes::{Changes, atomically};
pub use engine::{Engine, EngineOptions, Item, ItemResult, Operation, Outcome};
pub use memory::MemoryTree;
pub use mount::Mounts;
pub(crate) use node::TEXT_PLAIN;
pub use node::{Change, Edit, Node};
pub use property::Timestamp;
pub use rules::{Access, NoRules, NodeRule, Rules, Scope};
pub use store::{Execution, Transaction, Tree, TreeError};
pub(crate) use undo::walk;
