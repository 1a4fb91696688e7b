// The colours of the theme can be told apart, light and dark: WCAG 2 contrast of what stands on what.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(join(import.meta.dirname, '../theme/tokens.css'), 'utf8')

function tokens(theme: 0 | 1): Map<string, string> {
  const found = new Map<string, string>()
  for (const [, name, light, dark] of css.matchAll(/--yrsa-([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)) found.set(name as string, (theme === 0 ? light : dark) as string)
  for (const [, name, color] of css.matchAll(/--yrsa-([a-z-]+): (#[0-9a-f]{6});/g)) found.set(name as string, color as string)
  return found
}

function contrast(a: string, b: string): number {
  const [light, dark] = [a, b]
    .map((color) => {
      const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
        const share = Number.parseInt(color.slice(at, at + 2), 16) / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    })
    .sort((one, other) => other - one) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['ground', 'surface', 'surface-low', 'surface-high']
const readable: [string, readonly string[]][] = [
  ['text', [...grounds, 'selection', 'accent-ground']],
  ['text-soft', grounds],
  ['text-faint', grounds],
  ['accent-text', [...grounds, 'accent-ground']],
  ['on-accent', ['accent', 'accent-strong']],
  ['on-danger', ['danger', 'danger-strong']],
  ['bad-text', [...grounds, 'bad-ground']],
  ['warn-text', ['warn-ground']],
  ['good-text', ['good-ground']],
]
const seen: [string, readonly string[]][] = [
  ['line-control', grounds],
  ['accent', grounds],
  ['status-active', ['surface', 'surface-high']],
  ['status-busy', ['surface', 'surface-high']],
  ['status-away', ['surface', 'surface-high']],
]

describe.each([['light', 0], ['dark', 1]] as const)('%s', (_, theme) => {
  const colors = tokens(theme)
  const pairs = (list: typeof readable, least: number): [string, string, number][] => list.flatMap(([name, on]) => on.map((ground): [string, string, number] => [name, ground, least]))
  it.each([...pairs(readable, 4.5), ...pairs(seen, 3)])('%s on %s', (name, ground, least) => {
    const [color, under] = [colors.get(name), colors.get(ground)]
    if (color === undefined || under === undefined) throw new Error(`no colour ${color === undefined ? name : ground}`)
    expect(contrast(color, under)).toBeGreaterThanOrEqual(least)
  })
})
