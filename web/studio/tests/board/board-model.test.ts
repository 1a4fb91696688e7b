// The board's layout in the document: what several people do at once comes out the same, and sensible, for all of them.
// Several documents stand for several people; `exchange` is the network between them.
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BoardModel, LOST } from '../../src/board/board-model.ts'
import { seededRandom } from './seeded-random.ts'

interface Site {
  doc: Y.Doc
  board: BoardModel
}

/** A document as the server seeds it. */
function site(random: () => number = Math.random): Site {
  const seed = new Y.Doc()
  seed.clientID = 1
  const columns = seed.getMap('columns')
  seed.transact(() => {
    for (const [id, order] of [['todo', 'a0'], ['doing', 'a1'], ['done', 'a2']]) columns.set(id as string, new Y.Map<unknown>(Object.entries({ title: id, order })))
  })
  const doc = new Y.Doc()
  doc.clientID = 2 + Math.floor(random() * 2 ** 31)
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(seed))
  return { doc, board: new BoardModel(doc, random) }
}

function exchange(...sites: Site[]): void {
  const updates = sites.map(({ doc }) => Y.encodeStateAsUpdate(doc))
  for (const { doc } of sites) for (const update of updates) Y.applyUpdate(doc, update)
}

function titles({ board }: Site): Record<string, string[]> {
  return Object.fromEntries(board.get().columns.map((column) => [column.title, column.cards.map((card) => card.title)]))
}

function pair(): [Site, Site] {
  return [site(), site()]
}

describe('a board', () => {
  test('puts a card that two people move at once into exactly one column', () => {
    const [ada, ben] = pair()
    const card = ada.board.addCard('todo', 'map')
    exchange(ada, ben)
    ada.board.moveCard(card, 'doing', null)
    ben.board.moveCard(card, 'done', null)
    exchange(ada, ben)
    expect(titles(ada)).toEqual(titles(ben))
    expect(Object.values(titles(ada)).flat()).toEqual(['map'])
    expect(titles(ada)['todo']).toEqual([])
  })

  test('keeps a rename and a move that happen at once', () => {
    const [ada, ben] = pair()
    const card = ada.board.addCard('todo', 'map')
    exchange(ada, ben)
    ada.board.renameCard(card, 'big map')
    ben.board.moveCard(card, 'done', null)
    exchange(ada, ben)
    expect(titles(ada)).toEqual({ todo: [], doing: [], done: ['big map'] })
  })

  test('keeps both labels that two people add at once, and takes one away for all', () => {
    const [ada, ben] = pair()
    const card = ada.board.addCard('todo', 'map')
    exchange(ada, ben)
    ada.board.addLabel(card, 'bug')
    ben.board.addLabel(card, 'urgent')
    ben.board.addLabel(card, '  bug ')
    exchange(ada, ben)
    expect([...(ada.board.get().cards.get(card)?.labels ?? [])].sort()).toEqual(['bug', 'urgent'])
    expect(ada.board.get().labels).toEqual(['bug', 'urgent'])
    ada.board.removeLabel(card, 'bug')
    exchange(ada, ben)
    expect(ben.board.get().cards.get(card)?.labels).toEqual(['urgent'])
  })

  test('shows a card that was moved into a column while it was deleted', () => {
    const [ada, ben] = pair()
    const card = ada.board.addCard('todo', 'map')
    exchange(ada, ben)
    ada.board.moveCard(card, 'done', null)
    ben.board.deleteColumn('done')
    exchange(ada, ben)
    expect(titles(ben)).toEqual({ todo: [], doing: [], 'Without a column': ['map'] })
    expect(ben.board.get().columns.at(-1)?.id).toBe(LOST)
    ben.board.moveCard(card, 'todo', null)
    expect(titles(ben)).toEqual({ todo: ['map'], doing: [] })
  })

  test('undoes one’s own last action only, and a deleted column with all its cards at once', () => {
    const [ada, ben] = pair()
    ada.board.addCard('todo', 'mine')
    exchange(ada, ben)
    ben.board.addCard('todo', 'yours')
    exchange(ada, ben)
    ada.board.deleteColumn('todo')
    ada.board.undo.undo()
    expect(titles(ada)['todo']).toEqual(['mine', 'yours'])
    ada.board.undo.undo()
    expect(titles(ada)['todo']).toEqual(['yours'])
    ada.board.undo.undo()
    expect(titles(ada)['todo']).toEqual(['yours'])
  })

  test('moves columns, and does it once when two people put the same one elsewhere', () => {
    const [ada, ben] = pair()
    ada.board.moveColumn('done', 'todo')
    ben.board.moveColumn('done', 'doing')
    exchange(ada, ben)
    expect(Object.keys(titles(ada)).sort()).toEqual(['doing', 'done', 'todo'])
    expect(Object.keys(titles(ada))).toEqual(Object.keys(titles(ben)))
    ada.board.moveColumn('todo', null)
    expect(Object.keys(titles(ada)).at(-1)).toBe('todo')
  })

  test('writes nothing when something is put where it already is', () => {
    const [ada] = pair()
    const [first, second] = [ada.board.addCard('todo', '1'), ada.board.addCard('todo', '2')]
    let updates = 0
    ada.doc.on('update', () => { updates += 1 })
    ada.board.moveCard(first, 'todo', second)
    ada.board.moveCard(second, 'todo', null)
    ada.board.moveCard(first, 'todo', first)
    ada.board.moveCard('gone', 'todo', null)
    ada.board.moveCard(first, 'gone', null)
    ada.board.moveColumn('done', null)
    ada.board.renameCard(first, ' 1 ')
    ada.board.renameCard(first, '  ')
    ada.board.setField(first, 'due', null)
    ada.board.removeLabel(first, 'none')
    expect(updates).toBe(0)
  })

  test('reads whatever other programs wrote without failing', () => {
    const { doc, board } = site()
    const cards = doc.getMap('cards')
    const wide = (fields: Record<string, unknown>): Y.Map<unknown> => new Y.Map(Object.entries(fields))
    doc.getMap('columns').set('a', 'no map')
    doc.getMap('columns').set('b', wide({ title: 5, order: 'ü' }))
    cards.set('number', 7)
    cards.set('c', wide({ column: 3, labels: 'x', assignee: {}, due: 'tomorrow', description: 9 }))
    cards.set('d', wide({ title: new Y.Text('words'), column: 'b', order: '', labels: ['x', 5, 'x', ''], due: '2026-11-21T09:00:00Z', description: 'plain' }))
    const shown = board.get().columns.map((column) => [column.title, column.cards.map((card) => card.title)])
    expect(shown).toEqual([['todo', []], ['doing', []], ['done', []], ['', ['words']], ['Without a column', ['']]])
    expect(board.get().cards.get('d')).toMatchObject({ labels: ['x'], due: '2026-11-21', described: true, assignee: null })
    expect(board.get().cards.get('c')).toMatchObject({ labels: [], due: null, described: false, assignee: null })
    expect(board.makeDescription('d')?.toString()).toBe('plain')
    expect(board.description('d')?.toString()).toBe('plain')
  })

  test('hands out the identical card, column and board when nothing about them changed', () => {
    const { board } = site()
    const [one, two] = [board.addCard('todo', 'one'), board.addCard('done', 'two')]
    const before = board.get()
    let told = 0
    board.subscribe(() => { told += 1 })
    board.description(one)
    ;(board.description(one) as Y.Text).insert(0, 'a')
    expect(told).toBe(1)
    expect(board.get().cards.get(one)?.described).toBe(true)
    expect(board.get().cards.get(two)).toBe(before.cards.get(two))
    expect(board.get().columns[2]).toBe(before.columns[2])
    expect(board.get().columns[0]).not.toBe(before.columns[0])
    const now = board.get()
    ;(board.description(one) as Y.Text).insert(1, 'b')
    expect(told).toBe(1)
    expect(board.get()).toBe(now)
  })

  test('is the same for three people after any number of concurrent random actions, and loses no card', { timeout: 60_000 }, () => {
    const random = seededRandom()
    const sites = [site(random), site(random), site(random)]
    exchange(...sites)
    const ids: string[] = []
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
    for (let round = 0; round < 200; round += 1) {
      const { board } = pick(sites)
      const { columns, cards } = board.get()
      const roll = random()
      if (cards.size === 0 || roll < 0.3) ids.push(board.addCard(pick(columns).id, `card ${round}`))
      else if (roll < 0.4) board.moveColumn(pick(columns).id, random() < 0.5 ? pick(columns).id : null)
      else if (roll < 0.5) board.addLabel(pick([...cards.keys()]), pick(['a', 'b', 'c']))
      else if (roll < 0.55) board.undo.undo()
      else board.moveCard(pick([...cards.keys()]), pick(columns).id, random() < 0.5 ? pick([...cards.keys()]) : null)
      if (random() < 0.2) exchange(...sites)
    }
    exchange(...sites)
    const [first, ...others] = sites.map(({ board }) => board.get().columns)
    for (const other of others) expect(other).toEqual(first)
    for (const { doc, board } of sites) {
      const fresh = new BoardModel(doc, random)
      expect(fresh.get().columns, 'what was kept up to date reads as what is read anew').toEqual(board.get().columns)
      const shown = first?.flatMap((column) => column.cards.map((card) => card.id)) ?? []
      expect(shown.length).toBe(new Set(shown).size)
      expect([...doc.getMap('cards').keys()].sort()).toEqual(shown.sort())
      expect(shown.every((id) => ids.includes(id))).toBe(true)
    }
  })
})
