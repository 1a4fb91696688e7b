// Asks before the page goes while edits are nowhere but in it. Used by the frame.
// Where they are kept on this device the page may go: they are sent when the document is opened again.
import { useEffect } from 'react'
import type { Connection } from '@yrsa/client'

export function useLeaveQuestion(connection: Connection): void {
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => {
      const { unsaved, kept, keeping = false } = connection.save.get()
      if (unsaved > 0 && (!kept || keeping)) event.preventDefault()
    }
    addEventListener('beforeunload', onLeave)
    return () => removeEventListener('beforeunload', onLeave)
  }, [connection])
}
