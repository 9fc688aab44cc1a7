import { writeFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { Bundle } from '../../../../electron/core/bundle/read-bundle.ts'
import { ZipReader } from '../../../../electron/core/zip/zip-reader.ts'
import { AppError } from '../../../../shared/contract/errors.ts'
import { seededRandom } from '../../../../shared/stats/seeded-random.ts'
import { exportBundle, makeProject } from '../../../support/bundle-world.ts'
import { tempFolder } from '../../../support/fake-ports.ts'
import { makeZip, type ZipFileSpec } from '../../../support/make-zip.ts'
import { must } from '../../../support/must.ts'
import { processorMs } from '../../../support/processor-ms.ts'
import { createTestApp } from '../../../support/temp-app.ts'

const good = { name: 'a.json', body: '{}' }
const named = (name: string): readonly ZipFileSpec[] => [good, { name, body: 'x' }]

const UNSAFE: readonly (readonly [string, Buffer | readonly ZipFileSpec[], string])[] = [
  ['a path that leads out', named('../evil'), 'is not a plain relative path'],
  ['a path that leads out further in', named('a/../../evil'), 'is not a plain relative path'],
  ['an absolute path', named('/etc/passwd'), 'is not a plain relative path'],
  ['a drive', named('C:\\evil'), 'is not a plain relative path'],
  ['a drive with slashes', named('C:/evil'), 'is not a plain relative path'],
  ['a backslash', named('..\\evil'), 'is not a plain relative path'],
  ['a NUL byte', named('a\0.json'), 'is not a plain relative path'],
  ['a line break', named('a\nb'), 'is not a plain relative path'],
  ['an empty part', named('a//b'), 'is not a plain relative path'],
  ['a dot', named('./a'), 'is not a plain relative path'],
  ['no name', named(''), 'is not a plain relative path'],
  ['a stream of NTFS', named('a.json:evil'), 'is not a plain relative path'],
  ['a name that is no UTF-8', named('\xff\xfe'), 'not in UTF-8'],
  ['a name without end', named('x'.repeat(300)), 'too long'],
  ['a symbolic link', [good, { name: 'l', body: '/etc/passwd', mode: 0o120777 }], 'a link or no plain file'],
  ['a link named as a folder', [good, { name: 'l/', body: '', mode: 0o120777 }], 'a link or no plain file'],
  ['a pipe', [good, { name: 'p', body: '', mode: 0o010644 }], 'a link or no plain file'],
  ['a device', [good, { name: 'd', body: '', mode: 0o060644 }], 'a link or no plain file'],
  ['a name twice', named('a.json'), 'twice'],
  ['a name twice in other letters', named('A.JSON'), 'twice'],
  ['a file that is a folder too', named('a.json/b'), 'a file and a folder'],
  ['encryption', [good, { name: 'e', body: 'x', flags: 0x0801 }], 'encrypted'],
  ['strong encryption', [good, { name: 'e', body: 'x', flags: 0x0840 }], 'encrypted'],
  ['another packing', [good, { name: 'e', body: 'x', method: 14 }], 'not read here'],
  ['a size that lies low', [{ ...good, body: 'x'.repeat(5000), bytes: 10 }], 'damaged in the archive'],
  ['a size that lies high', [{ ...good, bytes: 5000 }], 'damaged in the archive'],
  ['a stored size that lies', [{ ...good, method: 0, bytes: 5000 }], 'is not true'],
  ['files over one another', [good, { name: 'b', body: '{}', at: 0 }], 'lies over another'],
  ['a file outside of the archive', [{ ...good, at: 1_000_000 }], 'lies over another'],
  ['ZIP64', [{ ...good, bytes: 0xffffffff }], 'ZIP64'],
  ['a bomb by its own word', [{ ...good, bytes: 1_999_999_999 }], 'times its size'],
  ['more than 2 GB', [good, ...['b', 'c'].map((name) => ({ name, body: 'x', bytes: 1_500_000_000 }))], 'unpacks to'],
  ['a real bomb', [{ name: 'zeros', body: '\0'.repeat(64_100_000) }], 'times its size'],
  [
    'too many files',
    Array.from({ length: 10_001 }, (_, at) => ({ name: `${at}`, body: '', method: 0 })),
    'holds 10,001 files',
  ],
  ['nothing', Buffer.alloc(0), 'no ZIP archive'],
  ['text', Buffer.from('{"format":"pithy-bundle"}'), 'no ZIP archive'],
  ['half of it', makeZip([good, { name: 'b', body: 'x'.repeat(999) }]).subarray(40), 'not unpacked'],
  [
    'a directory that is cut',
    Buffer.concat([makeZip([good]).subarray(0, 50), makeZip([good]).subarray(-22)]),
    'not unpacked',
  ],
  ['no manifest', [good], 'no manifest.json'],
  ['a file that the manifest does not know', [{ name: 'manifest.json', body: manifest() }, good], 'does not list'],
  ['a list of nothing', [{ name: 'manifest.json', body: '[]' }], 'cannot be read'],
]

function manifest(): string {
  const counts = { prompts: 0, variants: 0, partials: 0, evalSets: 0, cases: 0, labels: 0, runs: 0, cells: 0 }
  const about = { appVersion: '1', exportedAt: '2026-01-02T12:00:00.000Z', project: 'x' }
  return JSON.stringify({ format: 'pithy-bundle', version: 1, ...about, counts, files: [] })
}

it.each(UNSAFE)('refuses an archive with %s', (_what, content, message) => {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  const path = folder.file('x.pithy')
  writeFileSync(path, toArchive(content))
  expect(() => readAll(path)).toThrow(message)
  expect(() => readAll(path)).toThrow(AppError)
})

it('reads lines over many parts, and one of millions of characters in little time', () => {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  const path = folder.file('lines.zip')
  const long = 'ü'.repeat(8_000_000)
  writeFileSync(path, makeZip([{ name: 'l', body: `a\n\n${long}\nb`, method: 0 }]))
  const zip = new ZipReader(path)
  onTestFinished(() => zip.close())
  const entry = must(zip.entries[0])
  const startMs = processorMs()
  expect([...zip.linesOf(entry, 9_000_000)].map((line) => line.length)).toEqual([1, 0, 8_000_000, 1])
  expect(processorMs() - startMs).toBeLessThan(2000)
  expect(() => [...zip.linesOf(entry, 7_000_000)]).toThrow('a line that is too long')
})

it('reads a spoilt bundle as it is or refuses it in one sentence, wherever it was spoilt', async () => {
  const test = await createTestApp()
  onTestFinished(test.close)
  const bytes = await exportBundle(test.client, await makeProject(test))
  const random = seededRandom('bundles')
  const path = `${test.folder}/spoilt.pithy`
  const outcomes = { read: 0, refused: 0 }
  for (let round = 0; round < 250; round++) {
    const spoilt = Buffer.from(bytes)
    const at = Math.floor(random() * spoilt.length)
    if (round % 4 === 0) spoilt.fill(round, at, Math.min(spoilt.length, at + 30))
    else spoilt[at] = Math.floor(random() * 256)
    writeFileSync(path, round % 7 === 0 ? spoilt.subarray(0, at) : spoilt)
    try {
      readAll(path)
      outcomes.read += 1
    } catch (error) {
      expect(error).toBeInstanceOf(AppError)
      outcomes.refused += 1
    }
  }
  expect(outcomes.read + outcomes.refused).toBe(250)
  // Read are those whose byte was the same one again, or a date.
  expect(outcomes.refused).toBeGreaterThan(180)
})

function readAll(path: string): void {
  const zip = new ZipReader(path)
  try {
    for (const entry of zip.entries) for (const _ of zip.bytesOf(entry));
  } finally {
    zip.close()
  }
  const bundle = new Bundle(path)
  try {
    for (const _ of bundle.verify());
  } finally {
    bundle.close()
  }
}

function toArchive(content: Buffer | readonly ZipFileSpec[]): Buffer {
  return 'buffer' in content ? content : makeZip(content)
}
