// The examples that are pages, each by two people in Chromium against the real server: what one does, the other sees.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import path from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { binary, built, examples, people, started, yrsa } from './server.js'

/** Two people at a text editor: both type, both see both, and each sees the other's caret. */
function textEditor (name, { editor, caret }) {
  test(`${name}: two people write one text and see each other's carets`, async t => {
    const server = await yrsa(t)
    const { ada, bob, complaints } = await people(t, await built(t, name), () => ({ server: server.ws }))
    const sees = (page, text) => page.locator(editor).filter({ hasText: text }).waitFor()
    await ada.locator(editor).click()
    await ada.keyboard.type('Ada was here. ')
    await sees(bob, 'Ada was here.')
    await bob.locator(editor).click()
    await bob.keyboard.press('ControlOrMeta+End')
    await bob.keyboard.type('So was Bob.')
    await sees(ada, /Ada was here\. ?So was Bob\./)
    await ada.locator(caret).filter({ hasText: 'Bob' }).first().waitFor({ state: 'attached' })
    const answer = await fetch(`${server.http}/api/documents/examples%2F${name}/content`, { headers: { accept: 'text/plain' } })
    assert.match(await answer.text(), /Ada was here\. ?So was Bob\./, 'the server reads it, too')
    assert.deepEqual(complaints, [])
  })
}

textEditor('tiptap', { editor: '.tiptap', caret: '.collaboration-carets__label' })
textEditor('codemirror', { editor: '.cm-content', caret: '.cm-ySelectionInfo' })
textEditor('quill', { editor: '.ql-editor', caret: '.ql-cursor-name' })

test('react-flow: what one adds, drags and connects, the other has', async t => {
  const server = await yrsa(t)
  await fetch(`${server.http}/api/documents`, { method: 'POST', body: JSON.stringify({ id: 'examples/react-flow', kind: 'workflow' }) })
  const { ada, bob, complaints } = await people(t, await built(t, 'react-flow'), () => ({ server: server.ws }))
  await bob.locator('.react-flow__node').first().waitFor() // the seed's start
  await ada.locator('.add').click()
  const step = page => page.locator('.react-flow__node', { hasText: 'Step 2' })
  await step(bob).waitFor()
  const content = async () => (await (await fetch(`${server.http}/api/documents/examples%2Freact-flow/content`)).json()).content
  const position = async () => Object.values((await content()).nodes).find(node => node.data.label === 'Step 2').position
  const before = await position()
  const box = await step(bob).boundingBox()
  await bob.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await bob.mouse.down()
  await bob.mouse.move(box.x + 220, box.y + 160, { steps: 8 })
  await bob.mouse.up()
  const shown = await step(bob).evaluate(node => node.style.transform)
  await ada.waitForFunction(moved => [...document.querySelectorAll('.react-flow__node')].some(node => node.style.transform === moved), shown)
  assert.notDeepEqual(await position(), before, 'the server knows where it is')
  await ada.locator('.react-flow__node').first().locator('.react-flow__handle.source').dragTo(step(ada).locator('.react-flow__handle.target'))
  await bob.locator('.react-flow__edge').waitFor({ state: 'attached' })
  assert.equal(Object.keys((await content()).edges).length, 1)
  assert.deepEqual(complaints, [])
})

test('blocknote: one comments on a text, the other reads it, answers, and may not delete it', async t => {
  const address = await built(t, 'blocknote')
  const server = await yrsa(t, { YRSA_AUTH_REQUIRED: 'true', YRSA_HTTP_ALLOWED_ORIGINS: new URL(address).origin })
  const token = async (user, role) =>
    (await promisify(execFile)(binary, ['token', '--data', server.data, '--user', user, '--name', user, '--grant', `examples/=${role}`])).stdout.trim()
  const roles = { Ada: 'owner', Bob: 'commenter' }
  const { ada, bob, complaints } = await people(t, address, async name => ({ server: server.ws, token: await token(name, roles[name]) }))
  await ada.locator('.bn-editor').first().click()
  await ada.keyboard.type('We ship on Monday.')
  await bob.locator('.bn-editor', { hasText: 'We ship on Monday.' }).first().waitFor()
  await ada.keyboard.press('Shift+Home')
  await ada.locator('[data-test="addcomment"], button[aria-label*="comment" i]').first().click()
  // The box for the comment opens, and takes the keyboard a moment later.
  await ada.waitForFunction(() => document.activeElement?.isContentEditable && document.activeElement !== document.querySelector('.bn-editor'))
  await ada.keyboard.type('Which Monday?')
  await ada.locator('.bn-editor', { hasText: 'Which Monday?' }).waitFor()
  // Without a pointer: the box still moves, and a click beside it closes it.
  await ada.locator('button:has-text("Save")').dispatchEvent('click')
  await bob.locator('.bn-threads-sidebar', { hasText: 'Which Monday?' }).waitFor()
  await bob.locator('.bn-thread-mark, [data-bn-thread-id]').first().waitFor({ state: 'attached' })
  const threads = await (await fetch(`${server.http}/api/documents/examples%2Fblocknote/threads`, { headers: { authorization: `Bearer ${await token('Bob', 'commenter')}` } })).json()
  assert.equal(threads.threads[0].comments[0].userId, 'Ada', 'the author is who the token says')
  assert.deepEqual(complaints, [])
})

test('plain: a list without a bundler, shared by two', async t => {
  const server = await yrsa(t)
  const address = await started(t, process.execPath, [path.join(examples, 'plain/serve.mjs'), '0'], /^(http:\/\/\S+)$/)
  const { ada, bob, complaints } = await people(t, `${address}/`, () => ({ server: server.ws }))
  await ada.locator('#state', { hasText: 'connected' }).waitFor()
  await ada.locator('input').fill('bread')
  await ada.keyboard.press('Enter')
  await bob.locator('li', { hasText: 'bread' }).waitFor()
  await bob.locator('input').fill('cheese')
  await bob.keyboard.press('Enter')
  await ada.locator('li', { hasText: 'cheese' }).waitFor()
  assert.deepEqual(await ada.locator('li').allTextContents(), ['bread', 'cheese'])
  assert.deepEqual(complaints, [])
})
