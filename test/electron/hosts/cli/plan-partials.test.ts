import { writeFileSync } from 'node:fs'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { readPlan } from '../../../../electron/hosts/cli/read-plan.ts'
import { storePlan } from '../../../../electron/hosts/cli/store-plan.ts'
import { tempFolder } from '../../../support/fake-ports.ts'
import { createTestApp } from '../../../support/temp-app.ts'

const folder = tempFolder()
afterAll(() => folder.remove())

const plan = `name: kind
prompts:
  - {label: a, text: "{% render 'rules' %} {{review}}"}
partials: {rules: rules.txt}
models: [sandbox/small]
cases: [{variables: {review: Good}}]
`

function write(name: string, text: string): string {
  const file = folder.file(name)
  writeFileSync(file, text)
  return file
}

test('a plan names partials by file; a variant that ran keeps their text, and the next run takes what they say now', async () => {
  const { client, close } = await createTestApp()
  onTestFinished(close)
  const file = write('plan.yaml', plan)
  const store = async (text: string) => {
    write('rules.txt', text)
    const spec = await storePlan(client, await readPlan(file, undefined), new Map())
    const [variantId] = spec.variantIds
    if (!variantId) throw new Error('The plan has a prompt.')
    return { spec, variant: await client.call('variants.get', { variantId }) }
  }
  const first = await store('Be kind.')
  expect(first.variant).toMatchObject({ revision: 1, partials: { rules: 'Be kind.' } })
  await client.call('runs.start', first.spec)
  expect((await store('Be kind.')).variant.id).toBe(first.variant.id)
  const second = await store('Be brief.')
  expect(second.variant).toMatchObject({ revision: 2, name: 'a', partials: { rules: 'Be brief.' } })
  const kept = await client.call('variants.get', { variantId: first.variant.id })
  expect(kept.partials).toEqual({ rules: 'Be kind.' })
})

test.each([
  ['a file that is not there', plan.replace('rules.txt', 'nowhere.txt'), 'The partial "rules"'],
  ['a name that no tag could hold', plan.replace('{rules:', "{'house rules':"), 'partials["house rules"]'],
])('refuses %s', async (_what, text, message) => {
  write('rules.txt', 'x')
  await expect(readPlan(write('bad.yaml', text), undefined)).rejects.toThrow(message)
})
