/** What belongs to no page: first sight, tour, palette, help, words, projects, an empty project. */
export const shellScenes = {
  name: 'shell',
  scenes: [
    ['first-sight', editor, { tour: 'new' }],
    [
      'tour-1',
      async (stage) => {
        await editor(stage)
        await stage.page.getByTestId('tour-start').click()
      },
      { tour: 'new' },
    ],
    [
      'tour-4',
      async (stage) => {
        await editor(stage)
        await stage.page.getByTestId('tour-start').click()
        for (let step = 0; step < 3; step++) await stage.page.getByTestId('tour-next').click()
      },
      { tour: 'new' },
    ],
    ['palette', async (stage) => press(stage, 'Control+k')],
    ['help', async (stage) => press(stage, '?')],
    [
      'words',
      async (stage) => {
        await press(stage, 'Control+k')
        await stage.page.keyboard.type('words of')
        await stage.page.keyboard.press('Enter')
        await stage.page.getByTestId('word-list').waitFor()
      },
    ],
    [
      'projects',
      async (stage) => {
        await editor(stage)
        await stage.page.getByTestId('project-switcher').click()
      },
    ],
    [
      'export-bundle',
      async (stage) => {
        await editor(stage)
        await stage.page.getByTestId('project-switcher').click()
        await stage.page.getByText('Export bundle…').click()
        await stage.page.getByTestId('export-bundle-write').waitFor()
      },
    ],
    [
      'name-dialog',
      async (stage) => {
        await editor(stage)
        await stage.page.getByTestId('new-prompt').click()
        await stage.page.getByTestId('name-field').waitFor()
      },
    ],
    ...['prompts', 'eval-sets', 'runs', 'savings'].map((name) => [
      `empty-${name}`,
      async ({ page, call, rail }) => {
        const projects = await call('projects.list', {})
        const empty =
          projects.find((project) => project.name === 'Empty') ?? (await call('projects.create', { name: 'Empty' }))
        await call('settings.save', { lastProjectId: empty.id })
        await page.reload()
        await rail(name)
        await page.waitForTimeout(500)
      },
    ]),
    [
      'no-token',
      async ({ page }) => {
        await page.evaluate(() => sessionStorage.clear())
        await page.goto(page.url().split('#')[0])
        await page.getByText('This page has no token').waitFor()
      },
    ],
  ],
}

export async function editor({ page, rail }) {
  await rail('prompts')
  await page.locator('.monaco-editor').first().waitFor()
  await page.getByTestId('cost-per-call').first().waitFor()
}

async function press(stage, keys) {
  await editor(stage)
  await stage.page.keyboard.press(keys)
  await stage.page.getByRole('dialog').first().waitFor()
}
