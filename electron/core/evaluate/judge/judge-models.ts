import type { ModelId } from '../../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import type { Assertion } from '../../../../shared/domain/score.ts'
import { judgedAssertions } from '../../../../shared/score/judge/judged-assertions.ts'
import type { CoreContext } from '../../core-context.ts'
import type { ModelDirectory } from '../../models/model-directory.ts'
import type { CallTarget } from '../calls/call-model.ts'
import { callTarget } from '../calls/call-target.ts'

/** @throws AppError `not-found` for a model that the catalog does not know */
export function judgeModels(
  models: Pick<ModelDirectory, 'get'>,
  assertions: readonly Assertion[],
  defaultId: ModelId | null,
): readonly CatalogModel[] {
  const ids = judgedAssertions(assertions).map(({ modelId }) => modelId ?? defaultId)
  return [...new Set(ids)].flatMap((id) => (id === null ? [] : [models.get(id)]))
}

/** Where the questions to the judges go, by model. @throws AppError like callTarget */
export async function judgeTargets(
  core: CoreContext,
  judges: readonly CatalogModel[],
): Promise<ReadonlyMap<string, CallTarget>> {
  const targets = new Map<string, CallTarget>()
  for (const model of judges) targets.set(model.id, await callTarget(core, model))
  return targets
}
