// Which threads are about something that is gone: text that was deleted, a card that was removed. It may come back by undo.
// The server says so when threads are read over HTTP; what is read live says nothing, so it is looked up in the document at hand.
import type { Anchor, Thread } from '@yrsa/client'
import { useEffect, useMemo, useState } from 'react'
import * as Y from 'yjs'
import { quoteOf } from './quotes.ts'
import { pathOf, rangeEnds } from './range-anchor.ts'

/** Whether what a thread is about is gone. Undefined where that can't be told from here. */
export function isGone(anchor: Anchor, doc: Y.Doc): boolean | undefined {
  if (anchor.type === 'document') return false
  if (anchor.type === 'path') return isPathGone(anchor.path, doc)
  const ends = rangeEnds(anchor, doc)
  if (!ends || isDeleted(ends.start.type) || isDeleted(ends.end.type)) return true
  // A range over several paragraphs has its ends in different types; as long as both are there, so is it.
  return ends.start.type === ends.end.type && ends.start.index >= ends.end.index
}

function isPathGone(path: string, doc: Y.Doc): boolean | undefined {
  if (path === '') return false
  const here = lookUp(path, doc)
  return here === UNKNOWN ? undefined : here === undefined
}

const UNKNOWN = Symbol('can’t be told')

/** What a pointer leads to in the document at hand; undefined if it leads nowhere. */
function lookUp(path: string, doc: Y.Doc): unknown {
  const [root = '', ...names] = path
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
  let here: unknown = doc.share.get(root) ?? UNKNOWN
  for (const name of names) {
    if (here === UNKNOWN || here === undefined) break
    if (here instanceof Y.Map) here = here.get(name)
    else if (here instanceof Y.Array) here = here.get(Number(name))
    else if (here instanceof Y.AbstractType) {
      // A root that nobody at hand has opened: its entries by name are known, whether it has any other kind is not.
      const item: Y.Item | undefined = here._map.get(name)
      here = item === undefined ? UNKNOWN : item.deleted ? undefined : item.content.getContent()[item.length - 1]
    } else here = typeof here === 'object' && here !== null && Object.hasOwn(here, name) ? (here as Record<string, unknown>)[name] : undefined
  }
  return here
}

function isDeleted(type: Y.AbstractType<unknown>): boolean {
  for (let item = type._item; item; item = item.parent instanceof Y.AbstractType ? item.parent._item : null) if (item.deleted) return true
  return false
}

/** Whether what a thread is about is gone, and the words it keeps are not there either. */
export function isOrphaned(thread: Thread, doc: Y.Doc): boolean {
  return isGone(thread.anchor, doc) === true && !standsElsewhere(thread, doc)
}

/** Whether the words of a thread, which were written anew, stand in the same place: then editors find them there. */
function standsElsewhere({ anchor, metadata }: Thread, doc: Y.Doc): boolean {
  const quote = quoteOf(metadata)
  const path = pathOf(anchor)
  if (quote === null || path === null) return false
  const here = lookUp(path, doc)
  return wordsOf(here).includes(quote)
}

function wordsOf(type: unknown): string {
  if (type instanceof Y.Text) return type.toDelta().map(({ insert }: { insert: unknown }) => (typeof insert === 'string' ? insert : '\ufffc')).join('')
  if (type instanceof Y.XmlFragment) return type.toArray().map((part: unknown) => wordsOf(part)).join('\n')
  if (type instanceof Y.Map) return [...type.values()].map(wordsOf).join('\n')
  return ''
}

const LOOK_AGAIN_MS = 1_000

/** The ids of threads whose place is gone. Looked up again at most each second while the document changes. */
export function useOrphans(threads: readonly Thread[], doc: Y.Doc | undefined): ReadonlySet<string> {
  const [version, setVersion] = useState(0)
  useEffect(() => {
    if (!doc) return
    let due: ReturnType<typeof setTimeout> | undefined
    const changed = (): void => {
      due ??= setTimeout(() => {
        due = undefined
        setVersion((before) => before + 1)
      }, LOOK_AGAIN_MS)
    }
    doc.on('update', changed)
    return () => {
      doc.off('update', changed)
      clearTimeout(due)
    }
  }, [doc])
  return useMemo(
    () => new Set(threads.filter((thread) => thread.orphaned ?? (doc !== undefined && isOrphaned(thread, doc))).map(({ id }) => id)),
    [threads, doc, version],
  )
}
