//! A board: columns, and cards that lie in them, both by id. The order of either is a fractional key; a card names its column, so
//! that moving it is one small edit. One row of the table in `kinds`.

use super::super::json::RootKind;
use super::{Collection, Layout, Seed};

pub(super) static LAYOUT: Layout = Layout {
    name: "board",
    collections: &[
        Collection { root: "columns", noun: "board.column", added: "added", place: &["order"], assignee: None, shared: &[] },
        Collection {
            root: "cards",
            noun: "board.card",
            added: "created",
            place: &["column", "order"],
            assignee: Some("assignee"),
            shared: &[("description", RootKind::Text)],
        },
    ],
    seed: Some(Seed {
        json: r#"{"columns": {
            "todo": {"title": "To do", "order": "a0"},
            "doing": {"title": "In progress", "order": "a1"},
            "done": {"title": "Done", "order": "a2"}
        }}"#,
        update: include_bytes!("seeds/board.bin"),
    }),
    schema: include_str!("schemas/board.json"),
};
