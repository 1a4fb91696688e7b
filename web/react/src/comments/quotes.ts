// The words a comment is about, kept with its thread: where they are written anew (a paragraph becomes a heading, which is new
// text for Yjs) the comment's positions lead nowhere, and the words are looked for instead. Used by editors and by the panel.
// What is read here was stored by others, so nothing is believed.
import type { Anchor } from '@yrsa/client'

const LONGEST = 400
const SHORTEST = 3

/** By anchor: they are made by an editor and come to the panel as the same object. Nothing of this is in the anchor itself. */
const words = new WeakMap<Anchor, string>()

/** The same anchor; a thread that is begun with it will keep these words. Too few would be found anywhere. */
export function quoting<Some extends Anchor>(anchor: Some, text: string): Some {
  if (text.trim().length >= SHORTEST && text.length <= LONGEST) words.set(anchor, text)
  return anchor
}

/** What a new thread keeps, as its metadata; undefined if that is nothing. */
export function metadataFor(anchor: Anchor): { quote: string } | undefined {
  const quote = words.get(anchor)
  return quote === undefined ? undefined : { quote }
}

/** The words that a thread keeps, if it keeps any. */
export function quoteOf(metadata: unknown): string | null {
  if (typeof metadata !== 'object' || metadata === null) return null
  const { quote } = metadata as { quote?: unknown }
  return typeof quote === 'string' && quote.length <= LONGEST && quote.trim().length >= SHORTEST ? quote : null
}
