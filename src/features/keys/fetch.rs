//! Fetches a JWK set over HTTP: with a deadline, a bound on its size, the system's certificates, and no redirects.
//! Used by `keys` only.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::access::{Key, jwks};
use crate::features::outgoing::{self, story};

const DEADLINE: Duration = Duration::from_secs(10);

/// Fetches from one URL.
pub(super) struct Fetcher {
    client: Client<HttpsConnector<HttpConnector>, Empty<Bytes>>,
    url: Uri,
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    #[error("no answer within 10 s")]
    Late,
    #[error("the request failed: {0}")]
    Request(String),
    #[error("the answer was {0}")]
    Status(StatusCode),
    #[error("the answer is too large or broke off")]
    Body,
    #[error(transparent)]
    Set(#[from] jwks::InvalidSet),
}

impl Fetcher {
    pub(super) fn new(url: Uri) -> std::io::Result<Self> {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        // One request in minutes: nothing is gained by keeping the connection.
        let client = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(outgoing::over(http)?);
        Ok(Self { client, url })
    }

    pub(super) async fn fetch(&self) -> Result<Vec<Key>, FetchError> {
        let body = tokio::time::timeout(DEADLINE, self.body()).await.map_err(|_| FetchError::Late)??;
        Ok(jwks::read(&body)?)
    }

    async fn body(&self) -> Result<Bytes, FetchError> {
        let request = Request::get(self.url.clone()).header(header::ACCEPT, "application/jwk-set+json, application/json");
        let request = request.body(Empty::new()).map_err(|error| FetchError::Request(error.to_string()))?;
        let answer = self.client.request(request).await.map_err(|error| FetchError::Request(story(&error)))?;
        if answer.status() != StatusCode::OK {
            return Err(FetchError::Status(answer.status()));
        }
        let body = Limited::new(answer.into_body(), jwks::MOST_BYTES).collect().await;
        body.map(http_body_util::Collected::to_bytes).map_err(|_| FetchError::Body)
    }
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher").field("host", &self.url.host()).finish_non_exhaustive()
    }
}
