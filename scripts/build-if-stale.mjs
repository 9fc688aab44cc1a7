// npm run build: installs what is missing and builds when the sources changed.
import { runScript, setUp } from './set-up.mjs'

await runScript(async () => {
  await setUp()
  return 0
})
