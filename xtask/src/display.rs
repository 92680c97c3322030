//! A display to open windows on: the person's own, or a virtual one.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

/// Whether windows can be opened for a person to see.
pub(crate) fn is_there() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || named("DISPLAY") || named("WAYLAND_DISPLAY")
}

/// A display that nobody sees; it ends with this value.
#[derive(Debug)]
pub(crate) struct VirtualDisplay {
    server: Child,
    /// The display's name, such as `:7`.
    pub(crate) name: String,
}

impl VirtualDisplay {
    /// Starts one under a number that is free.
    pub(crate) fn start() -> Result<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("Xvfb cannot be started")?;
        let mut number = String::new();
        if let Some(output) = server.stdout.take() {
            // It writes its number when it is ready for clients.
            BufReader::new(output).read_line(&mut number)?;
        }
        if number.trim().is_empty() {
            server.kill().and_then(|()| server.wait())?;
            bail!("Xvfb did not become ready");
        }
        Ok(Self { server, name: format!(":{}", number.trim()) })
    }
}

impl Drop for VirtualDisplay {
    fn drop(&mut self) {
        // It may have ended by itself, and then there is nothing left to do.
        let _ = self.server.kill().and_then(|()| self.server.wait());
    }
}
