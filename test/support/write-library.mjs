// Opens the library named by its argument when it is told to, and writes ten projects into it.
import { openStore } from '../../electron/core/store/open-store.ts'

const [, , path, name] = process.argv
process.once('message', async () => {
  let count = 0
  const newId = () => `${name}-${++count}`
  const store = await openStore(path, { now: Date.now, newId, defaultSettings: {} })
  for (let index = 0; index < 10; index++) store.projects.create({ name })
  store.close()
  process.send('done')
  process.disconnect()
})
process.send('ready')
