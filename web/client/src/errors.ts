// What can go wrong between a program and the server, as two kinds of errors. Used by everything that asks the server.
// Messages are for people: they say what happened in words that can be shown as they are.
import type { Problem, Schemas } from './types.ts'

/** What the server says of a refusal; some have more members, such as the lock that is in the way. */
export type Refusal = Problem & { readonly lock?: Schemas['Lock']; readonly [member: string]: unknown }

/** The server refused. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly problem: Refusal
  /** In how many seconds to try again, if the server said so. */
  readonly retryAfter: number | undefined

  constructor(problem: Refusal, retryAfter?: number) {
    super(sentence(problem))
    this.status = problem.status
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

/** The type of the problem that a share link has that gives nothing any more. */
export const ENDED_LINK = 'urn:yrsa:ended-link'

/** Nothing came back: no network, or no server. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError'

  constructor(cause?: unknown) {
    super('The server can’t be reached.', { cause })
  }
}

/** An answer as openapi-fetch gives it. */
export interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** Unwraps an answer: its data, or an ApiError, or a NetworkError when nothing came. */
export async function take<T>(answer: Promise<Answer<T>>): Promise<T> {
  let got: Answer<T>
  try {
    got = await answer
  } catch (error) {
    if (error instanceof ApiError || error instanceof NetworkError || isAbort(error)) throw error
    throw new NetworkError(error)
  }
  if (!got.response.ok) throw refusalOf(got.response, got.error)
  return got.data as T
}

/** The error that a refused response is. */
export function refusalOf(response: Response, body: unknown): ApiError {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  const problem = isProblem(body) ? body : { type: 'about:blank', title: response.statusText, status: response.status, detail: '' }
  return new ApiError({ ...problem, status: response.status }, Number.isFinite(retryAfter) ? retryAfter : undefined)
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

function isProblem(body: unknown): body is Refusal {
  return typeof body === 'object' && body !== null && typeof (body as Refusal).title === 'string' && typeof (body as Refusal).detail === 'string'
}

const STATUS_WORDS: Record<number, string> = {
  401: 'You are not signed in.',
  403: 'There is no such document, or you have no right to it.',
  404: 'This does not exist.',
  429: 'Too many requests at once. Try again in a moment.',
  503: 'The server can’t do this right now. Try again in a moment.',
}

function sentence(problem: Refusal): string {
  if (problem.lock) return `${problem.lock.holder.name || problem.lock.holder.id} has locked this${problem.lock.reason ? `: ${problem.lock.reason}` : ''}.`
  const said = problem.detail || STATUS_WORDS[problem.status] || problem.title || `The server refused this (${problem.status}).`
  return sentenceOf(said)
}

/** What the server says in passing, as a sentence that stands alone. */
export function sentenceOf(said: string): string {
  const text = said.trim()
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? '' : '.'}`
}
