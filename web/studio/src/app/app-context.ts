// What every page of the studio needs: the client, and who is here. Provided by app.tsx.
// Pages take it with useApp(); nothing else is handed down through all of them.
import { createContext, use } from 'react'
import type { Client } from '@yrsa/client'
import type { ServerInfo, SignIn, SignInState, You } from './sign-in-state.ts'

export interface App {
  client: Client
  signIn: SignIn
  server: ServerInfo
  you: You
  by: Extract<SignInState, { phase: 'in' }>['by']
  /** Whether making documents is offered. */
  mayCreate: boolean
  showShortcuts(): void
}

export const AppContext = createContext<App | null>(null)

export function useApp(): App {
  const app = use(AppContext)
  if (app === null) throw new Error('there is no app around this')
  return app
}
