// Where one is in a report, told to the others; and going where somebody is who is followed. Hooks of report-editor.tsx.
// Scrolls only while somebody is followed, and writes presence alone.
import type { Connection, Other } from '@yrsa/client'
import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import { pointer, sectionOf } from './pointers.ts'

const PAUSE_MS = 150
const LONGEST_WAIT_MS = 3_000

/** The section at the top of what one sees, and how far down in it one is. */
export function topSection(scroller: HTMLElement): { id: string; offset: number } | null {
  const edge = scroller.getBoundingClientRect().top + 80
  let found: { id: string; offset: number } | null = null
  for (const element of scroller.querySelectorAll<HTMLElement>('[data-section]')) {
    const { top } = element.getBoundingClientRect()
    const id = element.dataset['section']
    if (id === undefined || (found !== null && top > edge)) break
    found = { id, offset: Math.round(edge - top) }
  }
  return found
}

/** Tells the others which section one is in and what one sees of it. Answers the section through `onSection`. */
export function usePlace(
  connection: Connection,
  scroller: RefObject<HTMLElement | null>,
  { focused, editing, onSection }: { focused: string | null; editing: boolean; onSection(id: string | null): void },
): void {
  const now = useRef({ focused, editing, onSection })
  useEffect(() => {
    now.current = { focused, editing, onSection }
  })
  const tell = useRef(() => {})
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let told = ''
    const say = (): void => {
      timer = undefined
      const top = topSection(element)
      now.current.onSection(now.current.focused ?? top?.id ?? null)
      const place = now.current.focused ?? top?.id ?? null
      const presence = {
        place: place === null ? null : pointer('sections', place),
        activity: now.current.editing ? 'editing' : 'viewing',
        viewport: top === null ? null : { surface: pointer('sections', top.id), x: 0, y: top.offset, width: element.clientWidth, height: element.clientHeight },
      }
      const words = JSON.stringify(presence)
      if (words === told) return
      told = words
      connection.setPresence(presence)
    }
    tell.current = () => {
      timer ??= setTimeout(say, PAUSE_MS)
    }
    const later = (): void => tell.current()
    element.addEventListener('scroll', later, { passive: true })
    const size = new ResizeObserver(later)
    size.observe(element)
    say()
    return () => {
      clearTimeout(timer)
      tell.current = () => {}
      element.removeEventListener('scroll', later)
      size.disconnect()
      connection.setPresence({ place: null, viewport: null, activity: null })
    }
  }, [connection, scroller])
  useEffect(() => tell.current(), [focused, editing])
}

/** Scrolls to where somebody is, and stops following as soon as one moves by oneself. */
export function useFollowing(scroller: RefObject<HTMLElement | null>, following: Other | null, stop: () => void): void {
  const stopNow = useRef(stop)
  useEffect(() => {
    stopNow.current = stop
  })
  const active = following !== null
  useEffect(() => {
    const element = scroller.current
    if (element === null || !active) return
    const moves = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const
    const byMyself = (): void => stopNow.current()
    for (const move of moves) element.addEventListener(move, byMyself, { passive: true })
    return () => {
      for (const move of moves) element.removeEventListener(move, byMyself)
    }
  }, [scroller, active])

  const client = following?.client
  const seen = following === null ? '' : JSON.stringify([following.state['cursor'] ?? null, following.state.viewport ?? null, following.state.place ?? null])
  const state = following?.state
  useEffect(() => {
    const element = scroller.current
    if (element === null || client === undefined || state === undefined) return
    // Their caret may be drawn a moment after their state arrived.
    const frame = requestAnimationFrame(() => goTo(element, client, state))
    return () => cancelAnimationFrame(frame)
    // `seen` says when there is something new in the state.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [scroller, client, seen])
}

function goTo(scroller: HTMLElement, client: number, state: Other['state']): void {
  const caret = scroller.querySelector<HTMLElement>(`.peer-caret[data-client="${client}"]`)
  if (caret !== null) {
    const [box, frame] = [caret.getBoundingClientRect(), scroller.getBoundingClientRect()]
    const margin = Math.min(120, frame.height / 4)
    if (box.top < frame.top + margin || box.bottom > frame.bottom - margin) caret.scrollIntoView({ block: 'center', behavior: 'smooth' })
    return
  }
  const id = sectionOf(state.viewport?.surface) ?? sectionOf(state.place)
  const section = id === null ? null : sectionElement(scroller, id)
  if (section === null) return
  const offset = sectionOf(state.viewport?.surface) === id ? Math.min(state.viewport?.y ?? 0, section.offsetHeight) : 0
  const top = section.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop + offset - 80
  scroller.scrollTo({ top, behavior: 'smooth' })
}

/** Brings the words of a thread into sight, as soon as their section's editor is made. Answers how to give up. */
export function showWords(scroller: HTMLElement, thread: string): () => void {
  const end = performance.now() + LONGEST_WAIT_MS
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = (): void => {
    const words = scroller.querySelector(`.commented[data-thread="${CSS.escape(thread)}"]`)
    if (words === null) {
      if (performance.now() < end) timer = setTimeout(look, PAUSE_MS)
      return
    }
    const [box, frame] = [words.getBoundingClientRect(), scroller.getBoundingClientRect()]
    if (box.top < frame.top + 60 || box.bottom > frame.bottom - 20) words.scrollIntoView({ block: 'center', behavior: 'smooth' })
  }
  look()
  return () => clearTimeout(timer)
}

export function sectionElement(scroller: HTMLElement, id: string): HTMLElement | null {
  return scroller.querySelector<HTMLElement>(`[data-section="${CSS.escape(id)}"]`)
}
