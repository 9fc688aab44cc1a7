import type { PromptId } from '../../../shared/domain/ids.ts'
import { SqueezeSnapshot } from '../../../shared/domain/squeeze.ts'
import type { SqueezeResult } from '../../../shared/savings/savings-input.ts'
import type { CoreContext } from '../core-context.ts'

/** The part of what is stored of a squeeze (LiveView) that tells what it came to. */
const StoredView = SqueezeSnapshot.pick({ promptTokens: true, arms: true, bestArmId: true, edits: true, verdict: true })

/** What the squeezes and optimizations of a prompt came to, the newest first; those that never showed anything are left out. */
export function readSqueezes({ store }: Pick<CoreContext, 'store'>, promptId: PromptId): readonly SqueezeResult[] {
  return store.squeezes.list(promptId).flatMap(({ view, variantId, winnerVariantId, spec, state }): SqueezeResult[] => {
    const read = StoredView.safeParse(view)
    if (!read.success) return []
    const { promptTokens, arms, bestArmId, edits, verdict } = read.data
    const best = arms.find(({ id }) => id === bestArmId)
    if (!best || best.isBaseline) return []
    const kinds = new Set(edits.filter(({ id }) => best.editIds.includes(id)).map(({ kind }) => kind))
    return [
      {
        variantId,
        winnerVariantId,
        modelId: spec.modelId,
        isFinished: state === 'finished' || state === 'stopped',
        promptTokensBefore: promptTokens,
        promptTokensAfter: best.promptTokens,
        verdict,
        isExamplesOnly: kinds.size > 0 && [...kinds].every((kind) => kind === 'few-shot'),
      },
    ]
  })
}
