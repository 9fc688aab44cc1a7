import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { csvRecords } from '../../shared/import/csv-records.ts'
import { root } from '../find-node.mjs'
import { openReport } from './open-report.mjs'
import { openCell, openRun, openTab } from './open-run.mjs'

/** 1,319 real answers of a small and a large model; beside the repository, no part of it. */
const DATA = ['..', '../..'].map((up) => path.join(root, up, 'shared/data/gsm8k/two-models.csv'))
const MODELS = ['mixtral-8x7b', 'gpt-4-1106']
/** Mean prices per million tokens that RouteLLM (arXiv 2406.18665) reckons them with; four characters to a token. */
const USD_PER_MILLION = [0.24, 24.7]
const SAVINGS_TABS = ['Levers', 'Model upgrade', 'Where it goes', 'Calculators', 'Checklist']
const USAGE_COLUMNS = 'timestamp,model,input_tokens,output_tokens,cached_tokens,cost,latency_ms,feature,customer,status'

/** A run of recorded answers, its verdict and its savings; a usage log on its way. Without the data there is nothing to picture. */
export const realScenes = {
  name: 'real',
  prepare: importAnswers,
  scenes: [
    ['results', openRun],
    ['cell', openCell],
    ['verdict', (stage) => openTab(stage, 'Verdict', 'verdict-card')],
    [
      'verdict-end',
      async (stage) => {
        await openTab(stage, 'Verdict', 'verdict-card')
        await stage.page.getByTestId('compare-open').first().scrollIntoViewIfNeeded()
      },
    ],
    [
      'compare',
      async (stage) => {
        await openTab(stage, 'Verdict', 'verdict-card')
        await stage.page.getByTestId('compare-open').first().click()
        await stage.page.getByTestId('compare-dialog').getByRole('textbox').first().waitFor()
      },
    ],
    ['blind', (stage) => openTab(stage, 'By hand', 'review-pair')],
    ['chart', (stage) => openTab(stage, 'Chart', 'frontier-chart')],
    [
      'pairs',
      async (stage) => {
        await openTab(stage, 'Chart', 'frontier-chart')
        await stage.page.getByText('Case by case', { exact: true }).first().click()
      },
    ],
    ...SAVINGS_TABS.flatMap((label) => {
      const name = `savings-${label.toLowerCase().replaceAll(' ', '-')}`
      return [
        [name, (stage) => savings(stage, label)],
        [
          `${name}-end`,
          async (stage) => {
            await savings(stage, label)
            const box = stage.page.viewportSize()
            await stage.page.mouse.move(box.width / 2, box.height / 2)
            await stage.page.mouse.wheel(0, 1e5)
          },
        ],
      ]
    }),
    [
      'own-rules',
      async (stage) => {
        await savings(stage, 'Levers')
        await stage.page.getByTestId('own-rules-open').click()
        await stage.page.getByRole('dialog').waitFor()
      },
    ],
    ...['screen', 'print'].map((media) => [
      `report-${media}`,
      async ({ page, call }) => {
        const { lastProjectId } = await call('settings.get', {})
        const [run] = await call('runs.list', { projectId: lastProjectId })
        await openReport(page, await call('reports.render', { runId: run.id }), media)
      },
    ]),
    ['log-choose', importLog],
    [
      'log-refused',
      async (stage) => {
        await chooseLog(stage, '\u0000\u0001 no table at all', 'picture.csv')
        await stage.page.getByRole('alert').first().waitFor()
      },
    ],
    [
      'log-mapping',
      async (stage) => {
        await chooseLog(stage, usageLog(400))
        await stage.page.getByTestId('import-log').waitFor()
      },
    ],
    [
      'log-imported',
      async (stage) => {
        await chooseLog(stage, usageLog(400))
        await stage.page.getByTestId('import-log').click()
        await stage.page.getByTestId('log-imported').waitFor()
      },
    ],
    [
      'log-spend',
      async (stage) => {
        await savings(stage, 'Where it goes')
        await stage.page.getByTestId('spend-figures').waitFor()
      },
    ],
    [
      'log-spend-end',
      async (stage) => {
        await savings(stage, 'Where it goes')
        await stage.page.getByTestId('spend-figures').waitFor()
        await stage.page.mouse.move(640, 400)
        await stage.page.mouse.wheel(0, 1e5)
      },
    ],
  ],
}

async function importAnswers({ call }) {
  const file = DATA.find((name) => existsSync(name))
  if (file === undefined) throw new Error('../shared/data/gsm8k/two-models.csv is not there.')
  const project = await call('projects.create', { name: 'Grade-school maths' })
  const content = { messages: [{ role: 'user', template: '{{prompt}}' }], parameters: {} }
  const [sample] = await call('projects.list', {})
  const [prompt] = await call('prompts.list', { projectId: sample.id })
  const [variant] = await call('variants.list', { promptId: prompt.id })
  const asked = await call('prompts.create', {
    projectId: project.id,
    name: 'Word problem',
    content: { ...variant.content, messages: content.messages },
  })
  const [answered] = await call('variants.list', { promptId: asked.id })
  const column = (name) => ({ column: name, use: 'variable', variableName: name })
  const { runId } = await call('imports.answers', {
    projectId: project.id,
    name: 'Mixtral beside GPT-4',
    text: tableOf(readFileSync(file, 'utf8')),
    format: 'jsonl',
    delimiter: null,
    mapping: [column('prompt')],
    variantId: answered.id,
    answers: MODELS.map((model, at) => ({
      model,
      output: `output${at}`,
      score: `score${at}`,
      costUsd: `cost${at}`,
      promptTokens: 'promptTokens',
      outputTokens: `outputTokens${at}`,
    })),
  })
  await call('verdicts.look', { runId, part: 'hold-out' }).catch(() => undefined)
  await call('settings.save', { lastProjectId: project.id })
}

function tableOf(text) {
  const rows = [...csvRecords(text, ',')].flat().map(({ cells }) => cells)
  return rows
    .slice(1)
    .filter((cells) => cells.length === 5)
    .map(([prompt, ...cells]) => {
      const promptTokens = Math.ceil(prompt.length / 4)
      const answer = (at) => {
        const outputTokens = Math.ceil(cells[at + 2].length / 4)
        return {
          [`output${at}`]: cells[at + 2],
          [`score${at}`]: cells[at] === 'True',
          [`outputTokens${at}`]: outputTokens,
          [`cost${at}`]: ((promptTokens + outputTokens) * USD_PER_MILLION[at]) / 1e6,
        }
      }
      return JSON.stringify({ prompt, promptTokens, ...answer(0), ...answer(1) })
    })
    .join('\n')
}

/** Calls of two models over a month; every fifteenth failed, every fortieth tells a time that is none. */
function usageLog(count) {
  const start = Date.UTC(2026, 9, 1)
  const rows = Array.from({ length: count }, (_, at) => {
    const time = at % 40 === 39 ? 'yesterday' : new Date(start + at * 6_400_000).toISOString()
    const model = at % 3 === 0 ? 'gpt-5.4' : 'gpt-5.4-mini'
    const input = 800 + ((at * 37) % 900)
    const output = 40 + ((at * 13) % 200)
    const cost = ((input + output * 8) * (at % 3 === 0 ? 2.5 : 0.25)) / 1e6
    const tags = `${['search', 'summaries', 'support'][at % 3]},customer ${at % 7}`
    return `${time},${model},${input},${output},${(at % 5) * 100},${cost.toFixed(6)},${300 + (at % 90) * 20},${tags},${at % 15 === 0 ? 'error' : 'ok'}`
  })
  return [USAGE_COLUMNS, ...rows].join('\n')
}

async function savings({ page, rail }, label) {
  await rail('savings')
  await page.getByTestId('savings-today').waitFor({ timeout: 60_000 })
  await page.getByText(label, { exact: true }).first().click()
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached', timeout: 60_000 })
  await page.waitForTimeout(500)
}

async function importLog(stage) {
  await savings(stage, 'Where it goes')
  await stage.page.getByTestId('import-usage-log').first().click()
  await stage.page.getByTestId('choose-log').waitFor()
}

async function chooseLog(stage, text, name = 'october.csv') {
  await importLog(stage)
  const chooser = stage.page.waitForEvent('filechooser')
  await stage.page.getByTestId('choose-log').click()
  await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
}
