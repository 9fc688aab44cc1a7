import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openBatchApp, openBatchServer, pointAtServer } from '../support/batch-bench.ts'
import { runCli } from '../support/run-cli.ts'

const plan = {
  name: 'Batch plan',
  prompts: [{ label: 'only', text: 'Say {{text}}' }],
  models: ['openai/gpt-4.1-mini'],
  cases: [{ variables: { text: 'one' } }, { variables: { text: 'two' } }],
}

it('submits a plan by batch, shows its status, and collects it', async () => {
  const { folder, server, libraryPath } = await openBatchServer({ now: Date.now, advance: () => undefined })
  const app = await openBatchApp({ libraryPath, now: Date.now, ids: '00000001' })
  await pointAtServer(app, server.url)
  await app.close()
  const file = folder.file('plan.json')
  writeFileSync(file, JSON.stringify(plan))
  const cli = (...args: string[]) =>
    runCli(['--library', libraryPath, ...args], { env: { OPENAI_API_KEY: 'sk-openai' } })

  const submitted = await cli('--json', 'run', file, '--batch')
  expect(submitted).toMatchObject({ code: 0 })
  const { runId, state } = JSON.parse(submitted.stdout)
  expect(state).toBe('waiting')
  const status = await cli('batch', 'status', runId)
  expect(status.stdout).toMatch(/openai\/gpt-4\.1-mini {2}batch_1 {2}in-progress {2}0 of 2 answered {2}until 20/)
  expect(await cli('batch', 'collect')).toMatchObject({ code: 3 })

  server.endAll()
  const collected = await cli('--json', 'batch', 'collect', runId, '--wait')
  expect(collected).toMatchObject({ code: 0 })
  expect(JSON.parse(collected.stdout)).toMatchObject([{ runId, state: 'complete', done: 2, errors: 0 }])
  expect((await cli('batch', 'collect')).stdout).toBe('No run waits for a batch.\n')
  expect(server.billed).toHaveLength(2)
})
