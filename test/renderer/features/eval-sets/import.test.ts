import { expect, test } from 'vitest'
import { checkMapping } from '../../../../renderer/features/eval-sets/import/check-mapping.ts'
import { EncodingError, readTextFile } from '../../../../renderer/features/eval-sets/import/read-text-file.ts'
import type { ColumnMapping } from '../../../../shared/domain/import.ts'

function file(bytes: readonly number[], size = bytes.length) {
  return { name: 'cases.csv', size, arrayBuffer: async () => Uint8Array.from(bytes).buffer }
}

function column(name: string, use: ColumnMapping['use'], variableName = name): ColumnMapping {
  return { column: name, use, variableName }
}

test('reads UTF-8, and UTF-16 where a byte order mark says so', async () => {
  expect(await readTextFile(file([0x63, 0xc3, 0xa9]), null)).toBe('cé')
  expect(await readTextFile(file([0xff, 0xfe, 0x63, 0x00, 0xe9, 0x00]), null)).toBe('cé')
  expect(await readTextFile(file([0xfe, 0xff, 0x00, 0x63, 0x00, 0xe9]), null)).toBe('cé')
})

test('says that a file is not in UTF-8 instead of importing broken letters, and reads it as asked', async () => {
  const latin = file([0x63, 0xe9])
  await expect(readTextFile(latin, null)).rejects.toThrow(EncodingError)
  expect(await readTextFile(latin, 'windows-1252')).toBe('cé')
})

test('refuses an empty file, and a huge one before reading it', async () => {
  await expect(readTextFile(file([]), null)).rejects.toThrow('cases.csv is empty')
  const huge = { ...file([], 200_000_000), arrayBuffer: () => Promise.reject(new Error('was read')) }
  await expect(readTextFile(huge, null)).rejects.toThrow('Use the command line')
})

test('a mapping needs a variable, names that templates can use, each once, and one expected answer at most', () => {
  expect(checkMapping([column('a', 'expected')]).problem).toMatch(/at least one column/)
  expect(checkMapping([column('a', 'variable'), column('b', 'expected')])).toEqual({
    byColumn: new Map(),
    problem: null,
  })
  const wrong = checkMapping([
    column('a', 'variable', 'same'),
    column('b', 'variable', 'same'),
    column('c', 'variable', '1st'),
    column('d', 'variable', ' '),
    column('e', 'expected'),
    column('f', 'expected'),
  ])
  expect([...wrong.byColumn.keys()]).toEqual(['b', 'c', 'd', 'f'])
  expect(wrong.problem).not.toBeNull()
})
