//! Times two contenders in turn, so that what disturbs the machine disturbs both.
//!
//! The ratio is taken within each round and only then summarised: its quartiles stay within a few
//! percent on a loaded machine where the times themselves do not.

use core::hint::black_box;
use core::time::Duration;
use std::time::Instant;

/// The outcome of [`compare`].
#[derive(Debug, Clone, Copy)]
pub struct Comparison {
    /// Time of the first contender by time of the second, per round.
    pub ratio: Quartiles,
    /// Nanoseconds of one run of the first contender, in its best round.
    pub first: f64,
    /// Nanoseconds of one run of the second contender, in its best round.
    pub second: f64,
}

/// Where the middle half of the values lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quartiles {
    /// A quarter of the values is below.
    pub lower: f64,
    /// Half of the values is below.
    pub median: f64,
    /// A quarter of the values is above.
    pub upper: f64,
}

/// Measures 41 rounds of about 1 ms for each contender; 5 when a run takes over 0.2 s.
pub fn compare<A, B>(mut first: impl FnMut() -> A, mut second: impl FnMut() -> B) -> Comparison {
    // The first run warms the caches, the second tells how many make a round.
    time(1, &mut first);
    time(1, &mut second);
    let (alone, other) = (time(1, &mut first), time(1, &mut second));
    let rounds = if alone.max(other) > SLOW { FEW_ROUNDS } else { ROUNDS };
    let (runs, other_runs) = (runs(alone), runs(other));

    let (mut ratios, mut best) = (Vec::with_capacity(rounds), (f64::INFINITY, f64::INFINITY));
    for round in 0..rounds {
        // Whoever runs second finds the caches in another state: take turns.
        let (a, b) = if round % 2 == 0 {
            let a = nanoseconds(runs, &mut first);
            (a, nanoseconds(other_runs, &mut second))
        } else {
            let b = nanoseconds(other_runs, &mut second);
            (nanoseconds(runs, &mut first), b)
        };
        ratios.push(a / b);
        best = (best.0.min(a), best.1.min(b));
    }
    Comparison { ratio: quartiles(ratios), first: best.0, second: best.1 }
}

fn runs(one: Duration) -> u32 {
    let runs = ROUND.as_nanos() / one.as_nanos().max(1);
    u32::try_from(runs.clamp(1, 1_000_000)).unwrap_or(1)
}

fn nanoseconds<T>(runs: u32, contender: &mut impl FnMut() -> T) -> f64 {
    time(runs, contender).as_secs_f64() * 1e9 / f64::from(runs)
}

fn time<T>(runs: u32, contender: &mut impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    for _ in 0..runs {
        black_box(contender());
    }
    // A large piece of memory makes the allocator put together what was given back: by whoever gave
    // it back, not by whoever is next. After a tree of libwbxml that is half a millisecond.
    drop(black_box(Vec::<u8>::with_capacity(LARGE)));
    start.elapsed()
}

fn quartiles(mut values: Vec<f64>) -> Quartiles {
    values.sort_by(f64::total_cmp);
    let at = |quarter: usize| values[(values.len() - 1) * quarter / 4];
    Quartiles { lower: at(1), median: at(2), upper: at(3) }
}

const ROUNDS: usize = 41;
const FEW_ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_millis(1);
const LARGE: usize = 64 * 1024;
const SLOW: Duration = Duration::from_millis(200);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_of_both_round_counts() {
        let values = |count: u32| (0..count).rev().map(f64::from).collect();
        assert_eq!(quartiles(values(41)), Quartiles { lower: 10.0, median: 20.0, upper: 30.0 });
        assert_eq!(quartiles(values(5)), Quartiles { lower: 1.0, median: 2.0, upper: 3.0 });
    }

    #[test]
    fn ten_times_the_work_is_slower() {
        let work = |steps: u64| move || (0..steps).fold(0, |sum: u64, step| black_box(sum ^ step));
        let comparison = compare(work(100_000), work(10_000));
        assert!(comparison.ratio.median > 2.0, "{comparison:?}");
        assert!(comparison.first > comparison.second, "{comparison:?}");
    }
}
