import type { BundlePreview } from '../../../shared/domain/bundle.ts'
import { fileStem } from '../../../shared/export/file-stem.ts'
import { importBundle } from '../bundle/import-bundle.ts'
import { type BundleLines, matchBundle, tellEmbeddings, tellMatch } from '../bundle/match-bundle.ts'
import { Bundle } from '../bundle/read-bundle.ts'
import { readVectors } from '../bundle/read-vectors.ts'
import { writeBundle } from '../bundle/write-bundle.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { CaseLine, CellLine, LabelLine, SnapshotLine } from '../store/bundle/bundle-format.ts'
import { inSteps } from '../turns/in-steps.ts'

type Names = Extract<keyof Handlers, `bundles.${string}`>

export function bundleHandlers(core: CoreContext): Pick<Handlers, Names> {
  const { store, ports, bundles, changed } = core
  return {
    'bundles.export': async ({ projectId, withRuns }, { signal }) => {
      const { bundleId, path } = bundles.begin()
      const rows = store.readBundleRows()
      try {
        const exportedAt = new Date(ports.now()).toISOString()
        const wish = { projectId, withRuns, appVersion: ports.appVersion, exportedAt }
        const { bytes, counts, projectName } = await writeBundle(rows, path, wish, signal)
        return { bundleId, fileName: `${fileStem(projectName)}.pithy`, bytes, counts }
      } catch (error) {
        bundles.close(bundleId)
        throw error
      } finally {
        rows.close()
      }
    },
    'bundles.read': ({ bundleId, offset }) => {
      const { part, next } = bundles.read(bundleId, offset)
      return { body: part.toString('base64'), next }
    },
    'bundles.begin': () => ({ bundleId: bundles.begin().bundleId }),
    'bundles.append': ({ bundleId, offset, body }) => ({
      bytes: bundles.append(bundleId, offset, Buffer.from(body, 'base64')),
    }),
    'bundles.preview': async ({ bundleId, intoProjectId }, { signal }) => {
      const bundle = new Bundle(bundles.pathOf(bundleId))
      try {
        const lines = await inSteps(checkAll(store, bundle), signal)
        return previewOf(core, bundle, { intoProjectId, lines })
      } finally {
        bundle.close()
      }
    },
    'bundles.import': async ({ bundleId, ...wish }, { signal }) => {
      const bundle = new Bundle(bundles.pathOf(bundleId))
      try {
        await inSteps(bundle.verify(), signal)
        store.commits.flush()
        const made = importBundle(core, bundle, wish)
        for (const kind of ['projects', 'partials', 'prompts', 'variants', 'eval-sets', 'runs'] as const) changed(kind)
        if (bundle.project.words || bundle.project.ownRules) changed('settings')
        return made
      } finally {
        bundle.close()
      }
    },
    'bundles.close': ({ bundleId }) => {
      bundles.close(bundleId)
      return {}
    },
  }
}

/** Every file by its hash and every line by its schema. */
function* checkAll({ embeddings }: CoreContext['store'], bundle: Bundle): Generator<void, BundleLines> {
  yield* bundle.verify()
  const labels = new Map<string, number>()
  for (const evalSet of bundle.evalSets) {
    for (const _ of bundle.linesOf(evalSet.cases, CaseLine)) yield
    if (evalSet.labels === null) continue
    for (const _ of bundle.linesOf(evalSet.labels, LabelLine)) {
      labels.set(evalSet.id, (labels.get(evalSet.id) ?? 0) + 1)
      yield
    }
  }
  for (const cases of new Set(bundle.runs.map((run) => run.cases)))
    for (const _ of bundle.linesOf(cases, SnapshotLine)) yield
  for (const { cells } of bundle.runs) for (const _ of bundle.linesOf(cells, CellLine)) yield
  const vectors = new Map<string, { readonly all: number; readonly known: number }>()
  for (const file of bundle.embeddings)
    for (const { textHash } of readVectors(bundle, file)) {
      const { all, known } = vectors.get(file.vectors) ?? { all: 0, known: 0 }
      const isKnown = embeddings.hasHash(file.modelId, Buffer.from(textHash, 'hex'))
      vectors.set(file.vectors, { all: all + 1, known: known + Number(isKnown) })
      yield
    }
  return { labels, vectors }
}

function previewOf(
  { store, models }: CoreContext,
  bundle: Bundle,
  {
    intoProjectId,
    lines,
  }: {
    readonly intoProjectId: Parameters<typeof matchBundle>[2]
    readonly lines: BundleLines
  },
): BundlePreview {
  const { project, manifest, runs } = bundle
  const here = new Set<string>(models.all().map(({ id }) => id))
  const used = new Set<string>(runs.flatMap((run) => run.columns.map(({ modelId }) => modelId)))
  const into = intoProjectId === null ? null : store.projects.get(intoProjectId).id
  return {
    projectName: project.name,
    appVersion: manifest.appVersion,
    exportedAt: manifest.exportedAt,
    counts: manifest.counts,
    ...tellMatch(matchBundle(bundle, store, into), lines),
    embeddings: tellEmbeddings(store, bundle, lines),
    missingModels: [...used].filter((id) => !here.has(id)),
  }
}
