import { editor } from './shell-scenes.mjs'

const LONG_MS = 90_000
const MARKDOWN = `# System\n\nYou sort tickets of {{product}}.\n\n# User\n\n{{ticket}}\n\nAnswer with one word.\n`

/** Prompts with every pane, squeeze, eval sets with every dialog: on the sample project, one after the other. */
export const promptScenes = {
  name: 'prompts',
  scenes: [
    ['cost', (stage) => side(stage, 'cost')],
    ['parts', (stage) => side(stage, 'cost', (page) => page.getByTestId('cost-view').getByText('Parts').click())],
    ['caching', (stage) => side(stage, 'cost', (page) => page.getByTestId('cost-view').getByText('Caching').click())],
    ['variables', (stage) => side(stage, 'variables')],
    ['lint', (stage) => side(stage, 'compress')],
    [
      'rewrite',
      async (stage) => {
        await side(stage, 'compress')
        await stage.page.getByText('Rewrite by a model').click()
        await stage.page.getByTestId('rewrite').click()
        await stage.page.getByTestId('take-rewrites').waitFor()
      },
    ],
    ['parameters', (stage) => side(stage, 'parameters')],
    [
      'tools',
      async (stage) => {
        await side(stage, 'parameters')
        await stage.page.getByTestId('add-tool').click()
        await stage.page.locator('[data-testid^="tool-json-"] .monaco-editor').first().waitFor()
        await stage.page.getByTestId('add-tool').scrollIntoViewIfNeeded()
      },
    ],
    [
      'models',
      async (stage) => {
        await side(stage, 'cost')
        await stage.page.getByTestId('choose-models').click()
      },
    ],
    ['preview', (stage) => side(stage, 'cost', (page) => page.keyboard.press('Alt+p'))],
    [
      'find',
      async (stage) => {
        await side(stage, 'cost', (page) => page.keyboard.press('Control+Shift+f'))
        await stage.page.getByTestId('find-bar').getByRole('textbox').first().fill('review')
      },
    ],
    ['gutter', (stage) => keyThenBack(stage, 'Alt+g')],
    ['examples', (stage) => side(stage, 'cost', (page) => page.getByTestId('list-examples-0').click())],
    [
      'new-variant',
      async (stage) => {
        await editor(stage)
        await stage.page.getByTestId('side-compress').click()
        await stage.page.getByTestId('take-edits').click()
        await stage.page.getByTestId('variant-tab-B').waitFor()
        await stage.page.getByTestId('side-cost').click()
      },
    ],
    [
      'compare',
      async (stage) => {
        await editor(stage)
        await stage.page.getByTestId('variant-tab-B').click()
        await stage.page.keyboard.press('Control+d')
        await stage.page.getByTestId('compare-view').locator('.monaco-diff-editor').first().waitFor()
      },
    ],
    ['history', (stage) => side(stage, 'cost', (page) => page.keyboard.press('Alt+h'))],
    [
      'typing',
      async (stage) => {
        await side(stage, 'cost', (page) => page.keyboard.press('Alt+h'))
        await stage.page.getByText(/^Typing in /).click()
      },
    ],
    [
      'partial',
      async (stage) => {
        await editor(stage)
        await stage.page.getByTestId('new-partial').click()
        await stage.page.getByTestId('name-field').fill('rules')
        await stage.page.getByTestId('name-submit').click()
        await stage.page.getByTestId('partial-editor').locator('.monaco-editor').first().waitFor()
      },
    ],
    [
      'import-prompt',
      async (stage) => {
        await editor(stage)
        const buffer = Buffer.from(MARKDOWN)
        await stage.page
          .getByTestId('import-prompt-file')
          .setInputFiles({ name: 'sort.md', mimeType: 'text/markdown', buffer })
        await stage.page.getByTestId('import-prompt-preview').waitFor()
      },
    ],
    ['import-refused', (stage) => importFile(stage, 'picture.png', Buffer.from([0x89, 0x50, 0xff, 0xfe]))],
    ['squeeze-new', (stage) => squeeze(stage)],
    [
      'squeeze-segments',
      async (stage) => {
        await squeeze(stage)
        await stage.page.getByTestId('squeeze-segments-tab').click()
      },
    ],
    [
      'optimize-new',
      async (stage) => {
        await squeeze(stage, 'optimize')
        await stage.page.waitForTimeout(800)
      },
    ],
    ['squeeze-running', (stage) => startSqueeze(stage, 'standard', 'squeeze-strip')],
    [
      'squeeze-finished',
      async (stage) => {
        await squeeze(stage)
        await stage.page.getByTestId('squeeze-item').first().click()
        await stage.page.getByTestId('squeeze-result').waitFor({ timeout: LONG_MS })
      },
    ],
    ['squeeze-quick', (stage) => startSqueeze(stage, 'quick', 'squeeze-result')],
    ['optimize-running', (stage) => startSqueeze(stage, null, 'squeeze-strip')],
    [
      'optimize-finished',
      async (stage) => {
        await squeeze(stage)
        await stage.page.getByTestId('squeeze-item').first().click()
        await stage.page.getByTestId('squeeze-result').waitFor({ timeout: LONG_MS })
      },
    ],
    ['eval-set', evalSets],
    [
      'assertion-open',
      async (stage) => {
        await evalSets(stage)
        await stage.page.getByTestId('assertion-toggle').first().click()
      },
    ],
    [
      'assertion-menu',
      async (stage) => {
        await evalSets(stage)
        await stage.page.getByTestId('add-assertion').click()
        await stage.page.getByTestId('find-scorer').waitFor()
      },
    ],
    [
      'case',
      async (stage) => {
        await evalSets(stage)
        await stage.page.getByTestId('case-row').first().click()
        await stage.page.getByTestId('case-save').waitFor()
      },
    ],
    [
      'import-cases',
      async (stage) => {
        await evalSets(stage)
        await stage.page.getByTestId('import-cases').click()
        await stage.page.getByTestId('choose-file').waitFor()
      },
    ],
    [
      'import-mapping',
      async (stage) => {
        await chooseCases(stage, 'review;mood\n"Good; really";positive\nbad\nAwful thing;negative\n')
        await stage.page.getByTestId('mapping-table').waitFor()
      },
    ],
    [
      'import-outcome',
      async (stage) => {
        await chooseCases(stage, 'review;mood\n"Good; really";positive\nbad\nAwful thing;negative\n')
        await stage.page.getByTestId('import-submit').click()
        await stage.page.getByTestId('import-outcome').waitFor()
      },
    ],
    ['import-failed', (stage) => chooseCases(stage, '{"a": 1, }', 'broken.json')],
    [
      'import-100000',
      async (stage) => {
        await importMany(stage)
        await stage.page.getByText('of 100,000 cases are stored').waitFor()
      },
    ],
    [
      'eval-set-100000',
      async (stage) => {
        await importMany(stage)
        await stage.page.locator('[data-testid="case-table"][data-total="100000"]').waitFor({ timeout: LONG_MS })
      },
    ],
  ],
}

async function side(stage, name, then = async () => undefined) {
  await editor(stage)
  await stage.page.getByTestId('variant-tab-A').click()
  await stage.page.getByTestId(`side-${name}`).click()
  await then(stage.page)
  await stage.page.waitForTimeout(600)
}

async function keyThenBack(stage, keys) {
  await editor(stage)
  await stage.page.keyboard.press(keys)
  await stage.page.waitForTimeout(800)
}

async function importFile(stage, name, buffer) {
  await editor(stage)
  await stage.page.getByTestId('import-prompt-file').setInputFiles({ name, mimeType: 'text/plain', buffer })
  await stage.page.getByRole('alert').first().waitFor()
}

async function squeeze(stage, call = 'squeeze') {
  await editor(stage)
  await stage.page.getByTestId('variant-tab-A').click()
  await stage.page.getByTestId('side-compress').click()
  await stage.page.getByTestId(call).click()
  await stage.page.getByTestId('squeeze-preview').waitFor()
}

async function startSqueeze(stage, mode, until) {
  await squeeze(stage, mode === null ? 'optimize' : 'squeeze')
  if (mode !== null) await stage.page.getByTestId(`squeeze-mode-${mode}`).check()
  await stage.page.locator('[data-testid="squeeze-start"]:enabled').click()
  await stage.page.getByTestId(until).waitFor({ timeout: LONG_MS })
}

async function importMany(stage) {
  const lines = Array.from({ length: 100_000 }, (_, index) => `Review ${index} of a thing that I bought;positive`)
  await chooseCases(stage, `review;mood\n${lines.join('\n')}\n`, 'many.csv')
  await stage.page.getByTestId('mapping-table').waitFor()
  await stage.page.getByTestId('import-submit').click()
}

async function evalSets({ page, rail }) {
  await rail('eval-sets')
  await page.getByTestId('case-row').first().waitFor()
}

async function chooseCases(stage, text, name = 'moods.csv') {
  await evalSets(stage)
  await stage.page.getByTestId('import-cases').click()
  const chooser = stage.page.waitForEvent('filechooser')
  await stage.page.getByTestId('choose-file').click()
  await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  await stage.page.waitForTimeout(800)
}
