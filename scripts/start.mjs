// npm start: sets up what is missing, then opens the desktop application, or serves the web host where no window can open.
// `npm start -- --web` asks for the web host; every other argument goes to the host.
import path from 'node:path'
import { desktopObstacle, electronOptions, obtainElectron } from './find-electron.mjs'
import { coreOptions, environmentFor, root } from './find-node.mjs'
import { runCommand } from './run-command.mjs'
import { runScript, setUp } from './set-up.mjs'

const hostArguments = process.argv.slice(2).filter((argument) => argument !== '--web')
const isWebAskedFor = process.argv.includes('--web', 2)

await runScript(async () => {
  const node = await setUp()
  if (isWebAskedFor) return serveWeb(node)
  const obstacle = desktopObstacle()
  if (obstacle !== null) return serveWebInstead(node, obstacle)
  const electron = obtainElectron(node)
  if (!electron.executable) return serveWebInstead(node, electron.missing)
  return openDesktop(node, electron.executable)
})

async function openDesktop(node, executable) {
  const environment = { ...process.env }
  // Terminals inside Electron applications may hand this down; it would turn our Electron into a plain Node.
  delete environment.ELECTRON_RUN_AS_NODE
  const start = Date.now()
  const end = await runCommand(executable, [...electronOptions(), root, ...hostArguments], { env: environment })
  const isInterrupted = end.signal !== null && ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'].includes(end.signal)
  // A missing system library (127) or a sandbox that the kernel forbids (SIGTRAP) ends Electron before it shows anything.
  if (end.code >= 127 && !isInterrupted && Date.now() - start < 5000) {
    return serveWebInstead(
      node,
      `the Electron runtime does not start (${end.signal ?? `exit code ${end.code}`}, its reason is above)`,
    )
  }
  return end.code
}

function serveWebInstead(node, reason) {
  console.error(`pithy: serving the web host instead of the desktop application: ${reason}.`)
  return serveWeb(node)
}

async function serveWeb(node) {
  const host = path.join(root, 'dist', 'web', 'main.js')
  const { code } = await runCommand(node, [...coreOptions, host, ...hostArguments], { env: environmentFor(node) })
  return code
}
