import { AppError } from '../../../../shared/contract/errors.ts'
import type { EvalCase } from '../../../../shared/domain/eval-set.ts'
import { type RenderedMessage, type Variant, variantLabel } from '../../../../shared/domain/prompt.ts'
import { parseMessages, renderParsedMessages } from '../../../../shared/template/render-messages.ts'
import type { CoreContext } from '../../core-context.ts'
import { AssertionChecks } from '../judge/assertion-checks.ts'
import { lendScoring } from '../judge/lend-scoring.ts'
import { readCases } from '../read-cases.ts'
import type { ResolvedSpec } from '../resolve-spec.ts'

/** Cases named in the list of problems, by variant. */
const MAX_NAMED_CASES = 5

/** Problems of the cases and assertions, such as undefined variables and bad patterns; with the number of the case. */
export async function caseProblems(core: CoreContext, resolved: ResolvedSpec, signal: AbortSignal): Promise<string[]> {
  const renderer = new CaseRenderer(resolved.variants)
  const assertions = assertionChecks(core, resolved)
  for await (const page of readCases(core.store.evalSets, resolved.evalSet.id, resolved.caseCount)) {
    signal.throwIfAborted()
    for (const evalCase of page) {
      assertions.see(evalCase)
      for (const variant of resolved.variants) renderer.render(variant, evalCase)
    }
  }
  return [...renderer.problems, ...(await assertions.fixed()), ...assertions.problems]
}

export function assertionChecks(core: CoreContext, { evalSet }: ResolvedSpec): AssertionChecks {
  return new AssertionChecks(evalSet.assertions, lendScoring(core, evalSet))
}

/** Fills cases into variants, and notes where that fails. */
export class CaseRenderer {
  readonly #variants: ReadonlyMap<Variant, ReturnType<typeof parseMessages> | AppError>
  readonly #failures = new Map<Variant, string[]>()

  constructor(variants: readonly Variant[]) {
    this.#variants = new Map(variants.map((variant) => [variant, parsed(variant)]))
  }

  /** Null when it cannot be filled in. */
  render(variant: Variant, evalCase: EvalCase): RenderedMessage[] | null {
    const messages = this.#variants.get(variant)
    if (!messages || messages instanceof AppError) return null
    try {
      return renderParsedMessages(messages, evalCase.variables)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const failures = this.#failures.get(variant) ?? []
      failures.push(`Variant ${variantLabel(variant)}, case ${evalCase.position}: ${error.message}`)
      this.#failures.set(variant, failures)
      return null
    }
  }

  get problems(): string[] {
    const broken = [...this.#variants].flatMap(([variant, messages]) =>
      messages instanceof AppError ? [`Variant ${variantLabel(variant)}: ${messages.message}`] : [],
    )
    const failed = [...this.#failures].flatMap(([variant, failures]) => {
      const more = failures.length - MAX_NAMED_CASES
      const rest = more > 0 ? [`Variant ${variantLabel(variant)}: ${more} more cases fail alike.`] : []
      return [...failures.slice(0, MAX_NAMED_CASES), ...rest]
    })
    return [...broken, ...failed]
  }
}

function parsed({ content, partials }: Variant): ReturnType<typeof parseMessages> | AppError {
  try {
    return parseMessages(content.messages, partials)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}
