//! What administrators do to connections and tokens, each told with who did it. Part of `guard`; called by the routes of
//! `/api/admin`, which ask first whether they may.

use serde_json::json;
use yrsa_storage::RecordBatch;

use super::{Guard, Kick, Matching};
use crate::event::{Doer, Draft};
use crate::features::Refused;
use crate::protocol::DocumentId;

impl Guard {
    /// Ends connections, and tells of it; how many.
    pub fn kick_by(&self, by: &Doer, kick: &Kick) -> Result<usize, Refused> {
        let kicked = self.kick(kick);
        let document = kick.document.as_ref().map_or("/", |document| document.as_str());
        let data = json!({ "user": kick.user, "connection": kick.connection, "kicked": kicked });
        let told = Draft { document: document.into(), ..self.about_accounts("admin.kicked", by, data) };
        self.journal.write(RecordBatch::new(), vec![told])?;
        Ok(kicked)
    }

    /// Tells that a document was released from quarantine.
    pub fn note_release(&self, by: &Doer, document: &DocumentId) -> Result<(), Refused> {
        let released = self.about_accounts("admin.released", by, json!({}));
        self.journal.write(RecordBatch::new(), vec![Draft { document: document.shared(), ..released }])?;
        Ok(())
    }

    /// Computes the rights of every connection anew, and tells of it.
    pub fn reassess_by(&self, by: &Doer) -> Result<(), Refused> {
        self.reassess(&Matching::All);
        self.journal.write(RecordBatch::new(), vec![self.about_accounts("admin.reassessed", by, json!({}))])?;
        Ok(())
    }
}
