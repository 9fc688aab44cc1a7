import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { toWireError } from '../../../shared/contract/errors.ts'
import { createApp } from '../../core/app.ts'
import { environmentSecrets } from '../../core/platform/environment-secrets.ts'
import { libraryPath } from '../../core/platform/library-path.ts'
import { nodePorts } from '../../core/platform/node-ports.ts'
import { rendererFiles } from '../../core/platform/renderer-files.ts'
import { startServer } from './server.ts'
import { usualPort } from './usual-port.ts'

const usage = 'usage: npm start -- --web [--port NUMBER] [--library PATH]'

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, library: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help) return void console.log(usage)
  const path = libraryPath(values.library)
  const port = values.port === undefined ? null : Number(values.port)
  if (port !== null && (!Number.isInteger(port) || port < 0 || port > 65535))
    throw new RangeError(`--port ${values.port} is not a port.\n${usage}`)
  const app = await createApp(nodePorts('web', path, environmentSecrets()))
  const files = rendererFiles(join(import.meta.dirname, '../renderer'))
  const start = (on: number) => startServer(app, files, { port: on })
  const server = port === null ? await start(usualPort(path)).catch(() => start(0)) : await start(port)
  console.log(`Pithy is at ${server.url}\nIt answers this machine only. Stop it with Ctrl+C.`)
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(130)
      isStopping = true
      void server
        .close()
        .then(() => app.close())
        .then(() => process.exit(0))
    })
  }
}

try {
  await main()
} catch (error) {
  const wire = toWireError(error)
  console.error(wire.code === 'internal' && error instanceof Error ? error.message : wire.message)
  process.exitCode = 2
}
