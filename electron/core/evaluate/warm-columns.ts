import { AppError } from '../../../shared/contract/errors.ts'
import { cacheRule } from '../../../shared/cost/cache-rules.ts'
import type { EvalCase } from '../../../shared/domain/eval-set.ts'
import { splitModelId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { RenderedMessage } from '../../../shared/domain/prompt.ts'
import { isWarmedFirst, sharedPrefix } from '../../../shared/evaluate/warm-first.ts'
import { renderParsedMessages } from '../../../shared/template/render-messages.ts'
import { countRequest } from '../../../shared/tokens/count-tokens.ts'
import { extrasOf } from '../../../shared/tokens/extras-of.ts'
import { tokenProfile } from '../../../shared/tokens/token-profile.ts'
import type { ParsedPrompt } from './cells/run-cells.ts'
import type { Engine } from './engine.ts'

/** Drawn evenly, since neighbours may share a long text that the others lack. */
const COMPARED_CASES = 16

export interface WarmColumn {
  /** Null = its template cannot be read. */
  readonly prompt: ParsedPrompt | null
  readonly model: CatalogModel | null
}

/** The rows of a set by which its columns are compared. */
export function comparedRows(caseCount: number): number[] {
  const count = Math.min(caseCount, COMPARED_CASES)
  return Array.from({ length: count }, (_, index) => Math.floor((index * (caseCount - 1)) / Math.max(1, count - 1)))
}

/** For each column, whether one of its calls is let through before the others: see isWarmedFirst. */
export async function warmColumns(
  { encoders }: Pick<Engine, 'encoders'>,
  columns: readonly WarmColumn[],
  cases: readonly Pick<EvalCase, 'variables'>[],
): Promise<readonly boolean[]> {
  const rendered = new Map<ParsedPrompt, readonly (readonly RenderedMessage[])[]>()
  const found: boolean[] = []
  for (const { prompt, model } of columns) {
    const rule = model === null || model.isSimulation ? null : cacheRule(nameOf(model))
    if (rule === null || model === null || prompt === null) {
      found.push(false)
      continue
    }
    const requests = rendered.get(prompt) ?? cases.flatMap(({ variables }) => renderedOrNone(prompt, variables))
    rendered.set(prompt, requests)
    const messages = sharedPrefix(requests, rule, prompt.parameters.cache)
    if (messages.length === 0) {
      found.push(false)
      continue
    }
    const profile = tokenProfile(nameOf(model))
    const encoder = await encoders.load(profile.encoding)
    const extras = rule.cachesExtras ? { extras: extrasOf(prompt.parameters, model) } : {}
    found.push(isWarmedFirst(rule, countRequest({ messages, encoder, profile, ...extras }).tokens))
  }
  return found
}

function nameOf({ id, providerId }: CatalogModel) {
  return { providerKind: providerId, modelName: splitModelId(id).modelName }
}

/** A case that does not fit the prompt is never sent. */
function renderedOrNone(
  { messages }: ParsedPrompt,
  variables: EvalCase['variables'],
): readonly (readonly RenderedMessage[])[] {
  try {
    return [renderParsedMessages(messages, variables)]
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}
