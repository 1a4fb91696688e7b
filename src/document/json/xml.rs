//! XML as a string, much as Yjs' `toString` writes it, but escaped and with attributes in order. Called by `read`.
//! Never loops or recurses without bound: it walks children as text, and the gate bounds how deep types nest.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use yrs::branch::BranchPtr;
use yrs::types::Attrs;
use yrs::types::text::YChange;
use yrs::{Any, Out, Text as _, TextRef, Transaction, Xml as _};

use super::plain::{self, Allowance, Overflow};
use super::read::branch_of;

/// An XML type as a string.
pub(super) fn string(txn: &Transaction<'_>, node: &Out, allowance: &mut Allowance) -> Result<String, Overflow> {
    let mut out = String::new();
    write_node(txn, node, &mut out, allowance)?;
    Ok(out)
}

fn write_node(txn: &Transaction<'_>, node: &Out, out: &mut String, allowance: &mut Allowance) -> Result<(), Overflow> {
    match node {
        Out::YXmlElement(element) => {
            let Some(tag) = element.try_tag() else { return Ok(()) };
            allowance.take(2 * tag.len())?;
            let _ = write!(out, "<{tag}");
            let attributes: BTreeMap<_, _> = element.attributes(txn).collect();
            for (name, value) in attributes {
                if let Out::Any(value) = value {
                    write_attribute(name, &value, out, allowance)?;
                }
            }
            out.push('>');
            write_children(txn, branch_of(element), out, allowance)?;
            let _ = write!(out, "</{tag}>");
            Ok(())
        }
        Out::YXmlFragment(_) | Out::YXmlText(_) | Out::YText(_) => match node.try_branch() {
            Some(branch) => write_children(txn, BranchPtr::from(branch), out, allowance),
            None => Ok(()),
        },
        // Embedded data.
        _ => Ok(()),
    }
}

fn write_children(txn: &Transaction<'_>, parent: BranchPtr, out: &mut String, allowance: &mut Allowance) -> Result<(), Overflow> {
    for part in TextRef::from(parent).diff(txn, YChange::identity) {
        let formats = part.attributes.as_deref().map(in_order).unwrap_or_default();
        for (name, value) in &formats {
            write_format(name, value, out, allowance)?;
        }
        match &part.insert {
            Out::Any(Any::String(text)) => {
                allowance.take(text.len())?;
                escape(text, out);
            }
            inner => write_node(txn, inner, out, allowance)?,
        }
        for (name, _) in formats.iter().rev() {
            let _ = write!(out, "</{name}>");
        }
    }
    Ok(())
}

fn in_order(attributes: &Attrs) -> Vec<(&str, &Any)> {
    let mut sorted: Vec<_> = attributes.iter().map(|(name, value)| (&**name, value)).collect();
    sorted.sort_unstable_by_key(|(name, _)| *name);
    sorted
}

fn write_format(name: &str, value: &Any, out: &mut String, allowance: &mut Allowance) -> Result<(), Overflow> {
    allowance.take(2 * name.len())?;
    let _ = write!(out, "<{name}");
    match value {
        Any::Map(members) => {
            let sorted: BTreeMap<_, _> = members.iter().collect();
            for (name, value) in sorted {
                write_attribute(name, value, out, allowance)?;
            }
        }
        Any::Bool(true) => {}
        value => write_attribute("value", value, out, allowance)?,
    }
    out.push('>');
    Ok(())
}

fn write_attribute(name: &str, value: &Any, out: &mut String, allowance: &mut Allowance) -> Result<(), Overflow> {
    let json = plain::to_json(value, allowance)?;
    let text = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    allowance.take(name.len() + text.len())?;
    let _ = write!(out, " {name}=\"");
    escape(&text, out);
    out.push('"');
    Ok(())
}

fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
}
