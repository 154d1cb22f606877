//! Time of each layer of the WBXML crate over the corpus, with the yardsticks beside it.
//!
//! `cargo bench -p provost-benches --bench wbxml [-- FILTER]`; for comparisons between contenders
//! trust `ratios`, which interleaves them.

use core::hint::black_box;
use core::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use provost_benches::corpus::{Document, Hostile, HostileXml};
use provost_benches::operation::{Operation, Subject};

/// One group for each layer, one row for each document.
fn layers(criterion: &mut Criterion) {
    let documents = Document::ALL.map(|document| Subject::Document(document, document.size()));
    for &operation in Operation::ALL {
        measure(criterion, operation.id(), operation, &documents);
    }
}

/// The documents that an attacker would choose, for the layers that must stand them.
fn hostile(criterion: &mut Criterion) {
    let wbxml = Hostile::ALL.map(|family| Subject::Hostile(family, family.size()));
    let xml = HostileXml::ALL.map(|family| Subject::HostileXml(family, family.size()));
    for operation in [Operation::Tokens, Operation::Events] {
        measure(criterion, &format!("hostile_{}", operation.id()), operation, &wbxml);
    }
    measure(criterion, "hostile_from_xml", Operation::FromXml, &xml);
}

fn measure(criterion: &mut Criterion, name: &str, operation: Operation, subjects: &[Subject]) {
    let mut group = criterion.benchmark_group(name);
    for subject in subjects {
        let Some(input) = subject.input(operation.syntax()) else { continue };
        let mut output = Vec::new();
        group.throughput(Throughput::Bytes(input.as_bytes().len() as u64));
        group.bench_function(subject.id(), |bencher| {
            bencher.iter(|| operation.run(black_box(&input), &mut output));
        });
    }
    group.finish();
}

/// Short measurements: there are more than a hundred.
fn configuration() -> Criterion {
    Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
}

criterion_group! {
    name = benches;
    config = configuration();
    targets = layers, hostile
}
criterion_main!(benches);
