//! How long the window takes to its first screen, beside an empty window of the same web view.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::application;
use crate::display::{self, VirtualDisplay};
use crate::workspace::{release_program, shell};

/// The first start of each is left out: it warms the disk cache for the others.
const STARTS: usize = 21;
const LIMIT: Duration = Duration::from_secs(60);
const AIM: f64 = 1.5;

struct Subject {
    name: &'static str,
    program: PathBuf,
    times: Vec<Duration>,
}

/// Builds both windows, starts them by turns, and prints medians and their ratio.
pub(super) fn run() -> Result<()> {
    let program = application::build()?;
    let shell = shell()?;
    cmd!(shell, "cargo build --quiet --release --locked -p empty-window").run()?;
    let hidden = if display::is_there() { None } else { Some(VirtualDisplay::start()?) };
    let display = hidden.as_ref().map(|display| display.name.as_str());
    let mut subjects = [
        Subject { name: "empty window", program: release_program("empty-window"), times: Vec::new() },
        Subject { name: "LendingOS", program, times: Vec::new() },
    ];
    for round in 0..=STARTS {
        for subject in &mut subjects {
            let time = time_to_first_screen(&subject.program, display)?;
            if round > 0 {
                subject.times.push(time);
            }
        }
    }
    print(&mut subjects)
}

/// Starts the program with a home of its own and waits for the line that it prints at its first screen.
fn time_to_first_screen(program: &Path, display: Option<&str>) -> Result<Duration> {
    let home = tempfile::tempdir()?;
    let mut command = Command::new(program);
    command.env("LENDINGOS_STARTUP_TRACE", "1").env("HOME", home.path()).env_remove("LENDINGOS_BOOK");
    for folder in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
        command.env(folder, home.path().join(folder));
    }
    if let Some(display) = display {
        // A virtual display has neither an accessibility bus nor a settings service to wait for.
        command.env("DISPLAY", display).env("NO_AT_BRIDGE", "1").env("GSETTINGS_BACKEND", "memory");
    }
    let started = Instant::now();
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("{} cannot be started", program.display()))?;
    let shown = first_line(&mut child).map(|()| started.elapsed());
    child.kill().and_then(|()| child.wait())?;
    shown.with_context(|| format!("{} showed no first screen", program.display()))
}

fn first_line(child: &mut Child) -> Result<()> {
    let output = child.stdout.take().context("no output")?;
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        let read = BufReader::new(output).read_line(&mut line);
        // The receiver is gone when the time is up, and then nobody waits for the line.
        let _ = sender.send(read.map(|_| line));
    });
    let line = receiver.recv_timeout(LIMIT).context("the time is up")??;
    if line.trim() != "first-screen" {
        bail!("it ended, or printed something else: {line:?}");
    }
    Ok(())
}

fn print(subjects: &mut [Subject; 2]) -> Result<()> {
    println!("\nstart of the process to the first screen, {STARTS} starts each, by turns");
    println!("{:<14} {:>9} {:>9} {:>9}", "", "median", "fastest", "slowest");
    let mut medians = Vec::new();
    for subject in subjects {
        subject.times.sort();
        let median = subject.times.get(STARTS / 2).copied().context("nothing was timed")?;
        let fastest = subject.times.first().copied().unwrap_or_default();
        let slowest = subject.times.last().copied().unwrap_or_default();
        println!("{:<14} {:>9} {:>9} {:>9}", subject.name, millis(median), millis(fastest), millis(slowest));
        medians.push(median.as_secs_f64());
    }
    let [empty, full] = medians[..] else { bail!("two windows are compared") };
    println!("ratio {:.2}, aim at most {AIM}", full / empty);
    Ok(())
}

fn millis(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}
