// Everything a test file needs, in one import: the server process, the client lines, real clients, bare connections,
// frames, waits. Test files hold behaviour only; what it takes to get there is in harness/.
export { Server, binary } from './harness/server.mjs'
export { Client } from './harness/client.mjs'
export { RawConnection, readFresh } from './harness/raw.mjs'
export { ClientProcess } from './harness/client-process.mjs'
export * as frames from './harness/frames.mjs'
export * as lines from './harness/lines.mjs'
export { Random, breathe, inParallel, until, within } from './harness/conditions.mjs'
export * as content from './harness/content.mjs'
export * as fixtures from './harness/fixtures.mjs'
