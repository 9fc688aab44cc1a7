import { expect, it } from 'vitest'
import type { Message } from '../../../shared/domain/prompt.ts'
import { Answers } from '../../../shared/squeeze/answers.ts'
import type { FlowArm } from '../../../shared/squeeze/arms/flow-arm.ts'
import { squeezeFinalists } from '../../../shared/squeeze/arms/squeeze-finalists.ts'
import type { CaseResult } from '../../../shared/squeeze/squeeze-ports.ts'

const order = Array.from({ length: 100 }, (_, index) => index)
/** Cost of a call, and the cases that it gets wrong. */
const prompts: Readonly<Record<string, readonly [costNanoUsd: number, wrong: readonly number[]]>> = {
  original: [100, []],
  best: [50, [7]],
  'as risky': [60, [7]],
  safer: [70, []],
}

function armOf(id: string): FlowArm {
  const messages: Message[] = [{ role: 'user', template: id }]
  return { id, label: id, edits: [], messages }
}

/** Finalists where the best one has answered all cases and so many calls are allowed in all. */
async function finalists(maxCalls: number) {
  const asked: number[] = []
  const answers = new Answers(
    {
      complete: async () => null,
      evaluate: async (calls) =>
        calls.map(({ messages, caseIndex }): CaseResult => {
          asked.push(caseIndex)
          const [costNanoUsd, wrong] = prompts[messages[0]?.template ?? ''] ?? [0, []]
          const score = wrong.includes(caseIndex) ? 0 : 1
          return { score, costNanoUsd, promptTokens: 1, outputTokens: 1, output: '', critical: new Map() }
        }),
    },
    maxCalls,
  )
  const [baseline, best] = [armOf('original'), armOf('best')]
  await answers.ask([baseline, best].map(({ messages }) => ({ messages, caseIndexes: order })))
  const others = [armOf('as risky'), armOf('safer')]
  await answers.ask(others.map(({ messages }) => ({ messages, caseIndexes: [0, 1] })))
  const found = await squeezeFinalists({
    baseline,
    best,
    arms: [best, ...others],
    order,
    margin: 0.03,
    likelyLoss: () => 0,
    answers,
    holdOutCalls: 60,
    most: 3,
    isStopAsked: () => false,
  })
  return { ids: found.map(({ id }) => id), left: answers.left, asked }
}

it('a dearer candidate that wins the lost case back is asked of all development cases, and looked at beside the best', async () => {
  const { ids, left, asked } = await finalists(600)
  expect(ids).toEqual(['best', 'safer'])
  // The original and both finalists can still be asked of the hold-out; none of its cases was.
  expect(left).toBeGreaterThanOrEqual(3 * 60)
  expect(Math.max(...asked)).toBeLessThan(100)
})

it('without calls to spare the best one stands alone, and nothing is asked', async () => {
  const { ids, left } = await finalists(204 + 3 * 60 + 50)
  expect(ids).toEqual(['best'])
  expect(left).toBe(3 * 60 + 50)
})
