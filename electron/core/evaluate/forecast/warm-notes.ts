import { AppError } from '../../../../shared/contract/errors.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import { type Variant, variantLabel } from '../../../../shared/domain/prompt.ts'
import { parseMessages } from '../../../../shared/template/render-messages.ts'
import type { CoreContext } from '../../core-context.ts'
import type { ParsedPrompt } from '../cells/run-cells.ts'
import type { ResolvedSpec } from '../resolve-spec.ts'
import { comparedRows, warmColumns } from '../warm-columns.ts'

export interface ForecastColumn {
  readonly variant: Variant
  readonly model: CatalogModel
  readonly calls: number
}

/** Which columns of a run send one call before the others, so that these find the cache written; none of a batch. */
export async function warmNotes(
  { store, engine }: Pick<CoreContext, 'store' | 'engine'>,
  { spec, evalSet, caseCount, variants, models }: ResolvedSpec,
  columns: readonly ForecastColumn[],
): Promise<string[]> {
  if (spec.mode === 'batch') return []
  const several = columns.filter(({ calls }) => calls > 1)
  const prompts = new Map(variants.map((variant) => [variant, promptOf(variant)]))
  const cases = comparedRows(caseCount).flatMap(
    (offset) => store.evalSets.page(evalSet.id, { offset, limit: 1, search: '' }).cases,
  )
  const isWarmed = await warmColumns(
    engine,
    several.map(({ variant, model }) => ({ prompt: prompts.get(variant) ?? null, model })),
    cases,
  )
  const names = several.flatMap(({ variant, model }, index) => {
    if (!isWarmed[index]) return []
    return models.length > 1 ? [`${variantLabel(variant)} on ${model.label}`] : [variantLabel(variant)]
  })
  if (names.length === 0) return []
  return [`Warms the cache with one call per column first: ${names.join(', ')}. The others wait until it is answered.`]
}

/** Null where the template has a fault, which the forecast names elsewhere. */
function promptOf({ content, partials }: Variant): ParsedPrompt | null {
  try {
    return { messages: parseMessages(content.messages, partials), parameters: content.parameters }
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
