//! Taking times in turn and printing medians beside each other.

use std::time::{Duration, Instant};

/// Times taken of the same work, again and again.
#[derive(Default)]
pub struct Samples(Vec<Duration>);

impl Samples {
    /// Times one run.
    pub fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let done = work();
        self.0.push(started.elapsed());
        done
    }

    /// The middle of the times.
    pub fn median(&self) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        sorted[sorted.len() / 2]
    }
}

/// Prints one line for each bench.
pub struct Report;

impl Report {
    /// Prints the headings.
    pub fn begin() -> Self {
        println!("{:<52} {:>12} {:>12} {:>7}  runs", "", "LendingOS", "bare", "ratio");
        Self
    }

    /// Prints the medians of both sides and their ratio.
    pub fn line(&mut self, what: &str, ours: &Samples, bare: &Samples) {
        let (our_median, bare_median) = (ours.median(), bare.median());
        let ratio = our_median.as_secs_f64() / bare_median.as_secs_f64();
        println!(
            "{what:<52} {:>12} {:>12} {ratio:>7.2}  {}",
            shown(our_median),
            shown(bare_median),
            ours.0.len()
        );
    }

    /// Prints a figure that is no time.
    pub fn figure(&mut self, what: &str, figure: &str) {
        println!("{what:<52} {figure}");
    }
}

fn shown(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    match micros {
        micros if micros < 1_000.0 => format!("{micros:.1} µs"),
        micros if micros < 1_000_000.0 => format!("{:.2} ms", micros / 1e3),
        micros => format!("{:.2} s", micros / 1e6),
    }
}
