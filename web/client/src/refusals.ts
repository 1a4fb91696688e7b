// Close codes and refused handshakes: which of them are for good, and what people are told. Used by the links of both providers.
// The codes are the server's (docs/PROTOCOL.md).
import type { Client } from './client.ts'
import { ApiError, ENDED_LINK, sentenceOf, take } from './errors.ts'

export const CLOSED = { signedOut: 4401, noRight: 4403, deleted: 4404, full: 4429, idle: 4440 } as const

/** What is said where the server gave no reason. */
const WORDS: Record<number, string> = {
  [CLOSED.signedOut]: 'You are not signed in any more.',
  [CLOSED.noRight]: 'There is no such document, or you have no right to it.',
  [CLOSED.deleted]: 'This document was deleted.',
  [CLOSED.full]: 'As many people are here as there may be. Try again when somebody has left.',
  [CLOSED.idle]: 'You were away for a while. Go on to come back.',
}

/** Whether coming back by itself is pointless. */
export function isForGood(code: number): boolean {
  return (code >= 4400 && code < 4500) || code === 4205 || code === 1003
}

export function wordsFor(code: number, reason: string): string {
  // Somebody may have been removed, or lost the right: the server knows which.
  if (code === CLOSED.noRight && reason !== '') return sentenceOf(reason)
  if (code === CLOSED.signedOut && reason.endsWith('.')) return reason
  return WORDS[code] ?? (sentenceOf(reason) || 'The server ended the connection.')
}

/** Why a document can't be had: a code if that is for good, otherwise in how many milliseconds to try again. */
export async function askWhy(client: Client, id: string): Promise<{ code?: number; notice: string; retryAfter?: number }> {
  try {
    await take(client.api.GET('/api/documents/{scope}/access', { params: { path: { scope: id } } }))
    return { notice: '' }
  } catch (error) {
    if (!(error instanceof ApiError)) return { notice: '' }
    const code = { 400: 4400, 401: CLOSED.signedOut, 403: CLOSED.noRight, 404: CLOSED.deleted }[error.status]
    return {
      notice: code === 4400 || error.problem.type === ENDED_LINK ? error.message : '',
      ...(code !== undefined && { code }),
      ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter * 1000 }),
    }
  }
}
