// What isn't used isn't bundled: a page that only connects has no chat in it, and no copy on the device before it wants one.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { rolldown } from 'rolldown'

const index = fileURLToPath(new URL('../src/index.ts', import.meta.url))

async function bundled(source: string): Promise<{ entry: string; rest: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'yrsa-bundle-'))
  try {
    const entry = path.join(folder, 'entry.ts')
    await writeFile(entry, source.replace('@yrsa/client', index))
    const build = await rolldown({ input: entry, platform: 'browser', external: [/^yjs$/, /^lib0/, /^y-/, 'openapi-fetch'], resolve: { modules: [path.dirname(index)] } })
    const { output } = await build.generate({ format: 'esm' })
    await build.close()
    const code = (isEntry: boolean) => output.flatMap((part) => (part.type === 'chunk' && part.isEntry === isEntry ? part.code : [])).join('\n')
    return { entry: code(true), rest: code(false) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

test('a program that connects has the provider in it, and nothing of chat, comments, streams or accounts', async () => {
  const { entry, rest } = await bundled(`import { createClient } from '@yrsa/client'; createClient({ url: 'http://x' }).connect('plan')`)
  expect(entry).toContain('WebsocketProvider')
  for (const word of ['/messages', '/threads', '/locks', '/api/inbox', '/session/turn', 'text/event-stream', 'refresh_token', 'shares/use', 'IndexeddbPersistence']) {
    expect(entry, word).not.toContain(word)
  }
  // The copy on the device comes as a file of its own, when it is wanted.
  expect(rest).toContain('IndexeddbPersistence')
})

test('a program that chats has chat in it', async () => {
  const { entry } = await bundled(`import { Chat } from '@yrsa/client'; console.log(Chat)`)
  expect(entry).toContain('/messages')
  expect(entry).not.toContain('/threads')
})
