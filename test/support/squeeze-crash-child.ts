import { SearchMode } from '../../shared/domain/squeeze.ts'
import { openSqueezeWorld, startSqueeze } from './squeeze-world.ts'

// A program of its own, run with three arguments; see run-program.ts.
const [libraryPath = '', url = '', mode = ''] = process.argv.slice(2)
const world = await openSqueezeWorld({ libraryPath, url, ids: '11111111' })
const { squeezeId } = await startSqueeze(world, SearchMode.parse(mode))
process.stdout.write(`${squeezeId}\n`)
// Until somebody kills it.
await new Promise(() => setInterval(() => undefined, 1000))
