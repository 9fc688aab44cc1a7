import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withSetUpLock } from '../../scripts/set-up-lock.mjs'

let folder = ''
let lockFile = ''

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pithy-lock-'))
  lockFile = path.join(folder, 'lock')
})

afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

test('a second set-up waits until the first has finished', async () => {
  const waits = vi.spyOn(console, 'error').mockImplementation(() => {})
  const steps: string[] = []
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>()
  const first = withSetUpLock(async () => {
    await mayEnd
    steps.push('first ends')
  }, lockFile)
  const second = withSetUpLock(() => steps.push('second starts'), lockFile)
  await vi.waitFor(() => expect(waits).toHaveBeenCalledOnce())
  end()
  await Promise.all([first, second])
  expect(steps).toEqual(['first ends', 'second starts'])
})

test('a lock whose process has died is passed over', async () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  writeFileSync(lockFile, String(pid))
  expect(await withSetUpLock(() => 'done', lockFile)).toBe('done')
})

test('a set-up that fails releases the lock', async () => {
  const failure = withSetUpLock(() => Promise.reject(new Error('no network')), lockFile)
  await expect(failure).rejects.toThrow('no network')
  expect(existsSync(lockFile)).toBe(false)
})
