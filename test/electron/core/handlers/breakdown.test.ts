import { expect, onTestFinished, test } from 'vitest'
import { cutPrompt } from '../../../../shared/breakdown/cut-prompt.ts'
import type { Message } from '../../../../shared/domain/prompt.ts'
import { renderMessages } from '../../../../shared/template/render-messages.ts'
import { loadEncoder } from '../../../../shared/tokens/encodings.ts'
import { createTestApp } from '../../../support/temp-app.ts'

async function openSample() {
  const test = await createTestApp()
  onTestFinished(test.close)
  const [project] = await test.client.call('projects.list', {})
  if (!project) throw new Error('There is no sample project.')
  const projectId = project.id
  const evalSet = await test.client.call('eval-sets.create', { projectId, name: 'Words' })
  async function add(...values: readonly Record<string, string>[]) {
    for (const variables of values) {
      const content = { variables, expected: null, tags: [], weight: 1 }
      await test.client.call('cases.add', { evalSetId: evalSet.id, content })
    }
  }
  return { client: test.client, evalSetId: evalSet.id, add }
}

const messages: Message[] = [{ role: 'user', template: 'For {{who}}:\n\n- say {{word}} twice\n' }]

test('the tokens of the cuts are those of all cases filled in, and values are counted over all cases', async () => {
  const { client, evalSetId, add } = await openSample()
  const cases = [
    { who: 'Ann', word: 'yes' },
    { who: 'Ann', word: 'a good many words' },
    { who: 'Ann', word: '' },
  ]
  await add(...cases)
  const counts = await client.call('breakdown.count', { messages, evalSetId, encoding: 'o200k_base' })
  const encoder = await loadEncoder('o200k_base')
  const whole = cases.flatMap((one) => renderMessages(messages, one)).map(({ content }) => encoder.count(content))
  expect(counts.tokens.reduce((sum, one) => sum + one, 0)).toBe(whole.reduce((sum, one) => sum + one, 0))
  expect(counts.tokens).toHaveLength(cutPrompt(messages).length)
  expect(counts).toMatchObject({ prompts: 3, failed: 0, isAsWritten: false, isSampled: false })
  expect(counts.variables).toEqual([
    { name: 'who', mean: 1, p95: 1, max: 1, isFixed: true },
    { name: 'word', mean: 5 / 3, p95: expect.closeTo(3.7, 9), max: 4, isFixed: false },
  ])
})

test('a change of the eval set is counted anew', async () => {
  const { client, evalSetId, add } = await openSample()
  await add({ who: 'Ann', word: 'yes' })
  const ask = () => client.call('breakdown.count', { messages, evalSetId, encoding: 'o200k_base' })
  expect((await ask()).variables.map(({ isFixed }) => isFixed)).toEqual([false, false])
  await add({ who: 'Ann', word: 'no no no' })
  const after = await ask()
  expect(after.prompts).toBe(2)
  expect(after.variables.map(({ name, max, isFixed }) => [name, max, isFixed])).toEqual([
    ['who', 1, true],
    ['word', 3, false],
  ])
})

test('a template that no case fills in is counted as written', async () => {
  const { client, evalSetId, add } = await openSample()
  await add({ who: 'Ann' })
  const encoder = await loadEncoder('o200k_base')
  const written = encoder.count(messages[0]?.template ?? '')
  for (const [given, failed] of [[evalSetId, 1] as const, [null, 0] as const]) {
    const counts = await client.call('breakdown.count', { messages, evalSetId: given, encoding: 'o200k_base' })
    expect(counts).toMatchObject({ prompts: 1, failed, isAsWritten: true, isSampled: false })
    expect(counts.tokens.reduce((sum, one) => sum + one, 0)).toBe(written)
  }
  const broken = [{ role: 'user' as const, template: '{% if who %}never closed {{who}}' }]
  const counts = await client.call('breakdown.count', { messages: broken, evalSetId, encoding: 'o200k_base' })
  expect(counts.isAsWritten).toBe(true)
})
