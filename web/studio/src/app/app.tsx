// The root of the studio: who is here decides between the page for signing in and the pages behind it; the address decides which of those.
// Made by main.tsx. A login that ends leaves the page as it is, with the question on top.
import { Suspense, lazy, useEffect, useMemo, useRef, useState } from 'react'
import { createClient } from '@yrsa/client'
import { Button, Dialog, EmptyState, Toasts, YrsaProvider, useObservable } from '@yrsa/react'
import { CloudOff } from 'lucide-react'
import { AppContext } from './app-context.ts'
import { BrowsePage } from './browse/browse-page.tsx'
import { DocumentPage } from './document/document-page.tsx'
import { Crash } from './crash.tsx'
import { Skeleton } from './skeleton.tsx'
import { navigate, parseRoute, useRoute } from './route.ts'
import type { Route } from './route.ts'
import { withStreamSlots } from './stream-slots.ts'
import { wishForSearch } from './search-wish.ts'
import { ShortcutsDialog } from './shortcuts.tsx'
import { SignInCard, SignInPage } from './sign-in-page.tsx'
import { pageFolder } from './sign-in-state.ts'
import type { SignIn, SignInState } from './sign-in-state.ts'

const streamsShared = withStreamSlots((input, init) => fetch(input, init))

const InspectorPage = lazy(() => import('./inspector/inspector-page.tsx'))
const InboxPage = lazy(() => import('./inbox-page.tsx'))

export function App({ signIn }: { signIn: SignIn }) {
  const state = useObservable(signIn)
  const route = useRoute()
  const secret = 'share' in route ? (route.share ?? null) : null
  const begun = useRef(false)
  useEffect(() => {
    // Once at the beginning, and whenever somebody comes by another link.
    if (begun.current && secret === null) return
    begun.current = true
    void signIn.begin(secret)
    // It is not to stay in sight, or among the addresses that one goes back to.
    if (secret !== null) navigate(withoutSecret(route), { replace: true })
  }, [signIn, secret, route])
  return (
    <Toasts>
      <Crash>
        {state.phase === 'starting' && <Skeleton />}
        {state.phase === 'unreachable' && <Unreachable again={() => void signIn.begin(null)} />}
        {state.phase === 'needed' && <SignInPage signIn={signIn} state={state} />}
        {/* Somebody else is another app: nothing of what the one before them saw stays. */}
        {state.phase === 'in' && <SignedIn key={state.you.id} signIn={signIn} state={state} route={route} />}
      </Crash>
    </Toasts>
  )
}

interface SignedInProps {
  signIn: SignIn
  state: Extract<SignInState, { phase: 'in' }>
  route: Route
}

function SignedIn({ signIn, state, route }: SignedInProps) {
  const [shortcuts, setShortcuts] = useState(false)
  const [client] = useState(() => createClient({ url: pageFolder(), credentials: signIn.credentials, fetch: streamsShared }))
  const { server, you, by, mayCreate, expired } = state
  const app = useMemo(
    () => ({ client, signIn, server, you, by, mayCreate, showShortcuts: () => setShortcuts(true) }),
    [client, signIn, server, you, by, mayCreate],
  )
  useEffect(() => {
    if (route.page === 'sign-in') navigate({ page: 'browse', folder: '' }, { replace: true })
  }, [route])
  useAppKeys(() => setShortcuts(true))
  return (
    <AppContext value={app}>
      <YrsaProvider client={client}>
        <Page route={route} />
        {shortcuts && <ShortcutsDialog onClose={() => setShortcuts(false)} />}
        {expired && (
          <Dialog open onClose={() => undefined} title="Sign in again" size="s" className="expired">
            <SignInCard signIn={signIn} server={server} notice="Your sign-in has ended. What you wrote is still here, and goes out as soon as you are back." share={null} />
            <Button tone="quiet" size="s" onClick={() => void signIn.signOut()}>Sign out</Button>
          </Dialog>
        )}
      </YrsaProvider>
    </AppContext>
  )
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'document':
      return <DocumentPage key={route.id} route={route} />
    case 'browse':
      return <BrowsePage route={route} />
    case 'inbox':
      return <Suspense fallback={<Skeleton />}><InboxPage /></Suspense>
    case 'inspector':
      return <Suspense fallback={<Skeleton />}><InspectorPage route={route} /></Suspense>
    case 'sign-in':
      return <Skeleton />
  }
}

function withoutSecret(route: Route): Route {
  if (!('share' in route)) return route
  const { share: _, ...rest } = route
  return rest
}

function Unreachable({ again }: { again: () => void }) {
  useEffect(() => {
    addEventListener('online', again)
    const timer = setInterval(again, 5_000)
    return () => {
      removeEventListener('online', again)
      clearInterval(timer)
    }
  }, [again])
  return (
    <main className="centered">
      <EmptyState icon={<CloudOff />} title="The server can’t be reached" action={<Button tone="primary" onClick={again}>Try again</Button>}>
        <p>Documents that you opened before on this device can be edited without it, once you have signed in here.</p>
      </EmptyState>
    </main>
  )
}

/** `?` shows the keys, but for where somebody writes; Ctrl+K leads to the search. */
function useAppKeys(show: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && !event.defaultPrevented) {
        // In the list itself it is the list's.
        if (parseRoute(location.hash).page === 'browse') return
        event.preventDefault()
        wishForSearch()
        return navigate({ page: 'browse', folder: '' })
      }
      if (event.key !== '?' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isWriting(event)) return
      event.preventDefault()
      show()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [show])
}

export function isWriting(event: Event): boolean {
  // The path reaches into shadow roots, where an event's target is only the host.
  const target = event.composedPath()[0]
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
