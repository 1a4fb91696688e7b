//! Relative positions of Yjs: where they lead now, and marks on the text between two of them, in XML trees as rich-text editors keep
//! them. Called by the room for comments on text; knows nothing of threads. Positions come as Yjs writes them in JSON
//! (`{"type", "tname", "item", "assoc"}`); those that lead nowhere are no mistake.

use serde_json::Value;
use yrs::branch::{BranchID, BranchPtr};
use yrs::types::Attrs;
use yrs::types::text::YChange;
use yrs::{
    Any, Assoc, ID, IndexScope, Out, StickyIndex, Text as _, Transact as _, Transaction, XmlFragment as _, XmlFragmentRef,
    XmlOut, XmlTextRef,
};

use super::json::{PatchError, Patched, Reason, Writer, from_json};
use super::touched::{TypePath, path_of};
use super::{Broken, Document, Replica};
use crate::admission::{Id, TypeAddress};

/// Client ids are what JavaScript counts exactly.
const CLIENTS: u64 = 1 << 53;
/// Nodes of a tree that are looked at between two positions.
const STEPS: usize = 1 << 20;
/// Texts that one mark reaches over.
const TEXTS: usize = 10_000;

/// A mark to be put on text.
#[derive(Debug, Clone, Copy)]
pub struct Marking<'m> {
    /// A relative position; the text between it and `end` is marked, whichever comes first.
    pub start: &'m Value,
    /// The other one.
    pub end: &'m Value,
    /// The name of the format.
    pub name: &'m str,
    /// Its value.
    pub value: &'m Value,
}

/// Where a position leads.
struct Found {
    branch: BranchPtr,
    index: u32,
    path: TypePath,
}

/// Part of a text.
struct Stretch {
    text: XmlTextRef,
    from: u32,
    length: u32,
}

impl Document {
    /// Formats all text between two positions, in however many blocks of one tree. The edit is applied and remains to be logged
    /// and relayed. Costs time in proportion to the tree between the positions, at most a million nodes.
    ///
    /// # Errors
    /// [`PatchError::Operation`] where there is no such text; nothing has changed then, whatever the error.
    pub fn mark(&mut self, marking: Marking<'_>, writer: Writer) -> Result<Patched, PatchError> {
        self.write_as(writer.client)?;
        let stretches = self.replica()?.stretches(marking.start, marking.end);
        let stretches = stretches.map_err(|reason| PatchError::Operation { index: 0, reason })?;
        let attributes: Attrs = [(marking.name.into(), from_json(marking.value))].into();
        let each = super::json::size(marking.value) + marking.name.len();
        self.write(writer, stretches.len().saturating_mul(each), |txn| {
            for Stretch { text, from, length } in stretches {
                text.format(txn, from, length, attributes.clone());
            }
        })
    }

    /// Whether there is something between two positions: not if they lead nowhere any more, or what was there is deleted.
    ///
    /// # Errors
    /// When the document can't be read at all.
    pub fn has_between(&mut self, start: &Value, end: &Value) -> Result<bool, Broken> {
        let replica = self.replica()?;
        let places = {
            let txn = replica.doc.transact();
            [start, end].map(|position| replica.find(&txn, position))
        };
        Ok(match places {
            [Some(start), Some(end)] if start.path == end.path => start.index != end.index,
            [Some(_), Some(_)] => !matches!(replica.stretches(start, end), Err(Reason::NoText)),
            _ => false,
        })
    }
}

impl Replica {
    /// Where a position leads; nowhere if what it lies in is gone or unknown.
    fn find(&self, txn: &Transaction<'_>, position: &Value) -> Option<Found> {
        let offset = sticky(position)?.get_offset(txn)?;
        let path = match offset.branch.id() {
            BranchID::Root(name) => TypePath { root: name, types: Vec::new() },
            BranchID::Nested(id) => path_of(&self.gate, TypeAddress::Nested(Id { client: id.client.get(), clock: id.clock }))?,
        };
        Some(Found { branch: offset.branch, index: offset.index, path })
    }

    /// The text between two positions.
    fn stretches(&self, start: &Value, end: &Value) -> Result<Vec<Stretch>, Reason> {
        let txn = self.doc.transact();
        let find = |position| self.find(&txn, position).ok_or(Reason::NoText);
        let ends = [find(start)?, find(end)?];
        let [one, other] = &ends;
        if one.path.root != other.path.root {
            return Err(Reason::NoText);
        }
        let shared = one.path.types.iter().zip(&other.path.types).take_while(|(one, other)| one == other).count();
        // What both lie in. Where that is a text, it is its own tree.
        let top = match shared.checked_sub(1).map(|last| one.path.types[last]) {
            Some((client, clock)) => BranchID::get_nested(&txn, &ID::new(yrs::ClientID::new(client), clock)),
            None => BranchID::get_root(&txn, &*one.path.root),
        };
        let top = top.ok_or(Reason::NoText)?;
        let mut walk = Walk { txn: &txn, ends: &ends, places: [None; 2], texts: Vec::new(), steps: STEPS };
        match XmlOut::try_from(top) {
            Ok(XmlOut::Text(text)) => walk.text(text)?,
            _ => walk.container(top)?,
        }
        walk.stretches()
    }
}

/// A walk through a tree, in the order of the document, until both positions are met.
struct Walk<'w> {
    txn: &'w Transaction<'w>,
    ends: &'w [Found; 2],
    /// The number of a text, and how far into it. What lies between nodes is the beginning of the next text.
    places: [Option<(usize, u32)>; 2],
    texts: Vec<XmlTextRef>,
    steps: usize,
}

impl Walk<'_> {
    fn is_done(&self) -> bool {
        self.places.iter().all(Option::is_some)
    }

    /// Notes the positions that lie here.
    fn meet(&mut self, branch: BranchPtr, place: (usize, u32), lies_here: impl Fn(u32) -> bool) {
        for (end, found) in self.ends.iter().zip(&mut self.places) {
            if found.is_none() && end.branch == branch && lies_here(end.index) {
                *found = Some(place);
            }
        }
    }

    fn container(&mut self, branch: BranchPtr) -> Result<(), Reason> {
        let mut at = 0;
        for child in XmlFragmentRef::from(branch).children(self.txn) {
            self.steps = self.steps.checked_sub(1).ok_or(Reason::TooMuch)?;
            self.meet(branch, (self.texts.len(), 0), |index| index == at);
            match child {
                XmlOut::Text(text) => self.text(text)?,
                XmlOut::Element(element) => self.container(BranchPtr::from(AsRef::<yrs::branch::Branch>::as_ref(&element)))?,
                XmlOut::Fragment(fragment) => self.container(BranchPtr::from(AsRef::<yrs::branch::Branch>::as_ref(&fragment)))?,
            }
            if self.is_done() {
                return Ok(());
            }
            at += 1;
        }
        self.meet(branch, (self.texts.len(), 0), |index| index >= at);
        Ok(())
    }

    fn text(&mut self, text: XmlTextRef) -> Result<(), Reason> {
        let branch = BranchPtr::from(AsRef::<yrs::branch::Branch>::as_ref(&text));
        let number = self.texts.len();
        for end in self.ends {
            self.meet(branch, (number, end.index), |index| index == end.index);
        }
        self.texts.push(text);
        Ok(())
    }

    fn stretches(self) -> Result<Vec<Stretch>, Reason> {
        let [Some(one), Some(other)] = self.places else { return Err(Reason::NoText) };
        let (first, last) = (one.min(other), one.max(other));
        if last.0 - first.0 > TEXTS {
            return Err(Reason::TooMuch);
        }
        let mut stretches = Vec::new();
        for (number, text) in self.texts.into_iter().enumerate().take(last.0 + 1).skip(first.0) {
            let from = if number == first.0 { first.1 } else { 0 };
            let whole = text.len(self.txn);
            let until = if number == last.0 { last.1.min(whole) } else { whole };
            if until > from {
                let is_whole = from == 0 && until == whole;
                let (from, until) = if is_whole { (from, until) } else { whole_characters(self.txn, &text, from, until)? };
                stretches.push(Stretch { text, from, length: until - from });
            }
        }
        if stretches.is_empty() { Err(Reason::NoText) } else { Ok(stretches) }
    }
}

/// The part of a text as far as its ends' characters go: positions count in UTF-16 and may lie inside of one, and yrs and Yjs cut what
/// they are told to cut, for everybody and for good.
fn whole_characters(txn: &Transaction<'_>, text: &XmlTextRef, mut from: u32, mut until: u32) -> Result<(u32, u32), Reason> {
    let mut at = 0;
    for part in text.diff(txn, YChange::identity) {
        let Out::Any(Any::String(string)) = part.insert else {
            at += 1;
            continue;
        };
        for character in string.chars() {
            let next = at + if character.len_utf16() == 1 { 1 } else { 2 };
            from = if (at..next).contains(&from) { at } else { from };
            until = if (at + 1..next).contains(&until) { next } else { until };
            at = next;
        }
    }
    // A string that is embedded as one thing passes for text: then nobody knows where characters are.
    if at == text.len(txn) { Ok((from, until)) } else { Err(Reason::NoText) }
}

/// A position as yrs has it. Where Yjs names an element and the type it lies in, the element counts.
fn sticky(position: &Value) -> Option<StickyIndex> {
    let id = |name: &str| {
        let id = position.get(name)?;
        let client = id.get("client")?.as_u64().filter(|client| *client < CLIENTS)?;
        let clock = u32::try_from(id.get("clock")?.as_u64()?).ok()?;
        Some(ID::new(yrs::ClientID::new(client), clock))
    };
    let name = position.get("tname").and_then(Value::as_str);
    let scope = match (id("item"), name) {
        (Some(id), _) => IndexScope::Relative(id),
        (None, Some(name)) => IndexScope::Root(name.into()),
        (None, None) => IndexScope::Nested(id("type")?),
    };
    let assoc = position.get("assoc").and_then(Value::as_i64).unwrap_or(0);
    Some(StickyIndex::new(scope, if assoc < 0 { Assoc::Before } else { Assoc::After }))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use serde_json::json;
    use yrs::types::text::YChange;
    use yrs::{
        Any, Doc, IndexedSequence as _, OffsetKind, Options, Out, ReadTxn as _, WriteTxn as _, XmlElementPrelim, XmlElementRef,
        XmlTextPrelim,
    };

    use super::*;
    use crate::document::{self, Limits};

    /// A document like those of BlockNote: a group of blocks, each with a paragraph, each with a text.
    struct Page {
        author: Doc,
        document: Document,
        texts: Vec<XmlTextRef>,
        blocks: XmlElementRef,
    }

    const WRITER: Writer = Writer { client: 99, limit: 1 << 20 };

    fn page(words: &[&str]) -> Page {
        let options = Options { client_id: yrs::ClientID::new(7), offset_kind: OffsetKind::Utf16, ..Options::default() };
        let author = Doc::with_options(options);
        let mut texts = Vec::new();
        let blocks = {
            let mut txn = author.transact_mut();
            let root = txn.get_or_insert_xml_fragment("page");
            let group = root.push_back(&mut txn, XmlElementPrelim::empty("blockGroup"));
            for word in words {
                let block = group.push_back(&mut txn, XmlElementPrelim::empty("blockContainer"));
                let paragraph = block.push_back(&mut txn, XmlElementPrelim::empty("paragraph"));
                texts.push(paragraph.push_back(&mut txn, XmlTextPrelim::new(*word)));
            }
            group
        };
        let mut page = Page { author, document: Document::open(Limits::default(), Default::default()).unwrap(), texts, blocks };
        page.send();
        page
    }

    impl Page {
        /// Gives the document what the author has.
        fn send(&mut self) {
            let all = self.author.transact().encode_state_as_update_v1(&yrs::StateVector::default());
            self.document.receive(&Bytes::from(all)).unwrap();
        }

        /// A position in a text, as Yjs writes it.
        fn at(&self, text: usize, index: u32) -> Value {
            let txn = self.author.transact();
            let text = &self.texts[text];
            let sticky = text.sticky_index(&txn, index, Assoc::After);
            sticky.map_or_else(
                || json!({ "type": id_of(text.as_ref()), "assoc": 0 }),
                |sticky| serde_json::to_value(sticky).unwrap(),
            )
        }

        fn mark(&mut self, start: &Value, end: &Value) -> Result<Patched, PatchError> {
            let value = json!({ "threadId": "t", "orphan": false });
            self.document.mark(Marking { start, end, name: "comment--abc", value: &value }, WRITER)
        }

        /// The marked parts of each text.
        fn marked(&self) -> Vec<Vec<String>> {
            let replica = self.document.replica.as_ref().unwrap();
            let txn = replica.doc.transact();
            let of = |text: &XmlTextRef| {
                let id = ID::new(yrs::ClientID::new(7), id_of(text.as_ref())["clock"].as_u64().unwrap() as u32);
                let text = XmlTextRef::from(BranchID::get_nested(&txn, &id).unwrap());
                let parts = text.diff(&txn, YChange::identity).into_iter().filter(|part| part.attributes.is_some());
                parts
                    .map(|part| if let Out::Any(Any::String(text)) = part.insert { text.to_string() } else { panic!() })
                    .collect()
            };
            self.texts.iter().map(of).collect()
        }
    }

    fn id_of(branch: &yrs::branch::Branch) -> Value {
        let BranchID::Nested(id) = branch.id() else { panic!("a root") };
        json!({ "client": id.client.get(), "clock": id.clock })
    }

    fn words(marked: &[&[&str]]) -> Vec<Vec<String>> {
        marked.iter().map(|words| words.iter().map(|word| (*word).to_owned()).collect()).collect()
    }

    #[test]
    fn all_text_between_two_positions_is_marked_over_several_blocks_in_either_order() {
        for is_turned in [false, true] {
            let mut page = page(&["Hello world", "", "whole", "the end"]);
            let (start, end) = (page.at(0, 6), page.at(3, 3));
            let (start, end) = if is_turned { (end, start) } else { (start, end) };
            let update = page.mark(&start, &end).unwrap().update.unwrap();
            assert_eq!(page.marked(), words(&[&["world"], &[], &["whole"], &["the"]]));
            assert!(page.mark(&start, &end).unwrap().update.is_none(), "said twice");
            assert!(!document::is_empty(&update));
        }
    }

    #[test]
    fn a_part_of_one_text_counts_as_javascript_does() {
        let mut page = page(&["a🎉b ünï"]);
        let (start, end) = (page.at(0, 1), page.at(0, 4));
        page.mark(&start, &end).unwrap();
        assert_eq!(page.marked(), words(&[&["🎉b"]]));
    }

    /// A position may lie in the middle of a character beyond the BMP.
    #[test]
    fn no_character_is_cut_in_two() {
        for (start, end, marked) in
            [(1, 4, "😀 h"), (0, 1, "😀"), (1, 1, ""), (2, 8, " hello"), (7, 9, "o🎉"), (9, 10, "🎉"), (9, 9, "")]
        {
            let mut page = page(&["😀 hello🎉"]);
            let (start, end) = (page.at(0, start), page.at(0, end));
            let is_marked = page.mark(&start, &end).is_ok();
            assert_eq!(is_marked, !marked.is_empty(), "{marked}");
            let replica = page.document.replica.as_ref().unwrap();
            let id = ID::new(yrs::ClientID::new(7), id_of(page.texts[0].as_ref())["clock"].as_u64().unwrap() as u32);
            let text = XmlTextRef::from(BranchID::get_nested(&replica.doc.transact(), &id).unwrap());
            let parts = text.diff(&replica.doc.transact(), YChange::identity);
            let words: String = parts.into_iter().map(|part| part.insert.to_string(&replica.doc.transact())).collect();
            assert_eq!(words, "😀 hello🎉", "{marked}");
            if is_marked {
                assert_eq!(page.marked(), self::words(&[&[marked]]));
            }
        }
    }

    #[test]
    fn positions_between_blocks_and_at_ends_of_types_are_found() {
        let mut page = page(&["one", "two", "three"]);
        let from_the_top = json!({ "type": null, "tname": "page", "item": null, "assoc": -1 });
        let to_the_end = json!({ "tname": "page", "assoc": 0 });
        assert!(page.document.has_between(&from_the_top, &to_the_end).unwrap());
        // Before the second block, as y-prosemirror says it: the block's own element.
        let second = page.blocks.get(&page.author.transact(), 1).unwrap();
        let XmlOut::Element(second) = second else { panic!("no block") };
        let before_second =
            json!({ "type": id_of(page.blocks.as_ref()), "tname": null, "item": id_of(second.as_ref()), "assoc": 0 });
        page.mark(&before_second, &to_the_end).unwrap();
        assert_eq!(page.marked(), words(&[&[], &["two"], &["three"]]));
    }

    #[test]
    fn what_is_deleted_leaves_nothing_between_its_positions() {
        let mut page = page(&["one", "two", "three"]);
        let inside = (page.at(1, 0), page.at(1, 3));
        let across = (page.at(0, 1), page.at(1, 1));
        assert!(page.document.has_between(&inside.0, &inside.1).unwrap());
        page.texts[1].remove_range(&mut page.author.transact_mut(), 0, 3);
        page.send();
        assert!(!page.document.has_between(&inside.0, &inside.1).unwrap(), "the text is gone");
        assert!(page.document.has_between(&across.0, &across.1).unwrap(), "part of it is there");
        let refused = page.mark(&inside.0, &inside.1).unwrap_err();
        assert!(matches!(refused, PatchError::Operation { reason: Reason::NoText, .. }), "{refused}");
        page.blocks.remove_range(&mut page.author.transact_mut(), 1, 1);
        page.send();
        assert!(!page.document.has_between(&inside.0, &inside.1).unwrap(), "the block is gone");
    }

    #[test]
    fn positions_that_mean_nothing_lead_nowhere() {
        let mut page = page(&["one"]);
        let right = page.at(0, 0);
        for wrong in [
            json!({}),
            json!(null),
            json!({ "item": { "client": 7, "clock": 4_000_000_000_u64 } }),
            json!({ "item": { "client": 8, "clock": 0 } }),
            json!({ "item": { "client": u64::MAX, "clock": 0 } }),
            json!({ "type": { "client": 7, "clock": 5 } }),
            json!({ "tname": "nowhere" }),
        ] {
            assert!(!page.document.has_between(&right, &wrong).unwrap(), "{wrong}");
            assert!(page.mark(&wrong, &right).is_err(), "{wrong}");
        }
    }
}
