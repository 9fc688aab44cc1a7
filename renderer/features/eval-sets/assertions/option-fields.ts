import { z } from 'zod'
import type { Scorer } from '../../../../shared/score/scorer.ts'

/** A field of a scorer's options, read from its schema, so that a new scorer needs no form of its own. */
export interface OptionField {
  readonly name: string
  readonly label: string
  readonly kind: 'text' | 'json'
}

export function optionFields(scorer: Scorer): readonly OptionField[] {
  const schema = z.toJSONSchema(scorer.options, { io: 'input', unrepresentable: 'any' })
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    label: labelOf(name),
    kind: typeof property === 'object' && property.type === 'string' ? 'text' : 'json',
  }))
}

/** "maxLength" → "Max length" */
function labelOf(name: string): string {
  const words = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase()
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
