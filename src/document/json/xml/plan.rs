//! Which edits make of the XML that is there the XML that is to be: what is alike stays, elements of the same name are changed
//! inside, texts word by word. Called when a patch puts XML in the place of XML. Never writes; `write` does.

use std::hash::{DefaultHasher, Hasher as _};

use yrs::branch::BranchPtr;
use yrs::types::text::YChange;
use yrs::{Any, MapRef, Out, Text as _, TextRef, XmlFragmentRef};

use super::super::Reason;
use super::super::plain::Allowance;
use super::super::read::Reader;
use super::super::sequence::{Exchange, exchanges};
use super::super::text;
use super::read::{self, Child};
use super::{Attributes, Element, Node, Text, names};

/// As many pairs of what goes and what comes are compared for what they have in common; more are taken in order.
const PAIRS: usize = 1 << 13;

/// As many words tell how much two things have in common.
const WORDS: usize = 256;

/// One thing to do. In the order they come in, each finds its place as it was before all of them.
#[derive(Debug, Clone)]
pub(in super::super) enum Edit {
    /// An attribute is set or removed.
    Attribute(MapRef, String, Option<Any>),
    /// So many children go.
    Remove(XmlFragmentRef, u32, u32),
    /// A child comes.
    Insert(XmlFragmentRef, u32, Node),
    /// Texts that are read as one get other characters and formatting.
    Rewrite(Vec<TextRef>, Text),
}

impl Edit {
    /// Bytes that it writes, roughly.
    pub(in super::super) fn size(&self) -> usize {
        match self {
            Self::Attribute(_, name, _) => name.len() + 32,
            Self::Remove(..) => 8,
            Self::Insert(_, _, node) => super::print(std::slice::from_ref(node)).len(),
            Self::Rewrite(_, text) => text.characters().map(str::len).sum(),
        }
    }
}

/// The edits that make `target` of what is there.
pub(in super::super) fn plan(reader: &mut Reader<'_>, there: &Out, target: &[Node]) -> Result<Vec<Edit>, Reason> {
    let mut planner = Planner { reader, edits: Vec::new() };
    let Some(branch) = there.try_branch().map(BranchPtr::from) else { return Err(Reason::Xml) };
    match (there, target) {
        (Out::YXmlFragment(_), target) => planner.children(branch, target)?,
        (Out::YXmlElement(element), [Node::Element(target)])
            if element.try_tag().is_some_and(|name| names::element_tag(name) == target.tag) =>
        {
            planner.element(branch, target)?;
        }
        (Out::YXmlText(_), [Node::Text(target)]) => planner.text(&[branch], target)?,
        (Out::YXmlText(_), []) => planner.text(&[branch], &Text::default())?,
        _ => return Err(Reason::XmlKind),
    }
    Ok(planner.edits)
}

struct Planner<'r, 't> {
    reader: &'r mut Reader<'t>,
    edits: Vec<Edit>,
}

/// What was read before, and counted then.
const COUNTED: Allowance = Allowance(usize::MAX);

impl Planner<'_, '_> {
    fn element(&mut self, branch: BranchPtr, target: &Element) -> Result<(), Reason> {
        let there = read::attributes(self.reader.txn(), branch, &mut COUNTED.clone())?;
        self.attributes(branch, &there, &target.attributes);
        self.children(branch, &target.children)
    }

    fn attributes(&mut self, branch: BranchPtr, old: &Attributes, new: &Attributes) {
        let map = MapRef::from(branch);
        for name in old.keys().filter(|name| !new.contains_key(*name)) {
            self.edits.push(Edit::Attribute(map.clone(), names::decode(name), None));
        }
        for (name, value) in new.iter().filter(|(name, value)| old.get(*name) != Some(value)) {
            self.edits.push(Edit::Attribute(map.clone(), names::decode(name), Some(names::value_of(value))));
        }
    }

    fn children(&mut self, parent: BranchPtr, target: &[Node]) -> Result<(), Reason> {
        let there = read::children(self.reader.txn(), parent, &mut COUNTED.clone())?;
        let old: Vec<&Node> = there.iter().map(|child| &child.node).collect();
        let new: Vec<&Node> = target.iter().collect();
        if old == new {
            return Ok(());
        }
        if !read::is_sound(self.reader.txn(), parent) {
            return Err(Reason::Xml);
        }
        // For each that is to be, the one that becomes it.
        let mut becomes: Vec<Option<usize>> = vec![None; new.len()];
        let (mut next_old, mut next_new) = (0, 0);
        for Exchange { old: gone, new: come } in
            exchanges(&old, &new).into_iter().chain([Exchange { old: old.len()..old.len(), new: new.len()..new.len() }])
        {
            for (at, old) in (next_new..come.start).zip(next_old..) {
                becomes[at] = Some(old);
            }
            (next_old, next_new) = (gone.end, come.end);
            let pairs = pairs(&old[gone.clone()], &new[come.clone()]);
            for (at_old, at_new) in pairs {
                becomes[come.start + at_new] = Some(gone.start + at_old);
            }
        }
        self.arrange(parent, &there, target, &becomes)
    }

    /// From the end on, so that what is before stays where it is.
    fn arrange(&mut self, parent: BranchPtr, there: &[Child], target: &[Node], becomes: &[Option<usize>]) -> Result<(), Reason> {
        let mut end = there.len();
        for (at, node) in target.iter().enumerate().rev() {
            let before = becomes[..=at].iter().rev().find_map(|old| *old);
            // All between the one that this comes behind, and what is done with, goes.
            let start = before.map_or(0, |before| before + 1);
            self.remove(parent, &there[start..end.max(start)])?;
            end = end.min(start);
            match becomes[at] {
                Some(old) => {
                    self.become_node(&there[old], node)?;
                    end = old;
                }
                None => {
                    let place = there[..start].iter().rev().find_map(|child| child.places.last());
                    let place = place.map_or(0, |(place, _)| place + 1);
                    self.reader.work(place as usize)?;
                    self.edits.push(Edit::Insert(parent.into(), place, node.clone()));
                }
            }
        }
        self.remove(parent, &there[..end])
    }

    fn remove(&mut self, parent: BranchPtr, gone: &[Child]) -> Result<(), Reason> {
        let mut places = gone.iter().flat_map(|child| child.places.iter().map(|(place, _)| *place)).rev().peekable();
        while let Some(last) = places.next() {
            let mut first = last;
            while let Some(before) = places.next_if(|place| place + 1 == first) {
                first = before;
            }
            self.reader.work(last as usize)?;
            self.edits.push(Edit::Remove(parent.into(), first, last + 1 - first));
        }
        Ok(())
    }

    fn become_node(&mut self, child: &Child, target: &Node) -> Result<(), Reason> {
        if child.node == *target {
            return Ok(());
        }
        let branches: Vec<BranchPtr> = child.places.iter().map(|(_, branch)| *branch).collect();
        match (target, branches.as_slice()) {
            (Node::Element(target), [branch]) => self.element(*branch, target),
            (Node::Fragment(target), [branch]) => self.children(*branch, target),
            (Node::Text(target), branches) => self.text(branches, target),
            _ => Err(Reason::Xml),
        }
    }

    /// Makes one text of those that are read as one.
    fn text(&mut self, branches: &[BranchPtr], target: &Text) -> Result<(), Reason> {
        if let [branch] = branches {
            let there = read::text(self.reader.txn(), *branch, &mut COUNTED.clone())?;
            if there.holds_nodes() {
                return Err(Reason::Xml);
            }
            self.attributes(*branch, &there.attributes, &target.attributes);
            if there.spans == target.spans {
                return Ok(());
            }
        }
        let parts: usize =
            branches.iter().map(|branch| TextRef::from(*branch).diff(self.reader.txn(), YChange::identity).len()).sum();
        self.reader.work(parts.saturating_mul(target.spans.len()))?;
        let texts: Vec<TextRef> = branches.iter().map(|branch| TextRef::from(*branch)).collect();
        if target.holds_nodes() || !texts.iter().all(|shared| text::is_countable(self.reader.txn(), shared)) {
            return Err(Reason::Xml);
        }
        self.edits.push(Edit::Rewrite(texts, target.clone()));
        Ok(())
    }
}

/// Which of those that go become which of those that come, in order: so that what they have in common is the most.
fn pairs(gone: &[&Node], come: &[&Node]) -> Vec<(usize, usize)> {
    if gone.len().saturating_mul(come.len()) > PAIRS {
        return pairs_in_order(gone, come);
    }
    let (old_words, new_words): (Vec<_>, Vec<_>) = (gone.iter().map(words_of).collect(), come.iter().map(words_of).collect());
    let width = come.len() + 1;
    // The most that what is from here on has in common, each row for one more that goes.
    let mut best = vec![0_u64; (gone.len() + 1) * width];
    let worth = |old: usize, new: usize| {
        if may_become(gone[old], come[new]) { 1 + in_common(&old_words[old], &new_words[new]) } else { 0 }
    };
    for old in (0..gone.len()).rev() {
        for new in (0..come.len()).rev() {
            let both = match worth(old, new) {
                0 => 0,
                worth => worth + best[(old + 1) * width + new + 1],
            };
            best[old * width + new] = both.max(best[(old + 1) * width + new]).max(best[old * width + new + 1]);
        }
    }
    let (mut old, mut new, mut found) = (0, 0, Vec::new());
    while old < gone.len() && new < come.len() {
        let most = best[old * width + new];
        if most == best[(old + 1) * width + new] {
            old += 1;
        } else if most == best[old * width + new + 1] {
            new += 1;
        } else {
            found.push((old, new));
            (old, new) = (old + 1, new + 1);
        }
    }
    found
}

fn pairs_in_order(gone: &[&Node], come: &[&Node]) -> Vec<(usize, usize)> {
    let (mut old, mut found) = (0, Vec::new());
    for (new, node) in come.iter().enumerate() {
        if old < gone.len() && may_become(gone[old], node) {
            found.push((old, new));
            old += 1;
        } else if gone.len() - old > come.len() - new {
            old += 1;
        }
    }
    found
}

fn may_become(old: &Node, new: &Node) -> bool {
    match (old, new) {
        (Node::Element(old), Node::Element(new)) => old.tag == new.tag,
        // Attributes belong to one text.
        (Node::Text(old), Node::Text(new)) => {
            old.holds_nodes() == new.holds_nodes() && old.attributes.is_empty() == new.attributes.is_empty()
        }
        (Node::Fragment(_), Node::Fragment(_)) => true,
        _ => false,
    }
}

/// What tells a thing from others: its words and attributes, some of them, in order.
fn words_of(node: &&Node) -> Vec<u64> {
    let (mut words, mut left) = (Vec::new(), vec![*node]);
    while let Some(node) = left.pop() {
        let (attributes, children, text) = match node {
            Node::Element(element) => (Some(&element.attributes), &*element.children, None),
            Node::Text(text) => (Some(&text.attributes), &[][..], Some(text)),
            Node::Fragment(children) => (None, &**children, None),
        };
        words.extend(attributes.into_iter().flatten().map(hash));
        words.extend(text.into_iter().flat_map(|text| text.characters().flat_map(str::split_whitespace)).take(WORDS).map(hash));
        if words.len() >= WORDS {
            break;
        }
        left.extend(children.iter().rev());
    }
    words.truncate(WORDS);
    words.sort_unstable();
    words
}

fn hash(value: impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// How much two have in common, from 0 to 1,000.
fn in_common(old: &[u64], new: &[u64]) -> u64 {
    let (mut at_old, mut at_new, mut both) = (0, 0, 0);
    while let (Some(left), Some(right)) = (old.get(at_old), new.get(at_new)) {
        both += u64::from(left == right);
        at_old += usize::from(left <= right);
        at_new += usize::from(left >= right);
    }
    2000 * both / (old.len() + new.len()).max(1) as u64
}
