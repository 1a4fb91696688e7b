// Asks the browser to keep the studio itself, so that it opens without a network. Called once by main.tsx.
// What documents hold is kept elsewhere (IndexedDB, by their connections). The worker is service-worker/worker.js.

/** How long a page is left alone before the editors that it has not used are fetched, too. */
const QUIET_MS = 5_000

export function keepStudioOffline(): void {
  // Browsers have service workers on https and on this machine only; elsewhere the studio needs its network.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const begin = () => void register()
  if (document.readyState === 'complete') begin()
  else addEventListener('load', begin, { once: true })
}

async function register(): Promise<void> {
  try {
    await navigator.serviceWorker.register('./service-worker.js')
    const { active } = await navigator.serviceWorker.ready
    setTimeout(() => active?.postMessage('keep-everything'), QUIET_MS)
  } catch {
    // Refused by the browser's settings, or the server went away meanwhile: nothing is lost but the copy.
  }
}
