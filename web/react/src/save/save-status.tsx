// Says whether one's edits are safe, and explains it when one asks. For the header of a document.
// It may be late with good news, never with bad: "Saved" waits for a pause, everything else shows at once.
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { Check, CloudAlert, CloudOff, LoaderCircle } from 'lucide-react'
import type { Connection, SaveState } from '@yrsa/client'
import { useConnection } from '../hooks/context.tsx'
import { useSaveStatus } from '../hooks/use-presence.ts'
import { Button } from '../parts/button.tsx'
import { classNames } from '../parts/class-names.ts'
import { Popover } from '../parts/popover.tsx'

/** Between two words one types there is nothing to save; the status need not jump for each. */
const PAUSE_MS = 350
/** The close code of a document that was deleted (docs/PROTOCOL.md). */
const DELETED = 4404

export interface SaveStatusProps {
  connection?: Connection | undefined
  className?: string | undefined
}

export function SaveStatus({ connection, className }: SaveStatusProps): ReactNode {
  const used = useConnection(connection)
  const state = useSettled(useSaveStatus(used))
  const { phase } = state
  const words = saveWords(state)
  // What was deleted does not come by asking again.
  const mayRetry = phase === 'refused' && state.code !== DELETED
  return (
    <div className={classNames('yrsa-save', className)} data-phase={phase}>
      <Popover
        label="About saving"
        align="start"
        className="yrsa-save-details"
        trigger={(props) => (
          <button {...props} type="button" className="yrsa-save-button">
            <SaveIcon phase={phase} />
            <span className="yrsa-save-words">{words}</span>
          </button>
        )}
      >
        {(close) => (
          <>
            <p>{saveExplanation(state)}</p>
            {(phase === 'offline' || mayRetry) && (
              <Button
                size="s"
                onClick={() => {
                  used.retry()
                  close()
                }}
              >
                Try again now
              </Button>
            )}
          </>
        )}
      </Popover>
      {mayRetry && (
        <Button size="s" onClick={() => used.retry()}>
          Retry
        </Button>
      )}
      <Spoken phase={phase} words={words} />
    </div>
  )
}

function SaveIcon({ phase }: { phase: SaveState['phase'] }): ReactNode {
  if (phase === 'saved') return <Check aria-hidden="true" />
  if (phase === 'offline') return <CloudOff aria-hidden="true" />
  if (phase === 'refused') return <CloudAlert aria-hidden="true" />
  return <LoaderCircle className="yrsa-save-turning" aria-hidden="true" />
}

/** The few words of the status. */
export function saveWords({ phase, unsaved, notice }: SaveState): string {
  switch (phase) {
    case 'saved':
      return 'Saved'
    case 'saving':
      return 'Saving…'
    case 'syncing':
      return unsaved > 0 ? `Sending ${edits(unsaved)}…` : 'Syncing…'
    case 'connecting':
      return 'Connecting…'
    case 'offline':
      return unsaved > 0 ? `Offline, ${edits(unsaved)} ${unsaved === 1 ? 'waits' : 'wait'} here` : 'Offline'
    case 'refused':
      return notice === '' ? 'The server refused the connection' : notice
  }
}

/** What the status means, for who asks. */
export function saveExplanation({ phase, unsaved, notice, kept }: SaveState): string {
  const here = kept ? 'kept on this device, also when you close the page' : 'kept in this tab only: leave it open'
  const waiting = `${capital(edits(unsaved))} ${unsaved === 1 ? 'is' : 'are'} ${here}.`
  switch (phase) {
    case 'saved':
      return 'Everything you wrote is on the server’s disk.'
    case 'saving':
      return 'The server has not confirmed your newest edit yet.'
    case 'syncing':
      return unsaved > 0 ? `Back on the server. ${waiting}` : 'Reading the newest state from the server.'
    case 'connecting':
      return unsaved > 0 ? `Looking for the server. ${waiting}` : 'Looking for the server.'
    case 'offline': {
      const next = 'It is sent as soon as the server is back.'
      if (unsaved === 0) return `The server can’t be reached. You can go on: what you write is ${here}. ${next}`
      return `The server can’t be reached. ${waiting} ${unsaved === 1 ? next : 'They are sent as soon as the server is back.'}`
    }
    case 'refused': {
      const said = notice === '' ? 'The server refused the connection.' : `${capital(notice)}${/[.!?…]$/.test(notice) ? '' : '.'}`
      return unsaved > 0 ? `${said} ${waiting}` : said
    }
  }
}

function edits(count: number): string {
  return count === 1 ? '1 edit' : `${count.toLocaleString('en')} edits`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function useSettled(state: SaveState): SaveState {
  const [shown, setShown] = useState(state)
  const waits = state.phase === 'saved' && shown.phase === 'saving'
  useEffect(() => {
    if (!waits) return
    const timer = setTimeout(() => setShown(state), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [waits, state])
  if (!waits && shown !== state) {
    setShown(state)
    return state
  }
  return shown
}

/** Reads out when the connection is lost and when it is back, and nothing between two words one types. */
function Spoken({ phase, words }: { phase: SaveState['phase']; words: string }): ReactNode {
  const [spoken, setSpoken] = useState('')
  const [trouble, setTrouble] = useState<'offline' | 'refused' | null>(null)
  if ((phase === 'offline' || phase === 'refused') && phase !== trouble) {
    setTrouble(phase)
    setSpoken(phase === 'offline' ? 'You are offline.' : words)
  } else if (trouble !== null && phase === 'saved') {
    setTrouble(null)
    setSpoken('Connected again. Everything is saved.')
  }
  return (
    <span className="yrsa-visually-hidden" role="status">
      {spoken}
    </span>
  )
}
