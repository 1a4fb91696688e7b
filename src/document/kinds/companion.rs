//! What companions look like: the documents in which the server shows runs and threads of comments to Yjs clients. No kind that
//! anybody could give a document; its shape only says which types Yjs clients expect to find.

use super::{Layout, RootKind, Shape};

pub(super) static LAYOUT: Layout =
    Layout { name: "companion", collections: &[], seed: None, schema: include_str!("schemas/document.json") };

/// Threads are read by `YjsThreadStore` of BlockNote: maps and arrays down to the reactions, and bodies in one piece.
pub(super) fn shape() -> Shape {
    let map = || Shape::of(RootKind::Map);
    let plain = |shape: Shape, fields: &[&str]| fields.iter().fold(shape, |shape, field| shape.with(field, Shape::plain()));
    let comment = plain(map(), &["body", "metadata", "author", "mentions"])
        .with("reactionsByUser", map().with_each(plain(map(), &["emoji", "createdAt", "userId"])));
    let comments = Shape::of(RootKind::Array).with_each(comment);
    let thread = plain(map(), &["metadata", "anchor"]).with("comments", comments);
    map().with("threads", map().with_each(thread))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use yrsa_storage::StoredDocument;

    use super::super::Kind;
    use crate::document::json::Writer;
    use crate::document::{Document, Limits};

    #[test]
    fn bodies_stay_in_one_piece_and_the_rest_is_shared() {
        use yrs::updates::decoder::Decode as _;
        use yrs::{Any, Array as _, Map as _, Out, Transact as _};
        let mut document = Document::open(Limits::default(), StoredDocument::default()).unwrap();
        document.expect(Kind::companion().shape());
        let body = json!([{ "id": "b", "type": "paragraph", "content": [{ "type": "text", "text": "hi" }] }]);
        let comment = json!({
            "id": "c", "body": body, "metadata": { "a": [1] }, "reactionsByUser": { "ada-👍": { "emoji": "👍", "userId": "ada" } },
        });
        let thread = json!({ "id": "t", "comments": [comment], "metadata": {}, "anchor": { "type": "document" } });
        let patch = json!([{ "op": "add", "path": "/threads/t", "value": thread }]);
        let written = document.patch(&serde_json::from_value::<Vec<_>>(patch).unwrap(), Writer { client: 9, limit: 1 << 20 });
        let update = written.unwrap().update.unwrap();
        let doc = yrs::Doc::new();
        doc.transact_mut().apply_update(yrs::Update::decode_v1(&update).unwrap()).unwrap();
        let threads = doc.get_or_insert_map("threads");
        let txn = doc.transact();
        let Some(Out::YMap(thread)) = threads.get(&txn, "t") else { panic!("no shared map") };
        assert!(matches!(thread.get(&txn, "anchor"), Some(Out::Any(Any::Map(_)))));
        let Some(Out::YArray(comments)) = thread.get(&txn, "comments") else { panic!("no shared array") };
        let Some(Out::YMap(comment)) = comments.get(&txn, 0) else { panic!("no shared comment") };
        assert!(matches!(comment.get(&txn, "body"), Some(Out::Any(Any::Array(_)))));
        assert!(matches!(comment.get(&txn, "metadata"), Some(Out::Any(Any::Map(_)))));
        let Some(Out::YMap(reactions)) = comment.get(&txn, "reactionsByUser") else { panic!("no shared reactions") };
        assert!(matches!(reactions.get(&txn, "ada-👍"), Some(Out::YMap(_))));
    }
}
