// Shows which words of a text have comments, as a CodeMirror extension. Used by plain-text.ts.
// Nothing is stored in the text: marks are worked out from the anchors of threads, or from the words that were commented on.
import type { Extension, Range } from '@codemirror/state'
import { StateEffect } from '@codemirror/state'
import type { DecorationSet, EditorView, ViewUpdate } from '@codemirror/view'
import { Decoration, ViewPlugin } from '@codemirror/view'
import type { Thread } from '@yrsa/client'
import { quoteOf, rangeOf } from '@yrsa/react'
import type * as Y from 'yjs'

interface Shown {
  threads: readonly Thread[]
  chosen: string | null
}

const threadsChanged = StateEffect.define<Shown>()

/** Where the words of open threads are now. */
export function commentedWords(text: Y.Text, threads: readonly Thread[]): { thread: string; from: number; to: number }[] {
  const { doc } = text
  if (doc === null) return []
  const words: { thread: string; from: number; to: number }[] = []
  let content: string | undefined
  for (const { id, anchor, resolved, deletedAt, metadata } of threads) {
    if (resolved || deletedAt !== undefined || anchor.type !== 'range') continue
    const range = rangeOf(anchor, doc)
    if (range !== null && (range.type as unknown) === text) words.push({ thread: id, from: range.from, to: range.to })
    else if (range === null) {
      const quote = quoteOf(metadata)
      const from = quote === null ? -1 : (content ??= text.toString()).indexOf(quote)
      if (quote !== null && from !== -1) words.push({ thread: id, from, to: from + quote.length })
    }
  }
  return words
}

export function commentMarks(text: Y.Text, open: (thread: string) => void): Extension {
  return ViewPlugin.define(() => new CommentMarks(text), {
    decorations: (marks) => marks.decorations,
    eventHandlers: {
      click: (event) => {
        const thread = event.target instanceof Element ? event.target.closest('[data-thread]')?.getAttribute('data-thread') : null
        if (thread) open(thread)
      },
    },
  })
}

export function showThreads(view: EditorView, threads: readonly Thread[], chosen: string | null): void {
  view.dispatch({ effects: threadsChanged.of({ threads, chosen }) })
}

class CommentMarks {
  decorations: DecorationSet = Decoration.none
  readonly #text: Y.Text
  #shown: Shown = { threads: [], chosen: null }

  constructor(text: Y.Text) {
    this.#text = text
  }

  update(update: ViewUpdate): void {
    let changed = update.docChanged
    for (const transaction of update.transactions) {
      for (const effect of transaction.effects) {
        if (!effect.is(threadsChanged)) continue
        this.#shown = effect.value
        changed = true
      }
    }
    if (!changed) return
    const end = update.state.doc.length
    const marks: Range<Decoration>[] = []
    for (const { thread, from, to } of commentedWords(this.#text, this.#shown.threads)) {
      const look = thread === this.#shown.chosen ? 'commented commented-chosen' : 'commented'
      if (from < Math.min(to, end)) marks.push(Decoration.mark({ class: look, attributes: { 'data-thread': thread } }).range(from, Math.min(to, end)))
    }
    this.decorations = Decoration.set(marks, true)
  }
}
