import { expect, it, onTestFinished } from 'vitest'
import { createTestApp } from '../../../support/temp-app.ts'

it('tries an assertion with its transforms, its case and the schema checker of the core', async () => {
  const test = await createTestApp()
  onTestFinished(test.close)
  const evalCase = { variables: { queue: 'sales' }, expected: 'billing', tags: [], weight: 1 }
  const schema = JSON.stringify({ required: ['queue'], properties: { queue: { const: 'billing' } } })
  const tried = await Promise.all([
    test.client.call('scorers.try', {
      assertion: { scorer: 'equals', value: '{{expected}}', transforms: [{ kind: 'json-path', path: '$.queue' }] },
      output: '{"queue": "billing"}',
      evalCase,
    }),
    test.client.call('scorers.try', {
      assertion: { scorer: 'equals', value: '{{queue}}', isNegated: true, weight: 2 },
      output: 'billing',
      evalCase,
    }),
    test.client.call('scorers.try', {
      assertion: { scorer: 'is-json', value: schema },
      output: '{"queue": "sales"}',
      evalCase: null,
    }),
    test.client.call('scorers.try', { assertion: { scorer: 'no-such' }, output: '', evalCase: null }),
  ])
  expect(tried.map(({ scorer, score, hasPassed, weight }) => [scorer, score, hasPassed, weight])).toEqual([
    ['equals', 1, true, 1],
    ['equals', 1, true, 2],
    ['is-json', 0, false, 1],
    ['no-such', 0, false, 1],
  ])
  expect(tried[2]?.reason).toContain('/queue')
  expect(tried[3]?.reason).toContain('There is no scorer "no-such"')
})

it('tells an upper bound for nested values said twice', async () => {
  const test = await createTestApp()
  onTestFinished(test.close)
  const [project] = await test.client.call('projects.list', {})
  if (!project) throw new Error('A new library has a project.')
  const evalCase = { variables: { long: 'warm '.repeat(4000) }, expected: null, tags: ['team=a'], weight: 1 }
  const judged = (value: string) => ({ scorer: 'llm-rubric', value, options: { judge: 'sandbox/small' } })
  const priceOf = async (assertion: Parameters<typeof judged>[0]) =>
    (await test.client.call('scorers.price', { assertion: judged(assertion), output: 'Warm.', evalCase }))
      .costHighNanoUsd
  const [once, thrice] = [await priceOf('{{long}}'), await priceOf('{{long}}{{long}}{{long}}')]
  expect(thrice).toBeGreaterThan(2 * (once ?? Number.POSITIVE_INFINITY))
  const assertion = { scorer: 'assert-set', options: { assert: [judged('{{long}}{{long}}{{long}}')] } }
  const nested = await test.client.call('scorers.price', { assertion, output: 'Warm.', evalCase })
  expect(nested.costHighNanoUsd).toBe(thrice)
})

it('asks a judge or an embedding model about an output for its price, which was told before, and once', async () => {
  const test = await createTestApp()
  onTestFinished(test.close)
  const [project] = await test.client.call('projects.list', {})
  if (!project) throw new Error('A new library has a project.')
  for (const assertion of [
    { scorer: 'similar', value: 'a warm day', options: { model: 'sandbox/embedding' } },
    { scorer: 'llm-rubric', value: 'Is polite', options: { judge: 'sandbox/small' } },
  ]) {
    const tried = { assertion, output: 'The day is warm.', evalCase: null }
    const price = await test.client.call('scorers.price', tried)
    const { result, costNanoUsd } = await test.client.call('scorers.try-paid', { ...tried, projectId: project.id })
    expect(result.hasPassed, result.reason).not.toBeNull()
    expect(costNanoUsd).toBeGreaterThan(0)
    expect(costNanoUsd).toBeLessThanOrEqual(price.costHighNanoUsd ?? 0)
    const again = await test.client.call('scorers.try-paid', { ...tried, projectId: project.id })
    expect(again).toEqual({ result, costNanoUsd: 0 })
  }
})
