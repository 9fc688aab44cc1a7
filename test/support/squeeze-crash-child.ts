import { SearchMode } from '../../shared/domain/squeeze.ts'
import { openSqueezeWorld, startSqueeze } from './squeeze-world.ts'

// A program of its own, run by Vite's runnerImport with three arguments. It works while it is imported, since the runner
// closes afterwards.
const [libraryPath = '', url = '', mode = ''] = process.argv.slice(1)
const world = await openSqueezeWorld({ libraryPath, url, ids: '11111111' })
const { squeezeId } = await startSqueeze(world, SearchMode.parse(mode))
process.stdout.write(`${squeezeId}\n`)
// Until somebody kills it.
await new Promise(() => setInterval(() => undefined, 1000))
