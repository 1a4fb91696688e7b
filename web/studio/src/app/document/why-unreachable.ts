// Why a document does not connect although there is a network: quarantined, damaged, the disk is full. Used by the banners.
// A browser tells nothing about a refused handshake, so the same document is asked for by HTTP, now and then.
import { useEffect, useState } from 'react'
import { ApiError, take } from '@yrsa/client'
import type { Connection } from '@yrsa/client'

const FIRST_MS = 2_000
const AGAIN_MS = 15_000

/** The server's sentence, or empty while there is nothing more to say than that one is offline. */
export function useWhyUnreachable(connection: Connection, isOffline: boolean): string {
  const [why, setWhy] = useState('')
  useEffect(() => {
    if (!isOffline) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async () => {
      const path = `api/documents/${encodeURIComponent(connection.id)}/content?format=state-vector`
      try {
        await take(answer(connection, path))
        setWhy('')
      } catch (reason) {
        setWhy(reason instanceof ApiError && reason.status >= 500 ? reason.message : '')
      }
      timer = setTimeout(() => void ask(), AGAIN_MS)
    }
    timer = setTimeout(() => void ask(), FIRST_MS)
    return () => {
      clearTimeout(timer)
      setWhy('')
    }
  }, [connection, isOffline])
  return why
}

async function answer(connection: Connection, path: string) {
  const response = await connection.client.fetch(path)
  return response.ok ? { data: null, response } : { error: (await response.json().catch(() => null)) as unknown, response }
}
