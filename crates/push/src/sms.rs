//! Short messages as a bearer of datagrams: ports, segments, and the PDUs around them
//! (WAP-259; 3GPP TS 23.040, 23.038; SMPP 3.4).

mod address;
mod alphabet;
mod coding;
mod header;
mod is637;
mod ports;
mod reassemble;
mod segment;
pub mod smpp;
mod text_header;
mod time;
mod tpdu;
mod user_data;

pub use address::{Address, split_service_center};
pub use alphabet::{from_septets, to_septets};
pub use coding::{Alphabet, DataCoding};
pub use header::{Concatenation, Element, Reference, UserDataHeader};
pub use is637::Is637;
pub use ports::Ports;
pub use reassemble::{Datagram, Instant, Reassembler, ReassemblyLimits, Received, Statistics};
pub use segment::{Segment, Segmentation, Segments, segment, segments_needed};
pub use text_header::TextHeader;
pub use time::{ServiceTime, Validity};
pub use tpdu::{
    Deliver, DeliverReport, Direction, ReportTail, StatusReport, Submit, SubmitReport, Tpdu,
};
pub use user_data::UserData;
