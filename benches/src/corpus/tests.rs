use std::env;
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};

use super::{Document, Hostile, HostileXml};

#[test]
fn documents_are_pinned() {
    let found: Vec<_> = Document::ALL
        .into_iter()
        .flat_map(|document| {
            let (compact, indented) = (document.xml(), document.indented_xml());
            [
                (document.id().to_owned(), compact.len(), sha256(compact.as_bytes())),
                (
                    format!("{} indented", document.id()),
                    indented.len(),
                    sha256(indented.as_bytes()),
                ),
            ]
        })
        .collect();
    compare(&found, DOCUMENTS);
}

#[test]
fn hostile_documents_are_pinned() {
    let wbxml = Hostile::ALL.map(|family| (family.id(), family.wbxml(family.size())));
    let xml = HostileXml::ALL.map(|family| (family.id(), family.xml(family.size()).into_bytes()));
    let found: Vec<_> = wbxml
        .into_iter()
        .chain(xml)
        .map(|(id, octets)| (id.to_owned(), octets.len(), sha256(&octets)))
        .collect();
    compare(&found, HOSTILE);
}

#[test]
fn twice_the_size_is_twice_the_document() {
    let ratio = |small: usize, large: usize| large as f64 / small as f64;
    for document in [Document::Cp64k, Document::Sml1m, Document::SmlPkg3] {
        let length = |size| document.sized_xml(size).len();
        let ratio = ratio(length(100), length(200));
        assert!((1.8..2.2).contains(&ratio), "{}: {ratio}", document.id());
    }
    for family in Hostile::ALL {
        let length = |size| family.wbxml(size).len();
        let ratio = ratio(length(2_000), length(4_000));
        assert!((1.8..2.4).contains(&ratio), "{}: {ratio}", family.id());
    }
    for family in HostileXml::ALL {
        let length = |size| family.xml(size).len();
        let ratio = ratio(length(2_000), length(4_000));
        assert!((1.8..2.4).contains(&ratio), "{}: {ratio}", family.id());
    }
}

#[test]
fn libwbxml_takes_every_document() {
    if Command::new("xml2wbxml").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        let required = env::var_os("PROVOST_REQUIRE").is_some_and(|require| require == "1");
        assert!(!required, "xml2wbxml is not installed");
        eprintln!("skipped: xml2wbxml (Debian: libwbxml2-utils) is not installed");
        return;
    }
    let folder = env::temp_dir().join(format!("provost-benches-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (input, output) = (folder.join("document.xml"), folder.join("document.wbxml"));
    for document in Document::ALL {
        for xml in [document.xml(), document.indented_xml()] {
            std::fs::write(&input, &xml).unwrap();
            // -n: with a string table the large ones would take minutes.
            let status = Command::new("xml2wbxml")
                .args(["-n", "-o"])
                .args([&output, &input])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .unwrap();
            assert!(status.success(), "{}", document.id());
            // The tool reports some failures by an empty file only.
            let length = std::fs::metadata(&output).unwrap().len();
            assert!(length > xml.len() as u64 / 10, "{}: {length} octets", document.id());
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

fn sha256(octets: &[u8]) -> String {
    Sha256::digest(octets).iter().map(|octet| format!("{octet:02x}")).collect()
}

/// Prints all that was found, in the form of the tables below, when any of it differs.
fn compare(found: &[(String, usize, String)], expected: &[(&str, usize, &str)]) {
    let equal = found.len() == expected.len()
        && found
            .iter()
            .zip(expected)
            .all(|(found, expected)| (found.0.as_str(), found.1, found.2.as_str()) == *expected);
    let rows: Vec<_> = found.iter().map(|row| format!("    {row:?},\n")).collect();
    assert!(equal, "the corpus has changed:\n{}", rows.concat());
}

const DOCUMENTS: &[(&str, usize, &str)] = &[
    ("cp_boot", 1_254, "ce046d34bc69e9f26d4ef4711a820a3686341e53be822086e92350e6ea131ee7"),
    ("cp_boot indented", 1_411, "e7daaa6de3cb152a8dbbc3796a712c2f7b9fb94131772157aceea5b1eb504081"),
    ("cp_4k", 15_275, "83a1f285bc6c2add7a5f321ca553583f6c4af12bb95e85a5219b1fb4190f93f2"),
    ("cp_4k indented", 17_738, "6da2d5648c65a88563bad8bb1d2155201257d96f806be0e22323fa285c8e386c"),
    ("cp_64k", 161_530, "ac7c1aae0741ecd486302802c6821b5c411375369e10a8722e1ef0b6ce011919"),
    (
        "cp_64k indented",
        187_773,
        "003ea01b43a3193105c4bbb3babaeac80695172ba43559abeb6d071024be4cf8",
    ),
    ("sml_pkg1", 1_728, "cdbbb434fb768b5d86fc85721a785902c635a3133cbbbfabb59c9cc1ba8be799"),
    (
        "sml_pkg1 indented",
        2_376,
        "86afee1d4f85d8420f05479ec0d3145d15211a210e8b5430415351c624ac8df8",
    ),
    ("sml_pkg3", 3_844, "b689e905bcc1ac2012c426714264065d71e8517ad913d23ecf17019c38ca83e0"),
    (
        "sml_pkg3 indented",
        5_370,
        "017ff4060677bd59624e528c9bf8ae1ddead9a6ff189960cfeb49e61fb2f334b",
    ),
    ("sml_1m", 2_433_811, "160dff8f0e62e650cb1a6bb13342d5cdf61755d4554b5309b48c002dd232436c"),
    (
        "sml_1m indented",
        3_591_284,
        "9c2377cfc86b9d34fab4437cb83af36e5fb76d98b578182e4d84d4aff0a7b227",
    ),
    ("tnds_1m", 2_742_288, "46ec1acc95313643bd068998438b5c58491d7d5b01bfd8684a9eac6233c2366e"),
    (
        "tnds_1m indented",
        7_015_338,
        "990cc61d56e6a0a8a66c07d1c497964316e1bd08ff5666b4ae78b397539fcdbf",
    ),
    ("lrg_1m", 1_049_252, "f87ca6bfc93cd079603f95e9b7a19c85974bbfac313a37d992114759e4cda9c6"),
    (
        "lrg_1m indented",
        1_049_435,
        "5c8c1127316272719e563a926b33dcbe4cb8381a13230af08435eec3f810d5a6",
    ),
];
const HOSTILE: &[(&str, usize, &str)] = &[
    ("string_table", 245_438, "07b45b99b40792827f179f00631756cf21736ec22df2717cd49e267b759d1609"),
    ("long_string", 100_010, "4eef4543746c457e13b3fb64492889fe473c662cc9ef10c102b99af42e6447b2"),
    ("page_switches", 60_007, "ec98fb926155ab1fb1e71799eaa7e8c5f206f58b3ddc145d58978ef3852d55e3"),
    ("nesting", 131_077, "db14766a9363296dbd2bff8eab3f7d3d32340a9d04c76fec4915435a7bf4ff7b"),
    ("siblings", 1_000_007, "ff97b5003064c04fca1c906ec077d776a7027b45f5805a6e23fe2c342d4f4c3a"),
    (
        "opaque_past_end",
        1_000_013,
        "8b3e21e835f6c7aca26c1e8dbdd2e7d875d9ba180bdebf08a4bc51bf1248cdb1",
    ),
    ("long_integers", 250_023, "391d93cc614b54581ffa40641c6c91d7b409727f02ac2a3b0bc6f48172ecf47a"),
    ("entities", 30_009, "07f3866317c4b66a2fdfde735a8ffacdd3ffe38b57458cd662eb7d65c24dacb4"),
    (
        "nested_documents",
        65_575,
        "7b412440b083ec0ba3cc99e23b51a64fda1a7748a4081b5c01fbfa6a0ee670ae",
    ),
    ("utf_16", 550_008, "b09a7154b8aa1bf382869f3372bed58689934e294108cee4dfe4db7693f3ca1a"),
    ("latin_1", 230_007, "70edbf187c195e26b1fea77a161d44c07adcc338eebb00e5843ab1f363c172fa"),
    ("attributes", 125_948, "77cc2ede344acfa48610cd44efdb1fb1b179423ab118e9f7785de2b2f049048f"),
    ("xml_nesting", 170_177, "a249b467ba907b13f429db5a8058b8c2d763effdbb9123aff3d10ddb5b61607a"),
    ("xml_siblings", 80_177, "f5298563ef96a0ef7e48c42e53a7a16e47b6e77fd0f00a476a19d7f5e1ed2fb5"),
    ("xml_attributes", 99_020, "83e88923aef00245f0d5f278c68bfe54d2193226ba53ee0c037ea1e137f5eada"),
    ("xml_references", 60_190, "7e7f11695f5113024de49039b79a01a6649c193de7e5965eaf8d8ae26c5e2e87"),
];
