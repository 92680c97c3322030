//! Libraries and programs of the operating system.

use anyhow::{Context, Result, bail};
use xshell::cmd;

use super::Need;
use crate::workspace::{has_program, shell};

/// Debian's name of each package, and what it is needed for.
const DEBIAN: [(&str, Need); 18] = [
    ("build-essential", Need::Build),
    ("pkg-config", Need::Build),
    ("perl", Need::Build),
    ("libwebkit2gtk-4.1-dev", Need::Build),
    ("libgtk-3-dev", Need::Build),
    ("librsvg2-dev", Need::Build),
    ("libxdo-dev", Need::Build),
    ("libssl-dev", Need::Build),
    ("postgresql", Need::Postgres),
    ("poppler-utils", Need::Readers),
    ("python3", Need::Readers),
    ("xvfb", Need::Window),
    ("webkit2gtk-driver", Need::Window),
    ("fonts-dejavu-core", Need::Window),
    ("chromium", Need::Browser),
    ("desktop-file-utils", Need::Bundle),
    ("shared-mime-info", Need::Bundle),
    ("rpm", Need::Bundle),
];

/// Browsers that do for the screens where they are there; Ubuntu has none of them as a package.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Programs that show, on any other Linux, that the packages are there.
const PROGRAMS: [(&str, Need); 9] = [
    ("cc", Need::Build),
    ("make", Need::Build),
    ("perl", Need::Build),
    ("pkg-config", Need::Build),
    ("initdb", Need::Postgres),
    ("pdftotext", Need::Readers),
    ("python3", Need::Readers),
    ("Xvfb", Need::Window),
    ("WebKitWebDriver", Need::Window),
];

/// Development files that the window is compiled against, as `pkg-config` knows them.
const LIBRARIES: [&str; 4] = ["webkit2gtk-4.1", "gtk+-3.0", "librsvg-2.0", "openssl"];

/// Sees to the system's packages.
pub(super) fn ensure(needs: &[Need]) -> Result<()> {
    let needs = with_implied(needs);
    if !has_program("npm") {
        bail!(
            "Node.js 20.19 or later, with npm, is missing: install it from your system's packages, then try again"
        );
    }
    if has_program("apt-get") {
        return ensure_debian(&needs);
    }
    if cfg!(target_os = "linux") {
        return name_what_other_linux_lacks(&needs);
    }
    // macOS brings its web view and Windows 10 and 11 bring theirs; a window is driven on Linux only.
    if needs.iter().any(|need| matches!(need, Need::Window | Need::Browser)) {
        bail!("the window and screen tests run on Linux; here, run: cargo xtask test --only rust --only ui");
    }
    Ok(())
}

/// The installed package is started and driven like the built one.
fn with_implied(needs: &[Need]) -> Vec<Need> {
    let mut all = needs.to_vec();
    if all.contains(&Need::Bundle) && cfg!(target_os = "linux") {
        all.push(Need::Window);
    }
    all
}

fn ensure_debian(needs: &[Need]) -> Result<()> {
    let wanted: Vec<&str> =
        DEBIAN.iter().filter(|(_, need)| needs.contains(need)).map(|(name, _)| *name).collect();
    let missing = missing_debian(&wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    println!("installing: {}", missing.join(" "));
    install_debian(&missing).with_context(|| {
        format!("install these yourself and try again: apt-get install {}", missing.join(" "))
    })
}

fn missing_debian<'a>(wanted: &[&'a str]) -> Result<Vec<&'a str>> {
    let shell = shell()?;
    // dpkg-query leaves out what it has never heard of and says so by its status, which is no error here.
    let format = "-f=${Package} ${db:Status-Status}\n";
    let known =
        cmd!(shell, "dpkg-query -W {format} {wanted...}").ignore_status().ignore_stderr().quiet().read()?;
    let installed = |name: &str| known.lines().any(|line| line == format!("{name} installed"));
    Ok(wanted.iter().copied().filter(|name| !installed(name)).collect())
}

fn install_debian(missing: &[&str]) -> Result<()> {
    let shell = shell()?;
    shell.set_var("DEBIAN_FRONTEND", "noninteractive");
    let elevate = elevation()?;
    // A lock held by the machine's own updates is waited for.
    let apt: Vec<&str> =
        elevate.iter().copied().chain(["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]).collect();
    let (program, apt) = apt.split_first().context("no command")?;
    cmd!(shell, "{program} {apt...} update").quiet().run()?;
    cmd!(shell, "{program} {apt...} install --yes --no-install-recommends {missing...}").quiet().run()?;
    Ok(())
}

/// What to put before a command that needs the rights of root; nothing when they are there.
pub(crate) fn elevation() -> Result<Vec<&'static str>> {
    let shell = shell()?;
    if cmd!(shell, "id -u").quiet().read()? == "0" {
        return Ok(Vec::new());
    }
    if !has_program("sudo") {
        bail!("this needs the rights of root, and there is no sudo");
    }
    // CI has nobody who could type a password.
    Ok(if std::env::var_os("CI").is_some() { vec!["sudo", "-n"] } else { vec!["sudo"] })
}

fn name_what_other_linux_lacks(needs: &[Need]) -> Result<()> {
    let shell = shell()?;
    let mut missing: Vec<&str> = PROGRAMS
        .iter()
        .filter(|(program, need)| needs.contains(need) && !has_program(program))
        .map(|(program, _)| *program)
        .collect();
    if needs.contains(&Need::Browser) && !BROWSERS.into_iter().any(has_program) {
        missing.push("chromium");
    }
    for library in LIBRARIES {
        if cmd!(shell, "pkg-config --exists {library}").quiet().ignore_stderr().run().is_err() {
            missing.push(library);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    bail!(
        "missing: {}. Install them with your system's packages and try again; on Debian and Ubuntu they are in: {}",
        missing.join(", "),
        DEBIAN.map(|(name, _)| name).join(" ")
    )
}
