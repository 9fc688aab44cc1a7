import { describe, expect, it } from 'vitest'
import { calibrateJudge } from '../../../shared/verdict/calibrate-judge.ts'

function pairs(both: number, humanOnly: number, judgeOnly: number, neither: number) {
  const of = (count: number, human: boolean, judge: boolean) => Array.from({ length: count }, () => ({ human, judge }))
  return [
    ...of(both, true, true),
    ...of(humanOnly, true, false),
    ...of(judgeOnly, false, true),
    ...of(neither, false, false),
  ]
}

describe('calibrateJudge', () => {
  it('believes a judge from 50 labels, kappa 0.6 and its lower bound 0.4 on', () => {
    expect(calibrateJudge(pairs(24, 3, 3, 20))).toMatchObject({
      labels: 50,
      accuracy: 0.88,
      isCalibrated: true,
      ac1: null,
    })
    expect(calibrateJudge(pairs(24, 3, 3, 19)).isCalibrated).toBe(false)
    expect(calibrateJudge(pairs(20, 10, 5, 15))).toMatchObject({ kappa: expect.closeTo(0.4, 9), isCalibrated: false })
    // Kappa reaches 0.6, but its lower bound does not reach 0.4.
    expect(calibrateJudge(pairs(42, 2, 2, 5)).isCalibrated).toBe(false)
  })

  it('adds AC1 where nearly all labels are the same, and knows no kappa of one answer', () => {
    const lopsided = calibrateJudge(pairs(118, 5, 2, 0))
    expect(lopsided.ac1).toBeCloseTo(0.941, 3)
    expect(lopsided.isCalibrated).toBe(false)
    expect(calibrateJudge(pairs(60, 0, 0, 0))).toMatchObject({ kappa: null, accuracy: 1, isCalibrated: false })
    expect(calibrateJudge([])).toMatchObject({ labels: 0, accuracy: null, kappa: null, isCalibrated: false })
  })
})
