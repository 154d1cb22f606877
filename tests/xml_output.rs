//! What the XML writer makes of WBXML, event by event: the vectors, and libwbxml's own output.

use std::{fs, path::Path};

use provost::wbxml::{Error, ReadOptions, Reader, Vocabulary, copy, vocabulary, xml};
use provost_tests::data;
use serde_json::Value;

#[test]
fn t() {
    let Some(path) = data::shared("vectors/wbxml.json") else { return };
    let vectors: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    for v in vectors["vectors"].as_array().unwrap() {
        let name = v["name"].as_str().unwrap();
        let lang = v["language"].as_str().unwrap();
        let voc = match lang {
            "syncml" => None,
            l => vocabulary::by_id(l),
        };
        let hex = v["hex"].as_str().unwrap();
        let bytes: Vec<u8> = (0..hex.len() / 2)
            .map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap())
            .collect();
        if lang == "custom" {
            continue;
        }
        let r = match voc {
            Some(v) => Reader::with_options(&bytes, v, ReadOptions::new()),
            None => Reader::detect(&bytes, None, ReadOptions::new()),
        };
        let out = r.and_then(|mut r| {
            let voc = provost::wbxml::ReadEvents::vocabulary(&r);
            let mut w = xml::Writer::with_options(
                voc,
                xml::WriteOptions::new().with_prolog(xml::Prolog::None),
            );
            copy(&mut r, &mut w)?;
            w.finish()
        });
        let ex = v["expected_xml"].as_str();
        match (&out, ex) {
            (Ok(o), Some(e)) if o == e => println!("OK {name}"),
            _ => println!("DIFF {name} {} {}\n  {:?}\n  {:?}", lang, v["expect"], out, ex),
        }
    }
    let Some(path) = data::shared("corpus") else { return };
    let (mut n, mut ok) = (0, 0);
    for dir in fs::read_dir(path).unwrap() {
        let dir = dir.unwrap().path();
        if !dir.is_dir() {
            continue;
        }
        let mut files: Vec<_> = fs::read_dir(&dir)
            .unwrap()
            .map(|f| f.unwrap().path())
            .filter(|p| p.extension().is_some_and(|e| e == "wbxml"))
            .collect();
        files.sort();
        for f in files {
            let back = f.with_extension("back.xml");
            let Ok(back) = fs::read_to_string(&back) else {
                println!("noback {}", f.display());
                continue;
            };
            let bytes = fs::read(&f).unwrap();
            let hint = if dir.ends_with("ota") { Some("ota70") } else { None };
            let out = Reader::detect(&bytes, hint, ReadOptions::new()).and_then(|mut r| {
                let voc = provost::wbxml::ReadEvents::vocabulary(&r);
                let mut w = xml::Writer::with_options(voc, xml::WriteOptions::new());
                copy(&mut r, &mut w)?;
                w.finish()
            });
            n += 1;
            match out {
                Ok(o) if o.trim_end() == back.trim_end() => ok += 1,
                Ok(o) => {
                    let at = o.bytes().zip(back.bytes()).take_while(|(a, b)| a == b).count();
                    println!(
                        "CDIFF {}\n   {:?}\n   {:?}",
                        f.display(),
                        o.get(at.saturating_sub(30)..(at + 60).min(o.len())),
                        back.get(at.saturating_sub(30)..(at + 60).min(back.len()))
                    )
                }
                Err(e) => println!("CERR {} {e}", f.display()),
            }
        }
    }
    println!("{ok} of {n}");
}
