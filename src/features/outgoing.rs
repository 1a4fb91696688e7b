//! What all requests share that the server itself makes: how TLS connectors are made, and how an error is told. Used by `keys` and
//! `webhooks`; knows neither where a request goes nor what is in it.

use std::error::Error;
use std::io;

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};

/// Speaks TLS, with the system's certificates, over what another connector connects; plain HTTP where the address says so.
/// Fails if the system's certificates can't be read.
pub(super) fn over<C>(connector: C) -> io::Result<HttpsConnector<C>> {
    let provider = rustls::crypto::ring::default_provider();
    let builder = HttpsConnectorBuilder::new().with_provider_and_native_roots(provider)?;
    Ok(builder.https_or_http().enable_http1().wrap_connector(connector))
}

/// An error with its causes: a client's own text says only that it failed.
pub(super) fn story(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
