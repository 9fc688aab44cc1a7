// npm run pictures: walks the main job in a browser, as the end-to-end test does, and keeps its pictures in docs/pictures.
import path from 'node:path'
import { environmentFor, root } from './find-node.mjs'
import { runCommand } from './run-command.mjs'
import { runScript, setUp } from './set-up.mjs'

await runScript(async () => {
  const node = await setUp()
  const test = ['run', '--project', 'end-to-end', 'test/end-to-end/main-job.test.ts']
  const env = { ...environmentFor(node), PITHY_PICTURES: path.join(root, 'docs', 'pictures') }
  const { code } = await runCommand(node, ['node_modules/vitest/vitest.mjs', ...test], { cwd: root, env })
  return code
})
