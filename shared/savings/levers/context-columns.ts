import { variablesOf } from '../../template/inspect-template.ts'
import type { SavingsColumn } from '../savings-input.ts'
import { variantChange } from './variant-change.ts'

/** What another column does with the case's context: fills in another size of it, leaves a part out, or neither. */
export function contextRole(before: SavingsColumn, after: SavingsColumn): 'other-size' | 'without' | null {
  if (before.modelId !== after.modelId || variantChange(before, after) !== 'context') return null
  const own = variablesIn(before)
  return variablesIn(after).every((name) => own.includes(name)) ? 'without' : 'other-size'
}

/** k of the last numbered variable ("ctx_k10" is 10); null where none has a number. */
export function contextNumber(column: SavingsColumn): number | null {
  const numbers = variablesIn(column).flatMap((name) => {
    const found = /(?:^|[a-z_-])k?(\d{1,4})$/i.exec(name)
    return found ? [Number(found[1])] : []
  })
  return numbers.at(-1) ?? null
}

export function variablesIn({ content }: SavingsColumn): readonly string[] {
  return [...new Set(content.messages.flatMap(({ template }) => variablesOf(template)))]
}
