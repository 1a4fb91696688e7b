//! The y-websocket door, `/sync/{document id}`: checks name and room before the handshake is answered (a refused upgrade makes
//! clients back off, an accepted and closed one makes old clients hammer), then lets `pump` move the frames.

use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response, StatusCode};

use super::budget::Budget;
use super::pump;
use super::upgrade::{Limits, Upgrade};
use crate::app::App;
use crate::http::problem::Problem;
use crate::http::request_id::RequestId;
use crate::protocol::DocumentId;
use crate::room::registry::NotAdmitted;

/// Where the door is mounted; the rest of the path is the document id.
pub const PATH: &str = "/sync/";

/// Answers a handshake.
pub async fn open(State(app): State<App>, mut request: Request<Body>) -> Result<Response<Body>, Problem> {
    let path = request.uri().path();
    let document = DocumentId::from_url_path(path.strip_prefix(PATH).unwrap_or_default())
        .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "invalid document id", error.to_string()))?;
    let request_id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    let upgrade = Upgrade::read(&mut request).map_err(|why| {
        Problem::new(StatusCode::UPGRADE_REQUIRED, "WebSocket expected", why).with_header("upgrade", "websocket")
    })?;
    let seat = app.rooms.take_seat(&document).map_err(|refused| not_admitted(&refused))?;
    let limits = &app.config.limits;
    let budget = Budget::new(limits.messages_per_second, limits.bytes_per_second.as_u64(), std::time::Duration::ZERO);
    let bounds = Limits { message: bytes(limits.message), frame: bytes(limits.frame) };
    let (response, socket) = upgrade.accept(bounds);
    let task = async move {
        let connection = seat.id.0;
        match socket.await {
            Ok(socket) => {
                tracing::debug!(connection, request = %request_id, %document, "connected");
                pump::run(socket, seat.join(None).await, budget).await;
                tracing::debug!(connection, %document, "disconnected");
            }
            Err(error) => tracing::debug!(connection, request = %request_id, %error, "handshake not completed"),
        }
    };
    app.rooms.tracker().spawn_on(task, app.rooms.runtime());
    Ok(response)
}

fn not_admitted(refused: &NotAdmitted) -> Problem {
    let title = match refused {
        NotAdmitted::ServerFull | NotAdmitted::DocumentFull => "too many connections",
        NotAdmitted::Quarantined(_) => "document quarantined",
        NotAdmitted::ShuttingDown => "restarting",
    };
    let detail = match refused {
        // What went wrong inside is for the operator's log, not for clients.
        NotAdmitted::Quarantined(_) => "the document failed repeatedly and is let rest; ask the operator".to_owned(),
        other => other.to_string(),
    };
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, title, detail).with_header("retry-after", "5")
}

fn bytes(size: bytesize::ByteSize) -> usize {
    usize::try_from(size.as_u64()).unwrap_or(usize::MAX)
}
