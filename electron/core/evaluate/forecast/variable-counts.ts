import type { VariableTokens } from '../../../../shared/domain/breakdown.ts'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import { dropOldest } from '../../../../shared/drop-oldest.ts'
import { quantileOfSorted } from '../../../../shared/stats/quantile.ts'
import { outputText } from '../../../../shared/template/output-text.ts'
import { type EncodingId, vocabularyOf } from '../../../../shared/tokens/encodings.ts'
import type { EvalSetStore } from '../../store/eval-set-store.ts'
import { createTurns } from '../../turns/create-turns.ts'
import type { Engine } from '../engine.ts'
import { readCases } from '../read-cases.ts'

const KEPT_SETS = 8

/** Tokens of the values of every variable over all cases of an eval set, counted once per content and vocabulary. */
export class VariableCounts {
  readonly #evalSets: EvalSetStore
  readonly #encoders: Engine['encoders']
  readonly #counted = new Map<string, Promise<readonly VariableTokens[]>>()

  constructor(evalSets: EvalSetStore, encoders: Engine['encoders']) {
    this.#evalSets = evalSets
    this.#encoders = encoders
  }

  of(evalSet: EvalSet, encoding: EncodingId): Promise<readonly VariableTokens[]> {
    const key = `${vocabularyOf(encoding)} ${evalSet.contentHash}`
    const known = this.#counted.get(key)
    if (known) return known
    const counting = this.#count(evalSet, encoding)
    this.#counted.set(key, counting)
    counting.catch(() => this.#counted.delete(key))
    dropOldest(this.#counted, KEPT_SETS)
    return counting
  }

  async #count(evalSet: EvalSet, encoding: EncodingId): Promise<readonly VariableTokens[]> {
    const encoder = await this.#encoders.load(encoding)
    const values = new Map<string, { readonly tokens: number[]; readonly first: string; isSame: boolean }>()
    const turn = createTurns()
    for await (const page of readCases(this.#evalSets, evalSet.id, evalSet.caseCount)) {
      for (const { variables } of page) {
        for (const [name, value] of Object.entries(variables)) {
          const text = outputText(value)
          const known = values.get(name)
          if (known) {
            known.tokens.push(encoder.count(text))
            known.isSame &&= text === known.first
          } else values.set(name, { tokens: [encoder.count(text)], first: text, isSame: true })
          await turn()
        }
      }
    }
    return [...values].map(([name, { tokens, isSame }]): VariableTokens => {
      const sorted = Float64Array.from(tokens).sort()
      return {
        name,
        mean: tokens.reduce((sum, one) => sum + one, 0) / tokens.length,
        p95: quantileOfSorted(sorted, 0.95) ?? 0,
        max: sorted.at(-1) ?? 0,
        // One case cannot tell what changes; nor does a value that some cases lack stay the same.
        isFixed: isSame && tokens.length === evalSet.caseCount && evalSet.caseCount > 1,
      }
    })
  }
}
