import type { Message, Parameters } from '../../domain/prompt.ts'
import { variablesOf } from '../../template/inspect-template.ts'
import type { SavingsColumn } from '../savings-input.ts'

/**
 * What another variant changes, by what alone differs; `text` is any other wording. context: it reads other, or fewer, of the case's
 * variables; history: it has fewer turns, or a summary in their place; several: more than one kind at once.
 */
export type VariantChange =
  | 'nothing'
  | 'effort'
  | 'schema'
  | 'tools'
  | 'cap'
  | 'cache'
  | 'examples'
  | 'context'
  | 'history'
  | 'text'
  | 'several'

/** Tells two variants apart: what the second one changes. */
export function variantChange(before: SavingsColumn, after: SavingsColumn): VariantChange {
  const changes = [
    ...parameterChanges(before.content.parameters, after.content.parameters),
    ...(isSameText(before, after) ? [] : [textChange(before, after)]),
  ]
  return changes.length > 1 ? 'several' : (changes[0] ?? 'nothing')
}

function parameterChanges(before: Parameters, after: Parameters): VariantChange[] {
  const differs = (of: (parameters: Parameters) => unknown) => JSON.stringify(of(before)) !== JSON.stringify(of(after))
  const kinds: [VariantChange, (parameters: Parameters) => unknown][] = [
    ['effort', ({ effort }) => effort],
    ['schema', ({ responseSchema }) => responseSchema],
    ['tools', ({ tools = [] }) => tools],
    ['cap', ({ maxOutputTokens, stop }) => [maxOutputTokens, stop]],
    ['cache', ({ cache = 'none', cacheTtl = '5m' }) => [cache, cacheTtl]],
  ]
  return kinds.flatMap(([kind, of]) => (differs(of) ? [kind] : []))
}

function isSameText(before: SavingsColumn, after: SavingsColumn): boolean {
  const textOf = (messages: readonly Message[]) =>
    JSON.stringify(messages.map(({ role, template }) => [role, template]))
  return textOf(before.content.messages) === textOf(after.content.messages)
}

function textChange(before: SavingsColumn, after: SavingsColumn): VariantChange {
  const names = (column: SavingsColumn) => [
    ...new Set(column.content.messages.flatMap(({ template }) => variablesOf(template))),
  ]
  const own = names(before)
  const others = names(after)
  const isSameNames = own.length === others.length && own.every((name) => others.includes(name))
  if (!isSameNames) return [...own, ...others].some(isHistory) ? 'history' : 'context'
  const turns = ({ content }: SavingsColumn) => content.messages.filter(({ role }) => role !== 'system').length
  const isConversation = turns(before) > 3
  if (isConversation && turns(after) < turns(before)) return 'history'
  if (exampleCount(before) !== exampleCount(after)) return 'examples'
  return 'text'
}

/** Few-shot examples, as the breakdown tells them. */
export function exampleCount({ tokens }: SavingsColumn): number {
  return tokens.parts.filter(({ kind }) => kind === 'example').length
}

function isHistory(name: string): boolean {
  return /history|summary|transcript|conversation|turns/i.test(name)
}
