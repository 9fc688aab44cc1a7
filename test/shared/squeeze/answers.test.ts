import { expect, it } from 'vitest'
import { Answers } from '../../../shared/squeeze/answers.ts'
import type { CaseCall } from '../../../shared/squeeze/squeeze-ports.ts'

const result = {
  score: 1,
  costNanoUsd: 1,
  promptTokens: 1,
  outputTokens: 1,
  output: '',
  critical: new Map<string, boolean>(),
}
const messagesOf = (template: string) => [{ role: 'user' as const, template }]

it('a case that a limit refuses to one version counts for none, whoever answered it, and costs no call any more', async () => {
  const sent: string[] = []
  const evaluate = async (calls: readonly CaseCall[]) =>
    calls.map(({ messages, caseIndex }) => {
      const version = messages[0]?.template ?? ''
      sent.push(`${version}${caseIndex}`)
      return version === 'b' && caseIndex === 1 ? ('left-out' as const) : result
    })
  const answers = new Answers({ complete: async () => null, evaluate }, 100)
  const caseIndexes = [0, 1, 2]
  await answers.ask([{ messages: messagesOf('a'), caseIndexes }])
  expect(answers.of(messagesOf('a')).get(1)).toEqual(result)
  await answers.ask([{ messages: messagesOf('b'), caseIndexes }])
  const c = { messages: messagesOf('c'), caseIndexes }
  expect(answers.missing([c])).toBe(2)
  await answers.ask([c])
  expect(sent).toEqual(['a0', 'a1', 'a2', 'b0', 'b1', 'b2', 'c0', 'c2'])
  expect(answers.used).toBe(8)
  for (const version of ['a', 'b', 'c'])
    expect([...answers.of(messagesOf(version))].toSorted(([a], [b]) => a - b)).toEqual([
      [0, result],
      [1, null],
      [2, result],
    ])
})
