import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { ScriptRunner } from '../../electron/core/user-code/script-runner.ts'

// Built for the hosts; from the sources no worker can start.
const workerUrl = pathToFileURL(path.join(import.meta.dirname, '../../dist/workers/script-worker.js'))
const endless = { code: '\nwhile (true) {}\nreturn 1', output: 'x', variables: {} }

function runner(options: ConstructorParameters<typeof ScriptRunner>[0] = {}): ScriptRunner {
  const made = new ScriptRunner({ workerUrl, ...options })
  onTestFinished(() => made.close())
  return made
}

test('code that uses up its time leaves this thread free, and is stopped by its limit, not before', async () => {
  const scripts = runner({ limitMs: 200 })
  expect(await scripts.run({ ...endless, code: 'output.length' })).toBe(1)
  let turns = 0
  let isEnded = false
  const ended = scripts.run(endless).finally(() => {
    isEnded = true
  })
  ended.catch(() => undefined)
  while (!isEnded) {
    turns++
    await new Promise(setImmediate)
  }
  await expect(ended).rejects.toMatchObject({ code: 'timeout', message: expect.stringContaining('0.2 s') })
  // In this thread it would have had one turn or two.
  expect(turns).toBeGreaterThan(50)
})

test('many questions at once share a few workers, which end when they are idle; an answer goes to whoever asked', async () => {
  const scripts = runner({ limitMs: 5000, idleMs: 1 })
  const asked = Array.from({ length: 40 }, (_, index) => scripts.run({ ...endless, code: `${index} * 2` }))
  expect(scripts.workers).toBeLessThanOrEqual(4)
  expect(await Promise.all(asked)).toEqual(asked.map((_, index) => index * 2))
  await expect.poll(() => scripts.workers).toBe(0)
})

test('what went wrong in a worker is told as it is in this thread', async () => {
  const scripts = runner({ limitMs: 5000 })
  await expect(scripts.run({ ...endless, code: 'JSON.parse("{")' })).rejects.toMatchObject({ code: 'bad-input' })
  await expect(scripts.run({ ...endless, code: '"x".repeat(40_000_000) + 1' })).rejects.toMatchObject({
    code: 'bad-input',
  })
})

test('where no worker can start, the code runs here all the same', async () => {
  const scripts = runner({ limitMs: 5000, workerUrl: new URL('missing.js', workerUrl) })
  const asked = Array.from({ length: 6 }, (_, index) => scripts.run({ ...endless, code: `${index} + 1` }))
  expect(await Promise.all(asked)).toEqual([1, 2, 3, 4, 5, 6])
})
