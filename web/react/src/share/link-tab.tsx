// Share links of a scope: one is made, shown once, listed, revoked. For share-dialog.tsx.
// The secret is in the memory of this tab of the dialog only, until it is closed.
import type { Client, CreatedShare, Permission, Share } from '@yrsa/client'
import { Eye, Link2, MessageSquare, Pencil, Share2 } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { sentenceOf } from '../hooks/sentence-of.ts'
import { Button } from '../parts/button.tsx'
import { CopyButton } from '../parts/copy-button.tsx'
import { ConfirmDialog } from '../parts/dialog.tsx'
import { Badge, Loading, Notice, RelativeTime } from '../parts/display.tsx'
import { Field, Input, Select, TextField } from '../parts/field.tsx'
import { useNow } from '../parts/now.ts'
import { useShares } from './use-shares.ts'
import { endOf, EXPIRIES, expiryWords, PERMISSIONS, permissionWords, scopeWords, secondsUntil, usesFrom, usesWords } from './words.ts'
import type { Expiry } from './words.ts'

export interface LinkTabProps {
  client: Client
  scope: string
  linkFor: (secret: string, share: Share) => string
  nameOf: (id: string) => string
  /** Whoever reaches the server comes in. */
  isOpen: boolean
}

export function LinkTab({ client, scope, linkFor, nameOf, isOpen }: LinkTabProps): ReactNode {
  const shares = useShares(scope, client)
  const [created, setCreated] = useState<CreatedShare | null>(null)
  const now = useNow()
  const active = shares.shares.filter((share) => endOf(share, now) === null)
  const ended = shares.shares.filter((share) => endOf(share, now) !== null)
  return (
    <div className="yrsa-share-links">
      {created ? (
        <NewLink share={created} link={linkFor(created.secret, created)} isOpen={isOpen} onDone={() => setCreated(null)} />
      ) : (
        <LinkForm scope={scope} create={(share) => shares.source.create(share).then(setCreated)} />
      )}
      {shares.error !== null && <Notice tone="bad">{sentenceOf(shares.error)}</Notice>}
      {!shares.loaded && shares.error === null && <Loading label="Links are on their way" lines={2} />}
      {(shares.error === null ? shares.loaded : shares.shares.length > 0) && (
        <section className="yrsa-share-section" aria-label="Links">
          <h3>Links</h3>
          {active.length === 0 ? (
            <p className="yrsa-share-none">{isOpen ? 'Nobody needs a link here, and there is none.' : 'There is no link. Only members come in.'}</p>
          ) : (
            <ul className="yrsa-share-list">
              {active.map((share) => (
                <LinkRow key={share.id} share={share} now={now} nameOf={nameOf} revoke={() => shares.source.revoke(share.id)} />
              ))}
            </ul>
          )}
          {ended.length > 0 && (
            <details className="yrsa-share-ended">
              <summary>{ended.length === 1 ? '1 link that has ended' : `${ended.length} links that have ended`}</summary>
              <ul className="yrsa-share-list">
                {ended.map((share) => (
                  <LinkRow key={share.id} share={share} now={now} nameOf={nameOf} />
                ))}
              </ul>
            </details>
          )}
        </section>
      )}
    </div>
  )
}

interface NewShareWish {
  permission: Permission
  expiresIn?: number
  maxUses?: number
}

function LinkForm({ scope, create }: { scope: string; create: (share: NewShareWish) => Promise<unknown> }): ReactNode {
  const [permission, setPermission] = useState<Permission>('view')
  const [expiry, setExpiry] = useState<Expiry>('never')
  const [date, setDate] = useState('')
  const [limit, setLimit] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const [tried, setTried] = useState(false)
  const expiresIn = secondsUntil(expiry, date, Date.now())
  const maxUses = usesFrom(limit)

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (typeof expiresIn === 'string' || typeof maxUses === 'string') return
    setBusy(true)
    setError('')
    try {
      await create({ permission, ...(expiresIn === undefined ? {} : { expiresIn }), ...(maxUses === undefined ? {} : { maxUses }) })
    } catch (problem) {
      setError(sentenceOf(problem))
      setBusy(false)
    }
  }

  return (
    <form className="yrsa-share-form" onSubmit={(event) => void submit(event)} noValidate>
      <Field
        label="Whoever has the link"
        hint={`${PERMISSIONS.find(({ value }) => value === permission)?.detail ?? ''}${scope.endsWith('/') ? `, in ${scopeWords(scope)}` : ''}.`}
      >
        {(control) => <Select<Permission> {...control} options={PERMISSIONS} value={permission} onChange={setPermission} data-autofocus />}
      </Field>
      <div className="yrsa-share-form-row">
        <Field label="Ends">{(control) => <Select<Expiry> {...control} options={EXPIRIES} value={expiry} onChange={setExpiry} />}</Field>
        {expiry === 'date' && (
          <TextField
            label="Last day"
            type="date"
            value={date}
            error={tried && typeof expiresIn === 'string' ? expiresIn : null}
            onChange={(event) => setDate(event.target.value)}
          />
        )}
        <TextField
          label="Uses"
          inputMode="numeric"
          placeholder="No limit"
          autoComplete="off"
          value={limit}
          error={tried && typeof maxUses === 'string' ? maxUses : null}
          onChange={(event) => setLimit(event.target.value)}
        />
      </div>
      {error !== '' && (
        <Notice tone="bad" live>
          {error}
        </Notice>
      )}
      <Button type="submit" tone="primary" icon={<Link2 />} busy={busy}>
        Create link
      </Button>
    </form>
  )
}

function NewLink({ share, link, isOpen, onDone }: { share: CreatedShare; link: string; isOpen: boolean; onDone: () => void }): ReactNode {
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  useEffect(() => {
    field.current?.focus()
    // Backwards, so that its beginning is in sight.
    field.current?.setSelectionRange(0, field.current.value.length, 'backward')
  }, [])
  return (
    <section className="yrsa-share-new" aria-labelledby={id}>
      <h3 id={id}>
        <Link2 aria-hidden="true" /> The link is ready
      </h3>
      <p role="status">
        Copy it now: it is shown only this once.{' '}
        {isOpen ? 'It limits nobody while the server is open.' : `Whoever has it ${permissionWords(share.permission).toLowerCase()}.`}
      </p>
      <div className="yrsa-share-new-row">
        <Input ref={field} readOnly value={link} aria-label="Link" onFocus={(event) => event.target.select()} />
        <CopyButton text={link} label="Copy link" />
      </div>
      <Button size="s" tone="quiet" onClick={onDone}>
        Create another link
      </Button>
    </section>
  )
}

const ICONS: Record<Permission, typeof Eye> = { view: Eye, comment: MessageSquare, edit: Pencil, share: Share2 }

interface LinkRowProps {
  share: Share
  now: number
  nameOf: (id: string) => string
  /** Missing where there is nothing to revoke any more. */
  revoke?: () => Promise<void>
}

function LinkRow({ share, now, nameOf, revoke }: LinkRowProps): ReactNode {
  const [asking, setAsking] = useState(false)
  const Icon = ICONS[share.permission]
  const end = endOf(share, now)
  const words = permissionWords(share.permission)
  return (
    <li className="yrsa-share-row" data-ended={end ?? undefined}>
      <span className="yrsa-share-icon">
        <Icon aria-hidden="true" />
      </span>
      <div className="yrsa-share-row-main">
        <p className="yrsa-share-row-title">
          {words}
          {end !== null && <Badge>{end[0]?.toUpperCase() + end.slice(1)}</Badge>}
        </p>
        <p className="yrsa-share-row-detail">
          {end === null && `${expiryWords(share, now)} · `}
          {usesWords(share)}
          {share.last_used_at != null && (
            <>
              , last <RelativeTime at={share.last_used_at} />
            </>
          )}
          {' · '}
          by {nameOf(share.created_by)}, <RelativeTime at={share.created_at} />
        </p>
      </div>
      {revoke && (
        <>
          <Button size="s" aria-label={`Revoke the link that ${words.toLowerCase()}, made by ${nameOf(share.created_by)}`} onClick={() => setAsking(true)}>
            Revoke
          </Button>
          <ConfirmDialog open={asking} onClose={() => setAsking(false)} title="Revoke this link?" action="Revoke" onConfirm={revoke}>
            <p>It stops working at once, also for those who came in by it and for links they made.</p>
          </ConfirmDialog>
        </>
      )}
    </li>
  )
}
