import { FakeProviderServer } from '../../test/support/fake-provider-server.ts'
import { writeHostileProject } from '../../test/support/hostile-project.ts'
import { openReport } from './open-report.mjs'

const PRICE = {
  prices: { input: 1, output: 10, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null },
  tiers: [],
  batchFactor: null,
  source: 'made up',
  readOn: '2026-01-01',
}
const CASES = 40
/** Asked, in the order of the cases: each is answered by a text that is hard to show. */
const OUTPUTS = [
  'word '.repeat(40_000),
  'x'.repeat(20_000),
  JSON.stringify(Object.fromEntries(Array.from({ length: 800 }, (_, at) => [`field ${at}`, [at, { deep: `v${at}` }]]))),
  `# A title\n\n| a | b | c |\n|---|---|---|\n${'| a long cell of a table | 2 | 3 |\n'.repeat(30)}\n\n- one\n- two\n  - three\n\n\`\`\`js\nconst line = '${'long '.repeat(80)}'\n\`\`\`\n`,
  'اردو میں جواب: یہ اچھا ہے\nעברית כאן\n漢字かな交じり文\n🧑‍🧑‍🧒‍🧒 👍🏽\n',
  '',
  '\n\n\n   \n',
  `<script>alert(1)</script>\n<img src=x onerror=alert(1)>\n[a link](javascript:alert(1))\n\u001b[31mred\u001b[0m \u202egnitset\u202c`,
]

/** Runs that failed, were cancelled, stopped at a budget or are under way; outputs that are hard to show; a hostile project. */
export const stateScenes = {
  name: 'states',
  prepare: prepareStates,
  scenes: [
    ['runs', ({ rail }) => rail('runs')],
    ...['Refused', 'Some errors', 'Cancelled', 'Over budget', 'Under way', 'Hard to show'].map((name) => [
      `run-${dashed(name)}`,
      (stage) => openRun(stage, name),
    ]),
    ['cell-error', (stage) => openCell(stage, 'Some errors', 0)],
    ...['long', 'no-space', 'json', 'markdown', 'scripts', 'empty', 'blank', 'hostile'].map((name, at) => [
      `cell-${name}`,
      (stage) => openCell(stage, 'Hard to show', at),
    ]),
    ...['Refused', 'Hard to show'].map((name) => [
      `report-${dashed(name)}`,
      async ({ page, call }) => {
        const [project] = await call('projects.list', {})
        const run = (await call('runs.list', { projectId: project.id })).find((one) => one.name === name)
        await openReport(page, await call('reports.render', { runId: run.id }))
      },
    ]),
    ['chart-refused', (stage) => tab(stage, 'Refused', 'Chart')],
    ['verdict-refused', (stage) => tab(stage, 'Refused', 'Verdict')],
    ['verdict-cancelled', (stage) => tab(stage, 'Cancelled', 'Verdict')],
    [
      'resume',
      async (stage) => {
        await openRun(stage, 'Over budget')
        await stage.page.getByTestId('run-resume').click()
        await stage.page.getByTestId('resume-dialog').getByRole('button').first().waitFor()
      },
    ],
    [
      'view-menu',
      async (stage) => {
        await openRun(stage, 'Some errors')
        await stage.page.getByTestId('view-menu').click()
      },
    ],
    [
      'ask-again',
      async (stage) => {
        await openCell(stage, 'Some errors', 0)
        await stage.page.getByTestId('ask-again').click()
        await stage.page.getByRole('menuitem').first().click()
      },
    ],
    [
      'copies',
      async ({ page, rail, call }) => {
        await call('library.back-up', {})
        await rail('settings')
        await page.getByTestId('restore-copy').first().click()
        await page.getByTestId('restore-confirm').scrollIntoViewIfNeeded()
      },
    ],
    // Last: the next page load opens the hostile project.
    ['hostile-prompts', (stage) => hostile(stage, 'prompts')],
    ['hostile-eval-sets', (stage) => hostile(stage, 'eval-sets')],
    [
      'hostile-run',
      async (stage) => {
        await hostile(stage, 'runs')
        await stage.page.getByTestId('run-row').first().getByRole('button').first().click()
        await stage.page.getByTestId('result-cell').first().click()
        await stage.page.getByTestId('cell-output').waitFor()
      },
    ],
    ['hostile-savings', (stage) => hostile(stage, 'savings')],
    ['hostile-settings', (stage) => hostile(stage, 'settings')],
  ],
}

async function prepareStates({ call }) {
  const provider = await FakeProviderServer.start()
  const hostileServer = await FakeProviderServer.start()
  const [project] = await call('projects.list', {})
  await writeHostileProject({ call }, hostileServer)
  await call('settings.save', { lastProjectId: project.id })
  const [prompt] = await call('prompts.list', { projectId: project.id })
  const [variant] = await call('variants.list', { promptId: prompt.id })
  await call('providers.save', {
    providerId: 'lab',
    label: 'Lab',
    baseUrl: `${provider.url}/v1`,
    maxConcurrency: 4,
    needsKey: false,
  })
  await call('providers.check', { providerId: 'lab' })
  const [sandbox] = await call('models.list', {})
  const capabilities = { temperature: false, stop: false, efforts: [], structuredOutput: false, tools: false }
  const modelIds = []
  for (const id of ['lab/model-a', 'lab/model-b']) {
    const model = { ...sandbox.model, ...sandbox, id, providerId: 'lab', label: id, contextTokens: null }
    const saved = await call('models.save', {
      model: { ...pick(model), maxOutputTokens: 100, price: PRICE, capabilities, isSimulation: false, origin: 'user' },
    })
    modelIds.push(saved.id)
  }
  const text = Array.from({ length: CASES }, (_, at) => `Review ${at} of a thing,positive`).join('\n')
  const { evalSet } = await call('imports.cases', {
    projectId: project.id,
    evalSetId: null,
    name: 'Forty reviews',
    text: `review,expected\n${text}\n`,
    format: 'csv',
    delimiter: ',',
    mapping: [
      { column: 'review', use: 'variable', variableName: 'review' },
      { column: 'expected', use: 'expected', variableName: 'expected' },
    ],
  })
  await call('eval-sets.set-assertions', {
    evalSetId: evalSet.id,
    assertions: [{ scorer: 'contains', value: '{{expected}}' }],
  })
  const spec = { projectId: project.id, evalSetId: evalSet.id, variantIds: [variant.id], modelIds, mayUseCache: false }
  const ended = async (jobId, until = (job) => job.state !== 'running') => {
    while (!until(await call('jobs.get', { jobId }))) await new Promise((done) => setTimeout(done, 100))
  }
  const caseOf = ({ body }) => Number(/Review (\d+)/.exec(JSON.stringify(body))?.[1] ?? 0)
  const usage = { input: 1200, output: 40 }

  provider.handle(() => status(401, 'Incorrect API key provided: sk-no. You can find your key at https://example.com.'))
  await ended((await call('runs.start', { ...spec, name: 'Refused' })).jobId)

  provider.handle((request) =>
    caseOf(request) % 5 === 0
      ? status(
          400,
          'This request was refused by the content filter of the provider, in a sentence that is rather long.',
        )
      : { pieces: ['positive'], usage },
  )
  await ended((await call('runs.start', { ...spec, name: 'Some errors', repeats: 2 })).jobId)

  provider.handle((request) => ({ pieces: [OUTPUTS[caseOf(request)] ?? 'positive'], usage }))
  await ended((await call('runs.start', { ...spec, name: 'Hard to show' })).jobId)

  provider.handle(() => ({ pieces: ['positive'], usage }))
  await ended((await call('runs.start', { ...spec, name: 'Over budget', budgetNanoUsd: 60_000_000 })).jobId)

  let count = 0
  provider.handle(() => {
    count += 1
    return { pieces: ['posi', 'tive'], usage, ...(count > 30 ? { gate: new Promise(() => undefined) } : {}) }
  })
  const cancelled = await call('runs.start', { ...spec, name: 'Cancelled' })
  await ended(cancelled.jobId, ({ done }) => done >= 25)
  await call('jobs.cancel', { jobId: cancelled.jobId })
  await ended(cancelled.jobId)
  count = 0
  const underWay = await call('runs.start', { ...spec, name: 'Under way' })
  await ended(underWay.jobId, ({ done }) => done >= 25)
  return () => Promise.all([provider.close(), hostileServer.close()])
}

/** Only what a catalog model has. */
function pick({ id, providerId, label, contextTokens }) {
  return { id, providerId, label, contextTokens }
}

function status(code, message) {
  return { fault: { kind: 'status', status: code, body: { error: { message } } } }
}

function dashed(name) {
  return name.toLowerCase().replaceAll(' ', '-')
}

async function openRun({ page, rail }, name) {
  await rail('runs')
  await page.getByTestId('run-row').filter({ hasText: name }).getByRole('button').first().click()
  await page.getByTestId('result-cell').first().waitFor()
}

async function openCell(stage, name, row) {
  await openRun(stage, name)
  await stage.page
    .getByTestId('result-cell')
    .nth(row * 2)
    .click()
  await stage.page.getByTestId('cell-facts').waitFor()
}

async function tab(stage, name, label) {
  await openRun(stage, name)
  await stage.page.getByTestId('run-tab').getByText(label, { exact: true }).click()
  await stage.page.waitForTimeout(800)
}

async function hostile({ page, call, rail }, name) {
  const projects = await call('projects.list', {})
  const project = projects.find((one) => one.name.startsWith('<img'))
  await call('settings.save', { lastProjectId: project.id })
  await page.reload()
  await rail(name)
  await page.waitForTimeout(1000)
}
