//! Corpus and contenders of the benchmarks.
