import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { holm } from '../../../shared/stats/holm.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { cheapestNotWorse } from '../../../shared/verdict/cheapest-not-worse.ts'
import { holmVerdicts } from '../../../shared/verdict/holm-verdicts.ts'

/** Only what a choice looks at. */
function verdictOf(label: string, kind: Verdict['kind'], costRatio: number): Verdict {
  return { candidateLabel: label, kind, costRatio, isProven: true } as Verdict
}

interface Column {
  readonly label: string
  readonly p: number
  readonly costRatio: number
}

function decide({ label, p, costRatio }: Column, alpha: number): Verdict {
  return verdictOf(label, p <= alpha ? 'not-worse-and-cheaper' : 'cheaper-undecided', costRatio)
}

describe('Holm by decisions', () => {
  it('claims exactly what Holm claims by p-values', async () => {
    const random = seededRandom(11)
    for (let round = 0; round < 300; round++) {
      const columns = Array.from({ length: 1 + Math.floor(random() * 6) }, (_, index) => ({
        label: String(index),
        p: random() ** 3 * 0.2,
        costRatio: 0.5,
      }))
      const expected = holm(columns.map(({ p }) => p)).map((adjusted) => adjusted <= 0.05)
      const verdicts = await holmVerdicts(columns, 0.05, decide)
      expect(verdicts.map(({ verdict }) => verdict.kind === 'not-worse-and-cheaper')).toEqual(expected)
    }
  })
})

describe('the cheapest that is not worse', () => {
  const about = { baselineLabel: 'A', rule: { margin: 0.03, alpha: 0.05 }, part: 'hold-out', decide } as const

  it('is the cheapest of those that are shown to be so, not the cheapest of all', async () => {
    const columns = [
      { label: 'B', p: 0.001, costRatio: 0.8 },
      { label: 'C', p: 0.002, costRatio: 0.4 },
      { label: 'D', p: 0.2, costRatio: 0.1 },
    ]
    const choice = await cheapestNotWorse(columns, about)
    expect(choice.sentence).toBe(
      'Cheapest not worse than A by more than 3 points: C, 60 % less (3 compared, hold-out).',
    )
  })

  it('is nobody where the claim of many columns rests on one lucky one', async () => {
    const columns = Array.from({ length: 10 }, (_, index) => ({
      label: `B${index}`,
      p: index === 3 ? 0.03 : 0.6,
      costRatio: 0.5,
    }))
    const choice = await cheapestNotWorse(columns, about)
    expect(choice).toMatchObject({ chosen: null, compared: 10 })
    expect(choice.sentence).toBe(
      'Taken together, none of 10 is shown to be cheaper and not worse than A by more than 3 points; for the cheaper ones, more cases would tell (corrected for the number compared, hold-out).',
    )
  })
})
