// Hocuspocus as its documentation starts it: `node hocuspocus.mjs VERSION PORT [FOLDER]`; with a folder, documents are files in it.
// VERSION is 3 or 4; 4 needs Node 22.
// Prints a line when it is ready. Started by ../compare.mjs; never used by Yrsa itself.
import { mkdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as Y from 'yjs'

const [version, port, folder] = process.argv.slice(2)
const { Server } = await import(`hocuspocus-${version}`)
const file = (name) => join(folder, encodeURIComponent(name))

const storage = {
  async onLoadDocument({ document, documentName }) {
    const stored = await readFile(file(documentName)).catch(() => null)
    if (stored) Y.applyUpdate(document, stored)
  },
  async onStoreDocument({ document, documentName }) {
    await writeFile(file(documentName), Y.encodeStateAsUpdate(document))
  },
}

if (folder) mkdirSync(folder, { recursive: true })
const server = new Server({ port: Number(port), address: '127.0.0.1', quiet: true, ...(folder ? storage : {}) })
await server.listen()
console.log(`hocuspocus is ready on port ${port}`)
