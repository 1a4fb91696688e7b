// Puts the generated types beside the built files: TypeScript reads .d.ts files and writes none of them.
// Run by `npm run build`.
import { copyFileSync } from 'node:fs'

copyFileSync(new URL('../src/openapi.d.ts', import.meta.url), new URL('../dist/openapi.d.ts', import.meta.url))
