// Proves that the committed dist/ is what the sources build to: builds into a temporary folder and compares every byte.
// Also holds the page to its weight. Run by `npm run check:dist`; never writes into dist/ itself.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

/** What a first visit may cost on the wire: page, script, styles and icon, compressed. */
const FIRST_LOAD_LIMIT = 200_000

const root = fileURLToPath(new URL('..', import.meta.url))
const committed = join(root, 'dist')
const fresh = mkdtempSync(join(tmpdir(), 'yrsa-studio-'))

try {
  await build({ root, logLevel: 'warn', build: { outDir: fresh, emptyOutDir: true } })
  const differences = compare(listFiles(committed), listFiles(fresh))
  for (const difference of differences) console.error(difference)
  if (differences.length > 0) {
    console.error('web/studio/dist is not what the sources build to: run `npm run build` in web/ and commit the result')
    process.exitCode = 1
  } else {
    console.log('web/studio/dist is what the sources build to')
  }
  const weight = firstLoad(listFiles(fresh))
  console.log(`first load: ${weight} bytes compressed, limit ${FIRST_LOAD_LIMIT}`)
  if (weight > FIRST_LOAD_LIMIT) process.exitCode = 1
} finally {
  rmSync(fresh, { recursive: true })
}

/** @param {string} folder */
function listFiles(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(files.map((file) => [relative(folder, file), readFileSync(file)]))
}

/**
 * @param {Map<string, Buffer>} before
 * @param {Map<string, Buffer>} after
 */
function compare(before, after) {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  return names.flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)]
    if (old === undefined) return [`missing in dist: ${name}`]
    if (now === undefined) return [`no longer built: ${name}`]
    return old.equals(now) ? [] : [`different: ${name}`]
  })
}

/** @param {Map<string, Buffer>} files */
function firstLoad(files) {
  const loaded = [...files].filter(([name]) => /\.(html|js|css|svg)$/.test(name))
  return loaded.reduce((sum, [, bytes]) => sum + gzipSync(bytes, { level: 9 }).length, 0)
}
