// The flow between React Flow and the graph: what is written while one drags, what is shown while others do.
// Time and frames are the test's own.
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { Flow } from '../../src/workflow/flow.ts'
import type { Clock } from '../../src/workflow/flow.ts'
import { Graph } from '../../src/workflow/graph.ts'

class TestClock implements Clock {
  time = 0
  #frames: (() => void)[] = []
  #timers: { at: number; step: () => void }[] = []

  now(): number {
    return this.time
  }

  frame(step: () => void): () => void {
    this.#frames.push(step)
    return () => void (this.#frames = this.#frames.filter((one) => one !== step))
  }

  after(ms: number, step: () => void): () => void {
    const timer = { at: this.time + ms, step }
    this.#timers.push(timer)
    return () => void (this.#timers = this.#timers.filter((one) => one !== timer))
  }

  get waiting(): number {
    return this.#frames.length + this.#timers.length
  }

  pass(ms: number): void {
    this.time += ms
    for (const timer of this.#timers.filter(({ at }) => at <= this.time)) {
      this.#timers = this.#timers.filter((one) => one !== timer)
      timer.step()
    }
    const frames = this.#frames
    this.#frames = []
    for (const step of frames) step()
  }
}

function setUp() {
  const doc = new Y.Doc()
  const graph = new Graph(doc)
  const id = graph.addNode({ type: 'action', position: { x: 0, y: 0 }, data: { label: 'A' } })
  const other = graph.addNode({ type: 'action', position: { x: 300, y: 0 }, data: { label: 'B' } })
  const clock = new TestClock()
  const flow = new Flow(graph, clock)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const drag = (x: number, dragging = true): void => flow.changeNodes([{ type: 'position', id, position: { x, y: 0 }, dragging }])
  const shown = (node = id) => flow.get().nodes.find((one) => one.id === node)?.position.x
  const stranger = new Y.Doc()
  const strangerMoves = (node: string, x: number): void => {
    Y.applyUpdate(stranger, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(stranger)))
    ;(stranger.getMap('nodes').get(node) as Y.Map<unknown>).set('position', { x, y: 0 })
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(stranger, Y.encodeStateVector(doc)), 'network')
  }
  return { doc, graph, flow, clock, updates, drag, shown, id, other, strangerMoves }
}

describe('a flow', () => {
  it('writes a drag at most twenty times a second, and its end at once', () => {
    const { clock, updates, drag, graph, id } = setUp()
    for (let x = 1; x <= 100; x += 1) {
      drag(x)
      clock.pass(5)
    }
    expect(updates.length).toBeGreaterThan(5)
    expect(updates.length).toBeLessThanOrEqual(11)
    drag(101, false)
    expect(graph.node(id)?.position.x).toBe(101)
    expect(clock.waiting).toBe(0)
  })

  it('makes a drag one step of undo however long it takes', () => {
    const { clock, drag, graph, id } = setUp()
    graph.setDatum('nodes', id, 'label', 'Before')
    for (let x = 1; x <= 20; x += 1) {
      drag(x)
      clock.pass(1_000)
    }
    drag(21, false)
    graph.undo.undo()
    expect(graph.node(id)).toMatchObject({ position: { x: 0, y: 0 }, label: 'Before' })
  })

  it('answers its own writes with nothing', () => {
    const { clock, updates, drag, shown, flow } = setUp()
    drag(40)
    drag(40, false)
    const count = updates.length
    let renders = 0
    flow.subscribe(() => (renders += 1))
    for (let step = 0; step < 20; step += 1) clock.pass(50)
    expect(updates.length).toBe(count)
    expect(renders).toBe(0)
    expect(shown()).toBe(40)
  })

  it('does not pull a dragged node from under the pointer', () => {
    const { clock, drag, shown, strangerMoves, id, graph } = setUp()
    drag(40)
    strangerMoves(id, 500)
    clock.pass(50)
    expect(shown()).toBe(40)
    drag(60, false)
    expect(graph.node(id)?.position.x).toBe(60)
  })

  it('glides where others move something, and arrives', () => {
    const { clock, shown, strangerMoves, other } = setUp()
    strangerMoves(other, 400)
    expect(shown(other)).toBe(300)
    clock.pass(16)
    const soon = shown(other) ?? 0
    expect(soon).toBeGreaterThan(300)
    expect(soon).toBeLessThan(400)
    for (let frame = 0; frame < 10; frame += 1) clock.pass(16)
    expect(shown(other)).toBe(400)
    expect(clock.waiting).toBe(0)
  })

  it('jumps for who wants little motion', () => {
    const { flow, shown, strangerMoves, other } = setUp()
    flow.configure({ held: () => false, smooth: false })
    strangerMoves(other, 400)
    expect(shown(other)).toBe(400)
  })

  it('keeps the objects of what did not change', () => {
    const { flow, graph, id, other } = setUp()
    const before = flow.get().nodes.find((node) => node.id === other)
    graph.setDatum('nodes', id, 'label', 'New')
    expect(flow.get().nodes.find((node) => node.id === other)).toBe(before)
  })

  it('keeps what is chosen when others edit', () => {
    const { flow, graph, id } = setUp()
    flow.select([id])
    graph.setDatum('nodes', id, 'label', 'New')
    expect(flow.get().nodes.find((node) => node.id === id)?.selected).toBe(true)
  })

  it('writes nothing for what somebody else holds', () => {
    const { flow, graph, drag, id, clock } = setUp()
    flow.configure({ held: (node) => node === id, smooth: true })
    expect(flow.get().nodes.find((node) => node.id === id)?.draggable).toBe(false)
    drag(40)
    drag(50, false)
    clock.pass(1_000)
    expect(graph.node(id)?.position.x).toBe(0)
  })

  it('ends a drag whose node somebody deletes', () => {
    const { flow, graph, drag, id, other } = setUp()
    drag(40)
    graph.remove({ nodes: [id], edges: [] })
    flow.dragEnded()
    graph.move([[other, { x: 310, y: 0 }]])
    graph.endStep()
    graph.move([[other, { x: 320, y: 0 }]])
    graph.undo.undo()
    expect(graph.node(other)?.position.x).toBe(310)
  })

  it('shows no edge that leads nowhere, and one without its exit in the middle', () => {
    const { flow, graph, id, other } = setUp()
    graph.insert([], [{ id: 'nowhere', source: id, target: 'gone' }, { id: 'odd', source: id, target: other, sourceHandle: 'third' }])
    expect(flow.get().edges.map((edge) => [edge.id, edge.sourceHandle])).toEqual([['odd', null]])
  })
})
