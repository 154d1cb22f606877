//! The numbers of FUMO 1.0.

/// Where an update is: the value of State (FUMO 1.0, 5.2). Numbers that there are not survive.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[allow(clippy::exhaustive_structs, reason = "a number")]
pub struct State(pub u16);

impl State {
    /// Nothing is going on.
    pub const IDLE: Self = Self(10);
    /// The download has failed.
    pub const DOWNLOAD_FAILED: Self = Self(20);
    /// The download is going on.
    pub const DOWNLOAD_PROGRESSING: Self = Self(30);
    /// The package is there.
    pub const DOWNLOAD_COMPLETE: Self = Self(40);
    /// The package is there, and the update waits to begin.
    pub const READY_TO_UPDATE: Self = Self(50);
    /// The update is going on.
    pub const UPDATE_PROGRESSING: Self = Self(60);
    /// The update has failed, and the package is there.
    pub const UPDATE_FAILED_HAVE_DATA: Self = Self(70);
    /// The update has failed, and the package is gone.
    pub const UPDATE_FAILED_NO_DATA: Self = Self(80);
    /// The update is done, and the package is there.
    pub const UPDATE_SUCCESSFUL_HAVE_DATA: Self = Self(90);
    /// The update is done, and the package is gone.
    pub const UPDATE_SUCCESSFUL_NO_DATA: Self = Self(100);

    /// All of them, in their order.
    pub const ALL: [Self; 10] = [
        Self::IDLE,
        Self::DOWNLOAD_FAILED,
        Self::DOWNLOAD_PROGRESSING,
        Self::DOWNLOAD_COMPLETE,
        Self::READY_TO_UPDATE,
        Self::UPDATE_PROGRESSING,
        Self::UPDATE_FAILED_HAVE_DATA,
        Self::UPDATE_FAILED_NO_DATA,
        Self::UPDATE_SUCCESSFUL_HAVE_DATA,
        Self::UPDATE_SUCCESSFUL_NO_DATA,
    ];

    /// Its name; nothing for a number that there is not.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::IDLE => "idle",
            Self::DOWNLOAD_FAILED => "download failed",
            Self::DOWNLOAD_PROGRESSING => "download progressing",
            Self::DOWNLOAD_COMPLETE => "download complete",
            Self::READY_TO_UPDATE => "ready to update",
            Self::UPDATE_PROGRESSING => "update progressing",
            Self::UPDATE_FAILED_HAVE_DATA => "update failed, have data",
            Self::UPDATE_FAILED_NO_DATA => "update failed, no data",
            Self::UPDATE_SUCCESSFUL_HAVE_DATA => "update successful, have data",
            Self::UPDATE_SUCCESSFUL_NO_DATA => "update successful, no data",
            _ => return None,
        })
    }

    /// Whether the package is on the device, as a whole.
    #[must_use]
    pub const fn has_data(self) -> bool {
        matches!(
            self,
            Self::DOWNLOAD_COMPLETE
                | Self::READY_TO_UPDATE
                | Self::UPDATE_PROGRESSING
                | Self::UPDATE_FAILED_HAVE_DATA
                | Self::UPDATE_SUCCESSFUL_HAVE_DATA
        )
    }

    /// Whether a download or an update is going on.
    #[must_use]
    pub const fn is_busy(self) -> bool {
        matches!(self, Self::DOWNLOAD_PROGRESSING | Self::UPDATE_PROGRESSING)
    }

    /// Whether an operation ends here (FUMO 1.0, 6).
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        matches!(
            self,
            Self::DOWNLOAD_FAILED
                | Self::UPDATE_FAILED_HAVE_DATA
                | Self::UPDATE_FAILED_NO_DATA
                | Self::UPDATE_SUCCESSFUL_HAVE_DATA
                | Self::UPDATE_SUCCESSFUL_NO_DATA
        )
    }
}

impl Default for State {
    fn default() -> Self {
        Self::IDLE
    }
}

/// What an operation has come to: the data of the alert (FUMO 1.0, 6.2.4). Numbers that there are not
/// survive.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a number")]
pub struct ResultCode(pub u16);

impl ResultCode {
    /// It is done.
    pub const SUCCESSFUL: Self = Self(200);
    /// The client has failed, or its user.
    pub const CLIENT_ERROR: Self = Self(400);
    /// The user does not want it.
    pub const USER_CANCELLED: Self = Self(401);
    /// The package is damaged.
    pub const CORRUPTED_PACKAGE: Self = Self(402);
    /// The package is for another device.
    pub const PACKAGE_MISMATCH: Self = Self(403);
    /// The signature of the package does not verify.
    pub const VALIDATION_FAILED: Self = Self(404);
    /// The package is not acceptable.
    pub const NOT_ACCEPTABLE: Self = Self(405);
    /// The server of the package does not let the device in.
    pub const DOWNLOAD_AUTHENTICATION: Self = Self(406);
    /// The server of the package does not answer.
    pub const DOWNLOAD_TIME_OUT: Self = Self(407);
    /// The device does not have the operation.
    pub const NOT_IMPLEMENTED: Self = Self(408);
    /// Something else.
    pub const UNDEFINED: Self = Self(409);
    /// The update has failed.
    pub const UPDATE_FAILED: Self = Self(410);
    /// The address of the package is none.
    pub const BAD_URL: Self = Self(411);
    /// The update has failed, or the server of the package.
    pub const SERVER_ERROR: Self = Self(500);
    /// No room for the package.
    pub const DOWNLOAD_OUT_OF_MEMORY: Self = Self(501);
    /// No room for the update.
    pub const UPDATE_OUT_OF_MEMORY: Self = Self(502);
    /// The network has failed.
    pub const NETWORK: Self = Self(503);

    /// What it means; nothing for a number that there is not.
    #[must_use]
    pub const fn meaning(self) -> Option<&'static str> {
        Some(match self.0 {
            200 => "successful",
            250..=299 => "successful, by the vendor",
            400 => "client error",
            401 => "user cancelled",
            402 => "corrupted package",
            403 => "package is for another device",
            404 => "package does not validate",
            405 => "package is not acceptable",
            406 => "authentication at download failed",
            407 => "download timed out",
            408 => "not implemented",
            409 => "undefined error",
            410 => "update failed in the device",
            411 => "bad URL",
            450..=499 => "client error, by the vendor",
            500 => "update failed",
            501 => "download failed: out of memory",
            502 => "update failed: out of memory",
            503 => "download failed: network",
            550..=599 => "download server error, by the vendor",
            _ => return None,
        })
    }

    /// Whether it is done.
    #[must_use]
    pub const fn is_success(self) -> bool {
        matches!(self.0, 200..=299)
    }
}
