import { AppError } from '../../contract/errors.ts'
import type { JsonObject, JsonValue } from '../../domain/json.ts'
import type { ConfigFiles } from './config-files.ts'

const MAX_EXPANDED = 10_000

/**
 * The cases that a test's variables stand for: a list of texts is one case each, in every combination, and so are the files of a
 * `file://` with stars.
 *
 * @throws AppError `bad-input` for too many, and for a file that cannot be read
 */
export function expandVars(vars: JsonObject, isKept: boolean, files: ConfigFiles): readonly JsonObject[] {
  let rows: readonly JsonObject[] = [{}]
  for (const [name, value] of Object.entries(vars)) {
    const values = valuesOf(value, isKept, files)
    if (rows.length * values.length > MAX_EXPANDED)
      throw new AppError('bad-input', `Its lists stand for more than ${MAX_EXPANDED.toLocaleString('en-US')} cases.`)
    rows = rows.flatMap((row) => values.map((one) => ({ ...row, [name]: one })))
  }
  return rows
}

function valuesOf(value: JsonValue, isKept: boolean, files: ConfigFiles): readonly JsonValue[] {
  if (typeof value === 'string') return value.startsWith('file://') ? filesOf(value, files) : [value]
  // As promptfoo does it: lists of anything but texts stay lists.
  if (isKept || !Array.isArray(value) || typeof value[0] !== 'string') return [value]
  return value.flatMap((one: JsonValue) =>
    typeof one === 'string' && one.startsWith('file://') ? filesOf(one, files) : [one],
  )
}

function filesOf(reference: string, files: ConfigFiles): readonly JsonValue[] {
  return files.paths(reference).map((path) => {
    if (/\.ya?ml$/i.test(path)) return JSON.stringify(files.document(path))
    if (/\.(?:png|jpe?g|gif|webp|pdf|mp3|wav|mp4|docx?|xlsx?)$/i.test(path))
      throw new AppError('bad-input', `"${path}" is no text.`)
    return files.text(path).trim()
  })
}
