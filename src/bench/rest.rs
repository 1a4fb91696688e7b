//! HTTP requests as an application's client makes them: connections stay open and are used again. For the workloads that measure
//! what is done over HTTP.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, header};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use serde_json::Value;

use super::Failure;
use super::connection::Token;
use super::target::{Target, within};

/// Servers let go of a connection that asks for nothing for ten seconds; the client does first.
const UNUSED: Duration = Duration::from_secs(5);

/// Everybody's connections to one server.
#[derive(Debug, Clone)]
pub(super) struct Rest {
    client: Client<HttpConnector, Full<Bytes>>,
    root: String,
}

impl Rest {
    /// No connection yet.
    pub(super) fn new(target: &Target) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client =
            Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).pool_idle_timeout(UNUSED).build(connector);
        Self { client, root: target.root().replacen("ws", "http", 1) }
    }

    /// Reads something.
    pub(super) async fn get(&self, token: &Token, path: &str) -> Result<Value, Failure> {
        self.ask(Method::GET, token, path, None).await
    }

    /// Makes something.
    pub(super) async fn post(&self, token: &Token, path: &str, body: &Value) -> Result<Value, Failure> {
        self.ask(Method::POST, token, path, Some(body)).await
    }

    /// Asks and waits for all of the answer; whatever is no 2xx fails the run. An answer without a body is null.
    pub(super) async fn ask(&self, method: Method, token: &Token, path: &str, body: Option<&Value>) -> Result<Value, Failure> {
        let said = match body {
            Some(body) => Bytes::from(serde_json::to_vec(body)?),
            None => Bytes::new(),
        };
        let request = Request::builder()
            .method(method.clone())
            .uri(format!("{}{path}", self.root))
            .header(header::AUTHORIZATION, format!("Bearer {}", token.0))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::new(said))?;
        let answered = async {
            let answer = self.client.request(request).await?;
            let status = answer.status();
            Ok((status, answer.into_body().collect().await?.to_bytes()))
        };
        let (status, heard) = within(answered).await?;
        if !status.is_success() {
            return Err(format!("{method} {path} was answered with {status}: {}", String::from_utf8_lossy(&heard)).into());
        }
        if heard.is_empty() { Ok(Value::Null) } else { Ok(serde_json::from_slice(&heard)?) }
    }
}

/// A text member of an answer.
pub(super) fn text(answer: &Value, member: &str) -> Result<String, Failure> {
    Ok(answer[member].as_str().ok_or_else(|| format!("no {member} in {answer}"))?.to_owned())
}
