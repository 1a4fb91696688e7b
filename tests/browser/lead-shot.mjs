import { chromium } from 'playwright-core'
const [,, base, out, ...paths] = process.argv
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] })
for (const scheme of ['light', 'dark']) for (const [name, viewport] of [['wide', { width: 1400, height: 900 }], ['phone', { width: 380, height: 800 }]]) {
  if (scheme === 'dark' && name === 'phone') continue
  const context = await browser.newContext({ viewport, colorScheme: scheme })
  const page = await context.newPage()
  page.on('console', m => { if (['error','warning'].includes(m.type())) console.log(scheme, name, m.text()) })
  page.on('pageerror', e => console.log('PAGEERROR', String(e)))
  let i = 0
  for (const path of paths) {
    await page.goto(base + '/' + path); await page.reload(); await page.waitForTimeout(2500)
    const input = page.locator('dialog input').first()
    if (await input.isVisible().catch(() => false)) { await input.fill('Ingrid Dahl'); await page.keyboard.press('Enter'); await page.waitForTimeout(1500) }
    await page.screenshot({ path: `${out}/${scheme}-${name}-${i++}.png` })
  }
  await context.close()
}
await browser.close()
