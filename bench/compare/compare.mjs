// Measures servers from npm beside Yrsa: one tool, one machine, one core for the server and another for the tool, runs of all
// servers interleaved, medians and their ratios. `npm ci && npm run compare -- --help` says what can be chosen.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const here = dirname(fileURLToPath(import.meta.url))
const { values: options } = parseArgs({
  options: {
    yrsa: { type: 'string', default: resolve(here, '../../target/release/yrsa') },
    runs: { type: 'string', default: '3' },
    rows: { type: 'string' },
    servers: { type: 'string' },
    'server-core': { type: 'string', default: '0' },
    'tool-core': { type: 'string', default: '1' },
    scratch: { type: 'string' },
    patience: { type: 'string', default: '120' },
    out: { type: 'string' },
    help: { type: 'boolean' },
  },
})

// Servers that can store keep everything in memory unless a row is about the disk: that is how they are fastest.
const SERVERS = {
  yrsa: {
    memory: `${options.yrsa} serve --listen 127.0.0.1:{port} --data {data} --set log.filter=warn`,
    arguments: [],
  },
  'y-websocket': {
    memory: `env HOST=127.0.0.1 PORT={port} node ${here}/node_modules/y-websocket/bin/server.cjs`,
    stored: `env HOST=127.0.0.1 PORT={port} YPERSISTENCE={data} node ${here}/node_modules/y-websocket/bin/server.cjs`,
    arguments: ['--url', 'ws://127.0.0.1:{port}'],
  },
  hocuspocus: {
    memory: `node ${here}/peers/hocuspocus.mjs {port}`,
    stored: `node ${here}/peers/hocuspocus.mjs {port} {data}`,
    arguments: ['--url', 'ws://127.0.0.1:{port}', '--dialect', 'hocuspocus'],
  },
}

const ROWS = {
  'fanout-100': { arguments: 'fanout --readers 100 --rate 50', figures: ['latency_p50', 'latency_p99', 'server_cpu_per_delivery'] },
  'fanout-100-fast': { arguments: 'fanout --readers 100 --rate 200', figures: ['latency_p50', 'latency_p99', 'server_cpu_per_delivery'] },
  'fanout-500': { arguments: 'fanout --readers 500 --rate 50', figures: ['latency_p50', 'latency_p99', 'server_cpu_per_delivery'] },
  join: { arguments: 'join', stored: true, figures: ['in_memory_p50', 'in_memory_p99', 'server_cpu_per_join', 'from_disk_p50', 'from_disk_max'] },
  storm: { arguments: 'storm', figures: ['synced_p50', 'synced_max', 'out', 'memory_peak_above_before'] },
  // Memory hardly differs between runs, and each waits until documents are put away.
  idle: { arguments: 'idle', runs: 1, figures: ['per_connection_in_one_room', 'per_connection_in_own_room', 'per_idle_room', 'memory_returned'] },
  restart: { arguments: 'restart', stored: true, figures: ['ready', 'first_sync', 'all_synced'] },
  disk: { arguments: 'disk', stored: true, figures: ['on_disk_after_stop', 'on_disk_after_compaction', 'on_disk_after_compaction_times_v1'] },
  // What the others acknowledge is not durable, or nothing.
  'ack-1': { arguments: 'ack --writers 1 --rate 50', only: ['yrsa'], figures: ['acknowledged_p50', 'acknowledged_p99', 'edits_per_sync', 'bare_sync_p50', 'bare_sync_p99'] },
  'ack-200': { arguments: 'ack --writers 200 --rate 1000', only: ['yrsa'], figures: ['acknowledged_p50', 'acknowledged_p99', 'edits_per_sync', 'server_cpu_per_edit', 'bare_sync_p50', 'bare_sync_p99'] },
}

const MORE_IS_BETTER = new Set(['out', 'memory_returned', 'edits_per_sync'])

if (options.help) {
  console.log(`--rows ${Object.keys(ROWS)}\n--servers ${Object.keys(SERVERS)}\n--runs N  --yrsa FILE  --server-core N  --tool-core N  --scratch DIR  --patience SECONDS  --out FILE.json`)
  process.exit()
}

const chosen = (list, all) => (list ? list.split(',') : Object.keys(all))

/** CPU time in use on the whole machine, in ticks of 10 ms. */
function busyTicks() {
  const [user, nice, system, , , interrupts, softirqs] = readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/).slice(1).map(Number)
  return user + nice + system + interrupts + softirqs
}

/** Waits for a second in which others used less than a tenth of a core, but no longer than --patience says. */
async function quietMoment() {
  for (let seconds = 0; seconds < Number(options.patience); seconds++) {
    const before = busyTicks()
    await pause(1000)
    if (busyTicks() - before < 10) return
  }
}

/** One run of one workload against one server: its figures by name. */
function measure(server, row) {
  const start = (row.stored && server.stored) || server.memory
  const tool = ['-c', options['tool-core'], options.yrsa, 'bench', ...row.arguments.split(' '), '--json']
  tool.push('--start', `taskset -c ${options['server-core']} ${start}`, ...server.arguments)
  if (options.scratch) tool.push('--scratch', options.scratch)
  const { status, stdout, stderr } = spawnSync('taskset', tool, { encoding: 'utf8', maxBuffer: 1 << 24 })
  if (status !== 0) return { failed: stderr.trim().split('\n').at(-1) }
  const report = JSON.parse(stdout)
  return { figures: Object.fromEntries(report.figures.map(({ name, value, unit }) => [name, { value, unit }])), warnings: report.warnings }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)]

const shown = (value) => (value === undefined ? '-' : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2))

/** The table of one row: medians, spread of Yrsa's, and the best peer in multiples of Yrsa. */
function table(name, row, results) {
  const servers = Object.keys(results)
  const lines = [`\n${name}: yrsa bench ${row.arguments}`]
  for (const figure of row.figures) {
    const values = (server) => results[server].filter((run) => run.figures?.[figure]).map((run) => run.figures[figure].value)
    const unit = servers.flatMap((server) => results[server]).find((run) => run.figures?.[figure])?.figures[figure].unit ?? ''
    const medians = servers.map((server) => [server, median(values(server))])
    const own = Object.fromEntries(medians).yrsa
    const peers = medians.filter(([server, value]) => server !== 'yrsa' && value !== undefined).map(([, value]) => value)
    const better = MORE_IS_BETTER.has(figure)
    const ratio = peers.length && own ? (better ? own / Math.max(...peers) : Math.min(...peers) / own) : undefined
    const spread = results.yrsa ? ` [${shown(Math.min(...values('yrsa')))}..${shown(Math.max(...values('yrsa')))}]` : ''
    lines.push(`  ${figure.padEnd(28)} ${medians.map(([server, value]) => `${server} ${shown(value)}${server === 'yrsa' ? spread : ''}`).join(' | ')} ${unit}${ratio ? ` | ${ratio.toFixed(1)}x` : ''}`)
  }
  for (const server of servers) {
    for (const run of results[server]) {
      for (const warning of [run.failed ?? [], run.warnings ?? []].flat()) lines.push(`  ${server}: ${warning}`)
    }
  }
  return lines.join('\n')
}

const everything = {}
for (const name of chosen(options.rows, ROWS)) {
  const row = ROWS[name]
  const servers = chosen(options.servers, SERVERS).filter((server) => !row.only || row.only.includes(server))
  const results = Object.fromEntries(servers.map((server) => [server, []]))
  for (let run = 0; run < Math.min(Number(options.runs), row.runs ?? Infinity); run++) {
    for (const server of servers) {
      await quietMoment()
      results[server].push(measure(SERVERS[server], row))
    }
  }
  everything[name] = results
  console.log(table(name, row, results))
  if (options.out) writeFileSync(options.out, JSON.stringify(everything, null, 1))
}
