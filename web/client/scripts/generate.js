// Writes src/openapi.d.ts from docs/openapi.json. With --check it writes nothing and fails if the committed file is another.
// Run by `npm run generate` and `npm run check:generated`.
import { readFileSync, writeFileSync } from 'node:fs'
import openapiTypeScript, { astToString } from 'openapi-typescript'

const description = new URL('../../../docs/openapi.json', import.meta.url)
const file = new URL('../src/openapi.d.ts', import.meta.url)
const HEAD = '// Made from docs/openapi.json by `npm run generate`. Not to be edited.\n\n'

const types = HEAD + astToString(await openapiTypeScript(description, { alphabetize: true, silent: true }))

if (!process.argv.includes('--check')) {
  writeFileSync(file, types)
} else if (types !== read(file)) {
  console.error('web/client/src/openapi.d.ts is not what docs/openapi.json says: run `npm run generate` in web/ and commit the result')
  process.exitCode = 1
} else {
  console.log('web/client/src/openapi.d.ts is what docs/openapi.json says')
}

/** @param {URL} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
