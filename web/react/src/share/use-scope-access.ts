// What the caller may do in a scope, asked of the server: so that nothing is offered, or asked for, that would be refused.
// For the share dialog, and for apps that show its button only to those who may share.
import { ApiError, take } from '@yrsa/client'
import type { Client, Schemas } from '@yrsa/client'
import { useEffect, useState } from 'react'
import { useClient } from '../hooks/context.tsx'

export interface ScopeAccess {
  loaded: boolean
  /** Missing where the caller has no right at all. */
  role?: Schemas['Role'] | undefined
  /** Whether they may make links. */
  mayShare: boolean
  /** The caller's own id. */
  user?: string | undefined
  /** Why it could not be asked. */
  error: Error | null
}

const UNKNOWN: ScopeAccess = { loaded: false, mayShare: false, error: null }

/** The caller's rights in a scope; for `null` nothing is asked. */
export function useScopeAccess(scope: string | null, client?: Client): ScopeAccess {
  const used = useClient(client)
  const [known, setKnown] = useState<{ scope: string | null; client: Client; access: ScopeAccess }>({ scope: null, client: used, access: UNKNOWN })
  useEffect(() => {
    if (scope === null) return
    let ended = false
    const tell = (access: ScopeAccess): void => {
      if (!ended) setKnown({ scope, client: used, access })
    }
    take(used.api.GET('/api/documents/{scope}/access', { params: { path: { scope } } })).then(
      ({ role, may_share: mayShare, user }) => tell({ loaded: true, role, mayShare, user, error: null }),
      (error: unknown) => {
        const refused = error instanceof ApiError && (error.status === 403 || error.status === 401)
        tell({ loaded: true, mayShare: false, error: refused ? null : error instanceof Error ? error : new Error(String(error)) })
      },
    )
    return () => {
      ended = true
    }
  }, [scope, used])
  return known.scope === scope && known.client === used ? known.access : UNKNOWN
}
