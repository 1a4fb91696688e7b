// Yjs types in React: their content as JSON, and undoing one's own edits. For editors of all kinds.
// Never writes into a document.
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import * as Y from 'yjs'

/** Any type of Yjs, whatever is in it. */
export interface SharedType {
  toJSON(): unknown
  observeDeep(listener: (events: unknown) => void): void
  unobserveDeep(listener: (events: unknown) => void): void
}

/** The JSON of a shared type, read again after each transaction that touched it. The identical object while nothing did. */
export function useShared<T = unknown>(type: SharedType): T
export function useShared<T = unknown>(type: SharedType | null | undefined): T | undefined
export function useShared<T = unknown>(type: SharedType | null | undefined): T | undefined {
  const store = useMemo(() => (type == null ? null : readOf<T>(type)), [type])
  const subscribe = useCallback((listener: () => void) => (store === null ? () => {} : store.subscribe(listener)), [store])
  const get = useCallback(() => store?.get(), [store])
  return useSyncExternalStore(subscribe, get, get)
}


function readOf<T>(type: SharedType): { get(): T; subscribe(listener: () => void): () => void } {
  let known: { value: T } | undefined
  let watched = 0
  const read = (): T => type.toJSON() as T
  return {
    get() {
      known ??= { value: read() }
      return known.value
    },
    subscribe(listener) {
      // Nobody said what changed while nobody watched.
      if (watched === 0 && known !== undefined && JSON.stringify(known.value) !== JSON.stringify(read())) known = undefined
      watched += 1
      const onChange = (): void => {
        known = undefined
        listener()
      }
      type.observeDeep(onChange)
      return () => {
        watched -= 1
        type.unobserveDeep(onChange)
      }
    },
  }
}

export interface Undo {
  undo(): void
  redo(): void
  canUndo: boolean
  canRedo: boolean
  manager: Y.UndoManager | null
}

/** Undo for a manager that somebody else made, such as an editor. */
export function useUndoManager(manager: Y.UndoManager | null): Undo {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (manager === null) return () => {}
      const events = ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const
      for (const event of events) manager.on(event, listener)
      return () => {
        for (const event of events) manager.off(event, listener)
      }
    },
    [manager],
  )
  const get = useCallback(() => (manager === null ? 0 : (manager.canUndo() ? 1 : 0) + (manager.canRedo() ? 2 : 0)), [manager])
  const can = useSyncExternalStore(subscribe, get, get)
  return useMemo(
    () => ({ undo: () => void manager?.undo(), redo: () => void manager?.redo(), canUndo: (can & 1) !== 0, canRedo: (can & 2) !== 0, manager }),
    [manager, can],
  )
}

export interface UseUndoOptions {
  /** What one's own edits are made with: `doc.transact(work, origin)`. Never a provider. By default edits without an origin. */
  origin?: unknown
  /** Edits within so many milliseconds are undone together; by default 500. */
  captureTimeout?: number | undefined
}

/** Undoes one's own edits in these types and nobody else's. */
export function useUndo(scope: SharedType | readonly SharedType[] | null, options: UseUndoOptions = {}): Undo {
  const { origin = null, captureTimeout = 500 } = options
  const wanted = scope === null ? [] : Array.isArray(scope) ? (scope as readonly SharedType[]) : [scope as SharedType]
  // Arrays are new at each render; the types in them count.
  const [types, setTypes] = useState(wanted)
  if (types.length !== wanted.length || types.some((type, index) => type !== wanted[index])) setTypes(wanted)
  const [manager, setManager] = useState<Y.UndoManager | null>(null)
  useEffect(() => {
    if (types.length === 0) return
    const made = new Y.UndoManager([...types] as unknown as Y.AbstractType<unknown>[], { trackedOrigins: new Set([origin]), captureTimeout })
    setManager(made)
    return () => {
      setManager(null)
      made.destroy()
    }
  }, [types, origin, captureTimeout])
  return useUndoManager(manager)
}
