// Bodies of comments: any JSON, in practice BlockNote's blocks. Written here as paragraphs, read from whatever editor wrote them.

const MOST_DEPTH = 40

/** A text as BlockNote has it: one paragraph a line. */
export function bodyOf(text: string): readonly unknown[] {
  return text.split('\n').map((line) => ({
    type: 'paragraph',
    content: line === '' ? [] : [{ type: 'text', text: line, styles: {} }],
  }))
}

/** The words of a comment's body, whichever editor wrote it. */
export function textOf(body: unknown): string {
  return linesOf(body, 0).join('\n').trim()
}

function linesOf(value: unknown, depth: number): string[] {
  if (depth > MOST_DEPTH) return []
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.every(isInline) ? [value.map((one) => inlineOf(one, depth)).join('')] : value.flatMap((one) => linesOf(one, depth + 1))
  if (typeof value !== 'object' || value === null) return []
  const { text, content, children } = value as { text?: unknown; content?: unknown; children?: unknown }
  const own = typeof text === 'string' ? [text] : linesOf(content ?? [], depth + 1)
  return children === undefined ? own : [...own, ...linesOf(children, depth + 1).filter((line) => line !== '')]
}

/** Text that goes on in the same line: what has a text itself, or is a link or a mention. */
function isInline(value: unknown): boolean {
  if (typeof value === 'string') return true
  if (typeof value !== 'object' || value === null) return false
  const { text, type } = value as { text?: unknown; type?: unknown }
  return typeof text === 'string' || type === 'text' || type === 'link' || type === 'mention' || type === 'hardBreak'
}

function inlineOf(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const { text, type, content, props } = value as { text?: unknown; type?: unknown; content?: unknown; props?: { user?: unknown } }
  if (typeof text === 'string') return text
  if (type === 'hardBreak') return '\n'
  if (type === 'mention' && typeof props?.user === 'string') return `@${props.user}`
  return linesOf(content ?? [], depth + 1).join('')
}
