import { describe, expect, it } from 'vitest'
import { type Box, placeLabels } from '../../../shared/charts/place-labels.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'

const bounds: Box = { left: 0, top: 0, right: 800, bottom: 400 }

function pointAt(x: number, y: number, isImportant = false) {
  return { x, y, width: 80, height: 14, isImportant }
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

describe('placeLabels', () => {
  it('puts the label of a lone point to its right', () => {
    const [label] = placeLabels([pointAt(100, 200)], { bounds, obstacles: [] })
    expect(label).toEqual({ left: 109, right: 189, top: 193, bottom: 207, needsLine: false })
  })

  it('keeps labels of crowded points apart and inside the bounds', () => {
    const random = seededRandom('crowd')
    const points = Array.from({ length: 24 }, () => pointAt(60 + random() * 680, 40 + random() * 320))
    const labels = placeLabels(points, { bounds, obstacles: [] }).filter((label) => label !== null)
    expect(labels.length).toBeGreaterThan(12)
    for (const [index, label] of labels.entries()) {
      expect(labels.slice(index + 1).filter((other) => overlaps(label, other))).toEqual([])
      expect([label.left >= 0, label.top >= 0, label.right <= 800, label.bottom <= 400]).toEqual([
        true,
        true,
        true,
        true,
      ])
    }
  })

  it('turns to the left at the right edge', () => {
    const [label] = placeLabels([pointAt(780, 200)], { bounds, obstacles: [] })
    expect(label?.right).toBe(771)
  })

  it('leaves out a plain label without room, and never an important one', () => {
    const crowd = Array.from({ length: 40 }, () => pointAt(400, 200))
    const labels = placeLabels([...crowd, pointAt(400, 200, true)], { bounds, obstacles: [] })
    expect(labels.at(-1)).not.toBeNull()
    expect(labels.filter((label) => label === null).length).toBeGreaterThan(0)
  })

  it('goes around an error bar where there is room', () => {
    const bar: Box = { left: 115, right: 125, top: 195, bottom: 205 }
    const [label] = placeLabels([pointAt(100, 200)], { bounds, obstacles: [bar] })
    expect(label && overlaps(label, bar)).toBe(false)
  })
})
