//! The words that values are made of: open, so that a word of tomorrow survives.

use core::fmt;

/// Makes a type for the words of one kind of value, with those that are registered as constants.
/// One expansion, shortened:
///
/// ```ignore
/// pub struct NapAuthType<'a>(&'a str);
/// impl NapAuthType<'_> {
///     /// `PAP`
///     pub const PAP: NapAuthType<'static> = NapAuthType("PAP");
///     pub const REGISTERED: &'static [NapAuthType<'static>] = &[Self::PAP, /* ... */];
/// }
/// impl<'a> NapAuthType<'a> { pub const fn new(word: &'a str) -> Self; pub const fn as_str(self) -> &'a str; }
/// ```
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($constant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name<'a>(&'a str);

        impl $name<'_> {
            $(
                #[doc = concat!("`", $word, "`")]
                pub const $constant: $name<'static> = $name($word);
            )*

            /// The registered words.
            pub const REGISTERED: &'static [$name<'static>] = &[$(Self::$constant,)*];

            /// Whether it is a registered word.
            #[must_use]
            pub fn is_registered(self) -> bool {
                Self::REGISTERED.iter().any(|own| own.0 == self.0)
            }
        }

        impl<'a> $name<'a> {
            /// Any word.
            #[must_use]
            pub const fn new(word: &'a str) -> Self {
                Self(word)
            }

            /// The word.
            #[must_use]
            pub const fn as_str(self) -> &'a str {
                self.0
            }
        }

        impl fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.0)
            }
        }

        impl fmt::Display for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.0)
            }
        }
    };
}

words! {
    /// What carries the data of an access point.
    Bearer {
        GSM_USSD = "GSM-USSD",
        GSM_SMS = "GSM-SMS",
        ANSI_136_GUTS = "ANSI-136-GUTS",
        IS_95_CDMA_SMS = "IS-95-CDMA-SMS",
        IS_95_CDMA_CSD = "IS-95-CDMA-CSD",
        IS_95_CDMA_PACKET = "IS-95-CDMA-PACKET",
        ANSI_136_CSD = "ANSI-136-CSD",
        ANSI_136_GPRS = "ANSI-136-GPRS",
        GSM_CSD = "GSM-CSD",
        GSM_GPRS = "GSM-GPRS",
        AMPS_CDPD = "AMPS-CDPD",
        PDC_CSD = "PDC-CSD",
        PDC_PACKET = "PDC-PACKET",
        IDEN_SMS = "IDEN-SMS",
        IDEN_CSD = "IDEN-CSD",
        IDEN_PACKET = "IDEN-PACKET",
        FLEX_REFLEX = "FLEX/REFLEX",
        PHS_SMS = "PHS-SMS",
        PHS_CSD = "PHS-CSD",
        TETRA_SDS = "TETRA-SDS",
        TETRA_PACKET = "TETRA-PACKET",
        ANSI_136_GHOST = "ANSI-136-GHOST",
        MOBITEX_MPAK = "MOBITEX-MPAK",
        CDMA2000_1X_SIMPLE_IP = "CDMA2000-1X-SIMPLE-IP",
        CDMA2000_1X_MOBILE_IP = "CDMA2000-1X-MOBILE-IP",
    }
}

impl Bearer<'_> {
    /// `WLAN`, which S60 and Kannel have and the registered tables lack.
    pub const WLAN: Bearer<'static> = Bearer("WLAN");
}

words! {
    /// What an address is.
    AddressType {
        IPV4 = "IPV4",
        IPV6 = "IPV6",
        E164 = "E164",
        ALPHA = "ALPHA",
        APN = "APN",
        SCODE = "SCODE",
        TETRA_ITSI = "TETRA-ITSI",
        MAN = "MAN",
    }
}

words! {
    /// How a circuit is made.
    CallType {
        ANALOG_MODEM = "ANALOG-MODEM",
        V_120 = "V.120",
        V_110 = "V.110",
        X_31 = "X.31",
        BIT_TRANSPARENT = "BIT-TRANSPARENT",
        DIRECT_ASYNCHRONOUS_DATA_SERVICE = "DIRECT-ASYNCHRONOUS-DATA-SERVICE",
    }
}

words! {
    /// How one authenticates at an access point.
    NapAuthType {
        PAP = "PAP",
        CHAP = "CHAP",
        MD5 = "MD5",
    }
}

words! {
    /// Whom one authenticates to with Mobile IP.
    AuthEntity {
        AAA = "AAA",
        HA = "HA",
    }
}

words! {
    /// How one authenticates at a proxy.
    ProxyAuthType {
        HTTP_BASIC = "HTTP-BASIC",
        HTTP_DIGEST = "HTTP-DIGEST",
        WTLS_SS = "WTLS-SS",
    }
}

words! {
    /// What a port is for. At addresses of applications also names and numbers of IANA.
    Service {
        CL_WSP = "CL-WSP",
        CO_WSP = "CO-WSP",
        CL_SEC_WSP = "CL-SEC-WSP",
        CO_SEC_WSP = "CO-SEC-WSP",
        CL_SEC_WTA = "CL-SEC-WTA",
        CO_SEC_WTA = "CO-SEC-WTA",
        OTA_HTTP_TO = "OTA-HTTP-TO",
        OTA_HTTP_TLS_TO = "OTA-HTTP-TLS-TO",
        OTA_HTTP_PO = "OTA-HTTP-PO",
        OTA_HTTP_TLS_PO = "OTA-HTTP-TLS-PO",
    }
}

words! {
    /// At what level an application authenticates, and who to whom: for OMA DM `APPSRV` is the
    /// client to the server, and `CLIENT` the server to the client.
    AppAuthLevel {
        APPSRV = "APPSRV",
        CLIENT = "CLIENT",
        OBEX = "OBEX",
    }
}

words! {
    /// How an application authenticates; mail has words of its own.
    AppAuthType {
        HTTP_BASIC = "HTTP-BASIC",
        HTTP_DIGEST = "HTTP-DIGEST",
        BASIC = "BASIC",
        DIGEST = "DIGEST",
    }
}

words! {
    /// What kind of WLAN it is.
    WlanMode {
        INFRASTRUCTURE = "INFRASTRUCTURE",
        ADHOC = "ADHOC",
    }
}

words! {
    /// How a WLAN is secured.
    WlanSecurity {
        OPEN = "OPEN",
        WEP = "WEP",
        IEEE_8021X = "8021X",
        WPA = "WPA",
        WPA_PRESHARED_KEY = "WPA-PRESHARED-KEY",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_open() {
        assert_eq!(Bearer::new("GSM-GPRS"), Bearer::GSM_GPRS);
        assert!(Bearer::GSM_GPRS.is_registered());
        assert!(!Bearer::new("LTE").is_registered());
        assert_eq!(Bearer::new("LTE").as_str(), "LTE");
        assert!(matches!(Bearer::new("PHS-SMS"), Bearer::PHS_SMS));
    }

    #[test]
    fn registered_words_have_tokens() {
        let text = |word: &str| {
            let pages = crate::Dialect::Core11.vocabulary().value_pages();
            pages.iter().flat_map(|page| page.rows()).any(|(_, text)| *text == word)
        };
        let words =
            [Bearer::REGISTERED.iter().map(|word| word.as_str()).collect::<alloc::vec::Vec<_>>()];
        assert!(words.iter().flatten().all(|word| text(word)));
        assert!(AddressType::REGISTERED.iter().all(|word| text(word.as_str())));
        assert!(CallType::REGISTERED.iter().all(|word| text(word.as_str())));
        assert!(NapAuthType::REGISTERED.iter().all(|word| text(word.as_str())));
        assert!(ProxyAuthType::REGISTERED.iter().all(|word| text(word.as_str())));
        assert!(Service::REGISTERED.iter().all(|word| text(word.as_str())));
        assert!(AuthEntity::REGISTERED.iter().all(|word| text(word.as_str())));
    }
}
