import { expect, test } from 'vitest'
import { previewRun } from '../../../../electron/core/evaluate/forecast/preview-run.ts'
import type { Cell, Run } from '../../../../shared/domain/run.ts'
import type { Assertion } from '../../../../shared/domain/score.ts'
import { type EngineBench, reply } from '../../../support/engine-bench.ts'
import { openEngineBench } from '../../../support/open-engine-bench.ts'

const sure = { mean: -0.25, tokens: 4 }
const cases = [{ variables: { text: 'one' } }]
const isSure: Assertion = {
  scorer: 'perplexity',
  isNegated: false,
  value: null,
  options: { threshold: 1.3 },
  transforms: [],
  weight: 1,
}
const inSet: Assertion = { ...isSure, scorer: 'assert-set', options: { assert: [JSON.parse(JSON.stringify(isSure))] } }

function onlyCell({ store }: EngineBench, run: Run): Cell | undefined {
  const stored = store.runs.get(run.id)
  const [row] = store.snapshots.page(stored.snapshotNo, 0, 1)
  return row && store.cells.row(stored, 0, row.evalCase.id, { outputLimit: null })[0]?.[0]
}

function openBench(assertions: readonly Assertion[], tellsLogProbabilities = true) {
  return openEngineBench({
    cases,
    assertions,
    tellsLogProbabilities,
    answer: ({ wantsLogProbabilities }) => reply('ok', wantsLogProbabilities ? { logProbability: sure } : {}),
  })
}

test('are asked for where an assertion needs them, inside a set too, kept with the answer, and judged from the cache again', async () => {
  for (const assertion of [isSure, inSet]) {
    const bench = await openBench([assertion])
    const first = onlyCell(bench, (await bench.run()).run)
    expect(first).toMatchObject({ logProbability: sure, hasPassed: true, isCached: false })
    const again = onlyCell(bench, (await bench.run()).run)
    expect(again).toMatchObject({ logProbability: sure, hasPassed: true, isCached: true })
    expect(bench.asked.map(({ wantsLogProbabilities }) => wantsLogProbabilities)).toEqual([true])
  }
})

test('are asked for where a run keeps them, which finds no answer that came without; the preview counts the same', async () => {
  const bench = await openBench([])
  expect(onlyCell(bench, (await bench.run()).run)).not.toHaveProperty('logProbability')
  const calls = async (keepsLogProbabilities: boolean) =>
    (await previewRun(bench.core, bench.spec({ keepsLogProbabilities }), new AbortController().signal)).calls
  expect([await calls(false), await calls(true)]).toEqual([0, 1])
  expect(onlyCell(bench, (await bench.run({ keepsLogProbabilities: true })).run)).toMatchObject({
    logProbability: sure,
  })
  expect([await calls(true), bench.asked.length]).toEqual([0, 2])
})

test('are not asked of a provider that tells none: the preview says what is lost, and the assertion fails with the reason', async () => {
  const bench = await openBench([isSure], false)
  const notesOf = async ({ core, spec }: EngineBench) =>
    (await previewRun(core, spec({ keepsLogProbabilities: true }), new AbortController().signal)).notes
  const said = (lost: string) => [expect.stringMatching(`tells no log-probabilities here: ${lost} of its answers.$`)]
  expect(await notesOf(bench)).toEqual(said('perplexity cannot be judged'))
  expect(await notesOf(await openBench([], false))).toEqual(said('none are kept'))
  const cell = onlyCell(bench, (await bench.run()).run)
  expect(bench.asked[0]).not.toHaveProperty('wantsLogProbabilities')
  expect(cell?.assertions[0]).toMatchObject({ hasPassed: false, reason: expect.stringMatching(/tells no log-prob/) })
})
