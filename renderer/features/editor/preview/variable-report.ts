import type { JsonValue } from '../../../../shared/domain/json.ts'
import type { TemplateInspection } from '../../../../shared/template/inspect-template.ts'

export interface VariableReport {
  readonly name: string
  /** How often the prompt's messages mention it. */
  readonly mentions: number
  /** `undefined`: the prompt asks for it, the eval set lacks it; `unused`: the other way round. */
  readonly state: 'used' | 'undefined' | 'unused' | 'unknown'
  /** The sample case's value as it would be filled in; null without one. */
  readonly sample: string | null
}

/**
 * Which variables a prompt needs and which an eval set has.
 *
 * @param columns the eval set's variable names; null without an eval set: then nothing can be said to be missing
 */
export function variableReport(
  inspections: readonly TemplateInspection[],
  columns: readonly string[] | null,
  sample: Readonly<Record<string, JsonValue>> | null,
): readonly VariableReport[] {
  const mentions = new Map<string, number>()
  for (const { variables } of inspections) {
    for (const { root } of variables) mentions.set(root, (mentions.get(root) ?? 0) + 1)
  }
  const used = [...mentions].map(([name, count]): VariableReport => {
    const state = columns === null ? 'unknown' : columns.includes(name) ? 'used' : 'undefined'
    return { name, mentions: count, state, sample: sampleText(sample?.[name]) }
  })
  const unused = (columns ?? [])
    .filter((name) => !mentions.has(name))
    .map((name): VariableReport => ({ name, mentions: 0, state: 'unused', sample: sampleText(sample?.[name]) }))
  return [...used, ...unused]
}

function sampleText(value: JsonValue | undefined): string | null {
  if (value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}
