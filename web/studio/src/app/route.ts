// The address: which page the fragment names, and back. Used by the whole app; the server only ever serves `/`.
// Never keeps anything that is not in the address.
import { useSyncExternalStore } from 'react'
import { decodePath, encodePath } from './document-id.ts'

export const INSPECTOR_TABS = ['overview', 'rooms', 'connections', 'events', 'audit'] as const
export type InspectorTab = (typeof INSPECTOR_TABS)[number]

export interface BrowseRoute {
  page: 'browse'
  /** A prefix with its slash, or empty for all documents. */
  folder: string
  query?: string
  kind?: string
  sort?: string
  deleted?: boolean
  share?: string
}

export interface DocumentRoute {
  page: 'document'
  id: string
  /** What to show, a JSON pointer. */
  at?: string
  view?: string
  /** The open side panel. */
  panel?: string
  share?: string
}

export type Route =
  | BrowseRoute
  | DocumentRoute
  | { page: 'inbox' }
  | { page: 'sign-in' }
  | { page: 'inspector'; tab: InspectorTab; document?: string }

export function parseRoute(hash: string): Route {
  const text = hash.startsWith('#') ? hash.slice(1) : hash
  const [path = '', search = ''] = splitOnce(text, '?')
  const asked = new URLSearchParams(search)
  if (path === 'inbox' || path === 'sign-in') return { page: path }
  if (path === 'inspector' || path.startsWith('inspector/')) return inspectorRoute(path)
  const name = decodePath(path.startsWith('/') ? path.slice(1) : path)
  const share = asked.get('share')
  if (name === '' || name.endsWith('/')) {
    return {
      page: 'browse',
      folder: name === '/' ? '' : name,
      ...given('query', asked.get('q')),
      ...given('kind', asked.get('kind')),
      ...given('sort', asked.get('sort')),
      ...(asked.get('deleted') === null ? {} : { deleted: true }),
      ...given('share', share),
    }
  }
  return {
    page: 'document',
    id: name,
    ...given('at', asked.get('at')),
    ...given('view', asked.get('view')),
    ...given('panel', asked.get('panel')),
    ...given('share', share),
  }
}

function inspectorRoute(path: string): Route {
  const [, tab = '', document = ''] = path.split('/')
  const known = INSPECTOR_TABS.find((name) => name === tab) ?? 'overview'
  return { page: 'inspector', tab: known, ...given('document', document === '' ? null : decodePath(document)) }
}

export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'browse': {
      const { folder, query, kind, sort, deleted, share } = route
      return `#/${encodePath(folder)}${search({ q: query, kind, sort, deleted: deleted === true ? 'only' : undefined, share })}`
    }
    case 'document': {
      const { id, at, view, panel, share } = route
      return `#/${encodePath(id)}${search({ at, view, panel, share })}`
    }
    case 'inspector': {
      const document = route.document === undefined ? '' : `/${encodeURIComponent(route.document)}`
      return `#inspector/${route.tab}${document}`
    }
    default:
      return `#${route.page}`
  }
}

export function navigate(route: Route, options: { replace?: boolean } = {}): void {
  const address = formatRoute(route)
  if (address === location.hash) return
  if (options.replace === true) {
    history.replaceState(history.state, '', address)
    dispatchEvent(new HashChangeEvent('hashchange'))
  } else {
    location.hash = address
  }
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribeToAddress, () => location.hash)
  return routeOf(hash)
}

/** The identical object for the same address, so that it can be a dependency of effects. */
let last: { hash: string; route: Route } | undefined
function routeOf(hash: string): Route {
  if (last?.hash !== hash) last = { hash, route: parseRoute(hash) }
  return last.route
}

function subscribeToAddress(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

function given<Name extends string>(name: Name, value: string | null): { [key in Name]?: string } {
  return value === null || value === '' ? {} : ({ [name]: value } as { [key in Name]?: string })
}

function search(members: Record<string, string | undefined>): string {
  // Slashes and commas are harmless behind the `?` of a fragment and easier to read.
  const pairs = Object.entries(members).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '')
  const text = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2F', '/').replaceAll('%2C', ',')}`)
  return text.length === 0 ? '' : `?${text.join('&')}`
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
