// node scripts/n.mjs node scripts/run-bench.mjs FILE: runs one TypeScript file with Vite's transforms (import.meta.glob, constants).
import path from 'node:path'
import { createServer, createServerModuleRunner } from 'vite'
import { buildConstants } from './build.mjs'

const server = await createServer({
  configFile: false,
  root: path.join(import.meta.dirname, '..'),
  logLevel: 'error',
  define: buildConstants('bench'),
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  appType: 'custom',
})
const runner = createServerModuleRunner(server.environments.ssr, { hmr: false })
try {
  await runner.import(path.resolve(process.argv[2]))
} finally {
  await runner.close()
  await server.close()
}
