//! Provisioning files of smart cards (WAP-186 ProvSC; PKCS#15): find, read, write.
//!
//! The records that say where files are, the files themselves, and [`Discovery`], which tells what
//! to read next. There is no reader of cards and no APDU in it: who has one selects what is asked
//! for and hands back the octets.
//!
//! ```text
//! EF(DIR) 2F00 -> DF(PKCS#15) -> EF(ODF) 5031 -> EF(DODF) -> Bootstrap, Config1, Config2, DM
//!                                            \-> EF(CDF)  -> certificates
//! ```
//!
//! ```
//! use provost_bootstrap::card::{DataObject, Kind, document};
//!
//! // The record of Bootstrap that the specification prints, and filler.
//! let dodf = b"\x30\x24\x30\x12\x0C\x09Bootstrap\x03\x02\x07\x80\x04\x01\x01\
//!              \x30\x06\x06\x04\x67\x2B\x05\x01\xA1\x06\x30\x04\x04\x02\x44\x31\xFF\xFF";
//! let objects = DataObject::decode_file(dodf)?;
//! assert_eq!(objects[0].kind(), Some(Kind::Bootstrap));
//! assert_eq!(objects[0].path().map(|path| path.to_string()).as_deref(), Some("4431"));
//! assert!(objects[0].is_private() && !objects[0].is_modifiable());
//!
//! // The file that it names.
//! let file = b"\x03\x0B\x6A\x00\x45\x01\xFF\xFF\xFF\xFF";
//! assert_eq!(document(file), Some(&file[..6]));
//! # Ok::<(), provost_bootstrap::card::Error>(())
//! ```

mod authentication;
mod certificate;
mod content;
mod directory;
mod discovery;
mod error;
mod found;
mod object;
mod path;
mod tlv;

pub use authentication::Pin;
pub use certificate::CertificateObject;
pub use content::{certificate, document, fill, fill_certificate};
pub use directory::{Application, ObjectDirectory, TokenInfo};
pub use discovery::{Answer, CardType, Discovery, Request};
pub use error::{Error, ErrorKind};
pub use found::{Card, CardFile, Contents, Note, Write};
pub use object::{DataObject, Kind, Oid};
pub use path::Path;
