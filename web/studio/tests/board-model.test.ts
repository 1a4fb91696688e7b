// The board's layout in the document: what several people do at once comes out the same, and sensible, for all of them.
// Several documents stand for several people; `exchange` is the network between them.
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BoardModel, stepFrom } from '../src/board-model.ts'
import { seededRandom } from './seeded-random.ts'

interface Site {
  doc: Y.Doc
  board: BoardModel
}

function site(random: () => number = Math.random): Site {
  const doc = new Y.Doc()
  doc.clientID = Math.floor(random() * 2 ** 32)
  return { doc, board: new BoardModel(doc, random) }
}

function exchange(...sites: Site[]): void {
  const updates = sites.map(({ doc }) => Y.encodeStateAsUpdate(doc))
  for (const { doc } of sites) for (const update of updates) Y.applyUpdate(doc, update)
}

function titles({ board }: Site): [string, string[]][] {
  return board.read().map((column) => [column.title, column.cards.map((card) => card.title)])
}

function seededPair(): [Site, Site] {
  const pair: [Site, Site] = [site(), site()]
  pair[0].board.seed()
  exchange(...pair)
  return pair
}

describe('the board', () => {
  test('has each first column once when two people seed it at the same time', () => {
    const [ada, ben] = [site(), site()]
    ada.board.seed()
    ben.board.seed()
    exchange(ada, ben)
    expect(titles(ada)).toEqual([['To do', []], ['In progress', []], ['Done', []]])
    expect(titles(ben)).toEqual(titles(ada))
  })

  test('does not bring back columns that were deleted', () => {
    const [ada] = seededPair()
    for (const column of ada.board.read()) ada.board.deleteColumn(column.id)
    ada.board.seed()
    expect(titles(ada)).toEqual([])
  })

  test('puts a card that two people move at once into exactly one of the two places', () => {
    const [ada, ben] = seededPair()
    const card = ada.board.addCard('todo', 'map')
    exchange(ada, ben)
    ada.board.moveCard(card, 'doing', undefined)
    ben.board.moveCard(card, 'done', undefined)
    exchange(ada, ben)
    expect(titles(ada)).toEqual(titles(ben))
    const holding = ada.board.read().filter((column) => column.cards.length === 1).map((column) => column.id)
    expect([['doing'], ['done']]).toContainEqual(holding)
  })

  test('keeps a rename and a move that happen at once', () => {
    const [ada, ben] = seededPair()
    const card = ada.board.addCard('todo', 'map')
    exchange(ada, ben)
    ada.board.renameCard(card, 'big map')
    ben.board.moveCard(card, 'done', undefined)
    exchange(ada, ben)
    expect(titles(ada)).toEqual([['To do', []], ['In progress', []], ['Done', ['big map']]])
  })

  test('shows a card that was moved into a column while it was deleted', () => {
    const [ada, ben] = seededPair()
    const card = ada.board.addCard('todo', 'map')
    exchange(ada, ben)
    ada.board.moveCard(card, 'done', undefined)
    ben.board.deleteColumn('done')
    exchange(ada, ben)
    expect(titles(ben)).toEqual([['To do', []], ['In progress', []], ['Lost their column', ['map']]])
    ben.board.moveCard(card, 'todo', undefined)
    expect(titles(ben)).toEqual([['To do', ['map']], ['In progress', []]])
  })

  test('undoes one’s own last action only, and a deleted column with all its cards at once', () => {
    const [ada, ben] = seededPair()
    ada.board.addCard('todo', 'mine')
    exchange(ada, ben)
    ben.board.addCard('todo', 'yours')
    exchange(ada, ben)
    ada.board.deleteColumn('todo')
    ada.board.undo.undo()
    expect(titles(ada)[0]).toEqual(['To do', ['mine', 'yours']])
    ada.board.undo.undo()
    expect(titles(ada)[0]).toEqual(['To do', ['yours']])
    ada.board.undo.undo()
    expect(titles(ada)[0]).toEqual(['To do', ['yours']])
  })

  test('steps a card through rows and columns with the arrow keys', () => {
    const [ada] = seededPair()
    const [first, second] = [ada.board.addCard('todo', '1'), ada.board.addCard('todo', '2')]
    const step = (id: string, direction: 'up' | 'down' | 'left' | 'right'): void => {
      const target = stepFrom(ada.board.read(), id, direction)
      if (target !== undefined) ada.board.moveCard(id, target.columnId, target.beforeId)
    }
    step(first, 'down')
    expect(titles(ada)[0]).toEqual(['To do', ['2', '1']])
    step(first, 'up')
    step(first, 'up')
    expect(titles(ada)[0]).toEqual(['To do', ['1', '2']])
    step(second, 'left')
    step(second, 'right')
    expect(titles(ada)).toEqual([['To do', ['1']], ['In progress', ['2']], ['Done', []]])
  })

  test('writes nothing when a card is put where it already is', () => {
    const [ada] = seededPair()
    const [first, second] = [ada.board.addCard('todo', '1'), ada.board.addCard('todo', '2')]
    let updates = 0
    ada.doc.on('update', () => { updates += 1 })
    ada.board.moveCard(first, 'todo', second)
    ada.board.moveCard(second, 'todo', undefined)
    ada.board.moveCard(first, 'todo', first)
    expect(updates).toBe(0)
  })

  test('reads whatever other programs wrote without failing', () => {
    const { doc, board } = site()
    doc.getMap('board.columns').set('a', 'no map')
    doc.getMap('board.columns').set('b', new Y.Map([['title', 5], ['order', '!']]))
    doc.getMap('board.cards').set('c', new Y.Map([['place', 'nowhere']]))
    doc.getMap('board.cards').set('d', new Y.Map([['place', { column: 'b', order: 7 }]]))
    expect(board.read().map((column) => [column.title, column.cards.length])).toEqual([['', 1], ['Lost their column', 1]])
  })

  test('is the same for three people after any number of concurrent random actions, and loses no card', () => {
    const random = seededRandom()
    const sites = [site(random), site(random), site(random)]
    sites[0]?.board.seed()
    exchange(...sites)
    const ids: string[] = []
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
    for (let round = 0; round < 200; round += 1) {
      const { board } = pick(sites)
      const columns = board.read()
      const cards = columns.flatMap((column) => column.cards)
      if (cards.length === 0 || random() < 0.3) ids.push(board.addCard(pick(columns).id, `card ${round}`))
      else board.moveCard(pick(cards).id, pick(columns).id, random() < 0.5 ? pick(cards).id : undefined)
      if (random() < 0.2) exchange(...sites)
    }
    exchange(...sites)
    const [first, ...others] = sites.map(({ board }) => board.read())
    for (const other of others) expect(other).toEqual(first)
    expect(first?.flatMap((column) => column.cards.map((card) => card.id)).sort()).toEqual(ids.sort())
  })
})
