// How the description of a card looks: type, Markdown, carets. Part of description-editor.tsx; colours are the theme's tokens.
// Styles only: nothing here reacts to events or touches the document.
import { markdownLanguage } from '@codemirror/lang-markdown'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const markdownLook = HighlightStyle.define([
  { tag: tags.heading1, fontSize: '1.35em', fontWeight: '650', lineHeight: '1.35' },
  { tag: tags.heading2, fontSize: '1.18em', fontWeight: '650' },
  { tag: tags.heading, fontWeight: '650' },
  { tag: tags.strong, fontWeight: '650' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: tags.link, color: 'var(--yrsa-accent-text)' },
  { tag: tags.url, color: 'var(--yrsa-accent-text)' },
  { tag: tags.monospace, fontFamily: 'var(--yrsa-font-mono)', fontSize: '0.92em' },
  { tag: tags.quote, color: 'var(--yrsa-text-soft)' },
  { tag: tags.processingInstruction, color: 'var(--yrsa-text-faint)' },
])

const look = EditorView.theme({
  '&': { fontSize: '14px', backgroundColor: 'transparent', color: 'var(--yrsa-text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--yrsa-font)', lineHeight: '1.6', overflow: 'hidden auto', minHeight: '120px' },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--yrsa-text)' },
  '.cm-line': { padding: '0 12px' },
  '.cm-placeholder': { color: 'var(--yrsa-text-faint)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--yrsa-text)', borderLeftWidth: '2px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { background: 'var(--yrsa-selection)' },
  '.peer-selection': { backgroundColor: 'color-mix(in srgb, var(--person) 24%, transparent)' },
  '.peer-caret': { position: 'relative', display: 'inline', marginLeft: '-1px', marginRight: '-1px', borderLeft: '2px solid var(--person)' },
  '.peer-caret::after': {
    content: 'attr(data-name)',
    position: 'absolute',
    bottom: '100%',
    left: '-2px',
    zIndex: '2',
    padding: '1px 6px 2px',
    borderRadius: '6px 6px 6px 0',
    background: 'var(--person)',
    color: 'var(--person-ink)',
    font: '600 11px/1.35 var(--yrsa-font)',
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

export const descriptionLook: Extension = [markdownLanguage, syntaxHighlighting(markdownLook), look, EditorView.lineWrapping]
