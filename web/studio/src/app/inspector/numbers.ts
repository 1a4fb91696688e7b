// Numbers as people read them: bytes, rates, durations. Used by the inspector.

const whole = new Intl.NumberFormat('en')
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })

export function count(value: number | null | undefined): string {
  return value == null ? '–' : whole.format(value)
}

export function bytes(value: number | null | undefined): string {
  if (value == null) return '–'
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let [rest, unit] = [value, 0]
  while (rest >= 1024 && unit < units.length - 1) {
    rest /= 1024
    unit += 1
  }
  return `${unit === 0 ? whole.format(rest) : short.format(rest)} ${units[unit]}`
}

export function perSecond(value: number | null, unit: (value: number) => string = (number) => short.format(number)): string {
  return value === null ? '–' : `${value === 0 ? '0' : unit(value < 1 ? Math.round(value * 10) / 10 : Math.round(value))}/s`
}

/** `3 d 4 h`, `12 min 5 s`: the two largest units. */
export function duration(seconds: number): string {
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / 3_600), 'h'],
    [Math.floor((seconds % 3_600) / 60), 'min'],
    [Math.floor(seconds % 60), 's'],
  ]
  const first = parts.findIndex(([value]) => value > 0)
  if (first === -1) return '0 s'
  return parts.slice(first, first + 2).filter(([value]) => value > 0).map(([value, unit]) => `${value} ${unit}`).join(' ')
}

export function milliseconds(seconds: number | null): string {
  return seconds === null ? '–' : `${short.format(seconds * 1000)} ms`
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const dateAndClock = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** To the second; with the day if it is not today. */
export function moment(time: number, now = Date.now()): string {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString()
  return (isToday ? clock : dateAndClock).format(time)
}
