#!/usr/bin/env node
// The soak: for half an hour people type in many documents, come and go, and move cursors; in the end the server must be what it was in
// the beginning. Samples memory, descriptors, CPU and latency every ten seconds into a CSV file and judges them (judge.mjs has the bounds).
// Ends with 1 when something grew, was lost or was closed. Run as: cargo build --release; (cd tests/clients && npm ci); tests/soak/run.mjs
//
// SOAK_MINUTES=30  SOAK_ROOMS=200 (two people each)  SOAK_CURSORS=100 (in one document)  SOAK_EDITS=2 (a second, each person)
// SOAK_CSV=soak.csv  YRSA_BIN=the server  YRSA_SEED=who comes and goes when
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createWriteStream, readFileSync, readdirSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Random, Server, content, readFresh, until } from '../clients/harness.mjs'
import { judge, percentile } from './judge.mjs'
import { Load } from './load.mjs'

const number = (/** @type {string} */ name, /** @type {number} */ otherwise) => Number(process.env[name] ?? otherwise)
const MINUTES = number('SOAK_MINUTES', 30)
const PLAN = {
  rooms: number('SOAK_ROOMS', 200),
  cursors: number('SOAK_CURSORS', 100),
  edits: number('SOAK_EDITS', 2),
  stayMs: 60_000,
  awayMs: 8_000
}
const SAMPLE_MS = Math.min(10_000, MINUTES * 60_000 / 30)
/** The share of the run that is not judged: caches fill, each pair has come and gone, storage has made two checkpoints (16 MiB of log each, some five
 * minutes apart), of which each leaves the allocator with gaps that the next one fills. */
const WARM_UP = 0.4
/** Documents are put away within seconds, and what is kept on purpose is soon as much as it will ever be. */
const SETTINGS = { 'rooms.idle': '2s', 'storage.cache': '1MiB', 'events.most': '20000' }
const CSV = process.env.SOAK_CSV ?? 'soak.csv'
const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK']))

/** @param {Server} server */
function ofProcess (server) {
  const place = `/proc/${server.process?.pid}`
  const [utime, stime] = readFileSync(`${place}/stat`, 'utf8').replace(/^.*\) /, '').split(' ').slice(11, 13).map(Number)
  const status = readFileSync(`${place}/status`, 'utf8')
  return {
    cpuSeconds: (utime + stime) / TICKS_PER_SECOND,
    rssMib: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024,
    threads: Number(/Threads:\s+(\d+)/.exec(status)?.[1]),
    descriptors: readdirSync(`${place}/fd`).length
  }
}

/** The open rooms. On a connection of its own: one that is kept would be idle for as long as the server lets it. @param {Server} server */
const rooms = server => new Promise((resolve, reject) => {
  http.get(`${server.http}/metrics`, { agent: false }, async response => {
    let text = ''
    for await (const part of response) text += part
    resolve(Number(/^yrsa_rooms (\d+)$/m.exec(text)?.[1]))
  }).on('error', reject)
})

// Files go while du looks at them; it says so, and counts the others.
const diskMib = (/** @type {string} */ folder) => Number(spawnSync('du', ['-sm', folder]).stdout.toString().split('\t')[0])

/** @param {Server} server @param {Load} load */
async function sampled (server, load) {
  /** @type {import('./judge.mjs').Sample[]} */
  const samples = []
  const csv = createWriteStream(CSV)
  const started = performance.now()
  let before = { at: started, cpuSeconds: ofProcess(server).cpuSeconds }
  while (performance.now() - started < MINUTES * 60_000) {
    await pause(SAMPLE_MS)
    const tally = load.take()
    const now = performance.now()
    const { cpuSeconds, ...process } = ofProcess(server)
    const sample = {
      seconds: Math.round((now - started) / 1000),
      ...process,
      edits: tally.edits / (now - before.at) * 1000,
      presence: tally.presence / (now - before.at) * 1000,
      sessions: tally.sessions,
      cpuPerEditUs: (cpuSeconds - before.cpuSeconds) * 1e6 / tally.edits,
      relayP50: percentile(tally.relayed, 0.5),
      relayP99: percentile(tally.relayed, 0.99),
      savedP50: percentile(tally.saved, 0.5),
      savedP99: percentile(tally.saved, 0.99),
      rooms: /** @type {number} */ (await rooms(server)),
      diskMib: diskMib(server.data)
    }
    before = { at: now, cpuSeconds }
    if (samples.length === 0) csv.write(Object.keys(sample).join() + '\n')
    csv.write(Object.values(sample).map(value => Number(value.toFixed(3))).join() + '\n')
    samples.push(sample)
    if (load.complaints.length > 0) break
  }
  csv.end()
  return samples
}

/** Every document holds what both typists hold, read by somebody who knows nothing. @param {Server} server @param {Load} load */
async function checkContents (server, load) {
  for (const { document, typists: [left, right] } of load.pairs) {
    const stored = await readFresh(server, document)
    for (const { doc } of [left, right]) {
      assert.ok(content.sameHistory(doc, stored), `${document} is stored as its typists have it`)
    }
  }
}

async function run () {
  const seed = number('YRSA_SEED', Date.now() & 0x7fffffff)
  const server = new Server(await mkdtemp(path.join(tmpdir(), 'yrsa-soak-')), SETTINGS)
  try {
    await server.start()
    console.log(`seed ${seed}; ${MINUTES} minutes, ${PLAN.rooms} rooms, ${PLAN.cursors} cursors; samples in ${CSV}`)
    const load = new Load(server, PLAN, new Random(seed))
    const samples = await sampled(server, load)
    const problems = [...new Set(load.complaints)]
    if (problems.length === 0) {
      await load.end()
      await until('all rooms to be put away', async () => await rooms(server) === 0, 60_000)
      console.log(`when everybody has left: ${ofProcess(server).rssMib.toFixed(1)} MiB, ${ofProcess(server).descriptors} descriptors`)
      await checkContents(server, load)
      await server.kill()
      await server.start()
      await checkContents(server, load)
    }
    const { findings, problems: beyond } = judge(samples.slice(Math.ceil(samples.length * WARM_UP)))
    for (const finding of findings) console.log(finding)
    return [...problems, ...beyond]
  } finally {
    await server.discard()
  }
}

const problems = await run()
for (const problem of problems) console.log(`BEYOND ITS BOUND OR WRONG: ${problem}`)
console.log(problems.length === 0 ? 'the soak passed' : 'the soak failed')
process.exit(problems.length === 0 ? 0 : 1)
