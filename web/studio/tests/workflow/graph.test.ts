// The graph and its document: what is written where, what two people who write at once end up with, what undo takes back.
// No DOM and no server; two documents that exchange updates stand for two browsers.
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { Graph } from '../../src/workflow/graph.ts'
import { seededRandom } from './seeded-random.ts'

function pair(): { ada: Y.Doc; bob: Y.Doc; exchange(): void } {
  const [ada, bob] = [new Y.Doc(), new Y.Doc()]
  const exchange = (): void => {
    const [fromAda, fromBob] = [Y.encodeStateAsUpdate(ada, Y.encodeStateVector(bob)), Y.encodeStateAsUpdate(bob, Y.encodeStateVector(ada))]
    Y.applyUpdate(bob, fromAda, 'network')
    Y.applyUpdate(ada, fromBob, 'network')
  }
  return { ada, bob, exchange }
}

const action = (label: string, x = 0, y = 0) => ({ type: 'action', position: { x, y }, data: { label } })

describe('a graph', () => {
  it('writes nodes and edges as docs/KINDS.md has them', () => {
    const doc = new Y.Doc()
    const graph = new Graph(doc)
    const [a, b] = [graph.addNode(action('A')), graph.addNode(action('B', 100))]
    const edge = graph.connect({ source: a, target: b })
    expect(doc.getMap('nodes').get(a)).toBeInstanceOf(Y.Map)
    expect((doc.getMap('nodes').get(a) as Y.Map<unknown>).get('data')).toBeInstanceOf(Y.Map)
    expect(doc.getMap('nodes').toJSON()[b]).toEqual({ type: 'action', position: { x: 100, y: 0 }, data: { label: 'B' } })
    expect(doc.getMap('edges').toJSON()).toEqual({ [edge ?? '']: { source: a, target: b, data: {} } })
  })

  it('gives the identical snapshot of what did not change', () => {
    const graph = new Graph(new Y.Doc())
    const [a, b] = [graph.addNode(action('A')), graph.addNode(action('B'))]
    const before = graph.get()
    graph.setDatum('nodes', a, 'label', 'Renamed')
    expect(graph.node(a)?.label).toBe('Renamed')
    expect(graph.get().nodes.find(({ id }) => id === b)).toBe(before.nodes.find(({ id }) => id === b))
    expect(graph.get().edges).toBe(before.edges)
  })

  it('writes nothing where nothing changes, so that no echo begins', () => {
    const doc = new Y.Doc()
    const graph = new Graph(doc)
    const id = graph.addNode(action('A', 10, 20))
    let updates = 0
    doc.on('update', () => (updates += 1))
    graph.move([[id, { x: 10, y: 20 }]])
    graph.setDatum('nodes', id, 'label', 'A')
    graph.setField('nodes', id, 'type', 'action')
    expect(updates).toBe(0)
  })

  it('lets two people change two fields of one node', () => {
    const { ada, bob, exchange } = pair()
    const [hers, his] = [new Graph(ada), new Graph(bob)]
    const id = hers.addNode(action('A'))
    exchange()
    hers.setDatum('nodes', id, 'label', 'By Ada')
    his.setDatum('nodes', id, 'retries', 3)
    his.move([[id, { x: 50, y: 60 }]])
    exchange()
    for (const graph of [hers, his]) {
      expect(graph.node(id)).toMatchObject({ label: 'By Ada', position: { x: 50, y: 60 }, data: { label: 'By Ada', retries: 3 } })
    }
  })

  it('deletes a node with its edges, also those of others that it knows of', () => {
    const { ada, bob, exchange } = pair()
    const [hers, his] = [new Graph(ada), new Graph(bob)]
    const [a, b] = [hers.addNode(action('A')), hers.addNode(action('B'))]
    exchange()
    his.connect({ source: a, target: b })
    exchange()
    hers.remove({ nodes: [b], edges: [] })
    exchange()
    expect(his.get().nodes.map(({ id }) => id)).toEqual([a])
    expect(his.get().edges).toEqual([])
  })

  it('keeps an edge that somebody draws while somebody else deletes its node, for the server to name', () => {
    const { ada, bob, exchange } = pair()
    const [hers, his] = [new Graph(ada), new Graph(bob)]
    const [a, b] = [hers.addNode(action('A')), hers.addNode(action('B'))]
    exchange()
    hers.remove({ nodes: [b], edges: [] })
    his.connect({ source: a, target: b })
    exchange()
    expect(hers.get()).toEqual(his.get())
    expect(hers.get().edges).toHaveLength(1)
  })

  it('lets two people delete the same node', () => {
    const { ada, bob, exchange } = pair()
    const [hers, his] = [new Graph(ada), new Graph(bob)]
    const [a, b] = [hers.addNode(action('A')), hers.addNode(action('B'))]
    hers.connect({ source: a, target: b })
    exchange()
    hers.remove({ nodes: [a], edges: [] })
    his.remove({ nodes: [a], edges: [] })
    exchange()
    expect(hers.get().nodes.map(({ id }) => id)).toEqual([b])
    expect(his.get()).toEqual(hers.get())
  })

  it('spares edges that somebody else holds', () => {
    const graph = new Graph(new Y.Doc())
    const [a, b] = [graph.addNode(action('A')), graph.addNode(action('B'))]
    const edge = graph.connect({ source: a, target: b }) ?? ''
    graph.remove({ nodes: [a], edges: [] }, (id) => id === edge)
    expect(graph.edge(edge)).toBeDefined()
  })

  it('undoes only what was done here', () => {
    const { ada, bob, exchange } = pair()
    const [hers, his] = [new Graph(ada), new Graph(bob)]
    const a = hers.addNode(action('A'))
    exchange()
    const b = his.addNode(action('B'))
    exchange()
    hers.undo.undo()
    exchange()
    expect(his.get().nodes.map(({ id }) => id)).toEqual([b])
    expect(his.undo.canUndo()).toBe(true)
    expect(hers.undo.canUndo()).toBe(false)
    expect(hers.node(a)).toBeUndefined()
  })

  it('undoes a drag as one step, and a deletion with its edges', () => {
    const graph = new Graph(new Y.Doc())
    const [a, b] = [graph.addNode(action('A')), graph.addNode(action('B', 300))]
    const edge = graph.connect({ source: a, target: b }) ?? ''
    const end = graph.gesture()
    for (const x of [10, 20, 30]) graph.move([[a, { x, y: 0 }]])
    end()
    graph.remove({ nodes: [a], edges: [] })
    graph.undo.undo()
    expect(graph.node(a)?.position.x).toBe(30)
    expect(graph.edge(edge)).toBeDefined()
    graph.undo.undo()
    expect(graph.node(a)?.position.x).toBe(0)
    expect(graph.edge(edge)).toBeDefined()
  })

  it('draws no edge twice, none to itself and none to nothing', () => {
    const graph = new Graph(new Y.Doc())
    const [a, b] = [graph.addNode(action('A')), graph.addNode(action('B'))]
    const edge = graph.connect({ source: a, target: b })
    expect(graph.connect({ source: a, target: b })).toBe(edge)
    expect(graph.connect({ source: a, target: a })).toBeNull()
    expect(graph.connect({ source: a, target: 'gone' })).toBeNull()
    expect(graph.connect({ source: a, target: b, sourceHandle: 'yes' })).not.toBe(edge)
  })

  it('shows what strangers wrote as far as it can be shown', () => {
    const doc = new Y.Doc()
    const nodes = doc.getMap('nodes')
    nodes.set('words', 'not a node')
    nodes.set('plain', { position: { x: 'left', y: Number.NaN }, data: { label: 7 }, type: ['x'] })
    nodes.set('far', new Y.Map(Object.entries({ position: { x: 1e12, y: -1e12 }, data: 'none', width: -4, parentId: 'far' })))
    doc.getMap('edges').set('broken', new Y.Map([['source', 5]]))
    const graph = new Graph(doc)
    expect(graph.node('words')).toBeUndefined()
    expect(graph.node('plain')).toMatchObject({ position: { x: 0, y: 0 }, label: '', type: '', data: { label: 7 } })
    expect(graph.node('far')).toMatchObject({ position: { x: 1_000_000, y: -1_000_000 }, width: null, data: {} })
    expect(graph.edge('broken')).toMatchObject({ source: '', target: '' })
    graph.setDatum('nodes', 'plain', 'label', 'Now a word')
    expect(doc.getMap('nodes').toJSON()['plain']).toMatchObject({ data: { label: 'Now a word' } })
  })

  it('puts nodes behind those they lie in, and lets none lie in itself', () => {
    const doc = new Y.Doc()
    const nodes = doc.getMap('nodes')
    const lying = (parentId: string | undefined) => new Y.Map<unknown>(Object.entries({ position: { x: 0, y: 0 }, ...(parentId === undefined ? {} : { parentId }) }))
    for (const [id, parent] of [['child', 'parent'], ['parent', undefined], ['a', 'b'], ['b', 'a'], ['self', 'self'], ['orphan', 'gone']] as const) nodes.set(id, lying(parent))
    const state = new Graph(doc).get().nodes
    const place = (id: string): number => state.findIndex((node) => node.id === id)
    expect(state).toHaveLength(6)
    expect(place('parent')).toBeLessThan(place('child'))
    for (const node of state) if (node.parent !== null) expect(place(node.parent)).toBeLessThan(place(node.id))
    expect(state.filter(({ id }) => id === 'self' || id === 'orphan').map(({ parent }) => parent)).toEqual([null, null])
  })

  it('keeps a collaborative text where it stands and changes only what differs', () => {
    const doc = new Y.Doc()
    const text = new Y.Text('Fetch the rows')
    doc.getMap('nodes').set('n', new Y.Map<unknown>([['position', { x: 0, y: 0 }], ['data', new Y.Map([['label', text]])]]))
    const graph = new Graph(doc)
    const inRows = Y.createRelativePositionFromTypeIndex(text, 'Fetch the '.length)
    graph.setDatum('nodes', 'n', 'label', 'Fetch all the rows')
    expect(text.toString()).toBe('Fetch all the rows')
    expect(Y.createAbsolutePositionFromRelativePosition(inRows, doc)?.index).toBe('Fetch all the '.length)
  })

  it('ends the same for three people who do anything at once', () => {
    const random = seededRandom()
    const pick = <Thing>(things: readonly Thing[]): Thing | undefined => things[Math.floor(random() * things.length)]
    const docs = [new Y.Doc(), new Y.Doc(), new Y.Doc()]
    const graphs = docs.map((doc) => new Graph(doc))
    const exchange = (): void => {
      for (const from of docs) for (const to of docs) if (from !== to) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), 'network')
    }
    for (let round = 0; round < 300; round += 1) {
      const graph = pick(graphs)
      if (graph === undefined) continue
      const { nodes, edges } = graph.get()
      const [node, other, edge] = [pick(nodes), pick(nodes), pick(edges)]
      const dice = random()
      if (dice < 0.3 || node === undefined || other === undefined) graph.addNode(action(`${round}`, random() * 500, random() * 500))
      else if (dice < 0.5) graph.connect({ source: node.id, target: other.id })
      else if (dice < 0.65) graph.move([[node.id, { x: random() * 500, y: random() * 500 }]])
      else if (dice < 0.75) graph.setDatum('nodes', node.id, 'label', `${round}`)
      else if (dice < 0.85) graph.remove({ nodes: [node.id], edges: edge === undefined ? [] : [edge.id] })
      else if (dice < 0.95) graph.undo.undo()
      else graph.undo.redo()
      if (random() < 0.2) exchange()
    }
    exchange()
    exchange()
    const byId = (graph: Graph) => ({
      nodes: [...graph.get().nodes].sort((a, b) => (a.id < b.id ? -1 : 1)),
      edges: [...graph.get().edges].sort((a, b) => (a.id < b.id ? -1 : 1)),
    })
    const [first, ...rest] = graphs
    if (first === undefined) throw new Error('three people')
    for (const graph of rest) expect(byId(graph)).toEqual(byId(first))
    // Snapshots are never behind the document.
    for (const [index, graph] of graphs.entries()) {
      expect(graph.get().nodes.length).toBe(docs[index]?.getMap('nodes').size)
      for (const node of graph.get().nodes) expect(node.data).toEqual((docs[index]?.getMap('nodes').toJSON()[node.id] as { data: unknown }).data)
    }
  })
})
