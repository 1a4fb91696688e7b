// @vitest-environment jsdom
// The board as people use it: what is drawn again, keys, rights, locks. Without a server: the client is a stand-in.
// How it looks and how it is dragged with a pointer is tested in a real browser, in tests/browser.
import '../../../react/tests/setup.ts'
import { act, fireEvent, render, screen, within } from '@testing-library/react'
import { ConnectionProvider, Toasts } from '@yrsa/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { FakeConnection } from '../../../react/tests/fake-client.ts'
import { fakeConnection, lock, other } from '../../../react/tests/fake-client.ts'
import BoardEditor from '../../src/board/board-editor.tsx'
import type { EditorProps } from '../../src/editor.ts'

const drawn = vi.hoisted(() => ({ cards: 0 }))

vi.mock('@yrsa/client', async () => {
  class Threads {
    get = (): object => STATE
    subscribe = (): (() => void) => () => {}
  }
  const STATE = { threads: [], loaded: true }
  return { ...(await import('../../../react/tests/fake-client.ts')), Threads }
})
vi.mock('../../src/board/card-words.ts', async (original) => {
  const words = await original<typeof import('../../src/board/card-words.ts')>()
  return {
    ...words,
    factsInWords(facts: Parameters<typeof words.factsInWords>[0]) {
      drawn.cards += 1
      return words.factsInWords(facts)
    },
  }
})

// jsdom knows no CSS.escape.
globalThis.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, '\\$&') } as typeof CSS

const BOB = { id: 'bob', name: 'Bob', color: '#334455' }

interface Shown {
  connection: FakeConnection
  cards: Y.Map<Y.Map<unknown>>
  said: string[]
  asked: string[]
  board(): Record<string, string[]>
  rerender(props: Partial<EditorProps>): Promise<void>
}

async function show(count: number, props: Partial<EditorProps> = {}): Promise<Shown> {
  const connection = fakeConnection()
  Object.assign(connection.client, { api: { GET: () => Promise.resolve({}) } })
  const { doc } = connection
  const wide = (fields: object): Y.Map<unknown> => new Y.Map(Object.entries(fields))
  doc.transact(() => {
    for (const [id, title, order] of [['todo', 'To do', 'a0'], ['doing', 'Doing', 'a1'], ['done', 'Done', 'a2']]) doc.getMap('columns').set(id as string, wide({ title, order }))
    for (let index = 0; index < count; index += 1) {
      doc.getMap('cards').set(`c${index}`, wide({ title: `Card ${index}`, column: index < count - 1 ? 'todo' : 'doing', order: `a${String(index).padStart(4, '0')}1` }))
    }
  })
  const said: string[] = []
  const asked: string[] = []
  const all: EditorProps = {
    connection,
    mayEdit: true,
    at: null,
    show: (path) => asked.push(`show ${path}`),
    following: null,
    stopFollowing: () => asked.push('stop following'),
    comment: (anchor) => asked.push(`comment ${JSON.stringify(anchor)}`),
    openThreads: (path) => asked.push(`threads ${path}`),
    setUndo: () => {},
    announce: (sentence) => said.push(sentence),
    ...props,
  }
  const page = (more: Partial<EditorProps>) => (
    <Toasts>
      <ConnectionProvider connection={connection}>
        <BoardEditor {...all} {...more} />
      </ConnectionProvider>
    </Toasts>
  )
  const { rerender } = render(page({}))
  await act(async () => {})
  const board = (): Record<string, string[]> =>
    Object.fromEntries([...document.querySelectorAll('[data-column]')].map((column) => [
      column.querySelector('.board-column-title')?.textContent ?? '',
      [...column.querySelectorAll('.board-card-title')].map((title) => title.textContent ?? ''),
    ]))
  return { connection, cards: doc.getMap('cards'), said, asked, board, rerender: async (more) => act(async () => rerender(page(more))) }
}

function card(title: string): HTMLElement {
  return screen.getByText(title, { selector: '.board-card-title' }).closest('button') as HTMLElement
}

function press(element: Element, ...keys: string[]): void {
  for (const key of keys) fireEvent.keyDown(document.activeElement ?? element, { key })
}

beforeEach(() => {
  drawn.cards = 0
})

describe('a board of 500 cards', { timeout: 60_000 }, () => {
  test('draws one card again when one card changes, and none when pointers move', async () => {
    const { connection, cards } = await show(500)
    expect(drawn.cards).toBe(500)
    drawn.cards = 0
    await act(async () => cards.get('c250')?.set('title', 'Changed'))
    expect(screen.getByText('Changed')).toBeTruthy()
    expect(drawn.cards).toBe(1)
    await act(async () => {
      for (let step = 0; step < 20; step += 1) connection.others.set([other(BOB, { pointer: { surface: 'board', x: step, y: step } })])
    })
    expect(drawn.cards).toBe(1)
    await act(async () => connection.others.set([other(BOB, { place: '/cards/c7' })]))
    expect(drawn.cards).toBe(2)
  })

  test('draws only what moved when a card goes to another column', async () => {
    const { cards } = await show(500)
    drawn.cards = 0
    await act(async () => cards.get('c250')?.set('column', 'done'))
    expect(drawn.cards).toBe(1)
  })
})

describe('by keyboard', { timeout: 30_000 }, () => {
  test('a card is lifted, carried through rows and columns, and put down in one write', async () => {
    const { connection, said, board } = await show(4)
    let writes = 0
    connection.doc.on('update', () => { writes += 1 })
    const first = card('Card 0')
    act(() => first.focus())
    act(() => press(first, ' '))
    expect(said.at(-1)).toMatch(/^Lifted/)
    act(() => press(first, 'ArrowDown'))
    expect(said.at(-1)).toBe('To do, 2 of 3')
    act(() => press(first, 'ArrowRight'))
    expect(said.at(-1)).toBe('Doing, 2 of 2')
    expect(document.activeElement?.textContent).toContain('Card 0')
    expect(writes).toBe(0)
    act(() => press(first, ' '))
    expect(said.at(-1)).toBe('Put down: Doing, 2 of 2')
    expect(writes).toBe(1)
    expect(board()).toEqual({ 'To do': ['Card 1', 'Card 2'], Doing: ['Card 3', 'Card 0'], Done: [] })
  })

  test('escape puts a lifted card back and writes nothing', async () => {
    const { connection, board } = await show(3)
    let writes = 0
    connection.doc.on('update', () => { writes += 1 })
    const before = board()
    act(() => card('Card 0').focus())
    act(() => press(card('Card 0'), ' ', 'ArrowRight', 'ArrowRight'))
    expect(board()['Done']).toEqual(['Card 0'])
    act(() => press(card('Card 0'), 'Escape'))
    expect(board()).toEqual(before)
    expect(writes).toBe(0)
  })

  test('a card that others delete while it is lifted is let go of', async () => {
    const { cards, board } = await show(3)
    act(() => card('Card 0').focus())
    act(() => press(card('Card 0'), ' ', 'ArrowRight'))
    await act(async () => cards.delete('c0'))
    expect(board()).toEqual({ 'To do': ['Card 1'], Doing: ['Card 2'], Done: [] })
    expect(document.querySelector('[data-lifted]')).toBeNull()
  })

  test('arrows walk, and Tab reaches one card of each column', async () => {
    await show(4)
    act(() => card('Card 0').focus())
    act(() => press(card('Card 0'), 'ArrowDown'))
    expect(document.activeElement).toBe(card('Card 1'))
    act(() => press(card('Card 1'), 'ArrowRight'))
    expect(document.activeElement).toBe(card('Card 3'))
    expect([...document.querySelectorAll('.board-card-open[tabindex="0"]')].map((node) => node.textContent)).toEqual(['Card 1', 'Card 3'])
  })

  test('a column is moved by its grip', async () => {
    const { board, said } = await show(0)
    const grip = screen.getByRole('button', { name: 'Move column To do' })
    act(() => grip.focus())
    act(() => press(grip, ' ', 'ArrowRight', 'ArrowRight', ' '))
    expect(Object.keys(board())).toEqual(['Doing', 'Done', 'To do'])
    expect(said.at(-1)).toBe('Put down: To do, column 3 of 3')
  })

  test('Delete takes a card away, and the message brings it back', async () => {
    const { board } = await show(3)
    act(() => card('Card 0').focus())
    await act(async () => press(card('Card 0'), 'Delete'))
    expect(board()['To do']).toEqual(['Card 1'])
    expect(document.activeElement).toBe(card('Card 1'))
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Undo' })))
    expect(board()['To do']).toEqual(['Card 0', 'Card 1'])
  })
})

describe('who may only read', { timeout: 30_000 }, () => {
  test('sees everything and no control that does nothing', async () => {
    const { board, rerender } = await show(3, { mayEdit: false })
    expect(board()).toEqual({ 'To do': ['Card 0', 'Card 1'], Doing: ['Card 2'], Done: [] })
    expect(document.querySelector('[data-drag]')).toBeNull()
    for (const name of [/Add a card/, /Add a column/, /^Rename/, /^Move column/, /^More for column/]) expect(screen.queryByRole('button', { name })).toBeNull()
    await rerender({ mayEdit: true })
    expect(screen.getAllByRole('button', { name: /Add a card/ })).toHaveLength(3)
  })

  test('reads a card without fields to change it', async () => {
    await show(3, { mayEdit: false, at: '/cards/c0' })
    const sheet = screen.getByRole('dialog', { name: 'Card: Card 0' })
    expect(within(sheet).queryAllByRole('textbox')).toHaveLength(0)
    expect(within(sheet).queryAllByRole('combobox')).toHaveLength(0)
    expect(within(sheet).queryByRole('menuitem', { name: /Delete/ })).toBeNull()
  })
})

describe('a card that somebody else has locked', { timeout: 30_000 }, () => {
  test('says so, stays where it is, and can be read', async () => {
    const { connection, board } = await show(3, { at: '/cards/c0' })
    await act(async () => connection.locks.set([lock('/cards/c0', BOB, { reason: 'rewriting it' })]))
    const sheet = screen.getByRole('dialog', { name: 'Card: Card 0' })
    expect(sheet.textContent).toContain('Bob has this card locked: rewriting it')
    expect(within(sheet).queryByRole('textbox', { name: 'Title' })).toBeNull()
    expect(document.querySelector('[data-card="c0"]')?.hasAttribute('data-drag')).toBe(false)
    act(() => card('Card 0').focus())
    await act(async () => press(card('Card 0'), ' ', 'ArrowRight', ' '))
    await act(async () => press(card('Card 0'), 'Delete'))
    expect(board()['To do']).toEqual(['Card 0', 'Card 1'])
    expect(document.querySelector('.yrsa-toast')?.textContent).toContain('Bob has it locked: rewriting it.')
    expect(document.querySelector('[data-card="c1"]')?.hasAttribute('data-drag')).toBe(true)
  })

  test('is one’s own to change while one holds the lock oneself', async () => {
    const { connection } = await show(3, { at: '/cards/c0' })
    await act(async () => connection.locks.set([lock('/cards/c0', { id: 'ada', name: 'Ada' })]))
    expect(screen.getByRole('textbox', { name: 'Title' })).toBeTruthy()
    expect(document.querySelector('[data-card="c0"]')?.hasAttribute('data-drag')).toBe(true)
  })
})

describe('the filter', () => {
  test('shows what matches and says how many', async () => {
    const { board } = await show(12)
    await act(async () => fireEvent.change(screen.getByRole('searchbox', { name: 'Find cards' }), { target: { value: 'card 1' } }))
    expect(board()).toEqual({ 'To do': ['Card 1', 'Card 10'], Doing: ['Card 11'], Done: [] })
    expect(screen.getByText('3 of 12')).toBeTruthy()
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Show all cards' })))
    expect(board()['To do']).toHaveLength(11)
  })
})

test('an address of a card that is gone closes and says so', async () => {
  const { asked } = await show(1, { at: '/cards/none' })
  expect(asked).toContain('show null')
  expect(document.querySelector('.yrsa-toast')?.textContent).toContain('This card was deleted.')
})

test('where one is, is told: the open card, and nothing when one leaves', async () => {
  const { connection, rerender } = await show(2, { at: '/cards/c0' })
  const state = (): Record<string, unknown> => connection.awareness.getLocalState() ?? {}
  expect(state()).toMatchObject({ place: '/cards/c0', viewing: '/cards/c0' })
  await rerender({ at: null })
  expect(state()).toMatchObject({ place: null, viewing: null })
})

test('following somebody opens the card they open', async () => {
  const { asked, rerender } = await show(2)
  await rerender({ following: other(BOB, { viewing: '/cards/c1' }) })
  expect(asked).toContain('show /cards/c1')
})

