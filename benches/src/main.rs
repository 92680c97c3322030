//! How long things take, each beside a bare baseline of the same run: the same rows written or read by plain
//! `rusqlite` with the same settings, the same arithmetic on plain integers.
//!
//! Ratios travel between machines, times do not. Names on the command line choose benches; none runs all.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::cast_precision_loss,
    reason = "a bench that cannot go on must stop, and its figures are for people"
)]

mod append;
mod bare;
mod documents;
mod fixture;
mod measure;
mod publish;
mod read;
mod rebuild;
mod scale;
mod schedule;
mod servicing;
mod shared;
mod syncs;

use measure::Report;

/// A name for the command line, and what it runs.
type Bench = (&'static str, fn(&mut Report));

fn main() {
    let chosen: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, address, count] = chosen.as_slice()
        && flag == syncs::CHILD
    {
        syncs::publish(address, count.parse().expect("a count"));
        return;
    }
    // Minutes of work on both stores; only when it is asked for.
    if chosen == ["--scale"] {
        scale::run();
        return;
    }
    let benches: [Bench; 12] = [
        ("publish-12", |report| publish::run(report, 12)),
        ("publish-360", |report| publish::run(report, 360)),
        ("shared-12", |report| shared::run(report, 12)),
        ("shared-360", |report| shared::run(report, 360)),
        ("syncs", syncs::run),
        ("append", append::run),
        ("read", read::run),
        ("rebuild", rebuild::run),
        ("schedule", schedule::run),
        ("documents", documents::run),
        ("back-dated", servicing::back_dated),
        ("day", servicing::day),
    ];
    if let Some(unknown) = chosen.iter().find(|name| benches.iter().all(|(bench, _)| bench != name)) {
        let names: Vec<&str> = benches.iter().map(|(name, _)| *name).collect();
        panic!("there is no bench {unknown}; there are {}", names.join(", "));
    }
    let mut report = Report::begin();
    for (name, bench) in benches {
        if chosen.is_empty() || chosen.iter().any(|wanted| wanted == name) {
            bench(&mut report);
        }
    }
}
