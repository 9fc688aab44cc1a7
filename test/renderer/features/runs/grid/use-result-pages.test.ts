import { expect, it } from 'vitest'
import { searchAgainMs } from '../../../../../renderer/features/runs/grid/use-result-pages.ts'

it('asks again for a search that is under way, and never for one that ended or failed', () => {
  expect(searchAgainMs({ data: { searched: 20 }, error: null })).toBe(400)
  expect(searchAgainMs({ data: { searched: null }, error: null })).toBe(false)
  expect(searchAgainMs({ data: { searched: 20 }, error: new Error('Stopped.') })).toBe(false)
  expect(searchAgainMs({ error: null })).toBe(false)
})
