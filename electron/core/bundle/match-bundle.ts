import type { BundlePreview } from '../../../shared/domain/bundle.ts'
import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import type { ProjectId, RunId, VariantId } from '../../../shared/domain/ids.ts'
import type { OwnRule } from '../../../shared/domain/own-rules.ts'
import type { PromptPartial } from '../../../shared/domain/partial.ts'
import type { Prompt, Variant } from '../../../shared/domain/prompt.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import type {
  EmbeddingsFile,
  EvalSetFile,
  PartialFile,
  ProjectFile,
  RunFile,
  VariantFile,
} from '../store/bundle/bundle-format.ts'
import type { Store } from '../store/open-store.ts'
import type { Bundle, BundledPrompt } from './read-bundle.ts'

/** A prompt of the bundle and the one of its name that it joins; null = it is new. */
export interface MatchedPrompt extends BundledPrompt {
  readonly into: Prompt | null
  /** Variants that are there already, by their id in the bundle. */
  readonly known: ReadonlyMap<string, VariantId>
  /** Letters that the prompt has given out. */
  readonly letterCount: number
}

/** What of a bundle is in a project already. Nothing is told by an id: they differ from library to library. */
export interface BundleMatch {
  readonly prompts: readonly MatchedPrompt[]
  readonly partials: readonly { readonly partial: PartialFile; readonly known: PromptPartial | null }[]
  readonly evalSets: readonly { readonly evalSet: EvalSetFile; readonly known: EvalSet | null }[]
  readonly runs: readonly { readonly run: RunFile; readonly known: RunId | null }[]
  /** Null = the bundle has none. Different: those that are there stay. */
  readonly ownRules: { readonly rules: number; readonly state: 'new' | 'same' | 'different' } | null
}

/** What reading a bundle's lines told. */
export interface BundleLines {
  /** By eval set. */
  readonly labels: ReadonlyMap<string, number>
  /** By the file of their vectors: how many, and how many of them are here already. */
  readonly vectors: ReadonlyMap<string, { readonly all: number; readonly known: number }>
}

type Stores = Pick<Store, 'prompts' | 'variants' | 'partials' | 'evalSets' | 'runs' | 'settings'>

/** @param into the project that it is to join; null = a new one, where all is new */
export function matchBundle(bundle: Bundle, store: Stores, into: ProjectId | null): BundleMatch {
  const all = { withArchived: true }
  const prompts = into === null ? [] : store.prompts.list(into, all)
  const partials = into === null ? [] : store.partials.list(into, all)
  const evalSets = into === null ? [] : [...store.evalSets.list(into, all)]
  const runs = new Map((into === null ? [] : store.runs.list(into, true)).map((run) => [runKey(run), run.id]))
  return {
    prompts: bundle.prompts.map((bundled) => matchPrompt(bundled, takeFirst(prompts, bundled.prompt.name), store)),
    partials: bundle.partials.map((partial) => ({
      partial,
      known: partials.find((each) => each.name === partial.name && each.archivedAt === partial.archivedAt) ?? null,
    })),
    evalSets: bundle.evalSets.map((evalSet) => {
      const at = evalSets.findIndex(
        ({ name, contentHash }) => name === evalSet.name && contentHash === evalSet.contentHash,
      )
      return { evalSet, known: at < 0 ? null : (evalSets.splice(at, 1)[0] ?? null) }
    }),
    runs: bundle.runs.map((run) => ({ run, known: runs.get(runKey(run)) ?? null })),
    ownRules: matchRules(bundle.project, into === null ? [] : (store.settings.get().ownRules[into] ?? [])),
  }
}

/** The match in the words of the preview. */
export function tellMatch({ prompts, partials, evalSets, runs, ownRules }: BundleMatch, { labels }: BundleLines) {
  return {
    prompts: prompts.map(({ prompt, variants, into, known }) => ({
      name: prompt.name,
      variants: variants.length,
      newVariants: variants.length - known.size,
      state: into === null ? 'new' : known.size === variants.length ? 'same' : 'merged',
    })),
    partials: partials.map(({ partial, known }) => ({
      name: partial.name,
      state: known === null ? 'new' : known.text === partial.text ? 'same' : 'different',
    })),
    evalSets: evalSets.map(({ evalSet, known }) => ({
      name: evalSet.name,
      cases: evalSet.caseCount,
      labels: labels.get(evalSet.id) ?? 0,
      hasCode: evalSet.assertions.some(({ scorer }) => scorer === 'javascript'),
      state: known === null ? 'new' : 'same',
    })),
    runs: runs.map(({ run, known }) => ({
      name: run.name,
      cells: run.cellCount,
      state: known === null ? 'new' : 'same',
    })),
    ownRules,
  } satisfies Pick<BundlePreview, 'prompts' | 'partials' | 'evalSets' | 'runs' | 'ownRules'>
}

/** The same of its embeddings, which no project owns. */
export function tellEmbeddings(
  store: Pick<Store, 'embeddings'>,
  { embeddings }: Bundle,
  { vectors: counts }: BundleLines,
): BundlePreview['embeddings'] {
  return embeddings.map((file) => {
    const { all, known } = counts.get(file.vectors) ?? { all: 0, known: 0 }
    const state = known === 0 ? 'new' : known === all ? 'same' : 'merged'
    return { name: file.modelId, vectors: all, state: isOfOtherLength(store, file) ? 'different' : state }
  })
}

/** Whether the model's vectors that are here cannot be held against those of the bundle. */
export function isOfOtherLength(
  { embeddings }: Pick<Store, 'embeddings'>,
  { modelId, dimensions }: Pick<EmbeddingsFile, 'modelId' | 'dimensions'>,
): boolean {
  const here = embeddings.dimensionsOf(modelId)
  return here !== null && here !== dimensions
}

function matchRules({ ownRules }: ProjectFile, here: readonly OwnRule[]): BundleMatch['ownRules'] {
  if (ownRules === null || ownRules.length === 0) return null
  const isSame = canonicalJson(ownRules) === canonicalJson(here)
  return { rules: ownRules.length, state: here.length === 0 ? 'new' : isSame ? 'same' : 'different' }
}

/** Two prompts of one name are two: each joins one. */
function takeFirst(prompts: Prompt[], name: string): Prompt | null {
  const at = prompts.findIndex((prompt) => prompt.name === name)
  return at < 0 ? null : (prompts.splice(at, 1)[0] ?? null)
}

function matchPrompt(bundled: BundledPrompt, into: Prompt | null, { variants }: Stores): MatchedPrompt {
  const present = into === null ? [] : variants.list(into.id, { withAll: true })
  const known = new Map<string, VariantId>()
  const free = [...present]
  for (const variant of bundled.variants) {
    const at = free.findIndex((each) => isSameVariant(variant, each))
    const same = at < 0 ? undefined : free.splice(at, 1)[0]
    if (same) known.set(variant.id, same.id)
  }
  return { ...bundled, into, known, letterCount: new Set(present.map(({ letter }) => letter)).size }
}

/** One that is not frozen yet takes its partials from wherever it is. */
function isSameVariant({ content, partials }: VariantFile, present: Variant): boolean {
  if (canonicalJson(content) !== canonicalJson(present.content)) return false
  return partials === null || canonicalJson(partials) === canonicalJson(present.partials ?? {})
}

function runKey(run: Pick<RunFile, 'name' | 'createdAt' | 'evalSetHash' | 'cellCount'>): string {
  return JSON.stringify([run.name, run.createdAt, run.evalSetHash, run.cellCount])
}
