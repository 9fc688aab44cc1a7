// npm run check:recipes: writes every recipe of CONTRIBUTING.md into a scratch clone, type-checks it and runs the suites that must
// find each new plug-in by itself.
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { environmentFor, root } from './find-node.mjs'
import { runCommand } from './run-command.mjs'
import { runScript, setUpPackages } from './set-up.mjs'

const TSC = 'node_modules/typescript/bin/tsc'
const BLOCK = /```ts (\S+)\n([\s\S]*?)```/g

await runScript(async () => {
  const node = await setUpPackages()
  const folder = mkdtempSync(path.join(tmpdir(), 'pithy-recipes-'))
  const clone = path.join(folder, 'clone')
  const options = { env: environmentFor(node) }
  try {
    if ((await runCommand('git', ['clone', '--quiet', root, clone], options)).code !== 0) return 1
    symlinkSync(path.join(root, 'node_modules'), path.join(clone, 'node_modules'))
    const recipes = [...readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8').matchAll(BLOCK)]
    for (const [, place, text] of recipes) add(clone, place, text)
    console.log(`pithy: ${recipes.length} recipes written`)
    const suites = ['test/architecture.test.ts', 'test/conformance', 'test/shared/export/exporters.test.ts']
    // Without typecheck.mjs, whose notes of what is unchanged lie in the packages that the clone borrows.
    const projects = ['shared', 'electron', 'test'].map((name) => [TSC, '-p', `${name}/tsconfig.json`, '--noEmit'])
    for (const command of [...projects, ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', ...suites]]) {
      if ((await runCommand(node, command, { ...options, cwd: clone })).code !== 0) return 1
    }
    return 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

/** `file.ts` is a new file; `file.ts#name` is an entry at the end of that file's last object. */
function add(clone, place, text) {
  const [file, entry] = place.split('#')
  const target = path.join(clone, file)
  if (entry === undefined) return writeFileSync(target, text, { flag: 'wx' })
  const old = readFileSync(target, 'utf8')
  const end = old.lastIndexOf('\n}')
  writeFileSync(target, `${old.slice(0, end + 1)}${text}${old.slice(end + 1)}`)
}
