// Compares Yjs documents exactly: every element with its neighbours, its parent and its content, byte for byte, and the order
// in which each type shows them. Used by oracle.mjs for what the server writes anew; see compact.rs.

const exactly = v => {
  if (typeof v === 'bigint') return v + 'n'
  if (typeof v === 'number') return Object.is(v, -0) ? '-0' : String(v)
  if (v === undefined) return 'undefined'
  if (v instanceof Uint8Array) return 'bytes:' + Buffer.from(v).toString('hex')
  if (Array.isArray(v)) return '[' + v.map(exactly).join() + ']'
  if (v !== null && typeof v === 'object') return '{' + Object.keys(v).map(k => JSON.stringify(k) + ':' + exactly(v[k])).join() + '}'
  return JSON.stringify(v)
}

const contents = (Y, content) => {
  switch (content.constructor) {
    case Y.ContentString: return Array.from({ length: content.str.length }, (_, at) => 'text' + content.str.charCodeAt(at))
    case Y.ContentAny: return content.arr.map(exactly)
    case Y.ContentBinary: return [exactly(content.content)]
    case Y.ContentEmbed: return ['embed' + exactly(content.embed)]
    case Y.ContentFormat: return ['format' + JSON.stringify(content.key) + exactly(content.value)]
    case Y.ContentDoc: return ['doc' + JSON.stringify(content.doc.guid) + exactly(content.opts)]
    case Y.ContentType: return [content.type.constructor.name + (content.type.nodeName ?? '')]
    case Y.ContentDeleted: return Array(content.len).fill('deleted')
    default: throw new Error('unexpected ' + content.constructor.name)
  }
}

const name = id => id === null || id === undefined ? '-' : id.client + ':' + id.clock

const parentName = parent => {
  if (parent === null || typeof parent === 'string') return String(parent)
  return name(parent.constructor.name === 'ID' ? parent : parent._item.id)
}

// One line for each clock of an update, however its structs are cut.
const elements = (Y, update) => {
  const { structs, ds } = Y.decodeUpdate(update)
  const lines = []
  for (const struct of structs) {
    if (struct.constructor === Y.GC) {
      for (let at = 0; at < struct.length; at++) lines.push(struct.id.client + ':' + (struct.id.clock + at) + ' garbage')
      continue
    }
    contents(Y, struct.content).forEach((content, at) => {
      const clock = struct.id.clock + at
      const origin = at === 0 ? name(struct.origin) : struct.id.client + ':' + (clock - 1)
      const inherits = origin !== '-' || name(struct.rightOrigin) !== '-'
      const parent = inherits ? '' : parentName(struct.parent) + ' ' + JSON.stringify(struct.parentSub)
      lines.push([struct.id.client + ':' + clock, origin, name(struct.rightOrigin), parent, content].join(' '))
    })
  }
  for (const [client, ranges] of [...ds.clients].sort((a, b) => a[0] - b[0])) {
    for (const range of ranges) lines.push(`deletes ${client}:${range.clock}+${range.len}`)
  }
  return lines.sort()
}

// What each type shows, in order.
const shown = (Y, doc) => {
  const lines = []
  const types = [...doc.share].sort((a, b) => a[0] < b[0] ? -1 : 1).map(([key, type]) => [JSON.stringify(key), type])
  for (const [key, type] of types) {
    const note = (item, where) => {
      if (item.deleted) return
      for (let at = 0; at < item.length; at++) lines.push(key + where + ' ' + item.id.client + ':' + (item.id.clock + at))
      if (item.content.constructor === Y.ContentType) types.push([name(item.id), item.content.type])
    }
    for (let item = type._start; item !== null; item = item.right) note(item, '')
    for (const sub of [...type._map.keys()].sort()) {
      const item = type._map.get(sub)
      if (!item.deleted) note(item.length === 1 ? item : { ...item, length: 1, id: item.lastId, deleted: false, content: item.content }, '.' + sub)
    }
  }
  return lines
}

const difference = (left, right) => {
  const at = left.findIndex((line, number) => line !== right[number])
  if (at >= 0) return `${left.slice(at, at + 3).join(' | ')} -- but -- ${right.slice(at, at + 3).join(' | ')}`
  return left.length === right.length ? '' : `more: ${right.slice(left.length, left.length + 3).join(' | ')}`
}

// Where something was inserted inside a surrogate pair, Yjs replaces both halves; an update may still hold the pair.
const withoutPairs = line => line.replace(/text(\d+)$/, (text, unit) => unit >= 0xd800 && unit <= 0xdfff ? 'text' + 0xfffd : text)

// A document that changes nothing on its own: what Yjs cleans up of formatting depends on the order in which updates arrive.
const plainDocument = Y => {
  const doc = new Y.Doc()
  doc.on('afterTransaction', transaction => { transaction._needFormattingCleanup = false })
  return doc
}

const load = (Y, updates) => {
  const doc = plainDocument(Y)
  updates.forEach(update => Y.applyUpdate(doc, update))
  return doc
}

const mustEqual = (Y, what, truth, doc) => {
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new Error(`${what}: something stays pending`)
  const found = difference(truth.elements, elements(Y, Y.encodeStateAsUpdate(doc))) || difference(truth.shown, shown(Y, doc))
  if (found !== '') throw new Error(`${what} differs: ${found}`)
}

/** Documents that have seen some of the updates, and their state vectors. */
export const partialReplicas = (Y, updates, seed) => Array.from({ length: 4 }, (_, number) => {
  let state = (seed * 4 + number) >>> 0
  const share = [95, 40, 70, 10][number]
  const doc = plainDocument(Y)
  updates.forEach((update, at) => {
    state = Math.imul(state ^ (at + 0x9e3779b9), 0x85ebca6b) >>> 0
    // Two see the beginning, two see scattered parts, of which Yjs keeps some pending; in long histories that takes it for ever.
    const seen = number < 2 || updates.length > 2000 ? at * 100 < updates.length * share : (state >>> 8) % 100 < 70
    if (seen) Y.applyUpdate(doc, update)
  })
  return { doc, vector: Y.encodeStateVector(doc) }
})

/**
 * The compacted updates must give the same document as the updates, and so must each diff on top of its replica.
 * Answers with the size at which Yjs itself encodes the document.
 */
export const compareExactly = (Y, updates, compacted, replicas, diffs) => {
  const doc = load(Y, updates)
  const state = Y.encodeStateAsUpdate(doc)
  const truth = { elements: elements(Y, state), shown: shown(Y, doc) }
  const written = difference(truth.elements.map(withoutPairs), elements(Y, compacted).map(withoutPairs))
  if (written !== '') throw new Error(`the compacted update itself differs: ${written}`)
  mustEqual(Y, 'the compacted document', truth, load(Y, [compacted]))
  diffs.forEach((diff, number) => {
    Y.applyUpdate(replicas[number].doc, diff)
    mustEqual(Y, `replica ${number}`, truth, replicas[number].doc)
  })
  return state.length
}

/** Replays an editing trace keystroke by keystroke; answers with the updates. */
export const replay = (Y, trace) => {
  const updates = []
  if (trace.kind !== 'concurrent') {
    const doc = new Y.Doc()
    doc.clientID = 3_141_592_653
    doc.on('update', update => updates.push(update))
    const text = doc.getText('text')
    for (const { patches } of trace.txns) {
      for (const [at, deleted, inserted] of patches) {
        if (deleted > 0) text.delete(at, deleted)
        if (inserted !== '') text.insert(at, inserted)
      }
    }
    return updates
  }
  // Each agent's document has seen exactly what its next transaction builds on.
  const agents = Array.from({ length: trace.numAgents }, (_, number) => {
    const doc = new Y.Doc()
    doc.clientID = 2_718_281_828 + number
    return { doc, seen: new Set() }
  })
  const made = []
  const bring = (agent, txn) => {
    const missing = [txn]
    while (missing.length > 0) {
      const next = missing[missing.length - 1]
      const open = agent.seen.has(next) ? [] : trace.txns[next].parents.filter(parent => !agent.seen.has(parent))
      if (open.length > 0) { missing.push(...open); continue }
      missing.pop()
      if (!agent.seen.has(next)) made[next].forEach(update => Y.applyUpdate(agent.doc, update, 'remote'))
      agent.seen.add(next)
    }
  }
  trace.txns.forEach(({ parents, agent, patches }, number) => {
    const { doc, seen } = agents[agent]
    parents.forEach(parent => bring(agents[agent], parent))
    made[number] = []
    const note = update => made[number].push(update)
    doc.on('update', note)
    const text = doc.getText('text')
    for (const [at, deleted, inserted] of patches) {
      if (deleted > 0) text.delete(at, deleted)
      if (inserted !== '') text.insert(at, inserted)
    }
    doc.off('update', note)
    seen.add(number)
    updates.push(...made[number])
  })
  return updates
}
