import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../../shared/contract/errors.ts'
import { isNestedDeeper } from '../../../shared/import/is-nested-deeper.ts'
import {
  BUNDLE_VERSION,
  BundleManifest,
  EmbeddingsFile,
  EvalSetFile,
  PartialFile,
  ProjectFile,
  PromptFile,
  RunFile,
  VariantFile,
} from '../store/bundle/bundle-format.ts'
import type { ZipEntry } from '../zip/zip-directory.ts'
import { ZipReader } from '../zip/zip-reader.ts'

const MANIFEST = 'manifest.json'
/** A file that is read whole: a variant of a hundred long messages at most. */
const MAX_JSON_BYTES = 64_000_000
const MAX_ALL_JSON_BYTES = 256_000_000
const MAX_LINE_CHARACTERS = 40_000_000
const MAX_NESTING = 200

export interface BundledPrompt {
  readonly prompt: PromptFile
  readonly variants: readonly VariantFile[]
}

/** What a bundle holds, without the lines of its cases and cells, which are read one by one. */
export class Bundle {
  readonly #zip: ZipReader
  readonly #entries: ReadonlyMap<string, ZipEntry>
  readonly manifest: BundleManifest
  readonly project: ProjectFile
  readonly prompts: readonly BundledPrompt[]
  readonly partials: readonly PartialFile[]
  readonly evalSets: readonly EvalSetFile[]
  readonly runs: readonly RunFile[]
  readonly embeddings: readonly EmbeddingsFile[]

  /** @throws AppError `bad-input` naming the file of the bundle, for what is none or not safe to read */
  constructor(path: string) {
    this.#zip = new ZipReader(path)
    try {
      this.#entries = new Map(this.#zip.entries.map((entry) => [entry.path, entry]))
      this.manifest = this.#manifest()
      this.#checkSizes()
      this.project = this.#json('project.json', ProjectFile)
      this.prompts = this.#all(/^prompts\/[^/]+\/prompt\.json$/, PromptFile).map((prompt) => ({
        prompt,
        variants: prompt.variants.map((file) => this.#json(file, VariantFile)),
      }))
      this.partials = this.#all(/^partials\/[^/]+\.json$/, PartialFile)
      this.evalSets = this.#all(/^eval-sets\/[^/]+\/eval-set\.json$/, EvalSetFile)
      this.runs = this.#all(/^runs\/[^/]+\/run\.json$/, RunFile)
      this.embeddings = this.#all(/^embeddings\/[^/]+\/embeddings\.json$/, EmbeddingsFile)
    } catch (error) {
      this.#zip.close()
      throw error
    }
  }

  close(): void {
    this.#zip.close()
  }

  /** The objects of a file with one in each line. @throws AppError `bad-input` naming file and line */
  *linesOf<T>(path: string, schema: z.ZodType<T>): Generator<T> {
    let no = 0
    for (const line of this.#zip.linesOf(this.#entry(path), MAX_LINE_CHARACTERS)) {
      no += 1
      yield parseAs(line, schema, `${path}, line ${no}`)
    }
  }

  /** Holds every file against the manifest; pauses by itself. @throws AppError `bad-input` naming a file that was changed */
  *verify(): Generator<void> {
    for (const { path, bytes, sha256 } of this.manifest.files) {
      const hash = createHash('sha256')
      let seen = 0
      for (const part of this.#zip.bytesOf(this.#entry(path))) {
        hash.update(part)
        seen += part.length
        yield
      }
      if (seen !== bytes || hash.digest('hex') !== sha256)
        throw new AppError(
          'bad-input',
          `${path} is not as the bundle's manifest has it: it was changed after the export.`,
        )
    }
  }

  #manifest(): BundleManifest {
    if (!this.#entries.has(MANIFEST))
      throw new AppError('bad-input', 'The archive has no manifest.json, so it is no bundle of a project.')
    const { version } = this.#json(MANIFEST, z.object({ format: z.literal('pithy-bundle'), version: z.number() }))
    if (version > BUNDLE_VERSION)
      throw new AppError(
        'bad-input',
        `The bundle was written by a newer Pithy (its version is ${version}). Update this one.`,
      )
    const manifest = this.#json(MANIFEST, BundleManifest)
    const listed = new Set(manifest.files.map(({ path }) => path))
    if (listed.size !== manifest.files.length) throw new AppError('bad-input', `${MANIFEST} lists a file twice.`)
    const stranger = [...this.#entries.keys()].find((path) => path !== MANIFEST && !listed.has(path))
    if (stranger !== undefined)
      throw new AppError('bad-input', `The bundle holds ${stranger}, which its manifest does not list.`)
    return manifest
  }

  #checkSizes(): void {
    const read = [...this.#entries.values()].filter(({ path }) => path.endsWith('.json'))
    if (read.reduce((sum, { bytes }) => sum + bytes, 0) > MAX_ALL_JSON_BYTES)
      throw new AppError('bad-input', 'The prompts and lists of the bundle are too large to read (256 MB).')
  }

  #all<T>(pattern: RegExp, schema: z.ZodType<T>): T[] {
    const paths = this.manifest.files.map(({ path }) => path).filter((path) => pattern.test(path))
    return paths.map((path) => this.#json(path, schema))
  }

  #json<T>(path: string, schema: z.ZodType<T>): T {
    const entry = this.#entry(path)
    if (entry.bytes > MAX_JSON_BYTES) throw new AppError('bad-input', `${path} of the bundle is too large (64 MB).`)
    return parseAs([...this.#zip.linesOf(entry, MAX_JSON_BYTES)].join('\n'), schema, path)
  }

  #entry(path: string): ZipEntry {
    const entry = this.#entries.get(path)
    if (!entry) throw new AppError('bad-input', `The bundle lacks ${path}, which it speaks of.`)
    return entry
  }
}

function parseAs<T>(text: string, schema: z.ZodType<T>, place: string): T {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('bad-input', `${place} of the bundle is not valid JSON.`, { cause })
  }
  if (isNestedDeeper(value, MAX_NESTING))
    throw new AppError('bad-input', `${place} of the bundle is nested too deeply.`)
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new AppError(
    'bad-input',
    `${place} of the bundle cannot be read:\n${z.prettifyError(parsed.error).slice(0, 2000)}`,
  )
}
