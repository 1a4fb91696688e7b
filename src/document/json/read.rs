//! Reads shared types as JSON, and finds out what a root is, which the wire doesn't say. Called by everything under `json`.
//! Never reads text as an array: yrs counts text in UTF-16 units, hands it out by characters, and waits for ever for the
//! difference. So a sequence is first walked as text, which always ends, and read as an array only if no text is in it.

use std::collections::BTreeSet;

use serde_json::{Map as Object, Value};
use yrs::branch::{Branch, BranchPtr};
use yrs::types::text::YChange;
use yrs::{Any, Array as _, ArrayRef, GetString as _, Map as _, MapRef, Out, ReadTxn as _, Text as _, TextRef, Transaction};

use super::plain::{self, Allowance, Overflow};
use super::{Reason, RootKind, Shape, xml};

/// Under this key a root that is a map and a sequence at once shows its sequence.
const SEQUENCE: &str = "$sequence";

/// Something in a document.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Map(MapRef),
    Array(ArrayRef),
    Text(TextRef),
    /// A fragment, an element or a formatted text of XML, by what it is called with.
    Xml(Out),
    /// A root that is a map and a sequence at once.
    Mixed(MapRef, Box<Node>),
    /// Kept in one piece.
    Plain(Any),
}

/// Reads the state that one transaction sees, up to a number of bytes.
pub(super) struct Reader<'t> {
    txn: &'t Transaction<'t>,
    expected: &'t Shape,
    pub(super) allowance: Allowance,
    steps: usize,
}

/// Steps that one patch may take through arrays and maps, beside what it reads and writes: about two tenths of a second.
const STEPS: usize = 1 << 24;

impl<'t> Reader<'t> {
    pub(super) fn new(txn: &'t Transaction<'t>, expected: &'t Shape, limit: usize) -> Self {
        Self { txn, expected, allowance: Allowance(limit), steps: STEPS }
    }

    /// What the kind of the document says of it.
    pub(super) fn shape(&self) -> &'t Shape {
        self.expected
    }

    pub(super) fn txn(&self) -> &'t Transaction<'t> {
        self.txn
    }

    /// Notes steps that are taken.
    pub(super) fn work(&mut self, steps: usize) -> Result<(), Reason> {
        self.steps = self.steps.checked_sub(steps).ok_or(Reason::TooMuch)?;
        Ok(())
    }

    /// How long a root's sequence is.
    pub(super) fn length(&self, root: &str) -> usize {
        self.txn.get_text(root).map_or(0, |text| text.len(self.txn) as usize)
    }

    /// The names of the roots, those without content too.
    pub(super) fn roots(&self) -> BTreeSet<String> {
        self.txn.root_refs().map(|(name, _)| name.to_owned()).collect()
    }

    /// What a root is expected to be.
    pub(super) fn expected(&self, name: &str) -> Option<RootKind> {
        self.expected.below(name).and_then(|root| root.kind)
    }

    /// What a root is, from what it holds, and if that doesn't tell, from what is expected. `None` if nothing tells.
    pub(super) fn root(&self, name: &str) -> Option<Node> {
        let text = self.txn.get_text(name)?;
        let branch = branch_of(&text);
        let map = MapRef::from(branch);
        let is_map = map.iter(self.txn).next().is_some();
        let expected = self.expected(name);
        let sequence = if text.len(self.txn) == 0 { None } else { Some(self.sequence(text.clone(), expected)) };
        match (is_map, sequence) {
            (false, None) => Some(match expected? {
                RootKind::Map => Node::Map(map),
                RootKind::Array => Node::Array(ArrayRef::from(branch)),
                RootKind::Text => Node::Text(text),
                RootKind::Xml => Node::Xml(Out::YXmlFragment(branch.into())),
            }),
            (false, sequence) => sequence,
            (true, None) => Some(Node::Map(map)),
            (true, Some(sequence)) => Some(Node::Mixed(map, Box::new(sequence))),
        }
    }

    fn sequence(&self, text: TextRef, expected: Option<RootKind>) -> Node {
        let branch = branch_of(&text);
        let (mut nodes, mut others) = (0, 0);
        for part in text.diff(self.txn, YChange::identity) {
            match part.insert {
                // Text, or something embedded in it.
                Out::Any(_) => return Node::Text(text),
                Out::YXmlElement(_) | Out::YXmlText(_) | Out::YXmlFragment(_) => nodes += 1,
                _ => others += 1,
            }
        }
        // Plain values are in arrays only, and are not among the parts.
        let is_plain = nodes + others < branch.content_len();
        match expected {
            Some(RootKind::Text) if !is_plain => Node::Text(text),
            Some(RootKind::Array) => Node::Array(ArrayRef::from(branch)),
            _ if is_plain || others > 0 => Node::Array(ArrayRef::from(branch)),
            _ => Node::Xml(Out::YXmlFragment(branch.into())),
        }
    }

    /// The whole document.
    pub(super) fn document(&mut self) -> Result<Value, Overflow> {
        let mut object = Object::new();
        for name in self.roots() {
            if let Some(node) = self.root(&name) {
                self.allowance.take(name.len())?;
                let value = self.value(&node)?;
                object.insert(name, value);
            }
        }
        Ok(Value::Object(object))
    }

    /// Something in the document as JSON.
    pub(super) fn value(&mut self, node: &Node) -> Result<Value, Overflow> {
        self.allowance.take(0)?;
        match node {
            Node::Plain(any) => plain::to_json(any, &mut self.allowance),
            Node::Text(text) => self.text(text).map(Value::String),
            Node::Xml(out) => xml::nodes(self.txn, out, &mut self.allowance).map(|nodes| Value::String(xml::print(&nodes))),
            Node::Map(map) => self.map(map).map(Value::Object),
            Node::Array(array) => {
                array.iter(self.txn).map(|out| self.value(&Node::of(out))).collect::<Result<_, _>>().map(Value::Array)
            }
            Node::Mixed(map, sequence) => {
                let mut object = self.map(map)?;
                let sequence = self.value(sequence)?;
                object.entry(SEQUENCE).or_insert(sequence);
                Ok(Value::Object(object))
            }
        }
    }

    fn map(&mut self, map: &MapRef) -> Result<Object<String, Value>, Overflow> {
        let mut object = Object::new();
        for (key, out) in map.iter(self.txn) {
            self.allowance.take(key.len())?;
            object.insert(key.to_owned(), self.value(&Node::of(out))?);
        }
        Ok(object)
    }

    /// A text's characters, without formatting and embedded things.
    pub(super) fn text(&mut self, text: &TextRef) -> Result<String, Overflow> {
        self.allowance.take(text.len(self.txn) as usize)?;
        Ok(text.get_string(self.txn))
    }
}

impl Node {
    /// What a map or an array holds.
    pub(super) fn of(out: Out) -> Self {
        match out {
            Out::Any(any) => Self::Plain(any),
            Out::YText(text) => Self::Text(text),
            Out::YArray(array) => Self::Array(array),
            Out::YMap(map) => Self::Map(map),
            Out::YXmlElement(_) | Out::YXmlFragment(_) | Out::YXmlText(_) => Self::Xml(out),
            // The gate lets none of these in.
            Out::YDoc(_) | Out::UndefinedRef(_) => Self::Plain(Any::Null),
        }
    }

    /// The type, unless it is plain.
    pub(super) fn branch(&self) -> Option<BranchPtr> {
        match self {
            Self::Map(map) | Self::Mixed(map, _) => Some(branch_of(map)),
            Self::Array(array) => Some(branch_of(array)),
            Self::Text(text) => Some(branch_of(text)),
            Self::Xml(out) => out.try_branch().map(BranchPtr::from),
            Self::Plain(_) => None,
        }
    }
}

/// What is behind a shared type of any kind.
pub(super) fn branch_of(shared: &impl AsRef<Branch>) -> BranchPtr {
    BranchPtr::from(shared.as_ref())
}
