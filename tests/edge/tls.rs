//! TLS: handshakes with a certificate made here, and the exchange of certificates while the server runs.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::StreamExt as _;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use yrsa::http::tls::{Look, Tls};

use super::listening::{Line, Process, until};

/// A folder with a certificate for localhost and its key.
struct Issued {
    folder: TempDir,
}

impl Issued {
    fn new() -> Self {
        let issued = Self { folder: tempfile::tempdir().unwrap() };
        issued.renew();
        issued
    }

    fn certificate(&self) -> PathBuf {
        self.folder.path().join("certificate.pem")
    }

    fn key(&self) -> PathBuf {
        self.folder.path().join("key.pem")
    }

    /// Writes a new certificate and its key; returns the certificate.
    fn renew(&self) -> CertificateDer<'static> {
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        std::fs::write(self.certificate(), cert.pem()).unwrap();
        std::fs::write(self.key(), signing_key.serialize_pem()).unwrap();
        cert.der().clone()
    }

    fn settings(&self) -> [(&'static str, String); 2] {
        let text = |path: &Path| path.to_str().unwrap().to_owned();
        [("tls.certificate", text(&self.certificate())), ("tls.key", text(&self.key()))]
    }

    fn serve(&self, more: &[(&str, &str)]) -> Process {
        let [certificate, key] = &self.settings();
        Process::start(&[&[(certificate.0, certificate.1.as_str()), (key.0, key.1.as_str())], more].concat())
    }
}

/// A connection of a client that trusts this certificate only.
async fn connect(address: SocketAddr, trusted: CertificateDer<'static>) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted).unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().unwrap();
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let stream = TcpStream::connect(address).await?;
    TlsConnector::from(Arc::new(config)).connect(ServerName::try_from("localhost").unwrap(), stream).await
}

async fn healthy(stream: &mut TlsStream<TcpStream>) -> String {
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    while !answer.ends_with("ok\n") {
        let byte = stream.read_u8().await.unwrap();
        answer.push(char::from(byte));
    }
    answer
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn a_client_that_trusts_the_certificate_is_answered_in_http_1() {
    let issued = Issued::new();
    let certificate = issued.renew();
    let server = issued.serve(&[]);
    assert!(server.line.starts_with("yrsa is ready at https://"), "{}", server.line);
    runtime().block_on(async {
        let mut stream = connect(server.address, certificate).await.unwrap();
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
        assert!(healthy(&mut stream).await.starts_with("HTTP/1.1 200"));
        let strangers = Issued::new().renew();
        assert!(connect(server.address, strangers).await.is_err());
    });
}

#[test]
fn a_websocket_lives_on_in_its_tls_connection() {
    let issued = Issued::new();
    let certificate = issued.renew();
    let server = issued.serve(&[]);
    runtime().block_on(async {
        let stream = connect(server.address, certificate).await.unwrap();
        let (mut socket, _) = tokio_tungstenite::client_async("wss://localhost/sync/a", stream).await.unwrap();
        let first = socket.next().await.unwrap().unwrap();
        assert!(first.into_data().starts_with(&[0, 0]), "the server asks what the client has");
    });
}

#[test]
fn a_new_certificate_is_used_for_new_connections_and_open_ones_go_on() {
    let issued = Issued::new();
    let old = issued.renew();
    let server = issued.serve(&[]);
    let runtime = runtime();
    let mut open = runtime.block_on(connect(server.address, old.clone())).unwrap();
    let new = issued.renew();
    server.signal("HUP");
    until("the new certificate is used", || runtime.block_on(connect(server.address, new.clone())).is_ok());
    assert!(runtime.block_on(connect(server.address, old)).is_err());
    assert!(runtime.block_on(healthy(&mut open)).starts_with("HTTP/1.1 200"));
    std::fs::write(issued.certificate(), "no certificate").unwrap();
    server.signal("HUP");
    until("the fault is told", || server.log().contains("the old one stays"));
    assert!(runtime.block_on(connect(server.address, new)).is_ok());
}

#[test]
fn files_that_do_not_fit_replace_nothing_and_are_told_once() {
    let issued = Issued::new();
    let tls = Tls::load(&issued.certificate(), &issued.key()).unwrap();
    assert_eq!(tls.look().unwrap(), Look::Unchanged);
    let key = std::fs::read(issued.key()).unwrap();
    issued.renew();
    let renewed = std::fs::read(issued.key()).unwrap();
    // The certificate is new, its key not yet: what a renewal looks like halfway.
    std::fs::write(issued.key(), key).unwrap();
    assert!(tls.look().unwrap_err().to_string().contains("can't be used"));
    assert_eq!(tls.look().unwrap(), Look::Unchanged);
    std::fs::write(issued.key(), renewed).unwrap();
    assert_eq!(tls.look().unwrap(), Look::Changed);
    std::fs::remove_file(issued.certificate()).unwrap();
    assert!(tls.look().unwrap_err().to_string().contains("can't read"));
}

#[test]
fn a_key_in_place_of_a_certificate_is_not_taken() {
    let issued = Issued::new();
    let refused = Tls::load(&issued.key(), &issued.key()).unwrap_err().to_string();
    assert!(refused.contains("holds no PEM certificate"), "{refused}");
    let refused = Tls::load(&issued.certificate(), &issued.certificate()).unwrap_err().to_string();
    assert!(refused.contains("holds no PEM private key"), "{refused}");
}

#[test]
fn who_does_not_finish_the_tls_handshake_is_cut_off() {
    let server = Issued::new().serve(&[("limits.handshake", "200ms")]);
    assert!(Line::open(server.address).is_ended());
}
