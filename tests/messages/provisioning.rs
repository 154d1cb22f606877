//! What provisioning calls what it does not do.

use super::phrases;
use provost::account::Problem;
use provost::dm::object::Loss;
use provost::provision::ReceiveError;

#[test]
fn of_accounts() {
    phrases([
        Problem::Server,
        Problem::SecondAccount,
        Problem::NoAddress,
        Problem::AddressType,
        Problem::Nonce,
        Problem::Level,
        Problem::NoScheme,
        Problem::ServerScheme,
        Problem::Reference,
        Problem::NoTemplate,
        Problem::TooMany,
        Problem::NotCarried,
        Problem::Lost(Loss::Scheme),
    ]);
    assert_eq!(Problem::Level.to_string(), "no level that is known, taken for APPSRV");
    assert_eq!(Problem::Lost(Loss::Scheme).to_string(), "no room for schemes of each side");
}

#[test]
fn of_messages_that_are_none() {
    phrases([ReceiveError::MediaType, ReceiveError::Empty]);
}
