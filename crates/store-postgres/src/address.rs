//! Where a shared book is, and how to speak with it.

use std::{fs, sync::Arc};

use postgres::{Config, config::SslMode};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
};
use store::{Result, StoreError};
use tokio_postgres_rustls::MakeRustlsConnect;
use url::Url;
use uuid::Uuid;

use crate::session::in_full;

/// The schema of the only book of a database, and what the names of others begin with.
const SCHEMA: &str = "lendingos";

/// A server, a database in it, the book there, and how to connect.
#[derive(Clone)]
pub struct Address {
    /// The address without its password.
    pub shown: String,
    /// The schema that holds the book; a database may hold other books, and what it likes, beside it.
    pub schema: String,
    /// Tells this program's sessions from those of others, in the server's list of them and in its notices.
    pub program: String,
    pub config: Config,
    pub tls: MakeRustlsConnect,
}

impl Address {
    /// Reads `postgres://user:password@host:port/database?sslmode=…&sslrootcert=…&book=…`. A password beside the
    /// address takes the place of one in it. A name of a book tells apart several in one database.
    ///
    /// Between two machines the connection is encrypted and the server has to prove its name, unless
    /// `sslmode=disable` says otherwise.
    pub fn parse(text: &str, password: Option<&str>) -> Result<Self> {
        let url = Url::parse(text).map_err(|error| wrong("", &error.to_string()))?;
        let shown = shown(&url);
        let mut settings = Settings::default();
        let kept: Vec<(String, String)> =
            url.query_pairs().into_owned().filter(|(name, value)| !settings.take(name, value)).collect();
        let mut server = url.clone();
        server.set_query(None);
        if !kept.is_empty() {
            server.query_pairs_mut().extend_pairs(kept);
        }
        let mut config: Config =
            server.as_str().parse().map_err(|error: postgres::Error| wrong(&shown, &in_full(&error)))?;
        if config.get_dbname().is_none() || config.get_user().is_none() {
            return Err(wrong(&shown, "it names no user or no database"));
        }
        if let Some(password) = password {
            config.password(password);
        }
        let encrypted = settings.encrypted(is_here(&url)).map_err(|reason| wrong(&shown, &reason))?;
        let schema = settings.schema().map_err(|reason| wrong(&shown, &reason))?;
        config.ssl_mode(if encrypted { SslMode::Require } else { SslMode::Disable });
        config.connect_timeout(std::time::Duration::from_secs(5));
        config.keepalives_idle(std::time::Duration::from_secs(30));
        let roots =
            if encrypted { roots(settings.root_certificate.as_deref())? } else { RootCertStore::empty() };
        let program = format!("LendingOS {}", Uuid::new_v4().simple());
        config.application_name(&program);
        Ok(Self { shown, schema, program, config, tls: tls(roots)? })
    }
}

/// What was typed is not repeated where it could not be read: there may be a password in it.
fn wrong(address: &str, reason: &str) -> StoreError {
    let spaced = if address.is_empty() { String::new() } else { format!("{address} ") };
    StoreError::Address(format!(
        "{spaced}must name a shared book as postgres://user@host/database does: {reason}"
    ))
}

/// The address as it may be shown and remembered.
fn shown(url: &Url) -> String {
    let mut url = url.clone();
    // An address without a host cannot have a password either.
    let _ = url.set_password(None);
    url.to_string()
}

/// Whether the server runs on this very machine.
fn is_here(url: &Url) -> bool {
    matches!(url.host_str(), None | Some("" | "localhost" | "127.0.0.1" | "[::1]"))
        || url.host_str().is_some_and(|host| host.starts_with("%2F"))
}

/// What an address says of encryption, in the words of PostgreSQL's own client.
#[derive(Default)]
struct Settings {
    mode: Option<String>,
    root_certificate: Option<String>,
    book: Option<String>,
}

impl Settings {
    fn take(&mut self, name: &str, value: &str) -> bool {
        match name {
            "sslmode" => self.mode = Some(value.to_owned()),
            "sslrootcert" => self.root_certificate = Some(value.to_owned()),
            "book" => self.book = Some(value.to_owned()),
            _ => return false,
        }
        true
    }

    /// A schema's name is written into SQL, so that a book's name is held to letters, figures and `_`.
    fn schema(&self) -> std::result::Result<String, String> {
        match self.book.as_deref() {
            None => Ok(SCHEMA.to_owned()),
            Some(book)
                if (1..=40).contains(&book.len())
                    && book.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_')) =>
            {
                Ok(format!("{SCHEMA}_{book}"))
            }
            Some(_) => Err("book must be 1 to 40 of a to z, 0 to 9 and _".to_owned()),
        }
    }

    fn encrypted(&self, here: bool) -> std::result::Result<bool, String> {
        match self.mode.as_deref() {
            Some("disable") => Ok(false),
            Some("require" | "verify-ca" | "verify-full") => Ok(true),
            None => Ok(!here || self.root_certificate.is_some()),
            Some(other) => Err(format!("sslmode must be disable, require or verify-full, not {other}")),
        }
    }
}

/// The certificates that this machine trusts, or those of a file.
fn roots(file: Option<&str>) -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    match file {
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
        Some(file) => {
            let unreadable = |error: &dyn std::fmt::Display| {
                StoreError::Address(format!(
                    "names by sslrootcert a file, {file}, that cannot be read: {error}"
                ))
            };
            let text = fs::read(file).map_err(|error| unreadable(&error))?;
            for certificate in CertificateDer::pem_slice_iter(&text) {
                let certificate = certificate.map_err(|error| unreadable(&error))?;
                roots.add(certificate).map_err(|error| unreadable(&error))?;
            }
        }
    }
    Ok(roots)
}

fn tls(roots: RootCertStore) -> Result<MakeRustlsConnect> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::backend("setting up encryption", error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
