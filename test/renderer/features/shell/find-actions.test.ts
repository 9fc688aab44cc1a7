import { expect, it } from 'vitest'
import { findActions } from '../../../../renderer/features/shell/find-actions.ts'

const groups = [
  { group: 'Prompt', actions: [{ label: 'Compare with a run…' }, { label: 'Run this prompt…' }] },
  {
    group: 'Open a run',
    shownAtFirst: 2,
    actions: Array.from({ length: 200 }, (_, index) => ({ label: `Run ${index + 1} of sentiment` })),
  },
]

function labels(query: string): (string | undefined)[] {
  return findActions(query, groups).flatMap(({ actions }) => actions.map(({ label }) => label))
}

it('shows some places and all actions before anything is typed', () => {
  expect(labels('')).toEqual(['Compare with a run…', 'Run this prompt…', 'Run 1 of sentiment', 'Run 2 of sentiment'])
})

it('finds any of them by its words in any order, those that begin with them first', () => {
  expect(labels('sentiment 187')).toEqual(['Run 187 of sentiment'])
  expect(labels('RUN THIS')).toEqual(['Run this prompt…'])
  expect(labels('run').slice(0, 2)).toEqual(['Run this prompt…', 'Compare with a run…'])
  expect(labels('nothing')).toEqual([])
})
