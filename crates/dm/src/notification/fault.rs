//! What is wrong with a notification or the frame it travels in.

use core::fmt;

/// What is wrong with a notification or the frame it travels in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Fault {
    /// It ends before the identifier of the server.
    Truncated,
    /// The length of the server's identifier is greater than what is left.
    ServerLength,
    /// The server's identifier is empty.
    NoServer,
    /// The server's identifier is longer than 255 octets.
    LongServer,
    /// The server's identifier is no UTF-8.
    ServerText,
    /// A version above 1023 tenths.
    Version,
    /// More bits for future use than 27.
    FutureUse,
    /// The frame is no unconfirmed push of WSP.
    NoPush,
    /// The frame has another content type.
    ContentType,
    /// The headers of the frame are said to be longer than it is, or by an endless integer.
    HeadersLength,
    /// The user data header is none of the port of WAP Push.
    UserDataHeader,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "notification ends in its header",
            Self::ServerLength => "server identifier is longer than what is left",
            Self::NoServer => "server identifier is empty",
            Self::LongServer => "server identifier is longer than 255 octets",
            Self::ServerText => "server identifier is no UTF-8",
            Self::Version => "version is above 102.3",
            Self::FutureUse => "more than 27 bits for future use",
            Self::NoPush => "frame is no WSP push",
            Self::ContentType => "content type is none of a notification",
            Self::HeadersLength => "headers are longer than the frame",
            Self::UserDataHeader => "user data header is none of WAP push",
        })
    }
}
