// The smaller parts: layers, the clipboard, marks, words about runs.
import { describe, expect, it } from 'vitest'
import type { Lock, Other, Run } from '@yrsa/client'
import * as Y from 'yjs'
import { copyOf, pieceFromText, pieceOf, pieceToText } from '../../src/workflow/clipboard.ts'
import { converted } from '../../src/workflow/data-values.ts'
import { Graph } from '../../src/workflow/graph.ts'
import { layered } from '../../src/workflow/layout.ts'
import { Marks, pathOf, thingAt } from '../../src/workflow/marks.ts'
import { durationWords, executorCommand, stepMarks } from '../../src/workflow/run-words.ts'
import { seededRandom } from './seeded-random.ts'

describe('layers', () => {
  const box = (id: string, y = 0) => ({ id, position: { x: 0, y }, width: 200, height: 60 })

  it('put each node behind those that lead to it', () => {
    const places = layered([box('a'), box('b'), box('c'), box('d')], [{ source: 'a', target: 'b' }, { source: 'b', target: 'd' }, { source: 'a', target: 'c' }, { source: 'c', target: 'd' }])
    const x = (id: string): number => places.get(id)?.x ?? Number.NaN
    expect(x('a')).toBeLessThan(x('b'))
    expect(x('b')).toBe(x('c'))
    expect(x('c')).toBeLessThan(x('d'))
    expect(places.get('b')?.y).not.toBe(places.get('c')?.y)
  })

  it('end where nodes go round in circles, and leave alone what stands alone', () => {
    const places = layered([box('a'), box('b', 100), box('alone')], [{ source: 'a', target: 'b' }, { source: 'b', target: 'a' }, { source: 'a', target: 'a' }])
    expect(places.get('a')?.x).toBeLessThan(places.get('b')?.x ?? 0)
    expect(places.has('alone')).toBe(false)
  })

  it('put no two nodes on top of each other, whatever leads where', () => {
    const random = seededRandom()
    const boxes = Array.from({ length: 60 }, (_, index) => ({ ...box(`n${index}`, random() * 900), height: 40 + random() * 100 }))
    const any = (): string => boxes[Math.floor(random() * boxes.length)]?.id ?? ''
    const places = layered(boxes, Array.from({ length: 90 }, () => ({ source: any(), target: any() })))
    const put = boxes.flatMap((one) => (places.has(one.id) ? [{ ...one, ...places.get(one.id) }] : []))
    for (const one of put) {
      for (const other of put) {
        if (one === other || one.x === undefined || other.x === undefined || one.y === undefined || other.y === undefined) continue
        const apart = one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y
        expect(apart, `${one.id} and ${other.id}`).toBe(true)
      }
    }
  })
})

describe('the clipboard', () => {
  it('brings nodes back with new ids, their data and the edges between them', () => {
    const graph = new Graph(new Y.Doc())
    const a = graph.addNode({ type: 'code', position: { x: 0, y: 0 }, data: { label: 'A', code: 'x' } })
    const b = graph.addNode({ type: 'action', position: { x: 200, y: 0 }, data: { label: 'B' } })
    const c = graph.addNode({ type: 'action', position: { x: 400, y: 0 }, data: { label: 'C' } })
    graph.connect({ source: a, target: b })
    graph.connect({ source: b, target: c })
    const piece = pieceFromText(pieceToText(pieceOf(graph, [a, b])))
    if (piece === null) throw new Error('it is a piece')
    const { nodes, edges } = copyOf(piece, 40, 40)
    const added = graph.insert(nodes, edges)
    expect(graph.get().nodes).toHaveLength(5)
    expect(graph.node(added.nodes[0] ?? '')).toMatchObject({ type: 'code', position: { x: 40, y: 40 }, data: { label: 'A', code: 'x' } })
    expect(graph.get().edges.filter((edge) => edge.source === added.nodes[0])).toMatchObject([{ target: added.nodes[1] }])
    graph.undo.undo()
    expect(graph.get().nodes).toHaveLength(3)
  })

  it('takes no other text for a piece', () => {
    for (const text of ['', 'hello', '{', '{}', '[1]', '{"yrsa":"workflow"}', '{"yrsa":"workflow","nodes":[],"edges":[]}', '{"yrsa":"workflow","nodes":[{"label":"no id"}],"edges":[]}']) {
      expect(pieceFromText(text), text).toBeNull()
    }
  })
})

describe('marks', () => {
  const lock = (path: string, holder = 'bob'): Lock => ({
    id: `lock of ${path}`, path, holder: { id: holder, name: 'Bob' }, reason: null, expires_at: 1,
  })
  const other = (client: number, selection: unknown): Other => ({
    client, user: { id: `u${client}`, name: 'Ada', color: '#123456' }, role: 'editor', status: 'active', state: { selection } as Other['state'],
  })

  it('say what a lock on a node, around it or in it holds, and whose it is', () => {
    const marks = new Marks()
    marks.setLocks([lock('/nodes/a/data')], 'ada')
    expect([marks.of('nodes', 'a').held, marks.of('nodes', 'b').held, marks.of('edges', 'a').held]).toEqual([true, false, false])
    marks.setLocks([lock('')], 'ada')
    expect([marks.of('nodes', 'b').held, marks.of('edges', 'a').held]).toEqual([true, true])
    marks.setLocks([lock('/nodes', 'ada')], 'ada')
    expect(marks.of('nodes', 'b')).toMatchObject({ held: false, lock: { path: '/nodes' } })
  })

  it('tell only those whose mark changed', () => {
    const marks = new Marks()
    const told: string[] = []
    for (const id of ['a', 'b']) {
      marks.subscribe('nodes', id, () => told.push(id))
      marks.of('nodes', id)
    }
    marks.setOthers([other(1, { nodes: ['a'] })])
    marks.setOthers([other(1, { nodes: ['a'] })])
    expect(told).toEqual(['a'])
    expect(marks.of('nodes', 'a').peers).toEqual([{ client: 1, name: 'Ada', color: '#123456' }])
  })

  it('live with whatever others say to have chosen', () => {
    const marks = new Marks()
    marks.setOthers([other(1, 'all'), other(2, { nodes: 'a' }), other(3, { nodes: [1, null, 'a', 'a'] }), other(4, null)])
    expect(marks.of('nodes', 'a').peers.map(({ client }) => client)).toEqual([3])
  })

  it('find things whose ids have slashes', () => {
    expect(thingAt(pathOf('nodes', 'a/b~c'))).toEqual(['nodes', 'a/b~c'])
    const marks = new Marks()
    marks.setProblems([{ path: `${pathOf('edges', 'a/b')}/source`, message: 'there is no such node' }, { path: '', message: 'about nothing' }])
    expect(marks.of('edges', 'a/b').problems).toEqual(['there is no such node'])
  })
})

describe('runs in words', () => {
  it('take of several steps of a node the last', () => {
    const step = (id: string, started_at: number, status: 'failed' | 'running') => ({ id, node: 'n', status, started_at, attempt: 1, output: null })
    const run = { steps: [step('again', 20, 'running'), step('first', 10, 'failed')] } as unknown as Run
    expect(stepMarks(run).get('n')).toEqual({ status: 'running', error: null })
    expect(stepMarks(undefined).size).toBe(0)
  })

  it('say how long something took', () => {
    expect([0, 440, 12_000, 185_000, 7_800_000].map(durationWords)).toEqual(['0 s', '0.4 s', '12 s', '3 min 5 s', '2 h 10 min'])
  })

  it('name a command that a shell takes as it is meant', () => {
    expect(executorCommand(new URL('http://localhost:8080/'), 'acme/flow')).toBe('python3 examples/executor/executor.py http://localhost:8080 acme/')
    expect(executorCommand(new URL('http://localhost:8080/base/#/x'), 'flow')).toBe('python3 examples/executor/executor.py http://localhost:8080/base /')
    expect(executorCommand(new URL('http://localhost:8080'), "o'neill; rm/flow")).toContain(`'o'\\''neill; rm/'`)
  })
})

describe('values of data', () => {
  it('become what another type can hold of them', () => {
    expect(converted('12', 'number')).toBe(12)
    expect(converted('many', 'number')).toBe(0)
    expect(converted('no', 'boolean')).toBe(false)
    expect(converted(1, 'boolean')).toBe(true)
    expect(converted({ a: 1 }, 'text')).toBe('{"a":1}')
    expect(converted('{"a":1}', 'json')).toEqual({ a: 1 })
    expect(converted('word', 'json')).toEqual(['word'])
  })
})
