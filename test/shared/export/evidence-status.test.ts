import { expect, test } from 'vitest'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { evidenceStatus } from '../../../shared/export/evidence-status.ts'
import type { Evidence, ExportInput } from '../../../shared/export/exporter.ts'
import { provenanceLines, provenanceOf } from '../../../shared/export/provenance.ts'
import { evidence, inputFor } from '../../support/export-input.ts'

const MODEL = 'openai/gpt-4.1-mini'
const verdict = {
  kind: 'not-worse-and-cheaper',
  isProven: true,
  caveats: [],
  sentence: 'B costs 37 % less.',
  method: 'counted',
  candidate: { modelId: MODEL },
} as unknown as Verdict // only the fields that provenance reads

function given(changes: { verdict?: Partial<Verdict> | null; column?: object } = {}, input: Partial<ExportInput> = {}) {
  const column = { ...evidence.column, ...changes.column }
  const found = changes.verdict === null ? null : { ...verdict, ...changes.verdict }
  return inputFor(MODEL, { evidence: { ...evidence, column, verdict: found } as Evidence, ...input })
}

test('a verdict is proven, or not shown, with its sentence', () => {
  expect(evidenceStatus(given())).toEqual({ state: 'proven', reasons: ['B costs 37 % less.'] })
  expect(evidenceStatus(given({ verdict: { isProven: false } })).state).toBe('not-shown')
  expect(evidenceStatus(given({ verdict: { kind: 'worse' } })).state).toBe('not-shown')
})

test.each([
  ['No run of this variant', given({}, { evidence: null })],
  ['no scored answers', given({ column: { passRate: null } })],
  ['on the simulation', given({ column: { isSimulation: true } })],
  [`Run it on ${MODEL}`, given({ column: { modelId: 'openai/gpt-4.1' } })],
  ['held against another', given({ verdict: null })],
])('is unverified, and says how to change that: %s', (reason, input) => {
  expect(evidenceStatus(input)).toMatchObject({ state: 'unverified', reasons: [expect.stringContaining(reason)] })
})

test('a changed eval set or price makes a proof out of date, here and in the file', () => {
  const { evalSet, model } = given()
  const edited = given({}, { evalSet: evalSet && { ...evalSet, contentHash: 'other' } })
  const price = model.price && { ...model.price, prices: { ...model.price.prices, input: 9 }, readOn: '2026-11-20' }
  const dearer = given({}, { model: { ...model, price } })
  expect(evidenceStatus(edited)).toEqual({
    state: 'out-of-date',
    reasons: ['The eval set "Tickets" has changed since the run.', 'Run it again, and confirm the choice anew.'],
  })
  expect(evidenceStatus(dearer).reasons[0]).toBe(
    `The price or discount of ${MODEL} has changed since the run (as of 2026-08-01 then, as of 2026-11-20 now).`,
  )
  const cheaper = { ...evidence.run.priceSnapshot[MODEL], discountRatio: 0.1 } as ExportInput['model']['price']
  expect(evidenceStatus(given({}, { model: { ...model, price: cheaper } })).reasons[0]).toBe(
    `The price or discount of ${MODEL} has changed since the run.`,
  )
  expect(provenanceOf(edited)).toMatchObject({ isProven: false, verdict: 'out of date: B costs 37 % less.' })
  expect(provenanceLines(dearer)).toContainEqual(
    expect.stringMatching(/^Out of date: The price or discount .* Run it again\.$/),
  )
})

test('the same price, read again later, changes nothing', () => {
  const { model } = given()
  const again = { ...model, price: model.price && { ...model.price, readOn: '2026-11-20', source: 'elsewhere' } }
  expect(evidenceStatus(given({}, { model: again })).state).toBe('proven')
  expect(provenanceOf(given()).changedSince).toEqual([])
})
