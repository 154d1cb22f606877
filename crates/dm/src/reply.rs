//! The answer to a message: the right status at the right place, whatever the order of the calls.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::message::{Chal, Command, Header, Item, Location, Message, Results, Status};
use crate::status_code::StatusCode;
use crate::text::Text;

/// Builds the answer to a message (DM Protocol 1.2.1, 8.1.2 and 8.2; RepPro 1.2.2, Status).
///
/// Every command gets a status, in the order of the commands, a container in front of its members;
/// results stand behind the status of their command; commands of one's own come last. What the
/// caller says nothing about gets [`NOT_EXECUTED`](StatusCode::NOT_EXECUTED); what is no command of
/// DM gets [`FEATURE_NOT_SUPPORTED`](StatusCode::FEATURE_NOT_SUPPORTED); an unknown element and a
/// command without `CmdID` get [`BAD_REQUEST`](StatusCode::BAD_REQUEST) with an empty `CmdRef`, as
/// Windows does it. A status gets no status, and results only where they are refused.
///
/// ```
/// use bytes::Bytes;
/// use provost_dm::{Command, Item, Message, StatusCode, Syntax};
///
/// let input = Bytes::from_static(
///     b"<SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>\
///       <SessionID>1</SessionID><MsgID>7</MsgID><Target><LocURI>IMEI:1</LocURI></Target>\
///       <Source><LocURI>https://dm.example/</LocURI></Source></SyncHdr><SyncBody>\
///       <Get><CmdID>4</CmdID><Item><Target><LocURI>./DevInfo/Mod</LocURI></Target></Item></Get>\
///       <Final/></SyncBody></SyncML>",
/// );
/// let message = Message::decode(&input)?;
/// let mut reply = message.reply();
/// for command in &message.body.commands {
///     if let Command::Get(get) = command {
///         let item = Item::source("./DevInfo/Mod").with_data("Phone");
///         reply.status(command, StatusCode::OK).results(command, vec![item]);
///     }
/// }
/// let answer = reply.finish();
/// let names: Vec<_> = answer.body.commands.iter().map(Command::name).collect();
/// assert_eq!(names, ["Status", "Status", "Results"]);
/// assert_eq!(answer.header.target.unwrap().uri(), "https://dm.example/");
/// # Ok::<(), provost_dm::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reply<'m> {
    message: &'m Message,
    msg_id: Text,
    header_code: StatusCode,
    header_chal: Option<Chal>,
    with_refs: bool,
    /// Whether all commands get what the header gets.
    refused: bool,
    default: StatusCode,
    is_final: bool,
    /// By the address of the command, which is borrowed for as long.
    answers: BTreeMap<usize, Answer>,
    own: Vec<Command>,
}

#[derive(Clone, Default, Debug)]
struct Answer {
    code: Option<StatusCode>,
    /// The codes of single items, by their number.
    items: BTreeMap<usize, StatusCode>,
    /// Items of the status: what the user answered, or nodes that failed.
    data: Vec<Item>,
    results: Vec<Results>,
    silent: bool,
}

impl Message {
    /// Begins the answer to this message: see [`Reply`].
    #[must_use]
    pub fn reply(&self) -> Reply<'_> {
        Reply::new(self)
    }
}

impl<'m> Reply<'m> {
    pub(crate) fn new(message: &'m Message) -> Self {
        Self {
            message,
            msg_id: message.header.msg_id.clone().unwrap_or_default(),
            header_code: StatusCode::OK,
            header_chal: None,
            with_refs: true,
            refused: false,
            default: StatusCode::NOT_EXECUTED,
            is_final: true,
            answers: BTreeMap::new(),
            own: Vec::new(),
        }
    }

    /// With another `MsgID` than that of the message: each side counts its own.
    #[must_use]
    pub fn with_msg_id(mut self, msg_id: impl Into<Text>) -> Self {
        self.msg_id = msg_id.into();
        self
    }

    /// With another code for commands that nothing is said about.
    #[must_use]
    pub const fn with_default(mut self, code: StatusCode) -> Self {
        self.default = code;
        self
    }

    /// Without `TargetRef` and `SourceRef` in the status of the header.
    #[must_use]
    pub const fn without_header_refs(mut self) -> Self {
        self.with_refs = false;
        self
    }

    /// Without `Final`: more messages of this package follow, or are asked for.
    #[must_use]
    pub const fn without_final(mut self) -> Self {
        self.is_final = false;
        self
    }

    /// The status of the header: [`OK`](StatusCode::OK) for this message,
    /// [`AUTHENTICATION_ACCEPTED`](StatusCode::AUTHENTICATION_ACCEPTED) for the session.
    pub fn header(&mut self, code: StatusCode, chal: Option<Chal>) -> &mut Self {
        self.header_code = code;
        self.header_chal = chal;
        self
    }

    /// Refuses the whole message with 401 or 407: nothing was carried out, every command gets this
    /// code, and no command of one's own goes with it (DM Security 1.2.1, 5).
    pub fn refuse(&mut self, code: StatusCode, chal: Chal) -> &mut Self {
        self.refused = true;
        self.header(code, Some(chal))
    }

    /// The status of a command of the message.
    pub fn status(&mut self, command: &'m Command, code: StatusCode) -> &mut Self {
        self.answer(command).code = Some(code);
        self
    }

    /// The status of one item of a command, by its number from 0. Items of one code share a
    /// status that names them.
    pub fn item_status(
        &mut self,
        command: &'m Command,
        item: usize,
        code: StatusCode,
    ) -> &mut Self {
        self.answer(command).items.insert(item, code);
        self
    }

    /// An item of the status: what the user answered, or a node that failed.
    ///
    /// A command has several statuses where its items have several codes; then all of these items are in that of the
    /// first code, in the order of its items, that is a failure, and in the first of all where none is.
    pub fn status_item(&mut self, command: &'m Command, item: Item) -> &mut Self {
        self.answer(command).data.push(item);
        self
    }

    /// What a command found.
    pub fn results(&mut self, command: &'m Command, items: Vec<Item>) -> &mut Self {
        let results = Results { items, ..Results::default() };
        self.answer(command).results.push(results);
        self
    }

    /// No status for a command: it was answered in another message, or will be.
    pub fn leave_out(&mut self, command: &'m Command) -> &mut Self {
        self.answer(command).silent = true;
        self
    }

    /// A command of one's own, which gets a `CmdID` if it has none.
    pub fn push(&mut self, command: impl Into<Command>) -> &mut Self {
        self.own.push(command.into());
        self
    }

    fn answer(&mut self, command: &'m Command) -> &mut Answer {
        self.answers.entry(key(command)).or_default()
    }

    /// The answer.
    #[must_use]
    pub fn finish(&self) -> Message {
        let mut message = Message::new(self.swapped_header());
        message.namespace = self.message.namespace;
        let mut ids = 0_usize;
        let mut add = |mut command: Command| {
            ids = ids.saturating_add(1);
            if command.id().is_none() {
                command.set_id(alloc::format!("{ids}"));
            }
            message.body.commands.push(command);
        };
        add(self.header_status().into());
        for command in self.message.commands() {
            let given = self.answers.get(&key(command));
            for status in self.statuses(command, given) {
                add(status.into());
            }
            for results in given.filter(|_| !self.refused).into_iter().flat_map(|it| &it.results) {
                let mut results = results.clone();
                results.msg_ref = self.message.header.msg_id.clone();
                results.cmd_ref = command.id();
                add(results.into());
            }
        }
        if !self.refused {
            self.own.iter().cloned().for_each(add);
        }
        message.body.is_final = self.is_final;
        message
    }

    /// The header turned round.
    fn swapped_header(&self) -> Header {
        let header = &self.message.header;
        let turned = |location: &Option<Location>| {
            let uri = location.as_ref().and_then(|location| location.uri.clone());
            uri.map(Location::new)
        };
        Header {
            ver_dtd: header.ver_dtd.clone(),
            ver_proto: header.ver_proto.clone(),
            session_id: header.session_id.clone(),
            msg_id: Some(self.msg_id.clone()),
            target: turned(&header.source),
            source: turned(&header.target),
            ..Header::default()
        }
    }

    fn header_status(&self) -> Status {
        let header = &self.message.header;
        let msg_ref = header.msg_id.clone().unwrap_or_default();
        let mut status = Status::new(
            msg_ref,
            Text::from_static("0"),
            Text::from_static("SyncHdr"),
            self.header_code,
        );
        if self.with_refs {
            let uri = |location: &Option<Location>| location.as_ref()?.uri.clone();
            status.target_refs.extend(uri(&header.target));
            status.source_refs.extend(uri(&header.source));
        }
        if let Some(chal) = &self.header_chal {
            status = status.with_chal(chal.clone());
        }
        status
    }

    /// The statuses of a command: one, or one for each code that its items got.
    fn statuses(&self, command: &Command, given: Option<&Answer>) -> Vec<Status> {
        let said = given.and_then(|answer| answer.code);
        if given.is_some_and(|answer| answer.silent) || command.no_resp() {
            return Vec::new();
        }
        if command.is_answer() && said.is_none_or(|code| code == StatusCode::OK) {
            return Vec::new();
        }
        let id = command.id();
        let unknown = matches!(command, Command::Unsupported(it) if !it.is_known());
        let code = if self.refused {
            self.header_code
        } else if id.is_none() || unknown {
            StatusCode::BAD_REQUEST
        } else if let Some(code) = said {
            code
        } else if matches!(command, Command::Unsupported(_)) {
            StatusCode::FEATURE_NOT_SUPPORTED
        } else {
            self.default
        };
        let msg_ref = self.message.header.msg_id.clone().unwrap_or_default();
        let status = |code| {
            let cmd_ref = id.clone().unwrap_or_default();
            Status::new(msg_ref.clone(), cmd_ref, Text::from(command.name()), code)
        };
        let items = given.map(|answer| &answer.items).filter(|items| !items.is_empty());
        let Some(codes) = items.filter(|_| !self.refused) else {
            let mut status = status(code);
            status.items.extend(given.into_iter().flat_map(|answer| answer.data.iter().cloned()));
            return alloc::vec![status];
        };
        let mut by_code: BTreeMap<StatusCode, Status> = BTreeMap::new();
        let mut order = Vec::new();
        for (at, item) in command.items().iter().enumerate() {
            let code = codes.get(&at).copied().unwrap_or(code);
            let status = by_code.entry(code).or_insert_with(|| {
                order.push(code);
                status(code)
            });
            let uri = |location: &Option<Location>| location.as_ref()?.uri.clone();
            match (uri(&item.target), uri(&item.source)) {
                (Some(target), _) => status.target_refs.push(target),
                (None, source) => status.source_refs.extend(source),
            }
        }
        // With equal outcomes one status without references is enough.
        if let [only] = order.as_slice() {
            let mut status = status(*only);
            status.items.extend(given.into_iter().flat_map(|answer| answer.data.iter().cloned()));
            return alloc::vec![status];
        }
        let mut statuses: Vec<Status> =
            order.iter().filter_map(|code| by_code.remove(code)).collect();
        // They say what has failed, where anything has.
        let at = order.iter().position(|code| !code.is_success()).unwrap_or(0);
        if let (Some(status), Some(answer)) = (statuses.get_mut(at), given) {
            status.items.extend(answer.data.iter().cloned());
        }
        statuses
    }
}

fn key(command: &Command) -> usize {
    core::ptr::from_ref(command).addr()
}
