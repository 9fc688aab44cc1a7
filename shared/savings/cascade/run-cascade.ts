import { answerOf, type GridCase, type GridTrial } from '../paired/answer-grid.ts'
import { type AnswerCheck, trustOf } from './answer-check.ts'

/** A cascade as plain data: ask the first tier, keep its answer when its trust reaches the threshold, else ask the next. */
export interface CascadeRule {
  /** Places among the options, the cheapest first. */
  readonly tiers: readonly number[]
  /** One fewer than tiers: the last one's answer is always kept. */
  readonly steps: readonly { readonly check: AnswerCheck; readonly threshold: number }[]
}

export interface CascadeOutcome {
  readonly score: number
  /** Of all answers that were asked for, checks included. */
  readonly cost: number
  /** Added up over the tiers; null where one is unknown. */
  readonly latencyMs: number | null
  /** 0 = the first tier's answer was kept. */
  readonly tier: number
}

/** What a tier gives and what asking it takes; the trust is known beforehand so that many thresholds can be tried. */
export interface TierAnswer {
  readonly trust: number
  readonly score: number
  readonly cost: number
  readonly latencyMs: number | null
}

/** Reads the tiers' answers of one case. Unknown trust keeps nothing: the case goes on to the next tier. */
export function tierAnswers(one: GridCase, tiers: readonly number[], checks: readonly AnswerCheck[]): TierAnswer[] {
  return tiers.map((option, tier) => {
    const answer = answerOf(one, option)
    const check = checks[tier]
    const [first] = answer.trials
    // The last tier, like a single option, stands with its mean; a checked one with the very answer that is checked.
    if (!check || !first) return { trust: Number.POSITIVE_INFINITY, ...answer }
    const judged = check.kind === 'judge' ? (first.judgeCall ?? null) : null
    const asked = answer.trials.slice(0, check.kind === 'agreement' ? check.trials : 1)
    return {
      trust: trustOf(check, answer.trials) ?? Number.NEGATIVE_INFINITY,
      score: first.score,
      cost: asked.reduce((sum, { cost }) => sum + cost, judged?.cost ?? 0),
      latencyMs: latencyOf(asked, judged?.latencyMs ?? (check.kind === 'judge' ? null : 0)),
    }
  })
}

/** Trials are asked for at once, their check afterwards; null where a time is unknown. */
function latencyOf(asked: readonly GridTrial[], checkMs: number | null): number | null {
  const known = asked.flatMap(({ latencyMs }) => latencyMs ?? [])
  return checkMs === null || known.length < asked.length ? null : Math.max(...known) + checkMs
}

export function cascadeOutcome(answers: readonly TierAnswer[], thresholds: readonly number[]): CascadeOutcome {
  let cost = 0
  let latencyMs: number | null = 0
  for (const [tier, answer] of answers.entries()) {
    cost += answer.cost
    latencyMs = latencyMs === null || answer.latencyMs === null ? null : latencyMs + answer.latencyMs
    if (tier === answers.length - 1 || answer.trust >= (thresholds[tier] ?? Number.NEGATIVE_INFINITY)) {
      return { score: answer.score, cost, latencyMs, tier }
    }
  }
  throw new RangeError('A cascade needs at least one tier.')
}

export function runCascade(rule: CascadeRule, one: GridCase): CascadeOutcome {
  const checks = rule.steps.map(({ check }) => check)
  return cascadeOutcome(
    tierAnswers(one, rule.tiers, checks),
    rule.steps.map(({ threshold }) => threshold),
  )
}
