// Called by build.mjs: writes the licence of every package that may be part of the application, as the lock file names them.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Tools that build, check or test; nothing of them is in the application. */
const TOOLS = new Set([
  '@biomejs/biome',
  '@electron/fuses',
  '@sparticuz/chromium',
  '@vitejs/plugin-react',
  'axe-core',
  'electron-builder',
  'knip',
  'playwright-core',
  'tiktoken',
  'typescript',
  'vite',
  'vitest',
])

/** One text: a list of names, versions and licences, and then each licence in full. */
export function writeLicences(root, target) {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'))
  const found = new Map()
  const direct = { ...packages[''].dependencies, ...packages[''].devDependencies }
  const waiting = Object.keys(direct).filter((name) => !TOOLS.has(name) && !name.startsWith('@types/'))
  while (waiting.length > 0) {
    const name = waiting.pop()
    const entry = packages[`node_modules/${name}`]
    if (found.has(name) || !entry) continue
    found.set(name, { ...entry, text: licenceText(path.join(root, 'node_modules', name)) })
    // Electron's own packages only download it; it brings its licences along itself.
    if (name !== 'electron') waiting.push(...Object.keys(entry.dependencies ?? {}))
  }
  const all = [...found].sort(([a], [b]) => a.localeCompare(b))
  const list = all.map(([name, { version, license }]) => `${name} ${version}  ${license ?? 'see below'}`)
  const texts = all
    .filter(([, { text }]) => text !== null)
    .map(([name, { version, text }]) => `${'='.repeat(72)}\n${name} ${version}\n\n${text}`)
  list.push('WordNet 3.1, words of the same meaning  see below')
  texts.push(`${'='.repeat(72)}\nWordNet 3.1\n\n${wordnetLicence(root)}`)
  const head = `Pithy is built of these ${all.length} packages, and of a part of WordNet. Chromium's own list is in LICENSES.chromium.html beside the program.`
  writeFileSync(target, `${[head, '', ...list, '', ...texts].join('\n')}\n`)
}

/** It stands at the head of the data itself, as it asks to. */
function wordnetLicence(root) {
  const text = readFileSync(path.join(root, 'electron/core/documents/wordnet-synonyms.txt'), 'utf8')
  const lines = text.split('\n').filter((line) => line.startsWith('#'))
  return lines.map((line) => line.replace(/^# ?/, '')).join('\n')
}

function licenceText(folder) {
  if (!existsSync(folder)) return null
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name) && !name.endsWith('.js'))
  return file === undefined ? null : readFileSync(path.join(folder, file), 'utf8').trim()
}
