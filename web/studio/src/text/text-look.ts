// How the text editor looks: fonts, carets, Markdown. Part of plain-text.ts; colours come from the theme's properties.
// Styles only: nothing here reacts to events or touches the document.
import { defineLanguageFacet, HighlightStyle, Language, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { GFM, parser } from '@lezer/markdown'

/** The Markdown grammar alone: the full language package would bring HTML, CSS and JavaScript along. */
const markdown = new Language(defineLanguageFacet(), parser.configure(GFM), [], 'markdown')

const markdownLook = HighlightStyle.define([
  { tag: tags.heading1, fontSize: '1.55em', fontWeight: '650', lineHeight: '1.35' },
  { tag: tags.heading2, fontSize: '1.28em', fontWeight: '650', lineHeight: '1.4' },
  { tag: tags.heading3, fontSize: '1.1em', fontWeight: '650' },
  { tag: tags.heading, fontWeight: '650' },
  { tag: tags.strong, fontWeight: '650' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: tags.link, color: 'var(--yrsa-accent-text)' },
  { tag: tags.url, color: 'var(--yrsa-accent-text)' },
  { tag: tags.monospace, fontFamily: 'var(--yrsa-font-mono)', fontSize: '0.92em' },
  { tag: tags.quote, color: 'var(--yrsa-text-soft)' },
  { tag: [tags.processingInstruction, tags.contentSeparator], color: 'var(--yrsa-text-faint)' },
])

const control = {
  height: '28px',
  padding: '0 8px',
  border: '1px solid var(--yrsa-line-control)',
  borderRadius: 'var(--yrsa-radius-s)',
  background: 'var(--yrsa-surface)',
  backgroundImage: 'none',
  color: 'var(--yrsa-text)',
  font: '13px var(--yrsa-font)',
}

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '16px', backgroundColor: 'transparent', color: 'var(--yrsa-text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--yrsa-font)', lineHeight: '1.65', overflow: 'hidden auto' },
  '.cm-content': { maxWidth: '760px', margin: '0 auto', padding: 'var(--yrsa-space-5) 0 40vh', caretColor: 'var(--yrsa-text)' },
  '.cm-line': { padding: '0 var(--yrsa-space-5)' },
  '.cm-placeholder': { color: 'var(--yrsa-text-faint)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--yrsa-text)', borderLeftWidth: '2px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { background: 'var(--yrsa-selection)' },
  '.cm-searchMatch': { backgroundColor: 'var(--yrsa-warn-ground)', outline: '1px solid var(--yrsa-warn-line)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--yrsa-accent-ground)', outlineColor: 'var(--yrsa-accent)' },
  '.cm-panels': { backgroundColor: 'var(--yrsa-surface)', color: 'var(--yrsa-text)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--yrsa-line)' },
  '.cm-panel.cm-search': { padding: '8px 12px', fontFamily: 'var(--yrsa-font)' },
  '.cm-panel.cm-search label': { fontSize: '13px', marginRight: '8px' },
  '.cm-textfield': control,
  '.cm-button': control,
  '.cm-textfield:focus-visible, .cm-button:focus-visible': { outline: '2px solid var(--yrsa-accent)', outlineOffset: '1px' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--yrsa-text-soft)', fontSize: '18px', right: '8px', top: '6px' },
  '.commented': { backgroundColor: 'var(--yrsa-warn-ground)', borderBottom: '2px solid color-mix(in srgb, var(--yrsa-busy) 65%, transparent)', cursor: 'pointer' },
  '.commented-chosen': { backgroundColor: 'color-mix(in srgb, var(--yrsa-busy) 26%, transparent)' },
  '.peer-selection': { backgroundColor: 'color-mix(in srgb, var(--person) 24%, transparent)' },
  '.peer-caret': { position: 'relative', display: 'inline', marginLeft: '-1px', marginRight: '-1px', borderLeft: '2px solid var(--person)' },
  '.peer-caret::after': {
    content: 'attr(data-name)',
    position: 'absolute',
    bottom: '100%',
    left: '-2px',
    zIndex: '2',
    maxWidth: '160px',
    padding: '1px 6px 2px',
    borderRadius: '6px 6px 6px 0',
    background: 'var(--person)',
    color: 'var(--person-ink, #fff)',
    font: '600 11px/1.35 var(--yrsa-font)',
    fontStyle: 'normal',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    pointerEvents: 'none',
    userSelect: 'none',
    animation: 'peer-name 3.5s ease-in forwards',
  },
  // The name gives way to the text once its owner rests, and comes back when one points at the caret.
  '@keyframes peer-name': { '0%, 85%': { opacity: 1 }, '100%': { opacity: 0 } },
  '.peer-caret:hover::after': { animation: 'none' },
  // On the first line there is no room above inside the scroller.
  '.cm-line:first-child .peer-caret::after': { bottom: 'auto', top: '100%', borderRadius: '0 6px 6px 6px' },
})

export const textLook: Extension = [markdown, syntaxHighlighting(markdownLook), look, EditorView.lineWrapping]
