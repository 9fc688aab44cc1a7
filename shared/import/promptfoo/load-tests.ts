import { allSteps } from '../../all-steps.ts'
import { AppError } from '../../contract/errors.ts'
import type { JsonValue } from '../../domain/json.ts'
import { fieldsOf, textOf } from '../prompts/json-fields.ts'
import { parseJson, rowsOf } from '../read-document.ts'
import { readTableInSteps } from '../read-table.ts'
import type { ConfigFiles } from './config-files.ts'
import { csvTest } from './csv-test.ts'
import type { Notes } from './notes.ts'
import { noting } from './read-config-prompts.ts'
import { resolveRefs } from './resolve-refs.ts'

/** A test as the configuration or a file of it has it. */
export interface LoadedTest {
  readonly test: JsonValue
  readonly place: string
}

/** The tests of a configuration's `tests`: a list, a file, or a list with files in it. What cannot be read is noted. */
export function* loadTests(
  given: JsonValue | undefined,
  place: string,
  reading: { readonly files: ConfigFiles; readonly notes: Notes },
): Generator<LoadedTest, void> {
  if (given === undefined || given === null) return
  if (!Array.isArray(given)) {
    yield* entryTests(given, place, reading)
    return
  }
  for (const [index, entry] of given.entries()) yield* entryTests(entry, `${place}[${index}]`, reading)
}

function* entryTests(
  entry: JsonValue,
  place: string,
  { files, notes }: { readonly files: ConfigFiles; readonly notes: Notes },
): Generator<LoadedTest, void> {
  const reference = typeof entry === 'string' ? entry : textOf(fieldsOf(entry).path)
  if (reference === null) {
    yield { test: entry, place }
    return
  }
  let paths: readonly string[] = []
  noting(notes, place, () => {
    if (/^(?:huggingface|https?|az|s3|gs):\/\//.test(reference))
      throw new AppError(
        'bad-input',
        `"${reference.slice(0, 200)}" is not fetched. Save the data as a file, and name that.`,
      )
    paths = files.paths(reference)
  })
  for (const path of paths) {
    let tests: readonly LoadedTest[] = []
    noting(notes, path, () => {
      tests = fileTests(path, files, notes)
    })
    yield* tests
  }
}

function fileTests(path: string, files: ConfigFiles, notes: Notes): readonly LoadedTest[] {
  if (/\.(?:csv|tsv)$/i.test(path)) return tableTests(path, files, notes)
  if (/\.(?:jsonl|ndjson)$/i.test(path)) return lineTests(path, files, notes)
  if (!/\.(?:json|ya?ml)$/i.test(path))
    throw new AppError('bad-input', `${path}: tests are read from CSV, JSON, JSON Lines and YAML.`)
  const document = resolveRefs(files.document(path))
  const list = rowsOf(document)
  // A file may hold one test.
  if (list === null) return [{ test: document, place: path }]
  return list.map((test, index) => ({ test: test as JsonValue, place: `${path}[${index}]` })) // of a JSON document
}

function tableTests(path: string, files: ConfigFiles, notes: Notes): readonly LoadedTest[] {
  const { rows, problems } = allSteps(readTableInSteps({ text: files.text(path), format: 'csv', delimiter: null }))
  for (const { row, message } of problems) notes.add(row === null ? path : `${path}, row ${row}`, message)
  return rows.flatMap(({ row, values }) => {
    const place = `${path}, row ${row}`
    const tests: LoadedTest[] = []
    noting(notes, place, () => tests.push({ test: csvTest(values), place }))
    return tests
  })
}

function lineTests(path: string, files: ConfigFiles, notes: Notes): readonly LoadedTest[] {
  const tests: LoadedTest[] = []
  for (const [index, line] of files.text(path).split(/\r?\n/).entries()) {
    const place = `${path}, line ${index + 1}`
    if (line.trim() === '') continue
    noting(notes, place, () => tests.push({ test: resolveRefs(parseJson(line) as JsonValue), place })) // it is JSON
  }
  return tests
}
