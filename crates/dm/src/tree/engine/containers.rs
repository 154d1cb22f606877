//! Every command, and those that hold others.

use alloc::vec::Vec;

use super::{Engine, Failure, Operation, Outcome};
use crate::status_code::StatusCode;
use crate::tree::rules::Rules;
use crate::tree::store::{Execution, Tree};

impl<T: Tree, R: Rules> Engine<T, R> {
    pub(super) fn run(&mut self, server: &str, operation: &Operation<'_>) -> Outcome {
        // A group is open inside of Atomic, which has neither of these (DM RepPro 1.2.1, 6.6.1).
        let is_grouped = self.log.is_some();
        let outcome = match operation {
            Operation::Get(_)
            | Operation::Exec { .. }
            | Operation::Atomic(_)
            | Operation::Sequence(_)
                if is_grouped =>
            {
                return Outcome::of(StatusCode::COMMAND_FAILED);
            }
            Operation::Atomic(members) => return self.atomic(server, members),
            Operation::Sequence(members) => {
                let members = self.sequence(server, members);
                return Outcome::of(StatusCode::OK).with_members(members);
            }
            Operation::Get(target) => self
                .get(server, target)
                .map(|results| Outcome::of(StatusCode::OK).with_results(results)),
            Operation::Exec { target, data } => {
                self.exec(server, target, data.as_ref()).map(|execution| {
                    Outcome::of(match execution {
                        Execution::Done => StatusCode::OK,
                        Execution::Accepted => StatusCode::ACCEPTED,
                    })
                })
            }
            Operation::Add(item) => self.add(server, item).map(done),
            Operation::Replace(item) => self.replace(server, item).map(done),
            Operation::Delete(target) => self.delete(server, target).map(done),
            Operation::Copy { source, target } => self.copy(server, source, target).map(done),
        };
        outcome.unwrap_or_else(Outcome::from)
    }

    /// One after the other, whatever the others come to. A sequence has an Atomic in it at most.
    fn sequence(&mut self, server: &str, members: &[Operation<'_>]) -> Vec<Outcome> {
        let run = |member: &Operation<'_>| match member {
            Operation::Sequence(_) => Outcome::of(StatusCode::COMMAND_FAILED),
            member => self.run(server, member),
        };
        members.iter().map(run).collect()
    }

    /// All or nothing (DM RepPro 1.2.1, 6.6.1): where a member fails, those before it are taken back
    /// and those behind it are not executed.
    fn atomic(&mut self, server: &str, members: &[Operation<'_>]) -> Outcome {
        if !self.options.atomic {
            return Outcome::of(StatusCode::FEATURE_NOT_SUPPORTED);
        }
        if let Err(error) = self.begin() {
            return Failure::from(error).into();
        }
        let mut outcomes: Vec<Outcome> = Vec::with_capacity(members.len());
        for member in members {
            let outcome = self.run(server, member);
            let is_success = outcome.status().is_success();
            outcomes.push(outcome);
            if !is_success {
                break;
            }
        }
        let failed = outcomes.last().is_some_and(|outcome| !outcome.status().is_success());
        let executed = outcomes.len().saturating_sub(usize::from(failed));
        let failed = failed || self.commit().is_err();
        if !failed {
            return Outcome::of(StatusCode::OK).with_members(outcomes);
        }
        let taken_back = match self.rollback() {
            Ok(()) => StatusCode::ATOMIC_ROLLED_BACK,
            Err(_) => StatusCode::ATOMIC_ROLL_BACK_FAILED,
        };
        outcomes.iter_mut().take(executed).for_each(|outcome| outcome.taken_back(taken_back));
        outcomes.resize(members.len(), Outcome::of(StatusCode::NOT_EXECUTED));
        Outcome::of(StatusCode::ATOMIC_FAILED).with_members(outcomes)
    }
}

const fn done((): ()) -> Outcome {
    Outcome::of(StatusCode::OK)
}
