// Who may come in: links with their rights and ends, and people with their roles.
// For a document or a folder (a scope); never shows a link's secret but once, right after it was made.
import { calledOf, stableColor } from '@yrsa/client'
import type { Client, ServerInfo, Share, Who } from '@yrsa/client'
import { Link2, Lock, Users } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useClient } from '../hooks/context.tsx'
import { sentenceOf } from '../hooks/sentence-of.ts'
import { classNames } from '../parts/class-names.ts'
import { Dialog } from '../parts/dialog.tsx'
import { EmptyState, Loading, Notice } from '../parts/display.tsx'
import { Tabs } from '../parts/tabs.tsx'
import type { Tab } from '../parts/tabs.tsx'
import { LinkTab } from './link-tab.tsx'
import { PeopleTab } from './people-tab.tsx'
import { useScopeAccess } from './use-scope-access.ts'
import { scopeWords } from './words.ts'

export interface ShareDialogProps {
  /** A document id, a prefix that ends in a slash, or `/` for everything. */
  scope: string
  open: boolean
  onClose: () => void
  client?: Client | undefined
  /** The address that a link leads to. By default the studio's. */
  linkFor?: ((secret: string, share: Share) => string) | undefined
  /** What is shared, to be read: a title. */
  title?: string | undefined
  /** People to be offered when somebody is added, as those who are here. */
  suggestions?: readonly Who[] | undefined
  /** Which tab is shown first. */
  tab?: 'link' | 'people' | undefined
  className?: string | undefined
}

export function ShareDialog(props: ShareDialogProps): ReactNode {
  const { scope, open, onClose, title, className } = props
  return (
    <Dialog open={open} onClose={onClose} title={`Share ${title ?? scopeWords(scope)}`} className={classNames('yrsa-share', className)}>
      {open && <ShareTabs {...props} />}
    </Dialog>
  )
}

function ShareTabs(props: ShareDialogProps): ReactNode {
  const { scope, linkFor, suggestions = NOBODY } = props
  const client = useClient(props.client)
  const access = useScopeAccess(scope, client)
  const server = useServer(client)
  const [selected, setSelected] = useState<string>(props.tab ?? 'link')
  const content = useRef<HTMLDivElement>(null)
  const { loaded } = access
  // Not the button that closes it: what one came for.
  useEffect(() => {
    if (loaded) content.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus()
  }, [loaded])

  const me = access.user ?? server?.you?.id ?? null
  const whoIs = useCallback(
    (id: string): Who => {
      const you = server?.you
      if (you?.id === id) return { id, name: you.name ?? id, color: you.color }
      return suggestions.find((who) => who.id === id) ?? { id, name: calledOf(id), color: stableColor(id) }
    },
    [server, suggestions],
  )
  const nameOf = useCallback((id: string) => (id === me ? 'you' : whoIs(id).name), [me, whoIs])
  const link = useCallback((secret: string, share: Share) => (linkFor ? linkFor(secret, share) : studioLink(client.url, secret, scope)), [linkFor, client, scope])

  if (access.error) return <Notice tone="bad">{sentenceOf(access.error)}</Notice>
  if (!loaded) return <Loading label="What you may share is asked for" />
  const tabs: Tab[] = []
  if (access.mayShare) tabs.push({ id: 'link', label: 'Link', icon: <Link2 />, panel: <LinkTab client={client} scope={scope} linkFor={link} nameOf={nameOf} isOpen={server?.access === 'open'} /> })
  if (access.role === 'owner') {
    const isAdmin = server?.you?.admin ?? false
    tabs.push({ id: 'people', label: 'People', icon: <Users />, panel: <PeopleTab client={client} scope={scope} isAdmin={isAdmin} me={me} suggestions={suggestions} whoIs={whoIs} /> })
  }
  if (tabs.length === 0) {
    return (
      <EmptyState icon={<Lock />} title="You may not share this">
        Only owners decide who comes in. Ask one of them.
      </EmptyState>
    )
  }
  return (
    <div ref={content}>
      {server?.access === 'open' && <Notice>This server is open: whoever reaches it may do everything, also without a link.</Notice>}
      <Tabs label="How to share" tabs={tabs} selected={selected} onSelect={setSelected} />
    </div>
  )
}

const NOBODY: readonly Who[] = []

/** Where the studio shows a scope, with the secret behind the `#`, which browsers send to no server. */
export function studioLink(server: URL, secret: string, scope: string): string {
  const path = scope === '/' ? '' : scope.split('/').map(encodeURIComponent).join('/')
  return `${new URL('./', server).href}#/${path}?share=${encodeURIComponent(secret)}`
}

/** Who the caller is, and whether rights count here. Without an answer the dialog does what it can. */
function useServer(client: Client): ServerInfo | null {
  const [server, setServer] = useState<ServerInfo | null>(null)
  useEffect(() => {
    let ended = false
    client.server().then(
      (info) => {
        if (!ended) setServer(info)
      },
      () => {},
    )
    return () => {
      ended = true
    }
  }, [client])
  return server
}
