// How the tests of this package run: in jsdom, with the client beside it taken from its sources.
// The few things that jsdom lacks (popovers, dialogs) are in tests/setup.ts.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['yrsa-source', 'module', 'browser', 'development|production'], dedupe: ['yjs', 'react', 'react-dom'] },
  ssr: { resolve: { conditions: ['yrsa-source', 'module', 'node', 'development|production'] } },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/setup.ts'],
    // Nothing here waits for a clock; only a busy machine comes near to this.
    testTimeout: 60_000,
  },
})
