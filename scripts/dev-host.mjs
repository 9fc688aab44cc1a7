// node scripts/dev-host.mjs desktop|web [host arguments]: the renderer from Vite's server with hot reload, and the host bundled
// and started again whenever its sources change.
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { build, createServer } from 'vite'
import { buildConstants, checkEntries, hostsConfig, preloadConfig } from './build.mjs'
import { desktopObstacle, electronOptions, obtainElectron } from './find-electron.mjs'
import { coreOptions, root } from './find-node.mjs'

const [kind, ...hostArguments] = process.argv.slice(2)
const outDir = path.join(root, 'dist')
const define = buildConstants('development')

let server = null
let running = null
/** Bundles that are being made; a host starts when all are complete. */
const unfinished = new Set(['hosts', 'preload'])
const restart = kind === 'web' ? restartWeb : await prepareDesktop()

checkEntries()
// What lies in dist/ from now on is not what a normal start expects.
rmSync(path.join(outDir, '.stamp.json'), { force: true })
for (const [name, config] of [
  ['hosts', hostsConfig],
  ['preload', preloadConfig],
]) {
  const watcher = await build(config({ outDir, define, watch: {} }))
  watcher.on('event', (event) => onBuildEvent(name, event))
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    running?.kill(signal)
    process.exit(0)
  })
}

function onBuildEvent(name, event) {
  if (event.code === 'START') unfinished.add(name)
  if (event.code === 'ERROR') console.error(event.error.message)
  if (event.code !== 'END') return
  unfinished.delete(name)
  if (unfinished.size === 0) void restart()
}

async function prepareDesktop() {
  const obstacle = desktopObstacle()
  const electron = obstacle === null ? obtainElectron(process.execPath) : { missing: obstacle }
  if (!electron.executable) {
    console.error(`pithy: no desktop application here: ${electron.missing}. "npm run dev:web" serves the web host.`)
    process.exit(1)
  }
  return async () => {
    server ??= await startVite()
    const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env
    await stop()
    running = spawn(electron.executable, [...electronOptions(), root, ...hostArguments], {
      stdio: 'inherit',
      env: { ...inherited, PITHY_DEV_SERVER: server.resolvedUrls.local[0] },
    })
    running.once('exit', endWithHost)
  }
}

/** The guard knows its own port and token only, so Vite forwards the calls in the host's own name. */
async function restartWeb() {
  await stop()
  const port = server === null ? '0' : new URL(server.config.server.proxy['/api'].target).port
  running = spawn(
    process.execPath,
    [...coreOptions, path.join(outDir, 'web/main.js'), '--port', port, ...hostArguments],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  running.once('exit', endWithHost)
  running.stdout.on('data', async (bytes) => {
    const address = /http:\/\/\S+/.exec(String(bytes))?.[0]
    if (!address) return process.stdout.write(bytes)
    const { origin, hash } = new URL(address)
    server ??= await startVite({ '/api': { target: origin, changeOrigin: true, headers: { origin } } })
    console.log(`Pithy is at ${server.resolvedUrls.local[0]}${hash}`)
  })
}

async function startVite(proxy = {}) {
  const started = await createServer({
    configFile: path.join(root, 'vite.config.ts'),
    define,
    server: { host: '127.0.0.1', proxy },
  })
  return started.listen()
}

async function stop() {
  if (running === null || running.exitCode !== null) return
  running.off('exit', endWithHost)
  const ended = new Promise((resolve) => running.once('exit', resolve))
  running.kill()
  await ended
}

/** Closing the window ends the session; a crash leaves it, since the next change may mend it. */
function endWithHost(code) {
  if (code === 0) process.exit(0)
  console.error(`pithy: the host ended with exit code ${code}; it starts again when its sources change`)
}
