// npm run test:soak [-- vitest arguments]: the long forms of the tests that have one, alone. Takes up to half an hour.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { environmentFor, root } from './find-node.mjs'
import { runCommand } from './run-command.mjs'
import { runScript, setUpPackages } from './set-up.mjs'

await runScript(async () => {
  const node = await setUpPackages()
  const files = readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => path.join('test', name))
    .filter((file) => /PITHY_SOAK|isSoak/.test(readFileSync(path.join(root, file), 'utf8')))
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit*', ...files, ...process.argv.slice(2)]
  const { code } = await runCommand(node, vitest, { cwd: root, env: { ...environmentFor(node), PITHY_SOAK: '1' } })
  return code
})
