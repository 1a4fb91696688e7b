//! A workflow: nodes and edges by id, in the shapes of React Flow. A node lies at one position, which is replaced
//! as a whole; its data are a map of its own. One row of the table in `kinds`.

use super::super::json::RootKind;
use super::{Collection, Layout, Seed};

pub(super) static LAYOUT: Layout = Layout {
    name: "workflow",
    collections: &[
        Collection {
            root: "nodes",
            noun: "workflow.node",
            added: "added",
            place: &["position", "parentId"],
            assignee: None,
            shared: &[("data", RootKind::Map)],
        },
        Collection {
            root: "edges",
            noun: "workflow.edge",
            added: "added",
            place: &[],
            assignee: None,
            shared: &[("data", RootKind::Map)],
        },
    ],
    seed: Some(Seed {
        json: r#"{"nodes": {"start": {"type": "input", "position": {"x": 0, "y": 0}, "data": {"label": "Start"}}}}"#,
        update: include_bytes!("seeds/workflow.bin"),
    }),
    schema: include_str!("schemas/workflow.json"),
};
