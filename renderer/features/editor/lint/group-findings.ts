import type { Finding } from '../../../../shared/lint/finding.ts'

export type FindingItem =
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'group'; readonly ruleId: string; readonly findings: readonly Finding[] }

/** From so many on the findings of one rule are one line: three times the same sentence tell no more than once. */
const GROUPED_FROM = 3

/** The findings in their order; those of a rule that finds much stand together where its first one does. */
export function groupFindings(findings: readonly Finding[]): readonly FindingItem[] {
  const byRule = Map.groupBy(findings, ({ ruleId }) => ruleId)
  return findings.flatMap((finding): FindingItem[] => {
    const own = byRule.get(finding.ruleId) ?? [finding]
    if (own.length < GROUPED_FROM) return [{ kind: 'finding', finding }]
    return own[0] === finding ? [{ kind: 'group', ruleId: finding.ruleId, findings: own }] : []
  })
}
