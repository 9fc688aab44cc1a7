import { describe, expect, it } from 'vitest'
import { CaseId, ModelId, VariantId } from '../../../shared/domain/ids.ts'
import { cellKeyText } from '../../../shared/evaluate/cell-key-text.ts'
import { isSameOutcome } from '../../../shared/evaluate/is-same-outcome.ts'
import { countCells, planCells } from '../../../shared/evaluate/plan-cells.ts'

const spec = {
  variantIds: ['a', 'b', 'a'].map((id) => VariantId.parse(id)),
  modelIds: ['x/m', 'y/n'].map((id) => ModelId.parse(id)),
  repeats: 2,
  caseLimit: null,
}
const cases = ['1', '2', '3'].map((id) => ({ id: CaseId.parse(id) }))

describe('planCells', () => {
  it('goes case by case, then repeat by repeat, over all columns', () => {
    const cells = [...planCells(spec, cases)]
    expect(cells.slice(0, 9).map((cell) => [cell.caseId, cell.repeat, cell.variantId, cell.modelId].join(' '))).toEqual(
      [
        '1 0 a x/m',
        '1 0 a y/n',
        '1 0 b x/m',
        '1 0 b y/n',
        '1 1 a x/m',
        '1 1 a y/n',
        '1 1 b x/m',
        '1 1 b y/n',
        '2 0 a x/m',
      ],
    )
    expect(new Set(cells.map(cellKeyText)).size).toBe(24)
    expect(cells.length).toBe(countCells(spec, cases.length))
  })

  it('takes only as many cases as it is limited to', () => {
    const limited = { ...spec, caseLimit: 2 }
    expect([...planCells(limited, cases)].length).toBe(16)
    expect(countCells(limited, 3)).toBe(16)
    expect(countCells({ ...spec, caseLimit: 5 }, 3)).toBe(24)
  })

  it('reads its cases only as far as its cells are asked for', () => {
    let read = 0
    function* endless() {
      for (;;) yield { id: CaseId.parse(String(read++)) }
    }
    const plan = planCells(spec, endless())
    for (let index = 0; index < 9; index++) plan.next()
    expect(read).toBe(2)
  })
})

describe('cellKeyText', () => {
  it('does not confuse keys whose parts run together', () => {
    const key = (variantId: string, modelId: string) => ({
      variantId: VariantId.parse(variantId),
      modelId: ModelId.parse(modelId),
      caseId: CaseId.parse('1'),
      repeat: 0,
    })
    expect(cellKeyText(key('a"', 'x/","'))).not.toBe(cellKeyText(key('a","', 'x/"')))
  })
})

describe('isSameOutcome', () => {
  const answered = { state: 'answered' as const, output: 'yes', score: 1, hasPassed: true }

  it('compares verdicts where there are any, outputs where there are none', () => {
    expect(isSameOutcome(answered, { ...answered, output: 'Yes, sure' })).toBe(true)
    expect(isSameOutcome(answered, { ...answered, hasPassed: false, score: 0 })).toBe(false)
    expect(isSameOutcome(answered, { ...answered, score: 0.5 })).toBe(false)
    const unscored = { ...answered, score: null, hasPassed: null }
    expect(isSameOutcome(unscored, { ...unscored, output: ' yes\n' })).toBe(true)
    expect(isSameOutcome(unscored, { ...unscored, output: 'no' })).toBe(false)
    expect(isSameOutcome(unscored, { ...unscored, state: 'failed' })).toBe(false)
  })
})
