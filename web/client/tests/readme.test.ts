// The examples of README.md compile, one after the other, against the sources.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

test('the examples of the README compile', { timeout: 60_000 }, () => {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
  const examples = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => code).join('\n')
  expect(examples).toContain('createClient')
  const config = ts.parseJsonConfigFileContent(ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile).config, ts.sys, root)
  const file = path.join(root, 'src', 'readme-examples.ts')
  const options = { ...config.options, noUnusedLocals: false }
  const host = ts.createCompilerHost(options)
  const { readFile, fileExists, getSourceFile } = host
  host.readFile = (name) => (name === file ? examples : readFile(name))
  host.fileExists = (name) => name === file || fileExists(name)
  host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(name, examples, ts.ScriptTarget.ES2023) : getSourceFile(name, ...rest))
  const program = ts.createProgram([file], options, host)
  const problems = ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
  expect(problems).toEqual([])
})
