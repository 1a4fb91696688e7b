//! Yjs' XML types as a tree. Called when a document is read, and when new XML is compared with what is there.
//! Never loops or recurses without bound: it walks children as text, and the gate bounds how deep types nest.

use yrs::branch::BranchPtr;
use yrs::types::Attrs;
use yrs::types::text::YChange;
use yrs::{Any, Map as _, MapRef, Out, ReadTxn, Text as _, TextRef};

use super::super::plain::{Allowance, Overflow};
use super::super::read::branch_of;
use super::{Attributes, Content, Element, Formats, Node, Text, names};

/// Something that is inside a fragment or an element, and where: texts beside each other are one.
pub(super) struct Child {
    pub(super) node: Node,
    pub(super) places: Vec<(u32, BranchPtr)>,
}

/// What an XML type looks like: an element or a text itself, a fragment as what is in it.
pub(in super::super) fn nodes<T: ReadTxn>(txn: &T, out: &Out, allowance: &mut Allowance) -> Result<Vec<Node>, Overflow> {
    let Some(branch) = out.try_branch().map(BranchPtr::from) else { return Ok(Vec::new()) };
    Ok(match out {
        Out::YXmlElement(_) => node(txn, out, allowance)?.into_iter().collect(),
        Out::YXmlText(_) => {
            let text = text(txn, branch, allowance)?;
            let is_empty = text == Text::default();
            Some(Node::Text(text)).filter(|_| !is_empty).into_iter().collect()
        }
        _ => children(txn, branch, allowance)?.into_iter().map(|child| child.node).collect(),
    })
}

/// What is inside a fragment or an element, but for what isn't shown.
pub(super) fn children<T: ReadTxn>(txn: &T, parent: BranchPtr, allowance: &mut Allowance) -> Result<Vec<Child>, Overflow> {
    let mut children: Vec<Child> = Vec::new();
    // Whether there is something between this text and the last one.
    for (at, part) in (0..).zip(TextRef::from(parent).diff(txn, YChange::identity)) {
        let found = match &part.insert {
            // Somebody's mistake.
            Out::Any(Any::String(characters)) => {
                allowance.take(characters.len())?;
                let mut text = Text::default();
                text.push(Content::Characters(characters.to_string()), formats(part.attributes.as_deref(), allowance)?);
                Some(Node::Text(text))
            }
            inner => node(txn, inner, allowance)?,
        };
        let places = part.insert.try_branch().map(|branch| (at, BranchPtr::from(branch)));
        match (found, children.last_mut()) {
            (Some(Node::Text(text)), _) if text == Text::default() => {}
            (Some(Node::Text(text)), Some(Child { node: Node::Text(before), places: others }))
                if text.is_plain() && before.is_plain() =>
            {
                before.append(text);
                others.extend(places);
            }
            (Some(node), _) => children.push(Child { node, places: places.into_iter().collect() }),
            (None, _) => {}
        }
    }
    Ok(children)
}

/// Whether a fragment or an element holds types only, each at its place.
pub(super) fn is_sound<T: ReadTxn>(txn: &T, parent: BranchPtr) -> bool {
    let parts = TextRef::from(parent).diff(txn, YChange::identity);
    parts.len() == parent.content_len() as usize && parts.iter().all(|part| !matches!(part.insert, Out::Any(_)))
}

fn node<T: ReadTxn>(txn: &T, out: &Out, allowance: &mut Allowance) -> Result<Option<Node>, Overflow> {
    let Some(branch) = out.try_branch().map(BranchPtr::from) else { return Ok(None) };
    Ok(match out {
        Out::YXmlElement(element) => {
            let Some(name) = element.try_tag() else { return Ok(None) };
            allowance.take(2 * name.len())?;
            let children = children(txn, branch_of(element), allowance)?;
            Some(Node::Element(Element {
                tag: names::element_tag(name),
                attributes: attributes(txn, branch, allowance)?,
                children: children.into_iter().map(|child| child.node).collect(),
            }))
        }
        Out::YXmlText(_) | Out::YText(_) => Some(Node::Text(text(txn, branch, allowance)?)),
        Out::YXmlFragment(_) => {
            allowance.take(2 * super::FRAGMENT.len())?;
            Some(Node::Fragment(children(txn, branch, allowance)?.into_iter().map(|child| child.node).collect()))
        }
        // Embedded data.
        _ => None,
    })
}

/// A text with its formatting, and the elements between its characters.
pub(super) fn text<T: ReadTxn>(txn: &T, branch: BranchPtr, allowance: &mut Allowance) -> Result<Text, Overflow> {
    let mut text = Text { attributes: attributes(txn, branch, allowance)?, spans: Vec::new() };
    for part in TextRef::from(branch).diff(txn, YChange::identity) {
        let content = match &part.insert {
            Out::Any(Any::String(characters)) => {
                allowance.take(characters.len())?;
                Content::Characters(characters.to_string())
            }
            inner => match node(txn, inner, allowance)? {
                Some(node) => Content::Node(Box::new(node)),
                None => continue,
            },
        };
        text.push(content, formats(part.attributes.as_deref(), allowance)?);
    }
    Ok(text)
}

pub(super) fn attributes<T: ReadTxn>(txn: &T, branch: BranchPtr, allowance: &mut Allowance) -> Result<Attributes, Overflow> {
    let mut attributes = Attributes::new();
    for (name, out) in MapRef::from(branch).iter(txn) {
        if let Out::Any(value) = out {
            allowance.take(name.len())?;
            attributes.insert(names::attribute_name(name), names::value_text(&value, allowance)?);
        }
    }
    Ok(attributes)
}

pub(super) fn formats(attributes: Option<&Attrs>, allowance: &mut Allowance) -> Result<Formats, Overflow> {
    let mut formats = Formats::new();
    for (name, value) in attributes.into_iter().flatten() {
        allowance.take(2 * name.len())?;
        let mut attributes = Attributes::new();
        match value {
            Any::Map(members) => {
                for (name, value) in members.iter() {
                    attributes.insert(names::attribute_name(name), names::value_text(value, allowance)?);
                }
            }
            Any::Null | Any::Undefined => continue,
            value => drop(attributes.insert(names::VALUE.to_owned(), names::value_text(value, allowance)?)),
        }
        formats.insert(names::format_tag(name), attributes);
    }
    Ok(formats)
}
