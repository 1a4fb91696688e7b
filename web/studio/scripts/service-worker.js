// Emits service-worker.js: what service-worker/worker.js says, with the list of files of this very build in front.
// The list is part of the worker's bytes, so a browser sees a new worker exactly when the studio is a new one.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { firstLoad } from './first-load.js'

const source = fileURLToPath(new URL('../service-worker/worker.js', import.meta.url))

/** @returns {import('vite').Plugin} */
export function serviceWorker() {
  return {
    name: 'service-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const text = (name) => {
        const file = bundle[name]
        return file === undefined ? undefined : file.type === 'chunk' ? file.code : String(file.source)
      }
      const page = text('index.html')
      if (page === undefined) throw new Error('the service worker needs index.html, which is not built yet')
      const shell = firstLoad(text).filter((name) => name !== 'index.html')
      const others = Object.keys(bundle).filter((name) => /^assets\/.*\.(js|css|woff2)$/.test(name) && !shell.includes(name)).sort()
      const files = { page: createHash('sha256').update(page).digest('hex'), shell, others }
      const version = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16)
      const list = `const BUILD = ${JSON.stringify({ version, ...files })}\n`
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: list + readFileSync(source, 'utf8') })
    },
  }
}
