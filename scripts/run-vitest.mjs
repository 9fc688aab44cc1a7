// node scripts/run-vitest.mjs [arguments]: the tests alone, without the checks of `npm test`. The end-to-end project builds by itself.
import { environmentFor, root } from './find-node.mjs'
import { runCommand } from './run-command.mjs'
import { runScript, setUpPackages } from './set-up.mjs'

await runScript(async () => {
  const node = await setUpPackages()
  const vitest = ['node_modules/vitest/vitest.mjs', ...process.argv.slice(2)]
  const { code } = await runCommand(node, vitest, { cwd: root, env: environmentFor(node) })
  return code
})
