//! The codes of status.

use core::fmt;

/// The code of a status (RepPro 1.2.2, 10; DM RepPro 1.2.1 for what they mean in device
/// management). A code without a name is kept as it is.
///
/// ```
/// use provost_dm::{StatusClass, StatusCode};
///
/// let code = StatusCode::from_text("404").unwrap();
/// assert_eq!(code, StatusCode::NOT_FOUND);
/// assert_eq!(code.name(), Some("not found"));
/// assert_eq!(code.class(), StatusClass::OriginatorException);
/// assert_eq!(code.hresult(), 0x87D1_0194);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct StatusCode(pub u16);

/// What the first digit of a code says.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum StatusClass {
    /// 1xx: it is still being worked on.
    Informational,
    /// 2xx.
    Successful,
    /// 3xx.
    Redirection,
    /// 4xx: the request is at fault.
    OriginatorException,
    /// 5xx: the recipient is at fault.
    RecipientException,
    /// No class has such a code.
    Unknown,
}

impl StatusCode {
    /// In progress.
    pub const IN_PROGRESS: Self = Self(101);
    /// OK.
    pub const OK: Self = Self(200);
    /// Item added.
    pub const ITEM_ADDED: Self = Self(201);
    /// Accepted for processing.
    pub const ACCEPTED: Self = Self(202);
    /// Non-authoritative response.
    pub const NON_AUTHORITATIVE: Self = Self(203);
    /// No content.
    pub const NO_CONTENT: Self = Self(204);
    /// Reset content.
    pub const RESET_CONTENT: Self = Self(205);
    /// Partial content.
    pub const PARTIAL_CONTENT: Self = Self(206);
    /// Conflict resolved with merge.
    pub const CONFLICT_MERGED: Self = Self(207);
    /// Conflict resolved with client winning.
    pub const CONFLICT_CLIENT_WINS: Self = Self(208);
    /// Conflict resolved with duplicate.
    pub const CONFLICT_DUPLICATED: Self = Self(209);
    /// Delete without archive.
    pub const DELETED_WITHOUT_ARCHIVE: Self = Self(210);
    /// Item not deleted.
    pub const ITEM_NOT_DELETED: Self = Self(211);
    /// Authentication accepted.
    pub const AUTHENTICATION_ACCEPTED: Self = Self(212);
    /// Chunked item accepted and buffered.
    pub const CHUNK_ACCEPTED: Self = Self(213);
    /// Operation cancelled.
    pub const CANCELLED: Self = Self(214);
    /// Not executed.
    pub const NOT_EXECUTED: Self = Self(215);
    /// Atomic roll back OK.
    pub const ATOMIC_ROLLED_BACK: Self = Self(216);
    /// Multiple choices.
    pub const MULTIPLE_CHOICES: Self = Self(300);
    /// Moved permanently.
    pub const MOVED_PERMANENTLY: Self = Self(301);
    /// Found.
    pub const FOUND: Self = Self(302);
    /// See other.
    pub const SEE_OTHER: Self = Self(303);
    /// Not modified.
    pub const NOT_MODIFIED: Self = Self(304);
    /// Use proxy.
    pub const USE_PROXY: Self = Self(305);
    /// Bad request.
    pub const BAD_REQUEST: Self = Self(400);
    /// Invalid credentials.
    pub const INVALID_CREDENTIALS: Self = Self(401);
    /// Payment needed.
    pub const PAYMENT_NEEDED: Self = Self(402);
    /// Forbidden.
    pub const FORBIDDEN: Self = Self(403);
    /// Not found.
    pub const NOT_FOUND: Self = Self(404);
    /// Command not allowed.
    pub const COMMAND_NOT_ALLOWED: Self = Self(405);
    /// Optional feature not supported.
    pub const FEATURE_NOT_SUPPORTED: Self = Self(406);
    /// Authentication required.
    pub const AUTHENTICATION_REQUIRED: Self = Self(407);
    /// Request timeout.
    pub const REQUEST_TIMEOUT: Self = Self(408);
    /// Conflict.
    pub const CONFLICT: Self = Self(409);
    /// Gone.
    pub const GONE: Self = Self(410);
    /// Size required.
    pub const SIZE_REQUIRED: Self = Self(411);
    /// Incomplete command.
    pub const INCOMPLETE_COMMAND: Self = Self(412);
    /// Request entity too large.
    pub const TOO_LARGE: Self = Self(413);
    /// URI too long.
    pub const URI_TOO_LONG: Self = Self(414);
    /// Unsupported media type or format.
    pub const UNSUPPORTED_TYPE: Self = Self(415);
    /// Requested size too big.
    pub const TOO_BIG: Self = Self(416);
    /// Retry later.
    pub const RETRY_LATER: Self = Self(417);
    /// Already exists.
    pub const ALREADY_EXISTS: Self = Self(418);
    /// Conflict resolved with server data.
    pub const CONFLICT_SERVER_WINS: Self = Self(419);
    /// Device full.
    pub const DEVICE_FULL: Self = Self(420);
    /// Unknown search grammar.
    pub const UNKNOWN_SEARCH_GRAMMAR: Self = Self(421);
    /// Bad CGI or filter query.
    pub const BAD_FILTER: Self = Self(422);
    /// Soft-delete conflict.
    pub const SOFT_DELETE_CONFLICT: Self = Self(423);
    /// Size mismatch.
    pub const SIZE_MISMATCH: Self = Self(424);
    /// Permission denied.
    pub const PERMISSION_DENIED: Self = Self(425);
    /// Partial item not accepted.
    pub const PARTIAL_ITEM_NOT_ACCEPTED: Self = Self(426);
    /// Item not empty.
    pub const ITEM_NOT_EMPTY: Self = Self(427);
    /// Move failed.
    pub const MOVE_FAILED: Self = Self(428);
    /// Command failed.
    pub const COMMAND_FAILED: Self = Self(500);
    /// Command not implemented.
    pub const NOT_IMPLEMENTED: Self = Self(501);
    /// Bad gateway.
    pub const BAD_GATEWAY: Self = Self(502);
    /// Service unavailable.
    pub const SERVICE_UNAVAILABLE: Self = Self(503);
    /// Gateway timeout.
    pub const GATEWAY_TIMEOUT: Self = Self(504);
    /// DTD version not supported.
    pub const DTD_VERSION_NOT_SUPPORTED: Self = Self(505);
    /// Processing error.
    pub const PROCESSING_ERROR: Self = Self(506);
    /// Atomic failed.
    pub const ATOMIC_FAILED: Self = Self(507);
    /// Refresh required.
    pub const REFRESH_REQUIRED: Self = Self(508);
    /// Reserved.
    pub const RESERVED_509: Self = Self(509);
    /// Data store failure.
    pub const DATA_STORE_FAILURE: Self = Self(510);
    /// Server failure.
    pub const SERVER_FAILURE: Self = Self(511);
    /// Synchronization failed.
    pub const SYNCHRONIZATION_FAILED: Self = Self(512);
    /// Protocol version not supported.
    pub const PROTOCOL_VERSION_NOT_SUPPORTED: Self = Self(513);
    /// Operation cancelled before it was processed.
    pub const CANCELLED_BEFORE: Self = Self(514);
    /// Atomic roll back failed.
    pub const ATOMIC_ROLL_BACK_FAILED: Self = Self(516);
    /// Atomic response too large to fit.
    pub const ATOMIC_RESPONSE_TOO_LARGE: Self = Self(517);

    /// The code of a text: decimal digits, white space around them aside.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        decimal(text).map(Self)
    }

    /// Its name in the registry.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        self.row().map(|row| row.1)
    }

    /// What it means in device management, where the name does not say all.
    #[must_use]
    pub fn meaning(self) -> Option<&'static str> {
        self.row().map(|row| row.2).filter(|meaning| !meaning.is_empty())
    }

    /// What it means as the answer to a command (its element name, or `SyncHdr`), where the
    /// command gives it a meaning of its own; else [`meaning`](Self::meaning).
    ///
    /// ```
    /// use provost_dm::StatusCode;
    ///
    /// let meaning = StatusCode::OK.meaning_for("SyncHdr");
    /// assert_eq!(meaning, Some("credentials accepted for this message alone"));
    /// ```
    #[must_use]
    pub fn meaning_for(self, command: &str) -> Option<&'static str> {
        let own = MEANINGS.iter().find(|(code, of, _)| *code == self.0 && *of == command);
        own.map(|row| row.2).or_else(|| self.meaning())
    }

    /// What its first digit says.
    #[must_use]
    pub const fn class(self) -> StatusClass {
        match self.0 {
            100..=199 => StatusClass::Informational,
            200..=299 => StatusClass::Successful,
            300..=399 => StatusClass::Redirection,
            400..=499 => StatusClass::OriginatorException,
            500..=599 => StatusClass::RecipientException,
            _ => StatusClass::Unknown,
        }
    }

    /// Whether the command was carried out, or is going to be: the 2xx but for those that say
    /// that it was not (214, 215) or was undone (216).
    #[must_use]
    pub const fn is_success(self) -> bool {
        matches!(self.0, 200..=299) && !matches!(self.0, 211 | 214 | 215 | 216)
    }

    /// As Windows and its management consoles show it: `0x87D1` and the code.
    #[must_use]
    pub const fn hresult(self) -> u32 {
        HRESULT | self.0 as u32
    }

    /// The code of such a number.
    #[must_use]
    pub fn from_hresult(hresult: u32) -> Option<Self> {
        let code = u16::try_from(hresult & 0xFFFF).ok()?;
        (hresult & 0xFFFF_0000 == HRESULT).then_some(Self(code))
    }

    fn row(self) -> Option<&'static (u16, &'static str, &'static str)> {
        let at = ROWS.binary_search_by_key(&self.0, |row| row.0).ok()?;
        ROWS.get(at)
    }
}

impl fmt::Display for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

const HRESULT: u32 = 0x87D1_0000;

/// A decimal number, white space around it aside; nothing but digits.
pub(crate) fn decimal(text: &str) -> Option<u16> {
    let digits = text.trim_ascii();
    if digits.is_empty() || !digits.bytes().all(|octet| octet.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// Code, command, meaning: where the meaning depends on the command.
static MEANINGS: &[(u16, &str, &str)] = &[
    (200, "Alert", "shown, or confirmed by the user"),
    (200, "Exec", "carried out, and done"),
    (200, "SyncHdr", "credentials accepted for this message alone"),
    (202, "Alert", "taken, and being worked on"),
    (202, "Exec", "runs on; an alert tells its end"),
    (212, "SyncHdr", "credentials accepted for the session"),
    (304, "Alert", "rejected by the user"),
    (401, "SyncHdr", "the credentials are wrong"),
    (404, "SyncHdr", "the recipient is not known"),
    (406, "Alert", "an alert that the recipient does not support"),
    (406, "Status", "an authentication scheme that the recipient does not support"),
    (407, "SyncHdr", "no credentials were given"),
    (412, "Alert", "the items are not those of the alert"),
    (413, "Get", "the answer is too large for a message"),
    (416, "Alert", "cannot be shown, or has too many choices"),
    (418, "Add", "the node exists already"),
    (425, "Add", "no right to add to the parent"),
    (500, "Atomic", "an Atomic may not stand inside an Atomic"),
    (500, "Get", "a Get may not stand inside an Atomic"),
    (505, "SyncHdr", "the version of the DTD is not supported"),
    (507, "Atomic", "a member failed; the others were undone or left"),
    (513, "SyncHdr", "the version of the protocol is not supported"),
    (516, "Atomic", "a member could not be undone"),
    (517, "Atomic", "the answer does not fit into a message"),
];

/// Code, name, what it means in device management; ascending.
static ROWS: [(u16, &str, &str); 70] = [
    (101, "in progress", ""),
    (200, "OK", "the command was carried out; to confirm-or-reject: yes"),
    (201, "item added", ""),
    (202, "accepted for processing", "the command runs on, or the alert was taken"),
    (203, "non-authoritative response", ""),
    (204, "no content", ""),
    (205, "reset content", ""),
    (206, "partial content", ""),
    (207, "conflict resolved with merge", ""),
    (208, "conflict resolved with client winning", ""),
    (209, "conflict resolved with duplicate", ""),
    (210, "delete without archive", ""),
    (211, "item not deleted", ""),
    (212, "authentication accepted", "for the whole session"),
    (213, "chunked item accepted and buffered", "send the next part"),
    (214, "operation cancelled", "the user cancelled it"),
    (
        215,
        "not executed",
        "not carried out, because of an interaction with the user or of another command",
    ),
    (216, "atomic roll back OK", "was carried out and undone"),
    (300, "multiple choices", ""),
    (301, "moved permanently", ""),
    (302, "found", ""),
    (303, "see other", ""),
    (304, "not modified", "to confirm-or-reject: no"),
    (305, "use proxy", ""),
    (400, "bad request", "malformed; from Windows: an unknown element, or no CmdID"),
    (401, "invalid credentials", "a challenge goes with it"),
    (402, "payment needed", ""),
    (403, "forbidden", "refused for another reason than access rights"),
    (404, "not found", "there is no such node"),
    (405, "command not allowed", "not on this node"),
    (
        406,
        "optional feature not supported",
        "an optional feature or alert that the recipient lacks",
    ),
    (407, "authentication required", "no credentials were given; a challenge goes with it"),
    (408, "request timeout", "the user did not answer in time"),
    (409, "conflict", ""),
    (410, "gone", ""),
    (411, "size required", "a large object without Size in its first part"),
    (412, "incomplete command", "something is missing in it"),
    (413, "request entity too large", "larger than the recipient can take"),
    (414, "URI too long", "the URI, a segment of it, or the number of segments"),
    (415, "unsupported media type or format", "also: no support of TNDS"),
    (416, "requested size too big", "also: cannot be shown to the user"),
    (417, "retry later", ""),
    (418, "already exists", "there is such a node"),
    (419, "conflict resolved with server data", ""),
    (420, "device full", "no memory left for it"),
    (421, "unknown search grammar", ""),
    (422, "bad CGI or filter query", ""),
    (423, "soft-delete conflict", ""),
    (424, "size mismatch", "a large object whose length is not its Size"),
    (425, "permission denied", "by an access control list"),
    (426, "partial item not accepted", ""),
    (427, "item not empty", ""),
    (428, "move failed", ""),
    (500, "command failed", "also: Get or Atomic inside Atomic"),
    (501, "command not implemented", ""),
    (502, "bad gateway", ""),
    (503, "service unavailable", ""),
    (504, "gateway timeout", ""),
    (505, "DTD version not supported", "VerDTD"),
    (506, "processing error", ""),
    (507, "atomic failed", "a member failed"),
    (508, "refresh required", ""),
    (509, "reserved", ""),
    (510, "data store failure", "the store of the node failed"),
    (511, "server failure", ""),
    (512, "synchronization failed", ""),
    (513, "protocol version not supported", "VerProto"),
    (514, "operation cancelled before it was processed", ""),
    (516, "atomic roll back failed", "a member was carried out and could not be undone"),
    (517, "atomic response too large to fit", "it was undone"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_ascend() {
        assert!(ROWS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(MEANINGS.is_sorted_by(|a, b| (a.0, a.1) < (b.0, b.1)));
        assert!(MEANINGS.iter().all(|row| StatusCode(row.0).name().is_some()));
    }

    #[test]
    fn codes_without_a_name_stay() {
        let code = StatusCode::from_text(" 599 ").unwrap();
        assert_eq!((code, code.name()), (StatusCode(599), None));
        assert_eq!(code.class(), StatusClass::RecipientException);
        assert_eq!(StatusCode(1404).class(), StatusClass::Unknown);
        for text in ["", "-1", "+200", "2 00", "2xx", "65536"] {
            assert_eq!(StatusCode::from_text(text), None, "{text:?}");
        }
    }

    #[test]
    fn hresults() {
        // As the vendor's help pages list them.
        assert_eq!(StatusCode::NOT_FOUND.hresult(), 0x87D1_0194);
        assert_eq!(StatusCode::ATOMIC_RESPONSE_TOO_LARGE.hresult(), 0x87D1_0205);
        assert_eq!(StatusCode::from_hresult(0x87D1_01F4), Some(StatusCode::COMMAND_FAILED));
        assert_eq!(StatusCode::from_hresult(0x8000_0194), None);
    }

    #[test]
    fn success() {
        assert!(StatusCode::ACCEPTED.is_success() && StatusCode::CHUNK_ACCEPTED.is_success());
        assert!(!StatusCode::NOT_EXECUTED.is_success() && !StatusCode::NOT_MODIFIED.is_success());
    }
}
