import type { GateFault, SqueezeEdit } from '../../domain/squeeze.ts'
import { type Composition, composeEdits, rulesTextOf } from '../apply-changes.ts'
import type { Entailment } from '../ledger/ledger-coverage.ts'
import type { SqueezePrompt } from '../read-squeeze-prompt.ts'
import type { ExpectedCost, GateInput } from './gate.ts'
import { gates } from './registry.ts'

export interface GateContext {
  readonly costOf: (composition: Composition) => ExpectedCost
  readonly judged?: ReadonlyMap<string, Entailment>
  /** For proposals that are no whole candidates yet: a lossless edit of few characters need not pay by itself. */
  readonly isPart?: boolean
  /** Cases decide whether what it brings is worth its cost. */
  readonly mayCostMore?: boolean
  /** Of a whole candidate; absent or null = no limit. */
  readonly maxPromptTokens?: number | null
}

/** Every gate that edits fail together; none = they may be taken. */
export function checkGates(prompt: SqueezePrompt, edits: readonly SqueezeEdit[], context: GateContext): GateFault[] {
  return [...faultsOf(prompt, composeEdits(prompt, edits), context)]
}

/** Stops at the first gate that refuses. */
export function passesGates(prompt: SqueezePrompt, composition: Composition, context: GateContext): boolean {
  return faultsOf(prompt, composition, context).next().done === true
}

/** One after the other, as they are asked for. */
function* faultsOf(prompt: SqueezePrompt, composition: Composition, context: GateContext): Generator<GateFault> {
  const replaced = new Set(composition.edits.flatMap((edit) => edit.replacesLedgerIds))
  let cost: ExpectedCost | null = null
  const input: GateInput = {
    prompt,
    after: composition.messages,
    rulesBefore: rulesTextOf(prompt),
    rulesAfter: composition.rulesText,
    edits: composition.edits,
    required: prompt.required.filter(({ id }) => !replaced.has(id)),
    judged: context.judged ?? new Map(),
    get cost() {
      cost ??= context.costOf(composition)
      return cost
    },
    maxPromptTokens: context.isPart ? null : (context.maxPromptTokens ?? null),
  }
  for (const { id, label, check } of gates.all) {
    if ((context.isPart || context.mayCostMore) && id === 'expected-cost') continue
    const reason = check(input)
    if (reason !== null) yield { gate: id, label, reason }
  }
}
