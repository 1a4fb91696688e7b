// The others' cursors: what is written into the page for each frame, and what is sent of one's own.
import { act, render } from '@testing-library/react'
import { useRef } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CollaborativeCursors, usePointer } from '../src/cursors/collaborative-cursors.tsx'
import type { FakeConnection } from './fake-client.ts'
import { fakeConnection, other } from './fake-client.ts'

vi.mock('@yrsa/client', () => import('./fake-client.ts'))

const FRAME_MS = 1_000 / 60

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame', 'performance', 'Date'] })
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockImplementation(() => new DOMRect(0, 0, 800, 600))
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const frames = (count: number): void => act(() => void vi.advanceTimersByTime(Math.ceil(count * FRAME_MS)))
const someone = (index: number, x: number, y: number, more: object = {}) =>
  other({ id: `u${index}`, name: `Person ${index}`, color: '#0f766e', ...more }, { pointer: { surface: 'board', x, y } }, { client: index })
const cursors = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.yrsa-cursor')]
const placeOf = (node: HTMLElement | undefined): number[] => [...(node?.style.transform ?? '').matchAll(/-?[\d.]+px/g)].map(([text]) => Number.parseFloat(text))

function show(connection: FakeConnection, props: Partial<Parameters<typeof CollaborativeCursors>[0]> = {}) {
  let renders = 0
  function Counted(more: Partial<Parameters<typeof CollaborativeCursors>[0]>) {
    renders += 1
    return <CollaborativeCursors surface="board" connection={connection} {...props} {...more} />
  }
  const page = render(<Counted />)
  return { ...page, renders: () => renders, again: (more: Partial<Parameters<typeof CollaborativeCursors>[0]>) => page.rerender(<Counted {...more} />) }
}

describe('drawing', () => {
  it('50 moving cursors cost no rendering and one transform each for a frame', async () => {
    const connection = fakeConnection()
    connection.others.set(Array.from({ length: 50 }, (_, index) => someone(index, 0, 0)))
    const page = show(connection)
    frames(2)
    expect(cursors().length).toBe(50)
    const records: MutationRecord[] = []
    const observer = new MutationObserver((list) => void records.push(...list))
    observer.observe(document.body, { attributes: true, childList: true, characterData: true, subtree: true })
    const before = page.renders()
    // Half a second in which everybody's pointer moves 20 times a second.
    for (let step = 1; step <= 10; step += 1) {
      connection.others.set(Array.from({ length: 50 }, (_, index) => someone(index, step * 20, index)))
      frames(3)
    }
    records.push(...observer.takeRecords())
    observer.disconnect()
    expect(page.renders()).toBe(before)
    expect(records.every(({ type, attributeName }) => type === 'attributes' && attributeName === 'style')).toBe(true)
    expect(records.length).toBeGreaterThan(50 * 20)
    expect(records.length).toBeLessThanOrEqual(50 * 32)
  })

  it('a thousand changes between two frames are read once', () => {
    const connection = fakeConnection()
    connection.others.set([someone(1, 0, 0)])
    show(connection)
    frames(2)
    const read = vi.spyOn(connection.others, 'get')
    for (let step = 0; step < 1_000; step += 1) connection.others.set([someone(1, step, 0)])
    frames(1)
    expect(read).toHaveBeenCalledTimes(1)
  })

  it('moves smoothly, arrives, and then sleeps', () => {
    const connection = fakeConnection()
    connection.others.set([someone(1, 0, 0)])
    show(connection, { fadeAfter: 60_000 })
    frames(2)
    connection.others.set([someone(1, 100, 50)])
    frames(2)
    const [x = 0] = placeOf(cursors()[0])
    expect(x).toBeGreaterThan(5)
    expect(x).toBeLessThan(95)
    frames(60)
    expect(placeOf(cursors()[0])).toEqual([100, 50])
    const asked = vi.spyOn(globalThis, 'requestAnimationFrame')
    frames(60)
    expect(asked).not.toHaveBeenCalled()
  })

  it('jumps for who wants less motion', () => {
    vi.spyOn(window, 'matchMedia').mockImplementation((media) => ({ matches: true, media }) as MediaQueryList)
    const connection = fakeConnection()
    connection.others.set([someone(1, 0, 0)])
    show(connection)
    frames(2)
    connection.others.set([someone(1, 100, 50)])
    frames(2)
    expect(placeOf(cursors()[0])).toEqual([100, 50])
  })

  it('fades five seconds after the last movement, and is back with the next', () => {
    const connection = fakeConnection()
    connection.others.set([someone(1, 10, 10)])
    show(connection)
    frames(4)
    expect(cursors()[0]?.dataset['faded']).toBeUndefined()
    frames(60 * 5.2)
    expect(cursors()[0]?.dataset['faded']).toBe('')
    // Something else about them is no movement.
    connection.others.set([someone(1, 10, 10, { name: 'Renamed' })])
    frames(3)
    expect(cursors()[0]?.dataset['faded']).toBe('')
    connection.others.set([someone(1, 700, 10)])
    frames(2)
    expect(cursors()[0]?.dataset['faded']).toBeUndefined()
    expect(placeOf(cursors()[0])).toEqual([700, 10])
  })

  it('is hidden outside of what can be seen, and shown again inside', () => {
    const connection = fakeConnection()
    connection.others.set([someone(1, 900, 10), someone(2, 210, -30), someone(3, 400, 300)])
    const page = show(connection)
    frames(2)
    expect(cursors().map(({ style }) => style.visibility)).toEqual(['hidden', 'hidden', ''])
    const toLocal = ({ x, y }: { x: number; y: number }) => ({ x: x - 200, y: y + 100 })
    page.again({ toLocal })
    frames(2)
    expect(cursors().map(({ style }) => style.visibility)).toEqual(['visible', 'visible', ''])
    expect(placeOf(cursors()[0])).toEqual([700, 110])
  })

  it('has its name where it can be read, also at an edge', () => {
    vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(80)
    const connection = fakeConnection()
    connection.others.set([someone(1, 400, 300), someone(2, 780, 300), someone(3, 400, 590), someone(4, 790, 590)])
    show(connection)
    frames(2)
    expect(cursors().map(({ dataset }) => dataset['edge'])).toEqual([undefined, 'right', 'bottom', 'right bottom'])
    connection.others.set([someone(2, 100, 300)])
    frames(60)
    expect(cursors()[0]?.dataset['edge']).toBe('')
  })

  it('goes when its person does, or points at another surface', () => {
    const connection = fakeConnection()
    connection.others.set([someone(1, 1, 1), someone(2, 1, 1)])
    show(connection)
    frames(2)
    connection.others.set([other({ id: 'u1', name: 'A', color: '#000000' }, { pointer: { surface: 'elsewhere', x: 1, y: 1 } }, { client: 1 })])
    frames(2)
    expect(cursors()).toEqual([])
  })

  it('shows names as text, shortened, and takes no colour that is none', () => {
    const connection = fakeConnection()
    connection.others.set([someone(1, 1, 1, { name: `<img src=x onerror=alert(1)>${'x'.repeat(100)}`, color: 'red;background:url(x)' })])
    show(connection)
    frames(2)
    const [cursor] = cursors()
    expect(cursor?.querySelector('img')).toBeNull()
    expect([...(cursor?.textContent ?? '')].length).toBe(24)
    expect(cursor?.style.getPropertyValue('--yrsa-person')).toBe('#53605c')
  })

  it('draws nowhere what is no place', () => {
    const connection = fakeConnection()
    connection.others.set([someone(1, Number.NaN, 1), someone(2, 1, Infinity), someone(3, 1e9, 1)])
    show(connection)
    frames(2)
    expect(cursors()).toEqual([])
  })

  it('leaves nothing behind', () => {
    const connection = fakeConnection()
    connection.others.set([someone(1, 1, 1)])
    const { unmount } = show(connection)
    frames(2)
    unmount()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('sending', () => {
  function Surface({ connection }: { connection: FakeConnection }) {
    const ref = useRef<HTMLDivElement>(null)
    usePointer('board', ref, { connection })
    return <div ref={ref} data-testid="surface" />
  }
  const move = (x: number, y: number, pointerType = 'mouse'): void => {
    const event = new MouseEvent('pointermove', { clientX: x, clientY: y, bubbles: true })
    Object.assign(event, { pointerType })
    document.querySelector('[data-testid="surface"]')?.dispatchEvent(event)
  }
  const sent = (connection: FakeConnection): unknown[] => connection.asked.map(([, change]) => (change as { pointer: unknown }).pointer)

  it('20 times a second at most, with the newest place last', () => {
    const connection = fakeConnection()
    render(<Surface connection={connection} />)
    for (let step = 0; step < 100; step += 1) {
      move(step, 0)
      vi.advanceTimersByTime(10)
    }
    vi.advanceTimersByTime(100)
    expect(connection.asked.length).toBeGreaterThanOrEqual(19)
    expect(connection.asked.length).toBeLessThanOrEqual(21)
    expect(sent(connection).at(-1)).toEqual({ surface: 'board', x: 99, y: 0 })
  })

  it('says when it left, and when the component is gone', () => {
    const connection = fakeConnection()
    const { unmount } = render(<Surface connection={connection} />)
    move(5, 5)
    document.querySelector('[data-testid="surface"]')?.dispatchEvent(new Event('pointerleave'))
    vi.advanceTimersByTime(100)
    expect(sent(connection)).toEqual([{ surface: 'board', x: 5, y: 5 }, null])
    move(6, 6)
    vi.advanceTimersByTime(100)
    unmount()
    expect(sent(connection).at(-1)).toBeNull()
  })

  it('a finger that scrolls is no pointer', () => {
    const connection = fakeConnection()
    render(<Surface connection={connection} />)
    move(5, 5, 'touch')
    vi.advanceTimersByTime(100)
    expect(connection.asked).toEqual([])
  })
})
