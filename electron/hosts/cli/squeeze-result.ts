import { formatUsd } from '../../../shared/cost/format-usd.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import { nanoToUsd } from '../../../shared/domain/money.ts'
import type { Message } from '../../../shared/domain/prompt.ts'
import type { SqueezeSnapshot } from '../../../shared/domain/squeeze.ts'
import { type MonthlySaving, monthlySaving, monthlySavingText } from '../../../shared/squeeze/monthly-saving.ts'
import { exitCode } from './exit-code.ts'

/** What a month is reckoned with. */
export interface SqueezeProfile {
  /** Null = the library knows the model no more. */
  readonly model: CatalogModel | null
  readonly callsPerDay: number
}

/** The shape that `--json` prints; ratios are fractions, money is USD, unknown is null. */
export function squeezeJson(
  squeeze: SqueezeSnapshot,
  messages: readonly Message[] | null,
  profile: SqueezeProfile,
): unknown {
  const { verdict, arms, bestArmId, promptTokens, confirmations } = squeeze
  const best = arms.find(({ id }) => id === bestArmId) ?? null
  const saving = savingOf(squeeze, profile)
  return {
    squeezeId: squeeze.id,
    state: squeeze.state,
    mode: squeeze.spec.mode,
    seed: squeeze.spec.seed,
    proof: squeeze.proof,
    sentence: verdict?.sentence ?? null,
    costRatio: verdict?.costRatio ?? best?.costRatio ?? null,
    costRatioInterval: verdict?.costRatioInterval ?? null,
    scoreDifference: verdict?.difference ?? null,
    scoreDifferenceInterval: verdict?.differenceInterval ?? null,
    holdOutCases: verdict?.cases ?? 0,
    confirmations: confirmations.map(({ armId, verdict: own }) => ({
      label: arms.find(({ id }) => id === armId)?.label ?? armId,
      sentence: own.sentence,
      costRatio: own.costRatio,
      isWinner: armId === bestArmId && squeeze.winnerVariantId !== null,
    })),
    moreCases: verdict?.moreCases ?? null,
    promptTokens: { before: promptTokens, after: best?.promptTokens ?? promptTokens },
    perMonth: saving && { savedUsd: nanoToUsd(saving.nanoUsd), basis: saving.basis, callsPerDay: saving.callsPerDay },
    calls: squeeze.calls,
    spentUsd: nanoToUsd(squeeze.spentNanoUsd),
    winnerVariantId: squeeze.winnerVariantId,
    messages: messages?.map(({ role, template }) => ({ role, template })) ?? null,
    arms: arms.map(({ label, n, meanScore, difference, costRatio, isAlive, whyDropped }) => ({
      label,
      cases: n,
      meanScore,
      difference,
      costRatio,
      isAlive,
      whyDropped,
    })),
    notes: squeeze.notes,
    error: squeeze.error,
  }
}

/** The verdict, the figures, then the prompt as it would be sent. */
export function squeezeText(
  squeeze: SqueezeSnapshot,
  messages: readonly Message[] | null,
  profile: SqueezeProfile,
): string {
  const { verdict, arms, bestArmId, promptTokens, calls, spentNanoUsd, notes, confirmations } = squeeze
  const best = arms.find(({ id }) => id === bestArmId)
  const saving = savingOf(squeeze, profile)
  const unknown = profile.model?.price ? [] : [`$ per month unknown: ${squeeze.spec.modelId} is unpriced.`]
  const lines = [
    verdict?.sentence ?? (messages === null ? 'The original stays.' : 'Unverified: no hold-out case was asked.'),
    `Prompt: ${promptTokens} tokens${best ? ` → ${best.promptTokens}` : ''}. Calls: ${calls.used} of ${calls.allowed}. Spent: ${formatUsd(spentNanoUsd)}.`,
    ...(squeeze.winnerVariantId === null ? [] : saving ? [`${monthlySavingText(saving)}.`] : unknown),
    ...confirmations
      .filter(({ armId }) => armId !== bestArmId)
      .map(
        ({ armId, verdict: own }) => `Also: ${arms.find(({ id }) => id === armId)?.label ?? armId}. ${own.sentence}`,
      ),
    ...notes,
  ]
  const text = (messages ?? []).map(({ role, template }) => `--- ${role} ---\n${template}`)
  return [...lines, ...(text.length > 0 ? ['', ...text] : [])].join('\n')
}

/** Of the winner; null where there is none, since the original stays, or no price. */
function savingOf(squeeze: SqueezeSnapshot, profile: SqueezeProfile): MonthlySaving | null {
  const best = squeeze.arms.find(({ id }) => id === squeeze.bestArmId)
  if (!best || squeeze.winnerVariantId === null) return null
  const { id: armId, promptTokens } = best
  const savedTokens = squeeze.promptTokens - promptTokens
  return monthlySaving(squeeze, { armId, promptTokens, savedTokens }, profile)
}

export function exitCodeOfSqueeze({ state }: SqueezeSnapshot): number {
  if (state === 'cancelled' || state === 'interrupted') return exitCode.interrupted
  return state === 'finished' ? exitCode.passed : exitCode.incomplete
}
