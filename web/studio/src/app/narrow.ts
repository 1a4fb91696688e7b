// Whether the window is as narrow as a phone, for what styles alone can't decide. The width is that of styles/*.css.
import { useSyncExternalStore } from 'react'

const query = '(width < 760px)'

export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}

function subscribe(listener: () => void): () => void {
  const list = matchMedia(query)
  list.addEventListener('change', listener)
  return () => list.removeEventListener('change', listener)
}
