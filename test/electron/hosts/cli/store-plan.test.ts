import { writeFileSync } from 'node:fs'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { readPlan } from '../../../../electron/hosts/cli/read-plan.ts'
import { storePlan } from '../../../../electron/hosts/cli/store-plan.ts'
import { tempFolder } from '../../../support/fake-ports.ts'
import { createTestApp } from '../../../support/temp-app.ts'

const folder = tempFolder()
afterAll(() => folder.remove())

const plan = `name: kind
prompts: [{label: a, text: "{{review}}"}]
models: [sandbox/small]
cases: {file: cases.csv}
assertions: [{type: is-json}]
`

test('every shard asks what the whole table asks, after the assertions of the plan', async () => {
  const { client, close } = await createTestApp()
  onTestFinished(close)
  const file = folder.file('plan.yaml')
  writeFileSync(file, plan)
  writeFileSync(folder.file('cases.csv'), 'review,__expected\nGood,contains:yes\nBad,contains:yes\n')
  const loaded = await readPlan(file, undefined)
  const asked = async (shard?: { readonly index: number; readonly count: number }) => {
    const { evalSetId } = await storePlan(client, { ...loaded, ...(shard ? { shard } : {}) }, new Map())
    const set = await client.call('eval-sets.get', { evalSetId })
    return { cases: set.caseCount, scorers: set.assertions.map(({ scorer }) => scorer) }
  }
  expect(await asked()).toEqual({ cases: 2, scorers: ['is-json', 'contains'] })
  for (const index of [1, 2])
    expect(await asked({ index, count: 2 })).toEqual({ cases: 1, scorers: ['is-json', 'contains'] })
})
