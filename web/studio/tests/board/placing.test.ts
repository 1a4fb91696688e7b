// Where a lifted card goes, how the board looks meanwhile, and what is found, called and counted on it.
// The board under test is a real one; nothing of it is drawn.
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BoardModel } from '../../src/board/board-model.ts'
import { matcher, NO_FILTER } from '../../src/board/card-filter.ts'
import { cardIn, dueInWords, factsInWords, labelHue, pathOf, today } from '../../src/board/card-words.ts'
import type { CardPlace, Lift } from '../../src/board/placing.ts'
import { amongAll, arranged, cardBeside, cardStep, columnStep, placeInWords } from '../../src/board/placing.ts'
import { COMMON, toCommon, toHere } from '../../src/board/surface.ts'
import { openThreadsByCard, peopleAtCards, sortLocks } from '../../src/board/surroundings.ts'

function board(): { model: BoardModel; ids: Record<string, string> } {
  const doc = new Y.Doc()
  const model = new BoardModel(doc)
  const ids: Record<string, string> = {}
  for (const title of ['todo', 'doing', 'done']) ids[title] = model.addColumn(title)
  for (const title of ['a', 'b', 'c']) ids[title] = model.addCard(ids['todo'] as string, title)
  ids['d'] = model.addCard(ids['done'] as string, 'd')
  return { model, ids }
}

function held(id: string, to: CardPlace): Lift {
  return { kind: 'card', id, by: 'keys', to, height: 0 }
}

describe('a card lifted by keys', () => {
  test('is shown where it would go, and what it passes stays the identical object', () => {
    const { model, ids } = board()
    const all = model.get()
    const id = ids['a'] as string
    let to: CardPlace = { column: ids['todo'] as string, before: ids['b'] as string }
    const go = (direction: 'up' | 'down' | 'left' | 'right'): string => {
      to = cardStep(arranged(all, held(id, to), null), id, direction) ?? to
      return placeInWords(arranged(all, held(id, to), null), id)
    }
    expect(arranged(all, held(id, to), null)[0]).toBe(all.columns[0])
    expect(go('up')).toBe('todo, 1 of 3')
    expect(go('down')).toBe('todo, 2 of 3')
    expect(go('down')).toBe('todo, 3 of 3')
    expect(go('down')).toBe('todo, 3 of 3')
    expect(go('right')).toBe('doing, 1 of 1')
    expect(arranged(all, held(id, to), null)[2]).toBe(all.columns[2])
    expect(go('right')).toBe('done, 1 of 2')
    expect(go('right')).toBe('done, 1 of 2')
    expect(go('down')).toBe('done, 2 of 2')
    model.moveCard(id, to.column, to.before)
    expect(placeInWords(model.get().columns, id)).toBe('done, 2 of 2')
  })

  test('goes to the end when others delete the card it would stand before, and home when they delete the column', () => {
    const { model, ids } = board()
    const lift = held(ids['a'] as string, { column: ids['done'] as string, before: ids['d'] as string })
    expect(placeInWords(arranged(model.get(), lift, null), ids['a'] as string)).toBe('done, 1 of 2')
    model.deleteCard(ids['d'] as string)
    expect(placeInWords(arranged(model.get(), lift, null), ids['a'] as string)).toBe('done, 1 of 1')
    model.deleteColumn(ids['done'] as string)
    expect(placeInWords(arranged(model.get(), lift, null), ids['a'] as string)).toBe('todo, 1 of 3')
  })

  test('put down at the end of what the filter shows stands behind the last card one sees, not behind hidden ones', () => {
    const { model, ids } = board()
    const visible = arranged(model.get(), null, (card) => card.title !== 'c')
    const to = amongAll(model.get(), visible, ids['d'] as string, { column: ids['todo'] as string, before: null })
    expect(to.before).toBe(ids['c'])
  })

  test('finds its neighbours past empty columns', () => {
    const { model, ids } = board()
    expect(cardBeside(model.get().columns, ids['c'] as string, 'right')).toBe(ids['d'])
    expect(cardBeside(model.get().columns, ids['d'] as string, 'left')).toBe(ids['a'])
    expect(cardBeside(model.get().columns, ids['a'] as string, 'up')).toBeUndefined()
    expect(cardBeside(model.get().columns, ids['a'] as string, 'down')).toBe(ids['b'])
  })
})

test('a column steps left and right and stops at the ends', () => {
  const { model, ids } = board()
  const { columns } = model.get()
  expect(columnStep(columns, ids['todo'] as string, 'left')).toBeUndefined()
  expect(columnStep(columns, ids['todo'] as string, 'right')).toBe(ids['done'])
  expect(columnStep(columns, ids['doing'] as string, 'right')).toBeNull()
  expect(columnStep(columns, ids['done'] as string, 'right')).toBeUndefined()
  expect(columnStep(columns, ids['done'] as string, 'left')).toBe(ids['doing'])
})

describe('a filter', () => {
  test('finds cards by words of title, label and description, by label and by person', () => {
    const { model, ids } = board()
    const [a, b] = [ids['a'] as string, ids['b'] as string]
    model.addLabel(a, 'Urgent')
    model.setField(b, 'assignee', 'ada')
    ;(model.makeDescription(b) as Y.Text).insert(0, 'Needs a SECOND look')
    const found = (filter: Partial<typeof NO_FILTER>): string[] => {
      const matches = matcher({ ...NO_FILTER, ...filter }, (id) => String(model.description(id)))
      return [...model.get().cards.values()].filter((card) => matches?.(card) ?? true).map((card) => card.title).sort()
    }
    expect(found({})).toEqual(['a', 'b', 'c', 'd'])
    expect(found({ words: 'urgent' })).toEqual(['a'])
    expect(found({ words: 'second needs' })).toEqual(['b'])
    expect(found({ labels: ['Urgent', 'none'] })).toEqual(['a'])
    expect(found({ assignee: 'ada' })).toEqual(['b'])
    expect(found({ assignee: 'nobody', words: ' ' })).toEqual(['a', 'c', 'd'])
  })

  test('gives the identical column while what it shows of it is the same', () => {
    const { model } = board()
    const matches = (card: { title: string }): boolean => card.title !== 'c'
    const before = arranged(model.get(), null, matches)
    expect(arranged(model.get(), null, matches)[0]).toBe(before[0])
    expect(before[2]).toBe(model.get().columns[2])
  })
})

describe('words for a card', () => {
  test('say when it is due from where the reader stands', () => {
    const now = '2026-11-21'
    expect(dueInWords('2026-11-21', now)).toEqual({ words: 'Today', state: 'soon' })
    expect(dueInWords('2026-11-22', now)).toEqual({ words: 'Tomorrow', state: 'soon' })
    expect(dueInWords('2026-11-20', now)).toEqual({ words: 'Yesterday', state: 'overdue' })
    expect(dueInWords('2026-11-26', now)).toEqual({ words: 'Thursday', state: 'later' })
    expect(dueInWords('2026-12-24', now)?.words).toBe('Dec 24')
    expect(dueInWords('2025-12-24', now)).toEqual({ words: 'Dec 24, 2025', state: 'overdue' })
    expect(dueInWords('2026-02-31', now)).toBeNull()
    expect(today(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05')
  })

  test('name its marks for who can’t see them', () => {
    const facts = { labels: ['bug'], due: dueInWords('2026-11-20', '2026-11-21'), assignee: 'Ada', lockedBy: 'Bob', people: ['Bob', 'Cy'] }
    expect(factsInWords(facts)).toBe('bug; overdue since Yesterday; assigned to Ada; locked by Bob; Bob, Cy are here')
  })

  test('give each label the same hue whatever its case', () => {
    expect(labelHue('Bug')).toBe(labelHue('bug'))
    expect(new Set(['bug', 'idea', 'urgent', 'design', 'docs'].map(labelHue)).size).toBeGreaterThan(2)
  })

  test('make a pointer to a card whose id has slashes, and read it back', () => {
    for (const id of ['c1', 'a/b~c', '~1']) expect(cardIn(`${pathOf('cards', id)}/title`)).toBe(id)
    for (const path of ['/cards', '/cards/', '/columns/a', '', 5, null]) expect(cardIn(path)).toBeNull()
  })
})

describe('what others do', () => {
  const ada = { id: 'ada', name: 'Ada', color: '#112233' }
  const bob = { id: 'bob', name: 'Bob', color: '#445566' }
  const other = (user: typeof ada, client: number, state: Record<string, unknown>) => ({ client, user, role: undefined, status: 'active' as const, state })

  test('is each person at a card once, and the same lists as before while only pointers move', () => {
    const first = peopleAtCards([other(bob, 1, { place: '/cards/c1' }), other(ada, 2, { place: '/cards/c1/title' }), other(bob, 3, { place: '/cards/c1' }), other(ada, 4, {})], new Map())
    expect([...first]).toEqual([['c1', [ada, bob]]])
    const moved = peopleAtCards([other(ada, 2, { place: '/cards/c1', pointer: { x: 1 } }), other({ ...bob }, 1, { place: '/cards/c1' })], first)
    expect(moved).toBe(first)
    const left = peopleAtCards([other(ada, 2, { place: '/cards/c1' }), other(bob, 1, { place: '/cards/c2' })], first)
    expect([...left.keys()]).toEqual(['c1', 'c2'])
  })

  test('bars cards that somebody else has locked in whole or in part, and none of one’s own', () => {
    const lock = (path: string, id: string) => ({ id: path, document: 'd', path, holder: { id, name: id }, acquired_at: 0, renewed_at: 0, expires_at: 1, reason: null, release_on_leave: null })
    const locks = sortLocks([lock('/cards/c1', 'bob'), lock('/cards/c2/title', 'bob'), lock('/cards/c3', 'ada'), lock('/columns/k', 'bob')], 'ada', ['c1', 'c2', 'c3', 'c4'])
    expect([...locks.barred]).toEqual(['c1', 'c2'])
    expect([...locks.cards.keys()]).toEqual(['c1', 'c2', 'c3'])
    expect([...locks.columns.keys()]).toEqual(['k'])
    expect([...sortLocks([lock('/cards', 'bob')], 'ada', ['c1']).barred]).toEqual(['c1'])
    expect(sortLocks([lock('', 'bob')], 'ada', []).allColumns?.path).toBe('')
    expect(sortLocks([lock('/cards', 'ada')], 'ada', ['c1']).allCards).toBeNull()
  })

  test('counts open threads by card', () => {
    const thread = (path: string | null, resolved = false) => ({ resolved, anchor: path === null ? { type: 'document' } : { type: 'path', path } }) as unknown as Parameters<typeof openThreadsByCard>[0][number]
    expect([...openThreadsByCard([thread('/cards/a'), thread('/cards/a/description'), thread('/cards/b', true), thread(null)])]).toEqual([['a', 2]])
  })
})

test('a place told from a phone is the same place in the same column on a wide screen', () => {
  const phone = { left: 12, width: 300, pitch: 312 }
  for (const spot of [{ x: 12, y: 5 }, { x: 162, y: 80 }, { x: 12 + 312 * 3 + 300, y: 9 }, { x: 318, y: 1 }, { x: 4, y: 2 }]) {
    const told = toCommon(spot, phone)
    const back = toHere(told, phone)
    expect(Math.abs(back.x - spot.x)).toBeLessThan(0.3)
    expect(told.y).toBe(spot.y)
  }
  expect(toCommon({ x: 162, y: 0 }, phone).x).toBe(COMMON.left + COMMON.width / 2)
})
