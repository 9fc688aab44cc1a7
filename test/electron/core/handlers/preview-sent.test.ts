import { expect, onTestFinished, test } from 'vitest'
import { ModelId, ProviderId } from '../../../../shared/domain/ids.ts'
import { isTerminal } from '../../../../shared/domain/job.ts'
import { defaultParameters, type Message } from '../../../../shared/domain/prompt.ts'
import { previewMessages } from '../../../../shared/template/preview-messages.ts'
import { FakeProviderServer } from '../../../support/fake-provider-server.ts'
import { createTestApp } from '../../../support/temp-app.ts'
import { testModel } from '../../../support/test-model.ts'

const messages: Message[] = [
  { role: 'system', template: "{% render 'rules' %}\nNow." },
  { role: 'user', template: '{%- for w in words -%} {{w | upcase}}, {% endfor %}{"a": {b}} {{name}}' },
]
const CASES = [
  { name: 'Ada', words: ['one', 'zwei'] },
  { name: '{{name}} {% if %}', words: [] },
  { name: 'Zoë\r\n𝕏', words: ['', 'x'] },
]

test('what the preview shows for a case is what a run sends for it, character for character', async () => {
  const server = await FakeProviderServer.start()
  onTestFinished(() => server.close())
  const { client, close } = await createTestApp({ fetch, now: Date.now })
  onTestFinished(close)
  const lab = { providerId: ProviderId.parse('lab'), label: 'Lab', baseUrl: server.url }
  await client.call('providers.save', { ...lab, maxConcurrency: 1, needsKey: false })
  await client.call('models.save', { model: testModel({ id: 'lab/one' }) })
  const { id: projectId } = await client.call('projects.create', { name: 'Project' })
  const rules = { rules: 'Greet {{name}}{% if words.size > 0 %} with {{words | size}} words{% endif %}.' }
  await client.call('partials.create', { projectId, name: 'rules', text: rules.rules })
  const content = { messages, parameters: defaultParameters }
  const prompt = await client.call('prompts.create', { projectId, name: 'Prompt', content })
  const variants = await client.call('variants.list', { promptId: prompt.id })
  const evalSet = await client.call('eval-sets.create', { projectId, name: 'Set' })
  for (const variables of CASES) {
    const value = { variables, expected: null, tags: [], weight: 1 }
    await client.call('cases.add', { evalSetId: evalSet.id, content: value })
  }
  const done = new Promise<void>((resolve) => {
    onTestFinished(client.on('job.changed', (job) => isTerminal(job.state) && resolve()))
  })
  await client.call('runs.start', {
    projectId,
    evalSetId: evalSet.id,
    variantIds: variants.map(({ id }) => id),
    modelIds: [ModelId.parse('lab/one')],
  })
  await done
  const sent = server.requests.flatMap(({ body }) => (body?.messages ? [JSON.stringify(body.messages)] : []))
  const shown = CASES.map((variables) =>
    previewMessages(messages, variables, rules).map(({ role, traced }) => ({ role, content: traced?.text })),
  )
  expect(sent.toSorted()).toEqual(shown.map((one) => JSON.stringify(one)).toSorted())
})
