// Collects the licence text of every package that ends up in the bundle into dist/third-party.txt.
// Works from the modules really bundled, so the list cannot drift; a package without a licence file fails the build.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** @returns {import('vite').Plugin} */
export function thirdPartyNotices() {
  return {
    name: 'third-party-notices',
    apply: 'build',
    generateBundle() {
      const folders = new Set()
      for (const id of this.getModuleIds()) {
        const folder = packageFolder(id)
        if (folder !== undefined && this.getModuleInfo(id) !== null) folders.add(folder)
      }
      const notices = [...folders].map(notice)
      notices.sort((a, b) => (a.title < b.title ? -1 : 1))
      this.emitFile({ type: 'asset', fileName: 'third-party.txt', source: render(notices) })
    },
  }
}

/** @param {string} moduleId */
function packageFolder(moduleId) {
  const path = moduleId.split('?')[0] ?? ''
  if (!path.startsWith('/') || !path.includes('/node_modules/')) return undefined
  let folder = dirname(path)
  while (!isPackage(folder)) folder = dirname(folder)
  return folder
}

/** Some packages carry a nested package.json that only says "type": "module"; those have no name.
 * @param {string} folder */
function isPackage(folder) {
  const file = join(folder, 'package.json')
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name !== undefined
}

/** @param {string} folder */
function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).sort().find((entry) => /^licen[cs]e/i.test(entry))
  if (file === undefined) throw new Error(`no licence file in package ${name}`)
  return { title: `${name} ${version} (${license})`, text: readFileSync(join(folder, file), 'utf8').trim() }
}

/** @param {{ title: string, text: string }[]} notices */
function render(notices) {
  const opening = 'The studio of Yrsa contains the following packages, with thanks to their authors.\n'
  const rule = '-'.repeat(80)
  return [opening, ...notices.map(({ title, text }) => `${rule}\n${title}\n\n${text}\n`)].join('\n')
}
