// npm run dev / dev:web: sets up what is missing and goes on in dev-host.mjs under a Node that Vite can use.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { environmentFor, root } from './find-node.mjs'
import { runCommand } from './run-command.mjs'
import { runScript, setUp, setUpPackages } from './set-up.mjs'

await runScript(async () => {
  // The hosts look for the built renderer when they start, although the page then comes from Vite.
  const isBuilt = existsSync(path.join(root, 'dist', 'renderer', 'index.html'))
  const node = isBuilt ? await setUpPackages() : await setUp()
  const script = path.join(root, 'scripts', 'dev-host.mjs')
  const { code } = await runCommand(node, [script, ...process.argv.slice(2)], { cwd: root, env: environmentFor(node) })
  return code
})
