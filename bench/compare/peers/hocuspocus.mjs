// Hocuspocus as its documentation starts it: `node hocuspocus.mjs PORT [FOLDER]`; with a folder, documents are files in it.
// Prints a line when it is ready. Started by ../compare.mjs; never used by Yrsa itself.
import { mkdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Server } from '@hocuspocus/server'
import * as Y from 'yjs'

const [port, folder] = process.argv.slice(2)
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
