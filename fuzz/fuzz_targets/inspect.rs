#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| provost_tests::fuzz::inspect::inspect(input));
