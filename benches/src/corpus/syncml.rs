//! Device management messages (SyncML 1.2): elements and text, no attributes but `xmlns`.

use super::management_tree;
use super::markup::Markup;
use super::random::Random;

/// Package 1: credentials, Alert 1201 and `replaces` times the five leaves of DevInfo.
pub(super) fn package1(markup: &mut Markup, replaces: usize) {
    root(markup);
    open_header(markup, "1", SERVER, DEVICE);
    markup.open("Cred", &[]);
    meta(markup, "b64", "syncml:auth-md5");
    markup.leaf("Data", &[], "q3Rf9wYxZ0mC1tH7pLk2sA==");
    markup.close();
    markup.open("Meta", &[]);
    markup.leaf("MaxMsgSize", METINF, "16384");
    markup.leaf("MaxObjSize", METINF, "1048576");
    markup.close();
    markup.close();
    markup.open("SyncBody", &[]);
    markup.open("Alert", &[]);
    markup.leaf("CmdID", &[], "1");
    markup.leaf("Data", &[], "1201");
    markup.close();
    for replace in 0..replaces {
        markup.open("Replace", &[]);
        markup.leaf("CmdID", &[], &(2 + replace).to_string());
        for (leaf, value) in DEVICE_INFORMATION {
            markup.open("Item", &[]);
            locate(markup, "Source", &format!("./DevInfo/{leaf}"));
            meta(markup, "chr", "text/plain");
            markup.leaf("Data", &[], value);
            markup.close();
        }
        markup.close();
    }
    end(markup);
}

/// Package 3: Status of the header, `count` statuses and `count` results.
pub(super) fn package3(markup: &mut Markup, random: &mut Random, count: usize) {
    root(markup);
    open_header(markup, "2", SERVER, DEVICE);
    markup.close();
    markup.open("SyncBody", &[]);
    status(markup, 1, 0, "SyncHdr", DEVICE, "212");
    for command in 0..count {
        let code = random.pick(&["200", "200", "200", "404", "405"]);
        let target = format!("./DevDetail/Ext/{}", random.pick(LEAVES));
        status(markup, 2 + command, 3 + command, "Get", &target, code);
    }
    for command in 0..count {
        markup.open("Results", &[]);
        markup.leaf("CmdID", &[], &(2 + count + command).to_string());
        markup.leaf("MsgRef", &[], "1");
        markup.leaf("CmdRef", &[], &(3 + command).to_string());
        markup.open("Item", &[]);
        locate(markup, "Source", &format!("./DevDetail/Ext/{}", random.pick(LEAVES)));
        meta(markup, random.pick(&["chr", "int", "bool"]), "text/plain");
        markup.leaf("Data", &[], &random.hex(12));
        markup.close();
        markup.close();
    }
    end(markup);
}

/// A server message of `count` commands beside one another.
pub(super) fn flat(markup: &mut Markup, random: &mut Random, count: usize) {
    root(markup);
    open_header(markup, "1", DEVICE, SERVER);
    markup.close();
    markup.open("SyncBody", &[]);
    for command in 0..count {
        let number = 1 + 3 * command;
        match random.below(10) {
            0..4 => {
                let text = format!("value {}", random.hex(24));
                edit(markup, random, "Replace", number, &text);
            }
            4..7 => {
                let text = format!("{} & {}", random.hex(16), random.hex(12));
                edit(markup, random, "Add", number, &text);
            }
            7..9 => {
                let target = format!("{}?prop=ACL", place(random));
                act(markup, "Get", number, &target);
            }
            _ => {
                markup.open("Atomic", &[]);
                markup.leaf("CmdID", &[], &number.to_string());
                act(markup, "Exec", number + 1, &place(random));
                act(markup, "Delete", number + 2, &place(random));
                markup.close();
            }
        }
    }
    end(markup);
}

/// One Replace whose Data is a management tree of `count` subtrees.
pub(super) fn tree(markup: &mut Markup, random: &mut Random, count: usize) {
    replace_item(markup, "xml", "application/vnd.syncml.dmtnds+xml");
    markup.open("Data", &[]);
    management_tree::write(markup, random, count);
    markup.close();
    end_replace_item(markup);
}

/// One Replace whose Data is `length` characters of base64.
pub(super) fn object(markup: &mut Markup, random: &mut Random, length: usize) {
    replace_item(markup, "b64", "application/octet-stream");
    markup.leaf("Data", &[], &random.base64(length));
    end_replace_item(markup);
}

fn replace_item(markup: &mut Markup, format: &str, media_type: &str) {
    root(markup);
    open_header(markup, "1", DEVICE, SERVER);
    markup.close();
    markup.open("SyncBody", &[]);
    markup.open("Replace", &[]);
    markup.leaf("CmdID", &[], "2");
    markup.open("Item", &[]);
    locate(markup, "Target", "./Vendor/Store");
    meta(markup, format, media_type);
}

fn end_replace_item(markup: &mut Markup) {
    markup.close();
    markup.close();
    end(markup);
}

fn open_header(markup: &mut Markup, message: &str, target: &str, source: &str) {
    markup.open("SyncHdr", &[]);
    markup.leaf("VerDTD", &[], "1.2");
    markup.leaf("VerProto", &[], "DM/1.2");
    markup.leaf("SessionID", &[], "4A7");
    markup.leaf("MsgID", &[], message);
    locate(markup, "Target", target);
    locate(markup, "Source", source);
}

fn status(markup: &mut Markup, number: usize, about: usize, name: &str, target: &str, code: &str) {
    markup.open("Status", &[]);
    markup.leaf("CmdID", &[], &number.to_string());
    markup.leaf("MsgRef", &[], "1");
    markup.leaf("CmdRef", &[], &about.to_string());
    markup.leaf("Cmd", &[], name);
    markup.leaf("TargetRef", &[], target);
    markup.leaf("Data", &[], code);
    markup.close();
}

fn edit(markup: &mut Markup, random: &mut Random, name: &'static str, number: usize, text: &str) {
    markup.open(name, &[]);
    markup.leaf("CmdID", &[], &number.to_string());
    markup.open("Item", &[]);
    locate(markup, "Target", &place(random));
    meta(markup, random.pick(&["chr", "int", "b64"]), "text/plain");
    markup.leaf("Data", &[], text);
    markup.close();
    markup.close();
}

fn act(markup: &mut Markup, name: &'static str, number: usize, target: &str) {
    markup.open(name, &[]);
    markup.leaf("CmdID", &[], &number.to_string());
    markup.open("Item", &[]);
    locate(markup, "Target", target);
    markup.close();
    markup.close();
}

fn place(random: &mut Random) -> String {
    format!("./Vendor/{}/{}/{}", random.pick(LEAVES), random.below(1_000), random.pick(LEAVES))
}

fn locate(markup: &mut Markup, name: &'static str, uri: &str) {
    markup.open(name, &[]);
    markup.leaf("LocURI", &[], uri);
    markup.close();
}

fn meta(markup: &mut Markup, format: &str, media_type: &str) {
    markup.open("Meta", &[]);
    markup.leaf("Format", METINF, format);
    markup.leaf("Type", METINF, media_type);
    markup.close();
}

fn root(markup: &mut Markup) {
    markup.doctype(
        "SyncML",
        "-//SYNCML//DTD SyncML 1.2//EN",
        "http://www.openmobilealliance.org/tech/DTD/OMA-TS-SyncML_RepPro_DTD-V1_2.dtd",
    );
    markup.open("SyncML", &[("xmlns", "SYNCML:SYNCML1.2")]);
}

fn end(markup: &mut Markup) {
    markup.empty("Final", &[]);
    markup.close();
}

const METINF: &[(&str, &str)] = &[("xmlns", "syncml:metinf")];
const SERVER: &str = "https://dm.example.com/session";
const DEVICE: &str = "IMEI:490154203237518";
const DEVICE_INFORMATION: [(&str, &str); 5] = [
    ("DevId", "IMEI:490154203237518"),
    ("Man", "Example Devices"),
    ("Mod", "Model 7"),
    ("DmV", "1.2"),
    ("Lang", "en-US"),
];
const LEAVES: &[&str] = &["FwV", "SwV", "HwV", "OEM", "URI", "LrgObj", "DevTyp", "Bearer", "Name"];
