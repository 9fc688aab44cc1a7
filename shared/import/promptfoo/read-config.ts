import { AppError } from '../../contract/errors.ts'
import type { ImportNote } from '../../domain/config-import.ts'
import type { CaseContent } from '../../domain/eval-set.ts'
import type { ModelId } from '../../domain/ids.ts'
import type { JsonValue } from '../../domain/json.ts'
import { defaultParameters, type Parameters, VariantContent } from '../../domain/prompt.ts'
import type { Assertion } from '../../domain/score.ts'
import { parseTemplate } from '../../template/parse-template.ts'
import { type Fields, fieldsOf, textOf } from '../prompts/json-fields.ts'
import { readParameters } from '../prompts/read-parameters.ts'
import { templateOf } from '../prompts/template-of.ts'
import { ConfigFiles } from './config-files.ts'
import { findConfig } from './find-config.ts'
import { foldAssertions } from './fold-assertions.ts'
import type { FolderFiles } from './folder-files.ts'
import { Notes } from './notes.ts'
import { providerModel } from './provider-model.ts'
import { type ConfigPrompt, noting, readConfigPrompts } from './read-config-prompts.ts'
import { type ConfigCase, readConfigTests } from './read-config-tests.ts'
import { resolveRefs } from './resolve-refs.ts'

/** What a promptfoo configuration says in our words. Nothing of it has been run, and nothing outside of its folder was read. */
export interface ReadConfig {
  /** The configuration's path in the folder. */
  readonly file: string
  readonly name: string
  /** They become the variants of one prompt. */
  readonly prompts: readonly { readonly label: string; readonly content: VariantContent }[]
  readonly providers: readonly { readonly id: string; readonly modelId: ModelId | null }[]
  readonly cases: readonly CaseContent[]
  readonly assertions: readonly Assertion[]
  readonly notes: readonly ImportNote[]
  /** Every file that was read. */
  readonly filesRead: readonly string[]
}

const UNUSED = ['extensions', 'derivedMetrics', 'nunjucksFilters', 'redteam', 'env', 'tracing'] as const

/**
 * Reads a promptfoo configuration, and the files that it names, in a folder; pauses after every test.
 *
 * @param wanted the configuration's path; null = the one that looks like it
 * @throws AppError `bad-input` when there is none, or it cannot be read at all
 */
export function* readConfigInSteps(folder: FolderFiles, wanted: string | null): Generator<void, ReadConfig> {
  const file = wanted ?? findConfig(folder)
  const files = new ConfigFiles(folder, file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '')
  const document = naming(file, () => resolveRefs(files.document(file)))
  const config = fieldsOf(document)
  if (Array.isArray(document) || Object.keys(config).length === 0)
    throw new AppError(
      'bad-input',
      `${file} is no promptfoo configuration: an object with prompts and tests is expected.`,
    )
  const notes = new Notes()
  for (const name of UNUSED)
    if (config[name] !== undefined) notes.add(name, `"${name}" is not taken: Pithy has nothing like it.`)
  const prompts = readConfigPrompts(config.prompts, files, notes)
  const { providers, parameters } = readProviders(config.providers ?? config.targets, files, notes)
  const templates = prompts.flatMap(({ messages }) => messages.map(({ template }) => template))
  const hasExpectedInPrompt = templates.some((template) => /\{\{\s*expected\b/.test(template))
  const asked = yield* readConfigTests(config, { files, notes, hasExpectedInPrompt })
  const affixed = withAffixes(prompts, asked, notes)
  const taken = new Set(affixed.cases.flatMap(({ content }) => Object.keys(content.variables)))
  const { cases, assertions } = foldAssertions(affixed.cases, notes, taken)
  if (prompts.length === 0 && cases.length === 0) {
    const why = notes.list[0]
    throw new AppError(
      'bad-input',
      `${file}: neither a prompt nor a test was understood.${why ? ` ${why.place}: ${why.message}` : ''}`,
    )
  }
  return {
    file,
    name: (textOf(config.description) ?? '').trim().slice(0, 200) || nameOfFolder(file),
    prompts: affixed.prompts.map(({ label, messages }) => ({
      label,
      content: VariantContent.parse({ messages, parameters }),
    })),
    providers,
    cases,
    assertions,
    notes: notes.list,
    filesRead: files.used,
  }
}

function naming<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof AppError) || error.message.startsWith(file)) throw error
    throw new AppError(error.code, `${file}: ${error.message}`, { cause: error })
  }
}

function nameOfFolder(file: string): string {
  return file.split('/').at(-2) ?? 'promptfoo'
}

function readProviders(
  given: JsonValue | undefined,
  files: ConfigFiles,
  notes: Notes,
): { readonly providers: ReadConfig['providers']; readonly parameters: Parameters } {
  const list = Array.isArray(given) ? given : given === undefined || given === null ? [] : [given]
  const providers: { id: string; modelId: ModelId | null }[] = []
  const settings: Parameters[] = []
  for (const [index, entry] of list.entries()) {
    const place = `providers[${index}]`
    noting(notes, place, () => {
      const loaded = typeof entry === 'string' && /^file:.*\.(?:ya?ml|json)$/.test(entry) ? files.load(entry) : entry
      for (const one of Array.isArray(loaded) ? loaded : [loaded]) {
        const { id, config } = providerOf(one)
        if (id === null) throw new AppError('bad-input', 'A provider needs an id.')
        const modelId = providerModel(id)
        if (modelId === null)
          notes.add(place, `"${id.slice(0, 120)}" is no model that Pithy can ask: it runs no code of a configuration.`)
        providers.push({ id, modelId })
        const read = readParameters(config)
        for (const note of read.notes) notes.add(`${place}.config`, note)
        if (modelId !== null) settings.push(read.parameters)
      }
    })
  }
  const [first = defaultParameters] = settings
  if (settings.some((one) => JSON.stringify(one) !== JSON.stringify(first)))
    notes.add('providers', 'The models have different settings; the variants take those of the first.')
  return { providers, parameters: first }
}

/** A text, `{id, config}`, or the form `{"openai:gpt-x": {config}}`. */
function providerOf(entry: JsonValue): { readonly id: string | null; readonly config: Fields } {
  if (typeof entry === 'string') return { id: entry, config: {} }
  const fields = fieldsOf(entry)
  if (fields.id !== undefined) return { id: textOf(fields.id), config: fieldsOf(fields.config) }
  const [name, own] = Object.entries(fields)[0] ?? [null, {}]
  return { id: name, config: fieldsOf(fieldsOf(own).config) }
}

interface Affixed {
  readonly prompts: readonly ConfigPrompt[]
  readonly cases: readonly ConfigCase[]
}

/** What tests put before and after every prompt: as text where it is always the same, else as variables of the cases. */
function withAffixes(prompts: readonly ConfigPrompt[], cases: readonly ConfigCase[], notes: Notes): Affixed {
  const [first] = cases
  if (!cases.some(({ prefix, suffix }) => prefix !== '' || suffix !== '')) return { prompts, cases }
  const isSame = cases.every(({ prefix, suffix }) => prefix === first?.prefix && suffix === first.suffix)
  const before = isSame ? templateOf([first?.prefix ?? '']) : '{{prefix}}'
  const after = isSame ? templateOf([first?.suffix ?? '']) : '{{suffix}}'
  const changed = prompts.map((prompt) => {
    const [only] = prompt.messages
    if (!only || prompt.messages.length > 1) {
      notes.add(`prompts "${prompt.label}"`, 'Prefix and suffix are put around plain texts only, not around messages.')
      return prompt
    }
    const template = `${before}${only.template}${after}`
    parseTemplate(template)
    return { ...prompt, messages: [{ ...only, template }] }
  })
  if (isSame) return { prompts: changed, cases }
  return {
    prompts: changed,
    cases: cases.map((one) => {
      const { prefix, suffix, content } = one
      return { ...one, content: { ...content, variables: { ...content.variables, prefix, suffix } } }
    }),
  }
}
