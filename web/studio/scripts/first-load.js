// Which built files a first visit loads: what index.html names, and what those import at once. Used by the build (for the service
// worker) and by check-dist.js (for the limits). Knows nothing of sources.
import { posix } from 'node:path'

const NAMED = /(?:src|href)="\.\/([^"]+)"/g
/** `import … from './x.js'`, `export … from './x.js'` and `import './x.js'`, but not `import('./x.js')`. */
const IMPORTED = /(?:\bfrom|\bimport)\s*["'](\.[^"']+)["']/g

/**
 * @param {(name: string) => string | undefined} read the text of a file, nothing if there is none
 * @returns {string[]} names, sorted, `index.html` among them
 */
export function firstLoad(read) {
  const found = new Set(['index.html'])
  for (const [, name] of read('index.html')?.matchAll(NAMED) ?? []) follow(name)
  return [...found].sort()

  /** @param {string} name */
  function follow(name) {
    if (found.has(name)) return
    found.add(name)
    if (!name.endsWith('.js')) return
    for (const [, imported] of read(name)?.matchAll(IMPORTED) ?? []) follow(posix.join(posix.dirname(name), imported))
  }
}
