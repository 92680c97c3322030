//! Typesetting in a process of its own, within limits of time, memory and pages.
//!
//! A typesetter that runs cannot be interrupted, and a process that gets no memory is aborted. So a manuscript that is
//! not the program's own goes to another process: the program itself, started again with a hidden argument, as
//! [`serve_if_asked`] in its `main` sees. It gets the manuscript on its standard input, answers on its standard output,
//! and is killed when it is not done in time. Its memory is counted by the allocator that every program with this crate
//! has, and which sets a limit only there.

use std::{
    alloc::System,
    ffi::OsStr,
    io::{Read, Write},
    path::PathBuf,
    process::{Child, Command, ExitCode, Stdio},
    sync::{OnceLock, mpsc},
    thread,
    time::Duration,
};

use cap::Cap;

use crate::{
    Made, Manuscript, TemplateFault,
    frames::{self, Form, Outcome},
};

/// How long a document may take.
const TIME: Duration = Duration::from_secs(10);

/// How much memory it may take, beside what the typesetter has of itself, in bytes.
const MEMORY: usize = 1 << 30;

/// How many pages it may have.
const PAGES: usize = 2_000;

/// How large its file or its pictures may be, in bytes.
const ANSWER: usize = 256 << 20;

/// What a typesetter may say of its end, in bytes.
const LAST_WORDS: u64 = 64 << 10;

/// What a typesetter calls itself with: as much on every system.
const STACK: usize = 16 << 20;

/// Tells the program that it is to be a typesetter.
const ARGUMENT: &str = "--typeset-standard-input";

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// The first thing that a program does: one that was started as a typesetter typesets, and ends with this exit code. Any
/// other goes on, and knows from now on which program to start.
#[must_use]
pub fn serve_if_asked() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().as_deref() == Some(OsStr::new(ARGUMENT)) && arguments.next().is_none() {
        return Some(serve());
    }
    if let Some(program) = this_program() {
        start_as(program);
    }
    None
}

/// Names the program that typesets apart, where it is not the one that runs.
pub fn start_as(program: PathBuf) {
    // Whoever was first has named one that does the same.
    let _ = PROGRAM.set(program);
}

/// The program that runs, even when an update has meanwhile put another release in its place.
fn this_program() -> Option<PathBuf> {
    let running = PathBuf::from("/proc/self/exe");
    if running.exists() { Some(running) } else { std::env::current_exe().ok() }
}

pub(crate) fn pdf(manuscript: &Manuscript) -> Result<Made<Vec<u8>>, TemplateFault> {
    let Made { mut of, missing_characters } = made(manuscript, Form::Pdf)?;
    let of = of.pop().ok_or_else(|| broken(manuscript, "it answered nothing"))?;
    Ok(Made { of, missing_characters })
}

pub(crate) fn pictures(manuscript: &Manuscript) -> Result<Made<Vec<String>>, TemplateFault> {
    let Made { of, missing_characters } = made(manuscript, Form::Pictures)?;
    let text = |page| String::from_utf8(page).map_err(|_| broken(manuscript, "it answered no picture"));
    Ok(Made { of: of.into_iter().map(text).collect::<Result<_, _>>()?, missing_characters })
}

/// What stands for the typesetter where it cannot be asked what is wrong.
fn broken(manuscript: &Manuscript, how: &str) -> TemplateFault {
    TemplateFault::of_all(&manuscript.template_name, format!("the typesetter failed: {how}"))
}

fn made(manuscript: &Manuscript, form: Form) -> Outcome {
    let no_typesetter = |why: &str| broken(manuscript, &format!("it cannot be started: {why}"));
    let program = PROGRAM.get().ok_or_else(|| no_typesetter("this program has none"))?;
    let child = Command::new(program)
        .arg(ARGUMENT)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| no_typesetter(&error.to_string()))?;
    let ended = attend(child, &frames::of_manuscript(manuscript, form))
        .map_err(|error| broken(manuscript, &error.to_string()))?;
    let fault = |message: String| Err(TemplateFault::of_all(&manuscript.template_name, message));
    match ended {
        Ended::TooLate => fault(format!(
            "it is not ready after {} seconds; something in it may go on for ever",
            TIME.as_secs()
        )),
        Ended::TooLarge => fault(format!("it makes more than {} MiB", ANSWER >> 20)),
        Ended::Answered(answer) => {
            frames::outcome(&answer).unwrap_or_else(|| Err(broken(manuscript, "it broke off")))
        }
        Ended::Died(last_words) if last_words.contains("memory allocation of ") => {
            fault(format!("it needs more than {} MiB of memory", MEMORY >> 20))
        }
        Ended::Died(last_words) if last_words.contains("overflowed its stack") => {
            fault("something in it is nested too deep".to_owned())
        }
        Ended::Died(last_words) => {
            Err(broken(manuscript, last_words.trim().lines().last().unwrap_or("it said nothing")))
        }
    }
}

/// How a typesetter ended.
enum Ended {
    Answered(Vec<u8>),
    TooLate,
    TooLarge,
    /// With what it said of it.
    Died(String),
}

/// Hands the manuscript over and waits for the end: its own, or that of its time.
fn attend(mut child: Child, manuscript: &[u8]) -> std::io::Result<Ended> {
    let (Some(mut input), Some(output), Some(errors)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(std::io::Error::other("it cannot be talked to"));
    };
    thread::scope(|scope| {
        // One that has died reads no more; why it died it says elsewhere.
        scope.spawn(move || input.write_all(manuscript).ok());
        let last_words = scope.spawn(move || {
            let mut said = Vec::new();
            errors.take(LAST_WORDS).read_to_end(&mut said).ok();
            String::from_utf8_lossy(&said).into_owned()
        });
        let (tell, told) = mpsc::channel();
        scope.spawn(move || {
            let mut answer = Vec::new();
            let read = output.take(ANSWER as u64 + 1).read_to_end(&mut answer);
            // Nobody waits any more for one that was too late.
            tell.send(read.map(|_| answer)).ok();
        });
        let answer = told.recv_timeout(TIME);
        let is_whole = matches!(&answer, Ok(Ok(answer)) if answer.len() <= ANSWER);
        if !is_whole {
            child.kill()?;
        }
        let status = child.wait()?;
        let last_words = last_words.join().unwrap_or_default();
        Ok(match answer {
            Err(_) => Ended::TooLate,
            Ok(Err(error)) => return Err(error),
            Ok(Ok(_)) if !is_whole => Ended::TooLarge,
            Ok(Ok(answer)) if status.success() => Ended::Answered(answer),
            Ok(Ok(_)) => Ended::Died(last_words),
        })
    })
}

/// What a typesetter does.
fn serve() -> ExitCode {
    // It is killed in time by whoever started it, unless they were killed themselves.
    thread::spawn(|| {
        thread::sleep(TIME * 2);
        std::process::abort();
    });
    let typeset = thread::Builder::new().stack_size(STACK).spawn(|| {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).ok()?;
        let (manuscript, form) = frames::manuscript(&bytes)?;
        ALLOCATOR.set_limit(ALLOCATOR.allocated().saturating_add(MEMORY)).ok()?;
        let answer = frames::of_outcome(&outcome(&manuscript, form));
        std::io::stdout().write_all(&answer).ok()
    });
    match typeset.ok().and_then(|thread| thread.join().ok()) {
        Some(Some(())) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn outcome(manuscript: &Manuscript, form: Form) -> Outcome {
    let pages = manuscript.typeset()?;
    if pages.count() > PAGES {
        let message = format!("it has {} pages; at most {PAGES} are allowed", pages.count());
        return Err(TemplateFault::of_all(&manuscript.template_name, message));
    }
    let of = match form {
        Form::Pdf => vec![pages.pdf(&manuscript.template_name)?],
        Form::Pictures => pages.svg().into_iter().map(String::into_bytes).collect(),
    };
    Ok(Made { of, missing_characters: pages.missing_characters() })
}
