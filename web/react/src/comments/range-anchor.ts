// What a thread is about, made and read: from a place in a document, and from a stretch of text that moves with the text.
// For editors that offer comments on a selection; never changes a document.
import type { Anchor } from '@yrsa/client'
import * as Y from 'yjs'

export type RangeAnchor = Extract<Anchor, { type: 'range' }>

/** The text of a type between two indices. What is typed at either end later does not belong to it. */
export function rangeAnchor<Changes>(type: Y.AbstractType<Changes>, from: number, to: number, path?: string): RangeAnchor {
  const [start, end] = from <= to ? [from, to] : [to, from]
  return rangeAnchorBetween(
    Y.createRelativePositionFromTypeIndex(type, start, 0),
    Y.createRelativePositionFromTypeIndex(type, end, -1),
    path,
  )
}

/** The same from two relative positions, for editors that know their own. */
export function rangeAnchorBetween(start: Y.RelativePosition, end: Y.RelativePosition, path?: string): RangeAnchor {
  const range = { type: 'range', start: jsonOf(start), end: jsonOf(end), ...(path === undefined ? {} : { path }) }
  return range as unknown as RangeAnchor
}

export interface TextRange {
  /** The innermost type with the text: a Y.Text, Y.XmlText, or what the positions lie in. */
  type: Y.AbstractType<unknown>
  from: number
  to: number
}

/** Where the text of a range is now, or null if it is gone or lies in two types (see `rangeEnds` for that). */
export function rangeOf(anchor: Anchor, doc: Y.Doc): TextRange | null {
  const ends = rangeEnds(anchor, doc)
  if (!ends || ends.start.type !== ends.end.type || ends.start.index >= ends.end.index) return null
  return { type: ends.start.type, from: ends.start.index, to: ends.end.index }
}

/** Both ends of a range where they are now. A range over several paragraphs has them in different types. */
export function rangeEnds(anchor: Anchor, doc: Y.Doc): { start: Y.AbsolutePosition; end: Y.AbsolutePosition } | null {
  const positions = positionsOf(anchor)
  if (!positions) return null
  try {
    // Reading a position that nobody could have made throws in Yjs: anchors are written by strangers.
    const start = Y.createAbsolutePositionFromRelativePosition(positions.start, doc)
    const end = Y.createAbsolutePositionFromRelativePosition(positions.end, doc)
    return start && end ? { start, end } : null
  } catch {
    return null
  }
}

/** The two relative positions of a range, or null if it is none. */
export function positionsOf(anchor: Anchor): { start: Y.RelativePosition; end: Y.RelativePosition } | null {
  if (anchor.type !== 'range') return null
  try {
    return { start: Y.createRelativePositionFromJSON(anchor.start), end: Y.createRelativePositionFromJSON(anchor.end) }
  } catch {
    return null
  }
}

/** The place a thread is about, as a JSON pointer; `null` where it is about the whole document. */
export function pathOf(anchor: Anchor): string | null {
  return anchor.type === 'document' ? null : (anchor.path ?? null)
}

/** Whether something at `path` lies at `place` or in it. Everything lies in the document, whose place is empty. */
export function isAt(path: string | null, place: string): boolean {
  return place === '' || (path !== null && (path === place || path.startsWith(`${place}/`)))
}

function jsonOf(position: Y.RelativePosition): unknown {
  return JSON.parse(JSON.stringify(Y.relativePositionToJSON(position)))
}
