// npm run bench [-- name]: runs each bench/*.bench.ts whose name contains the argument, one after the other. A bench prints one
// line of JSON per measurement on stdout.
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { environmentFor, root } from './find-node.mjs'
import { runCommand } from './run-command.mjs'
import { runScript, setUp } from './set-up.mjs'

await runScript(async () => {
  const node = await setUp()
  const wanted = process.argv[2] ?? ''
  const folder = path.join(root, 'bench')
  const files = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.endsWith('.bench.ts') && name.includes(wanted))
    .sort()
  if (files.length === 0) throw new Error(`There is no bench/*${wanted}*.bench.ts.`)
  // Through Vite's runner, because plug-in registries use import.meta.glob.
  const runner = path.join(root, 'scripts', 'run-bench.mjs')
  for (const file of files) {
    console.error(`pithy: bench ${file}`)
    const { code } = await runCommand(node, [runner, path.join(folder, file)], { cwd: root, env: environmentFor(node) })
    if (code !== 0) return code
  }
  return 0
})
