// HTML from the clipboard without what the page's content security policy would refuse: styles, scripts, handlers. Used by rich-text.tsx.
// What styles say about bold, italic and struck words is kept as elements. This is for tidiness: what may stand in a text is decided by
// the editor's schema, and what may run by the policy.

const TAG = /<(\/?)([a-z][a-z0-9]*)\b((?:"[^"]*"|'[^']*'|[^'">])*)>/gi
const REFUSED = /\s(?:style|on[a-z]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi
const STYLE = /\sstyle\s*=\s*(?:"([^"]*)"|'([^']*)')/i
/** Elements that never have an end. */
const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr'])

export function withoutStyles(html: string): string {
  const whole = html.replace(/<(style|script|head|title)\b[\s\S]*?<\/\1\s*>/gi, '').replace(/<!--[\s\S]*?-->/g, '')
  // What is written in the place of the end of each `span` and `b` that is open.
  const ends: { name: string; end: string }[] = []
  return whole.replace(TAG, (_tag, slash: string, given: string, attributes: string) => {
    const name = given.toLowerCase()
    if (slash !== '') {
      const at = ends.findLastIndex((open) => open.name === name)
      if (at === -1) return `</${name}>`
      const [open] = ends.splice(at, 1)
      return open?.end ?? ''
    }
    const style = STYLE.exec(attributes)
    const words = (style?.[1] ?? style?.[2] ?? '').toLowerCase()
    const kept = attributes.replace(REFUSED, '')
    if (VOID.has(name) || (name !== 'span' && name !== 'b')) return `<${name}${kept}>`
    // Some editors wrap all they copy into a `b` that is not bold.
    const element = name === 'b' && /font-weight\s*:\s*(normal|400)/.test(words) ? 'span' : name
    const marks = [
      ...(/font-weight\s*:\s*(bold|[6-9]00)/.test(words) && name === 'span' ? ['strong'] : []),
      ...(/font-style\s*:\s*italic/.test(words) ? ['em'] : []),
      ...(/text-decoration[^;]*:[^;]*line-through/.test(words) ? ['s'] : []),
    ]
    ends.push({ name, end: `${marks.map((mark) => `</${mark}>`).reverse().join('')}</${element}>` })
    return `<${element}${kept}>${marks.map((mark) => `<${mark}>`).join('')}`
  })
}
