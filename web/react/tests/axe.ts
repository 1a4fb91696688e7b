// What axe finds in what is on the page. Used by the tests of components.
// Contrast is left to the tests in a real browser: jsdom draws nothing.
import axe from 'axe-core'

export async function findings(element: Element = document.body): Promise<string[]> {
  const { violations } = await axe.run(element, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
