// Lets cards and columns glide to their new place instead of jumping, unless the person asked for less motion.
// Used by board-editor.tsx; purely visual. Places are taken in the content's own layout, so scrolling moves nothing.
import { useLayoutEffect, useRef } from 'react'
import type { RefObject } from 'react'

const GLIDE_MS = 190
/** More than that at once is no move of a card but another board: a filter, a deleted column. */
const MOST = 60

interface Place {
  left: number
  top: number
}

/** Looks after each change of `arrangement`. */
export function useGlide(content: RefObject<HTMLElement | null>, arrangement: unknown): void {
  const before = useRef(new Map<string, Place>())
  useLayoutEffect(() => {
    const root = content.current
    if (root === null) return
    const now = new Map<string, Place>()
    const moved: [HTMLElement, Place, Place][] = []
    for (const node of root.querySelectorAll<HTMLElement>('[data-card], [data-column]')) {
      const key = node.dataset['card'] === undefined ? `column ${node.dataset['column']}` : `card ${node.dataset['card']}`
      const place = { left: node.offsetLeft, top: node.offsetTop }
      now.set(key, place)
      const old = before.current.get(key)
      if (old !== undefined && (old.left !== place.left || old.top !== place.top)) moved.push([node, old, place])
    }
    before.current = now
    if (moved.length > MOST || document.hidden || matchMedia('(prefers-reduced-motion: reduce)').matches) return
    const columns = new Set(moved.filter(([node]) => node.dataset['column'] !== undefined).map(([node]) => node))
    for (const [node, old, place] of moved) {
      // A card travels with its column.
      if (node.dataset['card'] !== undefined && columns.has(node.closest<HTMLElement>('[data-column]') as HTMLElement)) continue
      const from = `translate(${old.left - place.left}px, ${old.top - place.top}px)`
      node.animate([{ transform: from }, { transform: 'none' }], { duration: GLIDE_MS, easing: 'cubic-bezier(0.2, 0, 0, 1)' })
    }
  }, [content, arrangement])
}
