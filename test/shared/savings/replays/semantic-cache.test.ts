import { describe, expect, it } from 'vitest'
import { allSteps } from '../../../../shared/all-steps.ts'
import { type CachedCase, hardKey, semanticReplay } from '../../../../shared/savings/replays/semantic-cache.ts'
import { failureBound } from '../../../../shared/stats/failure-bound.ts'

const asked = (text: string, expected: string): CachedCase => ({
  variables: { text },
  expected,
  output: expected,
  score: 1,
})

describe('a semantic cache', () => {
  it('serves what reads alike, counts what it would get wrong, and bounds that exactly', () => {
    const cases = [
      asked('How do I reset my password?', 'reset'),
      asked('how do I reset my password', 'reset'),
      asked('How do I reset my passport?', 'passport'),
      asked('What is the weather in Rome', 'weather'),
    ]
    const [strict, loose] = allSteps(semanticReplay(cases, { thresholds: [0.95, 0.5], alpha: 0.05 }))
    expect(strict).toMatchObject({ hits: 0 })
    expect(loose).toMatchObject({ hits: 2, wrongHits: 1, scoreDifference: -0.25 })
    expect(loose?.served.map((one) => one !== null)).toEqual([false, true, true, false])
    expect(loose?.wrongBound).toBe(failureBound(1, 2, 0.05))
  })

  it('never takes another number, or a denial, for the same question', () => {
    const cases = [
      asked('Cancel order 1234 please', 'a'),
      asked('Cancel order 1243 please', 'b'),
      asked('Please do not cancel order 1234', 'c'),
    ]
    const [point] = allSteps(semanticReplay(cases, { thresholds: [0], alpha: 0.05 }))
    expect(point?.hits).toBe(0)
    expect(hardKey('order 12 of 3.5')).not.toBe(hardKey('order 3.5 of 12'))
  })

  it('serves no answer from a case that was itself served: what one threshold serves, a higher one has stored', () => {
    const words = ['card payment', 'card payments', 'card payments!', 'big card payments!']
    const cases = words.map((text) => asked(text, 'x'))
    const points = allSteps(semanticReplay(cases, { thresholds: [0.4, 0.6, 0.8, 0.9], alpha: 0.05 }))
    for (const { served } of points)
      for (const one of served) expect(one === null ? null : (served[one.from] ?? null)).toBeNull()
    expect(points[0]?.served.map((one) => one?.from ?? null)).toEqual([null, 0, 0, 0])
  })

  it('hits less the higher the threshold', () => {
    const words = ['card', 'card payment', 'card payments', 'payment by card', 'bank transfer', 'bank transfers']
    const cases = words.map((text) => asked(text, 'x'))
    const points = allSteps(semanticReplay(cases, { thresholds: [0.2, 0.5, 0.8, 0.99], alpha: 0.05 }))
    const hits = points.map((point) => point.hits)
    expect(hits).toEqual(hits.toSorted((a, b) => b - a))
    expect(hits[0]).toBeGreaterThan(hits[3] ?? 0)
  })
})
