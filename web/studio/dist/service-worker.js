const BUILD = {"version":"a77a281f1713415c","page":"928f23d1d175a33c5f8bcf08b3bf2aec65c46a6e72ddcf1de92262f3ec50f9ea","shell":["assets/credentials-j0J5Um-y.js","assets/display-BN4Cig1N.js","assets/field-BmNop_5w.js","assets/index-BoiHENuY.js","assets/index-DgjvRXtj.css","assets/jsx-runtime-DyZJNswf.js","assets/observable-BcTt6zQn.js","assets/person-colors-ss5amUf8.js","assets/presence-words-C-1n-6cZ.js","assets/use-observable-BHh8cIh9.js","assets/x-z39hjzOQ.js","assets/yjs-DXptzWs-.js","yrsa.svg"],"others":["assets/board-editor-CFqyizJV.js","assets/board-editor-Du4AUUMV.css","assets/chevron-up-BB5hRDtO.js","assets/collaborative-cursors-CxCxofVB.js","assets/comment-anchor-DAAhQXeV.js","assets/description-editor-DtR_DyNB.js","assets/dist-BGK8fzw1.js","assets/grip-vertical-BxONNPk1.js","assets/inbox-page-B5bGb_VY.js","assets/inspector-page-BofRmOWV.js","assets/inspector-page-DrWdYGoc.css","assets/json-view-CiNKZjgy.js","assets/json-view-EUGMC_NS.css","assets/local-copy-2O0gut3R.js","assets/minus-DLnEJq6r.js","assets/play-BAlI9_dp.js","assets/prose-BZ3-jGYF.js","assets/prose-DTqmYGZX.css","assets/report-editor-DKfJqV32.js","assets/rich-panel-DFDtTOpY.js","assets/roots-DmDnVlTc.js","assets/src-8LUZG2Au.js","assets/text-editor-CUVweh-9.css","assets/text-editor-CobLgV4e.js","assets/undo-D40L3Vo_.js","assets/undo-DOKTnmVk.css","assets/w3c-keyname-BOAvb0qz.js","assets/workflow-editor-DB8cHPhv.js","assets/workflow-editor-DlYzDAxc.css"]}
// Lets the studio open without a network: keeps the files of one build, and answers with them. BUILD stands in front of this file.
// Only files of the studio: nothing of a document, no request to the API is ever kept or answered here.
//
// Never a mix of two builds: files under assets/ have their content's hash in their names, and the page is kept only if its hash is
// the one this worker was built with. Online the page always comes from the server, so a new version is there after a reload;
// the copy of the old one is let go of when no page uses it any more.
/* global BUILD, self, caches, fetch, crypto, Response, setTimeout, clearTimeout */

const CACHE = `yrsa-studio-${BUILD.version}`
const PREFIX = 'yrsa-studio-'
/** So long a page waits for a server that does not answer before the kept copy is shown. */
const PATIENCE_MS = 4000

const here = new URL('./', self.location.href)
const page = here.href

self.addEventListener('install', (event) => event.waitUntil(install()))
self.addEventListener('activate', (event) => event.waitUntil(activate()))
self.addEventListener('message', (event) => {
  if (event.data === 'keep-everything') event.waitUntil(keepOthers())
})
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== here.origin) return
  const bare = url.origin + url.pathname
  if (event.request.mode === 'navigate') {
    if (bare === page) event.respondWith(openPage(event.request))
  } else if (bare.startsWith(`${page}assets/`) || bare === `${page}yrsa.svg`) {
    event.respondWith(keptOrFetched(event.request))
  }
})

async function install() {
  const response = await fetch(page, { cache: 'no-store' })
  const bytes = await response.arrayBuffer()
  // Between the worker's file and this page the server may have become another version: then this build is not kept.
  if (!response.ok || (await sha256(bytes)) !== BUILD.page) throw new Error('the page is not of this build')
  const cache = await caches.open(CACHE)
  await cache.addAll(BUILD.shell.map((name) => here.href + name))
  await cache.put(page, new Response(bytes, { headers: response.headers }))
}

async function activate() {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)))
  await self.clients.claim()
}

/** The editors, when the page has nothing better to do, so that every document opens without a network. */
async function keepOthers() {
  const cache = await caches.open(CACHE)
  for (const name of BUILD.others) {
    const url = here.href + name
    if ((await cache.match(url)) !== undefined) continue
    const response = await fetch(url).catch(() => undefined)
    if (response === undefined || !response.ok) return
    await cache.put(url, response)
  }
}

async function openPage(request) {
  let timer
  const patience = new Promise((resolve) => { timer = setTimeout(resolve, PATIENCE_MS) })
  try {
    const answer = await Promise.race([fetch(request), patience])
    if (answer !== undefined && answer.status < 500) return answer
    return (await kept(page)) ?? answer ?? (await fetch(request))
  } catch (failure) {
    const copy = await kept(page)
    if (copy === undefined) throw failure
    return copy
  } finally {
    clearTimeout(timer)
  }
}

async function keptOrFetched(request) {
  return (await kept(request.url)) ?? fetch(request)
}

async function kept(url) {
  const cache = await caches.open(CACHE)
  return cache.match(url)
}

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
