//! What is the same address, application or media type.

use core::net::IpAddr;

use super::{AllowedApplication, Sender, TrustedSender, Whitelist};
use crate::application_id::{Application, ApplicationId};

impl Whitelist {
    /// The rows of a sender.
    pub(super) fn senders<'a>(
        &'a self,
        sender: Sender<'a>,
    ) -> impl Iterator<Item = &'a TrustedSender> {
        let list = match sender {
            Sender::Ppg { .. } => &self.gateways,
            Sender::MessageCenter(_) => &self.message_centers,
        };
        list.iter().filter(move |row| row.is(sender))
    }
}

impl TrustedSender {
    fn is(&self, sender: Sender<'_>) -> bool {
        match sender {
            Sender::MessageCenter(number) => same_number(&self.address, number),
            Sender::Ppg { address, address_type } => {
                let types = self.address_type.as_deref().zip(address_type);
                types.is_none_or(|(one, other)| one.eq_ignore_ascii_case(other))
                    && same_address(&self.address, address)
            }
        }
    }

    /// The rows of an application; nothing where the sender may push to all.
    pub(super) fn rows(
        &self,
        application: &Application,
    ) -> Option<impl Iterator<Item = &AllowedApplication>> {
        let rows = self.applications.iter().filter(|row| row.is(application));
        (!self.applications.is_empty()).then(|| rows.collect::<alloc::vec::Vec<_>>().into_iter())
    }
}

impl AllowedApplication {
    fn is(&self, application: &Application) -> bool {
        let Ok(own) = Application::from_text(&self.id) else { return false };
        match (own.id(), application.id()) {
            (Some(ApplicationId::ANY), _) => true,
            (Some(own), Some(other)) => own == other,
            (None, None) => own == *application,
            _ => false,
        }
    }

    pub(super) fn takes(&self, content_type: &str) -> bool {
        let essence = content_type.split(';').next().unwrap_or("").trim();
        self.content_types.is_empty()
            || self.content_types.iter().any(|own| {
                let own = own.trim();
                let main = own.strip_suffix("/*");
                let is_of_main = |main: &str| {
                    essence.split_once('/').is_some_and(|(of, _)| of.eq_ignore_ascii_case(main))
                };
                own == "*/*"
                    || own == "*"
                    || own.eq_ignore_ascii_case(essence)
                    || main.is_some_and(is_of_main)
            })
    }
}

/// Numbers by their digits: with the plus sign or without, whatever separates them. A name with
/// digits in it is no number, whoever has chosen it.
fn same_number(one: &str, other: &str) -> bool {
    let digits = |text: &str| -> Option<alloc::string::String> {
        let text = text.trim();
        let text = text.strip_prefix('+').unwrap_or(text);
        let is_number =
            |one: char| one.is_ascii_digit() || matches!(one, ' ' | '-' | '.' | '(' | ')');
        let digits = || text.chars().filter(char::is_ascii_digit).collect();
        text.chars().all(is_number).then(digits)
    };
    digits(one).is_some_and(|one| !one.is_empty() && Some(one) == digits(other))
}

/// IP addresses by what they mean, names whatever their case, numbers by their digits.
fn same_address(one: &str, other: &str) -> bool {
    match (one.trim().parse::<IpAddr>(), other.trim().parse::<IpAddr>()) {
        (Ok(one), Ok(other)) => one.to_canonical() == other.to_canonical(),
        (Err(_), Err(_)) => {
            one.trim().eq_ignore_ascii_case(other.trim())
                || one.starts_with('+') && other.starts_with('+') && same_number(one, other)
        }
        _ => false,
    }
}
