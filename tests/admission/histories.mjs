// Honest histories: several Yjs clients edit one document concurrently, offline and online, with every kind of content.
// Used by oracle.mjs; everything follows from the seed. Returns what a server would receive, in a possible order of arrival.

const random = seed => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
  const below = n => next() % n
  return { below, chance: percent => below(100) < percent, pick: list => list[below(list.length)] }
}

const texts = ['a', 'hello ', 'é', '😀', '👩‍👩‍👧', '\u0000', 'line\n', '漢字', 'x😀y', '\ud800']

const plainValue = (r, depth = 0) => r.pick([
  () => r.below(1000) - 500, () => r.below(1000) / 7, () => 2 ** 40 + r.below(9), () => true, () => null, () => undefined, () => 'v' + r.below(9),
  () => new Uint8Array([1, 2, r.below(9)]), () => BigInt(r.below(9)), () => NaN,
  () => depth > 2 ? 0 : [plainValue(r, depth + 1), plainValue(r, depth + 1)],
  () => depth > 2 ? {} : { k: plainValue(r, depth + 1), '': 1 }
])()

// Y.Array takes no bare undefined or big integer.
const listValue = r => {
  const made = plainValue(r)
  return made === undefined || typeof made === 'bigint' ? [made] : made
}

const newType = (Y, r) => r.pick([
  () => new Y.Array(), () => new Y.Map(), () => new Y.Text('t'), () => new Y.XmlElement('p'), () => new Y.XmlText('x'), () => new Y.XmlFragment(),
  () => new Y.Map([['in', 1], ['text', new Y.Text('deep')]]), () => Y.Array.from([1, new Y.Array()])
])()

const subdocument = (Y, r) => new Y.Doc(r.pick([{}, { autoLoad: true }, { gc: false }, { meta: { title: 'sub', n: [1, 2] } }]))

const editText = (Y, r, text) => {
  const at = r.below(text.length + 1)
  const rest = text.length - at
  r.pick([
    () => text.insert(at, r.pick(texts)),
    () => text.insert(at, r.pick(texts)),
    () => rest > 0 && text.delete(at, 1 + r.below(Math.min(rest, 5))),
    () => rest > 0 && text.format(at, 1 + r.below(rest), { [r.pick(['bold', 'link'])]: r.pick([true, null, { href: 'h' }]) }),
    () => text.insert(at, r.pick(texts), { italic: true }),
    () => text.insertEmbed(at, r.pick([{ image: 'src' }, { n: 1.5 }])),
    () => text.setAttribute?.('attr' + r.below(2), 'v' + r.below(9)),
    () => text.applyDelta([{ retain: at }, { insert: r.pick(texts), attributes: { bold: true } }])
  ])()
}

const editList = (Y, r, list) => {
  const at = r.below(list.length + 1)
  r.pick([
    () => list.insert(at, Array.from({ length: 1 + r.below(4) }, () => listValue(r))),
    () => list.insert(at, [newType(Y, r)]),
    () => list.insert(at, [newType(Y, r), listValue(r)]),
    () => list.length > at && list.delete(at, 1 + r.below(Math.min(list.length - at, 3))),
    () => r.chance(20) && list.insert(at, [subdocument(Y, r)])
  ])()
}

const editMap = (Y, r, map) => {
  const key = 'k' + r.below(4)
  r.pick([
    () => map.set(key, plainValue(r)), () => map.set(key, plainValue(r)), () => map.set(key, newType(Y, r)), () => map.delete(key),
    () => r.chance(20) && map.set(key, subdocument(Y, r)),
    () => { for (let n = r.below(6); n > 0; n--) map.set(key, n) }
  ])()
}

const editXml = (Y, r, node) => {
  const at = r.below(node.length + 1)
  r.pick([
    () => node.insert(at, [new Y.XmlElement(r.pick(['p', 'h1']))]),
    () => node.insert(at, [new Y.XmlText(r.pick(texts))]),
    () => node.length > at && node.delete(at, 1),
    () => node.setAttribute?.('a' + r.below(2), 'v' + r.below(9)),
    () => node.removeAttribute?.('a' + r.below(2))
  ])()
}

// All types reachable from the roots.
const types = (Y, doc) => {
  const found = [doc.getText('text'), doc.getMap('map'), doc.getArray('array'), doc.getXmlFragment('xml')]
  for (let at = 0; at < found.length && found.length < 60; at++) {
    for (let item = found[at]._start; item !== null; item = item.right) {
      if (!item.deleted && item.content instanceof Y.ContentType) found.push(item.content.type)
    }
    found[at]._map.forEach(item => { if (!item.deleted && item.content instanceof Y.ContentType) found.push(item.content.type) })
  }
  return found
}

const edit = (Y, r, doc) => {
  const type = r.pick(types(Y, doc))
  if (type instanceof Y.Text) editText(Y, r, type)
  else if (type instanceof Y.Map) editMap(Y, r, type)
  else if (type instanceof Y.Array) editList(Y, r, type)
  else editXml(Y, r, type)
}

const newClient = (Y, r, seed, number) => {
  const doc = new Y.Doc({ gc: !r.chance(30) })
  doc.clientID = r.chance(10) ? 2 ** 40 + number : 1 + number + (seed % 7) * 100
  const client = { doc, outbox: [], undo: null }
  doc.on('update', (update, origin) => { if (origin !== 'remote') client.outbox.push(update) })
  if (r.chance(50)) client.undo = new Y.UndoManager([doc.getText('text'), doc.getMap('map'), doc.getArray('array'), doc.getXmlFragment('xml')], { captureTimeout: 0 })
  return client
}

const act = (Y, r, client) => {
  if (client.undo !== null && r.chance(15)) return r.chance(60) ? client.undo.undo() : client.undo.redo()
  client.doc.transact(() => { for (let n = 1 + r.below(3); n > 0; n--) edit(Y, r, client.doc) })
}

// How a batch of a client's updates travels: one by one, merged, with a hole, or as a state.
const parcels = (Y, r, client, batch) => {
  if (batch.length > 2 && r.chance(20)) {
    // Two merges, each with the other's hole.
    const halves = [batch.filter((_, n) => n % 2 === 0), batch.filter((_, n) => n % 2 === 1)]
    return halves.map(half => Y.mergeUpdates(half))
  }
  if (batch.length > 1 && r.chance(20)) return [Y.mergeUpdates(batch)]
  if (r.chance(15)) return [Y.encodeStateAsUpdate(client.doc)]
  return batch
}

/** @returns {{ deliveries: Uint8Array[], state: Uint8Array }} */
export const history = (Y, seed) => {
  const r = random(seed)
  const clients = Array.from({ length: 1 + r.below(4) }, (_, number) => newClient(Y, r, seed, number))
  const deliveries = []
  const all = []
  for (let round = 2 + r.below(8); round > 0; round--) {
    const batches = clients.map(client => {
      for (let n = r.below(6); n > 0; n--) act(Y, r, client)
      return client.outbox.splice(0)
    })
    all.push(...batches.flat())
    batches.forEach((batch, number) => {
      const sent = parcels(Y, r, clients[number], batch)
      if (r.chance(30)) sent.sort(() => r.below(3) - 1)
      deliveries.push(...sent)
      // Some clients hear of it at once, others much later.
      clients.forEach(other => { if (other !== clients[number] && r.chance(60)) batch.forEach(update => Y.applyUpdate(other.doc, update, 'remote')) })
    })
    if (r.chance(10)) deliveries.push(deliveries[r.below(deliveries.length)] ?? new Uint8Array([0, 0]))
  }
  // Late merges of whole replicas, some with, some without garbage collection.
  clients.forEach(client => all.forEach(update => Y.applyUpdate(client.doc, update, 'remote')))
  clients.forEach(client => deliveries.push(...client.outbox.splice(0)))
  clients.forEach(client => deliveries.push(Y.encodeStateAsUpdate(client.doc)))
  const truth = new Y.Doc()
  deliveries.forEach(update => Y.applyUpdate(truth, update))
  return { deliveries, state: Y.encodeStateAsUpdate(truth) }
}
