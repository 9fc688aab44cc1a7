import { expect, it } from 'vitest'
import { allSteps } from '../../../../shared/all-steps.ts'
import { refusalChecker } from '../../../../shared/evaluate/early-stop/refusal-checker.ts'
import { type RecordedOutput, replayStops } from '../../../../shared/savings/replays/replay-stops.ts'

it('counts true and false stops, and saves what would have come after the chunk and the overshoot', () => {
  const output = (text: string, hasPassed: boolean): RecordedOutput => ({
    text,
    outputTokens: text.length / 4,
    hasPassed,
    overshootTokens: 10,
  })
  const refusal = `I'm sorry, but I cannot help with that. ${'I would rather say something else. '.repeat(30)}`
  const outputs = [output(refusal, false), output(refusal, true), output('All is well. '.repeat(40), true)]
  const replay = allSteps(replayStops(outputs, () => refusalChecker()))
  const saved = refusal.length / 4 - 20 - 10
  expect(replay.savedTokens.map(Math.round)).toEqual([Math.round(saved), Math.round(saved), 0])
  expect(replay).toMatchObject({ trueStops: 1, falseStops: 1, isLost: [false, true, false] })
  expect(allSteps(replayStops(outputs, () => null)).trueStops).toBe(0)
})

it('pauses every 50 outputs', () => {
  const output: RecordedOutput = { text: 'All is well.', outputTokens: 3, hasPassed: true, overshootTokens: 0 }
  expect([...replayStops(new Array(101).fill(output), () => null)]).toHaveLength(3)
})
