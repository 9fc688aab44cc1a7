import { type CallTag, callTagsOfCase, promptTag, providerTags } from '../../../../shared/domain/call-tag.ts'
import type { EvalCase } from '../../../../shared/domain/eval-set.ts'
import { splitModelId } from '../../../../shared/domain/ids.ts'
import type { Run, RunColumn } from '../../../../shared/domain/run.ts'
import type { ColumnRef } from '../../../../shared/domain/verdict.ts'

/** The tags of a cell's calls besides those of its run: its prompt's, and its case's. */
export function tagsOfCell({ promptId }: Pick<RunColumn, 'promptId'>, { tags }: Pick<EvalCase, 'tags'>): CallTag[] {
  return [promptTag(promptId), ...callTagsOfCase(tags)]
}

/** All tags of a cell's call. */
export function tagsOfCall(
  { spec }: Pick<Run, 'spec'>,
  column: Pick<RunColumn, 'promptId'>,
  evalCase: Pick<EvalCase, 'tags'>,
): CallTag[] {
  return [...(spec.tags ?? []), ...tagsOfCell(column, evalCase)]
}

/** What is known of the tags of a run's calls before its cases are read. */
export function tagsOfRun({ spec, columns }: Pick<Run, 'spec' | 'columns'>): CallTag[] {
  return [...(spec.tags ?? []), ...new Set(columns.map(({ promptId }) => promptTag(promptId)))]
}

/** The same of calls that are about some columns only. */
export function tagsOfColumns({ spec, columns }: Pick<Run, 'spec' | 'columns'>, refs: readonly ColumnRef[]): CallTag[] {
  const asked = columns.filter((column) =>
    refs.some(({ variantId, modelId }) => variantId === column.variantId && modelId === column.modelId),
  )
  return tagsOfRun({ spec, columns: asked })
}

/** The tags that every call of a run has: a prompt's or a provider's only where it is the only one. */
export function tagsOfAll(run: Pick<Run, 'spec' | 'columns'>): CallTag[] {
  const isOnePrompt = new Set(run.columns.map(({ promptId }) => promptId)).size === 1
  const providers = providerTags(run.columns.map(({ modelId }) => splitModelId(modelId)))
  return [...(isOnePrompt ? tagsOfRun(run) : (run.spec.tags ?? [])), ...(providers.length === 1 ? providers : [])]
}
