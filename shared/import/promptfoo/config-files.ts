import { AppError } from '../../contract/errors.ts'
import { JsonValue } from '../../domain/json.ts'
import { isNestedDeeper } from '../is-nested-deeper.ts'
import { parseJson, parseYaml } from '../read-document.ts'
import { type FolderFiles, matchingPaths } from './folder-files.ts'

const MAX_DEPTH = 100
const CODE = /\.(?:js|cjs|mjs|ts|cts|mts|py|rb|go|sh|exe)(?::[\w.]+)?$/i

/** The files that a configuration may name: those of the chosen folder, from where the configuration lies. */
export class ConfigFiles {
  readonly #folder: FolderFiles
  readonly #base: string
  readonly #read = new Set<string>()

  constructor(folder: FolderFiles, base: string) {
    this.#folder = folder
    this.#base = base
  }

  /** Every file that was read so far. */
  get used(): readonly string[] {
    return [...this.#read]
  }

  /** @throws AppError `bad-input` for code, for what lies outside of the folder and for what is not there */
  paths(reference: string): readonly string[] {
    if (CODE.test(reference))
      throw new AppError('bad-input', `"${shown(reference)}" is code, which Pithy does not run.`)
    const found = matchingPaths(this.#folder, reference, this.#base)
    if (found.length === 0)
      throw new AppError('bad-input', `There is no file "${shown(reference)}" in the chosen folder.`)
    return found
  }

  /** Whether a text that need not be one names files. */
  has(reference: string): boolean {
    try {
      return this.paths(reference).length > 0
    } catch (error) {
      if (error instanceof AppError) return false
      throw error
    }
  }

  text(path: string): string {
    this.#read.add(path)
    return this.#folder.read(path).replace(/^\uFEFF/, '')
  }

  /** The value of a YAML or JSON file, the text of any other. @throws AppError `bad-input` with the file */
  load(reference: string): JsonValue {
    const [path = ''] = this.paths(reference)
    return /\.(?:ya?ml|json)$/i.test(path) ? this.document(path) : this.text(path).trim()
  }

  /** @throws AppError `bad-input` with the file and the place of what is wrong */
  document(path: string): JsonValue {
    const text = this.text(path)
    try {
      return jsonValue(/\.json$/i.test(path) ? parseJson(text) : parseYaml(text))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      throw new AppError(error.code, `${path}: ${error.message}`, { cause: error })
    }
  }
}

function jsonValue(value: unknown): JsonValue {
  if (isNestedDeeper(value, MAX_DEPTH))
    throw new AppError('bad-input', `It is nested more than ${MAX_DEPTH} levels deep.`)
  const parsed = JsonValue.safeParse(value ?? null)
  if (parsed.success) return parsed.data
  throw new AppError('bad-input', 'It holds something that is neither text, number, list nor object.')
}

function shown(reference: string): string {
  return reference.replace(/^file:\/\//, '').slice(0, 200)
}
