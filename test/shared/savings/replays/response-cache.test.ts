import { describe, expect, it } from 'vitest'
import { poissonHitRatio, replayResponseCache, staleShare } from '../../../../shared/savings/replays/response-cache.ts'
import { seededRandom } from '../../../../shared/stats/seeded-random.ts'

const keyShares = [0.4, 0.3, 0.2, 0.06, 0.04]

function requests(count: number, meanGapMs: number) {
  const random = seededRandom('cache')
  let timeMs = 0
  return Array.from({ length: count }, () => {
    timeMs += -Math.log(1 - random()) * meanGapMs
    let left = random()
    const key = keyShares.findIndex((share) => {
      left -= share
      return left < 0
    })
    return { key: String(key), timeMs }
  })
}

describe('a response cache', () => {
  it.each([0.5, 3, 20])('hits as the formula says, within 1 %, at a lifetime of %d mean gaps', (gaps) => {
    const replay = replayResponseCache(requests(300_000, 1000), gaps * 1000, [gaps * 2000])
    const { requests: count, hits, meanAgeMs } = replay
    const wanted = poissonHitRatio(keyShares, gaps)
    expect(Math.abs(hits / count - wanted) / wanted).toBeLessThan(0.01)
    expect(Math.abs((meanAgeMs ?? 0) / (gaps * 500) - 1)).toBeLessThan(0.02)
    expect(Math.abs((replay.staleShares[0] ?? 0) / staleShare(1, 2) - 1)).toBeLessThan(0.02)
  })

  it('is not renewed by a hit, and never hits another key', () => {
    const at = (key: string, timeMs: number) => ({ key, timeMs })
    const log = [at('a', 0), at('a', 90), at('b', 95), at('a', 99), at('a', 100), at('a', 150)]
    expect(replayResponseCache(log, 100)).toEqual({
      requests: 6,
      hits: 3,
      meanAgeMs: (90 + 99 + 50) / 3,
      staleShares: [],
    })
  })

  it('is stale as often as a simulation of changes says', () => {
    const random = seededRandom('stale')
    let stale = 0
    for (let hit = 0; hit < 200_000; hit++) stale += -Math.log(1 - random()) * 7 < random() * 3 ? 1 : 0
    expect(stale / 200_000).toBeCloseTo(staleShare(3, 7), 2)
    expect(staleShare(0, 7)).toBe(0)
  })
})
