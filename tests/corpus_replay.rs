//! The inputs of the fuzz targets through their bodies: the seeds, the documents of the shared
//! data folder with those that crash libwbxml, and others that break it, by construction.

#![allow(
    clippy::expect_used,
    clippy::std_instead_of_alloc,
    reason = "tests have the standard library, and their helpers may fail"
)]

use std::{fs, path::Path};

use provost_tests::{fuzz, vectors};

#[test]
fn seeds() {
    for (target, body) in fuzz::targets() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds").join(target);
        let mut count = 0;
        for file in fs::read_dir(folder).expect("a folder for each target").flatten() {
            body(&fs::read(file.path()).expect("a seed"));
            count += 1;
        }
        assert!(count >= 10, "{target}: {count} seeds");
    }
}

#[test]
fn documents() {
    for document in vectors::corpus() {
        run(&document.octets);
    }
    for vector in vectors::all() {
        run(&vector.octets);
        fuzz::wbxml::xml_read(vector.expected_xml.as_deref().unwrap_or("").as_bytes());
    }
}

#[test]
fn what_crashes_libwbxml() {
    let inputs = vectors::crashers();
    inputs.iter().for_each(|input| run(&input.octets));
    assert!(inputs.is_empty() || inputs.len() == 3);
}

/// Nesting that overflows a stack, and siblings that take it minutes.
#[test]
fn what_breaks_libwbxml() {
    let header = [0x03, 0x0B, 0x6A, 0x00];
    let nested = [&header[..], &[0x46; 40_000], &[0x01; 40_000]].concat();
    let siblings = [&header[..], &[0x45], &[0x06; 100_000], &[0x01]].concat();
    run(&nested);
    run(&siblings);
    let open = "<characteristic>".repeat(40_000);
    let close = "</characteristic>".repeat(40_000);
    fuzz::wbxml::xml_read(format!("{open}{close}").as_bytes());
    fuzz::wbxml::xml_read(open.as_bytes());
    let napdef = |at| {
        format!(
            "<characteristic type=\"NAPDEF\"><parm name=\"NAPID\" value=\"nap{at}\"/>\
             <parm name=\"BEARER\" value=\"GSM-GPRS\"/></characteristic>"
        )
    };
    let napdefs: String = (0..4_000).map(napdef).collect();
    fuzz::wbxml::xml_read(
        format!("<wap-provisioningdoc>{napdefs}</wap-provisioningdoc>").as_bytes(),
    );
}

/// Text that it lets through, or makes into something else.
#[test]
fn what_libwbxml_gets_wrong() {
    for hex in [
        "03 0b 04 00 c5 46 01 c6 55 01 87 11 06 03 e9 00 01 01 01",
        "03 0b 6a 00 c5 46 01 c6 55 01 87 11 06 02 9000 01 01 01",
        "03 0b 6a 00 c5 46 01 c6 55 01 87 11 06 02 87ec00 01 01 01",
        "03 0b 6a 00 c5 46 01 c6 55 01 87 11 06 02 83b000 01 01 01",
        "03 0b 6a 00 c5 46 01 c6 55 01 87 11 06 02 c48000 01 01 01",
        "03 0b 6a 00 c5 46 01 c6 55 01 87 11 06 03 fffe 00 01 01 01",
        "03 0b 6a 00 c5 46 01 c6 55 01 87 11 06 03 0102 00 01 01 01",
        "03 0b 6a 9080808000 45 01",
        "03 0b 6a 00 45 01 00",
        "05 0b 6a 00 45 01",
        "03 0b 6a 00 c5 46 46 01 01",
        "03 0b 6a 00 7e 01",
        "03 0b 6a 00 45 83 00 01",
        "03 0b 6a 00 43 05 01 45 01",
        "02 a401 6a 00 6d 6b 45 54 4f c3 0e 5d5d3e3c457865632f3e3c215b43 01 01 01 01 01",
    ] {
        run(&vectors::unhex(hex));
    }
    fuzz::wbxml::xml_read(
        b"<SyncML><SyncBody><Replace><Item><Data>a\nb</Data></Item></Replace></SyncBody></SyncML>",
    );
}

fn run(input: &[u8]) {
    fuzz::readers().for_each(|(_, body)| body(input));
}
