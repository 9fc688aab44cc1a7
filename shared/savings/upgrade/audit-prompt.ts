import type { CatalogModel } from '../../domain/model.ts'
import type { VariantContent } from '../../domain/prompt.ts'
import type { AuditFinding } from '../../domain/upgrade.ts'
import { parameterFindings } from './parameter-findings.ts'
import { textFindings } from './text-findings.ts'

/** What the audit looks at: a prompt as it is today, and the model that it is to move to. */
export interface AuditInput {
  readonly content: VariantContent
  readonly from: AuditModel
  readonly to: AuditModel
  /** Tokens of an average prompt and of the prefix that does not change. */
  readonly tokens: { readonly prompt: number; readonly stablePrefix: number }
}

export interface AuditModel {
  readonly model: Pick<CatalogModel, 'id' | 'label' | 'contextTokens' | 'maxOutputTokens' | 'capabilities' | 'price'>
  readonly providerKind: string
}

const ORDER: readonly AuditFinding['weight'][] = ['breaks', 'costs', 'check']

/** What in a prompt is stale, refused or dearer on the new model, what breaks it first. Nothing is asked and nothing changed. */
export function auditPrompt(input: AuditInput): readonly AuditFinding[] {
  return [...parameterFindings(input), ...textFindings(input)].sort(
    (a, b) => ORDER.indexOf(a.weight) - ORDER.indexOf(b.weight),
  )
}
