// How the text editor looks: fonts, carets, Markdown. Part of text.ts; colours come from styles/theme.css as properties.
// Styles only: nothing here reacts to events or touches the document.
import { HighlightStyle, Language, defineLanguageFacet, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { parser } from '@lezer/markdown'

/** The Markdown grammar alone: the full language package would bring HTML, CSS and JavaScript along. */
const markdown = new Language(defineLanguageFacet(), parser, [], 'markdown')

const markdownLook = HighlightStyle.define([
  { tag: tags.heading1, fontSize: '1.6em', fontWeight: '650', lineHeight: '1.3' },
  { tag: tags.heading2, fontSize: '1.28em', fontWeight: '650' },
  { tag: tags.heading, fontWeight: '650' },
  { tag: tags.strong, fontWeight: '650' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.link, color: 'var(--accent-text)' },
  { tag: tags.url, color: 'var(--accent-text)' },
  { tag: tags.monospace, fontFamily: 'var(--font-mono)', fontSize: '0.92em' },
  { tag: tags.quote, color: 'var(--text-soft)' },
  { tag: tags.processingInstruction, color: 'var(--text-faint)' },
])

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '16px', backgroundColor: 'transparent', color: 'var(--text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font)', lineHeight: '1.65', overflow: 'hidden auto' },
  '.cm-content': { padding: 'var(--space-5) 0 40vh', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0 var(--space-5)' },
  '.cm-placeholder': { color: 'var(--text-faint)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--text)', borderLeftWidth: '2px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    background: 'var(--selection)',
  },
  '.peer-selection': { backgroundColor: 'color-mix(in srgb, var(--person) 24%, transparent)' },
  '.peer-caret': {
    position: 'relative',
    display: 'inline',
    marginLeft: '-1px',
    marginRight: '-1px',
    borderLeft: '2px solid var(--person)',
  },
  '.peer-caret::after': {
    content: 'attr(data-label)',
    position: 'absolute',
    bottom: '100%',
    left: '-2px',
    zIndex: '2',
    padding: '1px 6px 2px',
    borderRadius: '6px 6px 6px 0',
    background: 'var(--person)',
    color: '#fff',
    font: '600 11px/1.35 var(--font)',
    fontStyle: 'normal',
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
