// Serves this folder and node_modules as they are: any file server does. node serve.mjs [PORT]
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
// In a copy of this folder node_modules lies in it; in Yrsa's sources beside it.
const roots = [here, join(here, '..')]
const kinds = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.json': 'application/json' }

const server = createServer(({ url }, answer) => {
  const path = normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname))
  const name = path.endsWith('/') ? `${path}index.html` : path
  // Packages import each other without an ending (`lib0/encoding`); these files all end in .js.
  const candidates = roots.flatMap((root) => [join(root, name), join(root, `${name}.js`)])
  const file = candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile())
  if (file === undefined) return answer.writeHead(404).end()
  answer.writeHead(200, { 'content-type': kinds[extname(file)] ?? 'application/octet-stream' })
  createReadStream(file).pipe(answer)
})
server.listen(Number(process.argv[2] ?? 5173), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
