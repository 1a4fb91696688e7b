//! TLS for the listener (rustls): reads certificate and key, reads them again when they change or on SIGHUP.
//! New connections get what was read last; open ones go on as they began. Files that don't fit replace nothing.

use std::hash::{BuildHasher as _, RandomState};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};
use tokio_util::sync::CancellationToken;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(10);

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file can't be read.
    #[error("can't read {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The certificate file has none.
    #[error("{path} holds no PEM certificate: {source}")]
    NoCertificate {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: pem::Error,
    },
    /// The key file has none.
    #[error("{path} holds no PEM private key: {source}")]
    NoKey {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: pem::Error,
    },
    /// They can't be used, or not together.
    #[error("the certificate and its key can't be used: {0}")]
    Unfit(#[from] rustls::Error),
}

/// What looking at the files came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// They are as they were the last time.
    Unchanged,
    /// New connections get the new certificate.
    Changed,
}

/// A certificate that can be exchanged.
#[derive(Debug)]
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    current: Mutex<Current>,
    hasher: RandomState,
}

#[derive(Debug)]
struct Current {
    config: Arc<ServerConfig>,
    /// Of what the files held when they were last read, fit or not: a fault is told once.
    seen: u64,
}

impl Tls {
    /// Reads certificate and key.
    pub fn load(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let hasher = RandomState::new();
        let files = Files::read(certificate, key)?;
        let seen = hasher.hash_one((&files.certificate, &files.key));
        let config = files.fit(certificate, key)?;
        Ok(Self {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
            current: Mutex::new(Current { config, seen }),
            hasher,
        })
    }

    /// What answers the next handshake.
    #[must_use]
    pub fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.current.lock().unwrap_or_else(PoisonError::into_inner).config))
    }

    /// Reads the files again. An error keeps what there is. Blocks for two small files.
    pub fn look(&self) -> Result<Look, TlsError> {
        let files = Files::read(&self.certificate, &self.key)?;
        let seen = self.hasher.hash_one((&files.certificate, &files.key));
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.seen == seen {
            return Ok(Look::Unchanged);
        }
        current.seen = seen;
        current.config = files.fit(&self.certificate, &self.key)?;
        Ok(Look::Changed)
    }

    /// Looks every ten seconds and at each SIGHUP, until stopped.
    pub async fn watch(self: Arc<Self>, stop: CancellationToken) {
        let mut hangup = signal(SignalKind::hangup()).inspect_err(|error| tracing::warn!(%error, "SIGHUP can't be heard")).ok();
        let mut was_readable = true;
        loop {
            let asked = async {
                match &mut hangup {
                    Some(hangup) => hangup.recv().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = stop.cancelled() => return,
                _ = asked => {}
                () = tokio::time::sleep(LOOK) => {}
            }
            let tls = Arc::clone(&self);
            let looked = tokio::task::spawn_blocking(move || tls.look()).await;
            let is_readable = !matches!(looked, Ok(Err(TlsError::Unreadable { .. })));
            match looked {
                Ok(Ok(Look::Changed)) => tracing::info!("new connections get the new certificate"),
                Ok(Ok(Look::Unchanged)) => {}
                // Missing files stay missing; that is told once too.
                Ok(Err(error)) if is_readable || was_readable => {
                    tracing::error!(%error, "the new certificate is not used; the old one stays");
                }
                Ok(Err(_)) => {}
                Err(error) => tracing::error!(%error, "the certificate could not be looked at"),
            }
            was_readable = is_readable;
        }
    }
}

/// What the two files hold.
struct Files {
    certificate: Vec<u8>,
    key: Vec<u8>,
}

impl Files {
    fn read(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let read = |path: &Path| std::fs::read(path).map_err(|source| TlsError::Unreadable { path: path.to_owned(), source });
        Ok(Self { certificate: read(certificate)?, key: read(key)? })
    }

    /// A configuration for servers; an error if the key is not that of the certificate.
    fn fit(&self, certificate: &Path, key: &Path) -> Result<Arc<ServerConfig>, TlsError> {
        let no_certificate = |source| TlsError::NoCertificate { path: certificate.to_owned(), source };
        let chain = CertificateDer::pem_slice_iter(&self.certificate).collect::<Result<Vec<_>, _>>().map_err(no_certificate)?;
        if chain.is_empty() {
            return Err(no_certificate(pem::Error::NoItemsFound));
        }
        let key = PrivateKeyDer::from_pem_slice(&self.key).map_err(|source| TlsError::NoKey { path: key.to_owned(), source })?;
        let builder =
            ServerConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions()?;
        let mut config = builder.with_no_client_auth().with_single_cert(chain, key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}
