// What is measured: servers, rows of the table, and which figures of a row are shown. Used by compare.mjs.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const node22 = `${here}/node_modules/node/bin/node`
const yWebsocket = `env HOST=127.0.0.1 PORT={port}`

/**
 * The servers: how they are started, and how `yrsa bench` speaks with them. Those that can store keep everything in memory unless
 * a row is about the disk: that is how they are fastest. Yrsa always stores. `options` are compare.mjs' own.
 */
export const servers = (options) => ({
  yrsa: {
    title: 'Yrsa',
    program: options.yrsa,
    // All clients come from one address.
    memory: `${options.yrsa} serve --listen 127.0.0.1:{port} --data {data} --set log.filter=warn --set limits.connections_per_address=1000000 --set limits.requests_per_second_per_address=1000000`,
    arguments: [],
  },
  relay: {
    title: 'bare relay',
    floor: true,
    program: options.relay,
    memory: `${options.relay} --listen 127.0.0.1:{port}`,
    arguments: ['--url', 'ws://127.0.0.1:{port}', '--keeps-nothing'],
  },
  'relay-merging': {
    title: 'bare relay, merging',
    floor: true,
    program: options.relay,
    memory: `${options.relay} --listen 127.0.0.1:{port} --merge`,
    arguments: ['--url', 'ws://127.0.0.1:{port}', '--keeps-nothing'],
  },
  'y-sweet': {
    title: 'y-sweet 0.9.1',
    program: options['y-sweet'],
    memory: `${options['y-sweet']} serve --host 127.0.0.1 --port {port}`,
    stored: `${options['y-sweet']} serve --host 127.0.0.1 --port {port} --checkpoint-freq-seconds 2 {data}`,
    arguments: ['--url', 'ws://127.0.0.1:{port}/d/{document}/ws/{document}'],
  },
  'y-websocket': {
    title: 'y-websocket 2.1',
    program: `${here}/node_modules/y-websocket/bin/server.cjs`,
    memory: `${yWebsocket} node ${here}/node_modules/y-websocket/bin/server.cjs`,
    stored: `${yWebsocket} YPERSISTENCE={data} node ${here}/node_modules/y-websocket/bin/server.cjs`,
    arguments: ['--url', 'ws://127.0.0.1:{port}'],
  },
  'hocuspocus-3': {
    title: 'Hocuspocus 3.4',
    program: `${here}/node_modules/hocuspocus-3/package.json`,
    memory: `node ${here}/peers/hocuspocus.mjs 3 {port}`,
    stored: `node ${here}/peers/hocuspocus.mjs 3 {port} {data}`,
    arguments: ['--url', 'ws://127.0.0.1:{port}', '--dialect', 'hocuspocus'],
  },
  'hocuspocus-4': {
    title: 'Hocuspocus 4.7',
    program: node22,
    memory: `${node22} ${here}/peers/hocuspocus.mjs 4 {port}`,
    stored: `${node22} ${here}/peers/hocuspocus.mjs 4 {port} {data}`,
    arguments: ['--url', 'ws://127.0.0.1:{port}', '--dialect', 'hocuspocus'],
  },
})

/** Nothing of a CRDT is needed, so a bare relay can do it too. */
const FLOORS_TOO = { floors: true }
const FANOUT = { ...FLOORS_TOO, figures: ['server_cpu_per_delivery', 'latency_p50', 'latency_p99'] }
const CURSORS = { ...FLOORS_TOO, figures: ['server_cpu_per_state', 'state_p99', 'typing_p99', 'states_per_frame'] }

/**
 * The rows: `title` for people, `arguments` for `yrsa bench`, the figures shown. `only` and `not` name
 * servers; `runs` bounds --runs where a run is long or hardly differs from the next; `floorFigure` is what the first figure is measured against within the same run.
 */
export const ROWS = {
  'fanout-100': { ...FANOUT, title: '1 typist at 200/s, 100 readers', arguments: 'fanout --readers 100 --rate 200 --duration 3' },
  'fanout-500': { ...FANOUT, title: '1 typist at 200/s, 500 readers', arguments: 'fanout --readers 500 --rate 200 --duration 3' },
  flood: {
    ...FLOORS_TOO,
    title: 'as fast as it goes, 500 edits under way, 100 readers',
    arguments: 'flood --readers 100 --duration 3',
    figures: ['server_cpu_per_delivery', 'delivered', 'edits_per_frame', 'memory_before', 'memory_peak'],
  },
  rooms: {
    ...FLOORS_TOO,
    title: '300 documents with two typists each',
    arguments: 'rooms --documents 300 --duration 3',
    runs: 2,
    figures: ['server_cpu_per_update', 'latency_p50', 'latency_p99'],
  },
  'join-typed': {
    title: 'joining 10,000 keystrokes, right after a restart',
    arguments: 'join --edits 10000 --documents 5 --readers 50',
    stored: true,
    runs: 1,
    figures: ['from_disk_p50', 'from_disk_max', 'in_memory_p50'],
  },
  join: {
    title: 'joining 1 MB in memory',
    arguments: 'join --documents 3 --readers 100',
    stored: true,
    runs: 1,
    figures: ['in_memory_p50', 'in_memory_p99', 'server_cpu_per_join', 'from_disk_p50'],
  },
  storm: {
    title: '150 clients join 1 MB at once',
    arguments: 'storm',
    runs: 2,
    figures: ['synced_p50', 'synced_max', 'out', 'memory_peak_above_before'],
  },
  'cursors-50': { ...CURSORS, title: '50 cursors at 10 Hz and 1 typist', arguments: 'cursors --readers 50 --rate 500 --duration 3', runs: 2 },
  'cursors-500': { ...CURSORS, title: '500 cursors at 1 Hz and 1 typist', arguments: 'cursors --readers 500 --rate 500 --duration 3', runs: 1 },
  idle: {
    title: '1,000 idle clients',
    // Yrsa keeps a document for 30 s after the last client has left; here for 2 s, because the others keep none.
    arguments: 'idle --readers 1000 --duration 12',
    settings: ['rooms.idle=2s'],
    runs: 1,
    figures: ['per_connection_in_one_room', 'per_idle_room', 'memory_returned'],
  },
  catchup: {
    title: 'catching up with 20,000 missed edits',
    arguments: 'catchup --edits 20000',
    runs: 1,
    figures: ['caught_up_p50', 'caught_up_p99', 'times_least_possible', 'server_cpu_per_catch_up'],
  },
  mergeback: {
    title: '20,000 edits made offline come back, 20 readers',
    arguments: 'mergeback --edits 20000 --duration 4',
    // The tool waits for what was brought back until it gives up; the cause is not known.
    not: ['hocuspocus-4'],
    runs: 1,
    figures: ['merged_p50', 'merged_max', 'typing_p99', 'typing_max'],
  },
  slow: {
    title: '1 of 200 readers reads 1 kB/s',
    arguments: 'slow --readers 200 --duration 3',
    runs: 1,
    figures: ['with_p99', 'without_p99', 'memory_peak_above_before', 'slow_reader_closed'],
  },
  replay: {
    title: 'a session of two, replayed in 25 documents',
    arguments: 'replay --documents 25 --rate 2500 --duration 4',
    session: true,
    runs: 1,
    figures: ['latency_p50', 'latency_p99', 'server_cpu_per_edit'],
  },
  // What the others acknowledge is not durable, or nothing.
  'ack-1': {
    title: 'update to durable acknowledgement, 1 writer',
    arguments: 'ack --writers 1 --rate 50 --duration 4',
    only: ['yrsa'],
    floorFigure: 'bare_sync_p50',
    figures: ['acknowledged_p50', 'acknowledged_p99', 'bare_sync_p50', 'bare_sync_p99'],
  },
  'ack-200': {
    title: 'the same, 200 writers',
    arguments: 'ack --writers 200 --rate 1000 --duration 4',
    only: ['yrsa'],
    floorFigure: 'bare_sync_p50',
    figures: ['acknowledged_p50', 'acknowledged_p99', 'edits_per_sync', 'server_cpu_per_edit', 'bare_sync_p50', 'bare_sync_p99'],
  },
  disk: {
    title: 'bytes on disk per keystroke, 30,000 of them',
    arguments: 'disk',
    stored: true,
    runs: 1,
    figures: ['on_disk_after_typing', 'on_disk_after_stop', 'on_disk_after_compaction', 'on_disk_after_compaction_times_v1'],
  },
  restart: {
    title: 'restart with 1,000 documents, 200 clients',
    arguments: 'restart --documents 1000 --readers 200',
    stored: true,
    runs: 1,
    figures: ['ready', 'first_sync', 'all_synced'],
  },
}

export const MORE_IS_BETTER = new Set(['out', 'delivered', 'memory_returned', 'edits_per_sync', 'edits_per_frame', 'states_per_frame'])

/** Figures that say how something was done, not how well. */
export const NO_RATIO = new Set(['memory_before', 'bare_sync_p50', 'bare_sync_p99', 'slow_reader_closed', 'edits_per_frame', 'states_per_frame', 'edits_per_sync'])
