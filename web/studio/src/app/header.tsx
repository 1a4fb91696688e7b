// The bar at the top of every page: where one is, what the page puts there, and what is always there (inbox, theme, account).
// Used by all pages; knows nothing of documents.
import type { ReactNode } from 'react'
import { Avatar, IconButton, Inbox, Menu, Popover, useInbox } from '@yrsa/react'
import type { InboxItem } from '@yrsa/client'
import { useState } from 'react'
import { Activity, Bell, BookOpen, FileText, Keyboard, LogOut, Monitor, Moon, Pencil, Sun } from 'lucide-react'
import { NameDialog } from './name-dialog.tsx'
import { useApp } from './app-context.ts'
import { titleOf } from './document/document-record.ts'
import { HOME_NAME, homeOf } from './home-folder.ts'
import { formatRoute, navigate } from './route.ts'
import type { Route } from './route.ts'
import { SignOutDialog } from './sign-out-dialog.tsx'
import { chooseTheme, useTheme } from './theme.ts'
import type { Theme } from './theme.ts'

export function Header({ children, end }: { children?: ReactNode; end?: ReactNode }) {
  return (
    <header className="topbar">
      <button type="button" className="skip" onClick={skip}>Skip to the content</button>
      <a className="topbar-logo" href="#/" aria-label="Yrsa, all documents" title="All documents">
        <img src="./yrsa.svg" alt="" width="26" height="26" />
      </a>
      <div className="topbar-place">{children}</div>
      <div className="topbar-end">
        {end}
        <div className="topbar-always">
          <InboxButton />
          <ThemeMenu />
          <AccountMenu />
        </div>
      </div>
    </header>
  )
}

/** Not a link: fragments are addresses of pages here. */
function skip(): void {
  const main = document.querySelector('main')
  if (main === null) return
  main.tabIndex = -1
  main.focus()
}

function InboxButton() {
  const { state: { unread } } = useInbox()
  const [open, setOpen] = useState(false)
  const label = unread === 0 ? 'Inbox' : `Inbox, ${unread} unread`
  return (
    <Popover
      label="Inbox"
      align="end"
      className="inbox-popover"
      open={open}
      onOpenChange={setOpen}
      trigger={(trigger) => <IconButton {...trigger} label={label} icon={<Bell />} badge={unread} />}
    >
      <Inbox titleOf={titleOf} onOpen={(item) => { setOpen(false); navigate(placeOf(item)) }} />
      <footer className="inbox-all"><a href="#inbox" onClick={() => setOpen(false)}>Open the inbox</a></footer>
    </Popover>
  )
}

/** Where an item of the inbox leads. */
export function placeOf(item: InboxItem): Route {
  const { document, target } = item
  if (document.endsWith('/')) return { page: 'browse', folder: document === '/' ? '' : document }
  const aim = target as { card?: unknown; message?: unknown; thread?: unknown } | null
  if (typeof aim?.card === 'string') return { page: 'document', id: document, at: `/cards/${escapePointer(aim.card)}` }
  if (typeof aim?.thread === 'string') return { page: 'document', id: document, panel: `comments:${aim.thread}` }
  if (typeof aim?.message === 'string') return { page: 'document', id: document, panel: `chat:${aim.message}` }
  return { page: 'document', id: document }
}

function escapePointer(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1')
}

const THEMES: { theme: Theme; label: string; icon: ReactNode }[] = [
  { theme: 'system', label: 'As the system', icon: <Monitor /> },
  { theme: 'light', label: 'Light', icon: <Sun /> },
  { theme: 'dark', label: 'Dark', icon: <Moon /> },
]

function ThemeMenu() {
  const theme = useTheme()
  const icon = THEMES.find((choice) => choice.theme === theme)?.icon
  return (
    <Menu
      label="Theme"
      align="end"
      items={THEMES.map((choice) => ({ label: choice.label, icon: choice.icon, checked: choice.theme === theme, onSelect: () => chooseTheme(choice.theme) }))}
      trigger={(trigger) => <IconButton {...trigger} className="theme-button" label="Theme" icon={icon} />}
    />
  )
}

function AccountMenu() {
  const { you, by, server, showShortcuts } = useApp()
  const [naming, setNaming] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const kind = by === 'guest' ? 'Guest' : you.admin && server.access !== 'open' ? 'Administrator' : by === 'name' ? 'Open mode' : 'Signed in'
  return (
    <>
      <Menu
        label="Account"
        align="end"
        className="account-menu"
        trigger={(trigger) => (
          <button {...trigger} type="button" className="account-button" aria-label={`${you.name}, account menu`}>
            <Avatar user={you} />
          </button>
        )}
        items={[
          { heading: `${you.name} · ${kind}` },
          ...(by === 'name' || by === 'account' ? [{ label: 'Change your name', icon: <Pencil />, onSelect: () => setNaming(true) }] : []),
          'line',
          ...(you.admin ? [{ label: 'Inspector', icon: <Activity />, onSelect: () => navigate({ page: 'inspector', tab: 'overview' }) }] : []),
          { label: 'All documents', icon: <FileText />, onSelect: () => navigate({ page: 'browse', folder: '' }) },
          { label: 'Keyboard shortcuts', icon: <Keyboard />, keys: '?', onSelect: showShortcuts },
          { label: 'API reference', icon: <BookOpen />, onSelect: () => window.open('./api/docs', '_blank', 'noopener') },
          'line',
          {
            label: by === 'guest' ? 'Leave' : 'Sign out',
            icon: <LogOut />,
            onSelect: () => setLeaving(true),
          },
        ]}
      />
      {leaving && <SignOutDialog onClose={() => setLeaving(false)} />}
      {naming && <NameDialog onClose={() => setNaming(false)} />}
    </>
  )
}

/** Where one is among the folders; the last part is the page's own. */
export function Breadcrumb({ folder, children }: { folder: string; children?: ReactNode }) {
  const home = homeOf(useApp())
  // The folder of an account is one part with a name, not two with an id.
  const start = home !== null && folder.startsWith(home) ? home : ''
  const segments = folder.slice(start.length).split('/').filter((segment) => segment !== '')
  const parts = [
    ...(start === '' ? [] : [{ name: HOME_NAME, folder: start }]),
    ...segments.map((name, index) => ({ name, folder: `${start}${segments.slice(0, index + 1).join('/')}/` })),
  ]
  return (
    <nav className="breadcrumb" aria-label="Folder">
      <ol>
        <li><a href={formatRoute({ page: 'browse', folder: '' })}>Documents</a></li>
        {parts.map((part, index) => (
          <li key={part.folder}>
            <a href={formatRoute({ page: 'browse', folder: part.folder })} aria-current={children === undefined && index === parts.length - 1 ? 'page' : undefined}>
              {part.name}
            </a>
          </li>
        ))}
        {children !== undefined && <li>{children}</li>}
      </ol>
    </nav>
  )
}
