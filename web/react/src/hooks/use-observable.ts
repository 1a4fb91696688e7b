// Reads a value of @yrsa/client in React, without tearing. All other hooks are made of this one.
// Subscribes while the component is there; what the value needs ends by itself some seconds after.
import { useCallback, useSyncExternalStore } from 'react'
import type { Observable } from '@yrsa/client'

const nothing = (): void => {}
const never = (): (() => void) => nothing

export function useObservable<T>(observable: Observable<T>): T
export function useObservable<T>(observable: Observable<T> | null | undefined): T | undefined
export function useObservable<T>(observable: Observable<T> | null | undefined): T | undefined {
  const subscribe = useCallback((listener: () => void) => (observable ? observable.subscribe(listener) : never()), [observable])
  const get = useCallback(() => observable?.get(), [observable])
  return useSyncExternalStore(subscribe, get, get)
}
