import { editor } from './shell-scenes.mjs'

const PROMPTS = 50
const RUNS = 200
const CASES = 100_000

/** What a project looks like after a year: 50 prompts, 200 runs, an eval set of 100,000 cases. */
export const scaleScenes = {
  name: 'scale',
  prepare: makeLargeProject,
  scenes: [
    ['prompts', editor],
    [
      'palette',
      async (stage) => {
        await editor(stage)
        await stage.page.keyboard.press('Control+k')
        await stage.page.getByRole('dialog').first().waitFor()
      },
    ],
    [
      'runs',
      async ({ page, rail }) => {
        await rail('runs')
        await page.getByTestId('run-row').first().waitFor()
      },
    ],
    [
      'cases',
      async ({ page, rail }) => {
        await rail('eval-sets')
        await page.getByTestId('eval-set-item').filter({ hasText: 'Reviews' }).click()
        await page.locator(`[data-testid="case-table"][data-total="${CASES}"]`).waitFor()
        await page.keyboard.press('End')
      },
    ],
  ],
}

/** In the first sample project; the runs ask three cases each, of the simulation. */
async function makeLargeProject({ call }) {
  const [project] = await call('projects.list', {})
  const [prompt] = await call('prompts.list', { projectId: project.id })
  const [variant] = await call('variants.list', { promptId: prompt.id })
  const [evalSet] = await call('eval-sets.list', { projectId: project.id })
  for (let index = 1; index < PROMPTS; index++)
    await call('prompts.create', {
      projectId: project.id,
      name: `Sentiment of ${['reviews', 'mails', 'calls', 'chats'][index % 4]}, team ${index}`,
      content: variant.content,
    })
  const lines = Array.from(
    { length: CASES },
    (_, index) => `Review ${index} - it arrived on time and works,${index % 3 === 0 ? 'neutral' : 'positive'}`,
  )
  await call('imports.cases', {
    projectId: project.id,
    evalSetId: null,
    name: 'Reviews of a year',
    text: `review,expected\n${lines.join('\n')}\n`,
    format: 'csv',
    delimiter: ',',
    mapping: [
      { column: 'review', use: 'variable', variableName: 'review' },
      { column: 'expected', use: 'expected', variableName: 'expected' },
    ],
  })
  const spec = { projectId: project.id, evalSetId: evalSet.id, variantIds: [variant.id], caseLimit: 3 }
  for (let index = 0; index < RUNS; index++)
    await call('runs.start', {
      ...spec,
      name: `Nightly ${index + 1}`,
      modelIds: [`sandbox/${['small', 'medium', 'large'][index % 3]}`],
    })
  while ((await call('jobs.list', { onlyRunning: true })).length > 0)
    await new Promise((resolve) => setTimeout(resolve, 200))
}
