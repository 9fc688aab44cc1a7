import { expect, it } from 'vitest'
import { type RacePoint, raceLayout } from '../../../shared/charts/race-layout.ts'

const frame = { width: 460, height: 250, margin: 0.03 }

function point(id: string, costRatio: number, difference: number, part: Partial<RacePoint> = {}): RacePoint {
  return { id, label: id, costRatio, difference, isAlive: true, isOnFront: false, isBest: false, ...part }
}

it('draws what is cheaper further left and what is better higher up', () => {
  const { marks, original } = raceLayout([point('1', 0.5, 0.01), point('2', 0.8, -0.02)], frame)
  const [first, second] = marks
  expect(first?.x).toBeLessThan(second?.x ?? 0)
  expect(first?.y).toBeLessThan(second?.y ?? 0)
  expect(second?.x).toBeLessThan(original.x)
  expect(second?.y).toBeGreaterThan(original.y)
})

it('draws a candidate that lost nearly everything at the lower edge, so that the others stay apart', () => {
  const { marks, marginY } = raceLayout([point('1', 0.4, -0.9), point('2', 0.6, 0), point('3', 0.6, -0.03)], frame)
  expect(marks.map(({ isBelow }) => isBelow)).toEqual([true, false, false])
  expect(marks[0]?.y).toBeLessThanOrEqual(frame.height)
  expect(marks[2]?.y).toBeCloseTo(marginY)
  expect((marks[2]?.y ?? 0) - (marks[1]?.y ?? 0)).toBeGreaterThan(30)
})

it('draws what was seen on the hold-out beside its candidate, its bar cut at the edges', () => {
  const confirmed = { costRatio: 0.6, difference: -0.02, low: -0.9, high: 0.01 }
  const { marks } = raceLayout([point('1', 0.5, 0.01, { confirmed }), point('2', 0.7, 0)], frame)
  const look = marks[0]?.confirmedAt
  expect(look?.x).toBeGreaterThan(marks[0]?.x ?? 0)
  expect(look?.y).toBeGreaterThan(marks[0]?.y ?? 0)
  expect(look?.lowY).toBeLessThanOrEqual(frame.height)
  expect(look?.highY).toBeLessThan(look?.y ?? 0)
  expect(marks[1]?.confirmedAt).toBe(null)
})

it('lets those that were given up early neither stretch the picture nor bear a name', () => {
  const few = { isAlive: false, isMinor: true }
  const alone = raceLayout([point('1', 0.5, 0)], frame)
  const { marks, marginY } = raceLayout(
    [point('1', 0.5, 0), point('2', 3, 0.9, few), point('3', 0.5, -0.9, few)],
    frame,
  )
  expect(marginY).toBe(alone.marginY)
  expect(marks.map(({ labelAt }) => labelAt !== null)).toEqual([true, false, false])
  for (const { x, y } of marks) {
    expect(x).toBeLessThanOrEqual(frame.width)
    expect(y).toBeGreaterThanOrEqual(0)
  }
})

it('leads the front from the cheapest on, without what lies below the picture', () => {
  const front = { isOnFront: true }
  const { front: line } = raceLayout(
    [point('1', 0.9, 0.02, front), point('2', 0.3, -0.9, front), point('3', 0.5, 0, front), point('4', 0.7, -0.01)],
    frame,
  )
  expect(line).toHaveLength(2)
  expect(line[0]?.[0]).toBeLessThan(line[1]?.[0] ?? 0)
})

it('keeps every mark in the picture, dearer ones too, and starts the cost at zero', () => {
  const { marks, xTicks } = raceLayout([point('1', 2.4, 0.3), point('2', 0.01, -0.1)], frame)
  for (const { x, y } of marks) {
    expect(x).toBeGreaterThanOrEqual(0)
    expect(x).toBeLessThanOrEqual(frame.width)
    expect(y).toBeGreaterThanOrEqual(0)
  }
  expect(xTicks[0]?.text).toBe('0 %')
})

it('names every candidate that still races, wherever it stands', () => {
  const crowd = Array.from({ length: 12 }, (_, index) => point(String(index + 1), 0.6, 0))
  expect(raceLayout(crowd, frame).marks.every(({ labelAt }) => labelAt !== null)).toBe(true)
})
