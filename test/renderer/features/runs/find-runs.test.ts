import { describe, expect, it } from 'vitest'
import { findRuns } from '../../../../renderer/features/runs/find-runs.ts'
import type { Run } from '../../../../shared/domain/run.ts'

function run(name: string, evalSetName: string, modelId: string): Run {
  const columns = [{ promptName: 'Ticket router', variantName: 'Short', modelId }]
  // Only what is searched.
  return { name, evalSetName, state: 'complete', columns } as unknown as Run
}

const runs = [run('Nightly', 'Tickets', 'openai/gpt-5.4'), run('Trial', 'Reviews', 'sandbox/small')]

describe('the search in the list of runs', () => {
  it('gives all of them for no word', () => {
    expect(findRuns(runs, '  ')).toEqual(runs)
  })

  it.each([
    ['night', ['Nightly']],
    ['ROUTER sandbox', ['Trial']],
    ['reviews complete', ['Trial']],
    ['short', ['Nightly', 'Trial']],
    ['nightly reviews', []],
  ])('wants every word of "%s", wherever it stands', (text, names) => {
    expect(findRuns(runs, text).map(({ name }) => name)).toEqual(names)
  })
})
