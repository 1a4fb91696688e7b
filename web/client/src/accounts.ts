// Built-in accounts: logging in, staying logged in over reloads and tabs. Used by apps that let Yrsa keep their users.
import type { Credential, Credentials } from './credentials.ts'
import type { Observable, Stop } from './observable.ts'

export interface AccountUser {
  id: string
  login: string | null
  name: string
  color: string
  admin: boolean
}

export interface AccountsOptions {
  url?: string | URL
  /** Where the login is kept: `localStorage` unless something else is said; without any it lasts as long as the page. */
  storage?: Storage
  fetch?: typeof fetch
}

export declare class Accounts implements Credentials {
  constructor(options?: AccountsOptions)
  readonly user: Observable<AccountUser | null>
  logIn(login: string, password: string): Promise<void>
  register(login: string, password: string, name: string): Promise<void>
  logOut(options?: { everywhere?: boolean }): Promise<void>
  change(changes: { name?: string; color?: string }): Promise<void>
  changePassword(old: string, password: string): Promise<void>
  current(options?: { fresh?: boolean }): Promise<Credential>
  subscribe(listener: () => void): Stop
  owner(): Promise<string | null>
}
