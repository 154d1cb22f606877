//! The attributes of WML in which variables may stand: those of type vdata, or of a type made of it (HREF,
//! ContentType), in the document type definitions of 1.0 and 1.2. In others (`id`, `format`, ...) a dollar
//! sign is a dollar sign.

/// Of WML 1.0, in its lower-case names.
#[cfg(feature = "wml")]
pub(super) const OF_WML_1_0: &[(&str, &str)] = &[
    ("", "alt"),
    ("", "default"),
    ("", "idefault"),
    ("", "label"),
    ("", "localsrc"),
    ("", "onclick"),
    ("", "onenterbackward"),
    ("", "onenterforward"),
    ("", "ontimer"),
    ("", "postdata"),
    ("", "src"),
    ("", "title"),
    ("", "url"),
    ("", "value"),
    ("var", "name"),
];

/// Of WML 1.1 to 1.3, of which 1.1 lacks two, and of WTA-WML.
pub(super) const OF_WML: &[(&str, &str)] = &[
    ("", "accesskey"),
    ("", "alt"),
    ("", "enctype"),
    ("", "href"),
    ("", "ivalue"),
    ("", "label"),
    ("", "localsrc"),
    ("", "onenterbackward"),
    ("", "onenterforward"),
    ("", "onpick"),
    ("", "ontimer"),
    ("", "src"),
    ("", "title"),
    ("", "value"),
    ("postfield", "name"),
    ("setvar", "name"),
];
