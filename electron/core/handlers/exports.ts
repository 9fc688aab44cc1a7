import { AppError } from '../../../shared/contract/errors.ts'
import type { ModelId, RunId, VariantId } from '../../../shared/domain/ids.ts'
import type { Variant } from '../../../shared/domain/prompt.ts'
import { evidenceStatus } from '../../../shared/export/evidence-status.ts'
import type { Evidence, ExportInput } from '../../../shared/export/exporter.ts'
import { exporters } from '../../../shared/export/registry.ts'
import { inlinePartials } from '../../../shared/template/inline-partials.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { summariseRun } from '../evaluate/results/summarise-run.ts'
import { bestVerdicts } from '../evaluate/verdicts/best-verdicts.ts'

/** Beyond this a configuration file is data, and belongs into a file of its own. */
const MAX_EXPORTED_CASES = 5000

export function exportHandlers(core: CoreContext): Pick<Handlers, 'exports.render'> {
  return {
    'exports.render': async ({ variantId, exporterId, modelId, runId }) => {
      const exporter = exporters.get(exporterId)
      const input = await exportInput(core, variantId, modelId, runId)
      const refusal = exporter.refuse(input)
      if (refusal !== null) throw new AppError('conflict', refusal)
      return { ...exporter.render(input), evidence: evidenceStatus(input) }
    },
  }
}

async function exportInput(
  core: CoreContext,
  variantId: VariantId,
  modelId: ModelId,
  runId: RunId | null,
): Promise<ExportInput> {
  const { store, ports } = core
  const variant = withoutPartials(store.variants.get(variantId))
  const model = core.models.get(modelId)
  const provider = core.providers.get(model.providerId)
  const stored = runId === null ? null : store.runs.get(runId)
  const evalSet = stored === null ? null : store.evalSets.get(stored.run.spec.evalSetId)
  return {
    promptName: store.prompts.get(variant.promptId).name,
    variant,
    model,
    providerKind: provider.kind,
    baseUrl: provider.baseUrl,
    evalSet,
    cases: evalSet === null ? [] : store.evalSets.casesAfter(evalSet.id, 0, MAX_EXPORTED_CASES),
    evidence: runId === null ? null : await evidenceOf(core, runId, variantId, modelId),
    exportedAt: new Date(ports.now()).toISOString(),
    appVersion: ports.appVersion,
  }
}

/** No other program knows this project's partials. */
function withoutPartials(variant: Variant): Variant {
  const { content, partials } = variant
  return { ...variant, content: { ...content, messages: inlinePartials(content.messages, partials) } }
}

/** The variant's column on the very model, else on the first model that it ran on; the file says which. */
async function evidenceOf(
  { store }: CoreContext,
  runId: RunId,
  variantId: VariantId,
  modelId: ModelId,
): Promise<Evidence | null> {
  const stored = store.runs.get(runId)
  const columns = summariseRun(store.results, stored).filter((column) => column.variantId === variantId)
  const column = columns.find((each) => each.modelId === modelId) ?? columns[0]
  if (column === undefined) return null
  const baseline = store.verdicts.lastBaselineOf(runId, column)
  const [verdict = null] = await bestVerdicts(store, stored, { baseline, candidate: column })
  return { run: stored.run, column, verdict }
}
