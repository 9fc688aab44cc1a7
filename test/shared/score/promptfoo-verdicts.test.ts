import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { documentReaders } from '../../../electron/core/documents/document-readers.ts'
import { createJsonValidator } from '../../../electron/core/json/validate-json.ts'
import { ScriptRunner } from '../../../electron/core/user-code/script-runner.ts'
import { ToolDefinition } from '../../../shared/domain/tool.ts'
import { scoreOutput } from '../../../shared/evaluate/score-output.ts'
import { meanOf } from '../../../shared/savings/paired/answer-grid.ts'
import { fromPromptfoo } from '../../../shared/score/from-promptfoo.ts'

/** Made by test/support/promptfoo-verdicts.mjs. */
const file = new URL('../../fixtures/scorers/promptfoo-verdicts.json', import.meta.url)
const { verdicts, sets, tools } = JSON.parse(readFileSync(file, 'utf8'))
const offered = ToolDefinition.array().parse(tools)
const script = new ScriptRunner({ limitMs: 5000 })
const lent = { validateJson: createJsonValidator(), documents: documentReaders, runScript: script.run }

/** Ours, as promptfoo tells it: an assertion that cannot be asked has failed without a score. */
async function ourVerdict(row: (typeof verdicts)[number]) {
  const answer = {
    costNanoUsd: row.cost === undefined ? null : row.cost * 1e9,
    latencyMs: row.latencyMs ?? null,
    finishReason: row.finishReason ?? null,
    toolCalls: [],
    tools: offered,
    logProbability: row.logProbs?.length > 0 ? { mean: meanOf(row.logProbs), tokens: row.logProbs.length } : null,
  }
  try {
    const { assertions } = await scoreOutput({
      ...lent,
      answer,
      output: typeof row.output === 'string' ? row.output : JSON.stringify(row.output),
      assertions: [fromPromptfoo(row.assertion)],
      evalCase: { variables: { name: 'x' }, expected: null },
    })
    return { pass: assertions[0]?.hasPassed, score: assertions[0]?.score ?? null }
  } catch {
    return { pass: false, score: 0 }
  }
}

const types = [...new Set<string>(verdicts.map((row: { assertion: { type: string } }) => row.assertion.type))]

it.each(types)('%s says what promptfoo says', async (type) => {
  const differing: unknown[] = []
  for (const row of verdicts.filter(({ assertion }: { assertion: { type: string } }) => assertion.type === type)) {
    const ours = await ourVerdict(row)
    const theirs = row.throws
      ? { pass: false, score: 0 }
      : { pass: row.pass, score: Math.min(1, Math.max(0, row.score)) }
    const isSame = ours.pass === theirs.pass && Math.abs((ours.score ?? -1) - theirs.score) < 1e-9
    if (!isSame)
      differing.push({ value: row.assertion, output: row.output, theirs: row.throws ? 'throws' : theirs, ours })
  }
  expect(differing).toEqual([])
})

it('sets of assertions have the scores, verdicts and thresholds of promptfoo', async () => {
  for (const { assert, output, pass, score } of sets) {
    const ours = await scoreOutput({ ...lent, output, assertions: assert.map(fromPromptfoo), evalCase: null })
    expect({ assert, pass: ours.hasPassed, score: ours.score }).toEqual({
      assert,
      pass,
      score: expect.closeTo(score, 9),
    })
  }
})
