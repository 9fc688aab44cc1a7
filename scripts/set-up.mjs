// Brings a clone to the point where it runs: packages, a Node of the right age, a build of the present sources. Does only
// what is missing, says each step in one line on stderr, and is done in milliseconds when there is nothing to do.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { environmentFor, findNode, nodeMissingMessage, root } from './find-node.mjs'
import { install, isInstalled } from './install.mjs'
import { withSetUpLock } from './set-up-lock.mjs'
import { contentFingerprint, quickFingerprint } from './source-files.mjs'

const stampFile = path.join(root, 'dist', '.stamp.json')

/**
 * @returns the path of a Node >= 22.18
 * @throws Error with a message for the user
 */
export async function setUp() {
  const node = await setUpPackages()
  if (!isBuilt()) await withSetUpLock(() => build(node))
  return node
}

/** The same without the build. */
export async function setUpPackages() {
  if (!isInstalled()) await withSetUpLock(() => isInstalled() || install())
  const node = findNode()
  if (node === null) throw new Error(nodeMissingMessage())
  return node
}

/** Runs a script's main function; a failure becomes its message on stderr and exit code 1. */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    console.error(`pithy: ${error.message}`)
    process.exitCode = 1
  }
}

function isBuilt() {
  return readStamp()?.quick === quickFingerprint()
}

function build(node) {
  // Taken before the build, so that a file saved meanwhile makes the next start build again.
  const quick = quickFingerprint()
  const content = contentFingerprint()
  const stamp = readStamp()
  if (stamp?.quick === quick) return
  if (stamp?.content !== content) {
    console.error('pithy: building (the sources changed since the last build)')
    const start = Date.now()
    const script = path.join(root, 'scripts', 'build.mjs')
    const options = { cwd: root, stdio: ['ignore', 2, 2], env: environmentFor(node) }
    const result = spawnSync(node, [script, content.slice(0, 12)], options)
    if (result.status !== 0) throw new Error('The build failed; the lines above say where.')
    console.error(`pithy: built in ${((Date.now() - start) / 1000).toFixed(1)} s`)
  }
  writeFileSync(stampFile, JSON.stringify({ quick, content }))
}

function readStamp() {
  if (!existsSync(stampFile)) return null
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'))
  } catch {
    return null
  }
}
