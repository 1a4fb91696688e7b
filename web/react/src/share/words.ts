// What permissions, roles and the ends of links are called. Pure; used by the tabs of the share dialog.
import type { Permission, Share, Standing } from '@yrsa/client'
import { timeLeft } from '../parts/time-words.ts'

export const PERMISSIONS: readonly { value: Permission; label: string; detail: string }[] = [
  { value: 'view', label: 'Can view', detail: 'Read everything, see who is here' },
  { value: 'comment', label: 'Can comment', detail: 'Read, comment and chat' },
  { value: 'edit', label: 'Can edit', detail: 'Change everything, also comment and chat' },
  { value: 'share', label: 'Can edit and share', detail: 'Edit, and make further links' },
]

export const ROLES: readonly { value: Exclude<Standing, 'blocked'>; label: string }[] = [
  { value: 'viewer', label: 'Viewer' },
  { value: 'commenter', label: 'Commenter' },
  { value: 'editor', label: 'Editor' },
  { value: 'owner', label: 'Owner' },
]

export function permissionWords(permission: Permission): string {
  return PERMISSIONS.find(({ value }) => value === permission)?.label ?? permission
}

export function roleWords(role: Standing): string {
  return role === 'blocked' ? 'Blocked' : (ROLES.find(({ value }) => value === role)?.label ?? role)
}

export type Expiry = 'never' | 'hour' | 'day' | 'week' | 'month' | 'date'

export const EXPIRIES: readonly { value: Expiry; label: string }[] = [
  { value: 'never', label: 'Never' },
  { value: 'hour', label: 'In 1 hour' },
  { value: 'day', label: 'In 1 day' },
  { value: 'week', label: 'In 7 days' },
  { value: 'month', label: 'In 30 days' },
  { value: 'date', label: 'After a date' },
]

const HOUR_S = 3_600
const SECONDS: Record<Exclude<Expiry, 'never' | 'date'>, number> = { hour: HOUR_S, day: 24 * HOUR_S, week: 7 * 24 * HOUR_S, month: 30 * 24 * HOUR_S }

/** In how many seconds a link ends; undefined if never, a sentence if that can't be. A date counts to its end, where one is. */
export function secondsUntil(expiry: Expiry, date: string, now: number): number | undefined | string {
  if (expiry === 'never') return undefined
  if (expiry !== 'date') return SECONDS[expiry]
  const [year, month, day] = date.split('-').map(Number)
  if (year === undefined || month === undefined || day === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return 'Say which day is the last one.'
  const seconds = Math.floor((new Date(year, month - 1, day + 1).getTime() - now) / 1_000)
  return seconds > 0 ? seconds : 'This day is over.'
}

/** The limit that was typed: undefined if none, a sentence if it can't be. */
export function usesFrom(text: string): number | undefined | string {
  if (text.trim() === '') return undefined
  const uses = Number(text)
  return Number.isInteger(uses) && uses >= 1 && uses <= 1_000_000_000 ? uses : 'A whole number of uses, at least 1.'
}

export type Ended = 'revoked' | 'expired' | 'used up'

/** Why a link gives nothing any more; null while it does. */
export function endOf({ revoked_at: revoked, expires_at: expires, max_uses: most, uses }: Share, now: number): Ended | null {
  if (revoked != null) return 'revoked'
  if (expires != null && expires <= now) return 'expired'
  return most != null && uses >= most ? 'used up' : null
}

/** "not used yet", "used 3 times", "used 3 of 10 times". */
export function usesWords({ uses, max_uses: most }: Share): string {
  if (most != null) return `used ${uses} of ${most} ${most === 1 ? 'time' : 'times'}`
  return uses === 0 ? 'not used yet' : uses === 1 ? 'used once' : `used ${uses} times`
}

/** "ends in 3 days", "no end". */
export function expiryWords({ expires_at: expires }: Share, now: number): string {
  return expires == null ? 'no end' : `ends in ${timeLeft(expires - now)}`
}

/** What a scope is, in words: "everything in acme/". */
export function scopeWords(scope: string): string {
  if (scope === '/') return 'everything on this server'
  return scope.endsWith('/') ? `everything in ${scope}` : scope
}
