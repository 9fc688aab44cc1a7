import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, onTestFinished, test, vi } from 'vitest'
import { newCopyPath } from '../../../../electron/core/store/library/library-copies.ts'
import { offerRepair } from '../../../../electron/hosts/desktop/offer-repair.ts'
import { AppError } from '../../../../shared/contract/errors.ts'
import { tempFolder } from '../../../support/fake-ports.ts'

const asked = vi.hoisted((): { buttons: string[]; detail: string }[] => [])
vi.mock('electron', () => ({
  dialog: {
    showMessageBox: async (options: { buttons: string[]; detail: string }) => {
      asked.push(options)
      return { response: 0 }
    },
  },
}))

test('what was tried and did not help is not offered again, until only ending is left', async () => {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  const libraryPath = folder.file('library.sqlite')
  mkdirSync(folder.file('backups'))
  writeFileSync(newCopyPath(libraryPath, 'kept', 1000), '')
  writeFileSync(newCopyPath(libraryPath, 'damaged', 2000), '')
  const error = new AppError('damaged', 'None of the copies can be used.')
  const offer = (...tried: ('recover' | 'restore')[]) => offerRepair(error, { libraryPath, tried: new Set(tried) })

  expect(await offer()).toEqual({ kind: 'recover' })
  expect(await offer('recover')).toEqual({ kind: 'restore' })
  expect(await offer('restore')).toEqual({ kind: 'recover' })
  expect(await offer('recover', 'restore')).toBeNull()
  const [recover, restore, quit] = ['Recover what can be read', 'Restore the newest sound copy', 'Quit']
  expect(asked.map(({ buttons }) => buttons)).toEqual([
    [recover, restore, quit],
    [restore, quit],
    [recover, quit],
    [quit],
  ])
  expect(asked[0]?.detail).toContain('Copies are checked before one is taken. The newest is of')
  expect(asked.at(-1)?.detail).toBe('None of the copies can be used.')
})

test('what is no damage is no matter of repair', async () => {
  const error = new AppError('conflict', 'Another process keeps the library busy.', { retryable: true })
  await expect(offerRepair(error, { libraryPath: '/nowhere/library.sqlite', tried: new Set() })).rejects.toBe(error)
})
