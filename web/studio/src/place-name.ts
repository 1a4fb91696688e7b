// What a place in a document is called: `/cards/c1` is “Fix login”. Used by the frame for people, comments and locks.
// Reads what strangers wrote: only strings, shortened; never changes the document.
import * as Y from 'yjs'

const LONGEST = 60

/** Nothing, where the place has no name. */
export function placeName(doc: Y.Doc, path: string): string | undefined {
  const [, root = '', id = ''] = path.split('/').map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
  const things = doc.share.get(root)
  // A free document is its text.
  if (things instanceof Y.Text || things instanceof Y.XmlFragment) return 'the document'
  const thing = things instanceof Y.Map ? (things as Y.Map<unknown>).get(id) : undefined
  if (!(thing instanceof Y.Map)) return undefined
  switch (root) {
    case 'cards':
    case 'columns':
    case 'sections':
      return quoted(thing.get('title'))
    case 'nodes':
      return labelOf(thing)
    case 'edges':
      return quoted(thing.get('label')) ?? betweenWords(doc, thing)
    default:
      return undefined
  }
}

function betweenWords(doc: Y.Doc, edge: Y.Map<unknown>): string | undefined {
  const nodes = doc.share.get('nodes')
  if (!(nodes instanceof Y.Map)) return undefined
  const [source, target] = ['source', 'target'].map((end) => labelOf((nodes as Y.Map<unknown>).get(String(edge.get(end)))))
  return source === undefined || target === undefined ? undefined : `${source} to ${target}`
}

function labelOf(node: unknown): string | undefined {
  if (!(node instanceof Y.Map)) return undefined
  const data: unknown = node.get('data')
  if (data instanceof Y.Map) return quoted(data.get('label'))
  return typeof data === 'object' && data !== null && 'label' in data ? quoted(data.label) : undefined
}

function quoted(value: unknown): string | undefined {
  const text = (value instanceof Y.Text ? value.toString() : typeof value === 'string' ? value : '').replace(/\s+/g, ' ').trim()
  if (text === '') return undefined
  const characters = [...text]
  return `“${characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : text}”`
}
