// Shows what somebody wrote: line breaks, links to http and https, `code`, and the people it calls. Used by comments and chat.
// Nothing else is markup, and nothing of a text ever becomes HTML.
import { Fragment, memo } from 'react'
import type { ReactNode } from 'react'

export type Piece =
  | { kind: 'text' | 'code' | 'block'; text: string }
  | { kind: 'mention'; text: string; index: number }
  | { kind: 'link'; text: string; href: string }

/** Longer words than this are no addresses that anybody wants to press. */
const LONGEST_LINK = 2_000

/** What a text consists of. `calls` are the names after an @ that call somebody. */
export function piecesOf(text: string, calls: readonly string[] = []): Piece[] {
  const pieces: Piece[] = []
  // Code first: in it nothing means anything.
  let rest = 0
  for (const found of text.matchAll(/```(?:[a-z0-9+#-]{0,20}\n)?([^]+?)```|`([^`\n]+)`/gi)) {
    addWords(pieces, text.slice(rest, found.index), calls)
    pieces.push(found[1] !== undefined ? { kind: 'block', text: found[1].replace(/\n$/, '') } : { kind: 'code', text: found[2] ?? '' })
    rest = found.index + found[0].length
    // The line break behind a block is the block's end.
    if (found[1] !== undefined && text[rest] === '\n') rest += 1
  }
  addWords(pieces, text.slice(rest), calls)
  return pieces
}

function addWords(pieces: Piece[], text: string, calls: readonly string[]): void {
  let rest = 0
  for (const found of text.matchAll(/\bhttps?:\/\/[^\s<>"'`]+/gi)) {
    const link = linkIn(found[0])
    if (!link) continue
    addCalls(pieces, text.slice(rest, found.index), calls)
    pieces.push({ kind: 'link', ...link })
    rest = found.index + link.text.length
  }
  addCalls(pieces, text.slice(rest), calls)
}

/** The address at the start of a word: without the full stop or bracket of the sentence around it. */
function linkIn(word: string): { text: string; href: string } | null {
  let text = word
  if (text.length > LONGEST_LINK) return null
  while (/[.,;:!?*_~…]$/.test(text) || unopened(text)) text = text.slice(0, -1)
  try {
    const { protocol, hostname, href } = new URL(text)
    return (protocol === 'https:' || protocol === 'http:') && hostname !== '' ? { text, href } : null
  } catch {
    return null
  }
}

function unopened(text: string): boolean {
  const close = text.at(-1)
  const open = close === ')' ? '(' : close === ']' ? '[' : close === '}' ? '{' : undefined
  return open !== undefined && close !== undefined && text.split(close).length > text.split(open).length
}

function addCalls(pieces: Piece[], text: string, calls: readonly string[]): void {
  let rest = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (/[\p{L}\p{N}_]/u.test(text[at - 1] ?? ' ')) continue
    // "Ada Lovelace" before "Ada".
    let call: { name: string; index: number } | undefined
    for (const [index, name] of calls.entries()) {
      if (name.length > (call?.name.length ?? 0) && text.startsWith(name, at + 1) && !/[\p{L}\p{N}_]/u.test(text[at + 1 + name.length] ?? ' ')) call = { name, index }
    }
    if (!call) continue
    addText(pieces, text.slice(rest, at))
    pieces.push({ kind: 'mention', text: `@${call.name}`, index: call.index })
    rest = at + 1 + call.name.length
    at = rest - 1
  }
  addText(pieces, text.slice(rest))
}

function addText(pieces: Piece[], text: string): void {
  if (text !== '') pieces.push({ kind: 'text', text })
}

export interface SafeTextProps {
  text: string
  /** Names that call somebody, as they stand behind an @. */
  calls?: readonly string[] | undefined
  /** Which of them call the user who looks. */
  callsMe?: readonly boolean[] | undefined
}

export const SafeText = memo(
  function SafeText({ text, calls, callsMe }: SafeTextProps): ReactNode {
    return piecesOf(text, calls).map((piece, index) => <Fragment key={index}>{show(piece, callsMe)}</Fragment>)
  },
  (before, after) => before.text === after.text && same(before.calls, after.calls) && same(before.callsMe, after.callsMe),
)

function show(piece: Piece, callsMe: readonly boolean[] | undefined): ReactNode {
  switch (piece.kind) {
    case 'text':
      return piece.text
    case 'code':
      return <code className="yrsa-text-code">{piece.text}</code>
    case 'block':
      // A block that is wider than its place is scrolled, also by keyboard.
      return (
        <pre className="yrsa-text-block" tabIndex={0}>
          <code>{piece.text}</code>
        </pre>
      )
    case 'link':
      return (
        <a className="yrsa-text-link" href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
          {piece.text}
        </a>
      )
    case 'mention':
      return (
        <span className="yrsa-text-mention" data-me={callsMe?.[piece.index] || undefined}>
          {piece.text}
        </span>
      )
  }
}

function same<T>(one: readonly T[] | undefined, other: readonly T[] | undefined): boolean {
  return one === other || (one?.length === other?.length && (one?.every((value, index) => value === other?.[index]) ?? true))
}
