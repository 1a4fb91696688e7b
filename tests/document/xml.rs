//! XML is written as the fewest edits, and reads as it was written.

use serde_json::{Value, json};
use yrs::types::Attrs;
use yrs::{
    Any, Map as _, Text as _, TransactionMut, WriteTxn as _, Xml as _, XmlElementPrelim, XmlFragment as _, XmlOut, XmlTextPrelim,
};
use yrsa::document::Document;
use yrsa::document::json::{PatchError, Reason, RootKind, Shape};

use super::author::Author;
use super::{empty_document, patch, shown, shown_anew};
use crate::admission::oracle::Oracle;
use crate::admission::shared::{Random, setting};

/// A document whose root `page` is XML.
fn page() -> Document {
    let mut document = empty_document();
    document.expect(Shape::of(RootKind::Map).with("page", Shape::of(RootKind::Xml)).into());
    document
}

fn page_of(xml: &str) -> Document {
    let mut document = page();
    write(&mut document, xml).unwrap();
    document
}

fn write(document: &mut Document, xml: &str) -> Result<Option<bytes::Bytes>, PatchError> {
    patch(document, &json!([{"op": "replace", "path": "/page", "value": xml}])).map(|patched| patched.update)
}

fn read(document: &mut Document) -> String {
    shown(document)["page"].as_str().unwrap().to_owned()
}

fn reason(document: &mut Document, xml: &str) -> Reason {
    let before = (shown(document), document.state_vector());
    match write(document, xml) {
        Err(PatchError::Operation { reason, .. }) => {
            assert_eq!((shown(document), document.state_vector()), before);
            reason
        }
        other => panic!("{xml}: {other:?}"),
    }
}

#[test]
fn what_is_written_reads_the_same() {
    for xml in [
        "",
        "text & only".replace('&', "&amp;").as_str(),
        "<paragraph>Hello <bold>you</bold> &lt;there&gt; 😀</paragraph>",
        "<heading level=\"2\">Two</heading><heading level=\"&quot;2&quot;\">Two</heading>",
        "<paragraph><bold><link href=\"/x\" target=\"null\">a</link></bold><link href=\"/x\">b</link></paragraph>",
        "<image src=\"a.png\" width=\"0.1\"></image>",
        "<element.bold>an element</element.bold><bold>a format</bold>",
        "<format.glossary term=\"x\">a format</format.glossary><glossary>an element</glossary>",
        "<paragraph><comment--q0xn_x002F_bq_x003D_ id=\"1\">several may overlap</comment--q0xn_x002F_bq_x003D_></paragraph>",
        "<paragraph><highlight format.value=\"true\">not an object</highlight></paragraph>",
        "<paragraph>&#32; </paragraph>",
        "<paragraph>a\n b</paragraph>",
        "<a_x0020_b c_x0020_d=\"&#10;e\"></a_x0020_b>",
        "<yjs.text __type=\"paragraph\">of Lexical</yjs.text><yjs.text __type=\"paragraph\">two</yjs.text>",
        "<yjs.fragment><p></p></yjs.fragment>",
        "<p><yjs.text>a<bold><image></image></bold><yjs.text></yjs.text></yjs.text></p>",
    ] {
        let mut document = page_of(xml);
        assert_eq!(read(&mut document), xml);
        assert_eq!(shown_anew(&mut document).get("page").map_or("", |page| page.as_str().unwrap()), xml);
        assert!(write(&mut document, xml).unwrap().is_none(), "{xml}");
    }
}

#[test]
fn other_ways_to_write_the_same_are_no_edit() {
    let xml = "<paragraph id=\"1\">a<bold>b</bold>&quot;</paragraph><image></image>";
    let mut document = page_of(xml);
    for other in [
        "<paragraph id='1.0'>a<bold>b</bold>\"</paragraph><image/>",
        "\n  <paragraph id=\"1\"  >a<bold>b</bold>&quot;</paragraph >\n  <!-- pretty -->\n  <image />\n",
        "<paragraph id=\"1\">&#97;<bold><![CDATA[b]]></bold><yjs.text>&#x22;</yjs.text></paragraph><image><!----></image>",
        "<element.paragraph id=\"1\">a<bold>b</bold><italic></italic>\"</element.paragraph><image></image>",
    ] {
        assert!(write(&mut document, other).unwrap().is_none(), "{other}");
        assert_eq!(read(&mut document), xml);
    }
}

#[test]
fn what_is_no_xml_is_refused_with_its_place() {
    let mut document = page_of("<p>there</p>");
    for (xml, place) in [
        ("<p>", 3),
        ("ab</p>", 2),
        ("<p></q>", 3),
        ("a & b", 2),
        ("a &nbsp; b", 2),
        ("<p a=\"1\" a=\"2\"></p>", 0),
        ("<p a=<></p>", 0),
        ("<!DOCTYPE x><p></p>", 0),
        ("<?php ?>", 0),
        ("x<yjs.other></yjs.other>", 1),
        ("<bold>a<br/></bold>", 7),
        ("<bold format.value=\"null\">a</bold>", 0),
        ("<", 0),
    ] {
        match reason(&mut document, xml) {
            Reason::Malformed { at, problem } => assert!(at.abs_diff(place) <= 3 && !problem.is_empty(), "{xml}: {at} {problem}"),
            other => panic!("{xml}: {other}"),
        }
    }
    let deep = format!("{}{}", "<p>".repeat(65), "</p>".repeat(65));
    assert!(matches!(reason(&mut document, &deep), Reason::TooDeep { limit: 64 }));
    assert!(write(&mut document, &deep[3..deep.len() - 4]).is_ok());
}

#[test]
fn a_place_that_is_to_be_xml_becomes_xml() {
    let thing = Shape::of(RootKind::Map).with("body", Shape::of(RootKind::Xml)).with("note", Shape::of(RootKind::Text));
    let shape = Shape::of(RootKind::Map).with("things", Shape::of(RootKind::Map).with_each(thing.with("at", Shape::plain())));
    let mut document = empty_document();
    document.expect(shape.into());
    let author = Author::new(7);
    // Things that somebody keeps in one piece stay so.
    let first = author.write(|txn| {
        txn.get_or_insert_map("things").insert(txn, "old", Any::from_json("{\"body\":\"<p>\",\"note\":\"x\"}").unwrap());
    });
    document.receive(&first).unwrap();
    let thing = json!({"body": "<p>one <em>two</em></p>", "note": "n", "at": {"x": 1, "y": 2}, "more": {"a": 1}});
    let operations = json!([
        {"op": "add", "path": "/things/new", "value": thing},
        {"op": "replace", "path": "/things/old/note", "value": "y"},
    ]);
    author.receive(&patch(&mut document, &operations).unwrap().update.unwrap());
    assert_eq!(shown(&mut document)["things"], json!({"new": thing, "old": {"body": "<p>", "note": "y"}}));
    let mut txn = yrs::Transact::transact_mut(&author.doc);
    let things = txn.get_or_insert_map("things");
    let Some(yrs::Out::YMap(new)) = things.get(&txn, "new") else { panic!("a thing is a map") };
    assert!(matches!(new.get(&txn, "body"), Some(yrs::Out::YXmlFragment(_))));
    assert!(matches!(new.get(&txn, "note"), Some(yrs::Out::YText(_))));
    assert!(matches!(new.get(&txn, "more"), Some(yrs::Out::YMap(_))));
    assert!(matches!(new.get(&txn, "at"), Some(yrs::Out::Any(_))));
    assert!(matches!(things.get(&txn, "old"), Some(yrs::Out::Any(_))));
    drop(txn);
    for (value, path) in
        [(json!("<p>"), "/things/new/body"), (json!({"body": "</p>"}), "/things/x"), (json!({"x": {"body": "&"}}), "/things")]
    {
        let refused = patch(&mut document, &json!([{"op": "add", "path": path, "value": value}]));
        let Err(PatchError::Operation { reason: Reason::Malformed { .. }, .. }) = refused else { panic!("{refused:?}") };
    }
}

#[test]
fn an_element_keeps_its_name_and_hidden_things_stay() {
    let mut document = empty_document();
    let author = Author::new(7);
    let first = author.write(|txn| {
        let map = txn.get_or_insert_map("map");
        let element = map.insert(txn, "element", XmlElementPrelim::empty("p"));
        element.push_back(txn, XmlTextPrelim::new("one"));
        let text = map.insert(txn, "text", XmlTextPrelim::new("a < b"));
        text.insert_embed(txn, 1, Any::from_json("{\"hidden\":1}").unwrap());
    });
    document.receive(&first).unwrap();
    let put = |document: &mut Document, key: &str, value: &str| {
        patch(document, &json!([{"op": "replace", "path": format!("/map/{key}"), "value": value}])).map(|patched| patched.update)
    };
    for (key, value) in [("element", "<q></q>"), ("element", "text"), ("element", "<p></p><p></p>"), ("text", "<p></p>")] {
        let Err(PatchError::Operation { reason, .. }) = put(&mut document, key, value) else { panic!("{key} {value}") };
        assert_eq!(reason, Reason::XmlKind);
    }
    author.receive(&put(&mut document, "element", "<p id=\"x\">one two</p>").unwrap().unwrap());
    author.receive(&put(&mut document, "text", "a &lt; <bold>c</bold>").unwrap().unwrap());
    assert_eq!(shown(&mut document)["map"], json!({"element": "<p id=\"x\">one two</p>", "text": "a &lt; <bold>c</bold>"}));
    let map = yrs::Transact::transact_mut(&author.doc).get_or_insert_map("map");
    let txn = yrs::Transact::transact(&author.doc);
    let Some(yrs::Out::YXmlText(text)) = map.get(&txn, "text") else { panic!("it stays a text") };
    assert_eq!(text.len(&txn), 6, "what was embedded is still there");
}

#[test]
fn typing_at_the_same_time_survives() {
    let before = "<heading level=\"1\">The plan</heading><paragraph>One <bold>two</bold> three four.</paragraph>\
                  <list><item>red</item><item>green</item></list><paragraph>The end</paragraph>";
    let after = "<heading level=\"2\">The new plan</heading><paragraph>Before all</paragraph>\
                 <paragraph>One two <italic>three</italic> five.</paragraph><list><item>green and blue</item></list>";
    let mut document = page_of(before);
    let typist = Author::new(7);
    typist.receive(&document.encode().unwrap());
    let typed = typist.write(|txn| {
        let page = txn.get_or_insert_xml_fragment("page");
        let text = |txn: &TransactionMut<'_>, path: &[u32]| {
            let mut node = page.get(txn, path[0]).unwrap();
            for at in &path[1..] {
                let XmlOut::Element(element) = node else { panic!("no element") };
                node = element.get(txn, *at).unwrap();
            }
            node.into_xml_text().unwrap()
        };
        text(txn, &[0, 0]).push(txn, " of mine");
        text(txn, &[1, 0]).insert(txn, 13, " typed");
        text(txn, &[2, 1, 0]).insert(txn, 0, "dark ");
    });
    let patched = write(&mut document, after).unwrap().unwrap();
    assert_eq!(read(&mut document), after);
    document.receive(&typed).unwrap();
    typist.receive(&patched);
    let both = "<heading level=\"2\">The new plan of mine</heading><paragraph>Before all</paragraph>\
                <paragraph>One two <italic>three typed</italic> five.</paragraph><list><item>dark green and blue</item></list>";
    assert_eq!(read(&mut document), both);
    let mut copy = page();
    copy.receive(&yrs::ReadTxn::encode_diff_v1(&yrs::Transact::transact(&typist.doc), &yrs::StateVector::default()).into())
        .unwrap();
    assert_eq!(read(&mut copy), both);
}

#[test]
fn one_word_is_one_small_edit() {
    let paragraphs: String = (0..400).map(|at| format!("<paragraph>This is paragraph number {at} of many</paragraph>")).collect();
    let mut document = page_of(&paragraphs);
    let update = write(&mut document, &paragraphs.replace("number 200 of", "number 200 out of")).unwrap().unwrap();
    assert!(update.len() < 40, "{} bytes", update.len());
    let moved = paragraphs.replacen("<paragraph>This is paragraph number 0 of many</paragraph>", "", 1);
    let update = write(&mut document, &moved).unwrap().unwrap();
    assert!(update.len() < 500, "{} bytes", update.len());
}

#[test]
fn long_texts_with_much_formatting_end() {
    let started = std::time::Instant::now();
    let many = |word: &str, count: usize| -> String { (0..count).map(|at| format!("<b>{word}{at}</b> ")).collect() };
    let mut document = page_of(&format!("<p>{}</p>", many("a", 8000)));
    let _ = write(&mut document, &format!("<p>{}</p>", many("b", 8000)));
    let _ = write(&mut document, &format!("<p>{}</p>", many("a", 2000)));
    let rows = |word: &str| -> String { (0..6000).map(|at| format!("<p>{word} {}</p>", at % 7)).collect() };
    let _ = write(&mut document, &rows("x"));
    let _ = write(&mut document, &rows("y"));
    // Minutes, if it grew with the square.
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

/// A random tree, as a test keeps it.
#[derive(Clone, Debug)]
enum Tree {
    Element(String, Vec<(String, String)>, Vec<Tree>),
    Text(Vec<(String, Vec<usize>)>),
}

const FORMATS: [(&str, &str); 5] = [
    ("<bold>", "</bold>"),
    ("<italic format.value=\"true\">", "</italic>"),
    ("<link href=\"/x?a&amp;b\" rel=\"null\">", "</link>"),
    ("<format.own n=\"1\">", "</format.own>"),
    ("<comment--q0xn_x002F_bq_x003D_ id=\"1\">", "</comment--q0xn_x002F_bq_x003D_>"),
];

fn random_text(random: &mut Random) -> Tree {
    let words = ["one ", "two", "😀", "<&>\"", " ", "é ", "漢字", "\r\n", "three four five "];
    let spans = (0..1 + random.below(4)).map(|_| {
        let formats = (0..FORMATS.len()).filter(|_| random.chance(25)).collect();
        ((0..1 + random.below(4)).map(|_| random.pick(&words)).collect::<String>(), formats)
    });
    Tree::Text(spans.collect())
}

fn random_trees(random: &mut Random, depth: u64) -> Vec<Tree> {
    let mut trees: Vec<Tree> = Vec::new();
    for _ in 0..random.below(6) {
        if random.chance(50) && !matches!(trees.last(), Some(Tree::Text(_))) {
            trees.push(random_text(random));
        } else if depth < 4 {
            trees.push(random_element(random, depth));
        }
    }
    trees
}

fn random_element(random: &mut Random, depth: u64) -> Tree {
    let tag = random.pick(&["paragraph", "heading", "item", "element.bold", "_x0031_st"]).to_owned();
    let mut attributes = Vec::new();
    for name in ["align", "id", "level"] {
        if random.chance(25) {
            let value =
                random.pick(&["2", "&quot;2&quot;", "left", "null", "{&quot;a&quot;:[1]}", "a &amp; b", "0.5", "&#10;", ""]);
            attributes.push((name.to_owned(), value.to_owned()));
        }
    }
    Tree::Element(tag, attributes, random_trees(random, depth + 1))
}

/// Some of it other than it was.
fn changed(trees: &[Tree], random: &mut Random) -> Vec<Tree> {
    let mut changed = Vec::new();
    for tree in trees {
        match tree {
            _ if random.chance(8) => {}
            Tree::Element(tag, attributes, children) => {
                let mut attributes = attributes.clone();
                if random.chance(10) {
                    attributes.pop();
                }
                changed.push(Tree::Element(tag.clone(), attributes, self::changed(children, random)));
            }
            Tree::Text(spans) => {
                let mut spans = spans.clone();
                let at = random.below(spans.len() as u64) as usize;
                match random.below(8) {
                    0 => spans[at].0.push_str("more "),
                    1 => spans[at].1 = vec![random.below(FORMATS.len() as u64) as usize],
                    2 => spans[at].1.clear(),
                    3 => spans.push(("end".to_owned(), vec![])),
                    4 if spans.len() > 1 => drop(spans.remove(at)),
                    _ => {}
                }
                changed.push(Tree::Text(spans));
            }
        }
        if random.chance(8) {
            changed.push(random_element(random, 3));
        }
    }
    changed
}

fn printed(trees: &[Tree]) -> String {
    let escaped = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        text.replace('"', "&quot;").replace('\r', "&#13;").replace('\n', "&#10;").replace(' ', "&#32;")
    };
    let mut out = String::new();
    for tree in trees {
        match tree {
            Tree::Element(tag, attributes, children) => {
                let attributes: String = attributes.iter().map(|(name, value)| format!(" {name}=\"{value}\"")).collect();
                out += &format!("<{tag}{attributes}>{}</{tag}>", printed(children));
            }
            Tree::Text(spans) => {
                for (text, formats) in spans {
                    out.extend(formats.iter().map(|format| FORMATS[*format].0));
                    out += &escaped(text);
                    out.extend(formats.iter().rev().map(|format| FORMATS[*format].1));
                }
            }
        }
    }
    out
}

/// What a string of XML looks like once it is written: found out with an empty document.
fn canonical(xml: &str) -> String {
    let canonical = read(&mut page_of(xml));
    assert_eq!(read(&mut page_of(&canonical)), canonical);
    canonical
}

/// Edits as editors make them, and as they don't: texts beside each other, things embedded in texts, several at once.
fn disturb(txn: &mut TransactionMut<'_>, random: &mut Random) {
    let page = txn.get_or_insert_xml_fragment("page");
    let mut places = vec![page];
    let mut texts = Vec::new();
    let mut next = 0;
    while next < places.len() {
        for at in 0..places[next].len(txn) {
            match places[next].get(txn, at) {
                Some(XmlOut::Element(element)) => {
                    let branch: &yrs::branch::Branch = element.as_ref();
                    places.push(yrs::branch::BranchPtr::from(branch).into());
                }
                Some(XmlOut::Text(text)) => texts.push(text),
                _ => {}
            }
        }
        next += 1;
    }
    let place = &places[random.below(places.len() as u64) as usize];
    let at = random.below(u64::from(place.len(txn)) + 1) as u32;
    match random.below(8) {
        0 => drop(place.insert(txn, at, XmlTextPrelim::new(random.pick(&["x", "", "y z"])))),
        1 => {
            let element = place.insert(txn, at, XmlElementPrelim::empty("paragraph"));
            element.insert_attribute(txn, "level", 3);
            element.push_back(txn, XmlTextPrelim::new("in it"));
        }
        2 if at < place.len(txn) => place.remove_range(txn, at, 1),
        _ if texts.is_empty() => {}
        kind => {
            let text = &texts[random.below(texts.len() as u64) as usize];
            let length = text.len(txn);
            let at = random.below(u64::from(length) + 1) as u32;
            match kind {
                3 => drop(text.insert_embed(txn, at, Any::from_json("{\"image\":1}").unwrap())),
                4 if random.chance(15) => drop(text.insert_embed(txn, at, XmlElementPrelim::empty("image"))),
                5 if at < length => {
                    let value = if random.chance(50) { Any::Bool(true) } else { Any::from_json("{}").unwrap() };
                    text.format(txn, at, length - at, Attrs::from([("bold".into(), value)]));
                }
                6 if random.chance(20) => drop(text.insert_attribute(txn, "__type", "paragraph")),
                _ => text.insert(txn, at, random.pick(&["typed ", "é", "word"])),
            }
        }
    }
}

#[test]
fn any_xml_becomes_any_other() {
    let mut yjs = Oracle::start();
    let (seed, cases) = (setting("YRSA_SEED", 1), setting("YRSA_CASES", 120));
    let (mut applied, mut refused) = (0, 0);
    for seed in seed..seed + cases {
        println!("seed {seed}");
        let random = &mut Random(seed);
        let mut trees = random_trees(random, 0);
        let mut document = page_of(&printed(&trees));
        assert_eq!(read(&mut document), canonical(&printed(&trees)));
        let authors = [Author::new(1), Author::new(2)];
        let mut updates = vec![document.encode().unwrap()];
        authors.iter().for_each(|author| author.receive(&updates[0]));
        for _ in 0..4 {
            for _ in 0..random.below(3) {
                let author = &authors[random.below(2) as usize];
                let update = author.write(|txn| disturb(txn, random));
                document.receive(&update).unwrap();
                updates.push(update);
            }
            let before = read(&mut document);
            assert!(write(&mut document, &before).unwrap().is_none(), "seed {seed}: {before}");
            assert_eq!(canonical(&before), before, "seed {seed}");
            trees = if random.chance(20) { random_trees(random, 0) } else { changed(&trees, random) };
            let target = printed(&trees);
            match write(&mut document, &target) {
                Ok(update) => {
                    applied += 1;
                    assert_eq!(read(&mut document), canonical(&target), "seed {seed}: {before}");
                    assert_eq!(
                        shown_anew(&mut document).get("page").map_or("", |page| page.as_str().unwrap()),
                        canonical(&target)
                    );
                    updates.extend(update);
                }
                Err(PatchError::Operation { reason: Reason::Xml, .. }) => refused += 1,
                Err(other) => panic!("seed {seed}: {other} {before} {target}"),
            }
            if random.chance(50) {
                let whole = document.encode().unwrap();
                authors.iter().for_each(|author| author.receive(&whole));
            }
        }
        if let Some(yjs) = &mut yjs {
            let _: Value = serde_json::from_str(&yjs.json(&updates)).unwrap();
        }
    }
    println!("{applied} applied, {refused} refused");
    assert!(applied > refused * 4);
}

#[test]
fn what_is_typed_in_a_text_that_stays_survives_any_change_elsewhere() {
    let (seed, cases) = (setting("YRSA_SEED", 1), setting("YRSA_CASES", 100));
    for seed in seed..seed + cases {
        println!("seed {seed}");
        let random = &mut Random(seed);
        let mut trees: Vec<Tree> = (0..3).flat_map(|_| random_trees(random, 0)).collect();
        let mine = Tree::Element("mine".into(), vec![], vec![Tree::Text(vec![("alpha beta gamma".into(), vec![0])])]);
        trees.insert(random.below(trees.len() as u64 + 1) as usize, mine);
        let mut document = page_of(&printed(&trees));
        let typist = Author::new(7);
        typist.receive(&document.encode().unwrap());
        let typed = typist.write(|txn| {
            let page = txn.get_or_insert_xml_fragment("page");
            let mine = (0..page.len(txn)).filter_map(|at| page.get(txn, at)?.into_xml_element());
            let mine = mine.into_iter().find(|element| &**element.tag() == "mine").unwrap();
            mine.get(txn, 0).unwrap().into_xml_text().unwrap().insert(txn, 10, " typed");
        });
        let mut after: Vec<Tree> = Vec::new();
        for tree in &trees {
            match tree {
                Tree::Element(tag, ..) if tag == "mine" => {
                    let text = vec![("alpha".into(), vec![]), (" beta delta".into(), vec![0])];
                    after.push(Tree::Element(tag.clone(), vec![("id".into(), "1".into())], vec![Tree::Text(text)]));
                }
                other => after.extend(changed(std::slice::from_ref(other), random)),
            }
        }
        let patched = write(&mut document, &printed(&after)).unwrap().unwrap();
        document.receive(&typed).unwrap();
        typist.receive(&patched);
        let wanted = "<mine id=\"1\">alpha<bold> beta typed delta</bold></mine>";
        let found = read(&mut document);
        assert!(found.contains(wanted), "seed {seed}: {found}");
    }
}
