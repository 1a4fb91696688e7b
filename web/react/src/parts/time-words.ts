// How times and spans are said. Used by RelativeTime and by whatever says how long something still lasts.
// The language is the browser's where Intl speaks, English elsewhere, as all of the interface.

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const clockTime = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const dayAndTime = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' })
const dayOfYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' })
const everything = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'medium' })

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000]

/** "now", "5 minutes ago", "in 2 hours", "yesterday", and from a week on the date. */
export function relativeTime(at: number, now: number): string {
  const span = at - now
  const size = Math.abs(span)
  // Clocks that show times tick seldom, so what happened now may lie a little ahead of them.
  if (size < 45 * SECOND) return span > 20 * SECOND ? 'in a moment' : 'just now'
  if (size < 55 * MINUTE) return relative.format(Math.round(span / MINUTE) || Math.sign(span), 'minute')
  if (size < 23 * HOUR) return relative.format(Math.round(span / HOUR) || Math.sign(span), 'hour')
  if (size < 7 * DAY) return relative.format(Math.round(span / DAY) || Math.sign(span), 'day')
  return shortDate(at, now)
}

/** "3 Nov", with the year where it is another one. */
export function shortDate(at: number, now: number): string {
  return (new Date(at).getFullYear() === new Date(now).getFullYear() ? day : dayOfYear).format(at)
}

/** "14:05" today, "3 Nov, 14:05" before. */
export function timeOfDay(at: number, now: number): string {
  return (new Date(at).toDateString() === new Date(now).toDateString() ? clockTime : dayAndTime).format(at)
}

/** All of it, for tooltips. */
export function exactTime(at: number): string {
  return everything.format(at)
}

/** "45 s", "12 min", "2 h 5 min", "3 days": never longer than that, so that nothing moves when it changes. */
export function timeLeft(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / SECOND))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  return `${Math.round(hours / 24)} days`
}
