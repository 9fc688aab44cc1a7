import { writeFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { bundlePaths, OpenedFiles } from '../../../../electron/hosts/desktop/opened-files.ts'
import { tempFolder } from '../../../support/fake-ports.ts'

test('only files that end like a bundle are opened, wherever the start came from', () => {
  const args = [
    '--inspect=0',
    '/app',
    '--library',
    'l.sqlite',
    'work.pithy',
    '/abs/other.PITHY',
    '--x=a.pithy',
    'notes.txt',
  ]
  expect(bundlePaths(args, '/home/me')).toEqual(['/home/me/work.pithy', '/abs/other.PITHY'])
})

test('a bundle waits until the page takes it, once; one that is gone is told', async () => {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  const told: string[] = []
  const files = new OpenedFiles((path) => told.push(path))
  writeFileSync(folder.file('a.pithy'), 'PK')
  files.add(folder.file('a.pithy'))
  files.add(folder.file('gone.pithy'))
  expect(told).toHaveLength(2)
  expect(await files.take()).toEqual({ ok: true, value: { fileName: 'a.pithy', bytes: new Uint8Array([80, 75]) } })
  expect(await files.take()).toMatchObject({ ok: false, error: { code: 'bad-input' } })
  expect(await files.take()).toEqual({ ok: true, value: null })
})
