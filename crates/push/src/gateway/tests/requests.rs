//! Requests as a whole, what goes on to the client, and what is bounded.

use super::*;

fn bad(document: Document) -> (StatusCode, BadMessage) {
    match document.message {
        Message::BadMessage(bad) => (*bad.code.known().unwrap(), bad),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_not_understood_is_answered() {
    let mut gateway = gateway();
    let xml = "application/xml";
    for (content_type, body) in [
        ("", ""),
        ("text/plain", "x"),
        (xml, ""),
        (xml, "\0\u{1}"),
        (xml, "<pap/>"),
        (xml, "<pap><push-message push-id='a'/></pap>"),
        (xml, "<pap><push-message push-id='a'><address address-value='b'/></push-message></pap>"),
        (
            xml,
            "<pap><push-response push-id='a'><response-result code='1001'/></push-response></pap>",
        ),
        (xml, "<!DOCTYPE pap [<!ENTITY a 'b'>]><pap>&a;</pap>"),
        ("multipart/mixed; boundary=b", "--b\r\n\r\n\r\n--b--"),
        ("multipart/related; boundary=b", "--b\r\n\r\n\r\n--b--"),
        (
            "multipart/related; boundary=b; start=x",
            "--b\r\nContent-Type: application/xml\r\n\r\n<pap/>\r\n--b--",
        ),
    ] {
        let document = request_as(
            &mut gateway,
            "pi",
            content_type,
            Bytes::from_static(body.as_bytes()),
            at(0),
        );
        assert_eq!(bad(document).0, StatusCode::BAD_REQUEST, "{content_type} {body}");
    }
    assert!(gateway.is_empty());
    let long = Bytes::from(vec![b'x'; gateway.config.limits.request + 1]);
    assert_eq!(bad(request_as(&mut gateway, "pi", xml, long, at(0))).0, StatusCode::BAD_REQUEST);
    let text = alloc::format!("<pap>\u{1}{}</pap>", "\u{e9}".repeat(2000));
    let fragment = bad(request_as(&mut gateway, "pi", xml, text.into(), at(0))).1.fragment.unwrap();
    assert!(
        fragment.starts_with("<pap>\u{FFFD}\u{e9}") && fragment.len() < 1100,
        "{}",
        fragment.len()
    );
}

#[test]
fn versions_of_answers() {
    let mut gateway = gateway();
    let mut ask = |prolog: &str| {
        let body = alloc::format!("{prolog}<pap><cancel-message push-id='a'/></pap>");
        let document = request_as(&mut gateway, "pi", "application/xml", body.into(), at(0));
        let name = document.message.name().to_string();
        (document.version().unwrap(), document.supported.is_some(), name)
    };
    let doctype = |version: &str, subset: &str| {
        alloc::format!("<!DOCTYPE pap PUBLIC '-//WAPFORUM//DTD PAP {version}//EN' 'x' {subset}>")
    };
    let instruction = "[<?wap-pap-ver supported-versions=\"3.0,2.*,1.*\"?>]";
    let cancelled = "cancel-response".to_string();
    let refused = "badmessage-response".to_string();
    assert_eq!(ask(""), (Version::V1_0, false, cancelled.clone()));
    assert_eq!(ask(&doctype("1.0", "")), (Version::V1_0, false, cancelled.clone()));
    assert_eq!(ask(&doctype("1.0", instruction)), (Version::V1_0, true, cancelled.clone()));
    assert_eq!(ask(&doctype("2.1", "")), (Version::V2_1, true, cancelled));
    assert_eq!(ask(&doctype("3.0", instruction)), (Version::V2_2, true, refused.clone()));
    assert_eq!(ask(&doctype("3.0", "")), (Version::V1_0, true, refused));
}

#[test]
fn notifications_have_the_version_of_the_submission() {
    let mut gateway = gateway();
    let document = Document::new(Version::V1_0, Message::Push(push("1", ANN)));
    let post = Post { content: Some(content()), ..Post::new(document) };
    assert!(matches!(ask(&mut gateway, &post, at(0)), Message::PushResponse(_)));
    let [delivery] = deliveries(&mut gateway, at(0)).try_into().unwrap();
    gateway.handle(Input::Failed(delivery.id, StatusCode::TRANSFORMATION_FAILURE), at(1));
    let Some(Output::Notify(notice)) = gateway.poll(at(1)) else { panic!() };
    let document = Document::decode(&notice.body).unwrap();
    assert_eq!((document.version(), document.supported), (Some(Version::V1_0), None));
    let Message::Notification(notification) = document.message else { panic!() };
    assert_eq!(
        state(&notification),
        (MessageState::Undeliverable, StatusCode::TRANSFORMATION_FAILURE)
    );
    assert_eq!(notification.quality, None, "none was asked for");
}

#[test]
fn what_goes_on_to_the_client() {
    let mut gateway = gateway();
    let mut deliver = |id: &str, entity: Entity| {
        let message = ask(&mut gateway, &Post::submission(push(id, ANN), entity), at(0));
        let Message::PushResponse(response) = message else { panic!() };
        if code(&response) != StatusCode::ACCEPTED {
            return Err(code(&response));
        }
        Ok(deliveries(&mut gateway, at(0)).remove(0))
    };
    let type_with_mac = "application/vnd.wap.connectivity-wbxml; SEC=1; MAC=0123";
    let entity = Entity::new(type_with_mac, vec![0, 13, 10, 255])
        .with("Cache-Control", "no-transform")
        .with("Authorization", "Basic c2VjcmV0")
        .with("push-flag", "111")
        .with("TE", "trailers")
        .with("Trailer", "X-Foo")
        .with("transfer-encoding", "chunked")
        .with("Upgrade", "a/1")
        .with("Connection", "close, X-HOP")
        .with("X-Hop", "a")
        .with("Profile", "http://pi.example/p")
        .with("x-wap-tod", "")
        .with("X-Wap-Initiator-URI", "http://pi.example/")
        .with("X-Wap-Application-Id", "x-wap-application:syncml.dm;app-encoding=9")
        .with("X-Wap-Content-URI", "http://pi.example/c")
        .to_base64();
    let delivery = deliver("1", entity).unwrap();
    assert_eq!(delivery.content_type, type_with_mac, "Kannel drops SEC and MAC");
    assert_eq!(delivery.content, vec![0, 13, 10, 255]);
    let names: Vec<&str> = delivery.headers.iter().map(|header| header.name.as_str()).collect();
    assert_eq!(names, ["Cache-Control", "X-Wap-Initiator-URI", "X-Wap-Content-URI"]);
    let push = crate::wsp::Push::decode(&delivery.to_push().unwrap().to_bytes()).unwrap();
    assert_eq!(push.content_type, crate::wsp::ContentType::from_text(type_with_mac).unwrap());
    assert_eq!(push.content_type.mac(), Some("0123"));
    assert_eq!(push.headers.push_flag(), Some(crate::wsp::PushFlag::AUTHENTICATED));
    assert_eq!(push.body, delivery.content);
    let entity = delivery.to_entity();
    assert_eq!((entity.content_type(), &entity.body), (Some(type_with_mac), &delivery.content));
    let application = "x-wap-application:syncml.dm";
    assert_eq!(entity.headers.find("X-Wap-Application-Id"), Some(application));
    assert_eq!(entity.headers.find("Cache-Control"), Some("no-transform"));
    assert_eq!(entity.headers.find("Content-Transfer-Encoding"), None, "it is free of it");
    assert_eq!(entity.headers.len(), 5);
    assert_eq!(delivery.application.unwrap().id().unwrap().0, 7);
    assert_eq!(deliver("2", content()).unwrap().application, None, "the default of the client");
    let bad_id = content().with("X-Wap-Application-Id", "123456789");
    assert_eq!(deliver("3", bad_id), Err(StatusCode::BAD_REQUEST));
    let bad_body = content().with("Content-Transfer-Encoding", "base64");
    assert_eq!(deliver("4", bad_body), Err(StatusCode::BAD_REQUEST));
}

#[test]
fn several_addresses_and_capabilities_may_be_refused() {
    let mut gateway = gateway();
    gateway.config.several_addresses = false;
    assert_eq!(
        code(&submit(&mut gateway, push("1", ANN).to(BOB), at(0))),
        StatusCode::MULTIPLE_ADDRESSES
    );
    assert_eq!(code(&submit(&mut gateway, push("1", ANN), at(0))), StatusCode::ACCEPTED);
    assert_eq!(code(&submit(&mut gateway, push("1", ANN), at(0))), StatusCode::DUPLICATE_PUSH_ID);
    let rdf = Entity::new("application/xml", "<rdf/>");
    let post = |id: &str| Post::submission(push(id, ANN), content()).with_capabilities(rdf.clone());
    assert!(matches!(ask(&mut gateway, &post("2"), at(0)), Message::PushResponse(_)));
    assert_eq!(deliveries(&mut gateway, at(0)).pop().unwrap().capabilities, Some(rdf.clone()));
    gateway.config.capability_matching = false;
    let Message::PushResponse(response) = ask(&mut gateway, &post("3"), at(0)) else { panic!() };
    assert_eq!(code(&response), StatusCode::CAPABILITY_MATCHING);
}

#[test]
fn memory_is_bounded() {
    let mut gateway = gateway();
    gateway.config.limits = Limits::DEFAULT.with_pushes(3).with_addresses(2);
    for id in ["1", "2", "3"] {
        submit_quietly(&mut gateway, push(id, ANN));
    }
    assert_eq!(code(&submit(&mut gateway, push("4", ANN), at(0))), StatusCode::INTERNAL_ERROR);
    let sent = deliveries(&mut gateway, at(0));
    gateway.handle(Input::Sent(sent[1].id), at(0));
    assert_eq!(notices_only(&mut gateway).len(), 1);
    // The one that is over makes room, and is forgotten.
    submit_quietly(&mut gateway, push("4", ANN));
    assert_eq!(gateway.len(), 3);
    submit(&mut gateway, push("2", ANN), at(0));
    assert!(!gateway.records.contains_key("2"));
    let response = submit(&mut gateway, push("5", ANN).to(BOB).to(EVE), at(0));
    assert_eq!(code(&response), StatusCode::MULTIPLE_ADDRESSES);

    let mut gateway = self::gateway();
    gateway.config.limits = Limits::DEFAULT.with_octets(20_000);
    let big = |id: &str| Post::submission(push(id, ANN), Entity::new("a/b", vec![0; 8000]));
    let mut submit = |id: &str| {
        let Message::PushResponse(response) = ask(&mut gateway, &big(id), at(0)) else { panic!() };
        assert!(gateway.octets() <= 20_000);
        code(&response)
    };
    assert_eq!(submit("1"), StatusCode::ACCEPTED);
    assert_eq!(submit("2"), StatusCode::INTERNAL_ERROR);
}

#[test]
fn a_version_list_is_ours_to_choose() {
    let mut gateway = gateway();
    gateway.config.versions = VersionList::parse("1.0").unwrap();
    let post = Post::submission(push("1", ANN), content());
    let (content_type, body) = post.encode("b").unwrap();
    let document = request_as(&mut gateway, "pi", &content_type, body, at(0));
    assert_eq!(bad(document.clone()).0, StatusCode::VERSION_NOT_SUPPORTED);
    assert_eq!(document.supported.unwrap().text(), "1.0");
}
