//! Documents as text and as Markdown: what is typed stays text, formatting and structure come through.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::{Value, json};
use yrsa::document::Kind;
use yrsa::document::json::Writer;
use yrsa::document::kinds::{markdown, markdown_of, text, text_of};

use super::empty_document;
use crate::admission::shared::{Random, setting};

const LIMIT: usize = 1 << 20;

fn kind(name: &str) -> Kind {
    Kind::named(name).unwrap()
}

/// Both forms, from the document and from what it looks like as JSON.
fn written(name: &str, content: &Value) -> (String, String) {
    let mut document = empty_document();
    document.expect(kind(name).shape());
    document.merge(content, Writer { client: 9, limit: LIMIT }).unwrap();
    let both = (text(&mut document, kind(name), LIMIT).unwrap(), markdown(&mut document, kind(name), LIMIT).unwrap());
    let projected = document.project(LIMIT).unwrap();
    assert_eq!((text_of(kind(name), &projected), markdown_of(kind(name), &projected)), both);
    both
}

fn body(xml: &str) -> String {
    let content = json!({"sections": {"s": {"title": "T", "order": "a0", "body": xml}}});
    let (_, markdown) = written("report", &content);
    markdown.strip_prefix("## T\n").unwrap().trim().to_owned()
}

#[test]
fn a_report_is_its_sections_in_order() {
    let content = json!({"sections": {
        "z": {"title": "First *things*", "order": "a0", "body": "<paragraph>Some <bold>bold</bold> words</paragraph><paragraph>More</paragraph>"},
        "a": {"title": "Then", "order": "a1", "body": "<bulletList><listItem><paragraph>one</paragraph></listItem></bulletList>"},
        "b": {"title": "", "order": "a1", "body": ""},
        "0": {"title": "Nowhere"},
    }});
    let (text, markdown) = written("report", &content);
    assert_eq!(
        text,
        "First *things*\nSome bold words\nMore\nThen\none\nNowhere\n"
            .replace("Then\none\n", "Then\none\n\n")
            .replace("\n\n", "\n")
    );
    assert_eq!(markdown, "## First \\*things\\*\n\nSome **bold** words\n\nMore\n\n## Then\n\n- one\n\n## b\n\n## Nowhere\n");
}

#[test]
fn a_board_is_columns_with_their_cards() {
    let content = json!({
        "columns": {"todo": {"title": "To do", "order": "a1"}, "done": {"title": "Done", "order": "a0"}},
        "cards": {
            "1": {"title": "Second", "column": "todo", "order": "b", "description": "Line one\nline two\n\nParagraph"},
            "2": {"title": "First", "column": "todo", "order": "a", "assignee": "ada"},
            "3": {"title": "Lost", "column": "gone", "order": "a"},
        },
    });
    let (text, markdown) = written("board", &content);
    assert_eq!(text, "Done\nTo do\nFirst\nada\nLost\nSecond\nLine one\nline two\n\nParagraph\n");
    assert_eq!(
        markdown,
        "## Done\n\n## To do\n\n- First (ada)\n- Second\n\n  Line one\\\n  line two\n\n  Paragraph\n\n## Without a column\n\n- Lost\n"
    );
}

#[test]
fn a_workflow_is_what_leads_where() {
    let content = json!({
        "nodes": {
            "a": {"type": "input", "position": {"x": 0, "y": 0}, "data": {"label": "Start"}},
            "b": {"position": {"x": 0, "y": 0}, "data": {}},
        },
        "edges": {"e": {"source": "a", "target": "b", "label": "then"}, "f": {"source": "b", "target": "nobody"}},
    });
    let (text, markdown) = written("workflow", &content);
    assert_eq!(text, "Start\ninput\nthen\na\nb\nb\nnobody\n");
    assert_eq!(markdown, "## Nodes\n\n- Start (`a`, input)\n- `b`\n\n## Edges\n\n- Start → `b`: then\n- `b` → `nobody`\n");
}

#[test]
fn a_free_document_is_whatever_it_holds() {
    let (text, markdown) = written("document", &json!({"notes": "a *b*\n\nc"}));
    assert_eq!((text.as_str(), markdown.as_str()), ("a *b*\n\nc\n", "a \\*b\\*\n\nc\n"));
    let (text, markdown) = written("document", &json!({"notes": "x", "map": {"a": [1, "two"]}}));
    assert_eq!(text, "two\nx\n");
    assert_eq!(markdown, "## map\n\n```json\n{\n  \"a\": [\n    1,\n    \"two\"\n  ]\n}\n```\n\n## notes\n\nx\n");
    assert_eq!(written("document", &json!({})), (String::new(), String::new()));
}

#[test]
fn every_block_has_its_form() {
    for (xml, markdown) in [
        ("<heading level=\"3\">Title<hardBreak/>goes on</heading>", "### Title goes on"),
        ("<paragraph>a<hardBreak/>b<hardBreak/></paragraph>", "a\\\nb"),
        ("<paragraph><hardBreak/></paragraph>", ""),
        ("<blockquote><paragraph>a</paragraph><paragraph>b</paragraph></blockquote>", "> a\n>\n> b"),
        ("<codeBlock language=\"rust\">let `a` = ```b```;\nnext</codeBlock>", "````rust\nlet `a` = ```b```;\nnext\n````"),
        ("<code_block params=\"js\">x</code_block><horizontal_rule/>", "```js\nx\n```\n\n---"),
        ("<image src=\"a b.png\" alt=\"A [b]\" title=\"T\"/>", "![A \\[b\\]](<a b.png> \"T\")"),
        (
            "<orderedList start=\"9\"><listItem><paragraph>a</paragraph><bulletList><listItem><paragraph>b</paragraph></listItem></bulletList></listItem>\
             <listItem><paragraph>c</paragraph><paragraph>d</paragraph></listItem></orderedList>",
            "9. a\n   - b\n10. c\n\n    d",
        ),
        (
            "<taskList><taskItem checked=\"true\"><paragraph>a</paragraph></taskItem><taskItem checked=\"false\"><paragraph>b</paragraph></taskItem></taskList>",
            "- [x] a\n- [ ] b",
        ),
        (
            "<table><tableRow><tableHeader><paragraph>a|b</paragraph></tableHeader><tableHeader><paragraph>c</paragraph></tableHeader></tableRow>\
             <tableRow><tableCell><paragraph>1</paragraph><paragraph><code>x|y</code></paragraph></tableCell></tableRow></table>",
            "| a\\|b | c |\n| --- | --- |\n| 1<br>`x\\|y` |  |",
        ),
        ("<callout kind=\"tip\"><paragraph>inside</paragraph></callout><details>words</details>", "inside\n\nwords"),
        ("<paragraph>ask <mention id=\"7\" label=\"Ada_L\"/> now</paragraph>", "ask @Ada\\_L now"),
        (
            "<blockGroup><blockContainer id=\"1\"><bulletListItem>a</bulletListItem><blockGroup><blockContainer><paragraph>b</paragraph></blockContainer></blockGroup>\
             </blockContainer><blockContainer><checkListItem checked=\"true\">c</checkListItem></blockContainer></blockGroup>",
            "- a\n  b\n- [x] c",
        ),
        ("bare <strong>words</strong>", "bare **words**"),
    ] {
        assert_eq!(body(xml), markdown, "{xml}");
    }
}

#[test]
fn formatting_holds_where_it_did() {
    for (words, markdown) in [
        ("<bold>a </bold>b", "**a** b"),
        ("<bold>a</bold><italic>b</italic>", "**a**<!-- -->*b*"),
        ("<bold><italic>a</italic></bold><bold>b</bold>", "***a*b**"),
        ("<link href=\"/a(b)\"><bold>x</bold>y</link>", "[**x**y](</a(b)>)"),
        ("<strike>gone</strike> <code>a`b</code> <code>`</code>", "~~gone~~ ``a`b`` `` ` ``"),
        ("<bold>\"a\"</bold>b", "**\"a\"**&#98;"),
        ("<underline>u</underline><textStyle color=\"red\">r</textStyle>", "ur"),
        ("# no heading", "\\# no heading"),
        ("1. no list", "1\\. no list"),
        ("- no list", "\\- no list"),
        ("a*b_c`d[e]&lt;f&gt;&amp;amp;", "a\\*b\\_c\\`d\\[e\\]\\<f\\>\\&amp;"),
    ] {
        assert_eq!(body(&format!("<paragraph>{words}</paragraph>")), markdown, "{words}");
    }
}

#[test]
fn deep_nesting_stays_in_proportion() {
    let xml = format!(
        "{}{}{}",
        "<blockquote>".repeat(60),
        "<paragraph>a<hardBreak/>b</paragraph>".repeat(50),
        "</blockquote>".repeat(60)
    );
    let markdown = body(&xml);
    assert!(markdown.len() < 10_000, "{}", markdown.len());
    assert!(markdown.contains("a\\\n"));
}

/// What a reader of Markdown finds: stretches of characters with what holds for them.
fn stretches(markdown: &str) -> Vec<(String, Vec<&'static str>)> {
    let mut found: Vec<(String, Vec<&'static str>)> = Vec::new();
    let mut open: Vec<&'static str> = Vec::new();
    let mut say = |text: &str, open: &[&'static str], code: bool| {
        let mut holds = open.to_vec();
        holds.extend(code.then_some("code"));
        holds.sort_unstable();
        for character in text.chars().filter(|character| !character.is_whitespace()) {
            match found.last_mut() {
                Some((text, before)) if *before == holds => text.push(character),
                _ => found.push((character.to_string(), holds.clone())),
            }
        }
    };
    for event in Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS) {
        match event {
            Event::Start(Tag::Paragraph) => say("\u{b6}", &[], false),
            Event::Start(Tag::Heading { .. }) => say("#", &["heading"], false),
            Event::Start(Tag::Item) => say("-", &["item"], false),
            Event::Start(Tag::Strong) => open.push("strong"),
            Event::Start(Tag::Emphasis) => open.push("em"),
            Event::Start(Tag::Strikethrough) => open.push("strike"),
            Event::Start(Tag::Link { .. }) => open.push("link"),
            Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Link) => drop(open.pop()),
            Event::Text(text) => say(&text, &open, false),
            Event::Code(text) => say(&text, &open, true),
            Event::Start(Tag::CodeBlock(_) | Tag::Table(_) | Tag::BlockQuote(_)) | Event::Rule => say("!", &["other"], false),
            Event::Html(html) | Event::InlineHtml(html) if html.trim() != "<!-- -->" => say(&html, &["html"], false),
            _ => {}
        }
    }
    found
}

/// Words, and what Markdown would take for more.
const WORDS: [&str; 33] = [
    "word",
    "two words ",
    " ",
    "*",
    "**",
    "_x_",
    "`",
    "``",
    "[a](b)",
    "<b>",
    "&amp;",
    "&#65;",
    "~~",
    "|",
    "\\",
    "# ",
    "- ",
    "1. ",
    "+",
    "> ",
    "!",
    "\"",
    "(",
    ".",
    "é",
    "漢字",
    "😀",
    "http://a_b.c/*d*",
    "---",
    "===",
    "    ",
    "\t",
    "---|---",
];

/// Formats with what Markdown calls them.
const MARKS: [(&str, &str); 5] = [("bold", "strong"), ("italic", "em"), ("strike", "strike"), ("code", "code"), ("link", "link")];

#[test]
fn whatever_is_typed_reads_as_it_was_typed() {
    let (seed, cases) = (setting("YRSA_SEED", 1), setting("YRSA_CASES", 1500));
    for seed in seed..seed + cases {
        println!("seed {seed}");
        let random = &mut Random(seed);
        let (mut xml, mut wanted): (String, Vec<(String, Vec<&str>)>) = (String::new(), Vec::new());
        let mut say = |character: char, holds: &[&'static str]| match wanted.last_mut() {
            Some((text, before)) if *before == holds => text.push(character),
            _ => wanted.push((character.to_string(), holds.to_vec())),
        };
        for _ in 0..1 + random.below(3) {
            let mut inner = String::new();
            let mut characters = Vec::new();
            let mut before: Vec<usize> = Vec::new();
            for _ in 0..1 + random.below(6) {
                let text: String = (0..1 + random.below(3)).map(|_| random.pick(&WORDS)).collect();
                // What Markdown can't hold: formatting around spaces only, or beside other formatting of half the words.
                let holds: Vec<usize> = if random.chance(50) { vec![random.below(5) as usize] } else { Vec::new() };
                let holds = if !before.is_empty() && !holds.is_empty() { Vec::new() } else { holds };
                let mut names: Vec<&str> = holds.iter().map(|at| MARKS[*at].1).collect();
                names.sort_unstable();
                let open: String =
                    holds.iter().map(|at| format!("<{} {}>", MARKS[*at].0, if *at == 4 { "href=\"/x\"" } else { "" })).collect();
                let close: String = holds.iter().rev().map(|at| format!("</{}>", MARKS[*at].0)).collect();
                let escaped: String = text.chars().map(|character| format!("&#{};", u32::from(character))).collect();
                inner += &format!("{open}{escaped}{close}");
                characters.extend(
                    text.chars().filter(|character| !character.is_whitespace()).map(|character| (character, names.clone())),
                );
                before = holds;
            }
            if characters.is_empty() {
                continue;
            }
            xml += &format!("<paragraph>{inner}</paragraph>");
            say('\u{b6}', &[]);
            for (character, names) in characters {
                let names: Vec<&'static str> = MARKS.iter().map(|mark| mark.1).filter(|mark| names.contains(mark)).collect();
                say(character, &names);
            }
        }
        let markdown = body(&xml);
        assert_eq!(stretches(&markdown), wanted, "seed {seed}:\n{markdown}\n{xml}");
    }
}
