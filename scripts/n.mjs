// node scripts/n.mjs <command> [arguments]: runs a command (node, npx, anything in node_modules/.bin) with Node >= 22.18
// first on PATH.
import { environmentFor, findNode, nodeMissingMessage } from './find-node.mjs'
import { runCommand } from './run-command.mjs'

const [command, ...commandArguments] = process.argv.slice(2)
if (!command) {
  console.error('usage: node scripts/n.mjs <command> [arguments]')
  process.exit(2)
}
const node = findNode()
if (node === null) {
  console.error(nodeMissingMessage())
  process.exit(1)
}
const isNode = command === 'node'
const { code } = await runCommand(isNode ? node : command, commandArguments, {
  env: environmentFor(node),
  // npm's command shims on Windows are .cmd files, which only a shell can start.
  shell: process.platform === 'win32' && !isNode,
})
process.exitCode = code
