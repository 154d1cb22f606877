use alloc::string::String;

use super::*;

fn kinds(body: &str) -> Vec<(ViolationKind, String, usize)> {
    let doctype = "<!DOCTYPE pap PUBLIC \"-//WAPFORUM//DTD PAP 2.0//EN\" \"x\">";
    let found = check(alloc::format!("{doctype}{body}").as_bytes()).unwrap();
    found.into_iter().map(|v| (v.kind, v.name, v.offset.saturating_sub(doctype.len()))).collect()
}

/// Rows of a body, and what is wrong with it: kind, name and offset behind the DOCTYPE.
#[test]
fn rules() {
    use ViolationKind as V;
    let address = "<address address-value='a'/>";
    for (body, expected) in [
        ("<pap/>", &[(V::MissingElement, "pap", 0)][..]),
        ("<x/>", &[(V::Root, "x", 0)]),
        (
            "<pap><x><y z=''/>t</x></pap>",
            &[(V::UnknownElement, "x", 5), (V::MissingElement, "pap", 0)],
        ),
        ("<pap a=''><cancel-message push-id=''/></pap>", &[(V::UnknownAttribute, "a", 5)]),
        (
            "<pap><cancel-message push-id='a'/><cancel-message/></pap>",
            &[(V::RepeatedElement, "cancel-message", 34), (V::MissingAttribute, "push-id", 34)],
        ),
        (
            "<pap>\n <cancel-message>\n</cancel-message></pap>",
            &[(V::MissingAttribute, "push-id", 7)],
        ),
        (
            "<pap>t<cancel-message push-id='a'>u</cancel-message></pap>",
            &[(V::Text, "pap", 5), (V::Text, "cancel-message", 34)],
        ),
        (
            "<pap><push-message push-id='a' progress-notes-requested='yes'>ADDRESS<quality-of-service priority='HIGH'/></push-message></pap>",
            &[(V::Word, "progress-notes-requested", 31), (V::Word, "priority", 110)],
        ),
        (
            "<pap><push-message push-id='a' deliver-before-timestamp='2001-01-01'>ADDRESS</push-message></pap>",
            &[(V::Time, "deliver-before-timestamp", 31)],
        ),
        (
            "<pap><push-message push-id='a' deliver-after-timestamp='1900-02-29T00:00:00Z' deliver-before-timestamp='2028-02-29T00:00:00Z'>ADDRESS</push-message></pap>",
            &[(V::Time, "deliver-after-timestamp", 31)],
        ),
        (
            "<pap><push-message push-id='a'><quality-of-service/>ADDRESS<quality-of-service/></push-message></pap>",
            &[(V::ElementOrder, "address", 52), (V::RepeatedElement, "quality-of-service", 80)],
        ),
        (
            "<pap><push-response push-id='a'><response-result code='1000'/></push-response></pap>",
            &[(V::CodePlace, "code", 49)],
        ),
        ("<pap><badmessage-response code='2'/></pap>", &[(V::Code, "code", 26)]),
        ("<pap><badmessage-response code='22000'/></pap>", &[(V::Code, "code", 26)]),
        (
            "<?wap-pap-ver supported-versions='2.0'?><pap><cancel-message push-id='a'/></pap>",
            &[(V::InstructionPlace, "", 0)],
        ),
        (
            "<?wap-pap-ver x?><pap><cancel-message push-id='a'/></pap>",
            &[(V::InstructionPlace, "", 0), (V::VersionList, "", 0)],
        ),
        (
            "<pap><address><address/></address></pap>",
            &[(V::UnknownElement, "address", 5), (V::MissingElement, "pap", 0)],
        ),
    ] {
        let expected: Vec<_> =
            expected.iter().map(|(kind, name, at)| (*kind, String::from(*name), *at)).collect();
        assert_eq!(kinds(&body.replace("ADDRESS", address)), expected, "{body}");
    }
}

#[test]
fn later_attributes() {
    let push = |version: &str| {
        alloc::format!(
            "<!DOCTYPE pap PUBLIC '-//WAPFORUM//DTD PAP {version}//EN'><pap><push-message push-id='a' \
             replace-push-id='b' replace-method='all'><address address-value='a'/></push-message></pap>"
        )
    };
    assert_eq!(check(push("2.0").as_bytes()), Ok(Vec::new()));
    let found = check(push("1.0").as_bytes()).unwrap();
    assert!(found.iter().all(|violation| violation.kind == ViolationKind::LaterAttribute));
    assert_eq!(found.len(), 2);
}

#[test]
fn the_list_is_bounded() {
    let many =
        |count| check(alloc::format!("<pap>{}</pap>", "<x/>".repeat(count)).as_bytes()).unwrap();
    // The DOCTYPE and the operation are missing besides.
    assert_eq!(many(MOST - 3).len(), MOST - 1);
    for count in [MOST - 2, MOST - 1, 5 * MOST] {
        let found = many(count);
        assert_eq!(found.len(), MOST);
        assert_eq!(found.last().unwrap().kind, ViolationKind::More);
    }
    let name = "\u{e9}".repeat(60);
    let found = check(alloc::format!("<pap><{name}/></pap>").as_bytes()).unwrap();
    assert_eq!(found[1].name, "\u{e9}".repeat(32));
}
