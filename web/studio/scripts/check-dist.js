// Proves that the committed dist/ is what the sources build to: builds into a temporary folder and compares every byte.
// Also holds the page to its weight. Run by `npm run check:dist`; never writes into dist/ itself.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { firstLoad } from './first-load.js'

/** What a first visit may cost on the wire: the page, the scripts and styles it loads at once, and the icon, compressed. */
const FIRST_LOAD_LIMIT = 300_000
/** What any file that is loaded later may cost, compressed. */
const LATER_LIMIT = 250_000

const root = fileURLToPath(new URL('..', import.meta.url))
const committed = join(root, 'dist')
const fresh = mkdtempSync(join(tmpdir(), 'yrsa-studio-'))

try {
  await build({ root, logLevel: 'warn', build: { outDir: fresh, emptyOutDir: true } })
  const files = listFiles(fresh)
  if (!process.argv.includes('--weight')) checkBytes(files)
  checkWeight(files)
} finally {
  rmSync(fresh, { recursive: true })
}

/** @param {Map<string, Buffer>} files */
function checkBytes(files) {
  const differences = compare(listFiles(committed), files)
  for (const difference of differences) console.error(difference)
  if (differences.length > 0) {
    console.error('web/studio/dist is not what the sources build to: run `npm run build` in web/ and commit the result')
    process.exitCode = 1
  } else {
    console.log('web/studio/dist is what the sources build to')
  }
}

/** @param {Map<string, Buffer>} files */
function checkWeight(files) {
  const first = firstLoad((name) => files.get(name)?.toString('utf8'))
  const weigh = (name) => gzipSync(files.get(name) ?? '', { level: 9 }).length
  const sum = first.reduce((bytes, name) => bytes + weigh(name), 0)
  for (const name of first) console.log(`${String(weigh(name)).padStart(8)}  ${name}`)
  console.log(`${String(sum).padStart(8)}  first load, limit ${FIRST_LOAD_LIMIT}`)
  if (sum > FIRST_LOAD_LIMIT) process.exitCode = 1
  console.log(`later, limit ${LATER_LIMIT} each:`)
  for (const name of [...files.keys()].filter((name) => /\.(js|css)$/.test(name) && !first.includes(name)).sort()) {
    const bytes = weigh(name)
    console.log(`${String(bytes).padStart(8)}  ${name}${bytes > LATER_LIMIT ? '  TOO LARGE' : ''}`)
    if (bytes > LATER_LIMIT) process.exitCode = 1
  }
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
