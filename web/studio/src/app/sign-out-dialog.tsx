// Asks before somebody signs out what becomes of the copies of documents on this device: on a borrowed one they should go.
// Opened from the account menu. Edits that were not sent yet are counted and never removed without being named.
import { useEffect, useState } from 'react'
import { Notice, ConfirmDialog, Toggle, useClient, useToasts } from '@yrsa/react'
import { useApp } from './app-context.ts'
import { countCopies, removeCopies } from './copies.ts'

export function SignOutDialog({ onClose }: { onClose: () => void }) {
  const { signIn, by } = useApp()
  const client = useClient()
  const toasts = useToasts()
  const [copies, setCopies] = useState<{ owner: string; documents: number; unsaved: number } | null>(null)
  const [removes, setRemoves] = useState(true)
  useEffect(() => {
    let isCurrent = true
    const look = async () => {
      const owner = await signIn.owner()
      if (owner === null) return
      const counted = await countCopies(client.url.href, owner)
      if (!isCurrent) return
      setCopies({ owner, ...counted })
      setRemoves(counted.unsaved === 0)
    }
    look().catch(() => undefined)
    return () => { isCurrent = false }
  }, [signIn, client])
  const leave = async () => {
    const owner = removes ? copies?.owner : undefined
    await signIn.signOut()
    if (owner !== undefined) removeCopies(client.url.href, owner).catch(() => toasts.show('Some copies could not be removed from this device.', { tone: 'bad' }))
  }
  const { documents = 0, unsaved = 0 } = copies ?? {}
  return (
    <ConfirmDialog open onClose={onClose} title={by === 'guest' ? 'Leave?' : 'Sign out?'} action={by === 'guest' ? 'Leave' : 'Sign out'} danger={removes && unsaved > 0} onConfirm={leave}>
      {unsaved > 0 && (
        <Notice tone="warn">
          {unsaved === 1 ? '1 edit has' : `${unsaved} edits have`} not reached the server yet. {removes ? 'Without the copies they are lost.' : 'They stay on this device until you are back.'}
        </Notice>
      )}
      {documents > 0 ? (
        <Toggle
          label="Remove my copies of documents from this device"
          hint={documents === 1 ? '1 document can be opened here without a network.' : `${documents} documents can be opened here without a network.`}
          checked={removes}
          onChange={setRemoves}
        />
      ) : (
        <p>You can come back at any time.</p>
      )}
    </ConfirmDialog>
  )
}
