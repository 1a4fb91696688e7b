//! A report: sections in an order, each with a rich-text body that Tiptap or ProseMirror binds to.
//! One row of the table in `kinds`.

use super::super::json::RootKind;
use super::{Collection, Layout, Seed};

pub(super) static LAYOUT: Layout = Layout {
    name: "report",
    collections: &[Collection {
        root: "sections",
        noun: "report.section",
        added: "added",
        place: &["order"],
        assignee: None,
        shared: &[("body", RootKind::Xml)],
    }],
    seed: Some(Seed {
        json: r#"{"sections": {"introduction": {"title": "Introduction", "order": "a0", "body": "<paragraph></paragraph>"}}}"#,
        update: include_bytes!("seeds/report.bin"),
    }),
    schema: include_str!("schemas/report.json"),
};
