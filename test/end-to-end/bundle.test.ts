import { readFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { tempFolder } from '../support/fake-ports.ts'
import { openHostPage } from '../support/host-page.ts'
import { look } from '../support/look.ts'
import { must } from '../support/must.ts'
import { runCli } from '../support/run-cli.ts'

describe('a project as a bundle', () => {
  const open = openHostPage()

  it('is exported from the project menu, and comes in by a drop on the window; the command line takes the same file', async () => {
    const { page, call } = open
    const folder = tempFolder()
    onTestFinished(folder.remove)
    const [sample] = await call('projects.list', {})
    const { name } = must(sample)
    await page.getByTestId('project-switcher').click()
    await page.getByRole('menuitem', { name: 'Export bundle…' }).click()
    await page.getByTestId('export-bundle').waitFor()
    await look(open, 'bundle-export')
    const download = page.waitForEvent('download')
    await page.getByTestId('export-bundle-write').click()
    const file = folder.file('project.pithy')
    await (await download).saveAs(file)
    await page.getByTestId('export-bundle').waitFor({ state: 'detached' })

    // Over a page that takes dropped files itself.
    const bytes = readFileSync(file).toString('base64')
    const dropped = await page.evaluateHandle((body) => {
      const data = new DataTransfer()
      const content = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))
      data.items.add(new File([content], 'project.pithy'))
      return data
    }, bytes)
    await page.dispatchEvent('main', 'drop', { dataTransfer: dropped })
    await page.getByTestId('import-bundle-preview').waitFor()
    await page.getByText(`Join “${name}”`).click()
    await page.getByText('already there').first().waitFor()
    await look(open, 'bundle-import')
    await page.getByText('A new project').click()
    await page.getByTestId('import-bundle-take').click()
    await page.getByText(`Imported into "${name} (imported)"`).waitFor()
    await expect.poll(() => page.getByTestId('project-switcher').getAttribute('title')).toBe(`${name} (imported)`)

    // A page that takes no files does not give way to one either, after the page that takes them is gone.
    await page.getByTestId('rail-settings').click()
    await page.getByTestId('import-prompt-file').waitFor({ state: 'detached' })
    const isKept = await page.evaluate(() => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['a'], 'a.csv'))
      const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer })
      return document.querySelector('main')?.dispatchEvent(drop) === false
    })
    expect(isKept).toBe(true)
    expect(open.consoleErrors).toEqual([])

    const library = folder.file('other.sqlite')
    const shown = await runCli(['--library', library, 'bundle', 'import', file])
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing is stored yet') })
    const taken = await runCli(['--library', library, 'bundle', 'import', file, '--name', 'Taken', '--yes'])
    expect(taken).toMatchObject({ code: 0, stdout: expect.stringContaining('Taken into the project "Taken"') })
    const out = folder.file('again.pithy')
    const again = await runCli(['--library', library, '--json', 'bundle', 'export', 'Taken', '--out', out])
    expect(again.code).toBe(0)
    expect(JSON.parse(again.stdout).bytes).toBe(readFileSync(out).length)
    const wrong = await runCli(['--library', library, 'bundle', 'import', must(process.argv[1])])
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('no ZIP archive') })
  })
})
