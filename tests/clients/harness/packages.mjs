// The npm packages that tests outside this folder speak with: one instance of each, the one that the client lines use.
export * as Y from 'yjs'
export * as decoding from 'lib0/decoding'
export * as encoding from 'lib0/encoding'
export { default as WebSocket } from 'ws'
