import { expect, it } from 'vitest'
import { callTarget } from '../../../../electron/core/evaluate/calls/call-target.ts'
import { judgeTargets } from '../../../../electron/core/evaluate/judge/judge-models.ts'
import { SqueezeCalls } from '../../../../electron/core/squeeze/squeeze-calls.ts'
import { resolveSqueeze } from '../../../../electron/core/squeeze/squeeze-input.ts'
import { JobId, SqueezeId } from '../../../../shared/domain/ids.ts'
import { Assertion } from '../../../../shared/domain/score.ts'
import { SqueezeSpec } from '../../../../shared/domain/squeeze.ts'
import { reply } from '../../../support/engine-bench.ts'
import { must } from '../../../support/must.ts'
import { openEngineBench } from '../../../support/open-engine-bench.ts'
import { testModel } from '../../../support/test-model.ts'

const rubric = Assertion.parse({ scorer: 'llm-rubric', value: 'Is polite', options: { judge: 'lab/judge' } })

/** The calls of a squeeze whose judge has no price: a limit refuses it wherever it holds. */
async function callsOn(cases: readonly (readonly [text: string, tags: string[]])[], tag: string) {
  const bench = await openEngineBench({
    cases: cases.map(([text, tags]) => ({ variables: { text }, tags })),
    assertions: [rubric],
    models: [testModel(), testModel({ id: 'lab/judge', price: null })],
    answer: ({ messages }) => reply(messages.length > 1 ? '{"reason":"Polite.","pass":true}' : 'Thanks.'),
  })
  const { core, store } = bench
  const { projectId, variantIds, modelIds, evalSetId } = bench.spec()
  const rule = { projectId: null, tag, period: 'day', limitNanoUsd: 1_000_000_000_000 } as const
  store.budgetRules.add(rule, core.ports.now())
  const [variantId, modelId] = [must(variantIds[0]), must(modelIds[0])]
  const spec = SqueezeSpec.parse({
    variantId,
    evalSetId,
    modelId,
    rewriterId: modelId,
    mode: 'frugal',
    budgetNanoUsd: null,
  })
  const resolved = await resolveSqueeze(core, spec)
  const id = SqueezeId.parse('squeeze')
  const { no } = store.squeezes.add({
    id,
    projectId,
    promptId: resolved.prompt.id,
    variantId,
    spec,
    evalSetHash: null,
    createdAt: '2026-01-01T00:00:00.000Z',
  })
  const scope = `squeeze:${id}`
  store.ledger.openBudget(scope, null)
  const target = await callTarget(core, resolved.model)
  const calls = new SqueezeCalls(core, {
    squeezeNo: no,
    jobId: JobId.parse('job'),
    scope,
    projectId,
    resolved,
    target,
    rewriter: target,
    judges: await judgeTargets(core, resolved.judges),
    signal: new AbortController().signal,
    isStopAsked: () => false,
  })
  const { messages } = resolved.variant.content
  const ask = () => calls.evaluate(cases.map((_, caseIndex) => ({ messages, caseIndex })))
  return { calls, ask, asked: bench.asked }
}

it('leaves out a case whose judge a limit of its tag refuses, asks nothing more about it, and goes on with its twin', async () => {
  const { calls, ask, asked } = await callsOn(
    [
      ['one', ['desk=a']],
      ['one', []],
      ['two', []],
    ],
    'desk=a',
  )
  const scored = expect.objectContaining({ score: 1 })
  expect(await ask()).toEqual(['left-out', scored, scored])
  const before = asked.length
  expect(await ask()).toEqual(['left-out', scored, scored])
  expect(asked).toHaveLength(before)
  expect(calls).toMatchObject({ overBudget: null, leftOut: { cases: 1 }, failed: 0 })
})

it('a limit of a tag that every case bears ends it as a whole', async () => {
  const { calls, ask } = await callsOn(
    [
      ['one', ['desk=a']],
      ['two', ['desk=a', 'new']],
    ],
    'desk=a',
  )
  expect(await ask()).toEqual([null, null])
  expect(calls).toMatchObject({ overBudget: { kind: 'over-budget' }, leftOut: null })
})
