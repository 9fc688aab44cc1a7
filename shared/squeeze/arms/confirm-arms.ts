import type { Verdict, VerdictRule } from '../../domain/verdict.ts'
import { decideVerdict } from '../../verdict/decide-verdict.ts'
import { holmVerdicts } from '../../verdict/holm-verdicts.ts'
import type { Answers } from '../answers.ts'
import type { FlowInput } from '../flow-input.ts'
import { orderCases } from '../order-cases.ts'
import { verdictSide } from '../verdict-side.ts'
import type { FlowArm } from './flow-arm.ts'

export interface ConfirmPlan {
  readonly input: FlowInput
  readonly baseline: FlowArm
  /** Chosen before any hold-out case was asked; the first is the most wanted. */
  readonly arms: readonly FlowArm[]
  /** As it stands in a sentence: "The squeezed prompt". */
  readonly label: string
  readonly holdOutCases: number
  readonly answers: Answers
  readonly note: (text: string) => void
}

export interface Confirmation {
  readonly arm: FlowArm
  readonly verdict: Verdict
}

/**
 * One look at the hold-out for all arms together, the claims corrected by Holm: as many calls as are left are shared out evenly.
 *
 * @returns in the order of the arms; empty when no hold-out case could be asked
 */
export async function confirmArms(plan: ConfirmPlan): Promise<readonly Confirmation[]> {
  const { input, baseline, arms, answers } = plan
  const { spec, holdOut } = input
  const some = orderCases(holdOut, spec.seed).slice(0, plan.holdOutCases)
  const order = some.slice(0, Math.floor(answers.left / (arms.length + 1)))
  if (order.length < some.length)
    plan.note(`Only ${order.length} of ${some.length} hold-out cases fit into the calls that were left.`)
  if (order.length === 0 || arms.length === 0) return []
  const wanted = [baseline, ...arms].map(({ messages }) => ({ messages, caseIndexes: order }))
  if (!(await answers.ask(wanted))) return []
  const verdicts = await holmVerdicts(arms, input.rule.alpha, (arm, alpha) =>
    verdictOf(plan, arm, { rule: { ...input.rule, alpha }, order }),
  )
  return verdicts.map(({ item, verdict }) => ({ arm: item, verdict }))
}

function verdictOf(
  { input, baseline, label, answers }: ConfirmPlan,
  arm: FlowArm,
  { rule, order }: { readonly rule: VerdictRule; readonly order: readonly number[] },
): Verdict {
  const { spec, holdOut, looksBefore, isSimulation, hasUncalibratedJudge } = input
  const column = { variantId: spec.variantId, modelId: spec.modelId }
  const about = { column, cases: holdOut.filter(({ index }) => order.includes(index)) }
  return decideVerdict({
    baseline: verdictSide('the original', answers.of(baseline.messages), about),
    candidate: verdictSide(label, answers.of(arm.messages), about),
    rule,
    part: 'hold-out',
    look: looksBefore + 1,
    isSimulation,
    hasUncalibratedJudge,
    seed: `squeeze ${spec.seed}`,
  })
}
