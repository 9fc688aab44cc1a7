import { randomUUID } from 'node:crypto'
import { defaultSettings } from '../../electron/core/default-settings.ts'
import { openStore } from '../../electron/core/store/open-store.ts'
import { catalogModels } from '../../shared/models/catalog.ts'
import { writeVerdictStates } from './verdict-states.ts'

// node scripts/n.mjs node scripts/run-bench.mjs test/support/write-verdict-states.ts LIBRARY: a library to look at every state of a
// verdict in; open it with the web host.
const [, , , path = ''] = process.argv
const store = await openStore(path, {
  now: Date.now,
  newId: randomUUID,
  defaultSettings: defaultSettings(catalogModels),
})
for (const [name, { run }] of writeVerdictStates(store)) console.log(`${name}: ${run.id}`)
store.close()
