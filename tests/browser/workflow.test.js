// Three people at one workflow: what one of them does on the canvas all of them see, locks hold, runs go on live, and nothing is lost
// when the server dies under their hands. The executor of the runs is this test, over HTTP.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'
import { assertAccessible } from './axe.js'
import { ServerProcess } from './server-process.js'
import { documentUrl, LIMIT_MS, PHONE, startBrowser, visitors } from './visitor.js'

let browser
let server
let data

before(async () => {
  data = await mkdtemp(join(tmpdir(), 'yrsa-workflow-'))
  server = new ServerProcess(data)
  await Promise.all([server.start(), startBrowser().then((started) => { browser = started })])
})

after(async () => {
  await browser?.close()
  await server?.stop('SIGTERM')
  await rm(data, { recursive: true, force: true })
})

const people = visitors(() => browser)
let documents = 0

afterEach(async () => {
  assert.deepEqual(await people.endOfTest(), [])
})

/** A request as Ada, or as somebody else; what comes back as JSON. */
async function ask(method, path, body, name = 'Ada') {
  const url = new URL(`/api${path}`, server.url)
  url.searchParams.set('name', name)
  const options = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const answer = await fetch(url, { method, ...options })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
}

/** Asks until the answer is right. The last one stands in the error. */
async function until(read, isRight) {
  const end = Date.now() + LIMIT_MS
  let last
  while (Date.now() < end) {
    last = await read()
    if (isRight(last)) return last
    await new Promise((resolve) => { setTimeout(resolve, 40) })
  }
  throw new Error(`it stayed ${JSON.stringify(last)}`)
}

const NODES = {
  start: { type: 'input', position: { x: 0, y: 100 }, data: { label: 'Every night' } },
  fetch: { type: 'action', position: { x: 280, y: 100 }, data: { label: 'Fetch orders', description: 'From the shop' } },
  check: { type: 'condition', position: { x: 580, y: 100 }, data: { label: 'Any new?' } },
  clean: { type: 'code', position: { x: 860, y: 20 }, data: { label: 'Clean addresses' } },
  tell: { type: 'action', position: { x: 860, y: 200 }, data: { label: 'Tell the team' } },
  hint: { type: 'note', position: { x: 280, y: 260 }, data: { label: 'The shop allows 100 requests a minute.' } },
}
const EDGES = {
  e1: { source: 'start', target: 'fetch', data: {} },
  e2: { source: 'fetch', target: 'check', label: 'rows', data: {} },
  e3: { source: 'check', target: 'clean', sourceHandle: 'yes', data: {} },
  e4: { source: 'check', target: 'tell', sourceHandle: 'no', data: {} },
}

/** A workflow of its own for each test. */
async function aWorkflow(content = { nodes: NODES, edges: EDGES }) {
  documents += 1
  const id = `acme/flow-${documents}`
  const { status } = await ask('POST', '/documents', { id, kind: 'workflow', title: 'Nightly import', content })
  assert.equal(status, 201)
  const path = `/documents/${encodeURIComponent(id)}`
  return {
    id,
    path,
    url: documentUrl(server.url, id),
    content: async () => (await ask('GET', `${path}/content?format=json`)).body.content,
  }
}

async function comeTogether(flow, names = ['Ada', 'Bob', 'Cleo']) {
  const here = await Promise.all(names.map((name) => people.arrive(name, flow.url)))
  await Promise.all(here.map(seesTheCanvas))
  await Promise.all(here.map((visitor) => visitor.seesStatus('Saved')))
  return here
}

async function seesTheCanvas({ name, page }) {
  await page.locator('.react-flow__node').first().waitFor().catch(async (cause) => {
    throw new Error(`${name} sees no node but: ${await page.evaluate(() => document.body.innerText)}`, { cause })
  })
}

const node = ({ page }, id) => page.locator(`.react-flow__node[data-id="${id}"]`)
const nodeNamed = ({ page }, label) => page.locator('.react-flow__node', { hasText: label })
const edge = ({ page }, id) => page.locator(`.react-flow__edge[data-id="${id}"]`)
const panel = ({ page }) => page.locator('.wf-properties')

/** The middle of something, in the window. */
async function middle(locator) {
  const { x, y, width, height } = await locator.boundingBox()
  return { x: x + width / 2, y: y + height / 2 }
}

async function drags(visitor, from, dx, dy) {
  const { x, y } = await middle(from)
  await visitor.page.mouse.move(x, y)
  await visitor.page.mouse.down()
  await visitor.page.mouse.move(x + dx / 2, y + dy / 2, { steps: 5 })
  await visitor.page.mouse.move(x + dx, y + dy, { steps: 5 })
  await visitor.page.mouse.up()
}

async function choosesNode(visitor, id) {
  await node(visitor, id).locator('.wf-node-words').click()
  await panel(visitor).waitFor()
}

/** Where a node stands for this person, in the coordinates of the workflow. */
function placeOf({ page }, id) {
  return page.evaluate((wanted) => {
    const style = document.querySelector(`.react-flow__node[data-id="${wanted}"]`)?.style.transform ?? ''
    const [, x, y] = /translate\((-?[\d.]+)px, (-?[\d.]+)px\)/.exec(style) ?? []
    return { x: Math.round(Number(x)), y: Math.round(Number(y)) }
  }, id)
}

const view = ({ page }) => page.evaluate(() => document.querySelector('.react-flow__viewport')?.style.transform ?? '')

/** A page that is many people at the JSON door, who point all the time and have chosen a node each. */
async function crowdAt(id, count) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${server.url}/healthz`)
  await page.evaluate(async ([document, many]) => {
    const sockets = await Promise.all(Array.from({ length: many }, (_, index) => new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${location.host}/live/${document}?name=Guest${index + 1}`)
      socket.onopen = () => resolve(socket)
      socket.onerror = () => reject(new Error(`guest ${index + 1} was not let in`))
    })))
    let step = 0
    setInterval(() => {
      step += 1
      for (const [index, socket] of sockets.entries()) {
        const pointer = { surface: 'workflow', x: 400 + 350 * Math.sin(step / 9 + index), y: 150 + 200 * Math.cos(step / 7 + index * 2) }
        socket.send(JSON.stringify({ type: 'presence_update', presence: { pointer, selection: { nodes: [index % 2 === 0 ? 'fetch' : 'clean'] } } }))
      }
    }, 300)
  }, [id, count])
  return context
}

describe('three people at one workflow', () => {
  it('add nodes by click, by drop and by key, and all see them', async () => {
    const flow = await aWorkflow({ nodes: { start: NODES.start }, edges: {} })
    const [ada, bob, cleo] = await comeTogether(flow)
    await ada.page.getByRole('toolbar', { name: 'Add a node' }).getByRole('button', { name: 'Condition' }).click()
    await panel(ada).getByLabel('Name', { exact: true }).fill('Is it late?')
    await bob.page.getByRole('button', { name: 'Code' }).dragTo(bob.page.locator('.wf-canvas'), { targetPosition: { x: 300, y: 500 } })
    await cleo.page.getByRole('button', { name: 'Note' }).focus()
    await cleo.page.keyboard.press('Enter')
    for (const visitor of [ada, bob, cleo]) {
      for (const label of ['Is it late?', 'Code', 'Note']) await nodeNamed(visitor, label).first().waitFor()
    }
    const { nodes } = await until(flow.content, ({ nodes: now }) => Object.keys(now).length === 4)
    assert.deepEqual(Object.values(nodes).map(({ type }) => type).sort(), ['code', 'condition', 'input', 'note'])
  })

  it('draw, label and delete edges, with the pointer and without', async () => {
    const flow = await aWorkflow({ nodes: NODES, edges: {} })
    const [ada, bob] = await comeTogether(flow, ['Ada', 'Bob'])
    const from = await middle(node(ada, 'start').locator('.react-flow__handle.source'))
    const to = await middle(node(ada, 'fetch').locator('.react-flow__handle.target'))
    await ada.page.mouse.move(from.x, from.y)
    await ada.page.mouse.down()
    await ada.page.mouse.move(to.x, to.y, { steps: 6 })
    await ada.page.mouse.up()
    await bob.page.locator('.react-flow__edge').first().waitFor({ state: 'attached' })

    await choosesNode(bob, 'check')
    for (const label of ['Clean addresses', 'Tell the team']) {
      await panel(bob).getByLabel('Connect to').selectOption({ label })
      await panel(bob).getByRole('button', { name: 'Connect', exact: true }).click()
    }
    const { edges } = await until(flow.content, ({ edges: now }) => Object.keys(now).length === 3)
    assert.deepEqual(
      Object.values(edges).map(({ source, target, sourceHandle }) => [source, target, sourceHandle ?? null]).sort(),
      [['check', 'clean', 'yes'], ['check', 'tell', 'no'], ['start', 'fetch', null]],
    )

    await panel(bob).getByRole('button', { name: /^Clean addresses/ }).click()
    await panel(bob).getByLabel('Label').fill('if there are rows')
    await ada.page.locator('.wf-edge-words', { hasText: 'if there are rows' }).waitFor()
    await panel(bob).getByRole('button', { name: 'Delete' }).click()
    await until(flow.content, ({ edges: now }) => Object.keys(now).length === 2)
    await until(() => ada.page.locator('.react-flow__edge').count(), (count) => count === 2)
  })

  it('let go of an edge on a node, or where something new is wanted', async () => {
    const flow = await aWorkflow({ nodes: { start: NODES.start, fetch: NODES.fetch }, edges: {} })
    const [ada] = await comeTogether(flow, ['Ada'])
    const exit = node(ada, 'start').locator('.react-flow__handle.source.wf-handle:not(.wf-handle-none)')
    const [from, to] = [await middle(exit), await middle(node(ada, 'fetch'))]
    await drags(ada, exit, to.x - from.x, to.y - from.y)
    await until(flow.content, ({ nodes, edges }) => Object.keys(nodes).length === 2 && Object.keys(edges).length === 1)
    await drags(ada, exit, 60, 180)
    const { nodes, edges } = await until(flow.content, ({ nodes: now }) => Object.keys(now).length === 3)
    const added = Object.keys(nodes).find((id) => id !== 'start' && id !== 'fetch')
    assert.deepEqual(Object.values(edges).map(({ source, target }) => [source, target]).sort(), [['start', added], ['start', 'fetch']].sort())
    await ada.page.getByRole('button', { name: /^Undo/ }).click()
    await until(flow.content, ({ nodes: now, edges: left }) => Object.keys(now).length === 2 && Object.keys(left).length === 1)
  })

  it('move nodes by mouse and by arrow keys, and see the others move theirs', async () => {
    const flow = await aWorkflow()
    const [ada, bob, cleo] = await comeTogether(flow)
    await Promise.all([drags(ada, node(ada, 'hint'), 60, 120), drags(bob, node(bob, 'tell'), 0, 90)])
    await choosesNode(cleo, 'clean')
    await node(cleo, 'clean').focus()
    const before = await placeOf(cleo, 'clean')
    for (let step = 0; step < 4; step += 1) await cleo.page.keyboard.press('ArrowUp')
    await until(() => placeOf(cleo, 'clean'), ({ y }) => y < before.y)
    const places = async (visitor) => JSON.stringify(await Promise.all(['hint', 'tell', 'clean'].map((id) => placeOf(visitor, id))))
    await until(
      async () => Promise.all([ada, bob, cleo].map(places)),
      ([first, second, third]) => first === second && second === third && !first.includes('260'),
    )
    const { nodes } = await flow.content()
    const shown = await placeOf(ada, 'tell')
    assert.deepEqual({ x: Math.round(nodes.tell.position.x), y: Math.round(nodes.tell.position.y) }, shown)
    assert.ok(shown.y > NODES.tell.position.y)
  })

  it('go by keys alone: from a node to its fields and back, and on to the next', async () => {
    const flow = await aWorkflow()
    const [ada] = await comeTogether(flow, ['Ada'])
    await node(ada, 'fetch').focus()
    await ada.page.keyboard.press('Enter')
    await panel(ada).waitFor()
    await ada.page.keyboard.press('F2')
    await ada.page.keyboard.type('Fetch by keys')
    await ada.page.keyboard.press('Escape')
    assert.equal(await ada.page.evaluate(() => document.activeElement?.getAttribute('data-id')), 'fetch')
    await ada.page.keyboard.press('ArrowDown')
    await ada.page.keyboard.press('Escape')
    await panel(ada).waitFor({ state: 'detached' })
    const { nodes } = await until(flow.content, (now) => now.nodes.fetch.data.label === 'Fetch by keys' && now.nodes.fetch.position.y > NODES.fetch.position.y)
    assert.equal(Object.keys(nodes).length, 6)
  })

  it('change different fields of one node at once', async () => {
    const flow = await aWorkflow()
    const [ada, bob] = await comeTogether(flow, ['Ada', 'Bob'])
    await Promise.all([choosesNode(ada, 'fetch'), choosesNode(bob, 'fetch')])
    await Promise.all([
      panel(ada).getByLabel('Name', { exact: true }).fill('Fetch all orders'),
      panel(bob).getByLabel('Description').fill('From both shops'),
    ])
    await panel(bob).getByLabel('Name of a new field').fill('retries')
    await panel(bob).getByRole('button', { name: 'Add', exact: true }).click()
    await panel(bob).getByRole('button', { name: 'Type of retries: Text' }).click()
    await bob.page.getByRole('menuitemcheckbox', { name: 'Number' }).click()
    await panel(bob).getByLabel('retries', { exact: true }).fill('3')
    const { nodes } = await until(flow.content, ({ nodes: { fetch: now } }) => now.data.retries === 3 && now.data.label === 'Fetch all orders' && now.data.description === 'From both shops')
    assert.deepEqual(nodes.fetch.position, NODES.fetch.position)
    await until(() => panel(ada).getByLabel('retries', { exact: true }).inputValue(), (value) => value === '3')
  })

  it('see where the others point and what they have chosen', async () => {
    const flow = await aWorkflow()
    const [ada, bob] = await comeTogether(flow, ['Ada', 'Bob'])
    await choosesNode(ada, 'check')
    await node(bob, 'check').locator('.wf-peer', { hasText: 'Ada' }).waitFor()
    await edge(ada, 'e1').click({ force: true })
    await until(() => node(bob, 'check').locator('.wf-peer').count(), (count) => count === 0)

    const { x, y } = await middle(node(ada, 'fetch'))
    await ada.page.mouse.move(x, y)
    await ada.page.mouse.move(x + 2, y)
    const cursor = bob.page.locator('.yrsa-cursor', { hasText: 'Ada' })
    await cursor.waitFor()
    // The views differ by Ada's panel, what is pointed at does not.
    const pointed = await middle(node(bob, 'fetch'))
    await until(
      () => cursor.evaluate((element) => element.getBoundingClientRect()).then(({ left, top }) => Math.hypot(left - pointed.x, top - pointed.y)),
      (distance) => distance < 25,
    )
  })

  it('follow each other, until one moves by oneself', async () => {
    const flow = await aWorkflow()
    const [ada, bob] = await comeTogether(flow, ['Ada', 'Bob'])
    await bob.seesPerson('Ada')
    await bob.page.locator('.yrsa-people-button').click()
    await bob.page.getByRole('button', { name: 'Follow Ada' }).click()
    await bob.reads(/follow Ada/i)
    await ada.page.getByRole('button', { name: 'Zoom in' }).click()
    await ada.page.getByRole('button', { name: 'Zoom in' }).click()
    await drags(ada, ada.page.locator('.react-flow__pane'), -200, -120)
    const zoomOf = (transform) => Number(/scale\(([\d.]+)\)/.exec(transform)?.[1])
    const hers = await view(ada)
    await until(() => view(bob), (his) => Math.abs(zoomOf(his) - zoomOf(hers)) < 0.05)
    const same = async () => {
      const [a, b] = [await node(ada, 'fetch').boundingBox(), await node(bob, 'fetch').boundingBox()]
      return Math.hypot(a.x - b.x, a.y - b.y)
    }
    // The bar that says whom one follows takes a little of the height.
    await until(same, (distance) => distance < 60)

    await bob.page.locator('.react-flow__pane').hover()
    await bob.page.mouse.wheel(0, 300)
    await until(() => bob.page.getByText(/follow(ing)? Ada/i).count(), (count) => count === 0)
  })

  it('undo only what they did themselves, a drag as one step', async () => {
    const flow = await aWorkflow()
    const [ada, bob] = await comeTogether(flow, ['Ada', 'Bob'])
    await drags(ada, node(ada, 'hint'), 80, 60)
    await until(flow.content, ({ nodes }) => nodes.hint.position.x !== NODES.hint.position.x)
    await choosesNode(bob, 'tell')
    await panel(bob).getByLabel('Name', { exact: true }).fill('Tell everybody')
    await nodeNamed(ada, 'Tell everybody').waitFor()
    await ada.page.getByRole('button', { name: /^Undo/ }).click()
    await until(flow.content, ({ nodes }) => nodes.hint.position.x === NODES.hint.position.x && nodes.hint.position.y === NODES.hint.position.y)
    assert.equal((await flow.content()).nodes.tell.data.label, 'Tell everybody')
    assert.ok(await ada.page.getByRole('button', { name: /^Undo/ }).isDisabled())
    await ada.page.getByRole('button', { name: /^Redo/ }).click()
    await until(flow.content, ({ nodes }) => nodes.hint.position.x !== NODES.hint.position.x)
  })

  it('delete several with their edges by key, and bring them back', async () => {
    const flow = await aWorkflow()
    const [ada, bob] = await comeTogether(flow, ['Ada', 'Bob'])
    await node(ada, 'fetch').locator('.wf-node-words').click()
    await node(ada, 'check').locator('.wf-node-words').click({ modifiers: ['ControlOrMeta'] })
    await ada.page.keyboard.press('Delete')
    await until(flow.content, ({ nodes, edges }) => Object.keys(nodes).length === 4 && Object.keys(edges).length === 0)
    await node(bob, 'fetch').waitFor({ state: 'detached' })
    await ada.page.keyboard.press('ControlOrMeta+z')
    await until(flow.content, ({ nodes, edges }) => Object.keys(nodes).length === 6 && Object.keys(edges).length === 4)
    await node(bob, 'fetch').waitFor()
  })

  it('duplicate and copy nodes with what leads from one to the other', async () => {
    const flow = await aWorkflow()
    const [ada] = await comeTogether(flow, ['Ada'])
    await node(ada, 'fetch').locator('.wf-node-words').click()
    await node(ada, 'check').locator('.wf-node-words').click({ modifiers: ['ControlOrMeta'] })
    await ada.page.keyboard.press('ControlOrMeta+d')
    const { edges } = await until(flow.content, ({ nodes }) => Object.keys(nodes).length === 8)
    assert.equal(Object.values(edges).filter(({ label }) => label === 'rows').length, 2)
    await ada.page.keyboard.press('ControlOrMeta+c')
    await ada.page.keyboard.press('ControlOrMeta+v')
    await until(flow.content, ({ nodes }) => Object.keys(nodes).length === 10)
  })

  it('lock a node, which others then can see but not change', async () => {
    const flow = await aWorkflow()
    const [ada, bob] = await comeTogether(flow, ['Ada', 'Bob'])
    await choosesNode(ada, 'fetch')
    await panel(ada).getByRole('button', { name: 'Lock this node' }).click()
    await ada.page.getByLabel('Reason (optional)').fill('new shop')
    await ada.page.getByRole('button', { name: 'Lock', exact: true }).click()
    await node(bob, 'fetch').locator('.wf-mark[data-tone="held"]', { hasText: 'Ada' }).waitFor()
    await node(ada, 'fetch').locator('.wf-mark[data-tone="mine"]').waitFor()

    await drags(bob, node(bob, 'fetch').locator('.wf-node-words'), 0, 90)
    await choosesNode(bob, 'fetch')
    assert.ok(await panel(bob).getByLabel('Name', { exact: true }).evaluate((input) => input.readOnly))
    assert.equal(await panel(bob).getByRole('button', { name: 'Delete' }).count(), 0)
    await bob.page.keyboard.press('Delete')
    await panel(bob).getByRole('button', { name: /^Locked by Ada: new shop/ }).waitFor()
    const { status } = await ask('PATCH', `${flow.path}/content`, { nodes: { fetch: { data: { label: 'By force' } } } }, 'Bob')
    assert.notEqual(status, 200)
    assert.deepEqual((await flow.content()).nodes.fetch, NODES.fetch)

    await panel(ada).getByRole('button', { name: /^Locked by you/ }).click()
    await ada.page.getByRole('button', { name: 'Release' }).click()
    await node(bob, 'fetch').locator('.wf-mark[data-tone="held"]').waitFor({ state: 'detached' })
    await panel(bob).getByLabel('Name', { exact: true }).fill('Fetch again')
    await until(flow.content, ({ nodes }) => nodes.fetch.data.label === 'Fetch again')
  })

  it('hear why an edit that comes in spite of a lock was undone', async () => {
    const flow = await aWorkflow()
    const [ada, bob] = await comeTogether(flow, ['Ada', 'Bob'])
    bob.expectOutage()
    await bob.context.setOffline(true)
    await bob.seesStatus('Offline')
    const { status } = await ask('POST', `${flow.path}/locks`, { path: '/nodes/fetch', reason: 'new shop' })
    assert.equal(status, 201)
    await choosesNode(bob, 'fetch')
    await panel(bob).getByLabel('Name', { exact: true }).fill('Written offline')
    await nodeNamed(bob, 'Written offline').waitFor()
    await bob.context.setOffline(false)
    await bob.reads(/undone/)
    await nodeNamed(bob, 'Fetch orders').waitFor()
    await node(bob, 'fetch').locator('.wf-mark[data-tone="held"]').waitFor()
    await bob.seesStatus('Saved')
    assert.equal((await flow.content()).nodes.fetch.data.label, 'Fetch orders')
    assert.equal(await nodeNamed(ada, 'Written offline').count(), 0)
  })

  it('comment on a node, and find the comment at it', async () => {
    const flow = await aWorkflow()
    const [ada, bob] = await comeTogether(flow, ['Ada', 'Bob'])
    await choosesNode(ada, 'check')
    await panel(ada).getByRole('button', { name: 'Comment', exact: true }).click()
    const side = ada.page.getByRole('complementary')
    await side.getByRole('textbox').first().fill('What counts as new?')
    await ada.page.keyboard.press('ControlOrMeta+Enter')
    const marker = node(bob, 'check').getByRole('button', { name: /1 open thread/ })
    await marker.waitFor()
    await marker.click()
    await bob.page.getByRole('complementary').getByText('What counts as new?').waitFor()
    await bob.page.getByRole('complementary').getByText('“Any new?”').first().waitFor()
    await ask('POST', `${flow.path}/threads`, { anchor: { type: 'path', path: '/edges/e2' }, initialComment: { body: [{ type: 'paragraph', content: 'Which rows?' }] } })
    await ada.page.locator('.wf-edge-label', { hasText: 'rows' }).getByRole('button', { name: /1 open thread/ }).waitFor()
  })

  it('read only, while somebody has the whole of it', async () => {
    const flow = await aWorkflow()
    assert.equal((await ask('POST', `${flow.path}/locks`, { path: '', reason: 'moving it' })).status, 201)
    const [bob] = await comeTogether(flow, ['Bob'])
    await bob.reads('Ada has locked this document: moving it.')
    assert.equal(await bob.page.getByRole('toolbar', { name: 'Add a node' }).count(), 0)
    assert.equal(await bob.page.getByRole('button', { name: 'Run', exact: true }).count(), 0)
    await drags(bob, node(bob, 'fetch').locator('.wf-node-words'), 0, 90)
    await choosesNode(bob, 'fetch')
    assert.ok(await panel(bob).getByLabel('Name', { exact: true }).evaluate((input) => input.readOnly))
    assert.equal(await panel(bob).getByLabel('Connect to').count(), 0)
    await bob.page.keyboard.press('Delete')
    await bob.page.keyboard.press('ControlOrMeta+d')
    assert.deepEqual(await flow.content(), { nodes: NODES, edges: EDGES })
    await assertAccessible(bob, 'a workflow that one may only read')
  })
})

describe('a run', () => {
  const lease = (run) => run.lease.token

  it('shows its steps on the nodes, its log and its end to everybody, live', async () => {
    const flow = await aWorkflow()
    const [ada, bob] = await comeTogether(flow, ['Ada', 'Bob'])
    await ada.page.getByRole('button', { name: 'Run', exact: true }).click()
    const dialog = ada.page.getByRole('dialog', { name: 'Run this workflow' })
    await dialog.getByLabel('Name').fill('nightly')
    await dialog.getByLabel('Input').fill('{"since": ')
    await dialog.getByText('This is no JSON.').waitFor()
    assert.ok(await dialog.getByRole('button', { name: 'Run' }).isDisabled())
    await dialog.getByLabel('Input').fill('{"since": "2026-01-01"}')
    await dialog.getByRole('button', { name: 'Run' }).click()
    await ada.page.locator('.wf-run-summary[data-status="queued"]').waitFor()
    await ada.reads('python3 examples/executor/executor.py')

    const claimed = (await ask('POST', '/runs/claim', { under: 'acme/', executor: 'test-1', lease_seconds: 60 })).body
    assert.deepEqual(claimed.input, { since: '2026-01-01' })
    const path = `${flow.path}/runs/${claimed.id}`
    const report = async (method, rest, body) => {
      const { status, body: said } = await ask(method, `${path}${rest}`, { lease: lease(claimed), ...body })
      assert.equal(Math.floor(status / 100), 2, JSON.stringify(said))
    }
    await bob.page.locator('.wf-run-summary[data-status="running"]').waitFor()
    await report('PUT', '/steps/start', { node: 'start', name: 'Every night', status: 'succeeded' })
    await report('PUT', '/steps/fetch', { node: 'fetch', name: 'Fetch orders', status: 'running' })
    await report('POST', '/logs', { lines: [{ step: 'fetch', level: 'info', text: 'asking the shop' }, { step: 'fetch', level: 'warn', text: 'the shop is slow' }] })
    await report('POST', '/progress', { fraction: 0.4, message: 'Fetching' })
    for (const visitor of [ada, bob]) {
      await node(visitor, 'start').locator('.wf-node[data-step="succeeded"]').waitFor()
      await node(visitor, 'fetch').locator('.wf-node[data-step="running"]').waitFor()
    }
    await ada.page.getByRole('log', { name: 'Log' }).getByText('the shop is slow').waitFor()
    await report('POST', '/logs', { lines: [{ step: 'fetch', level: 'error', text: 'it does not answer' }] })
    await ada.page.getByRole('log', { name: 'Log' }).getByText('it does not answer').waitFor()
    await ada.screenshot('workflow-run')
    await assertAccessible(ada, 'a workflow with a run')

    await report('PUT', '/steps/fetch', { status: 'failed', error: 'no answer in 30 s' })
    await report('PUT', '/steps/check', { node: 'check', name: 'Any new?', status: 'skipped' })
    await report('POST', '/finish', { status: 'failed', error: 'The shop did not answer.' })
    await ada.page.locator('.wf-run-summary[data-status="failed"]').waitFor()
    await ada.reads('The shop did not answer.')
    await node(ada, 'fetch').locator('.wf-node[data-step="failed"]').waitFor()
    await node(ada, 'check').locator('.wf-node[data-step="skipped"]').waitFor()
    // Who does not look at the runs sees the workflow as it is again.
    await node(bob, 'fetch').locator('.wf-node[data-step]').waitFor({ state: 'detached' })
  })

  it('is cancelled by who wants it no longer', async () => {
    const flow = await aWorkflow()
    const [ada] = await comeTogether(flow, ['Ada'])
    await ada.page.getByRole('button', { name: 'Run', exact: true }).click()
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Run' }).click()
    await ada.page.locator('.wf-run').getByRole('button', { name: 'Cancel' }).click()
    await ada.page.locator('.wf-run-summary[data-status="cancelled"]').waitFor()
  })
})

describe('a workflow that is pulled about', () => {
  it('keeps everything when the server dies under three hands', async () => {
    const flow = await aWorkflow()
    const [ada, bob, cleo] = await comeTogether(flow)
    for (const visitor of [ada, bob, cleo]) visitor.expectOutage()
    await server.stop('SIGKILL')
    await Promise.all([ada, bob, cleo].map((visitor) => visitor.seesStatus('Offline')))
    await choosesNode(ada, 'fetch')
    await panel(ada).getByLabel('Name', { exact: true }).fill('Fetched by Ada')
    await drags(bob, node(bob, 'hint'), 40, 80)
    await cleo.page.getByRole('button', { name: 'Code' }).click()
    await server.start()
    await Promise.all([ada, bob, cleo].map((visitor) => visitor.seesStatus('Saved')))
    const read = async ({ page }) => page.evaluate(() => [...document.querySelectorAll('.react-flow__node')]
      .map((one) => `${one.getAttribute('data-id')} ${one.style.transform} ${one.querySelector('.wf-node-label')?.textContent}`).sort().join('\n'))
    const [same] = await until(() => Promise.all([ada, bob, cleo].map(read)), ([first, second, third]) => first === second && second === third && first.includes('Fetched by Ada'))
    assert.equal(same.split('\n').length, 7)
    const { nodes } = await flow.content()
    assert.equal(nodes.fetch.data.label, 'Fetched by Ada')
    assert.notEqual(nodes.hint.position.y, NODES.hint.position.y)
  })

  it('keeps what was written offline over a reload', async () => {
    const flow = await aWorkflow()
    const [ada, bob] = await comeTogether(flow, ['Ada', 'Bob'])
    await ada.keepsTheStudio()
    ada.expectOutage()
    await ada.context.setOffline(true)
    await ada.seesStatus('Offline')
    await choosesNode(ada, 'tell')
    await panel(ada).getByLabel('Name', { exact: true }).fill('Tell them offline')
    await nodeNamed(ada, 'Tell them offline').waitFor()
    await ada.page.reload()
    await nodeNamed(ada, 'Tell them offline').waitFor()
    await ada.context.setOffline(false)
    await ada.seesStatus('Saved')
    await nodeNamed(bob, 'Tell them offline').waitFor()
  })

  it('has marks where the server finds something wrong, and a list of what can not be seen', async () => {
    const flow = await aWorkflow({
      nodes: { ...NODES, tell: { type: 7, position: { x: 860, y: 200 }, data: { label: 'Tell the team' } } },
      edges: { ...EDGES, lost: { source: 'tell', target: 'gone', data: {} } },
    })
    const [ada] = await comeTogether(flow, ['Ada'])
    await node(ada, 'tell').locator('.wf-mark[data-tone="warn"]').waitFor()
    await ada.page.getByRole('button', { name: '2 problems' }).click()
    const list = ada.page.getByRole('dialog', { name: '2 problems' })
    await assertAccessible(ada, 'problems of a workflow')
    await list.getByRole('button', { name: 'Show' }).click()
    await panel(ada).getByText('Tell the team').first().waitFor()
    await ada.page.getByRole('button', { name: '2 problems' }).click()
    await list.getByRole('button', { name: 'Delete edge' }).click()
    await until(flow.content, ({ edges }) => edges.lost === undefined)
    await ada.page.getByRole('button', { name: '1 problem' }).waitFor()
  })

  it('goes back to where an address points', async () => {
    const flow = await aWorkflow()
    const ada = await people.arrive('Ada', documentUrl(server.url, flow.id, { at: '/nodes/tell' }))
    await panel(ada).getByText('Tell the team').first().waitFor()
    await choosesNode(ada, 'clean')
    await until(() => ada.page.url(), (url) => decodeURIComponent(url).includes('at=/nodes/clean'))
  })
})

describe('a workflow looks right', () => {
  for (const [name, context] of [
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { ...PHONE, colorScheme: 'light' }],
  ]) {
    it(`and has no serious finding: ${name}`, async () => {
      const flow = await aWorkflow()
      await ask('POST', `${flow.path}/locks`, { path: '/nodes/tell', reason: 'new words' }, 'Bob')
      await people.arrive('Bob', documentUrl(server.url, flow.id, { at: '/nodes/clean' }))
      const ada = await people.arrive('Ada', flow.url, { context })
      await node(ada, 'fetch').waitFor()
      await node(ada, 'clean').locator('.wf-peer', { hasText: 'Bob' }).waitFor()
      await node(ada, 'tell').locator('.wf-mark[data-tone="held"]').waitFor()
      await ada.seesStatus('Saved')
      await ada.screenshot(`workflow-${name}`)
      await assertAccessible(ada, `a workflow, ${name}`)
      await choosesNode(ada, 'fetch')
      await ada.screenshot(`workflow-node-${name}`)
      await assertAccessible(ada, `a node of a workflow, ${name}`)
      await panel(ada).getByRole('button', { name: 'Close' }).click()
      await ada.page.getByRole('button', { name: 'Runs', exact: true }).click()
      await ada.reads('Run this workflow to see its steps here and on the canvas.')
      await assertAccessible(ada, `the runs of a workflow, ${name}`)
    })
  }

  it('draws nothing but their pointers while a crowd points at it', async () => {
    const flow = await aWorkflow()
    const crowd = await crowdAt(flow.id, 12)
    try {
      const ada = await people.arrive('Ada', flow.url)
      await until(() => ada.page.locator('.yrsa-cursor').count(), (count) => count === 12)
      await ada.page.getByRole('button', { name: /^13 people/ }).waitFor()
      const drawn = await ada.page.evaluate(() => new Promise((resolve) => {
        const count = { pointers: 0, others: [] }
        const watch = new MutationObserver((records) => {
          for (const { target } of records) {
            if (target instanceof Element && target.closest('.yrsa-cursors') !== null) count.pointers += 1
            else count.others.push(target instanceof Element ? target.outerHTML.slice(0, 200) : target.textContent)
          }
          if (count.pointers < 200) return
          watch.disconnect()
          resolve(count.others)
        })
        watch.observe(document.querySelector('.wf'), { attributes: true, childList: true, subtree: true, characterData: true })
      }))
      assert.deepEqual(drawn, [])
    } finally {
      await crowd.close()
    }
  })

  it('stays smooth with 300 nodes: a drag draws the dragged node and no other', async () => {
    const nodes = {}
    const edges = {}
    for (let index = 0; index < 300; index += 1) {
      nodes[`n${index}`] = { type: 'action', position: { x: (index % 20) * 230, y: Math.floor(index / 20) * 110 }, data: { label: `Node ${index}` } }
      if (index % 20 > 0) edges[`e${index}`] = { source: `n${index - 1}`, target: `n${index}`, data: {} }
    }
    const flow = await aWorkflow({ nodes, edges })
    const [ada] = await comeTogether(flow, ['Ada'])
    await until(() => ada.page.locator('.react-flow__node').count(), (count) => count === 300)
    await ada.page.evaluate(() => {
      window.touched = new Set()
      window.frames = []
      new MutationObserver((records) => {
        for (const { target } of records) window.touched.add(target.closest?.('.react-flow__node')?.getAttribute('data-id') ?? null)
      }).observe(document.querySelector('.react-flow__nodes'), { attributes: true, childList: true, subtree: true, characterData: true })
      let before = performance.now()
      const tick = (now) => {
        window.frames.push(now - before)
        before = now
        requestAnimationFrame(tick)
      }
      requestAnimationFrame(tick)
    })
    const { x, y } = await middle(node(ada, 'n150'))
    await ada.page.mouse.move(x, y)
    await ada.page.mouse.down()
    await ada.page.mouse.move(x + 60, y + 40, { steps: 40 })
    const touched = await ada.page.evaluate(() => [...window.touched].filter((id) => id !== null))
    const median = await ada.page.evaluate(() => window.frames.sort((a, b) => a - b)[Math.floor(window.frames.length / 2)])
    await ada.page.mouse.up()
    assert.deepEqual(touched, ['n150'])
    console.log(`median frame while dragging one of 300 nodes: ${median.toFixed(1)} ms`)
  })
})
