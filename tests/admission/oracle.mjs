// The Yjs side of the admission tests: applies admitted bytes to fresh Yjs documents and makes honest histories.
// Started by oracle.rs with the folder of the `yjs` package as its argument; speaks frames of a little-endian
// length and a payload on stdin and stdout. It judges bytes only and never sees the gate.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { compareExactly, partialReplicas, replay } from './exact.mjs'
import { history } from './histories.mjs'

const require = createRequire(pathToFileURL(process.argv[2] + '/package.json'))
const Y = require('yjs')

class Frame {
  constructor (bytes) { this.bytes = bytes; this.at = 0 }
  byte () { return this.bytes[this.at++] }
  number () { this.at += 4; return this.bytes.readUInt32LE(this.at - 4) }
  buffer () { const length = this.number(); this.at += length; return this.bytes.subarray(this.at - length, this.at) }
  list () { return Array.from({ length: this.number() }, () => this.buffer()) }
}

// Values by meaning: yrs writes big integers as numbers, and object keys in any order.
const value = v => {
  if (v === undefined) return 'undefined'
  if (typeof v === 'bigint') return String(Number(v))
  if (typeof v === 'number') return v === 0 ? '0' : String(v)
  if (v instanceof Uint8Array) return 'bytes:' + Buffer.from(v).toString('hex')
  if (Array.isArray(v)) return '[' + v.map(value).join() + ']'
  if (v !== null && typeof v === 'object') return '{' + Object.keys(v).sort().map(k => JSON.stringify(k) + ':' + value(v[k])).join() + '}'
  return JSON.stringify(v)
}

const contentDump = content => {
  switch (content.constructor) {
    case Y.ContentString: return [...content.str.split('')].map(unit => JSON.stringify(unit))
    case Y.ContentAny: return content.arr.map(value)
    case Y.ContentBinary: return [value(content.content)]
    case Y.ContentEmbed: return ['embed:' + value(content.embed)]
    case Y.ContentDoc: return ['doc:' + value(content.doc.guid) + value(content.opts)]
    case Y.ContentType: return [typeDump(content.type)]
    default: return ['?' + content.constructor.name]
  }
}

// What readers of a type can see: elements with the formatting in force, and map values.
const typeDump = type => {
  const list = []
  const marks = new Map()
  for (let item = type._start; item !== null; item = item.right) {
    if (item.deleted) continue
    if (item.content.constructor === Y.ContentFormat) {
      if (item.content.value === null) marks.delete(item.content.key)
      else marks.set(item.content.key, item.content.value)
      continue
    }
    const shown = marks.size === 0 ? '' : value(Object.fromEntries(marks))
    list.push(...contentDump(item.content).map(each => each + shown))
  }
  const map = [...type._map.entries()].filter(([, item]) => !item.deleted)
    .map(([key, item]) => JSON.stringify(key) + ':' + contentDump(item.content)[item.length - 1]).sort()
  const name = type._item === null ? '' : type.constructor.name + (type.nodeName ?? '')
  return name + '<' + list.join() + '|' + map.join() + '>'
}

const documentDump = doc => [...doc.share.entries()].map(([name, type]) => JSON.stringify(name) + typeDump(type))
  .filter(dump => !dump.endsWith('<|>')).sort().join('\n')

const load = updates => {
  const doc = new Y.Doc()
  updates.forEach(update => Y.applyUpdate(doc, update))
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new Error('something stays pending')
  return { dump: documentDump(doc), vector: Buffer.from(Y.encodeStateVector(doc)).toString('hex'), doc }
}

const plainText = (doc, root) => {
  let text = ''
  for (let item = doc.share.get(root)?._start ?? null; item !== null; item = item.right) {
    if (!item.deleted && item.content.constructor === Y.ContentString) text += item.content.str
  }
  return text
}

// A struct may name as its right origin an element that was written before its origin by the same client. Where the two were
// even written in one go, the right one lies left of the left one, and where the struct ends up depends on how Yjs happens to
// have joined its structs. Real documents hold such structs, with the same element on both sides.
const insideOut = update => Y.decodeUpdate(update).structs.some(({ origin, rightOrigin }) =>
  origin != null && rightOrigin != null && origin.client === rightOrigin.client && rightOrigin.clock <= origin.clock)

// The same structs client by client, lowest first, and their deletions last.
const byClient = updates => {
  const merged = Y.mergeUpdates(updates)
  const clients = [...Y.parseUpdateMeta(merged).to.keys()].sort((a, b) => a - b)
  const others = client => Y.encodeStateVector(new Map(clients.filter(other => other !== client).map(other => [other, 2 ** 31])))
  return [...clients.map(client => Y.diffUpdate(merged, others(client))), merged]
}

// Applies the updates in sequence; the document must show the given text, and each alternative must give the same document.
// Where Yjs itself comes to another document in another order, the updates contradict each other (an origin right of its
// right origin, neighbours in two parents), and no server can do better; the answer begins with a `~` then.
const check = (updates, alternatives, text) => {
  const truth = load(updates)
  const reordered = [load([Y.encodeStateAsUpdate(truth.doc)]), load([Y.mergeUpdates(updates)]), load([...updates].reverse()), load(byClient(updates))]
  const contradictory = reordered.some(other => other.dump !== truth.dump)
  if (plainText(truth.doc, 'text') !== text) throw new Error(`yrs shows ${JSON.stringify(text)}, not ${JSON.stringify(plainText(truth.doc, 'text'))}`)
  for (const [number, alternative] of alternatives.entries()) {
    const other = load([alternative])
    if (other.vector !== truth.vector) throw new Error(`alternative ${number} has state vector ${other.vector}, not ${truth.vector}`)
    const excused = contradictory || updates.some(insideOut)
    if (other.dump !== truth.dump && !excused) {
      throw new Error(`alternative ${number} differs:\n${other.dump}\n-- from --\n${truth.dump}`)
    }
  }
  return contradictory ? '~ contradictory' : ''
}

const framed = buffers => {
  const head = n => { const b = Buffer.alloc(4); b.writeUInt32LE(n); return b }
  return Buffer.concat([head(buffers.length), ...buffers.flatMap(b => [head(b.length), b])])
}

const json = v => {
  if (v === undefined || v === null) return null
  if (v instanceof Y.Text) return v.toString()
  if (v instanceof Y.Map) return json(Object.fromEntries(v.entries()))
  if (v instanceof Y.Array || Array.isArray(v)) return (v.toArray?.() ?? v).map(json)
  if (v instanceof Uint8Array) return { $binary: Buffer.from(v).toString('base64') }
  if (v instanceof Y.Doc) return { $subdocument: v.guid }
  if (typeof v === 'object') return Object.fromEntries(Object.entries(v).map(([key, inner]) => [key, json(inner)]))
  return v
}

let replicas = []

const answer = bytes => {
  const frame = new Frame(bytes)
  switch (frame.byte()) {
    case 0: { // check cases: an error text for each, empty when all is well
      return framed(Array.from({ length: frame.number() }, () => {
        const [updates, alternatives, text] = [frame.list(), frame.list(), frame.buffer().toString()]
        try {
          return Buffer.from(check(updates, alternatives, text))
        } catch (error) {
          return Buffer.from(String(error.stack ?? error))
        }
      }))
    }
    case 1: { // an honest history: the deliveries, then the converged state
      const { deliveries, state } = history(Y, frame.number())
      return framed([...deliveries, state])
    }
    case 2: return framed([Y.convertUpdateFormatV2ToV1(frame.buffer())])
    case 3: { // the state vectors of replicas that have seen only some of the updates
      const [seed, updates] = [frame.number(), frame.list()]
      replicas = partialReplicas(Y, updates, seed)
      return framed(replicas.map(replica => replica.vector))
    }
    case 4: { // an exact comparison, with diffs for those replicas: a complaint or nothing, and the size that Yjs needs
      const [updates, compacted, diffs] = [frame.list(), frame.buffer(), frame.list()]
      try {
        return framed([Buffer.alloc(0), Buffer.from(String(compareExactly(Y, updates, compacted, replicas, diffs)))])
      } catch (error) {
        return framed([Buffer.from(String(error.stack ?? error))])
      }
    }
    case 5: return framed(replay(Y, JSON.parse(gunzipSync(frame.buffer()))))
    case 6: { // some roots of a document as JSON, as docs/JSON.md says
      const doc = new Y.Doc()
      frame.list().forEach(update => Y.applyUpdate(doc, update))
      const roots = { board: doc.getMap('board'), list: doc.getArray('list'), notes: doc.getText('notes') }
      return framed([Buffer.from(JSON.stringify(json(roots)))])
    }
    default: throw new Error('unknown request')
  }
}

let pending = Buffer.alloc(0)
for await (const chunk of process.stdin) {
  pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
  while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32LE(0)) {
    const end = 4 + pending.readUInt32LE(0)
    const reply = answer(pending.subarray(4, end))
    pending = pending.subarray(end)
    const head = Buffer.alloc(4)
    head.writeUInt32LE(reply.length)
    process.stdout.write(Buffer.concat([head, reply]))
  }
}
