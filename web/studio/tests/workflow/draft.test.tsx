// @vitest-environment jsdom
// What is typed into a field and not yet written: it is written once, never lost, and never thrown away because it is not right yet.
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useDraft } from '../../src/workflow/draft.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

function draft(write: (text: string) => boolean | void) {
  return renderHook(({ value }: { value: string }) => useDraft(value, write), { initialProps: { value: 'before' } })
}

describe('a draft', () => {
  it('is written once, when one rests', () => {
    const written: string[] = []
    const { result } = draft((text) => void written.push(text))
    for (const text of ['a', 'ab', 'abc']) act(() => result.current.change(text))
    expect(result.current.text).toBe('abc')
    expect(written).toEqual([])
    act(() => void vi.runAllTimers())
    expect(written).toEqual(['abc'])
  })

  it('is written at once when the field is left, and when it goes away', () => {
    const written: string[] = []
    const { result, unmount } = draft((text) => void written.push(text))
    act(() => result.current.change('left'))
    act(() => result.current.flush())
    act(() => result.current.change('gone'))
    unmount()
    act(() => void vi.runAllTimers())
    expect(written).toEqual(['left', 'gone'])
  })

  it('shows what others write while one types nothing', () => {
    const { result, rerender } = draft(() => {})
    rerender({ value: 'by others' })
    expect(result.current.text).toBe('by others')
    act(() => result.current.change('mine'))
    rerender({ value: 'by others again' })
    expect(result.current.text).toBe('mine')
    act(() => void vi.runAllTimers())
    expect(result.current.text).toBe('by others again')
  })

  it('stays in the field where it can not be written', () => {
    const { result } = draft((text) => text !== '{')
    act(() => result.current.change('{'))
    act(() => void vi.runAllTimers())
    expect(result.current.text).toBe('{')
    act(() => result.current.change('{}'))
    act(() => void vi.runAllTimers())
    expect(result.current.text).toBe('before')
  })
})
