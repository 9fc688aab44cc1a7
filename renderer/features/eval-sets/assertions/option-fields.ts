import { z } from 'zod'
import type { Scorer } from '../../../../shared/score/scorer.ts'

/** A field of a scorer's options, read from its schema, so that a new scorer needs no form of its own. */
export interface OptionField {
  readonly name: string
  readonly label: string
  readonly kind: 'text' | 'number' | 'json' | 'choice'
  /** Of a choice. */
  readonly choices?: readonly string[]
}

export function optionFields(scorer: Scorer): readonly OptionField[] {
  const schema = z.toJSONSchema(scorer.options, { io: 'input', unrepresentable: 'any' })
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const field = typeof property === 'object' ? property : {}
    const label = field.description ?? labelOf(name)
    const choices = (field.enum ?? []).filter((choice) => typeof choice === 'string')
    if (choices.length > 0) return { name, label, kind: 'choice', choices }
    const types = [field, ...(field.anyOf ?? [])].map((one) => (typeof one === 'object' ? one.type : undefined))
    if (types.includes('number')) return { name, label, kind: 'number' }
    return { name, label, kind: types[0] === 'string' ? 'text' : 'json' }
  })
}

/** "maxLength" → "Max length" */
function labelOf(name: string): string {
  const words = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase()
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
