import { type CallTag, callTagsOfCase, promptTag } from '../../../../shared/domain/call-tag.ts'
import type { EvalCase } from '../../../../shared/domain/eval-set.ts'
import type { Run, RunColumn } from '../../../../shared/domain/run.ts'

/** The tags of a cell's calls besides those of its run: its prompt's, and its case's. */
export function tagsOfCell({ promptId }: Pick<RunColumn, 'promptId'>, { tags }: Pick<EvalCase, 'tags'>): CallTag[] {
  return [promptTag(promptId), ...callTagsOfCase(tags)]
}

/** What is known of the tags of a run's calls before its cases are read. */
export function tagsOfRun({ spec, columns }: Pick<Run, 'spec' | 'columns'>): CallTag[] {
  return [...(spec.tags ?? []), ...new Set(columns.map(({ promptId }) => promptTag(promptId)))]
}
