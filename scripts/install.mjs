// Installs the packages of the lock file when they are not there yet. Runs on Node 18 and newer, without dependencies.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './find-node.mjs'

const lockFile = path.join(root, 'package-lock.json')
const stampFile = path.join(root, 'node_modules', '.pithy-installed')

export function isInstalled() {
  return readText(stampFile) === lockHash()
}

/** Installs from the lock file; packages that `npm install` already brought up to date are left as they are. */
export function install() {
  if (!hasLockedPackages()) {
    console.error('pithy: installing packages from the lock file (once, about a minute)')
    runNpmCi()
  }
  writeFileSync(stampFile, lockHash())
}

function runNpmCi() {
  // npm tells its scripts where it lives; outside of npm the one on PATH serves.
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm']
  const [command, ...first] = npm
  const options = ['ci', '--include=dev', '--include=optional', '--loglevel=error', '--no-progress']
  const result = spawnSync(command, [...first, ...options], {
    cwd: root,
    // stdout belongs to the command that asked for the set-up, which may print JSON there.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && command === 'npm',
  })
  if (result.status === 0) return
  const reason = result.error?.message ?? (result.signal ? `signal ${result.signal}` : `exit code ${result.status}`)
  throw new Error(
    `Installing the packages failed (npm ci: ${reason}). The lines above say why; most often the package registry ` +
      'cannot be reached ("npm ping" tells) or the disk is full. Nothing else was changed; run the same command again.',
  )
}

/** Whether what npm recorded in node_modules is what the lock file asks for, packages of other platforms aside. */
function hasLockedPackages() {
  const wanted = readPackages(lockFile)
  const present = readPackages(path.join(root, 'node_modules', '.package-lock.json'))
  if (wanted === null || present === null) return false
  return Object.entries(wanted).every(([location, entry]) => {
    if (location === '') return true
    const found = present[location]
    return found ? found.version === entry.version && found.integrity === entry.integrity : entry.optional === true
  })
}

function readPackages(file) {
  const text = readText(file)
  return text === null ? null : JSON.parse(text).packages
}

function lockHash() {
  return createHash('sha256').update(readFileSync(lockFile)).digest('hex')
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
