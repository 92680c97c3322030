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

/// A server, a database in it, and how to connect.
#[derive(Clone)]
pub struct Address {
    /// The address without its password.
    pub shown: String,
    pub config: Config,
    pub tls: MakeRustlsConnect,
}

impl Address {
    /// Reads `postgres://user:password@host:port/database?sslmode=…&sslrootcert=…`. A password beside the address
    /// takes the place of one in it.
    ///
    /// Between two machines the connection is encrypted and the server has to prove its name, unless
    /// `sslmode=disable` says otherwise.
    pub fn parse(text: &str, password: Option<&str>) -> Result<Self> {
        let mut url = Url::parse(text).map_err(|error| wrong(text, &error.to_string()))?;
        let mut settings = Settings::default();
        let kept: Vec<(String, String)> =
            url.query_pairs().into_owned().filter(|(name, value)| !settings.take(name, value)).collect();
        url.set_query(None);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(kept);
        }
        let mut config: Config =
            url.as_str().parse().map_err(|_| wrong(&shown(&url), "it cannot be read"))?;
        if let Some(password) = password {
            config.password(password);
        }
        let encrypted = settings.encrypted(is_here(&url)).map_err(|reason| wrong(&shown(&url), &reason))?;
        config.ssl_mode(if encrypted { SslMode::Require } else { SslMode::Disable });
        config.application_name("LendingOS");
        config.connect_timeout(std::time::Duration::from_secs(5));
        config.keepalives_idle(std::time::Duration::from_secs(30));
        let roots =
            if encrypted { roots(settings.root_certificate.as_deref())? } else { RootCertStore::empty() };
        Ok(Self { shown: shown(&url), config, tls: tls(roots)? })
    }
}

fn wrong(address: &str, reason: &str) -> StoreError {
    StoreError::Backend {
        message: format!(
            "{address} is no address of a shared book such as postgres://user@host/database: {reason}"
        ),
        source: None,
    }
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
}

impl Settings {
    fn take(&mut self, name: &str, value: &str) -> bool {
        match name {
            "sslmode" => self.mode = Some(value.to_owned()),
            "sslrootcert" => self.root_certificate = Some(value.to_owned()),
            _ => return false,
        }
        true
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
            let unreadable = |error: &dyn std::fmt::Display| StoreError::Backend {
                message: format!("sslrootcert {file} cannot be read: {error}"),
                source: None,
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
