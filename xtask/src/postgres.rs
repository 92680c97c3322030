//! A private PostgreSQL cluster for the tests: on a free port of this machine, in a temporary folder, stopped and
//! removed with the run.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;
use xshell::cmd;

use crate::workspace::shell;

/// The variable that names a server for the tests; where it is set, no cluster is started.
pub(crate) const SERVER: &str = "LENDINGOS_TEST_POSTGRES";

/// The user that a cluster runs under where the tests run as root, as PostgreSQL refuses root.
const USER: &str = "postgres";

/// A server for the tests: the one that the environment names, or a cluster of this run's own.
#[derive(Debug)]
pub(crate) struct Server {
    address: String,
    _cluster: Option<Cluster>,
}

impl Server {
    /// Takes the server that the environment names, or starts one.
    ///
    /// # Errors
    /// PostgreSQL that is not there or does not start.
    pub(crate) fn named_or_started() -> Result<Self> {
        if let Ok(address) = std::env::var(SERVER) {
            return Ok(Self { address, _cluster: None });
        }
        let cluster = Cluster::start()?;
        Ok(Self { address: cluster.address(), _cluster: Some(cluster) })
    }

    /// Where it is.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }
}

/// A running cluster.
#[derive(Debug)]
struct Cluster {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
}

impl Cluster {
    /// Makes a cluster and starts it.
    ///
    /// # Errors
    /// PostgreSQL that is not there or does not start; its log is told.
    fn start() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("lendingos-postgres-").tempdir()?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let cluster = Self { programs: programs()?, folder, port };
        if is_root()? {
            let shell = shell()?;
            let folder = cluster.folder.path();
            cmd!(shell, "chown {USER} {folder}").quiet().run()?;
        }
        cluster.run("initdb", &["-A", "trust", "-U", USER, "--no-sync"])?;
        cluster.certify()?;
        // Durable as a server of a lender's is, so that what is measured and killed is the real thing.
        let options = format!(
            "-p {port} -k {} -c listen_addresses=127.0.0.1 -c ssl=on",
            cluster.folder.path().display()
        );
        let log = cluster.folder.path().join("log").display().to_string();
        cluster.run("pg_ctl", &["-w", "-o", &options, "-l", &log, "start"])?;
        Ok(cluster)
    }

    fn address(&self) -> String {
        format!("postgres://{USER}@127.0.0.1:{}", self.port)
    }

    /// Gives the server a certificate that proves its address, signed by nobody else.
    fn certify(&self) -> Result<()> {
        let (certificate, key) = (self.data().join("server.crt"), self.data().join("server.key"));
        let mut command = as_user(Path::new("openssl"))?;
        command
            .args([
                "req",
                "-x509",
                "-new",
                "-nodes",
                "-newkey",
                "rsa:2048",
                "-days",
                "3650",
                "-subj",
                "/CN=tests",
            ])
            .args(["-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE"])
            .arg("-out")
            .arg(certificate)
            .arg("-keyout")
            .arg(key);
        self.finish(command)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<()> {
        let mut command = as_user(&self.programs.join(program))?;
        command.arg("-D").arg(self.data()).args(arguments);
        self.finish(command)
    }

    fn finish(&self, mut command: Command) -> Result<()> {
        let program = Path::new(command.get_program()).to_owned();
        let done = command
            .current_dir(self.folder.path())
            .output()
            .with_context(|| format!("{} cannot be started", program.display()))?;
        if !done.status.success() {
            bail!(
                "{} failed: {}{}",
                program.display(),
                String::from_utf8_lossy(&done.stdout),
                String::from_utf8_lossy(&done.stderr)
            );
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.run("pg_ctl", &["-m", "immediate", "stop"]) {
            eprintln!("the test's PostgreSQL was not stopped: {error}");
        }
    }
}

/// A program, under a user that the server takes.
fn as_user(program: &Path) -> Result<Command> {
    if !is_root()? {
        return Ok(Command::new(program));
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", USER, "--regid", USER, "--clear-groups"]).arg(program);
    Ok(command)
}

fn is_root() -> Result<bool> {
    let shell = shell()?;
    Ok(cmd!(shell, "id -u").quiet().read()? == "0")
}

/// The folder of the server's programs, the newest release installed. Debian keeps them out of the path.
fn programs() -> Result<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let release = entry.file_name().to_str()?.parse().ok()?;
            let programs = entry.path().join("bin");
            programs.join("initdb").is_file().then_some((release, programs))
        })
        .collect();
    found.sort();
    if let Some((_, programs)) = found.pop() {
        return Ok(programs);
    }
    let shell = shell()?;
    let programs =
        cmd!(shell, "pg_config --bindir").quiet().read().context("PostgreSQL's server is missing")?;
    Ok(PathBuf::from(programs))
}
