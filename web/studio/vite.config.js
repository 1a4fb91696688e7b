// How the studio is built: plain files with content hashes, no inline script or style, nothing fetched from elsewhere.
// The output in dist/ is committed and embedded into the server, so the build must give the same bytes every time.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { contentSecurityPolicy } from './scripts/content-security-policy.js'
import { serviceWorker } from './scripts/service-worker.js'
import { thirdPartyNotices } from './scripts/third-party-notices.js'

const server = process.env.YRSA_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  base: './',
  // The packages beside this one are taken from their sources.
  resolve: { conditions: ['yrsa-source', 'module', 'browser', 'development|production'], dedupe: ['yjs', 'react', 'react-dom'] },
  // The same for tests, which run in Node.
  ssr: { resolve: { conditions: ['yrsa-source', 'module', 'node', 'development|production'] } },
  build: {
    // The first browsers with light-dark(); lower targets would make the CSS twice as large.
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  plugins: [react(), contentSecurityPolicy(), thirdPartyNotices(), serviceWorker()],
  server: { proxy: { '/sync': { target: server, ws: true }, '/hocuspocus': { target: server, ws: true }, '/api': { target: server }, '/readyz': { target: server } } },
  test: { include: ['tests/**/*.test.{ts,tsx}'] },
})
