import type { CatalogModel } from '../domain/model.ts'
import { anthropicModels } from './anthropic-models.ts'
import { describeModel } from './describe-model.ts'
import { embeddingModels } from './embedding-models.ts'
import { openaiModels } from './openai-models.ts'
import { otherModels } from './other-models.ts'
import { sandboxModels } from './sandbox-models.ts'

/** The models that Pithy ships with, prices included; the user's own entries win over these. */
export const catalogModels: readonly CatalogModel[] = [
  ...sandboxModels.map((row) => describeModel('sandbox', row)),
  ...openaiModels.map((row) => describeModel('openai', row)),
  ...anthropicModels.map((row) => describeModel('anthropic', row)),
  ...[...Object.entries(otherModels), ...Object.entries(embeddingModels)].flatMap(([provider, rows]) =>
    rows.map((row) => describeModel(provider, row)),
  ),
]
