// npm test: sets up what is missing, then type-checks, lints, builds and runs every test. Arguments go to vitest.
import { environmentFor, root } from './find-node.mjs'
import { runCommand } from './run-command.mjs'
import { runTools, typecheckTools } from './run-tools.mjs'
import { runScript, setUp, setUpPackages } from './set-up.mjs'

await runScript(async () => {
  const checks = [
    ...typecheckTools(),
    { name: 'lint', command: ['biome', 'ci', '--colors=off', '.'] },
    { name: 'lock file', command: ['node', 'scripts/check-lock.mjs'] },
  ]
  const node = await setUpPackages()
  if (!(await runTools(node, checks))) return 1
  await setUp()
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)]
  const { code } = await runCommand(node, vitest, { cwd: root, env: environmentFor(node) })
  return code
})
