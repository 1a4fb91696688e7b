// Shows which words have comments, as decorations worked out from the anchors of threads: nothing is stored in the text.
// A ProseMirror plugin of rich-text.tsx. Where an anchor is lost because its words were written anew (a paragraph became a
// heading), the words that were commented on are looked for; a thread whose words are gone is shown in the panel alone.
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import type { EditorState } from '@tiptap/pm/state'
import type { Node } from '@tiptap/pm/model'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type { EditorView } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import type { Thread } from '@yrsa/client'
import { quoteOf } from '@yrsa/react'
import { positionOf, rangeAt } from './positions.ts'

interface Shown {
  threads: readonly Thread[]
  /** The one that is looked at. */
  chosen: string | null
}

interface Marks extends Shown {
  decorations: DecorationSet
}

const key = new PluginKey<Marks>('yrsa-comments')

/** The words of a thread in an editor's text. */
export interface MarkedWords {
  thread: string
  from: number
  to: number
}

export function commentMarks(open: (thread: string) => void): Plugin<Marks> {
  return new Plugin<Marks>({
    key,
    state: {
      init: () => ({ threads: [], chosen: null, decorations: DecorationSet.empty }),
      apply(transaction, before, _old, state) {
        const shown = transaction.getMeta(key) as Shown | undefined
        const sync = ySyncPluginKey.getState(state) as { isChangeOrigin?: boolean } | undefined
        if (shown !== undefined) return { ...shown, decorations: draw(state, shown) }
        if (sync?.isChangeOrigin) return { ...before, decorations: draw(state, before) }
        // What one types oneself moves the marks along, also where the words get another paragraph.
        return transaction.docChanged ? { ...before, decorations: before.decorations.map(transaction.mapping, transaction.doc) } : before
      },
    },
    props: {
      decorations: (state) => key.getState(state)?.decorations,
      handleClick(_view, _position, event) {
        const thread = event.target instanceof Element ? event.target.closest('[data-thread]')?.getAttribute('data-thread') : null
        if (thread) open(thread)
        return false
      },
    },
  })
}

/** Tells an editor which threads there are. */
export function showThreads(view: EditorView, threads: readonly Thread[], chosen: string | null): void {
  const before = key.getState(view.state)
  if (before?.threads === threads && before.chosen === chosen) return
  view.dispatch(view.state.tr.setMeta(key, { threads, chosen }).setMeta('addToHistory', false))
}

/** The stretch of text that a comment on the selection is about, without empty ends; null if there are no letters in it. */
export function selectedWords(state: EditorState): { from: number; to: number; quote: string } | null {
  const { from, to, empty } = state.selection
  if (empty || !(state.selection instanceof TextSelection || from < to)) return null
  let start = -1
  let end = -1
  state.doc.nodesBetween(from, to, (node, position) => {
    if (!node.isText) return
    const first = Math.max(from, position)
    const last = Math.min(to, position + node.nodeSize)
    if (first >= last) return
    if (start === -1) start = first
    end = last
  })
  return start === -1 ? null : { from: start, to: end, quote: state.doc.textBetween(start, end, '\n') }
}

/** Relative positions around the selected words. */
export function selectedRange(state: EditorState): (NonNullable<ReturnType<typeof rangeAt>> & { quote: string }) | null {
  const words = selectedWords(state)
  const range = words && rangeAt(state, words.from, words.to)
  return range && words ? { ...range, quote: words.quote } : null
}

/** Where the words of threads are now. Resolved threads have none. */
export function markedWords(state: EditorState, threads: readonly Thread[]): MarkedWords[] {
  const marked: MarkedWords[] = []
  for (const { id, anchor, resolved, deletedAt, metadata } of threads) {
    if (resolved || deletedAt !== undefined || anchor.type !== 'range') continue
    const from = positionOf(state, anchor.start)
    const to = positionOf(state, anchor.end)
    const words = from !== null && to !== null && from < to ? { from, to } : findWords(state.doc, quoteOf(metadata))
    if (words) marked.push({ thread: id, ...words })
  }
  return marked
}

/** The first place where a text stands as it was quoted. */
function findWords(document: Node, quote: string | null): { from: number; to: number } | null {
  if (quote === null) return null
  // The text with the position of each of its characters; blocks are parted as `textBetween` parts them.
  let text = ''
  const positions: number[] = []
  document.descendants((node, position) => {
    if (node.isTextblock && text !== '') {
      text += '\n'
      positions.push(position)
    }
    if (!node.isText) return
    for (let index = 0; index < node.nodeSize; index += 1) positions.push(position + index)
    text += node.text ?? ''
  })
  const index = text.indexOf(quote)
  const from = positions[index]
  const last = positions[index + quote.length - 1]
  return index === -1 || from === undefined || last === undefined ? null : { from, to: last + 1 }
}

function draw(state: EditorState, { threads, chosen }: Shown): DecorationSet {
  const decorations = markedWords(state, threads).map(({ thread, from, to }) => {
    const look = { class: thread === chosen ? 'commented commented-chosen' : 'commented', 'data-thread': thread }
    return Decoration.inline(from, to, look, { inclusiveStart: false, inclusiveEnd: false })
  })
  return DecorationSet.create(state.doc, decorations)
}
