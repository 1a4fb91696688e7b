// Measures other servers and two bare relays beside Yrsa: one tool, one machine, one core for the server and another for the tool,
// runs of all servers interleaved, medians and their ratios. `npm ci && npm run compare -- --help` says what can be chosen.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { ROWS, servers as describe } from './rows.mjs'
import { markdown } from './table.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const built = (name) => resolve(here, '../../target/release', name)

/** A program on the PATH, or its bare name. */
function found(name) {
  const folder = process.env.PATH.split(':').find((folder) => existsSync(join(folder, name)))
  return folder ? join(folder, name) : name
}

const { values: options } = parseArgs({
  options: {
    yrsa: { type: 'string', default: built('yrsa') },
    tool: { type: 'string' },
    relay: { type: 'string', default: built('relay') },
    'y-sweet': { type: 'string', default: found('y-sweet') },
    runs: { type: 'string', default: '3' },
    rows: { type: 'string' },
    servers: { type: 'string' },
    session: { type: 'string' },
    'server-core': { type: 'string', default: '0' },
    'tool-core': { type: 'string', default: '1' },
    scratch: { type: 'string' },
    patience: { type: 'string', default: '5' },
    json: { type: 'string' },
    markdown: { type: 'string' },
    help: { type: 'boolean' },
  },
})
const SERVERS = describe(options)

if (options.help) {
  console.log(`Measures (all rows take about 20 minutes with three runs):
  --rows ${Object.keys(ROWS)}
  --servers ${Object.keys(SERVERS)}
  --runs N             at most so many of each row
  --yrsa FILE --relay FILE --y-sweet FILE   programs (y-sweet: \`cargo install y-sweet --version 0.9.1\`)
  --tool FILE          the yrsa whose \`bench\` is the load tool, if it is another one
  --session FILE       a session of two for the row replay: friendsforever of github.com/josephg/editing-traces, .json or .json.gz
  --server-core N --tool-core N --scratch DIR
  --patience SECONDS   how long to wait for a moment in which nobody else uses the machine
  --json FILE          results, written after each row
Prints the table of results that are there:
  --markdown FILE`)
  process.exit()
}
if (options.markdown) {
  console.log(markdown(JSON.parse(readFileSync(options.markdown, 'utf8'))))
  process.exit()
}

function chosen(list, all) {
  const names = list ? list.split(',') : Object.keys(all)
  const unknown = names.filter((name) => !(name in all))
  if (unknown.length) throw new Error(`there is no ${unknown}; there are ${Object.keys(all)}`)
  return names
}

/** CPU time in use on the whole machine, in ticks of 10 ms. */
function busyTicks() {
  const [user, nice, system, , , interrupts, softirqs] = readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/).slice(1).map(Number)
  return user + nice + system + interrupts + softirqs
}

/** Waits for half a second in which others used less than a tenth of a core, but no longer than --patience says. */
async function quietMoment() {
  for (let halves = 0; halves < 2 * Number(options.patience); halves++) {
    const before = busyTicks()
    await pause(500)
    if (busyTicks() - before < 5) return
  }
}

/** The session for `yrsa bench replay`, unpacked. */
function session(scratch) {
  if (!options.session?.endsWith('.gz')) return options.session
  const unpacked = join(scratch, 'session.json')
  writeFileSync(unpacked, gunzipSync(readFileSync(options.session)))
  return unpacked
}

/** Runs a program; its output. Fails with the last line of what it complained about. */
function output(program, words) {
  return new Promise((done, failed) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { out: '', err: '' }
    child.stdout.on('data', (data) => (said.out += data))
    child.stderr.on('data', (data) => (said.err += data))
    child.on('error', failed)
    child.on('close', (code) => (code === 0 ? done(said.out) : failed(new Error(said.err.trim().split('\n').at(-1)))))
  })
}

/** One run of one workload against one server: its figures by name. */
async function measure(name, server, row, scratch) {
  const start = (row.stored && server.stored) || server.memory
  const settings = name === 'yrsa' ? (row.settings ?? []).map((setting) => ` --set ${setting}`).join('') : ''
  const words = ['-c', options['tool-core'], options.tool ?? options.yrsa, 'bench', ...row.arguments.split(' '), '--json', '--scratch', scratch]
  words.push('--start', `taskset -c ${options['server-core']} ${start}${settings}`, ...server.arguments)
  if (row.session && options.session) words.push('--trace', session(scratch))
  try {
    const report = JSON.parse(await output('taskset', words))
    const figures = Object.fromEntries(report.figures.map(({ name, value, unit }) => [name, { value, unit }]))
    return { figures, checked: report.checked, warnings: report.warnings }
  } catch (error) {
    return { failed: error.message }
  }
}

/** Servers of a row that can be started; says which can't. */
const missing = new Set()
function there(row) {
  return chosen(options.servers, SERVERS).filter((name) => {
    const { program, floor } = SERVERS[name]
    if ((row.only && !row.only.includes(name)) || row.not?.includes(name) || (floor && !row.floors)) return false
    if (!existsSync(program) && !missing.has(name)) {
      missing.add(name)
      console.error(`NOTICE: ${name} is left out: there is no ${program}`)
    }
    return !missing.has(name)
  })
}

const scratch = mkdtempSync(join(options.scratch ?? tmpdir(), 'yrsa-compare-'))
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))
const everything = {
  began: new Date().toISOString(),
  runs: Number(options.runs),
  machine: `${cpus().length} cores (${cpus()[0].model}), Node ${process.version}, ${execFileSync(options.tool ?? options.yrsa, ['--version'], { encoding: 'utf8' }).trim()}`,
  servers: Object.fromEntries(Object.entries(SERVERS).map(([name, { title, floor }]) => [name, { title, floor }])),
  rows: {},
}
for (const name of chosen(options.rows, ROWS)) {
  const row = ROWS[name]
  const names = there(row)
  const results = Object.fromEntries(names.map((server) => [server, []]))
  for (let run = 0; run < Math.min(Number(options.runs), row.runs ?? Infinity); run++) {
    for (const server of names) {
      await quietMoment()
      const measured = await measure(server, SERVERS[server], row, scratch)
      results[server].push(measured)
      const first = measured.figures?.[row.figures[0]]
      console.error(`${new Date().toISOString().slice(11, 19)} ${name} ${server}: ${measured.failed ?? `${row.figures[0]} ${first?.value.toFixed(2)} ${first?.unit}`}`)
    }
  }
  everything.rows[name] = { command: `yrsa bench ${row.arguments}`, results }
  if (options.json) writeFileSync(options.json, JSON.stringify(everything, null, 1))
}
console.log(markdown(everything))
