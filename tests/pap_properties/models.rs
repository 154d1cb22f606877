//! Any models.

use proptest::{collection::vec, option, prelude::*};
use provost::push::{
    VersionList,
    address::{Client, ClientAddress},
    pap::{
        Address, BadMessage, CancelMessage, CancelResponse, CancelResult, CapabilityQuery,
        CapabilityResponse, DeliveryMethod, Document, Element, Extra, Message, MessageState, Node,
        Notification, NotificationResponse, Open, Priority, ProgressNote, PushMessage,
        PushResponse, QualityOfService, ReplaceMethod, StatusCode, StatusQuery, StatusResponse,
        StatusResult, Value, Version,
    },
    whitelist::Whitelist,
};
use provost::wbxml::typed::datetime::DateTime;

/// Text with all that has to be escaped.
fn text() -> BoxedStrategy<String> {
    "[a-z<>&\"'\t\n\r \u{e9}\u{1F600}=%;]{0,12}".boxed()
}

/// Octets with pieces of delimiters in them.
pub(crate) fn octets() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        vec(any::<u8>(), 0..8),
        prop::sample::select(vec!["\r\n--b", "--b", "\n--b--", "\r", "\n", "-", "b"])
            .prop_map(|text| text.as_bytes().to_vec()),
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// Days that every month has: what no calendar has comes back as text.
fn time() -> BoxedStrategy<Open<DateTime>> {
    (0..10_000_u32, 1..13_u32, 1..29_u32, 0..24_u32, 0..60_u32)
        .prop_map(|(y, m, d, h, n)| {
            Open::Known(format!("{y:04}-{m:02}-{d:02}T{h:02}:{n:02}:59Z").parse().unwrap())
        })
        .boxed()
}

/// A word that is known, or one that is not.
fn open<T: Value + Clone + std::fmt::Debug + 'static>(
    known: Vec<T>,
) -> impl Strategy<Value = Open<T>> {
    let word = "[a-z]{12,14}".prop_map(Open::Other);
    prop_oneof![4 => prop::sample::select(known).prop_map(Open::Known), 1 => word]
}

fn flag() -> impl Strategy<Value = Option<Open<bool>>> {
    option::of(open(vec![true, false]))
}

fn address_value() -> BoxedStrategy<Address> {
    (text(), extra())
        .prop_map(|(value, extra)| {
            let mut address = Address::new(value);
            address.extra = extra;
            address
        })
        .boxed()
}

fn name() -> impl Strategy<Value = String> {
    "x[a-z:.-]{0,4}[a-z]".prop_filter("no prefix twice", |name| name.matches(':').count() == 0)
}

fn extra() -> BoxedStrategy<Extra> {
    let attribute = option::of((name(), text()));
    let element = (name(), option::of((name(), text())), option::of("[a-z<&]{1,5}")).prop_map(
        |(name, attribute, inner)| {
            let inner = inner.map(|text| {
                let deeper = Element {
                    name: "xy".into(),
                    content: vec![Node::Text(text)],
                    ..Element::default()
                };
                vec![Node::Element(deeper), Node::Text(" t ".into())]
            });
            Element {
                name,
                attributes: attribute.into_iter().collect(),
                content: inner.unwrap_or_default(),
            }
        },
    );
    prop_oneof![
        3 => Just(Extra::default()),
        1 => (attribute, option::of(element)).prop_map(|(attribute, element)| Extra {
            attributes: attribute.into_iter().collect(),
            elements: element.into_iter().collect(),
        }),
    ]
    .boxed()
}

fn quality() -> BoxedStrategy<Option<QualityOfService>> {
    use DeliveryMethod::{Confirmed, NotSpecified, PreferConfirmed, Unconfirmed};
    let methods = vec![Confirmed, PreferConfirmed, Unconfirmed, NotSpecified];
    let priorities = vec![Priority::Low, Priority::Medium, Priority::High];
    let words = (option::of(open(priorities)), option::of(open(methods)));
    let all = (words, option::of(text()), flag(), option::of(text()), flag(), extra());
    option::of(all.prop_map(
        |((priority, method), network, network_required, bearer, required, extra)| {
            let mut quality = QualityOfService::new();
            quality.priority = priority;
            quality.delivery_method = method;
            quality.network = network;
            quality.network_required = network_required;
            quality.bearer = bearer;
            quality.bearer_required = required;
            quality.extra = extra;
            quality
        },
    ))
    .boxed()
}

fn code() -> BoxedStrategy<Open<StatusCode>> {
    (1000..10_000_u32).prop_map(|code| Open::Known(StatusCode(code))).boxed()
}

fn state() -> BoxedStrategy<Open<MessageState>> {
    use MessageState::{
        Aborted, Cancelled, Delivered, Expired, Pending, Rejected, Timeout, Undeliverable, Unknown,
    };
    open(vec![
        Rejected,
        Pending,
        Delivered,
        Undeliverable,
        Expired,
        Aborted,
        Timeout,
        Cancelled,
        Unknown,
    ])
    .boxed()
}

fn push() -> BoxedStrategy<Message> {
    let replace = (
        option::of(text()),
        option::of(open(vec![ReplaceMethod::All, ReplaceMethod::PendingOnly])),
    );
    let times = (option::of(time()), option::of(time()));
    let texts = (text(), option::of(text()), option::of(text()));
    (texts, replace, times, flag(), vec(address_value(), 1..4), quality(), extra())
        .prop_map(|((id, source, notify), replace, times, notes, addresses, quality, extra)| {
            let mut push = PushMessage::new(id, "");
            push.source_reference = source;
            push.notify_to = notify;
            (push.replace_push_id, push.replace_method) = replace;
            (push.deliver_before, push.deliver_after) = times;
            push.progress_notes = notes;
            push.addresses = addresses;
            push.quality = quality;
            push.extra = extra;
            Message::Push(push)
        })
        .boxed()
}

fn push_response() -> BoxedStrategy<Message> {
    let note = (text(), option::of(text()), option::of(time()), extra()).prop_map(
        |(stage, text, time, extra)| {
            let mut note = ProgressNote::new(stage);
            note.note = text;
            note.time = time;
            note.extra = extra;
            note
        },
    );
    let texts = (text(), option::of(text()), option::of(text()), option::of(text()));
    (texts, option::of(time()), vec(note, 0..3), code(), extra(), extra())
        .prop_map(|((id, address, name, description), time, notes, code, result_extra, extra)| {
            let mut response = PushResponse::new(id, StatusCode::OK);
            response.sender_address = address;
            response.sender_name = name;
            response.description = description;
            response.reply_time = time;
            response.notes = notes;
            response.code = code;
            response.result_extra = result_extra;
            response.extra = extra;
            Message::PushResponse(response)
        })
        .boxed()
}

fn cancel() -> BoxedStrategy<Message> {
    let result = (code(), option::of(text()), vec(address_value(), 0..3), extra()).prop_map(
        |(code, description, addresses, extra)| {
            let mut result = CancelResult::new(StatusCode::OK);
            result.code = code;
            result.description = description;
            result.addresses = addresses;
            result.extra = extra;
            result
        },
    );
    let response = (text(), vec(result, 1..3), extra()).prop_map(|(id, results, extra)| {
        let mut response = CancelResponse::new(id, CancelResult::new(StatusCode::OK));
        response.results = results;
        response.extra = extra;
        Message::CancelResponse(response)
    });
    let message =
        (text(), vec(address_value(), 0..3), extra()).prop_map(|(id, addresses, extra)| {
            let mut message = CancelMessage::new(id);
            message.addresses = addresses;
            message.extra = extra;
            Message::Cancel(message)
        });
    prop_oneof![message, response].boxed()
}

fn notification() -> BoxedStrategy<Message> {
    let texts = (text(), option::of(text()), option::of(text()), option::of(text()));
    let times = (option::of(time()), option::of(time()));
    let message = (texts, times, state(), code(), address_value(), quality(), extra()).prop_map(
        |((id, address, name, description), times, state, code, client, quality, extra)| {
            let mut message = Notification::new(id, client, MessageState::Unknown, StatusCode::OK);
            message.sender_address = address;
            message.sender_name = name;
            message.description = description;
            (message.received_time, message.event_time) = times;
            message.state = state;
            message.code = code;
            message.quality = quality;
            message.extra = extra;
            Message::Notification(message)
        },
    );
    let response = (text(), address_value(), code(), option::of(text()), extra()).prop_map(
        |(id, client, code, description, extra)| {
            let mut response = NotificationResponse::new(id, client, StatusCode::OK);
            response.code = code;
            response.description = description;
            response.extra = extra;
            Message::NotificationResponse(response)
        },
    );
    prop_oneof![message, response].boxed()
}

fn query() -> BoxedStrategy<Message> {
    let result = (
        option::of(time()),
        state(),
        code(),
        option::of(text()),
        vec(address_value(), 0..3),
        quality(),
        extra(),
    )
        .prop_map(|(time, state, code, description, addresses, quality, extra)| {
            let mut result = StatusResult::new(MessageState::Unknown, StatusCode::OK);
            result.event_time = time;
            result.state = state;
            result.code = code;
            result.description = description;
            result.addresses = addresses;
            result.quality = quality;
            result.extra = extra;
            result
        });
    let response = (text(), vec(result, 1..3), extra()).prop_map(|(id, results, extra)| {
        let first = StatusResult::new(MessageState::Unknown, StatusCode::OK);
        let mut response = StatusResponse::new(id, first);
        response.results = results;
        response.extra = extra;
        Message::StatusResponse(response)
    });
    let message =
        (text(), vec(address_value(), 0..3), extra()).prop_map(|(id, addresses, extra)| {
            let mut message = StatusQuery::new(id);
            message.addresses = addresses;
            message.extra = extra;
            Message::StatusQuery(message)
        });
    prop_oneof![message, response].boxed()
}

fn capabilities() -> BoxedStrategy<Message> {
    let message = (option::of(text()), option::of(text()), address_value(), extra()).prop_map(
        |(query, app, address, extra)| {
            let mut message = CapabilityQuery::new(address);
            message.query_id = query;
            message.app_id = app;
            message.extra = extra;
            Message::CapabilityQuery(message)
        },
    );
    let response = (option::of(text()), code(), option::of(text()), address_value(), extra())
        .prop_map(|(query, code, description, address, extra)| {
            let mut response = CapabilityResponse::new(address, StatusCode::OK);
            response.query_id = query;
            response.code = code;
            response.description = description;
            response.extra = extra;
            Message::CapabilityResponse(response)
        });
    prop_oneof![message, response].boxed()
}

fn bad_message() -> BoxedStrategy<Message> {
    (code(), option::of(text()), option::of(text()), extra())
        .prop_map(|(code, description, fragment, extra)| {
            let mut bad = BadMessage::new(StatusCode::BAD_REQUEST);
            bad.code = code;
            bad.description = description;
            bad.fragment = fragment;
            bad.extra = extra;
            Message::BadMessage(bad)
        })
        .boxed()
}

/// Any document of PAP 2.
pub(crate) fn document() -> impl Strategy<Value = Document> {
    let message = prop_oneof![
        push(),
        push_response(),
        cancel(),
        notification(),
        query(),
        capabilities(),
        bad_message(),
    ];
    let versions = prop::sample::select(vec!["2.0", "2.0,1.*", "3.4,2.*"]);
    (0..5_u32, option::of(versions), option::of(text()), message, extra()).prop_map(
        |(minor, versions, product, message, extra)| {
            let mut document = Document::new(Version::new(2, minor), message);
            document.supported = versions.map(|text| VersionList::parse(text).unwrap().into());
            document.product_name = product;
            document.extra = extra;
            document
        },
    )
}

/// Any address of the grammar.
pub(crate) fn address() -> impl Strategy<Value = ClientAddress> {
    let client = prop_oneof![
        vec(any::<u8>(), 1..12).prop_map(Client::User),
        "\\+[0-9.-]{1,16}".prop_map(Client::Plmn),
        any::<[u8; 4]>().prop_map(|octets| Client::Ipv4(octets.into())),
        any::<[u16; 8]>().prop_map(|groups| Client::Ipv6(groups.into())),
        "[0-9]{8}".prop_map(Client::Man),
        ("[A-Z]{3}_[A-Za-z0-9_]{0,8}", vec(any::<u8>(), 1..6))
            .prop_map(|(kind, value)| Client::Other { kind, value }),
    ];
    let qualifier = ("Q[A-Z0-9-]{0,5}", "[ -.0-<>-~]{1,6}");
    let ppg = "[a-zA-Z0-9][a-zA-Z0-9-]{0,5}(\\.[a-zA-Z0-9][a-zA-Z0-9-]{0,5}){0,2}";
    (client, vec(qualifier, 0..3), ppg).prop_map(|(client, qualifiers, ppg)| {
        let address = ClientAddress::new(client, ppg).unwrap();
        qualifiers
            .iter()
            .fold(address, |address, (key, value)| address.with_qualifier(key, value).unwrap())
    })
}

/// Any white list with fewer than ten rows of a kind, which sort by their numbers.
pub(crate) fn whitelist() -> impl Strategy<Value = Whitelist> {
    let leaf = "[a-z0-9.+*/-]{1,8}";
    let application = (leaf, vec(leaf, 0..3));
    let sender = (leaf, option::of(leaf), vec(application, 0..3));
    (vec(sender.clone(), 0..4), vec(sender, 0..4)).prop_map(|(gateways, centers)| {
        let mut nodes = Vec::new();
        for (list, senders) in [("TrustedPPG", gateways), ("TrustedSMSC", centers)] {
            for (at, (address, kind, applications)) in senders.into_iter().enumerate() {
                let base = format!("PushWL/{list}/{at}");
                nodes.push((format!("{base}/Addr"), address));
                nodes.extend(kind.map(|kind| (format!("{base}/AddrType"), kind)));
                for (at, (id, types)) in applications.into_iter().enumerate() {
                    nodes.push((format!("{base}/{at}/AppId"), id));
                    let leaf = |n: usize| format!("{base}/{at}/{n}/ContentType");
                    nodes.extend(types.into_iter().enumerate().map(|(n, of)| (leaf(n), of)));
                }
            }
        }
        Whitelist::from_nodes(nodes.iter().map(|(path, value)| (path.as_str(), value.as_str())))
    })
}
