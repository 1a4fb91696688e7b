// Which threads are about something that is gone: text that was deleted, a card that was removed. It may come back by undo.
// The server says so when threads are read over HTTP; what is read live says nothing, so it is looked up in the document at hand.
import type { Anchor, Thread } from '@yrsa/client'
import { useEffect, useMemo, useState } from 'react'
import * as Y from 'yjs'
import { rangeEnds } from './range-anchor.ts'

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
  const names = path
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
  const [root, ...rest] = names
  if (root === undefined) return false
  let here: unknown = doc.share.get(root)
  if (here === undefined) return undefined
  for (const name of rest) {
    if (here instanceof Y.Map) here = here.get(name)
    else if (here instanceof Y.Array) here = here.get(Number(name))
    else if (here instanceof Y.AbstractType) {
      // A root that nobody at hand has opened: its entries by name are known, whether it has any other kind is not.
      const item: Y.Item | undefined = here._map.get(name)
      if (item === undefined) return undefined
      here = item.deleted ? undefined : item.content.getContent()[item.length - 1]
    } else if (typeof here === 'object' && here !== null && Object.hasOwn(here, name)) here = (here as Record<string, unknown>)[name]
    else here = undefined
    if (here === undefined) return true
  }
  return false
}

function isDeleted(type: Y.AbstractType<unknown>): boolean {
  for (let item = type._item; item; item = item.parent instanceof Y.AbstractType ? item.parent._item : null) if (item.deleted) return true
  return false
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
    () => new Set(threads.filter((thread) => thread.orphaned ?? (doc !== undefined && isGone(thread.anchor, doc) === true)).map(({ id }) => id)),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [threads, doc, version],
  )
}
