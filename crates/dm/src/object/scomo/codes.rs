//! The numbers of SCOMO, as clients have them. Those that there are not survive.

/// How far a download is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a number")]
pub struct DownloadStatus(pub u16);

impl DownloadStatus {
    /// Nothing is going on.
    pub const IDLE: Self = Self(10);
    /// The download has failed.
    pub const DOWNLOAD_FAILED: Self = Self(20);
    /// The download is going on.
    pub const DOWNLOAD_PROGRESSING: Self = Self(30);
    /// The package is there.
    pub const DOWNLOAD_COMPLETE: Self = Self(40);
    /// The installation is going on.
    pub const INSTALL_PROGRESSING: Self = Self(50);
    /// The installation has failed, and the package is there.
    pub const INSTALL_FAILED_HAVE_DATA: Self = Self(60);
    /// The installation has failed, and the package is gone.
    pub const INSTALL_FAILED_NO_DATA: Self = Self(70);
}

impl Default for DownloadStatus {
    fn default() -> Self {
        Self::IDLE
    }
}

/// What goes on with a package.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a number")]
pub struct DeliveredStatus(pub u16);

impl DeliveredStatus {
    /// Nothing is going on.
    pub const IDLE: Self = Self(10);
    /// It could not be removed.
    pub const REMOVE_FAILED: Self = Self(20);
    /// It is being removed.
    pub const REMOVE_PROGRESSING: Self = Self(30);
    /// It is being installed.
    pub const INSTALL_PROGRESSING: Self = Self(40);
    /// It could not be installed, and is there.
    pub const INSTALL_FAILED_HAVE_DATA: Self = Self(50);
    /// It could not be installed, and is gone.
    pub const INSTALL_FAILED_NO_DATA: Self = Self(60);
}

impl Default for DeliveredStatus {
    fn default() -> Self {
        Self::IDLE
    }
}

/// What a package is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a number")]
pub struct DeliveredState(pub u16);

impl DeliveredState {
    /// It is on the device.
    pub const DELIVERED: Self = Self(10);
    /// It is installed.
    pub const INSTALLED: Self = Self(20);
}

impl Default for DeliveredState {
    fn default() -> Self {
        Self::DELIVERED
    }
}

/// What goes on with a component.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a number")]
pub struct DeployedStatus(pub u16);

impl DeployedStatus {
    /// Nothing is going on.
    pub const IDLE: Self = Self(10);
    /// It could not be removed.
    pub const REMOVE_FAILED: Self = Self(20);
    /// It is being removed.
    pub const REMOVE_PROGRESSING: Self = Self(30);
    /// It could not be activated.
    pub const ACTIVATE_FAILED: Self = Self(40);
    /// It is being activated.
    pub const ACTIVATE_PROGRESSING: Self = Self(50);
    /// It could not be deactivated.
    pub const DEACTIVATE_FAILED: Self = Self(60);
    /// It is being deactivated.
    pub const DEACTIVATE_PROGRESSING: Self = Self(70);
}

impl Default for DeployedStatus {
    fn default() -> Self {
        Self::IDLE
    }
}

/// What a component is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a number")]
pub struct DeployedState(pub u16);

impl DeployedState {
    /// It does not run.
    pub const INACTIVE: Self = Self(10);
    /// It runs, or can.
    pub const ACTIVE: Self = Self(20);
}

impl Default for DeployedState {
    fn default() -> Self {
        Self::INACTIVE
    }
}
