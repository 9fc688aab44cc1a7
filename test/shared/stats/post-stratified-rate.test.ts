import { expect, it } from 'vitest'
import { postStratifiedRate } from '../../../shared/stats/post-stratified-rate.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'

it('weights what humans said in each stratum by how often the judge chose it', () => {
  const rate = postStratifiedRate([
    { items: 900, labels: 25, passed: 20 },
    { items: 100, labels: 25, passed: 5 },
  ])
  expect(rate?.rate).toBeCloseTo(0.9 * 0.8 + 0.1 * 0.2, 12)
})

it('is silent while a stratum has too few labels, and needs none where the judge put nothing', () => {
  expect(postStratifiedRate([{ items: 5, labels: 1, passed: 1 }])).toBeNull()
  expect(postStratifiedRate([])).toBeNull()
  const alone = postStratifiedRate([
    { items: 5, labels: 10, passed: 10 },
    { items: 0, labels: 0, passed: 0 },
  ])
  expect(alone?.rate).toBe(1)
  expect(alone?.interval[0]).toBeLessThan(1)
})

it('holds the true rate in about 95 of 100 samples, where the plain judge is 10 points off', () => {
  const random = seededRandom('post-stratified')
  let held = 0
  for (let round = 0; round < 1000; round++) {
    // Humans pass 70 %; the judge passes 90 % of those and 56.7 % of the others: 80 %.
    const pairs = Array.from({ length: 600 }, () => {
      const human = random() < 0.7
      return { human, judge: random() < (human ? 0.9 : 0.5667) }
    })
    const strata = [true, false].map((judge) => {
      const items = pairs.filter((pair) => pair.judge === judge)
      const labelled = items.slice(0, 40)
      return { items: items.length, labels: labelled.length, passed: labelled.filter(({ human }) => human).length }
    })
    const found = postStratifiedRate(strata)
    if (found && found.interval[0] <= 0.7 && found.interval[1] >= 0.7) held++
  }
  expect(held).toBeGreaterThanOrEqual(930)
  expect(held).toBeLessThanOrEqual(985)
})
