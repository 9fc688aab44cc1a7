import { mkdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { tempFolder } from '../support/fake-ports.ts'
import { openHostPage } from '../support/host-page.ts'
import { look } from '../support/look.ts'
import { must } from '../support/must.ts'
import { runCli } from '../support/run-cli.ts'

const PROMPTY = '---\n# by Ann\nname: Greeting\nmodel:\n  api: chat\n---\nsystem:\nBe kind.\n\nuser:\nHi {{name}}\n'

describe('a folder of prompt files', () => {
  const open = openHostPage()

  /** The browser's own private folder stands for one that the user chose: the same handles, without a dialog. */
  async function put(name: string, text: string): Promise<void> {
    await open.page.evaluate(
      async ([file = '', body = '']) => {
        const folder = await navigator.storage.getDirectory()
        const writable = await (await folder.getFileHandle(file, { create: true })).createWritable()
        await writable.write(body)
        await writable.close()
      },
      [name, text],
    )
  }

  function read(name: string): Promise<string> {
    return open.page.evaluate(async (file) => {
      const folder = await navigator.storage.getDirectory()
      return (await (await folder.getFileHandle(file)).getFile()).text()
    }, name)
  }

  it('is previewed, imported and watched; changes become variants, and a file is written only when told to', async () => {
    const { page, call } = open
    await put('greet.prompty', PROMPTY)
    await put('plain.md', 'Summarize {{text}}.')
    await put('bad.prompty', '---\nmodel: [\n---\nuser:\nHi')
    await page.evaluate(() => Object.assign(window, { showDirectoryPicker: () => navigator.storage.getDirectory() }))
    await page.getByTestId('open-folder').click()
    const files = page.getByTestId('folder-files')
    await files.getByText('not understood').waitFor()
    await look(open, 'folder-new')
    await files.getByTestId('folder-take-all').click()
    await expect.poll(() => files.getByText('in step').count()).toBe(2)
    const [project] = await call('projects.list', {})
    const projectId = must(project).id
    const prompts = () => call('prompts.list', { projectId })
    const greeting = must((await prompts()).find(({ name }) => name === 'Greeting'))
    const tabs = () => call('variants.list', { promptId: greeting.id })

    // While nothing answers the files stay linked; the change is taken once something does.
    const failure = { ok: false, error: { code: 'internal', message: 'Nothing answers.', retryable: false } }
    let refused = 0
    await page.route('**/api/call/variants.list', async (route) => {
      refused++
      await route.fulfill({ json: failure })
    })
    await put('greet.prompty', PROMPTY.replace('Hi', 'Hello'))
    await expect.poll(() => refused).toBeGreaterThan(1)
    expect(await files.getByText('in step').count()).toBe(2)
    await page.unroute('**/api/call/variants.list')
    await expect.poll(async () => (await tabs()).map(({ letter }) => letter)).toEqual(['A', 'B'])
    await expect.poll(async () => (await tabs())[1]?.content.messages[1]?.template).toBe('Hello {{name}}')

    // The prompt goes on: the file stays as it is until its button is pressed, and keeps its comment then.
    const tab = must((await tabs())[1])
    const messages = tab.content.messages.map((message) => ({
      ...message,
      template: message.template.replace('Hello', 'Welcome'),
    }))
    await call('variants.save', { variantId: tab.id, content: { ...tab.content, messages } })
    await files.getByText('prompt changed').waitFor()
    expect(await read('greet.prompty')).toContain('Hello {{name}}')
    await files.getByRole('button', { name: 'Write to the file' }).click()
    await expect.poll(() => read('greet.prompty')).toContain('Welcome {{ name }}')
    expect(await read('greet.prompty')).toContain('# by Ann\nname: Greeting')
    await expect.poll(() => files.getByText('in step').count()).toBe(2)

    const other = messages.map((message) => ({
      ...message,
      template: message.template.replace('Welcome', 'Greetings'),
    }))
    await Promise.all([
      call('variants.save', { variantId: tab.id, content: { ...tab.content, messages: other } }),
      put('greet.prompty', PROMPTY.replace('Hi', 'Yo')),
    ])
    await files.getByText('both changed').waitFor()
    await look(open, 'folder-conflict')
    expect(await read('greet.prompty')).toContain('Yo')
    await files.getByRole('button', { name: 'Take as a new variant' }).click()
    await expect.poll(async () => (await tabs()).map(({ letter }) => letter)).toEqual(['A', 'B', 'C'])
    expect(open.consoleErrors).toEqual([])
  })

  it('is taken by the command line, each file by itself', async () => {
    const folder = tempFolder()
    onTestFinished(folder.remove)
    mkdirSync(folder.file('prompts/deep'), { recursive: true })
    writeFileSync(folder.file('prompts/deep/greet.prompty'), PROMPTY)
    writeFileSync(folder.file('prompts/bad.prompty'), '---\nmodel: [\n---\nuser:\nHi')
    writeFileSync(folder.file('prompts/README.md'), 'No prompt.')
    const pithy = (...args: string[]) =>
      runCli(['--library', folder.file('l.sqlite'), 'import', folder.file('prompts'), ...args])
    const shown = await pithy()
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('"Greeting", Prompty') })
    expect(shown.stdout).toContain('! bad.prompty: line')
    expect(shown.stdout).not.toContain('README')
    expect(await pithy('--yes')).toMatchObject({ code: 0, stdout: expect.stringContaining('Taken as 1 prompts') })
  })
})
