import type { GateFault, SqueezeEdit } from '../../domain/squeeze.ts'
import { type Composition, composeEdits, rulesTextOf } from '../apply-changes.ts'
import type { Entailment } from '../ledger/ledger-coverage.ts'
import type { SqueezePrompt } from '../read-squeeze-prompt.ts'
import type { ExpectedCost } from './gate.ts'
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
  return checkComposition(prompt, composeEdits(prompt, edits), context)
}

export function checkComposition(prompt: SqueezePrompt, composition: Composition, context: GateContext): GateFault[] {
  const replaced = new Set(composition.edits.flatMap((edit) => edit.replacesLedgerIds))
  const input = {
    prompt,
    after: composition.messages,
    rulesBefore: rulesTextOf(prompt),
    rulesAfter: composition.rulesText,
    edits: composition.edits,
    required: prompt.required.filter(({ id }) => !replaced.has(id)),
    judged: context.judged ?? new Map(),
    cost: context.costOf(composition),
    maxPromptTokens: context.isPart ? null : (context.maxPromptTokens ?? null),
  }
  return gates.all.flatMap(({ id, label, check }): GateFault[] => {
    if ((context.isPart || context.mayCostMore) && id === 'expected-cost') return []
    const reason = check(input)
    return reason === null ? [] : [{ gate: id, label, reason }]
  })
}
