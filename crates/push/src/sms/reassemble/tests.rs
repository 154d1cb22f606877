use super::super::segment::segment;
use super::*;

fn parts(length: usize, reference: u16) -> Vec<Bytes> {
    let payload = Bytes::from((0..=250).cycle().take(length).collect::<Vec<u8>>());
    let segments = segment(payload, Ports::PUSH, Reference::Long(reference));
    segments.expect("segments").map(|segment| segment.user_data()).collect()
}

fn incomplete(have: u8, total: u8) -> Result<Received, Error> {
    Ok(Received::Incomplete { have, total })
}

#[test]
fn any_order_and_once() {
    let parts = parts(300, 1);
    let mut reassembler = Reassembler::new();
    assert_eq!(reassembler.accept(1, &parts[2], Instant(0)), incomplete(1, 3));
    assert_eq!(reassembler.accept(1, &parts[2], Instant(1)), Ok(Received::Duplicate));
    assert_eq!(reassembler.accept(1, &parts[0], Instant(2)), incomplete(2, 3));
    let Ok(Received::Complete(datagram)) = reassembler.accept(1, &parts[1], Instant(3)) else {
        panic!("not complete");
    };
    assert_eq!(datagram.payload.len(), 300);
    assert!(datagram.payload.iter().copied().eq((0..=250).cycle().take(300)));
    // A late copy starts nothing, until the message is forgotten.
    assert_eq!(reassembler.accept(1, &parts[0], Instant(4)), Ok(Received::Duplicate));
    assert!(reassembler.is_empty() && reassembler.octets() == 0);
    assert_eq!(reassembler.accept(1, &parts[0], Instant(90_000)), incomplete(1, 3));
}

#[test]
fn another_total_keeps_what_is_there() {
    let (first, other) = (parts(300, 1), parts(500, 1));
    let mut reassembler = Reassembler::new();
    assert_eq!(reassembler.accept(1, &first[0], Instant(0)), incomplete(1, 3));
    let fault = Error::new(ErrorKind::Form(Expected::Segments), 13);
    assert_eq!(reassembler.accept(1, &other[1], Instant(0)), Err(fault));
    assert_eq!(reassembler.accept(1, &first[1], Instant(0)), incomplete(2, 3));
}

#[test]
fn limits_of_sets() {
    let mut reassembler = Reassembler::new();
    for reference in 0..5 {
        let part = &parts(300, reference)[0];
        assert_eq!(reassembler.accept(1, part, Instant(reference.into())), incomplete(1, 3));
        assert_eq!(reassembler.len(), usize::from(reference + 1).min(4));
    }
    // The oldest of the sender is gone, the others are there.
    assert_eq!(reassembler.statistics().evicted, 1);
    assert_eq!(reassembler.accept(1, &parts(300, 1)[1], Instant(9)), incomplete(2, 3));
    for sender in 2..100 {
        let part = &parts(300, 0)[0];
        assert_eq!(reassembler.accept(sender, part, Instant(10)), incomplete(1, 3));
        assert!(reassembler.len() <= 64);
    }
    assert_eq!(reassembler.len(), 64);
}

#[test]
fn limits_of_octets() {
    let limits =
        ReassemblyLimits { octets_per_sender: 381, octets: 508, ..ReassemblyLimits::DEFAULT };
    let mut reassembler = Reassembler::with_limits(limits);
    let big = parts(600, 1);
    // Under and at: three parts of 127 octets.
    for (at, have) in [(0, 1), (1, 2), (2, 3)] {
        assert_eq!(reassembler.accept(1, &big[at], Instant(0)), incomplete(have, 5));
    }
    assert_eq!(reassembler.octets(), 381);
    // Over, with nothing else of the sender to drop.
    let fault = Error::new(ErrorKind::Limit(Limit::OctetsPerSender), 13);
    assert_eq!(reassembler.accept(1, &big[3], Instant(0)), Err(fault));
    // Another sender: at the limit of all, then over it.
    assert_eq!(reassembler.accept(2, &big[0], Instant(0)), incomplete(1, 5));
    assert_eq!((reassembler.octets(), reassembler.len()), (508, 2));
    assert_eq!(reassembler.accept(3, &big[0], Instant(0)), incomplete(1, 5));
    assert_eq!((reassembler.octets(), reassembler.len()), (254, 2));
}

#[test]
fn expiry_by_the_clock_of_the_caller() {
    let parts = parts(300, 1);
    let mut reassembler = Reassembler::new();
    assert_eq!(reassembler.accept(1, &parts[0], Instant(5)), incomplete(1, 3));
    assert_eq!(reassembler.expire(Instant(86_404)), 0);
    assert_eq!(reassembler.expire(Instant(86_405)), 1);
    assert_eq!((reassembler.len(), reassembler.octets()), (0, 0));
    assert_eq!(reassembler.statistics().expired, 1);
}

#[test]
fn a_clock_that_goes_back() {
    let (begun, whole) = (parts(300, 1), parts(134, 2));
    let mut reassembler = Reassembler::new();
    assert_eq!(reassembler.accept(1, &begun[0], Instant(1_000_000)), incomplete(1, 3));
    for part in &whole {
        reassembler.accept(1, part, Instant(1_000_000)).expect("a part");
    }
    // Nothing goes at once, and nothing stays longer than from now on.
    assert_eq!(reassembler.expire(Instant(10)), 0);
    assert_eq!(reassembler.accept(1, &begun[1], Instant(86_409)), incomplete(2, 3));
    assert_eq!(reassembler.accept(1, &whole[0], Instant(86_409)), Ok(Received::Duplicate));
    assert_eq!(reassembler.expire(Instant(86_410)), 1);
    assert_eq!(reassembler.accept(1, &whole[0], Instant(86_410)), incomplete(1, 2));
}

#[test]
fn what_is_whole_is_remembered_from_its_last_part_on() {
    let parts = parts(134, 1);
    let mut reassembler = Reassembler::new();
    assert_eq!(reassembler.accept(1, &parts[0], Instant(0)), incomplete(1, 2));
    let whole = reassembler.accept(1, &parts[1], Instant(86_399));
    assert!(matches!(whole, Ok(Received::Complete(_))));
    let late = reassembler.accept(1, &parts[1], Instant(2 * 86_399));
    assert_eq!(late, Ok(Received::Duplicate));
    assert_eq!(reassembler.accept(1, &parts[1], Instant(2 * 86_399 + 1)), incomplete(1, 2));
}

#[test]
fn a_part_without_room_costs_others_nothing() {
    let limits =
        ReassemblyLimits { octets_per_sender: 381, octets: 400, ..ReassemblyLimits::DEFAULT };
    let mut reassembler = Reassembler::with_limits(limits);
    let (big, small) = (parts(900, 1), parts(900, 2));
    assert_eq!(reassembler.accept(1, &small[0], Instant(0)), incomplete(1, 8));
    assert_eq!(reassembler.accept(2, &small[0], Instant(0)), incomplete(1, 8));
    // A part as of a bearer with longer messages: one over what a sender may have.
    let mut long = small[1].to_vec();
    long.resize(13 + 382, 7);
    let fault = |limit| Err(Error::new(ErrorKind::Limit(limit), 13));
    let read = reassembler.accept(1, &long, Instant(0));
    assert_eq!(read, fault(Limit::OctetsPerSender));
    let mut long = big[0].to_vec();
    long.resize(13 + 382, 7);
    assert_eq!(reassembler.accept(1, &long, Instant(0)), fault(Limit::OctetsPerSender));
    assert_eq!((reassembler.len(), reassembler.octets()), (2, 254));
    assert_eq!(reassembler.statistics().evicted, 0);
    // One that has room alone takes it.
    long.truncate(13 + 381);
    assert_eq!(reassembler.accept(1, &long, Instant(0)), incomplete(1, 8));
    assert_eq!((reassembler.len(), reassembler.octets()), (1, 381));
    // Less in all than for a sender.
    let limits = ReassemblyLimits { octets: 126, ..ReassemblyLimits::DEFAULT };
    let mut reassembler = Reassembler::with_limits(limits);
    assert_eq!(reassembler.accept(1, &big[0], Instant(0)), fault(Limit::Octets));
    let limits = ReassemblyLimits { sets: 0, ..ReassemblyLimits::DEFAULT };
    let mut reassembler = Reassembler::with_limits(limits);
    assert_eq!(reassembler.accept(1, &big[0], Instant(0)), fault(Limit::Sets));
}

#[test]
fn what_is_no_part() {
    let mut reassembler = Reassembler::new();
    let rows: [&[u8]; 4] = [
        &[0, b'.'],
        &[5, 0, 3, 1, 0, 0, b'.'],
        &[5, 0, 3, 1, 2, 3, b'.'],
        &[5, 0, 3, 1, 1, 1, b'.'],
    ];
    for row in rows {
        let datagram = Datagram { ports: None, payload: Bytes::from_static(b".") };
        assert_eq!(reassembler.accept(1, row, Instant(0)), Ok(Received::Complete(datagram)));
    }
}
