// What things in a document are called, read from the document itself. Used by feeds, presence lists and locks.
// Reads only what is there: it never defines a root, which would show up in the document of everybody.
import * as Y from 'yjs'
import { titleOf } from './event-sentence.ts'

/** `/cards/c1/title` and `/cards/c1` are called what the card is called; nothing where it has no name. */
export function nameAt(doc: Y.Doc, path: string): string | undefined {
  const [root = '', id = ''] = path.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (id === '' || !doc.share.has(root)) return undefined
  const things = doc.share.get(root)
  if (!(things instanceof Y.Map)) return undefined
  const thing: unknown = things.get(id)
  if (!(thing instanceof Y.Map)) return titleOf(thing)
  const read = (map: Y.Map<unknown>, key: string): unknown => {
    const value = map.get(key)
    return value instanceof Y.Text ? value.toJSON() : value
  }
  const data: unknown = thing.get('data')
  const inner = data instanceof Y.Map ? { label: read(data, 'label'), title: read(data, 'title') } : data
  return titleOf({ title: read(thing, 'title'), label: read(thing, 'label'), name: read(thing, 'name'), data: inner })
}
