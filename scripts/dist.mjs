// npm run dist: builds installers for this platform into release/. Arguments go to electron-builder.
import { environmentFor, root } from './find-node.mjs'
import { runCommand } from './run-command.mjs'
import { runScript, setUp } from './set-up.mjs'

await runScript(async () => {
  const node = await setUp()
  const builder = ['node_modules/electron-builder/cli.js', '--config', 'electron-builder.yml', ...process.argv.slice(2)]
  const { code } = await runCommand(node, builder, { cwd: root, env: environmentFor(node) })
  return code
})
