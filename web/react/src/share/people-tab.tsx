// Members of a scope with their roles, and those who come in by a wider scope. For share-dialog.tsx.
// What somebody is in a wider scope is changed there, so it is only shown here.
import { stableColor } from '@yrsa/client'
import type { Client, Member, Standing, Who } from '@yrsa/client'
import { Ban, Ellipsis, UserMinus, UserPlus } from 'lucide-react'
import { useId, useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { sentenceOf } from '../hooks/sentence-of.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Button, IconButton } from '../parts/button.tsx'
import { ConfirmDialog } from '../parts/dialog.tsx'
import { Badge, Loading, Notice } from '../parts/display.tsx'
import { Field, Input, Select } from '../parts/field.tsx'
import { Menu } from '../parts/menu.tsx'
import { useMembers, widerScopes } from './use-shares.ts'
import { useScopeAccess } from './use-scope-access.ts'
import { ROLES, roleWords, scopeWords } from './words.ts'

export interface PeopleTabProps {
  client: Client
  scope: string
  /** Administrators see the members of everything. */
  isAdmin: boolean
  /** The id of the user who looks. */
  me: string | null
  suggestions: readonly Who[]
  whoIs: (id: string) => Who
}

type Role = Exclude<Standing, 'blocked'>

interface Wish {
  user: string
  /** `null` takes them out. */
  role: Standing | null
}

export function PeopleTab({ client, scope, isAdmin, me, suggestions, whoIs }: PeopleTabProps): ReactNode {
  const members = useMembers(scope, client)
  const [asking, setAsking] = useState<Wish | null>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const [error, setError] = useState('')
  const { source } = members
  const isKnown = members.error === null ? members.loaded : members.members.length > 0
  const known = new Set(members.members.map(({ user }) => user))

  const apply = async ({ user, role }: Wish): Promise<void> => {
    if (role === null) await source.remove(user)
    else if (role === 'blocked') await source.block(user)
    else await source.set(user, role)
  }
  const change = async (wish: Wish): Promise<void> => {
    setError('')
    // What takes something from oneself, or shuts somebody out, is asked first.
    if (wish.role === 'blocked' || (wish.user === me && wish.role !== 'owner')) {
      setAsking(wish)
      return
    }
    setBusy(wish.user)
    try {
      await apply(wish)
    } catch (problem) {
      setError(sentenceOf(problem))
    } finally {
      setBusy(null)
    }
  }

  return (
    <div className="yrsa-share-people">
      <AddForm suggestions={suggestions.filter(({ id }) => !known.has(id))} add={(user, role) => apply({ user, role })} />
      {(error !== '' || members.error !== null) && (
        <Notice tone="bad" live>
          {error || sentenceOf(members.error)}
        </Notice>
      )}
      {!members.loaded && members.error === null && <Loading label="Members are on their way" lines={2} />}
      {isKnown && (
        <section className="yrsa-share-section" aria-label="Members">
          <h3>Members</h3>
          {members.members.length === 0 && <p className="yrsa-share-none">Nobody is a member of {scopeWords(scope)} itself.</p>}
          <ul className="yrsa-share-list">
            {members.members.map((member) => (
              <MemberRow key={member.user} member={member} who={whoIs(member.user)} mine={member.user === me} busy={busy === member.user} change={change} />
            ))}
          </ul>
        </section>
      )}
      {isKnown && <WiderMembers scopes={askedScopes(scope, isAdmin)} client={client} me={me} whoIs={whoIs} />}
      <ConfirmDialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={asking?.user === me ? 'Change your own role?' : `Block ${asking ? whoIs(asking.user).name : ''}?`}
        action={asking?.role === 'blocked' ? 'Block' : asking?.role === null ? 'Leave' : 'Change'}
        onConfirm={async () => {
          if (asking) await apply(asking)
        }}
      >
        <p>
          {asking?.user === me
            ? 'You may not be able to take this back: only owners decide about members.'
            : 'They are shut out of this at once, whatever other rights or links they have.'}
        </p>
      </ConfirmDialog>
    </div>
  )
}

function AddForm({ suggestions, add }: { suggestions: readonly Who[]; add: (user: string, role: Role) => Promise<void> }): ReactNode {
  const [user, setUser] = useState('')
  const [role, setRole] = useState<Role>('editor')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const list = useId()
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const id = user.trim()
    if (id === '') {
      setError('Say whom to add.')
      return
    }
    setBusy(true)
    setError('')
    try {
      await add(id, role)
      setUser('')
    } catch (problem) {
      setError(sentenceOf(problem))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="yrsa-share-add" onSubmit={(event) => void submit(event)} noValidate>
      <Field label="Add somebody" hint="The id with which they sign in." error={error}>
        {(control) => (
          <div className="yrsa-share-add-row">
            <Input
              {...control}
              value={user}
              list={suggestions.length > 0 ? list : undefined}
              placeholder="User id"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => {
                setUser(event.target.value)
                setError('')
              }}
            />
            <Select<Role> aria-label="Role of who is added" options={ROLES} value={role} onChange={setRole} />
            <Button type="submit" tone="primary" icon={<UserPlus />} busy={busy}>
              Add
            </Button>
          </div>
        )}
      </Field>
      <datalist id={list}>
        {suggestions.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
    </form>
  )
}

interface MemberRowProps {
  member: Member
  who: Who
  mine: boolean
  busy: boolean
  change: (wish: Wish) => Promise<void>
}

function MemberRow({ member: { user, role }, who, mine, busy, change }: MemberRowProps): ReactNode {
  return (
    <li className="yrsa-share-row" data-blocked={role === 'blocked' || undefined} aria-busy={busy || undefined}>
      <PersonWords who={who} mine={mine} />
      {role === 'blocked' ? (
        <>
          <Badge tone="bad">Blocked</Badge>
          <Button size="s" onClick={() => void change({ user, role: null })} aria-label={`Unblock ${who.name}`}>
            Unblock
          </Button>
        </>
      ) : (
        <>
          <Select
            size="s"
            aria-label={`Role of ${who.name}`}
            options={ROLES}
            value={role}
            disabled={busy}
            onChange={(next) => void change({ user, role: next })}
          />
          <Menu
            label={who.name}
            align="end"
            items={[
              { label: mine ? 'Leave' : 'Remove', icon: <UserMinus />, onSelect: () => void change({ user, role: null }) },
              ...(mine ? [] : [{ label: 'Block', icon: <Ban />, danger: true, onSelect: () => void change({ user, role: 'blocked' }) }]),
            ]}
            trigger={(trigger) => <IconButton {...trigger} size="s" icon={<Ellipsis />} label={`More about ${who.name}`} />}
          />
        </>
      )}
    </li>
  )
}

/** The scopes around one whose members may be known. Only administrators have rights in everything, and in everybody's folders. */
function askedScopes(scope: string, isAdmin: boolean): readonly string[] {
  return widerScopes(scope).filter((wider) => isAdmin || (wider !== '/' && wider !== 'users/'))
}

interface WiderMembersProps {
  /** The nearest first. */
  scopes: readonly string[]
  client: Client
  me: string | null
  whoIs: (id: string) => Who
}

/** Members of the scopes around, as far out as the caller has rights: where they have none, they have none further out. */
function WiderMembers({ scopes, client, me, whoIs }: WiderMembersProps): ReactNode {
  const [scope, ...further] = scopes
  const { role } = useScopeAccess(scope ?? null, client)
  if (scope === undefined || role === undefined) return null
  return (
    <>
      {role === 'owner' && <MembersOf scope={scope} client={client} me={me} whoIs={whoIs} />}
      <WiderMembers scopes={further} client={client} me={me} whoIs={whoIs} />
    </>
  )
}

function MembersOf({ scope, client, me, whoIs }: { scope: string } & Omit<WiderMembersProps, 'scopes'>): ReactNode {
  const { members } = useMembers(scope, client)
  if (members.length === 0) return null
  return (
    <section className="yrsa-share-section" aria-label={`Members of ${scopeWords(scope)}`}>
      <h3>
        From <code>{scope}</code>
      </h3>
      <ul className="yrsa-share-list">
        {members.map(({ user, role }) => (
          <li key={user} className="yrsa-share-row" data-inherited>
            <PersonWords who={whoIs(user)} mine={user === me} />
            <Badge tone={role === 'blocked' ? 'bad' : 'plain'}>{roleWords(role)}</Badge>
          </li>
        ))}
      </ul>
    </section>
  )
}

function PersonWords({ who, mine }: { who: Who; mine: boolean }): ReactNode {
  return (
    <>
      <Avatar user={{ name: who.name, color: who.color || stableColor(who.id) }} />
      <div className="yrsa-share-row-main">
        <p className="yrsa-share-row-title">
          {who.name}
          {mine && <Badge tone="accent">You</Badge>}
        </p>
        {who.name !== who.id && <p className="yrsa-share-row-detail">{who.id}</p>}
      </div>
    </>
  )
}
