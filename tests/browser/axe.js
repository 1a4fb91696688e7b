// What axe-core says about a page as it is now. Used by all tests of the studio: nothing serious may be found, on no page.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Rule and element of every finding that is serious or critical.
 * @param {import('playwright-core').Page} page
 */
export async function seriousFindings(page) {
  // The page's own policy forbids to add scripts; the debugger may.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  // What fades in is judged when it is there.
  await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== 'running' || animation.effect?.getTiming().iterations === Infinity))
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`))
  })
}

/** @param {{ page: import('playwright-core').Page, name: string }} visitor @param {string} where */
export async function assertAccessible(visitor, where) {
  assert.deepEqual(await seriousFindings(visitor.page), [], `axe finds nothing serious: ${where}`)
}
