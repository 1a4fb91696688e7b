// The words a comment was made about, kept with its thread: they are found again where the text was written anew.
// Used by the report and the text editor; reads what others stored, so it believes nothing.

const LONGEST = 400
const SHORTEST = 3

/** What to keep with a new thread. Too little would be found anywhere, and too much is not needed to find it. */
export function quoteFor(text: string): { quote: string } | undefined {
  return text.trim().length < SHORTEST || text.length > LONGEST ? undefined : { quote: text }
}

/** The words that a thread keeps, if it keeps any. */
export function quoteOf(metadata: unknown): string | null {
  if (typeof metadata !== 'object' || metadata === null) return null
  const { quote } = metadata as { quote?: unknown }
  return typeof quote === 'string' && quote.length <= LONGEST && quote.trim().length >= SHORTEST ? quote : null
}
