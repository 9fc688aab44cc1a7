import { openCell, openRun, openTab } from './open-run.mjs'

const MODELS = ['sandbox/small', 'sandbox/large']
const CHARTS = [
  ['front', 'Quality against cost'],
  ['classes', 'Cost by token class'],
  ['concentration', 'Cost concentration'],
  ['spend', 'Spend per minute'],
  ['scores', 'Scores'],
  ['latency', 'Latency'],
  ['pairs', 'Case by case'],
  ['trend', 'Over time'],
]
const SAVINGS_TABS = [
  ['upgrade', 'Model upgrade'],
  ['spend', 'Where it goes'],
  ['calculators', 'Calculators'],
  ['checklist', 'Checklist'],
]

/** Runs and their results, export, savings, models and settings: on two runs of the sample project. */
export const runScenes = {
  name: 'runs',
  prepare: startRuns,
  scenes: [
    ['list', ({ rail }) => rail('runs')],
    [
      'new',
      async ({ page, rail }) => {
        await rail('runs')
        await page.getByTestId('new-run').click()
        await page.getByTestId('new-run-cost').waitFor()
      },
    ],
    ['results', openRun],
    ['cell', openCell],
    ['verdict', (stage) => openTab(stage, 'Verdict', 'verdict-card')],
    ['by-hand', (stage) => openTab(stage, 'By hand', 'review-pair')],
    ...CHARTS.map(([name, label]) => [
      `chart-${name}`,
      async (stage) => {
        await openTab(stage, 'Chart', 'frontier-chart')
        await stage.page.getByText(label, { exact: true }).first().click()
      },
    ]),
    [
      'export',
      async ({ page, rail }) => {
        await rail('prompts')
        await page.getByTestId('export').click()
        await page.getByTestId('export-file').waitFor()
      },
    ],
    ['savings', savings],
    ...SAVINGS_TABS.map(([name, label]) => [
      `savings-${name}`,
      async (stage) => {
        await savings(stage)
        await stage.page.getByText(label, { exact: true }).click()
      },
    ]),
    ['models', models],
    ...['add-model', 'discounts', 'import-prices'].map((id) => [
      id,
      async (stage) => {
        await models(stage)
        await stage.page.getByTestId(id).click()
      },
    ]),
    ['settings', settings],
    [
      'settings-end',
      async (stage) => {
        await settings(stage)
        await stage.page.getByTestId('app-version').scrollIntoViewIfNeeded()
      },
    ],
    [
      'endpoint',
      async (stage) => {
        await settings(stage)
        await stage.page.getByTestId('add-endpoint').click()
      },
    ],
  ],
}

/** Two variants on two models; and again with repeats, for the line over time. */
async function startRuns({ call }) {
  const [project] = await call('projects.list', {})
  const [prompt] = await call('prompts.list', { projectId: project.id })
  const [evalSet] = await call('eval-sets.list', { projectId: project.id })
  const [found] = await call('variants.list', { promptId: prompt.id })
  const shorter = await call('variants.fork', { variantId: found.id, name: 'Without politeness' })
  const messages = shorter.content.messages.map((message) => ({
    ...message,
    template: message.template.replaceAll(/please |very |really /gi, ''),
  }))
  await call('variants.save', { variantId: shorter.id, content: { ...shorter.content, messages } })
  const spec = { projectId: project.id, evalSetId: evalSet.id, variantIds: [found.id, shorter.id], modelIds: MODELS }
  for (const part of [{}, { repeats: 3, caseLimit: 40 }]) {
    const { jobId } = await call('runs.start', { ...spec, ...part })
    while ((await call('jobs.get', { jobId })).state === 'running') await new Promise((done) => setTimeout(done, 200))
  }
}

async function savings({ page, rail }) {
  await rail('savings')
  await page.getByTestId('savings-today').waitFor()
}

async function models({ page, rail }) {
  await rail('models')
  await page.getByTestId('model-row').first().waitFor()
}

async function settings({ page, rail }) {
  await rail('settings')
  await page.getByTestId('provider').first().waitFor()
}
