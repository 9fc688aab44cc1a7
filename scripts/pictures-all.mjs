// npm run pictures:all [-- scene …] [--every]: every page and dialog in windows of several sizes, in light and dark, put into
// artifacts/pictures to be looked at; says where text is cut or the page scrolls twice. Words choose scenes by their names.
import path from 'node:path'
import { environmentFor, root } from './find-node.mjs'
import { runCommand } from './run-command.mjs'
import { runScript, setUp } from './set-up.mjs'

await runScript(async () => {
  const node = await setUp()
  const taker = path.join(root, 'scripts', 'pictures', 'take-pictures.mjs')
  const { code } = await runCommand(node, [taker, ...process.argv.slice(2)], { cwd: root, env: environmentFor(node) })
  return code
})
