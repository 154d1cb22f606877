//! Which document may be installed: by its bearer, its method, and what the device has already.

use crate::method::Method;
use crate::outcome::Outcome;

mod bearer;
mod grant;
mod purpose;
mod refusal;
mod relaxation;
mod rules;

pub use bearer::{Bearer, BearerKind, Broadcast, NetworkCode};
pub use grant::Grant;
pub use purpose::{Action, Context, Installed, Purpose};
pub use refusal::Refusal;
pub use relaxation::Relaxation;
pub use rules::{Methods, Rule};

use relaxation::Relaxations;

/// The rules of ProvBoot as data, and the named exceptions that a deployment has chosen.
///
/// ```
/// use provost_bootstrap::{
///     Bearer, Context, Identity, Imsi, Installed, Policy, Purpose, Refusal, Security, verify,
/// };
///
/// let body = [0x03, 0x0B, 0x6A, 0x00, 0x45, 0x01];
/// let security =
///     Security::from_params(Some(0.into()), Some("1AF545FE2823DC9347064450F90FF1BBF957E146"));
/// let sim = [Identity::from("466923103145252".parse::<Imsi>()?)];
///
/// let purpose = Purpose::bootstrap(Context::Other, Installed::NOTHING);
/// let grant = Policy::STRICT
///     .admit(verify(&body, &security, &sim), Bearer::Sms, purpose)
///     .expect("the first context of a device may come by NETWPIN");
/// assert_eq!(grant.body(), body);
///
/// // Without SEC nothing comes in by SMS.
/// let outcome = verify(&body, &Security::NONE, &sim);
/// let refusal = Policy::STRICT.admit(outcome, Bearer::Sms, purpose).unwrap_err();
/// assert_eq!(refusal, Refusal::Unauthenticated);
/// # Ok::<(), provost_bootstrap::SecretError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    rules: &'static [Rule],
    relaxations: Relaxations,
}

impl Policy {
    /// What the specification demands, and where it recommends, the recommendation.
    pub const STRICT: Self = Self { rules: rules::STRICT, relaxations: Relaxations::NONE };

    /// Rules of one's own. What a bearer, an action and a context have no row for is refused.
    #[must_use]
    pub const fn from_rules(rules: &'static [Rule]) -> Self {
        Self { rules, relaxations: Relaxations::NONE }
    }

    /// The same with one exception more.
    #[must_use]
    pub const fn with(self, relaxation: Relaxation) -> Self {
        Self { relaxations: self.relaxations.with(relaxation), ..self }
    }

    /// Every rule that applies, those of the exceptions among them.
    pub fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        let exceptions = Relaxation::ALL.into_iter().filter(|it| self.relaxations.has(*it));
        self.rules.iter().chain(exceptions.flat_map(Relaxation::rules))
    }

    /// Decides about an outcome. What is admitted is the body that was checked.
    ///
    /// # Errors
    /// A [`Refusal`] that says why. On failure nothing of the document may be stored (ProvBoot
    /// 7.2.3, 7.3.2).
    pub fn admit<'a>(
        &self,
        outcome: Outcome<'a>,
        bearer: Bearer,
        purpose: Purpose,
    ) -> Result<Grant<'a>, Refusal> {
        let grant = match outcome {
            Outcome::Verified(verified) => Grant::verified(verified, bearer, purpose),
            Outcome::Unauthenticated(unverified) => {
                Grant::by_bearer(unverified.body_without_authentication(), bearer, purpose)
            }
            Outcome::NeedsUserPin => return Err(Refusal::NeedsUserPin),
            Outcome::NeedsNetworkSecret => return Err(Refusal::NeedsNetworkSecret),
            Outcome::Malformed(defect) => return Err(Refusal::Malformed(defect)),
            Outcome::UnsupportedMethod(sec) => return Err(Refusal::UnsupportedMethod(sec)),
            Outcome::Failed(method) => return Err(Refusal::Failed(method)),
        };
        if let Bearer::CellBroadcast(broadcast) = &bearer {
            broadcast.check()?;
        }
        let vouches = self.check_rules(grant.method(), bearer.kind(), purpose)?;
        let alone = grant.method().filter(|_| !vouches);
        self.check_installed(alone, bearer.kind(), purpose)?;
        Ok(grant)
    }

    /// Whether the bearer vouches, where the method is enough or it does.
    fn check_rules(
        &self,
        method: Option<Method>,
        bearer: BearerKind,
        purpose: Purpose,
    ) -> Result<bool, Refusal> {
        let applies = |rule: &&Rule| {
            (rule.bearer, rule.action, rule.context) == (bearer, purpose.action, purpose.context)
        };
        let mut decision = Err(Refusal::NoRule);
        for rule in self.rules().filter(applies) {
            if rule.bearer_is_enough {
                return Ok(true);
            }
            if method.is_some_and(|method| rule.methods.has(method)) {
                decision = Ok(false);
            } else if decision.is_err() {
                decision = Err(method.map_or(Refusal::Unauthenticated, Refusal::Method));
            }
        }
        decision
    }

    /// `method` is what the document rests on; none where its bearer vouches.
    fn check_installed(
        &self,
        method: Option<Method>,
        bearer: BearerKind,
        purpose: Purpose,
    ) -> Result<(), Refusal> {
        let Installed { this_context, privileged_context, by_network_pin, on_card } =
            purpose.installed;
        let may = |relaxation| self.relaxations.has(relaxation);
        // ProvBoot 7.1.1: what a card holds is updated by the methods of the card alone.
        if on_card && bearer != BearerKind::Card && !may(Relaxation::AirBesideCard) {
            return Err(Refusal::OnCard);
        }
        if purpose.action != Action::Bootstrap {
            return Ok(());
        }
        // ProvBoot 5.1: once for each context, except that a broadcast or a card is read anew.
        let is_once = !matches!(bearer, BearerKind::CellBroadcast | BearerKind::Card);
        // There is one privileged context: another that takes its place is the same event.
        let is_there = this_context || purpose.context == Context::Privileged && privileged_context;
        if is_there && is_once && !may(Relaxation::RepeatedBootstrap) {
            return Err(Refusal::AlreadyBootstrapped);
        }
        // ProvUAB 9: one context by the network secret alone, and none beside a privileged one.
        let by_network = matches!(method, Some(Method::NetworkPin | Method::DmNetworkId));
        let is_further = by_network_pin || privileged_context;
        if by_network && is_further && !may(Relaxation::FurtherContextByNetworkPin) {
            return Err(Refusal::NeedsUserPinForFurtherContext);
        }
        Ok(())
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::STRICT
    }
}

#[cfg(test)]
mod tests;
