// One set-up at a time per clone: two `npm ci` or two builds in the same folder would destroy each other's files.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './find-node.mjs'

const defaultFile = path.join(root, '.set-up.lock')
const pollMs = 200
const patienceMs = 15 * 60_000

/** Runs the work while holding the lock; waits for another process that holds it. */
export async function withSetUpLock(work, lockFile = defaultFile) {
  await acquire(lockFile)
  const release = () => rmSync(lockFile, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

async function acquire(lockFile) {
  const start = Date.now()
  let hasSaidSo = false
  while (!tryAcquire(lockFile)) {
    const holder = readHolder(lockFile)
    if (holder !== null && !isAlive(holder)) {
      rmSync(lockFile, { force: true })
      continue
    }
    if (Date.now() - start > patienceMs) {
      throw new Error(
        `Another set-up (process ${holder}) has not finished in 15 minutes. Stop it, delete ${lockFile} and try again.`,
      )
    }
    if (!hasSaidSo) console.error(`pithy: waiting for another set-up (process ${holder}) in this folder`)
    hasSaidSo = true
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}

function tryAcquire(lockFile) {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** The process id in the lock; null while it is being written or when it has just been released. */
function readHolder(lockFile) {
  try {
    return Number(readFileSync(lockFile, 'utf8')) || null
  } catch {
    return null
  }
}

function isAlive(processId) {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
