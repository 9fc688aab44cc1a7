import { expect, onTestFinished, test } from 'vitest'
import { PatternRunner } from '../../../../electron/core/user-code/pattern-runner.ts'
import type { PatternQuestion } from '../../../../shared/score/find-match.ts'

function open(limitMs = 150): PatternRunner {
  const runner = new PatternRunner({ limitMs })
  onTestFinished(() => runner.close())
  return runner
}

function ask(pattern: string, text: string, changes: Partial<PatternQuestion> = {}): PatternQuestion {
  return { pattern, flags: '', text, group: 0, pick: 'first', ...changes }
}

// Each backtracks without end on its text.
const hostile: [string, string][] = [
  ['^(a+)+$', 'a'],
  ['^(a|a)*$', 'a'],
  ['^(a|aa)+$', 'a'],
  ['^([a-z]+)*!?$', 'q'],
  ['^(\\w+\\s?)+$', 'w'],
  ['(x+x+)+y', 'x'],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'],
  ['(.*)*(.*)*(.*)*=', 'z'],
]

test.each(hostile)('stops %s, and the event loop runs meanwhile', async (pattern, letter) => {
  const runner = open()
  let ticks = 0
  const ticking = setInterval(() => ticks++, 5)
  onTestFinished(() => clearInterval(ticking))
  const found = Promise.resolve(runner.find(ask(pattern, `${letter.repeat(60)}\u0001`)))
  await expect(found).rejects.toMatchObject({ code: 'timeout', message: expect.stringContaining('was stopped') })
  expect(ticks).toBeGreaterThan(2)
})

test('answers what waits behind a stopped pattern, in order', async () => {
  const runner = open()
  const slow = Promise.resolve(runner.find(ask('^(a+)+$', `${'a'.repeat(60)}!`))).catch((error) => error.code)
  const answers = [
    runner.find(ask('(\\d+) of (\\d+)', '3 of 40', { group: 2 })),
    runner.find(ask('n=(\\d)|m=(\\d)', 'n=1 n=2', { group: 1, pick: 'last' })),
    runner.find(ask('(b+)+c', 'no such thing')),
  ]
  expect(await Promise.all([slow, ...answers])).toEqual(['timeout', '40', '2', null])
})

test('does not start a pattern again that was stopped three times', async () => {
  const runner = open(50)
  const question = ask('^(a+)+$', `${'a'.repeat(60)}!`)
  for (let round = 0; round < 3; round++) await expect(runner.find(question)).rejects.toMatchObject({ code: 'timeout' })
  const start = performance.now()
  for (let round = 0; round < 200; round++)
    await expect(runner.find(question)).rejects.toMatchObject({ code: 'timeout' })
  expect(performance.now() - start).toBeLessThan(2000)
})

test('runs a cheap pattern at once, without a worker', () => {
  expect(open().find(ask('^(yes|no)$', 'yes'))).toBe('yes')
})
