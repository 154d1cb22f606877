//! What the user is asked, and what may be answered (DM Protocol 1.2.1, 10).

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::Instant;
use crate::alert_code::AlertCode;
use crate::interaction::{DefaultResponse, InputType, InteractionOptions};
use crate::message::{Alert, Item};
use crate::status_code::StatusCode;

/// A question to the user of the device, or a text to be shown. The session waits for the
/// [`Answer`].
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Prompt {
    /// What is to be done: one of the alerts 1100 to 1104.
    pub code: AlertCode,
    /// The text, or the title of the choices.
    pub text: String,
    /// The choices, which are numbered from 1.
    pub choices: Vec<String>,
    /// How long it is shown, what is answered by default, what may be entered.
    pub options: InteractionOptions,
    /// When it is answered without the user: MAXDT from the moment at which it was asked.
    pub deadline: Option<Instant>,
}

/// What the user has answered. One that does not fit the prompt is asked for again.
///
/// `Debug` does not show what was entered, which may be a password.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// The text was shown.
    Shown,
    /// Yes.
    Yes,
    /// No.
    No,
    /// What the user has entered.
    Text(String),
    /// The number of a choice, from 1.
    Choice(u32),
    /// The numbers of any choices.
    Choices(Vec<u32>),
    /// The user cancels it all: nothing that is left of the message is carried out.
    Cancelled,
    /// Nobody has answered: the default response, or 408.
    TimedOut,
    /// This device cannot show it: too many choices, a text that is too long.
    CannotShow,
    /// This device does not do that.
    NotSupported,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shown => "Shown",
            Self::Yes => "Yes",
            Self::No => "No",
            Self::Text(_) => "Text(..)",
            Self::Choice(_) => "Choice(..)",
            Self::Choices(_) => "Choices(..)",
            Self::Cancelled => "Cancelled",
            Self::TimedOut => "TimedOut",
            Self::CannotShow => "CannotShow",
            Self::NotSupported => "NotSupported",
        })
    }
}

/// What becomes of an alert.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Judged {
    pub(super) code: StatusCode,
    pub(super) items: Vec<Item>,
}

impl Prompt {
    /// What an alert asks.
    ///
    /// # Errors
    /// 412 where it has too few items.
    pub(super) fn of(alert: &Alert, code: AlertCode, now: Instant) -> Result<Self, StatusCode> {
        let choices: Vec<String> = alert.choices().map(|(_, text)| text.into_owned()).collect();
        let is_choice = matches!(code, AlertCode::SINGLE_CHOICE | AlertCode::MULTIPLE_CHOICE);
        let text = alert.prompt().map(Cow::into_owned);
        let (Some(text), Some(options)) = (text, alert.options()) else {
            return Err(StatusCode::INCOMPLETE_COMMAND);
        };
        if is_choice && choices.is_empty() {
            return Err(StatusCode::INCOMPLETE_COMMAND);
        }
        let deadline = options.max_display.map(|seconds| now.after_seconds(seconds));
        Ok(Self { code, text, choices, options, deadline })
    }

    /// What an answer comes to; nothing where it does not fit.
    pub(super) fn judge(&self, answer: &Answer) -> Option<Judged> {
        let with = |items: Vec<Item>| Some(Judged { code: StatusCode::OK, items });
        let plain = |code| Some(Judged { code, items: Vec::new() });
        match (answer, self.code) {
            (Answer::Cancelled, _) => plain(StatusCode::CANCELLED),
            (Answer::CannotShow, _) => plain(StatusCode::TOO_BIG),
            (Answer::NotSupported, _) => plain(StatusCode::FEATURE_NOT_SUPPORTED),
            (Answer::TimedOut, code) => match (self.options.default_for(code), code) {
                // There was nothing to be answered.
                (_, AlertCode::DISPLAY) => plain(StatusCode::OK),
                (Some(default), _) => self.judge(&default.into()).or_else(|| self.timed_out()),
                (None, _) => self.timed_out(),
            },
            (Answer::Shown, AlertCode::DISPLAY) | (Answer::Yes, AlertCode::CONFIRM_OR_REJECT) => {
                plain(StatusCode::OK)
            }
            (Answer::No, AlertCode::CONFIRM_OR_REJECT) => plain(StatusCode::NOT_MODIFIED),
            (Answer::Text(text), AlertCode::TEXT_INPUT) if self.takes(text) => {
                with(alloc::vec![Item::new().with_data(text.as_str())])
            }
            (Answer::Choice(number), AlertCode::SINGLE_CHOICE) if self.has(*number) => {
                with(alloc::vec![chosen(*number)])
            }
            (Answer::Choices(numbers), AlertCode::SINGLE_CHOICE) => match numbers.as_slice() {
                [number] if self.has(*number) => with(alloc::vec![chosen(*number)]),
                _ => None,
            },
            (Answer::Choices(numbers), AlertCode::MULTIPLE_CHOICE)
                if numbers.iter().all(|number| self.has(*number))
                    && numbers.len() <= self.choices.len() =>
            {
                with(numbers.iter().map(|number| chosen(*number)).collect())
            }
            _ => None,
        }
    }

    fn timed_out(&self) -> Option<Judged> {
        Some(Judged { code: StatusCode::REQUEST_TIMEOUT, items: Vec::new() })
    }

    fn takes(&self, text: &str) -> bool {
        let max = self.options.max_length.and_then(|max| usize::try_from(max).ok());
        let input = self.options.input.unwrap_or(InputType::Alphanumeric);
        max.is_none_or(|max| text.chars().count() <= max) && input.accepts(text)
    }

    fn has(&self, number: u32) -> bool {
        usize::try_from(number).is_ok_and(|number| (1..=self.choices.len()).contains(&number))
    }
}

fn chosen(number: u32) -> Item {
    Item::new().with_data(format!("{number}"))
}

impl From<DefaultResponse> for Answer {
    fn from(default: DefaultResponse) -> Self {
        match default {
            DefaultResponse::Confirm(true) => Self::Yes,
            DefaultResponse::Confirm(false) => Self::No,
            DefaultResponse::Text(text) => Self::Text(text),
            DefaultResponse::Choices(choices) => Self::Choices(choices),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prompt(code: AlertCode, options: &str, choices: &[&str]) -> Prompt {
        let text = |text: &str| Item::new().with_data(text);
        let alert = Alert::new(code).with_item(text(options)).with_item(text("?"));
        let alert = choices.iter().fold(alert, |alert, choice| alert.with_item(text(choice)));
        Prompt::of(&alert, code, Instant::from_millis(500)).unwrap()
    }

    fn judged(prompt: &Prompt, answer: &Answer) -> Option<(u16, Vec<String>)> {
        let judged = prompt.judge(answer)?;
        let text = |item: &Item| item.data.as_ref().unwrap().to_text().unwrap().into_owned();
        Some((judged.code.0, judged.items.iter().map(text).collect()))
    }

    #[test]
    fn answers_become_statuses() {
        let ok = |items: &[&str]| Some((200, items.iter().map(|it| String::from(*it)).collect()));
        let show = prompt(AlertCode::DISPLAY, "", &[]);
        assert_eq!(judged(&show, &Answer::Shown), ok(&[]));
        assert_eq!(judged(&show, &Answer::Yes), None);
        assert_eq!(judged(&show, &Answer::TimedOut), ok(&[]));
        let confirm = prompt(AlertCode::CONFIRM_OR_REJECT, "MAXDT=10", &[]);
        assert_eq!(confirm.deadline, Some(Instant::from_millis(10_500)));
        assert_eq!(judged(&confirm, &Answer::No), Some((304, Vec::new())));
        assert_eq!(judged(&confirm, &Answer::TimedOut), Some((408, Vec::new())));
        assert_eq!(judged(&confirm, &Answer::Cancelled), Some((214, Vec::new())));
        let input = prompt(AlertCode::TEXT_INPUT, "MAXLEN=3&IT=N&DR=12", &[]);
        assert_eq!(judged(&input, &Answer::Text("1234".into())), None);
        assert_eq!(judged(&input, &Answer::Text("abc".into())), None);
        assert_eq!(judged(&input, &Answer::Text("123".into())), ok(&["123"]));
        assert_eq!(judged(&input, &Answer::TimedOut), ok(&["12"]));
        let single = prompt(AlertCode::SINGLE_CHOICE, "DR=3", &["a", "b"]);
        assert_eq!(judged(&single, &Answer::Choice(2)), ok(&["2"]));
        assert_eq!(judged(&single, &Answer::Choice(3)), None);
        // A default that is none of the choices is no answer.
        assert_eq!(judged(&single, &Answer::TimedOut), Some((408, Vec::new())));
        let several = prompt(AlertCode::MULTIPLE_CHOICE, "DR=1-2", &["a", "b"]);
        assert_eq!(judged(&several, &Answer::TimedOut), ok(&["1", "2"]));
        assert_eq!(judged(&several, &Answer::Choices(alloc::vec![])), ok(&[]));
        assert_eq!(judged(&several, &Answer::CannotShow), Some((416, Vec::new())));
    }

    #[test]
    fn what_lacks_items_is_incomplete() {
        let alert = Alert::new(AlertCode::DISPLAY).with_item(Item::new());
        let code = Prompt::of(&alert, AlertCode::DISPLAY, Instant::ZERO).unwrap_err();
        assert_eq!(code, StatusCode::INCOMPLETE_COMMAND);
        let alert = alert.with_item(Item::new().with_data("?"));
        let none = Prompt::of(&alert, AlertCode::SINGLE_CHOICE, Instant::ZERO);
        assert_eq!(none.unwrap_err(), StatusCode::INCOMPLETE_COMMAND);
    }
}
